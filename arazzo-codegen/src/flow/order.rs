//! Steps that must have run before others (`dependsOn` of a step, SPEC DO-07 and DO-09).

use std::collections::BTreeSet;

use super::block::Function;
use super::dominators::Dominators;
use super::graph::Graph;
use super::terms::NodeId;
use crate::diagnostic::{Kind, Report};
use crate::model::Workflow;

/// A called workflow does not say which of its steps have run: others can depend only on those that it cannot end without.
pub(super) fn report_inner(workflow: &Workflow, functions: &[Function], report: &mut Report) {
    for inner in &workflow.inner {
        let function = functions.get(inner.workflow);
        if !function.is_some_and(|function| function.always.contains(&inner.step)) {
            let what = "a dependency on a step that its workflow may leave out".to_owned();
            report.add(inner.mark.clone(), Kind::Unsupported { what });
        }
    }
}

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
