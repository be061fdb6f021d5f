//! Dominators (Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm") and natural loops.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{ENTRY, Graph, NodeId};

#[derive(Clone, Debug)]
pub(super) struct Dominators {
    /// Reachable nodes in reverse postorder.
    order: Vec<NodeId>,
    position: BTreeMap<NodeId, usize>,
    predecessors: BTreeMap<NodeId, Vec<NodeId>>,
    /// The immediate dominator of each reachable node; the entry is its own.
    immediate: BTreeMap<NodeId, NodeId>,
    /// The nodes of each loop, by its header.
    loops: BTreeMap<NodeId, BTreeSet<NodeId>>,
}

impl Dominators {
    pub(super) fn of(graph: &Graph) -> Dominators {
        let order = reverse_postorder(graph);
        let position: BTreeMap<_, _> = order.iter().enumerate().map(|(position, node)| (*node, position)).collect();
        let mut predecessors: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for node in &order {
            for successor in graph.successors(*node) {
                predecessors.entry(successor).or_default().push(*node);
            }
        }
        let immediate = immediate_dominators(&order, &position, &predecessors);
        let mut dominators = Dominators { order, position, predecessors, immediate, loops: BTreeMap::new() };
        dominators.find_loops(graph);
        dominators
    }

    fn find_loops(&mut self, graph: &Graph) {
        for node in self.order.clone() {
            for header in graph.successors(node) {
                if !self.dominates(header, node) {
                    continue;
                }
                let body = self.loops.entry(header).or_insert_with(|| BTreeSet::from([header]));
                let mut open = vec![node];
                while let Some(node) = open.pop() {
                    if body.insert(node) {
                        open.extend(self.predecessors.get(&node).into_iter().flatten().copied());
                    }
                }
            }
        }
    }

    /// The nodes with an edge to a node, once for each edge.
    pub(super) fn predecessors(&self, node: NodeId) -> &[NodeId] {
        self.predecessors.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Reachable nodes, each after those that dominate it.
    pub(super) fn order(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.order.iter().copied()
    }

    pub(super) fn position(&self, node: NodeId) -> usize {
        self.position.get(&node).copied().unwrap_or(usize::MAX)
    }

    pub(super) fn immediate(&self, node: NodeId) -> Option<NodeId> {
        self.immediate.get(&node).copied().filter(|dominator| *dominator != node)
    }

    /// Whether every path to `node` goes through `dominator`.
    pub(super) fn dominates(&self, dominator: NodeId, node: NodeId) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if node == dominator {
                return true;
            }
            at = self.immediate(node);
        }
        false
    }

    pub(super) fn is_header(&self, node: NodeId) -> bool {
        self.loops.contains_key(&node)
    }

    pub(super) fn is_back_edge(&self, from: NodeId, to: NodeId) -> bool {
        self.loops.get(&to).is_some_and(|body| body.contains(&from))
    }

    /// The header of the outermost loop that contains one node and not the other.
    pub(super) fn left_loop(&self, inside: NodeId, outside: NodeId) -> Option<NodeId> {
        let left = self.loops.iter().filter(|(_, body)| body.contains(&inside) && !body.contains(&outside));
        left.map(|(header, _)| *header).min_by_key(|header| self.position(*header))
    }
}

fn reverse_postorder(graph: &Graph) -> Vec<NodeId> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::from([ENTRY]);
    // A stack of our own: a document of thousands of steps must not exhaust the thread's.
    let mut stack = vec![(ENTRY, graph.successors(ENTRY))];
    while let Some((node, successors)) = stack.last_mut() {
        match successors.pop() {
            Some(next) => {
                if seen.insert(next) {
                    stack.push((next, graph.successors(next)));
                }
            }
            None => {
                order.push(*node);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

fn immediate_dominators(
    order: &[NodeId],
    position: &BTreeMap<NodeId, usize>,
    predecessors: &BTreeMap<NodeId, Vec<NodeId>>,
) -> BTreeMap<NodeId, NodeId> {
    let mut immediate = BTreeMap::from([(ENTRY, ENTRY)]);
    let mut changed = true;
    while changed {
        changed = false;
        for node in order.iter().skip(1) {
            let known = predecessors.get(node).into_iter().flatten().filter(|node| immediate.contains_key(*node));
            let dominator = known.copied().reduce(|left, right| intersect(left, right, position, &immediate));
            if let Some(dominator) = dominator
                && immediate.get(node) != Some(&dominator)
            {
                immediate.insert(*node, dominator);
                changed = true;
            }
        }
    }
    immediate
}

/// The nearest node that dominates both.
fn intersect(
    mut left: NodeId,
    mut right: NodeId,
    position: &BTreeMap<NodeId, usize>,
    immediate: &BTreeMap<NodeId, NodeId>,
) -> NodeId {
    while left != right {
        while position[&left] > position[&right] {
            left = immediate[&left];
        }
        while position[&right] > position[&left] {
            right = immediate[&right];
        }
    }
    left
}
