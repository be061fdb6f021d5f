//! Ways through a graph, named by the steps that run on them: what messages show.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::flow::{Graph, NodeId};
use crate::model::Workflow;

/// The shortest way from one node to one of others that goes through none of those to avoid: the nodes, both ends included.
/// It has at least one edge.
pub(super) fn shortest(
    graph: &Graph,
    from: NodeId,
    to: impl Fn(NodeId) -> bool,
    avoid: impl Fn(NodeId) -> bool,
) -> Option<Vec<NodeId>> {
    let mut before: BTreeMap<NodeId, NodeId> = BTreeMap::new();
    let mut open = VecDeque::from([from]);
    while let Some(node) = open.pop_front() {
        for next in graph.successors(node) {
            if to(next) {
                return Some(traced(&before, from, node, next));
            }
            if next != from && !avoid(next) && !before.contains_key(&next) {
                before.insert(next, node);
                open.push_back(next);
            }
        }
    }
    None
}

fn traced(before: &BTreeMap<NodeId, NodeId>, from: NodeId, last: NodeId, end: NodeId) -> Vec<NodeId> {
    let mut way = vec![end, last];
    let mut at = last;
    while at != from {
        let Some(node) = before.get(&at) else { break };
        way.push(*node);
        at = *node;
    }
    way.reverse();
    way
}

/// The steps that are called on a way, by their names.
pub(super) fn steps_on(workflow: &Workflow, graph: &Graph, way: &[NodeId]) -> Vec<String> {
    let steps = way.iter().filter_map(|node| graph.called_step(*node));
    steps.map(|step| workflow.steps[step].name.clone()).collect()
}

/// The nodes from which one of some nodes can be reached, those included.
pub(super) fn leading_to(graph: &Graph, nodes: &[NodeId], ends: impl Fn(NodeId) -> bool) -> BTreeSet<NodeId> {
    let mut found: BTreeSet<NodeId> = nodes.iter().copied().filter(|node| ends(*node)).collect();
    let mut known = 0;
    while known < found.len() {
        known = found.len();
        for node in nodes.iter().rev() {
            if graph.successors(*node).iter().any(|next| found.contains(next)) {
                found.insert(*node);
            }
        }
    }
    found
}
