//! Dominators (Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm").

use std::collections::BTreeSet;
use std::ops::Range;

use super::graph::Graph;
use super::terms::{ENTRY, NodeId};

/// The nodes that can be reached, and which of them dominate which. The lists have a place for every node.
#[derive(Clone, Debug)]
pub(crate) struct Dominators {
    /// Reachable nodes in reverse postorder.
    order: Vec<NodeId>,
    position: Vec<usize>,
    predecessors: Vec<Vec<NodeId>>,
    /// The immediate dominator of each reachable node; the entry is its own.
    immediate: Vec<Option<NodeId>>,
    /// Where each node and those that it dominates stand in the preorder of the dominator tree.
    span: Vec<Range<usize>>,
}

impl Dominators {
    pub(super) fn of(graph: &Graph) -> Dominators {
        let count = graph.nodes.len();
        let order = reverse_postorder(graph);
        let mut position = vec![usize::MAX; count];
        let mut predecessors: Vec<Vec<NodeId>> = vec![Vec::new(); count];
        for (index, node) in order.iter().enumerate() {
            position[*node] = index;
            for successor in graph.successors(*node) {
                predecessors[successor].push(*node);
            }
        }
        let immediate = immediate_dominators(&order, &position, &predecessors);
        let span = spans(&order, &immediate);
        for nodes in &mut predecessors {
            nodes.sort_by_key(|node| span[*node].start);
        }
        Dominators { order, position, predecessors, immediate, span }
    }

    /// Whether every cycle has one node that all ways into it go through: no edge goes back but to what dominates its beginning.
    pub(super) fn is_reducible(&self) -> bool {
        let goes_forward = |from: NodeId, to: NodeId| self.position(from) < self.position(to);
        self.order()
            .all(|to| self.predecessors(to).iter().all(|from| goes_forward(*from, to) || self.is_back_edge(*from, to)))
    }

    /// The nodes with an edge to a node, once for each edge, in the preorder of the dominator tree.
    pub(super) fn predecessors(&self, node: NodeId) -> &[NodeId] {
        self.predecessors.get(node).map_or(&[], Vec::as_slice)
    }

    /// Reachable nodes, each after those that dominate it.
    pub(crate) fn order(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.order.iter().copied()
    }

    pub(super) fn position(&self, node: NodeId) -> usize {
        self.position.get(node).copied().unwrap_or(usize::MAX)
    }

    pub(super) fn immediate(&self, node: NodeId) -> Option<NodeId> {
        self.immediate.get(node).copied().flatten().filter(|dominator| *dominator != node)
    }

    /// Where each node and those that it dominates stand in the preorder of the dominator tree.
    pub(super) fn spans(&self) -> &[Range<usize>] {
        &self.span
    }

    /// Where a node stands in the preorder of the dominator tree.
    pub(super) fn preorder(&self, node: NodeId) -> usize {
        self.span.get(node).map_or(0, |span| span.start)
    }

    /// Whether every path to `node` goes through `dominator`.
    pub(super) fn dominates(&self, dominator: NodeId, node: NodeId) -> bool {
        let span = |node: NodeId| self.span.get(node).filter(|span| !span.is_empty());
        span(dominator).zip(span(node)).is_some_and(|(outer, inner)| outer.contains(&inner.start))
    }

    /// For each node the nodes where its dominance ends: those with edges from what it dominates, and from elsewhere.
    pub(super) fn frontiers(&self) -> Vec<Vec<NodeId>> {
        let mut frontiers: Vec<Vec<NodeId>> = vec![Vec::new(); self.position.len()];
        for join in self.order().filter(|node| self.predecessors[*node].len() > 1) {
            for predecessor in &self.predecessors[join] {
                let mut at = Some(*predecessor);
                // What dominates a node whose frontier has the join was visited before.
                while let Some(node) = at.filter(|node| Some(*node) != self.immediate(join)) {
                    if frontiers[node].last() == Some(&join) {
                        break;
                    }
                    frontiers[node].push(join);
                    at = self.immediate(node);
                }
            }
        }
        frontiers
    }

    /// How many nodes a node dominates, itself included.
    pub(super) fn count(&self, node: NodeId) -> usize {
        self.span.get(node).map_or(0, Range::len)
    }

    /// Whether an edge leads to what dominates its beginning.
    pub(super) fn is_back_edge(&self, from: NodeId, to: NodeId) -> bool {
        self.dominates(to, from)
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

fn immediate_dominators(order: &[NodeId], position: &[usize], predecessors: &[Vec<NodeId>]) -> Vec<Option<NodeId>> {
    let mut immediate = vec![None; position.len()];
    immediate[ENTRY] = Some(ENTRY);
    let mut changed = true;
    while changed {
        changed = false;
        for node in order.iter().skip(1) {
            let known = predecessors[*node].iter().copied().filter(|node| immediate[*node].is_some());
            let dominator = known.reduce(|left, right| intersect(left, right, position, &immediate));
            if dominator != immediate[*node] {
                immediate[*node] = dominator;
                changed = true;
            }
        }
    }
    immediate
}

/// The nearest node that dominates both.
fn intersect(mut left: NodeId, mut right: NodeId, position: &[usize], immediate: &[Option<NodeId>]) -> NodeId {
    while left != right {
        while position[left] > position[right] {
            left = immediate[left].unwrap_or(ENTRY);
        }
        while position[right] > position[left] {
            right = immediate[right].unwrap_or(ENTRY);
        }
    }
    left
}

/// Where each node of a tree and those below it stand in preorder. `order`: each node after the one above it; the root is above itself.
pub(super) fn spans(order: &[NodeId], immediate: &[Option<NodeId>]) -> Vec<Range<usize>> {
    let dominators = |node: &NodeId| immediate[*node].filter(|dominator| dominator != node);
    let mut sizes = vec![0; immediate.len()];
    for node in order.iter().rev() {
        sizes[*node] += 1;
        if let Some(dominator) = dominators(node) {
            sizes[dominator] += sizes[*node];
        }
    }
    let mut spans = vec![0..0; immediate.len()];
    // Where the next node below each one starts.
    let mut next = vec![1; immediate.len()];
    for node in order {
        let start = dominators(node).map_or(0, |dominator| {
            next[dominator] += sizes[*node];
            next[dominator] - sizes[*node]
        });
        spans[*node] = start..start + sizes[*node];
        next[*node] = start + 1;
    }
    spans
}
