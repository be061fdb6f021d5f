//! Checks that every round of a loop would repeat move in front of it (loop-invariant code motion).
//!
//! ```text
//! before:  enter → require a → require b → call → take b ⤳ back to enter
//! after:   require a → enter → require b → call → take b ⤳ back to enter
//! ```
//!
//! `a` is the same in each round, `b` is not. Only the checks that a loop begins with move: those behind a request in it would
//! fail before that request is sent. Where two values are missing, the error is about the one whose check moved.

use std::collections::BTreeMap;

use super::decision::Decision;
use super::dominators::Dominators;
use super::graph::{Graph, NodeKind};
use super::nest::Nest;
use super::terms::{Leaf, NodeId, Slot, Visit};
use crate::model::OutputRef;

impl Graph {
    /// Moves the checks. Whether anything changed.
    pub(super) fn require_before_loops(&mut self, dominators: &Dominators, nest: &Nest) -> bool {
        let takes = self.takes();
        let calls: Vec<NodeId> = dominators.order().filter(|node| self.called_step(*node).is_some()).collect();
        let mut changed = false;
        for call in calls {
            let begin = Beginning { nodes: self.beginning(call), dominators, nest, takes: &takes };
            if let Some(order) = begin.is_plain().then(|| begin.reordered(self)).flatten() {
                self.relink(&begin, &order);
                changed = true;
            }
        }
        changed
    }

    /// The nodes that take each output.
    fn takes(&self) -> BTreeMap<Slot, Vec<NodeId>> {
        let mut takes: BTreeMap<Slot, Vec<NodeId>> = BTreeMap::new();
        for (node, definition) in self.nodes.iter().enumerate() {
            if let NodeKind::Take { step, outputs } = &definition.action {
                for (output, _) in outputs {
                    let slot = Slot::Output(OutputRef { step: *step, output: *output });
                    takes.entry(slot).or_default().push(node);
                }
            }
        }
        takes
    }

    /// The nodes of a step up to its call: its counters and its checks, one behind the other.
    fn beginning(&self, call: NodeId) -> Vec<NodeId> {
        let Some(visit) = self.visit(call) else { return vec![call] };
        let is_own = |action: &NodeKind| match action {
            NodeKind::Require { visit: own, .. } => *own == visit,
            NodeKind::Enter { step } => visit == Visit { step: *step, retried: None },
            _ => false,
        };
        let before = |node: &NodeId| {
            let before = node.checked_sub(1)?;
            let definition = &self.nodes[before];
            let leads_here = definition.exit == Decision::Leaf(Leaf::Goto(*node));
            (leads_here && is_own(&definition.action)).then_some(before)
        };
        let mut nodes: Vec<NodeId> = std::iter::successors(Some(call), before).collect();
        nodes.reverse();
        nodes
    }

    /// Puts the nodes into a new order: edges from outside lead to the first of them, edges back behind the checks that moved.
    fn relink(&mut self, begin: &Beginning<'_>, order: &Order) {
        // From the last to the first: an edge that was moved onto a later header stays there.
        for (header, round) in order.rounds.iter().rev() {
            for from in begin.back_edges(*header) {
                self.redirect(from, *header, *round);
            }
        }
        if let (Some(old), Some(new)) = (begin.nodes.first(), order.nodes.first()) {
            for from in begin.dominators.predecessors(*old) {
                if !begin.dominators.is_back_edge(*from, *old) {
                    self.redirect(*from, *old, *new);
                }
            }
        }
        for (node, next) in order.nodes.iter().zip(order.nodes.iter().skip(1)) {
            self.nodes[*node].exit = Decision::Leaf(Leaf::Goto(*next));
        }
    }
}

/// The nodes of a step up to its call, with what is known about the graph.
struct Beginning<'a> {
    nodes: Vec<NodeId>,
    dominators: &'a Dominators,
    nest: &'a Nest,
    takes: &'a BTreeMap<Slot, Vec<NodeId>>,
}

/// A new order of these nodes.
struct Order {
    nodes: Vec<NodeId>,
    /// The headers among them, and where each next round begins.
    rounds: Vec<(NodeId, NodeId)>,
}

impl Beginning<'_> {
    /// Whether nothing leads into the middle but edges back.
    fn is_plain(&self) -> bool {
        self.nodes.iter().zip(self.nodes.iter().skip(1)).all(|(before, node)| {
            let mut from = self.dominators.predecessors(*node).iter();
            from.all(|from| from == before || self.dominators.is_back_edge(*from, *node))
        })
    }

    fn back_edges(&self, header: NodeId) -> impl Iterator<Item = NodeId> {
        let predecessors = self.dominators.predecessors(header).iter().copied();
        predecessors.filter(move |from| self.dominators.is_back_edge(*from, header))
    }

    /// The order with the checks of each loop in front of it that no round changes the value of; `None` where there are none.
    fn reordered(&self, graph: &Graph) -> Option<Order> {
        let mut order = Order { nodes: Vec::new(), rounds: Vec::new() };
        let mut headers = Vec::new();
        let mut moved = false;
        for (position, node) in self.nodes.iter().enumerate() {
            if self.nest.is_header(*node) {
                let rest = self.nodes[position..].iter();
                let checks = rest.filter(|check| !order.nodes.contains(check) && self.is_same(*node, **check, graph));
                let checks: Vec<NodeId> = checks.copied().collect();
                moved |= !checks.is_empty();
                order.nodes.extend(checks);
                headers.push((*node, order.nodes.len()));
            }
            if !order.nodes.contains(node) {
                order.nodes.push(*node);
            }
        }
        let rounds = headers.into_iter().filter_map(|(header, index)| Some((header, *order.nodes.get(index)?)));
        order.rounds = rounds.collect();
        moved.then_some(order)
    }

    /// Whether a node checks a value that no round of a loop changes.
    fn is_same(&self, header: NodeId, node: NodeId, graph: &Graph) -> bool {
        let NodeKind::Require { slot, .. } = graph.nodes[node].action else { return false };
        let mut takes = self.takes.get(&slot).into_iter().flatten();
        takes.all(|take| !self.nest.contains(header, *take))
    }
}
