//! The control-flow graph.
//!
//! A step is up to three kinds of nodes: `Enter` declares its retry counters, `Call` sends the request and decides, and a
//! `Take` on the way to each successor takes the outputs that are read from there on. What nobody reads is never taken.

use std::collections::{BTreeMap, BTreeSet};

use super::decision::{Choice, Decision, Outcome, OutcomeKind, decide, handles_failure};
use super::ended::{self, Exit, Taken};
use super::live::{Live, detour_reads, following, only_returned};
use super::terms::{ENTRY, End, How, Leaf, NodeId, Slot, Task, Visit};
use crate::model::{Exchange, Expr, Id, Ids, OutputId, OutputRef, Presence, Step, StepId, Test, Then, Workflow};
use crate::status::StatusSet;

/// What a node does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NodeKind {
    /// Nothing: the entry, and the places in front of loops.
    Nothing,
    /// Checks that a value is there before the step's request needs it.
    Require { visit: Visit, slot: Slot },
    /// Declares the retry counters of a step.
    Enter { step: StepId },
    /// Sends the request of a step.
    Call(Visit),
    /// Says where a region with several entries goes next.
    Select { region: NodeId, index: usize },
    /// Takes outputs from the response of a step.
    Take { step: StepId, outputs: Vec<(OutputId, How)> },
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) action: NodeKind,
    pub(crate) exit: Decision<Leaf>,
    /// The step whose response the exit looks at.
    pub(super) asks: Option<StepId>,
}

#[derive(Clone, Debug)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
}

impl Graph {
    /// Builds the graph of what is reachable. `required`: the checks in front of steps.
    pub(super) fn build(task: Task<'_>, required: &[(Visit, Slot)]) -> Graph {
        let Task { workflow, tells_ends, .. } = task;
        let steps = workflow.steps.enumerate();
        let decisions: Ids<StepId, _> = steps.map(|(index, step)| decide(index, step, tells_ends)).collect();
        let live = Live::of(workflow, &decisions);
        let nothing = Node { action: NodeKind::Nothing, exit: Decision::Leaf(Leaf::End(None)), asks: None };
        let mut builder = Builder {
            workflow,
            task,
            spared: if task.lenient { only_returned(workflow) } else { BTreeSet::new() },
            checks: BTreeMap::new(),
            decisions,
            live,
            nodes: vec![nothing],
            entries: BTreeMap::new(),
            open: Vec::new(),
            takes: BTreeMap::new(),
        };
        for (visit, slot) in required {
            builder.checks.entry(*visit).or_default().push(*slot);
        }
        let first = builder.target(workflow.first);
        builder.nodes[ENTRY].exit = Decision::Leaf(first);
        builder.connect();
        Graph { nodes: builder.nodes }
    }

    /// Every edge out of a node: a node that two leaves lead to stands there twice.
    pub(crate) fn successors(&self, node: NodeId) -> Vec<NodeId> {
        self.nodes[node].exit.leaves().into_iter().filter_map(Leaf::target).collect()
    }

    /// Where the first edge out of a node leads.
    pub(crate) fn first_successor(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node].exit.find_leaf(&Leaf::target)
    }

    /// Whether the workflow may return at a node.
    pub(crate) fn ends(&self, node: NodeId) -> bool {
        self.nodes[node].exit.find_leaf(&|leaf| matches!(leaf, Leaf::End(_)).then_some(())).is_some()
    }

    /// Which step a node calls, and what for.
    pub(super) fn visit(&self, node: NodeId) -> Option<Visit> {
        match self.nodes[node].action {
            NodeKind::Call(visit) => Some(visit),
            _ => None,
        }
    }

    /// The step that a node calls.
    pub(crate) fn called_step(&self, node: NodeId) -> Option<StepId> {
        self.visit(node).map(|visit| visit.step)
    }

    /// Whether there is a way from one node to another.
    pub(super) fn leads_to(&self, from: NodeId, to: NodeId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = self.successors(from);
        while let Some(node) = open.pop() {
            if node == to {
                return true;
            }
            if seen.insert(node) {
                open.extend(self.successors(node));
            }
        }
        false
    }

    /// The steps that are reachable, and the nodes that call them.
    pub(crate) fn calls(&self) -> BTreeMap<StepId, Vec<NodeId>> {
        let mut calls: BTreeMap<StepId, Vec<NodeId>> = BTreeMap::new();
        for node in 0..self.nodes.len() {
            if let Some(step) = self.called_step(node) {
                calls.entry(step).or_default().push(node);
            }
        }
        calls
    }
}

