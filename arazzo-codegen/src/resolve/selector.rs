//! From Selector Objects to values.

use super::expression::Position;
use super::program::Spot;
use super::queries::Asked;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{OutputValue, Selector, SelectorKind};
use crate::model::{Exchange, Expr, Finds};
use crate::openapi::{Scalar, Shape};
use crate::place::Place;
use crate::syntax::condition::{Access, OperandKind};
use crate::syntax::pointer::Pointer;
use crate::syntax::xpath::Yields;

impl Scope<'_, '_> {
    /// The value of an output.
    pub(super) fn output(&mut self, value: &OutputValue, place: &Place, position: Position) -> Option<Expr> {
        match value {
            OutputValue::Expression(expression) => self.expression(expression, place, position),
            OutputValue::Selector(selector) => {
                if self.document.is_1_0() {
                    let what = "a selector";
                    self.context.report.add(place.value(), Kind::NewerFeature { what, plain: false });
                }
                self.selector(selector, position)
            }
        }
    }

    /// A query with one place is a pointer; any other gives the list of all that it finds, be it one value or none. An XPath
    /// gives one value, whose type its form tells: of a path text, of an array a list.
    pub(super) fn selector(&mut self, selector: &Selector, position: Position) -> Option<Expr> {
        let Selector { context, kind, place } = selector;
        let context = self.expression(&context.expression, &context.place, position)?;
        let text = |context: &Expr| {
            matches!(
                context,
                Expr::Exchange(Exchange::StatusCode | Exchange::Method | Exchange::Url | Exchange::Header(_))
            )
        };
        if text(&context) {
            self.unsupported("a selector on something other than JSON or XML", &selector.context.place);
            return None;
        }
        let query = match kind {
            SelectorKind::Pointer(pointer) => return Some(self.inside(context, pointer)),
            SelectorKind::Query(operand) => match &operand.kind {
                OperandKind::Query(query) => query,
                _ => return None,
            },
            SelectorKind::XPath(xpath) => {
                let query = self.xpath(xpath, Spot { place, position })?;
                let finds = Finds::XPath(shape(&xpath.yields));
                return Some(Expr::Select { context: Box::new(context), query, finds });
            }
        };
        if let Some(accesses) = query.accesses() {
            let pointer = Pointer::from_tokens(accesses.iter().map(Access::token).collect());
            return Some(self.inside(context, &pointer));
        }
        if let (Expr::Exchange(Exchange::Body(at)), Position::Response { step }) = (&context, position) {
            let answers = self.answers(step);
            self.check_query(query, Asked { step, at, answers: &answers }, &place.value());
        }
        let finds = if query.is_singular() { Finds::One } else { Finds::All };
        let query = self.query(query, Spot { place, position })?;
        Some(Expr::Select { context: Box::new(context), query, finds })
    }
}

/// The type of what an XPath finds.
fn shape(yields: &Yields) -> Shape {
    match yields {
        Yields::Text => Shape::Scalar(Scalar::String),
        Yields::Boolean => Shape::Scalar(Scalar::Boolean),
        Yields::Integer => Shape::Scalar(Scalar::Integer),
        Yields::Number => Shape::Scalar(Scalar::Number),
        Yields::List(members) => Shape::Array(Box::new(shape(members))),
        Yields::Any => Shape::Any,
    }
}
