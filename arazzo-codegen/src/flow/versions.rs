//! Which variable a slot has where.
//!
//! Static single assignment: every variable is assigned once, and a node that paths with different variables lead to has a
//! *parameter* for the value. Where paths can meet with different variables is known by the frontiers of dominance; behind a
//! loop, the variables of its inside are out of scope, so that what is read there is a parameter too. Between these points a
//! variable is found by the dominator tree alone: time and memory grow with the number of steps, not with its square.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::dominators::Dominators;
use super::graph::{NodeId, Slot};
use super::nest::Nest;
use super::values::Place;

/// One assignment of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Version {
    /// No value on any path.
    Absent,
    /// The input as the caller gave it.
    Initial(Slot),
    /// Assigned by a node.
    Defined(NodeId, Slot),
    /// What a region with several entries does next.
    Selected(usize),
    /// Where paths meet.
    Parameter(NodeId, Slot),
}

/// Where a slot may get another variable.
#[derive(Clone, Copy, Debug)]
struct Point {
    node: NodeId,
    /// In the order of the dominator tree; the beginning of a node stands before its end.
    key: usize,
    /// What a node's action assigns. At the beginning of a node it is decided later, and only where somebody reads it.
    version: Option<Version>,
    /// The nearest point that dominates this one.
    around: Option<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Versions {
    /// Sorted by their keys.
    points: BTreeMap<Slot, Vec<Point>>,
    /// Where each node and those that it dominates stand in the order of the dominator tree.
    spans: Vec<Range<usize>>,
    used: BTreeSet<Version>,
    parameters: BTreeMap<NodeId, Vec<Slot>>,
}

/// A read of a slot, at the beginning of a node or behind its action.
pub(super) type Read = (NodeId, Moment, Slot);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Start,
    End,
}

/// Where paths meet: a slot, the index of its point, and the points that the edges come from. Without a point there, a slot has
/// what it had in the beginning.
type Meeting = (Slot, usize, Vec<Option<usize>>);

impl Versions {
    /// Finds the variables of all slots that are read.
    pub(super) fn of(
        definitions: BTreeMap<Slot, Vec<(NodeId, Version)>>,
        reads: Vec<Read>,
        places: &[Place],
        dominators: &Dominators,
        nest: &Nest,
    ) -> Versions {
        let joins = Joins::new(places, dominators, nest);
        let points = definitions.into_iter().map(|(slot, defined)| (slot, joins.points(&defined, dominators)));
        let mut versions = Versions {
            points: points.collect(),
            spans: dominators.spans().to_vec(),
            used: BTreeSet::new(),
            parameters: BTreeMap::new(),
        };
        let mut meetings = versions.meetings(reads, dominators);
        meetings.sort_by_key(|(slot, index, _)| versions.point(*slot, *index).map(|at| dominators.position(at.node)));
        while versions.settle(&meetings, places, dominators) {}
        while versions.drop_needless(&meetings, places, dominators) {}
        versions.collect_parameters();
        versions
    }

    /// The variable of a slot where a node begins, behind its parameters.
    pub(super) fn at(&self, node: NodeId, slot: Slot) -> Option<Version> {
        self.version(slot, self.find(node, Moment::Start, slot))
    }

    /// The variable of a slot behind a node's action.
    pub(super) fn after(&self, node: NodeId, slot: Slot) -> Option<Version> {
        self.version(slot, self.find(node, Moment::End, slot))
    }

    pub(super) fn parameters(&self, node: NodeId) -> &[Slot] {
        self.parameters.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Whether anything reads a variable.
    pub(super) fn is_used(&self, version: Version) -> bool {
        self.used.contains(&version)
    }

    /// All parameters.
    pub(super) fn all_parameters(&self) -> impl Iterator<Item = Version> + '_ {
        let slots = self.parameters.iter();
        slots.flat_map(|(node, slots)| slots.iter().map(|slot| Version::Parameter(*node, *slot)))
    }

    fn point(&self, slot: Slot, index: usize) -> Option<&Point> {
        self.points.get(&slot)?.get(index)
    }

    fn version(&self, slot: Slot, point: Option<usize>) -> Option<Version> {
        match point {
            Some(index) => self.point(slot, index)?.version,
            None => initial(slot),
        }
    }

    /// The nearest point of a slot that dominates a moment.
    fn find(&self, node: NodeId, moment: Moment, slot: Slot) -> Option<usize> {
        self.nearest(self.points.get(&slot)?, node, moment)
    }

    fn nearest(&self, points: &[Point], node: NodeId, moment: Moment) -> Option<usize> {
        let span = self.spans.get(node)?;
        let key = key(span.start, moment);
        let mut found = points.partition_point(|point| point.key <= key).checked_sub(1)?;
        while !self.spans.get(points.get(found)?.node)?.contains(&span.start) {
            found = points.get(found)?.around?;
        }
        Some(found)
    }

    /// The meetings whose outcome somebody reads.
    fn meetings(&mut self, reads: Vec<Read>, dominators: &Dominators) -> Vec<Meeting> {
        let mut meetings = Vec::new();
        let mut seen = BTreeSet::new();
        let reads = reads.into_iter().filter_map(|(node, moment, slot)| Some((slot, self.find(node, moment, slot)?)));
        let mut open: Vec<(Slot, usize)> = reads.collect();
        while let Some((slot, index)) = open.pop() {
            let Some(Point { node, version, .. }) = self.point(slot, index).copied() else { continue };
            if let Some(version) = version {
                self.used.insert(version);
            } else if seen.insert((slot, index)) {
                let sources = self.sources(slot, dominators.predecessors(node));
                open.extend(sources.iter().flatten().map(|source| (slot, *source)));
                meetings.push((slot, index, sources));
            }
        }
        meetings
    }

