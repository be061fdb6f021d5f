//! Loops that nothing leaves (SPEC W-17), and loops that repeat the same requests without waiting (SPEC G-06).

use std::collections::{BTreeMap, BTreeSet};

use super::steps::{StepGraph, Ways};
use super::ways::{leading_to, shortest, steps_on};
use crate::cycles::components;
use crate::diagnostic::{Kind, Report};
use crate::flow::{Analysis, Leaf, NodeId};
use crate::model::{Action, OutputRef, StepId, Then, Workflow};

/// A loop without a way to an end of the workflow: only a request that fails could leave it.
pub(super) fn report_endless(workflow: &Workflow, analysis: &Analysis, report: &mut Report) {
    let Analysis { graph, dominators, .. } = analysis;
    let nodes: Vec<NodeId> = dominators.order().collect();
    let leaves = |node: NodeId| {
        let ends = |leaf: &&Leaf| matches!(leaf, Leaf::End(_) | Leaf::Ended { .. });
        graph.nodes[node].exit.leaves().iter().any(ends)
    };
    let leaving = leading_to(graph, &nodes, leaves);
    for node in nodes.iter().copied().filter(|node| !leaving.contains(node)) {
        let Some(step) = graph.called_step(node) else { continue };
        let Some(way) = shortest(graph, node, |at| at == node, |_| false) else { continue };
        let called: BTreeSet<StepId> = way.iter().filter_map(|node| graph.called_step(*node)).collect();
        let closing = gotos(workflow).find(|(from, _, to)| called.contains(from) && *to == step);
        if let Some((_, action, _)) = closing {
            let steps = steps_on(workflow, graph, &way);
            report.add(action.place.key("name").value(), Kind::EndlessLoop { steps });
            return;
        }
    }
}

/// A loop whose rounds send the same requests, one behind the other.
pub(super) fn report_busy(workflow: &Workflow, steps: &StepGraph, report: &mut Report) {
    let all = workflow.steps.ids().collect();
    let parts = components(&all, |step| steps.edges(step).iter().map(|edge| edge.target()).collect());
    let part: BTreeMap<StepId, usize> =
        parts.iter().enumerate().flat_map(|(index, part)| part.iter().map(move |step| (*step, index))).collect();
    let mut ways: BTreeMap<StepId, Ways> = BTreeMap::new();
    // Most actions go forwards: no way leads back from there.
    for (from, action, to) in gotos(workflow).filter(|(from, _, to)| part.get(from) == part.get(to)) {
        let Some(round) = ways.entry(to).or_insert_with(|| Ways::from(to, steps)).to(from) else { continue };
        let outputs = |step: StepId| -> Vec<OutputRef> {
            let values = workflow.steps[step].call.values();
            values.into_iter().flat_map(|(value, _)| value.outputs()).collect()
        };
        let changes = round.iter().any(|step| outputs(*step).iter().any(|output| round.contains(&output.step)));
        if !changes {
            let steps = round.iter().map(|step| workflow.steps[*step].name.clone()).collect();
            report.add(action.place.key("name").value(), Kind::BusyLoop { steps });
        }
    }
}

/// Every action that goes to a step: from where, and where to.
fn gotos(workflow: &Workflow) -> impl Iterator<Item = (StepId, &Action, StepId)> {
    workflow.steps.enumerate().flat_map(|(from, step)| {
        step.on_success.iter().chain(&step.on_failure).filter_map(move |action| match action.then {
            Then::Goto(to) => Some((from, action, to)),
            _ => None,
        })
    })
}
