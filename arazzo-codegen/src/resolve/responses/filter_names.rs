//! What a filter of a query reads.

use crate::syntax::condition::{Condition, Operand, OperandKind, Query, Root, Selector};

/// What a filter reads of the value that it looks at.
#[derive(Default)]
pub(crate) struct FilterNames {
    /// Members by name.
    pub(crate) members: Vec<String>,
    /// The value itself, an element, or what is somewhere in it.
    pub(crate) others: bool,
    pub(crate) reads_root: bool,
}

impl FilterNames {
    pub(crate) fn of(filter: &Condition) -> FilterNames {
        let mut names = FilterNames::default();
        filter.each_operand(&mut |operand| names.operand(operand));
        names
    }

    fn operand(&mut self, operand: &Operand) {
        match &operand.kind {
            OperandKind::Query(query) => self.query(query),
            OperandKind::Call(_, arguments) => arguments.iter().for_each(|argument| self.operand(argument)),
            _ => {}
        }
    }

    fn query(&mut self, query: &Query) {
        if query.root == Root::Document {
            self.reads_root = true;
            return;
        }
        let first = query.segments.first().filter(|segment| !segment.descendant);
        match first.map(|segment| segment.selectors.as_slice()) {
            Some([Selector::Name(name)]) => self.members.push(name.clone()),
            _ => self.others = true,
        }
    }
}
