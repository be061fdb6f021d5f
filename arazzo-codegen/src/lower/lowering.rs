//! What the code of a function is lowered with.

use super::site::Site;
use crate::flow::{Env, Function};
use crate::model::{Model, Workflow};

/// Lowers a function: its methods stand where what they make does.
#[derive(Clone, Copy)]
pub(crate) struct Lowering<'a> {
    pub(crate) model: &'a Model,
    pub(crate) functions: &'a [Function],
    pub(crate) workflow: &'a Workflow,
}

impl<'a> Lowering<'a> {
    /// A place where no response is at hand.
    pub(crate) fn site(&self, env: &'a Env) -> Site<'a> {
        Site { model: self.model, workflow: self.workflow, env, asked: None }
    }
}
