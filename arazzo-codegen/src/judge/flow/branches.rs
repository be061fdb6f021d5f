//! Branches that run into each other: a step decides between two, and the one that is listed first goes on into the other
//! (SPEC G-08, G-11).

use super::steps::{Edge, StepGraph};
use crate::diagnostic::{Kind, Report};
use crate::model::{Id, Step, StepId, Then, Workflow};

pub(super) fn report(workflow: &Workflow, steps: &StepGraph, report: &mut Report) {
    for (decider, step) in workflow.steps.enumerate() {
        let mut targets: Vec<StepId> = steps.edges(decider).iter().map(|edge| edge.target()).collect();
        targets.sort_unstable();
        targets.dedup();
        for (first, second) in targets.iter().zip(targets.iter().skip(1)).map(|(first, second)| (*first, *second)) {
            if first <= decider || !goes(step, second) {
                continue;
            }
            let Some(last) = falls_into(steps, first, second) else { continue };
            let kind = Kind::BranchFallsThrough {
                decider: step.name.clone(),
                branch: workflow.steps[first].name.clone(),
                other: workflow.steps[second].name.clone(),
            };
            report.add(workflow.steps[last].place.key("stepId").value(), kind);
        }
    }
}

/// Whether an action goes to a step where its own has succeeded.
fn goes(step: &Step, target: StepId) -> bool {
    step.on_success.iter().any(|action| action.then == Then::Goto(target))
}

/// The step in front of `second` that can be reached from `first` in the order of the list, and goes on into `second`.
fn falls_into(steps: &StepGraph, first: StepId, second: StepId) -> Option<StepId> {
    let falls = |step: usize| steps.edges(StepId::new(step)).contains(&Edge::Falls(StepId::new(step + 1)));
    let last = second.index().checked_sub(1)?;
    (first.index()..=last).all(falls).then(|| StepId::new(last))
}
