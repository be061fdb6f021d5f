//! What the code of a function is lowered with.

use super::block::Body;
use super::site::Site;
use crate::flow::{Env, Function, Way};
use crate::model::{Model, Workflow};

/// The functions of all workflows, in their order.
pub(crate) fn lower(model: &Model, functions: &[Function]) -> Vec<Body> {
    let body = |(workflow, function): (&Workflow, &Function)| {
        Lowering { model, functions, workflow, ways: &function.ways }.body(function)
    };
    model.workflows.iter().zip(functions).map(body).collect()
}

/// Lowers the function of a workflow: its methods stand where what they make does.
#[derive(Clone, Copy)]
pub(crate) struct Lowering<'a> {
    pub(crate) model: &'a Model,
    pub(crate) functions: &'a [Function],
    pub(crate) workflow: &'a Workflow,
    /// The variants of `Outcome`.
    pub(crate) ways: &'a [Way],
}

impl<'a> Lowering<'a> {
    /// A place where no response is at hand.
    pub(crate) fn site(&self, env: &'a Env) -> Site<'a> {
        Site { model: self.model, workflow: self.workflow, env, asked: None }
    }
}
