//! JSON bodies that are written as text become the values that they describe.

use super::expression::Position;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::model::{Expr, Fragment};
use crate::openapi::{Node, Scalar, Shape, reach};
use crate::place::Place;
use crate::syntax::json_text::JsonText;
use crate::syntax::pointer::Pointer;
use crate::syntax::template::{Piece, Text};
use crate::value::Value;

impl Scope<'_, '_> {
    /// The value that a text of JSON describes; a text that is one expression is its value.
    pub(super) fn json_text(&mut self, text: &Text, place: &Place) -> Option<Expr> {
        let pieces = match text {
            Text::Expression(expression) => return self.expression(expression, place, Position::Request),
            Text::Template(pieces) => self.settled(pieces, place)?,
            Text::Literal(text) => vec![Piece::Literal(text.clone())],
        };
        match JsonText::parse(&pieces) {
            Ok(json) => {
                self.report_foreign(&self.written(place, ..), place);
                self.json(&json, place)
            }
            Err(problem) => {
                self.context.report.add(place.range(problem.range), Kind::BadJson { reason: problem.reason });
                None
            }
        }
    }

    fn json(&mut self, json: &JsonText, place: &Place) -> Option<Expr> {
        match json {
            JsonText::Scalar(value) => Some(Expr::Literal(value.clone())),
            JsonText::Text(pieces) => self.template(pieces, place, Position::Request),
            JsonText::Hole(Piece::Literal(_)) => None,
            JsonText::Hole(Piece::Hole { expression, range, written }) => {
                self.filled(expression, range, written, place, Position::Request)
            }
            JsonText::Array(items) => {
                let items: Vec<_> = items.iter().map(|item| self.json(item, place)).collect();
                Some(Expr::Array(items.into_iter().collect::<Option<_>>()?))
            }
            JsonText::Object(members) => {
                let members: Vec<_> =
                    members.iter().map(|(name, value)| Some((name.clone(), self.json(value, place)?))).collect();
                Some(Expr::Object(members.into_iter().collect::<Option<_>>()?))
            }
        }
    }

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
                Ok([Fragment::Hole(whole)]) => match self.demanded(schema, at) {
                    Some(expected) => {
                        let kind = Kind::QuotedValue { pointer: at.to_string(), expected };
                        self.context.report.add(place.value(), kind);
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

    /// What a schema demands at a place, when that is surely not text.
    pub(super) fn demanded(&mut self, schema: &Node, at: &Pointer) -> Option<&'static str> {
        let reached = reach(self.context.library, Some(schema), at, self.context.report).ok()?;
        match reached.shape {
            Shape::Scalar(Scalar::String) | Shape::Any | Shape::Bytes | Shape::Body => None,
            Shape::Scalar(Scalar::Integer | Scalar::Unsigned) => Some("an integer"),
            Shape::Scalar(Scalar::Number) => Some("a number"),
            Shape::Scalar(Scalar::Boolean) => Some("a boolean"),
            Shape::Array(_) => Some("a list"),
            Shape::Object => Some("an object"),
        }
    }

    /// Whether a value is surely text, as far as its declaration tells.
    pub(super) fn is_text(&self, value: &Expr) -> bool {
        match value {
            Expr::Literal(literal) => matches!(literal, Value::String(_)),
            Expr::Template(_) => true,
            Expr::Input(path) => self.inputs.sent_shape(&path.ty) == Shape::Scalar(Scalar::String),
            _ => false,
        }
    }
}
