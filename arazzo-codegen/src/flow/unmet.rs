//! Steps that must have run before others (`dependsOn` of a step, SPEC DO-07 and DO-09), and perhaps have not.

use super::dominators::Dominators;
use super::graph::Graph;
use super::terms::NodeId;
use crate::model::{StepId, Workflow};

/// A call before which a step that it depends on does not surely run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unmet {
    pub(crate) node: NodeId,
    /// The step that is called there.
    pub(crate) step: StepId,
    /// The step that must have run.
    pub(crate) before: StepId,
    /// It runs before on some way, so that there is a check in front of the call.
    pub(crate) possible: bool,
}

/// What is not sure of a workflow, in the order of its graph.
pub(super) fn unmet(workflow: &Workflow, graph: &Graph, dominators: &Dominators) -> Vec<Unmet> {
    let mut found = Vec::new();
    for node in dominators.order() {
        let Some(step) = graph.called_step(node) else { continue };
        for before in workflow.steps[step].after.iter().copied() {
            let runs = |other: &NodeId| *other != node && graph.called_step(*other) == Some(before);
            let callers: Vec<NodeId> = dominators.order().filter(runs).collect();
            if !callers.iter().any(|caller| dominators.dominates(*caller, node)) {
                let possible = callers.iter().any(|caller| graph.leads_to(*caller, node));
                found.push(Unmet { node, step, before, possible });
            }
        }
    }
    found
}
