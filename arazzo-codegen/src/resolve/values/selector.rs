//! From Selector Objects to values.

use super::inside::inside;
use super::notes::Values;
use super::site::{Position, Site};
use crate::diagnostic::{Kind, Reported};
use crate::document::{OutputValue, Selector, SelectorKind};
use crate::model::{Exchange, Expr, Finds};
use crate::openapi::{Scalar, Shape};
use crate::resolve::responses::PartRead;
use crate::syntax::condition::{Access, OperandKind};
use crate::syntax::pointer::Pointer;
use crate::syntax::xpath::Yields;

impl Values<'_> {
    /// The value of an output.
    pub(crate) fn output(&mut self, value: &OutputValue, site: Site<'_>) -> Result<Expr, Reported> {
        match value {
            OutputValue::Expression(expression) => self.expression(expression, site),
            OutputValue::Selector(selector) => {
                if self.known.document.is_1_0() {
                    let what = "a selector";
                    self.report.add(site.place.value(), Kind::NewerFeature { what, plain: false });
                }
                self.selector(selector, site)
            }
        }
    }

    /// A query with one place is a pointer; any other gives the list of all that it finds, be it one value or none. An XPath
    /// gives one value, whose type its form tells: of a path text, of an array a list.
    pub(crate) fn selector(&mut self, selector: &Selector, site: Site<'_>) -> Result<Expr, Reported> {
        let Selector { context, kind, place } = selector;
        let context = self.expression(&context.expression, site.at(&context.place))?;
        let text = |context: &Expr| {
            matches!(
                context,
                Expr::Exchange(Exchange::StatusCode | Exchange::Method | Exchange::Url | Exchange::Header(_))
            )
        };
        if text(&context) {
            return self
                .unsupported("a selector on something other than JSON or XML", site.at(&selector.context.place));
        }
        let query = match kind {
            SelectorKind::Pointer(pointer) => return Ok(inside(context, pointer, &self.known.inputs)),
            SelectorKind::Query(operand) => match &operand.kind {
                OperandKind::Query(query) => query,
                _ => return self.unsupported("a selector that is no query", site.at(place)),
            },
            SelectorKind::XPath(xpath) => {
                let query = self.xpath(xpath, site.at(place))?;
                let finds = Finds::XPath(shape(&xpath.yields));
                return Ok(Expr::Select { context: Box::new(context), query, finds });
            }
        };
        if let Some(accesses) = query.accesses() {
            let pointer = Pointer::from_tokens(accesses.iter().map(Access::token).collect());
            return Ok(inside(context, &pointer, &self.known.inputs));
        }
        if let (Expr::Exchange(Exchange::Body(at)), Position::Response { step }) = (&context, site.position) {
            let answers = self.known.answers(step);
            let part = PartRead::Query { at: at.clone(), query: query.clone(), answers };
            self.note_read(step, part, place.value());
        }
        let finds = if query.is_singular() { Finds::One } else { Finds::All };
        let query = self.query(query, site.at(place))?;
        Ok(Expr::Select { context: Box::new(context), query, finds })
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
