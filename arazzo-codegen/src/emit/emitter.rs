//! What the code of a function is made from.

use crate::flow::{Function, Way};
use crate::model::{Model, Workflow};

/// Writes a function: its methods stand where what they write does.
pub(super) struct Emitter<'a> {
    pub(super) model: &'a Model,
    pub(super) functions: &'a [Function],
    pub(super) workflow: &'a Workflow,
    /// The variants of `Outcome`.
    pub(super) ways: &'a [Way],
}
