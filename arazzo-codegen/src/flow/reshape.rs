//! Nodes that are added to a graph, and what lies behind its nodes, once its dominators are known.

use std::collections::BTreeSet;

use super::decision::Decision;
use super::dominators::Dominators;
use super::graph::{Graph, Node, NodeKind};
use super::nest::Nest;
use super::terms::{Leaf, NodeId};

impl Graph {
    /// Puts an empty node in front of every loop, so that a loop is entered by one edge. Whether anything changed.
    pub(super) fn add_preheaders(&mut self, dominators: &Dominators, nest: &Nest) -> bool {
        let headers: Vec<NodeId> = (0..self.nodes.len()).filter(|node| nest.is_header(*node)).collect();
        for header in &headers {
            let preheader = self.nodes.len();
            let exit = Decision::Leaf(Leaf::Goto(*header));
            self.nodes.push(Node { action: NodeKind::Nothing, exit, asks: None });
            for node in dominators.predecessors(*header) {
                if !dominators.is_back_edge(*node, *header) {
                    self.redirect(*node, *header, preheader);
                }
            }
        }
        !headers.is_empty()
    }

    /// The nodes behind which a request may still be sent.
    pub(super) fn nodes_before_calls(&self, dominators: &Dominators) -> BTreeSet<NodeId> {
        let mut before = BTreeSet::new();
        let mut open: Vec<NodeId> = dominators.order().filter(|node| self.called_step(*node).is_some()).collect();
        while let Some(node) = open.pop() {
            let new = dominators.predecessors(node).iter().filter(|node| before.insert(**node));
            open.extend(new.copied().collect::<Vec<_>>());
        }
        before
    }
}