struct Builder<'a> {
    workflow: &'a Workflow,
    task: Task<'a>,
    /// The outputs that are absent where they may be and contradict their schemas.
    spared: BTreeSet<OutputRef>,
    /// The checks in front of each visit.
    checks: BTreeMap<Visit, Vec<Slot>>,
    decisions: Ids<StepId, Decision<Outcome>>,
    live: Live,
    nodes: Vec<Node>,
    /// The first node of each visit that was reached.
    entries: BTreeMap<Visit, NodeId>,
    /// Steps whose nodes have no exit yet, and their `Call` nodes.
    open: Vec<(StepId, NodeId)>,
    /// The nodes that take outputs of each step.
    takes: BTreeMap<StepId, Vec<NodeId>>,
}

/// The success of a step, when its outputs are taken before its paths part.
struct Hoisted {
    success: Decision<Outcome>,
    test: Test,
    taken: Taken,
}

impl Builder<'_> {
    fn push(&mut self, action: NodeKind, exit: Decision<Leaf>) -> NodeId {
        if let NodeKind::Take { step, .. } = action {
            self.takes.entry(step).or_default().push(self.nodes.len());
        }
        self.nodes.push(Node { action, exit, asks: None });
        self.nodes.len() - 1
    }

    /// Where "go to this step" leads.
    fn target(&mut self, step: StepId) -> Leaf {
        let visit = Visit { step, retried: None };
        if let Some(entry) = self.entries.get(&visit) {
            return Leaf::Goto(*entry);
        }
        let (first, call) = self.visit(visit);
        self.open.push((step, call));
        Leaf::Goto(first)
    }

    /// Where a step leads whose actions say nothing.
    fn next(&mut self, step: StepId) -> Leaf {
        match self.workflow.steps[step].next {
            Some(next) => self.target(next),
            None => self.end(step, None),
        }
    }

    fn end(&self, step: StepId, action: Option<usize>) -> Leaf {
        Leaf::End(self.task.tells_ends.then_some(End { step, action }))
    }

    /// The nodes of a step, still without a way out: the first one, and the one that calls.
    fn visit(&mut self, visit: Visit) -> (NodeId, NodeId) {
        let counts = visit.retried.is_none() && has_retries(&self.workflow.steps[visit.step]);
        let mut actions: Vec<NodeKind> = counts.then_some(NodeKind::Enter { step: visit.step }).into_iter().collect();
        let checks = self.checks.get(&visit).into_iter().flatten();
        actions.extend(checks.map(|slot| NodeKind::Require { visit, slot: *slot }));
        actions.push(NodeKind::Call(visit));
        let first = self.nodes.len();
        for action in actions {
            let next = self.nodes.len() + 1;
            self.push(action, Decision::Leaf(Leaf::Goto(next)));
        }
        self.entries.insert(visit, first);
        (first, self.nodes.len() - 1)
    }

    /// Where a step begins again: its retries go on being counted, but what a detour has changed is checked again.
    fn retry_of(&self, step: StepId) -> Leaf {
        let first = self.entries.get(&Visit { step, retried: None }).copied().unwrap_or(ENTRY);
        Leaf::Goto(if matches!(self.nodes[first].action, NodeKind::Enter { .. }) { first + 1 } else { first })
    }

    /// A retry's detour: the step runs once, its own actions do not count (SPEC A-24), and the retry follows.
    fn detour(&mut self, step: StepId, retried: StepId) -> Leaf {
        let visit = Visit { step, retried: Some(retried) };
        if let Some(entry) = self.entries.get(&visit) {
            return Leaf::Goto(*entry);
        }
        let (first, detour) = self.visit(visit);
        let retry = self.retry_of(retried);
        let definition = &self.workflow.steps[step];
        let all = if handles_failure(definition) { StatusSet::everything() } else { StatusSet::any_response() };
        let success = definition.success.assuming(&[], &all);
        let again = Outcome { kind: OutcomeKind::Goto(retried), success: true, statuses: success.statuses() };
        let outputs = self.taken(step, &again);
        let back = if outputs.is_empty() {
            retry
        } else {
            Leaf::Goto(self.push(NodeKind::Take { step, outputs }, Decision::Leaf(retry)))
        };
        self.nodes[detour].asks = (success != Test::Always(true)).then_some(step);
        self.nodes[detour].exit = match success {
            Test::Always(true) => Decision::Leaf(back),
            test => Decision::If {
                choices: vec![Choice { test, retry: None, then: Decision::Leaf(back) }],
                otherwise: Box::new(Decision::Leaf(Leaf::Fail { step })),
            },
        };
        Leaf::Goto(first)
    }

    /// Gives the nodes of every step that was reached their exits, which may reach more.
    fn connect(&mut self) {
        while let Some((step, call)) = self.open.pop() {
            let decision = self.decisions[step].clone();
            let exit = self.exit(step, call, decision);
            self.nodes[call].exit = exit;
            self.nodes[call].asks = Some(step);
        }
    }

    /// The decision of a step with its targets, and with the values taken on the way.
    fn exit(&mut self, step: StepId, call: NodeId, decision: Decision<Outcome>) -> Decision<Leaf> {
        match self.hoisted(step, decision) {
            (decision, None) => self.leaves(step, call, decision),
            (decision, Some(Hoisted { success, test, taken })) => {
                let take = self.taking(step, call, &taken, success);
                let otherwise = self.leaves(step, call, decision);
                otherwise.behind(Choice { test, retry: None, then: Decision::Leaf(take) })
            }
        }
    }

    /// A node that takes outputs before some paths part.
    fn taking(&mut self, step: StepId, call: NodeId, taken: &[(OutputId, How)], paths: Decision<Outcome>) -> Leaf {
        let take = self.push(NodeKind::Take { step, outputs: taken.to_vec() }, Decision::Leaf(Leaf::End(None)));
        let exit = paths.map(&mut |outcome| self.leaf(step, call, &outcome, taken));
        self.nodes[take].asks = exit.asks().then_some(step);
        self.nodes[take].exit = exit;
        Leaf::Goto(take)
    }

    /// Splits a decision into failure and success when several successors of success read the same outputs: they are taken
    /// once, before the paths part.
    fn hoisted(&self, step: StepId, decision: Decision<Outcome>) -> (Decision<Outcome>, Option<Hoisted>) {
        let success: Vec<&Outcome> = decision.leaves().into_iter().filter(|leaf| leaf.success).collect();
        if success.len() < 2 || success.iter().any(|leaf| matches!(leaf.kind, OutcomeKind::Again { .. })) {
            return (decision, None);
        }
        let mut taken = self.taken(step, success[0]);
        for leaf in &success[1..] {
            let here = self.taken(step, leaf);
            taken.retain(|take| here.contains(take));
        }
        if taken.is_empty() {
            return (decision, None);
        }
        match decision {
            Decision::If { choices, otherwise } => {
                let (first, rest) = Decision::If { choices, otherwise }.split_first();
                match first {
                    Some(Choice { test, retry: None, then }) if is_split(&then, &rest) => {
                        (rest, Some(Hoisted { success: then, test, taken }))
                    }
                    Some(first) => (rest.behind(first), None),
                    None => (rest, None),
                }
            }
            Decision::Match { arms, otherwise } => {
                let test = self.workflow.steps[step].success.clone();
                match split(arms, *otherwise) {
                    (Some(success), Some(failure)) => (failure, Some(Hoisted { success, test, taken })),
                    (Some(all), None) | (None, Some(all)) => (all, None),
                    (None, None) => (Decision::Leaf(Outcome::never()), None),
                }
            }
            other => (other, None),
        }
    }

    /// The outputs of a step that its successor reads, and how they are taken on this path.
    fn taken(&self, step: StepId, outcome: &Outcome) -> Taken {
        let definition = &self.workflow.steps[step];
        let given = match outcome.kind {
            // The workflow of an action may be given parts of the response; to a step, a failed attempt has no outputs.
            OutcomeKind::Again { detour: Some(detour) } if detour.index() >= self.workflow.listed => {
                Some(detour_reads(&self.workflow.steps[detour]))
            }
            _ => None,
        };
        let target = following(definition, outcome.kind);
        let is_read = |output: &OutputId| {
            let output = OutputRef { step, output: *output };
            given.as_ref().map_or_else(|| self.live.contains(output, target), |given| given.contains(&output))
        };
        let own = definition.outputs.ids().filter(is_read);
        own.map(|output| (output, self.how(OutputRef { step, output }, outcome))).collect()
    }

    /// How an output is taken on the way to an outcome.
    fn how(&self, output: OutputRef, outcome: &Outcome) -> How {
        let step = &self.workflow.steps[output.step];
        let definition = &step.outputs[output.output];
        let presence = if self.task.returned.contains(&output) {
            Presence::Certain
        } else {
            definition.presence.within(&outcome.statuses)
        };
        match how(step, &definition.value, outcome.success, presence) {
            How::Optional if self.spared.contains(&output) && is_read_from_response(&definition.value) => How::Spared,
            how => how,
        }
    }

    fn leaves(&mut self, step: StepId, call: NodeId, decision: Decision<Outcome>) -> Decision<Leaf> {
        let exits = ended::shared(decision, &|outcome| self.taken(step, outcome));
        exits.map(&mut |exit| match exit {
            Exit::One(outcome) => self.leaf(step, call, &outcome, &[]),
            Exit::Several(taken, which) => self.taking(step, call, &taken, which),
        })
    }

    /// Where an outcome leads, behind a node that takes what was not taken already.
    fn leaf(&mut self, step: StepId, call: NodeId, outcome: &Outcome, already: &[(OutputId, How)]) -> Leaf {
        let target = match outcome.kind {
            OutcomeKind::Next => self.next(step),
            OutcomeKind::Goto(target) => self.target(target),
            OutcomeKind::End(action) => self.end(step, action),
            OutcomeKind::Again { detour: None } => Leaf::Goto(call),
            OutcomeKind::Again { detour: Some(detour) } => self.detour(detour, step),
            OutcomeKind::Fail => Leaf::Fail { step },
            OutcomeKind::Ended(action) => Leaf::Ended { step, action },
        };
        let mut outputs = self.taken(step, outcome);
        outputs.retain(|take| !already.contains(take));
        if outputs.is_empty() {
            return target;
        }
        let action = NodeKind::Take { step, outputs };
        let exit = Decision::Leaf(target);
        let same = |node: &NodeId| self.nodes[*node].action == action && self.nodes[*node].exit == exit;
        let known = self.takes.get(&step).into_iter().flatten().copied().find(same);
        Leaf::Goto(known.unwrap_or_else(|| self.push(action, exit)))
    }
}

