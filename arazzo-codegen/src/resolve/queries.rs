//! JSONPath queries, followed through the schemas of responses as far as these know where they lead.

use super::answers::Answers;
use super::workflow::Scope;
use crate::openapi::Shape;
use crate::place::Mark;
use crate::syntax::condition::{Operand, OperandKind, Query, Root, Segment, Selector};
use crate::syntax::pointer::Pointer;

/// What a query is asked of: a response, and the part of it that the query begins at.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) step: usize,
    pub(super) at: &'a Pointer,
    pub(super) answers: &'a Answers,
}

impl Scope<'_, '_> {
    /// Reports what a query looks for, and no response has.
    pub(super) fn check_query(&mut self, query: &Query, asked: Asked<'_>, mark: &Mark) {
        let mut at = asked.at.clone();
        for Segment { descendant, selectors } in &query.segments {
            let ([selector], false) = (selectors.as_slice(), descendant) else { return };
            let inside = match selector {
                Selector::Name(name) if !name.contains("{$") => Some(at.child(name)),
                Selector::Index(index) if *index >= 0 => Some(at.child(&index.to_string())),
                // Of a list every element has the same schema; of an object each member has its own.
                Selector::Wildcard | Selector::Slice(_) | Selector::Filter(_) => {
                    let item = self.is_list(Asked { at: &at, ..asked }).then(|| at.child("0"));
                    if let (Selector::Filter(condition), Some(item)) = (selector, &item) {
                        condition.each_operand(&mut |operand| {
                            self.check_filter(operand, Asked { at: item, ..asked }, mark);
                        });
                    }
                    item
                }
                _ => None,
            };
            let Some(inside) = inside else { break };
            at = inside;
        }
        if at != *asked.at {
            self.check_body_pointer(asked.step, &at, asked.answers, mark.clone());
        }
    }

    /// What a filter reads of each element.
    fn check_filter(&mut self, operand: &Operand, asked: Asked<'_>, mark: &Mark) {
        match &operand.kind {
            OperandKind::Query(query) if query.root == Root::Current => self.check_query(query, asked, mark),
            OperandKind::Call(_, arguments) => {
                for argument in arguments {
                    self.check_filter(argument, asked, mark);
                }
            }
            _ => {}
        }
    }

    fn is_list(&mut self, asked: Asked<'_>) -> bool {
        matches!(self.describe_body(asked.step, asked.at, &asked.answers.statuses).0, Shape::Array(_))
    }
}
