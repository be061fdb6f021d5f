//! Which variable a slot has where.
//!
//! Static single assignment: every variable is assigned once, and a node that paths with different variables lead to has a
//! *parameter* for the value (the φ of Cytron et al., "Efficiently Computing Static Single Assignment Form", TOPLAS 1991, written
//! as the parameter of a block, as MLIR and Cranelift have it). Behind a loop, the variables of its inside are out of scope, so that
//! what is read there is a parameter too.
//!
//! ```text
//!        find                      the slot `id` is assigned by find₁ and by create₂
//!       /    \                     notify: paths with find₁ and with create₂ meet: parameter notify₃ = (find₁, create₂)
//!  take id₁   create, take id₂    behind notify, `id` is notify₃
//!       \    /
//!       notify
//! ```
//!
//! 1. *Points* (`points`): each node that assigns a slot, and each node in the iterated frontier of dominance of those, as far as
//!    the value is wanted there (`wanted`: that makes the form *pruned*). Between points a variable is found by the dominator tree.
//! 2. *Meetings*: the points where paths meet that some read leads to, found backwards from the reads. What nobody reads costs
//!    nothing more.
//! 3. Each meeting is decided: one variable from all sides is that variable, several are a parameter (`settle`). A parameter
//!    that only gets itself and one other is needless (Braun et al., "Simple and Efficient Construction of SSA Form", CC 2013),
//!    which may make others needless, until nothing changes (`drop_needless`).
//!
//! With n nodes, e edges and s slots, time and memory grow with n·s/128 (`wanted`) + e·log n for each slot that is assigned more
//! than once: with the number of steps and not with its square, unless every step may follow every other. The last part of 3
//! looks at all meetings once more for each row of needless parameters that hide behind each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::dominators::Dominators;
use super::nest::Nest;
use super::points::{Point, Points, dominated};
use super::terms::{Definitions, Moment, NodeId, Read, Slot, Spot, Version};
use super::wanted::Wanted;

#[derive(Clone, Debug)]
pub(super) struct Versions {
    points: BTreeMap<Slot, Points>,
    /// Where each node and those that it dominates stand in the order of the dominator tree.
    spans: Vec<Range<usize>>,
    used: BTreeSet<Version>,
    parameters: BTreeMap<NodeId, Vec<Slot>>,
    /// What the edges to a node bring for each of its parameters.
    incoming: BTreeMap<(NodeId, Slot), Vec<Option<Version>>>,
    /// The parameters that an edge back to a loop's header brings another variable for.
    updates: BTreeMap<(NodeId, NodeId), Vec<Slot>>,
}

/// Where paths meet: a slot, the index of its point, and the points that the edges come from. Without a point there, a slot has
/// what it had in the beginning.
type Meeting = (Slot, usize, Vec<Option<usize>>);

