//! From Selector Objects to values.

use super::expression::Position;
use super::program::Spot;
use super::queries::Asked;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{OutputValue, Selector, SelectorKind};
use crate::model::{Exchange, Expr};
use crate::place::Place;
use crate::syntax::condition::{Access, OperandKind};
use crate::syntax::pointer::Pointer;

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

    /// A query with one place is a pointer; any other gives the list of all that it finds, be it one value or none.
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
            self.unsupported("a selector on something other than JSON", &selector.context.place);
            return None;
        }
        let query = match kind {
            SelectorKind::Pointer(pointer) => return Some(self.inside(context, pointer)),
            SelectorKind::Query(operand) => match &operand.kind {
                OperandKind::Query(query) => query,
                _ => return None,
            },
        };
        if let Some(accesses) = query.accesses() {
            let pointer = Pointer::from_tokens(accesses.iter().map(Access::token).collect());
            return Some(self.inside(context, &pointer));
        }
        if let (Expr::Exchange(Exchange::Body(at)), Position::Response { step }) = (&context, position) {
            let answers = self.answers(step);
            self.check_query(query, Asked { step, at, answers: &answers }, &place.value());
        }
        let one = query.is_singular();
        let query = self.query(query, Spot { place, position })?;
        Some(Expr::Select { context: Box::new(context), query, one })
    }
}
