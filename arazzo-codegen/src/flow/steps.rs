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

    /// The shortest way between two steps, both included: one step when they are the same.
    pub(super) fn shortest(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut before: BTreeMap<usize, usize> = BTreeMap::from([(from, from)]);
        let mut open = VecDeque::from([from]);
        while let Some(step) = open.pop_front() {
            if step == to {
                return Some(traced(&before, to));
            }
            for next in self.edges(step).iter().map(|edge| edge.target()) {
                if let Entry::Vacant(new) = before.entry(next) {
                    new.insert(step);
                    open.push_back(next);
                }
            }
        }
        None
    }
}

fn traced(before: &BTreeMap<usize, usize>, to: usize) -> Vec<usize> {
    let mut way = vec![to];
    let mut at = to;
    while let Some(step) = before.get(&at).copied().filter(|step| *step != at) {
        way.push(step);
        at = step;
    }
    way.reverse();
    way
}