impl Versions {
    /// Finds the variables of all slots that are read.
    pub(super) fn of(
        definitions: Definitions,
        reads: Vec<Read>,
        spots: &[Spot],
        dominators: &Dominators,
        nest: &Nest,
    ) -> Versions {
        let joins = Joins::new(spots, dominators);
        let wanted = Wanted::of(&definitions, &reads, dominators, nest);
        let points = |(slot, defined): (Slot, Vec<(NodeId, Version)>)| {
            let met = joins.reached(&defined, wanted.places_of(slot), nest);
            (slot, Points::new(&defined, met.into_iter(), dominators))
        };
        let mut versions = Versions {
            points: definitions.into_iter().map(points).collect(),
            spans: dominators.spans().to_vec(),
            used: BTreeSet::new(),
            parameters: BTreeMap::new(),
            incoming: BTreeMap::new(),
            updates: BTreeMap::new(),
        };
        let mut meetings = versions.meetings(reads, dominators);
        meetings.sort_by_key(|(slot, index, _)| versions.point(*slot, *index).map(|at| dominators.position(at.node)));
        versions.settle(&meetings, spots, dominators);
        while versions.drop_needless(&meetings, spots, dominators) {}
        versions.collect_parameters(meetings, dominators);
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

    /// What the edges to a node bring for one of its parameters, each once.
    pub(super) fn incoming(&self, node: NodeId, slot: Slot) -> &[Option<Version>] {
        self.incoming.get(&(node, slot)).map_or(&[], Vec::as_slice)
    }

    /// The parameters of a loop's header that an edge back to it brings another variable for.
    pub(super) fn updates(&self, from: NodeId, to: NodeId) -> &[Slot] {
        self.updates.get(&(from, to)).map_or(&[], Vec::as_slice)
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
        self.points.get(&slot)?.nearest(node, moment, &self.spans)
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
                let sources = self.points.get(&slot).map(|points| points.sources(node, dominators)).unwrap_or_default();
                open.extend(sources.iter().flatten().map(|source| (slot, *source)));
                meetings.push((slot, index, sources));
            }
        }
        meetings
    }

    /// Decides for each meeting what comes of it, and again when what it is made of has changed.
    fn settle(&mut self, meetings: &[Meeting], spots: &[Spot], dominators: &Dominators) {
        let numbers: BTreeMap<(Slot, usize), usize> =
            meetings.iter().zip(0..).map(|((slot, index, _), number)| ((*slot, *index), number)).collect();
        let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); meetings.len()];
        for (number, (slot, _, sources)) in meetings.iter().enumerate() {
            let sources = sources.iter().flatten().filter_map(|source| numbers.get(&(*slot, *source)));
            sources.for_each(|source| dependents[*source].push(number));
        }
        let mut open: BTreeSet<usize> = (0..meetings.len()).collect();
        while let Some(number) = open.pop_first() {
            if self.decide(&meetings[number], spots, dominators) {
                open.extend(&dependents[number]);
            }
        }
    }

    /// What comes of a meeting, as far as is known; a parameter stays one. Whether it has changed.
    fn decide(&mut self, (slot, index, sources): &Meeting, spots: &[Spot], dominators: &Dominators) -> bool {
        let Some(Point { node, version, .. }) = self.point(*slot, *index).copied() else { return false };
        let parameter = Version::Parameter(node, *slot);
        if version == Some(parameter) {
            return false;
        }
        let mut incoming = sources.iter().filter_map(|source| self.version(*slot, *source));
        let Some(first) = incoming.next() else { return false };
        let same = incoming.all(|version| version == first);
        let outcome = if same && in_scope(first, spots[node], dominators) { first } else { parameter };
        if let Some(point) = self.points.get_mut(slot).and_then(|points| points.get_mut(*index)) {
            point.version = Some(outcome);
        }
        version != Some(outcome)
    }

    /// A parameter that gets one variable from everywhere, besides itself from a loop, is that variable. That all edges bring
    /// the same may be known only after other parameters were found out to be needless. Whether anything has changed.
    fn drop_needless(&mut self, meetings: &[Meeting], spots: &[Spot], dominators: &Dominators) -> bool {
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
            if others.all(|version| version == first) && in_scope(first, spots[node], dominators) {
                let points = self.points.get_mut(slot).into_iter().flat_map(Points::iter_mut);
                points.filter(|point| point.version == version).for_each(|point| point.version = Some(first));
                changed = true;
            }
        }
        changed
    }

    fn collect_parameters(&mut self, meetings: Vec<Meeting>, dominators: &Dominators) {
        for (slot, index, sources) in meetings {
            let Some(Point { node, version, .. }) = self.point(slot, index).copied() else { continue };
            if version != Some(Version::Parameter(node, slot)) {
                continue;
            }
            let incoming = sources.into_iter().map(|source| self.version(slot, source)).collect();
            self.incoming.insert((node, slot), incoming);
            for from in self.changes(slot, index, dominators) {
                self.updates.entry((from, node)).or_default().push(slot);
            }
        }
        for (node, slot) in self.incoming.keys() {
            self.parameters.entry(*node).or_default().push(*slot);
        }
        self.updates.values_mut().for_each(|slots| slots.sort_unstable());
    }

    /// The beginnings of the edges back to a point that bring another variable than it has.
    fn changes(&self, slot: Slot, index: usize, dominators: &Dominators) -> BTreeSet<NodeId> {
        let Some((points, point)) = self.points.get(&slot).and_then(|points| Some((points, points.get(index)?))) else {
            return BTreeSet::new();
        };
        let back = dominated(dominators.predecessors(point.node), point.node, dominators);
        let inside = points.iter().filter(|inner| inner.around == Some(index));
        let behind = inside.flat_map(|inner| dominated(back, inner.node, dominators)).copied();
        behind.filter(|from| self.after(*from, slot) != point.version).collect()
    }
}

/// What a slot has before anything ran.
fn initial(slot: Slot) -> Option<Version> {
    match slot {
        Slot::Input(_) => Some(Version::Initial(slot)),
        Slot::Output(_) => Some(Version::Absent),
        // A way that makes no choice comes to no place that reads one, but may share a variable with ways that do.
        Slot::Next(_) => Some(Version::Selected(0)),
        Slot::Response(_) => None,
    }
}

/// Whether a variable can be named where a node's code stands.
fn in_scope(version: Version, spot: Spot, dominators: &Dominators) -> bool {
    let at = match version {
        Version::Absent | Version::Initial(_) | Version::Selected(_) => return true,
        Version::Defined(at, _) | Version::Parameter(at, _) => at,
    };
    match spot {
        Spot::Inline => true,
        Spot::AfterBlock(owner) => dominators.dominates(at, owner),
        Spot::AfterLoop(header) => at != header && dominators.dominates(at, header),
    }
}

/// Where what a node assigns can meet something else.
struct Joins {
    frontiers: Vec<Vec<NodeId>>,
    /// The nodes behind each loop.
    behind: BTreeMap<NodeId, Vec<NodeId>>,
}

impl Joins {
    fn new(spots: &[Spot], dominators: &Dominators) -> Joins {
        let mut behind: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for node in dominators.order() {
            if let Spot::AfterLoop(header) = spots[node] {
                behind.entry(header).or_default().push(node);
            }
        }
        Joins { frontiers: dominators.frontiers(), behind }
    }

    /// The nodes at which what is assigned to a slot meets something else, where it is wanted.
    fn reached(
        &self,
        defined: &[(NodeId, Version)],
        is_wanted: impl Fn(NodeId) -> bool,
        nest: &Nest,
    ) -> BTreeSet<NodeId> {
        let (mut found, mut left) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<NodeId> = defined.iter().map(|(node, _)| *node).collect();
        while let Some(node) = open.pop() {
            // What is around a loop that was left before was left with it.
            let around =
                nest.around(node).filter(|_| !self.behind.is_empty()).take_while(|header| left.insert(*header));
            let behind: Vec<NodeId> = around.filter_map(|header| self.behind.get(&header)).flatten().copied().collect();
            for join in behind.iter().chain(&self.frontiers[node]) {
                if is_wanted(*join) && found.insert(*join) {
                    open.push(*join);
                }
            }
        }
        found
    }
}