fn has_retries(step: &Step) -> bool {
    step.on_success.iter().chain(&step.on_failure).any(|action| matches!(action.then, Then::Retry { .. }))
}

/// Whether one decision is for success and the other for failure.
fn is_split(then: &Decision<Outcome>, otherwise: &Decision<Outcome>) -> bool {
    then.leaves().iter().all(|leaf| leaf.success) && otherwise.leaves().iter().all(|leaf| !leaf.success)
}

/// The success arms and the failure arms of a `match`.
fn split(
    arms: Vec<(StatusSet, Decision<Outcome>)>,
    otherwise: Decision<Outcome>,
) -> (Option<Decision<Outcome>>, Option<Decision<Outcome>>) {
    let mut leaves: Vec<Decision<Outcome>> = arms.into_iter().map(|(_, arm)| arm).collect();
    leaves.push(otherwise);
    let (success, failure): (Vec<_>, Vec<_>) =
        leaves.into_iter().partition(|arm| arm.leaves().iter().all(|leaf| leaf.success));
    let rebuild = |mut leaves: Vec<Decision<Outcome>>| {
        let last = leaves.pop()?;
        let arms: Vec<_> = leaves.into_iter().map(|arm| (statuses(&arm), arm)).collect();
        Some(if arms.is_empty() { last } else { Decision::Match { arms, otherwise: Box::new(last) } })
    };
    (rebuild(success), rebuild(failure))
}

