//! Which step may follow which, without anything in between: what checks of branches ask.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use crate::flow::{Outcome, OutcomeKind, decide};
use crate::model::{Action, Ids, Step, StepId, Test, Then, Workflow};

/// A way from a step to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// No action says otherwise.
    Falls(StepId),
    Goes(StepId),
}

impl Edge {
    /// The way to the next step of the list, which an action names that is always taken.
    fn to_next(step: &Step, success: bool, next: StepId) -> Edge {
        let is_taken = |action: &Action| action.then == Then::Goto(next) && action.test == Test::Always(true);
        let is_named = step.actions(success).iter().any(is_taken);
        if is_named { Edge::Goes(next) } else { Edge::Falls(next) }
    }

    pub(super) fn target(self) -> StepId {
        match self {
            Edge::Falls(to) | Edge::Goes(to) => to,
        }
    }
}

pub(super) struct StepGraph {
    edges: Ids<StepId, Vec<Edge>>,
}

impl StepGraph {
    pub(super) fn of(workflow: &Workflow) -> StepGraph {
        let edges = workflow.steps.enumerate().map(|(index, step)| {
            let edge = |outcome: &&Outcome| match outcome.kind {
                OutcomeKind::Next => step.next.map(|next| Edge::to_next(step, outcome.success, next)),
                OutcomeKind::Goto(to) => Some(Edge::Goes(to)),
                _ => None,
            };
            decide(index, step, false).leaves().iter().filter_map(edge).collect()
        });
        StepGraph { edges: edges.collect() }
    }

    pub(super) fn edges(&self, step: StepId) -> &[Edge] {
        self.edges.get(step).map_or(&[], Vec::as_slice)
    }
}

/// The shortest ways from one step, as far as they were asked for.
pub(super) struct Ways<'a> {
    graph: &'a StepGraph,
    /// The step before each one that is reached; the first is before itself.
    before: BTreeMap<StepId, StepId>,
    open: VecDeque<StepId>,
}

impl<'a> Ways<'a> {
    pub(super) fn from(step: StepId, graph: &'a StepGraph) -> Ways<'a> {
        Ways { graph, before: BTreeMap::from([(step, step)]), open: VecDeque::from([step]) }
    }

    /// The way to a step, both ends included: one step when they are the same.
    pub(super) fn to(&mut self, step: StepId) -> Option<Vec<StepId>> {
        while !self.before.contains_key(&step) {
            let from = self.open.pop_front()?;
            for next in self.graph.edges(from).iter().map(|edge| edge.target()) {
                if let Entry::Vacant(new) = self.before.entry(next) {
                    new.insert(from);
                    self.open.push_back(next);
                }
            }
        }
        let (mut way, mut at) = (vec![step], step);
        while let Some(before) = self.before.get(&at).copied().filter(|before| *before != at) {
            way.push(before);
            at = before;
        }
        way.reverse();
        Some(way)
    }
}
