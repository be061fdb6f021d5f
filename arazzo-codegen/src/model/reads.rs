//! What a step reads of its response.

use std::collections::BTreeSet;

use super::{Exchange, Expr, Step};

/// The parts of a response that a workflow reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reads {
    /// Pointers into the body; the empty one means the whole.
    pub(crate) pointers: BTreeSet<String>,
    pub(crate) headers: BTreeSet<String>,
}

impl Step {
    /// All that its criteria, its actions and its outputs read, whether they are reached or not.
    pub(crate) fn reads(&self) -> Reads {
        let mut reads = Reads::default();
        let mut read = |value: &Expr| {
            value.each(&mut |part| match part {
                Expr::Exchange(Exchange::Body(pointer)) => drop(reads.pointers.insert(pointer.to_string())),
                Expr::Exchange(Exchange::Header(name)) => drop(reads.headers.insert(name.to_ascii_lowercase())),
                _ => {}
            });
        };
        self.success.each_value(&mut read);
        for action in self.on_success.iter().chain(&self.on_failure) {
            action.test.each_value(&mut read);
        }
        for output in &self.outputs {
            read(&output.value);
        }
        reads
    }
}
