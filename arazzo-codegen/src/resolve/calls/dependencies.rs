//! What the steps of a workflow call, and its dependencies.

use super::room::{call_of, calling_step};
use crate::diagnostic::{Kind, Report};
use crate::document::{self, Target};
use crate::model::{CallInput, Expr, Id, InputPath, InputTypes, StepId, Ty, WorkflowCall};
use crate::resolve::draft::Step;
use crate::resolve::plan::Project;
use crate::syntax::pointer::Pointer;

/// The steps that call workflows, and those that a workflow depends on.
pub(crate) struct Callees {
    /// Each step with the workflow that it calls, by its place in the plan.
    pub(crate) of: Vec<(StepId, usize)>,
    /// A step for each dependency: they run first, in this order.
    pub(crate) dependencies: Vec<Step>,
}

/// Finds what the steps of the document call, and makes a step for each dependency.
pub(crate) fn find_callees(
    workflow: &document::Workflow,
    (project, index): (&Project, usize),
    inputs: &InputTypes,
    report: &mut Report,
) -> Callees {
    let listed = workflow.steps.len();
    let steps = workflow.steps.iter().enumerate();
    let called = steps.filter_map(|(index, step)| match &step.target {
        Target::WorkflowId(word) => Some((StepId::new(index), project.plan.named(word)?)),
        _ => None,
    });
    let mut callees = Callees { of: called.collect(), dependencies: Vec::new() };
    let named = workflow.depends_on.iter().filter_map(|word| Some((word, project.plan.named(word)?)));
    let named: Vec<_> = named.collect();
    for (position, (word, callee)) in named.iter().enumerate() {
        // The last one's is known when the listed steps are in order.
        let next = Some(StepId::new(listed + position + 1)).filter(|_| position + 1 < named.len());
        let input = own_input_for(*callee, (project, index), inputs);
        if let CallInput::Whole(_) = &input {
            let kind = Kind::DependencyInputs { workflow: project.id_of(*callee).to_owned() };
            report.add(word.place.value(), kind);
        }
        let once = project.plan.dependents(*callee) > 1;
        let call = WorkflowCall { once, ..call_of(project, index, *callee, input) };
        callees.of.push((StepId::new(listed + position), *callee));
        callees.dependencies.push(Step { next, ..calling_step(call, &word.place) });
    }
    callees
}

/// The caller's own input that holds what a dependency takes.
fn own_input_for(callee: usize, (project, index): (&Project, usize), inputs: &InputTypes) -> CallInput {
    let module = project.module(index, callee);
    let fields = inputs.fields().iter();
    match fields.clone().position(|field| field.ty == Ty::InputOf(module.clone())) {
        Some(root) => {
            let field = &inputs.fields()[root];
            let (fields, ty) = (vec![field.ident.clone()], field.ty.clone());
            CallInput::Whole(Expr::Input(InputPath {
                fields,
                root,
                pointer: Pointer::default(),
                ty,
                optional: false,
                null: false,
            }))
        }
        None => CallInput::Nothing,
    }
}
