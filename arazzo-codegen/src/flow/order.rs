//! Steps that must have run before others (`dependsOn` of a step, SPEC DO-07 and DO-09).

use std::collections::BTreeSet;

use super::dominators::Dominators;
use super::graph::{Graph, NodeId};
use crate::diagnostic::{Kind, Report};
use crate::model::Workflow;

/// The checks that are left to the run: calls, and the step that may not have run before. What is surely wrong is reported.
pub(super) fn prerequisites(
    workflow: &Workflow,
    graph: &Graph,
    dominators: &Dominators,
    report: &mut Report,
) -> Vec<(NodeId, usize)> {
    let mut checks = Vec::new();
    let mut reported = BTreeSet::new();
    for node in dominators.order() {
        let Some(step) = graph.called_step(node) else { continue };
        for before in &workflow.steps[step].after {
            let runs = |other: &NodeId| *other != node && graph.called_step(*other) == Some(*before);
            let callers: Vec<NodeId> = dominators.order().filter(runs).collect();
            if callers.iter().any(|caller| dominators.dominates(*caller, node)) {
                continue;
            }
            let (name, prerequisite) = (workflow.steps[step].name.clone(), workflow.steps[*before].name.clone());
            let possible = callers.iter().any(|caller| graph.leads_to(*caller, node));
            let kind = if possible {
                checks.push((node, *before));
                Kind::PerhapsNotBefore { step: name, prerequisite }
            } else {
                Kind::NeverBefore { step: name, prerequisite }
            };
            if reported.insert((step, *before)) {
                report.add(workflow.steps[step].place.key("dependsOn").name(), kind);
            }
        }
    }
    checks
}
