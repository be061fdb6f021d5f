//! Makes every loop one with a single entry.
//!
//! Two branches that jump into each other are a loop with two entries, which no nesting of blocks can say. Such a region gets
//! one node in front of its entries that remembers where to go next: `let mut at = 0; loop { match at { … } }`. Everything
//! outside of the region, and most of what is inside, stays plain.

use std::collections::{BTreeMap, BTreeSet};

use super::decision::Decision;
use super::graph::{Graph, Node, NodeKind};
use super::terms::{ENTRY, Leaf, NodeId};
use crate::cycles::components;

type Predecessors = BTreeMap<NodeId, Vec<NodeId>>;

/// The nodes of a region that edges from outside lead to.
fn entries(region: &BTreeSet<NodeId>, predecessors: &Predecessors) -> Vec<NodeId> {
    let from_outside = |node: &&NodeId| {
        let mut predecessors = predecessors.get(*node).into_iter().flatten();
        predecessors.any(|from| !region.contains(from))
    };
    region.iter().filter(from_outside).copied().collect()
}

/// The ways that say together where they go. Ways in and ways round are never together: the header must dominate the latter.
fn groups(ways_in: Vec<NodeId>, ways_round: Vec<NodeId>, apart: bool) -> Vec<(Vec<NodeId>, bool)> {
    let all = [(ways_in, false), (ways_round, true)];
    if !apart {
        return all.into();
    }
    let each = |(ways, inside): (Vec<NodeId>, bool)| {
        let distinct: BTreeSet<NodeId> = ways.into_iter().collect();
        distinct.into_iter().map(move |way| (vec![way], inside))
    };
    all.into_iter().flat_map(each).collect()
}

impl Graph {
    /// Afterwards every cycle has one node that all ways into it go through.
    pub(super) fn reduce(&mut self) {
        let mut predecessors = self.predecessors();
        let mut open = vec![predecessors.keys().copied().collect()];
        while let Some(nodes) = open.pop() {
            for region in self.cycles(&nodes) {
                let entries = entries(&region, &predecessors);
                let (header, mut inner) = match entries.as_slice() {
                    [] => continue,
                    [only] => (*only, region),
                    _ => self.dispatch(&entries, region, &mut predecessors, false),
                };
                inner.remove(&header);
                open.push(inner);
            }
        }
    }

    /// Makes all paths that meet do so in one node, which remembers where to go next: no blocks are nested then but those of
    /// branches. What belongs to one step stays together: where it is retried is behind the counters of its retries, and its
    /// outputs are taken where its response is.
    pub(super) fn dispatch_joins(&mut self) {
        let mut predecessors = self.predecessors();
        let counts = |node: &NodeId| matches!(self.nodes[*node].action, NodeKind::Enter { .. });
        let takes = |node: NodeId| matches!(self.nodes[node].action, NodeKind::Take { .. });
        let is_join =
            |(node, before): &(&NodeId, &Vec<NodeId>)| before.len() > 1 && !takes(**node) && !before.iter().any(counts);
        let joins: Vec<NodeId> = predecessors.iter().filter(is_join).map(|(node, _)| *node).collect();
        // One of them is no choice.
        if joins.len() < 2 {
            return;
        }
        let mut region = BTreeSet::new();
        let mut open = joins.clone();
        while let Some(node) = open.pop() {
            if region.insert(node) {
                open.extend(self.successors(node));
            }
        }
        self.dispatch(&joins, region, &mut predecessors, true);
    }

    /// The nodes that are reachable, each with those that have an edge to it.
    fn predecessors(&self) -> Predecessors {
        let mut found = Predecessors::from([(ENTRY, Vec::new())]);
        let mut open = vec![ENTRY];
        while let Some(node) = open.pop() {
            for next in self.successors(node) {
                if !found.contains_key(&next) {
                    open.push(next);
                }
                found.entry(next).or_default().push(node);
            }
        }
        found
    }

    /// Puts one node in front of several entries. The region with the new nodes, and the new header. `apart`: each way says by
    /// itself where it goes, so that no ways meet but there.
    fn dispatch(
        &mut self,
        entries: &[NodeId],
        mut region: BTreeSet<NodeId>,
        predecessors: &mut Predecessors,
        apart: bool,
    ) -> (NodeId, BTreeSet<NodeId>) {
        let header = self.nodes.len();
        let arms = entries.iter().map(|entry| Decision::Leaf(Leaf::Goto(*entry))).collect();
        self.nodes.push(Node {
            action: NodeKind::Nothing,
            exit: Decision::Select { region: header, arms },
            asks: None,
        });
        for (index, entry) in entries.iter().enumerate() {
            let before = predecessors.insert(*entry, vec![header]).unwrap_or_default();
            let (ways_round, ways_in): (Vec<_>, Vec<_>) = before.into_iter().partition(|node| region.contains(node));
            for (ways, inside) in groups(ways_in, ways_round, apart) {
                let select = self.nodes.len();
                let exit = Decision::Leaf(Leaf::Goto(header));
                self.nodes.push(Node { action: NodeKind::Select { region: header, index }, exit, asks: None });
                for node in &ways {
                    self.redirect(*node, *entry, select);
                }
                predecessors.insert(select, ways);
                predecessors.entry(header).or_default().push(select);
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
        let placeholder = Decision::Leaf(Leaf::End(None));
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
