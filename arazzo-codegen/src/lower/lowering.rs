//! What the code of a function is lowered with.

use super::block::Body;
use super::site::Site;
use crate::flow::{Env, Function};
use crate::model::{Model, Workflow};

/// The functions of all workflows, in their order.
pub(crate) fn lower(model: &Model, functions: &[Function]) -> Vec<Body> {
    let body = |(workflow, function): (&Workflow, &Function)| Lowering { model, functions, workflow, function }.body();
    model.workflows.iter().zip(functions).map(body).collect()
}

/// Lowers the function of a workflow: its methods stand where what they make does.
#[derive(Clone, Copy)]
pub(super) struct Lowering<'a> {
    pub(super) model: &'a Model,
    pub(super) functions: &'a [Function],
    pub(super) workflow: &'a Workflow,
    pub(super) function: &'a Function,
}

impl<'a> Lowering<'a> {
    /// A place where no response is at hand.
    pub(super) fn site(&self, env: &'a Env) -> Site<'a> {
        Site { model: self.model, workflow: self.workflow, env, asked: None }
    }
}
