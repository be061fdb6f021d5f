//! Natural loops, and how they are nested.
//!
//! Of each loop only the header and the loop around it are kept, not its nodes: loops that are nested deeply would have most of
//! the graph each.

use std::ops::Range;

use super::dominators::{Dominators, spans};
use super::terms::{ENTRY, NodeId};

#[derive(Clone, Debug)]
pub(super) struct Nest {
    /// The header of the innermost loop that each node is in. A header is in its own loop.
    innermost: Vec<Option<NodeId>>,
    /// For each header the header of the loop around its loop.
    outer: Vec<Option<NodeId>>,
    /// Where each header and those inside of its loop stand in the preorder of the nest; nothing for other nodes.
    spans: Vec<Range<usize>>,
}

impl Nest {
    pub(super) fn of(dominators: &Dominators) -> Nest {
        let count = dominators.spans().len();
        let mut finder =
            Finder { dominators, innermost: vec![None; count], outer: vec![None; count], top: (0..count).collect() };
        // The header of an outer loop dominates those inside: from the last to the first, the inner loops are known.
        let mut headers: Vec<NodeId> = dominators.order().collect();
        headers.reverse();
        headers.retain(|node| finder.find(*node));
        let Finder { innermost, outer, .. } = finder;
        let parents: Vec<_> = outer.iter().map(|outer| outer.or(Some(ENTRY))).collect();
        headers.push(ENTRY);
        headers.reverse();
        let mut spans = spans(&headers, &parents);
        spans[ENTRY] = 0..0;
        Nest { innermost, outer, spans }
    }

    pub(super) fn is_header(&self, node: NodeId) -> bool {
        self.spans.get(node).is_some_and(|span| !span.is_empty())
    }

    /// The headers of the loops that a node is in, from the innermost outwards.
    pub(super) fn around(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let outer = |header: &NodeId| self.outer.get(*header).copied().flatten();
        std::iter::successors(self.innermost.get(node).copied().flatten(), outer)
    }

    /// The header of the outermost loop that contains one node and not the other.
    pub(super) fn left(&self, inside: NodeId, outside: NodeId) -> Option<NodeId> {
        self.around(inside).take_while(|header| !self.contains(*header, outside)).last()
    }

    /// Whether a node is in the loop of a header.
    pub(super) fn contains(&self, header: NodeId, node: NodeId) -> bool {
        let span = |header: NodeId| self.spans.get(header);
        let innermost = self.innermost.get(node).copied().flatten().and_then(span);
        innermost.zip(span(header)).is_some_and(|(inner, outer)| outer.contains(&inner.start))
    }
}

/// Finds the loops, inner ones first.
struct Finder<'a> {
    dominators: &'a Dominators,
    innermost: Vec<Option<NodeId>>,
    outer: Vec<Option<NodeId>>,
    /// On the way to the header of the outermost known loop that a node is in; that header, and a node in no loop, leads to itself.
    top: Vec<NodeId>,
}

impl Finder<'_> {
    /// Finds the loop of a header, if it has one: what leads to its back edges. A loop inside is passed in one leap.
    fn find(&mut self, header: NodeId) -> bool {
        let back = |node: &&NodeId| self.dominators.dominates(header, **node);
        let mut open: Vec<NodeId> = self.dominators.predecessors(header).iter().filter(back).copied().collect();
        if open.is_empty() {
            return false;
        }
        self.innermost[header] = Some(header);
        while let Some(node) = open.pop() {
            let top = self.top(node);
            if top == header {
                continue;
            }
            match self.innermost[top] {
                Some(_) => self.outer[top] = Some(header),
                None => self.innermost[top] = Some(header),
            }
            self.top[top] = header;
            open.extend(self.dominators.predecessors(top));
        }
        true
    }

    /// The header of the outermost known loop that a node is in, or the node itself.
    fn top(&mut self, mut node: NodeId) -> NodeId {
        while self.top[node] != node {
            self.top[node] = self.top[self.top[node]];
            node = self.top[node];
        }
        node
    }
}