    /// The points that edges from some nodes come from, each once: many edges bring the same.
    fn sources(&self, slot: Slot, nodes: &[NodeId]) -> Vec<Option<usize>> {
        let points = self.points.get(&slot).map_or(&[][..], Vec::as_slice);
        let mut sources: Vec<_> = nodes.iter().map(|from| self.nearest(points, *from, Moment::End)).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }

    /// Decides for each meeting what comes of it, as far as is known; a parameter stays one. Whether anything has changed.
    fn settle(&mut self, meetings: &[Meeting], places: &[Place], dominators: &Dominators) -> bool {
        let mut changed = false;
        for (slot, index, sources) in meetings {
            let Some(Point { node, version, .. }) = self.point(*slot, *index).copied() else { continue };
            let parameter = Version::Parameter(node, *slot);
            if version == Some(parameter) {
                continue;
            }
            let mut incoming = sources.iter().filter_map(|source| self.version(*slot, *source));
            let Some(first) = incoming.next() else { continue };
            let same = incoming.all(|version| version == first);
            let outcome = if same && in_scope(first, places[node], dominators) { first } else { parameter };
            if version != Some(outcome)
                && let Some(point) = self.points.get_mut(slot).and_then(|points| points.get_mut(*index))
            {
                point.version = Some(outcome);
                changed = true;
            }
        }
        changed
    }

    /// A parameter that gets one variable from everywhere, besides itself from a loop, is that variable. That all edges bring
    /// the same may be known only after other parameters were found out to be needless. Whether anything has changed.
    fn drop_needless(&mut self, meetings: &[Meeting], places: &[Place], dominators: &Dominators) -> bool {
        let mut changed = false;
        for (slot, index, sources) in meetings {
            let Some(Point { node, version, .. }) = self.point(*slot, *index).copied() else { continue };
            let parameter = Version::Parameter(node, *slot);
            if version != Some(parameter) {
                continue;
            }
            let incoming = sources.iter().filter_map(|source| self.version(*slot, *source));
            let mut others = incoming.filter(|version| *version != parameter);
            let Some(first) = others.next() else { continue };
            if others.all(|version| version == first) && in_scope(first, places[node], dominators) {
                let points = self.points.get_mut(slot).into_iter().flatten();
                points.filter(|point| point.version == version).for_each(|point| point.version = Some(first));
                changed = true;
            }
        }
        changed
    }

    fn collect_parameters(&mut self) {
        for (slot, points) in &self.points {
            for Point { node, version, .. } in points {
                if *version == Some(Version::Parameter(*node, *slot)) {
                    self.parameters.entry(*node).or_default().push(*slot);
                }
            }
        }
    }
}

/// What a slot has before anything ran.
fn initial(slot: Slot) -> Option<Version> {
    match slot {
        Slot::Input(_) => Some(Version::Initial(slot)),
        Slot::Output(_) => Some(Version::Absent),
        Slot::Response(_) | Slot::Next(_) => None,
    }
}

fn key(preorder: usize, moment: Moment) -> usize {
    2 * preorder + usize::from(moment == Moment::End)
}

/// Whether a variable can be named where a node's code stands.
fn in_scope(version: Version, place: Place, dominators: &Dominators) -> bool {
    let at = match version {
        Version::Absent | Version::Initial(_) | Version::Selected(_) => return true,
        Version::Defined(at, _) | Version::Parameter(at, _) => at,
    };
    match place {
        Place::Inline => true,
        Place::AfterBlock(owner) => dominators.dominates(at, owner),
        Place::AfterLoop(header) => at != header && dominators.dominates(at, header),
    }
}

/// Where what a node assigns can meet something else.
struct Joins {
    frontiers: Vec<Vec<NodeId>>,
    /// The nodes behind the loops that a node is in.
    behind: Vec<Vec<NodeId>>,
}

impl Joins {
    fn new(places: &[Place], dominators: &Dominators, nest: &Nest) -> Joins {
        let mut behind: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for node in dominators.order() {
            if let Place::AfterLoop(header) = places[node] {
                behind.entry(header).or_default().push(node);
            }
        }
        let left = |node: NodeId| -> Vec<NodeId> {
            if behind.is_empty() {
                return Vec::new();
            }
            nest.around(node).filter_map(|header| behind.get(&header)).flatten().copied().collect()
        };
        Joins { frontiers: dominators.frontiers(), behind: (0..places.len()).map(left).collect() }
    }

    /// The points of a slot that some nodes assign.
    fn points(&self, defined: &[(NodeId, Version)], dominators: &Dominators) -> Vec<Point> {
        let ends = defined.iter().map(|(node, version)| (*node, Moment::End, Some(*version)));
        let joins = self.reached(defined.iter().map(|(node, _)| *node).collect());
        let starts = joins.into_iter().map(|node| (node, Moment::Start, None));
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
        points
    }

    fn reached(&self, mut open: Vec<NodeId>) -> BTreeSet<NodeId> {
        let mut found = BTreeSet::new();
        while let Some(node) = open.pop() {
            for join in self.behind[node].iter().chain(&self.frontiers[node]) {
                if found.insert(*join) {
                    open.push(*join);
                }
            }
        }
        found
    }
}
