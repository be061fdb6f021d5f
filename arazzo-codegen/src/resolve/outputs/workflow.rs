//! The outputs of a workflow.

use std::collections::BTreeSet;

use crate::model::{Expr, Finds, Id, Ids, InputTypes, StepId, Then, Ty, WorkflowOutput};
use crate::names::{self, Names, Space};
use crate::place::Place;
use crate::resolve::draft::Step;
use crate::resolve::lookup::Lookup;
use crate::resolve::values::{Site, Values};

/// A workflow that takes over by `goto`, and the steps that stand for it.
pub(crate) struct Transfer {
    callee: usize,
    steps: Vec<StepId>,
}

/// The workflows that take over by `goto`: `appended` are the steps for workflows of actions.
pub(crate) fn transfers(known: &Lookup<'_>, steps: &Ids<StepId, Step>, appended: &[Step]) -> Vec<Transfer> {
    let mut transfers: Vec<Transfer> = Vec::new();
    let first = known.listed() + known.dependencies.len();
    let actions = steps.iter().flat_map(|step| step.on_success.iter().chain(&step.on_failure));
    for action in actions {
        let Then::Goto(target) = action.then else { continue };
        let Some(call) = target.index().checked_sub(first).and_then(|index| appended.get(index)) else { continue };
        let Some(call) = call.call.workflow() else { continue };
        match transfers.iter_mut().find(|transfer| transfer.callee == call.workflow) {
            Some(transfer) => transfer.steps.push(target),
            None => transfers.push(Transfer { callee: call.workflow, steps: vec![target] }),
        }
    }
    transfers
}

/// An output that a document declares.
pub(crate) struct Returned {
    name: String,
    value: Expr,
    place: Place,
}

/// The outputs that the document declares.
pub(crate) fn returned(values: &mut Values<'_>) -> Vec<Returned> {
    let declared = values.known.workflow.outputs.iter().filter_map(|declared| {
        let value = values.output(&declared.value, Site::workflow(&declared.place)).ok()?;
        Some(Returned { name: declared.name.clone(), value, place: declared.place.clone() })
    });
    declared.collect()
}

/// These with their types, now that the steps are known, and an output for each workflow that takes over.
pub(crate) fn workflow_outputs(
    known: &Lookup<'_>,
    steps: &Ids<StepId, Step>,
    returned: Vec<Returned>,
    transfers: Vec<Transfer>,
) -> Vec<WorkflowOutput> {
    let mut fields = Names::new(Space::Outputs);
    let declared = fields.give(returned, |output| &output.name, names::snake);
    let mut outputs: Vec<WorkflowOutput> = declared
        .into_iter()
        .map(|(Returned { name, value, place }, ident)| {
            let ty = type_of(&value, &known.inputs, steps);
            output((name, ident), (value, ty), place)
        })
        .collect();
    outputs.extend(transfers.into_iter().map(|Transfer { callee, steps }| {
        let module = known.project.module(known.index, callee);
        let ty = Ty::OutputOf { module, boxed: known.project.plan.is_recursive(known.index, callee) };
        let ident = fields.claim(names::snake(&format!("then {}", known.callee_id(callee))));
        let name = names::plain(&ident).to_owned();
        output((name, ident), (Expr::Transfer(steps), ty), known.workflow.id.place.clone())
    }));
    outputs
}

fn output((name, ident): (String, String), (value, ty): (Expr, Ty), place: Place) -> WorkflowOutput {
    WorkflowOutput { name, ident, value, ty, given: None, secret: false, hides: BTreeSet::new(), place }
}

/// The type of an output: that of the step's, or as far as its form tells.
fn type_of(value: &Expr, inputs: &InputTypes, steps: &Ids<StepId, Step>) -> Ty {
    match value {
        Expr::Input(path) => Ty::of_shape(&inputs.output_shape(&path.ty)),
        Expr::Output { output: of, pointer } if pointer.is_empty() => {
            let found = steps.get(of.step).and_then(|step| step.outputs.get(of.output));
            found.map_or(Ty::Value, |found| Ty::of_shape(&found.shape))
        }
        Expr::Select { finds: Finds::All, .. } => Ty::Array(Box::new(Ty::Value)),
        Expr::Select { finds: Finds::XPath(shape), .. } => Ty::of_shape(shape),
        _ => Ty::Value,
    }
}
