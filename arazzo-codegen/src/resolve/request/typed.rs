//! Values that keep their types where the schema wants something other than text.

use super::room::Requests;
use crate::diagnostic::{Kind, Report};
use crate::model::{Expr, Fragment};
use crate::openapi::{Library, Node, Scalar, Shape, reach};
use crate::place::Place;
use crate::syntax::pointer::Pointer;

impl Requests<'_> {
    /// Expressions that are the whole of a quoted text, where the schema wants something other than text: their values keep
    /// their types (SPEC ).
    pub(super) fn keep_types(&mut self, value: Expr, schema: &Node, at: &Pointer, place: &Place) -> Expr {
        match value {
            Expr::Array(items) => {
                let items = items.into_iter().enumerate();
                let keep =
                    |(index, item): (usize, Expr)| self.keep_types(item, schema, &at.child(&index.to_string()), place);
                Expr::Array(items.map(keep).collect())
            }
            Expr::Object(members) => {
                let keep = |(name, value): (String, Expr)| {
                    let value = self.keep_types(value, schema, &at.child(&name), place);
                    (name, value)
                };
                Expr::Object(members.into_iter().map(keep).collect())
            }
            Expr::Template(fragments) => match <[Fragment; 1]>::try_from(fragments) {
                Ok([Fragment::Hole(whole)]) => match demanded(schema, at, self.library, self.report) {
                    Some(expected) => {
                        let kind = Kind::QuotedValue { pointer: at.to_string(), expected };
                        self.report.add(place.value(), kind);
                        whole
                    }
                    None => Expr::Template(vec![Fragment::Hole(whole)]),
                },
                Ok([other]) => Expr::Template(vec![other]),
                Err(fragments) => Expr::Template(fragments),
            },
            other => other,
        }
    }
}

/// What a schema demands at a place, when that is surely not text.
pub(super) fn demanded(
    schema: &Node,
    at: &Pointer,
    library: &mut Library,
    report: &mut Report,
) -> Option<&'static str> {
    let reached = reach(library, Some(schema), at, report).ok()?;
    match reached.shape {
        Shape::Scalar(Scalar::String) | Shape::Any | Shape::Bytes | Shape::Body => None,
        Shape::Scalar(Scalar::Integer | Scalar::Unsigned) => Some("an integer"),
        Shape::Scalar(Scalar::Number) => Some("a number"),
        Shape::Scalar(Scalar::Boolean) => Some("a boolean"),
        Shape::Array(_) => Some("a list"),
        Shape::Object => Some("an object"),
    }
}
