//! Outputs that are copies of others, or that the options demand.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Expr, Ids, OutputRef, Presence, StepId};
use crate::openapi::Shape;
use crate::options::RequiredOutputs;
use crate::resolve::draft::{Draft, Step};

/// An output that is a copy of another one has its shape, and its digits; a circle of copies is plain JSON.
pub(crate) fn shape_copies(steps: &mut Ids<StepId, Step>) {
    let mut shapes: BTreeMap<OutputRef, (Shape, bool)> = BTreeMap::new();
    for (step, definition) in steps.enumerate() {
        for output in definition.outputs.ids() {
            settle(steps, OutputRef { step, output }, &mut shapes);
        }
    }
    for (of, (shape, digits)) in shapes {
        if let Some(output) = steps.get_mut(of.step).and_then(|step| step.outputs.get_mut(of.output)) {
            (output.shape, output.digits) = (shape, digits);
        }
    }
}

/// Follows copies to what they are copies of, and gives all of them its shape.
fn settle(steps: &Ids<StepId, Step>, mut at: OutputRef, shapes: &mut BTreeMap<OutputRef, (Shape, bool)>) {
    let mut copies = BTreeSet::new();
    let shape = loop {
        let Some(output) = steps.get(at.step).and_then(|step| step.outputs.get(at.output)) else { return };
        if let Some(shape) = shapes.get(&at) {
            break shape.clone();
        }
        match &output.value {
            Expr::Output { output: of, pointer } if pointer.is_empty() && copies.insert(at) => at = *of,
            _ => break (output.shape.clone(), output.digits),
        }
    };
    shapes.extend(copies.into_iter().map(|copy| (copy, shape.clone())));
}

/// Outputs that the options demand: a response without them is an error of the step.
pub(crate) fn demand_outputs(workflow: &mut Draft, required: &RequiredOutputs) {
    for output in &workflow.outputs {
        let Expr::Output { output: of, pointer } = &output.value else { continue };
        if !pointer.is_empty() || !required.demands(&output.name) {
            continue;
        }
        let Some(step_output) = workflow.steps.get_mut(of.step).and_then(|step| step.outputs.get_mut(of.output)) else {
            continue;
        };
        let demand = |presence: &mut Presence| {
            if *presence == Presence::Maybe {
                *presence = Presence::Certain;
            }
        };
        step_output.presence.documented.iter_mut().for_each(|(_, presence)| demand(presence));
        demand(step_output.presence.otherwise.get_or_insert(Presence::Certain));
    }
}
