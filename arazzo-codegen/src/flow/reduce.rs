//! Makes every loop one with a single entry.
//!
//! Two branches that jump into each other are a loop with two entries, which no nesting of blocks can say. Such a region gets
//! one node in front of its entries that remembers where to go next: `let mut at = 0; loop { match at { … } }`. Everything
//! outside of the region, and most of what is inside, stays plain.

use std::collections::BTreeSet;

use super::decision::Decision;
use super::graph::{Action, ENTRY, Graph, Leaf, Node, NodeId};
use crate::cycles::components;

impl Graph {
    /// Afterwards every cycle has one node that all ways into it go through.
    pub(super) fn reduce(&mut self) {
        let mut open = vec![self.reachable()];
        while let Some(nodes) = open.pop() {
            for region in self.cycles(&nodes) {
                let entries = self.entries(&region);
                let (header, mut inner) = match entries.as_slice() {
                    [] => continue,
                    [only] => (*only, region),
                    _ => self.dispatch(&entries, region),
                };
                inner.remove(&header);
                open.push(inner);
            }
        }
    }

    fn reachable(&self) -> BTreeSet<NodeId> {
        let mut seen = BTreeSet::from([ENTRY]);
        let mut open = vec![ENTRY];
        while let Some(node) = open.pop() {
            open.extend(self.successors(node).into_iter().filter(|next| seen.insert(*next)));
        }
        seen
    }

    /// The nodes of a region that edges from outside lead to.
    fn entries(&self, region: &BTreeSet<NodeId>) -> Vec<NodeId> {
        let outside = self.reachable().into_iter().filter(|node| !region.contains(node));
        let targets: BTreeSet<NodeId> = outside.flat_map(|node| self.successors(node)).collect();
        targets.intersection(region).copied().collect()
    }

    /// Puts one node in front of several entries. The region with the new nodes, and the new header.
    fn dispatch(&mut self, entries: &[NodeId], mut region: BTreeSet<NodeId>) -> (NodeId, BTreeSet<NodeId>) {
        let header = self.nodes.len();
        let arms = entries.iter().map(|entry| Decision::Leaf(Leaf::Goto(*entry))).collect();
        self.nodes.push(Node { action: Action::Nothing, exit: Decision::Select { region: header, arms }, asks: None });
        for (index, entry) in entries.iter().enumerate() {
            // Ways in and ways round have a node each: the header must dominate the latter.
            for inside in [false, true] {
                let select = self.nodes.len();
                let exit = Decision::Leaf(Leaf::Goto(header));
                self.nodes.push(Node { action: Action::Select { region: header, index }, exit, asks: None });
                for node in (0..header).filter(|node| region.contains(node) == inside) {
                    self.redirect(node, *entry, select);
                }
                if inside {
                    region.insert(select);
                }
            }
        }
        region.insert(header);
        (header, region)
    }

    /// Makes the edges of a node to one target lead to another.
    pub(super) fn redirect(&mut self, node: NodeId, from: NodeId, to: NodeId) {
        let placeholder = Decision::Leaf(Leaf::End);
        let exit = std::mem::replace(&mut self.nodes[node].exit, placeholder);
        self.nodes[node].exit = exit.map(&mut |leaf| if leaf == Leaf::Goto(from) { Leaf::Goto(to) } else { leaf });
    }

    /// The parts of a set of nodes that go round.
    fn cycles(&self, nodes: &BTreeSet<NodeId>) -> Vec<BTreeSet<NodeId>> {
        let mut parts = components(nodes, |node| self.successors(node));
        parts.retain(|part| part.len() > 1 || part.iter().any(|node| self.successors(*node).contains(node)));
        parts
    }
}
