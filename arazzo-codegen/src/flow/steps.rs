//! Which step may follow which, without anything in between: what checks of branches ask.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use super::decision::{OutcomeKind, decide};
use crate::model::Workflow;

/// A way from a step to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// No action says otherwise.
    Falls(usize),
    Goes(usize),
}

impl Edge {
    pub(super) fn target(self) -> usize {
        match self {
            Edge::Falls(to) | Edge::Goes(to) => to,
        }
    }
}

pub(super) struct StepGraph {
    edges: Vec<Vec<Edge>>,
}

impl StepGraph {
    pub(super) fn of(workflow: &Workflow) -> StepGraph {
        let edges = workflow.steps.iter().enumerate().map(|(index, step)| {
            let edge = |kind: OutcomeKind| match kind {
                OutcomeKind::Next => step.next.map(Edge::Falls),
                OutcomeKind::Goto(to) => Some(Edge::Goes(to)),
                _ => None,
            };
            decide(index, step).leaves().iter().filter_map(|outcome| edge(outcome.kind)).collect()
        });
        StepGraph { edges: edges.collect() }
    }

    pub(super) fn edges(&self, step: usize) -> &[Edge] {
        self.edges.get(step).map_or(&[], Vec::as_slice)
    }

    /// The shortest ways from a step to all that can be reached.
    pub(super) fn ways_from(&self, from: usize) -> Ways {
        let mut before: BTreeMap<usize, usize> = BTreeMap::from([(from, from)]);
        let mut open = VecDeque::from([from]);
        while let Some(step) = open.pop_front() {
            for next in self.edges(step).iter().map(|edge| edge.target()) {
                if let Entry::Vacant(new) = before.entry(next) {
                    new.insert(step);
                    open.push_back(next);
                }
            }
        }
        Ways { before }
    }
}

/// The shortest ways from one step.
pub(super) struct Ways {
    /// The step before each one that is reached; the first is before itself.
    before: BTreeMap<usize, usize>,
}

impl Ways {
    /// The way to a step, both ends included: one step when they are the same.
    pub(super) fn to(&self, step: usize) -> Option<Vec<usize>> {
        let (mut way, mut at) = (vec![step], step);
        loop {
            let before = *self.before.get(&at)?;
            if before == at {
                way.reverse();
                return Some(way);
            }
            way.push(before);
            at = before;
        }
    }
}
