//! The outputs of a workflow.

use std::collections::BTreeSet;

use crate::model::{Expr, Finds, InputTypes, Step, Then, Ty, WorkflowOutput};
use crate::names::{self, Names, Space};
use crate::place::Place;
use crate::resolve::lookup::Lookup;
use crate::resolve::values::{Site, Values};

/// A workflow that takes over by `goto`, and the steps that stand for it.
pub(crate) struct Transfer {
    callee: usize,
    steps: Vec<usize>,
}

/// The workflows that take over by `goto`: `appended` are the steps for workflows of actions.
pub(crate) fn transfers(known: &Lookup<'_>, steps: &[Step], appended: &[Step]) -> Vec<Transfer> {
    let mut transfers: Vec<Transfer> = Vec::new();
    let first = known.listed() + known.dependencies.len();
    let actions = steps.iter().flat_map(|step| step.on_success.iter().chain(&step.on_failure));
    for action in actions {
        let Then::Goto(target) = action.then else { continue };
        let Some(call) = target.checked_sub(first).and_then(|index| appended.get(index)) else { continue };
        let Some(call) = call.call.workflow() else { continue };
        match transfers.iter_mut().find(|transfer| transfer.callee == call.workflow) {
            Some(transfer) => transfer.steps.push(target),
            None => transfers.push(Transfer { callee: call.workflow, steps: vec![target] }),
        }
    }
    transfers
}

/// The outputs that the document declares, and one for each workflow that takes over.
pub(crate) fn workflow_outputs(values: &mut Values<'_>, transfers: Vec<Transfer>) -> Vec<WorkflowOutput> {
    let known = values.known;
    let mut outputs = Vec::new();
    for declared in &known.workflow.outputs {
        let Some(value) = values.output(&declared.value, Site::workflow(&declared.place)) else { continue };
        let ty = type_of(&value, &known.inputs);
        outputs.push(output(declared.name.clone(), value, ty, &declared.place));
    }
    let written: Vec<&str> = outputs.iter().map(|output| output.name.as_str()).collect();
    let mut fields = Names::new(Space::Outputs);
    let idents = fields.claim_all(&written, names::snake);
    outputs.iter_mut().zip(idents).for_each(|(output, ident)| output.ident = ident);
    outputs.extend(transfers.into_iter().map(|Transfer { callee, steps }| {
        let module = known.project.module(known.index, callee);
        let ty = Ty::OutputOf { module, boxed: known.project.plan.is_recursive(known.index, callee) };
        let ident = fields.claim(names::snake(&format!("then {}", known.callee_id(callee))));
        let name = names::plain(&ident).to_owned();
        WorkflowOutput { ident, ..output(name, Expr::Transfer(steps), ty, &known.workflow.id.place) }
    }));
    outputs
}

fn output(name: String, value: Expr, ty: Ty, place: &Place) -> WorkflowOutput {
    let (ident, place) = (String::new(), place.clone());
    WorkflowOutput { name, ident, value, ty, given: None, secret: false, hides: BTreeSet::new(), place }
}

/// The type of an output, as far as its form tells.
fn type_of(value: &Expr, inputs: &InputTypes) -> Ty {
    match value {
        Expr::Input(path) => Ty::of_shape(&inputs.output_shape(&path.ty)),
        Expr::Select { finds: Finds::All, .. } => Ty::Array(Box::new(Ty::Value)),
        Expr::Select { finds: Finds::XPath(shape), .. } => Ty::of_shape(shape),
        _ => Ty::Value,
    }
}