fn statuses(decision: &Decision<Outcome>) -> StatusSet {
    decision.leaves().iter().fold(StatusSet::empty(), |set, leaf| set.union(&leaf.statuses))
}

/// How a value is taken: where the criteria held or not, and it is there or may be.
fn how(step: &Step, value: &Expr, success: bool, presence: Presence) -> How {
    match (value, presence) {
        (_, Presence::Never) => How::Absent,
        // Values from elsewhere, and those that are made of them.
        (
            Expr::Input(_)
            | Expr::Output { .. }
            | Expr::Literal(_)
            | Expr::Template(_)
            | Expr::Array(_)
            | Expr::Object(_)
            | Expr::Replaced(..),
            _,
        ) => How::Copied,
        (_, _) if !success => How::Lenient,
        // An attempt's status is an `Option`, even where the criteria leave no doubt.
        (Expr::Exchange(Exchange::StatusCode), _) if handles_failure(step) => How::Optional,
        (_, Presence::Certain) => How::Required,
        (_, Presence::Maybe) => How::Optional,
    }
}

fn is_read_from_response(value: &Expr) -> bool {
    matches!(value, Expr::Exchange(Exchange::Body(_) | Exchange::Header(_)))
}

/// Whether a step's call survives a transport failure.
pub(crate) fn is_attempt(step: &Step) -> bool {
    handles_failure(step)
}
