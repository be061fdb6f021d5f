//! Where a slot may get another variable.
//!
//! The points of a slot are sorted by the preorder of the dominator tree, in which the nodes that one dominates are a range. So the
//! nearest point above a node is found by a binary search, and then by going up from point to point:
//!
//! ```text
//! preorder   0 find   1 take id   2 create   3 take id   4 notify
//! points              end: id₁               end: id₂    start: id₃
//! at create  the last point at or before 2 is id₁, whose node does not dominate create; above id₁ there is none: no value yet
//! ```
//!
//! To find one costs O(log p + depth) for p points that stand in each other up to some depth. Where more edges lead to a node than
//! there are points, `counted` asks each point how many of the edges come from below it: O(p·log e) and not O(e·log p).

use std::ops::Range;

use super::dominators::Dominators;
use super::terms::{Moment, NodeId, Version};

#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) node: NodeId,
    /// In the order of the dominator tree; the beginning of a node stands before its end.
    key: usize,
    /// What a node's action assigns. At the beginning of a node it is decided later, and only where somebody reads it.
    pub(super) version: Option<Version>,
    /// The nearest point that dominates this one.
    pub(super) around: Option<usize>,
}

/// The points of one slot, sorted by their keys.
#[derive(Clone, Debug)]
pub(super) struct Points(Vec<Point>);

impl Points {
    /// The points of what some nodes assign, and of the nodes where it meets something else.
    pub(super) fn new(
        defined: &[(NodeId, Version)],
        joins: impl Iterator<Item = NodeId>,
        dominators: &Dominators,
    ) -> Points {
        let ends = defined.iter().map(|(node, version)| (*node, Moment::End, Some(*version)));
        let starts = joins.map(|node| (node, Moment::Start, None));
        let point = |(node, moment, version)| {
            let key = key(dominators.preorder(node), moment);
            Point { node, key, version, around: None }
        };
        let mut points: Vec<Point> = ends.chain(starts).map(point).collect();
        points.sort_by_key(|point| point.key);
        let mut open: Vec<usize> = Vec::new();
        for index in 0..points.len() {
            let dominated = |around: &usize| dominators.dominates(points[*around].node, points[index].node);
            while open.last().is_some_and(|around| !dominated(around)) {
                open.pop();
            }
            points[index].around = open.last().copied();
            open.push(index);
        }
        Points(points)
    }

    pub(super) fn get(&self, index: usize) -> Option<&Point> {
        self.0.get(index)
    }

    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut Point> {
        self.0.get_mut(index)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Point> {
        self.0.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Point> {
        self.0.iter_mut()
    }

    /// The nearest point that dominates a moment.
    pub(super) fn nearest(&self, node: NodeId, moment: Moment, spans: &[Range<usize>]) -> Option<usize> {
        let span = spans.get(node)?;
        let key = key(span.start, moment);
        let mut found = self.0.partition_point(|point| point.key <= key).checked_sub(1)?;
        while !spans.get(self.0.get(found)?.node)?.contains(&span.start) {
            found = self.0.get(found)?.around?;
        }
        Some(found)
    }

    /// The points that the edges to a node come from, each once: many edges bring the same.
    pub(super) fn sources(&self, node: NodeId, dominators: &Dominators) -> Vec<Option<usize>> {
        let nodes = dominators.predecessors(node);
        if nodes.len() > self.0.len() {
            return self.counted(nodes, dominators);
        }
        let nearest = |from: &NodeId| self.nearest(*from, Moment::End, dominators.spans());
        let mut sources: Vec<_> = nodes.iter().map(nearest).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// The points that are nearest to some node of a long list, found by the number of those that each dominates.
    fn counted(&self, nodes: &[NodeId], dominators: &Dominators) -> Vec<Option<usize>> {
        let counts: Vec<usize> = self.0.iter().map(|point| dominated(nodes, point.node, dominators).len()).collect();
        let (mut own, mut outside) = (counts.clone(), nodes.len());
        for (point, count) in self.0.iter().zip(counts) {
            match point.around {
                Some(around) => own[around] -= count,
                None => outside -= count,
            }
        }
        let found = (0..own.len()).filter(|index| own[*index] > 0).map(Some);
        (outside > 0).then_some(None).into_iter().chain(found).collect()
    }
}

/// Those of some nodes, sorted as predecessors are, that a node dominates.
pub(super) fn dominated<'a>(nodes: &'a [NodeId], node: NodeId, dominators: &Dominators) -> &'a [NodeId] {
    let Some(span) = dominators.spans().get(node) else { return &[] };
    let before = |limit: usize| nodes.partition_point(|node| dominators.preorder(*node) < limit);
    nodes.get(before(span.start)..before(span.end)).unwrap_or_default()
}

fn key(preorder: usize, moment: Moment) -> usize {
    2 * preorder + usize::from(moment == Moment::End)
}
