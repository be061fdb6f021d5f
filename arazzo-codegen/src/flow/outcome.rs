//! The ends of a workflow, and what each of them returns.

use std::collections::BTreeMap;

use super::block::{OutputField, Way};
use super::graph::Graph;
use super::named;
use super::terms::{End, Leaf, NodeId};
use crate::model::{Step, StepId, Then, Workflow, WorkflowOutput};

/// Every place where the document lets a workflow end, whether it is reached or not: names do not depend on that.
fn ends(workflow: &Workflow) -> Vec<End> {
    let of_step = |(step, definition): (StepId, &Step)| {
        let actions = definition.on_success.iter().enumerate();
        let actions = actions.filter(|(_, action)| action.then == Then::End).map(|(index, _)| Some(index));
        let last = definition.next.is_none().then_some(None);
        actions.chain(last).map(move |action| End { step, action }).collect::<Vec<_>>()
    };
    workflow.steps.enumerate().flat_map(of_step).collect()
}

fn named(workflow: &Workflow) -> impl Iterator<Item = (End, String)> {
    let ends = ends(workflow);
    let idents = named::ends(workflow, &ends);
    ends.into_iter().zip(idents)
}

/// The variants of `Outcome` where nothing is known of what they return.
pub(super) fn unknown(workflow: &Workflow) -> Vec<Way> {
    let fields = || workflow.outputs.iter().map(|_| Some(OutputField { certain: false })).collect();
    let ways: Vec<Way> = named(workflow).map(|(end, ident)| Way { end, ident, fields: fields() }).collect();
    if ways.len() < 2 { Vec::new() } else { ways }
}

/// The ends that are reached, and what they return; none where there is only one. `returns`: the nodes at which the workflow may
/// return; `field`: what is known of an output at some of them.
pub(super) fn ways(
    workflow: &Workflow,
    graph: &Graph,
    returns: &[NodeId],
    field: impl Fn(&WorkflowOutput, &[NodeId]) -> Option<OutputField>,
) -> Vec<Way> {
    let mut reached: BTreeMap<End, Vec<NodeId>> = BTreeMap::new();
    for node in returns {
        let ends = graph.nodes[*node].exit.leaves().into_iter().filter_map(Leaf::end);
        ends.for_each(|end| reached.entry(end).or_default().push(*node));
    }
    if reached.len() < 2 {
        return Vec::new();
    }
    let way = |(end, ident): (End, String)| {
        let nodes = reached.get(&end)?;
        let fields = workflow.outputs.iter().map(|output| field(output, nodes)).collect();
        Some(Way { end, ident, fields })
    };
    named(workflow).filter_map(way).collect()
}
