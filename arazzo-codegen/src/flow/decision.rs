//! What a step does with its response.
//!
//! Criteria and actions become one tree: tests inside, outcomes at the leaves. Conditions on the status alone become a
//! `match`; everything else is tested in the order of the document.

use super::terms::RetryRef;
use crate::model::{Action, Step, StepId, Test, Then};
use crate::status::StatusSet;

/// A tree of tests.
///
/// What is tested one after the other is a list, and no tree as deep as a step has actions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Decision<L> {
    Leaf(L),
    /// The first choice whose test holds.
    If {
        choices: Vec<Choice<L>>,
        otherwise: Box<Decision<L>>,
    },
    /// On the status of the response.
    Match {
        arms: Vec<(StatusSet, Decision<L>)>,
        otherwise: Box<Decision<L>>,
    },
    /// On what was said to come next in a region with several entries.
    Select {
        region: usize,
        arms: Vec<Decision<L>>,
    },
}

/// A test, and what follows when it holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice<L> {
    pub(crate) test: Test,
    /// The failure action or success action whose retry limit is tested as well, after `test`.
    pub(crate) retry: Option<RetryRef>,
    pub(crate) then: Decision<L>,
}

/// Where a step leads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) kind: OutcomeKind,
    /// The step's criteria held.
    pub(crate) success: bool,
    /// The statuses with which this leaf can be reached.
    pub(crate) statuses: StatusSet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutcomeKind {
    /// The next step of the list, or the end.
    Next,
    Goto(StepId),
    /// A success action ends the workflow; which one, where that is told.
    End(Option<usize>),
    /// The same step again, after another one.
    Again {
        detour: Option<StepId>,
    },
    Fail,
    /// A failure action ends the workflow: the index of the action.
    Ended(usize),
}

impl Outcome {
    /// One that nothing reaches.
    pub(super) fn never() -> Outcome {
        Outcome { kind: OutcomeKind::Fail, success: false, statuses: StatusSet::empty() }
    }
}

/// One possibility of a list of actions.
struct Arm {
    test: Test,
    kind: OutcomeKind,
    retry: Option<RetryRef>,
}

/// Whether a step decides what to do when there is no response at all, or no outputs of the workflow that it calls.
pub(super) fn handles_failure(step: &Step) -> bool {
    let demands_more = || step.success != Test::Status(StatusSet::any_response());
    !step.on_failure.is_empty() || step.call.workflow().is_some() && demands_more()
}

/// The decision of a step. `tells_ends`: each action that ends the workflow is a way of its own.
pub(crate) fn decide(index: StepId, step: &Step, tells_ends: bool) -> Decision<Outcome> {
    let all = if handles_failure(step) { StatusSet::everything() } else { StatusSet::any_response() };
    let success = arms(index, step, true, tells_ends);
    let failure = arms(index, step, false, tells_ends);
    if let Some(tree) = by_status(step, &success, &failure, &all) {
        return tree;
    }
    let facts = match &step.success {
        Test::All(parts) => parts.clone(),
        single => vec![single.clone()],
    };
    let held = all.intersection(&step.success.statuses());
    let missed = step.success.as_status().map_or_else(|| all.clone(), |set| all.without(&set));
    let then = chain(&success, &Arm::default_of(OutcomeKind::Next), true, &facts, &held);
    let otherwise = chain(&failure, &Arm::default_of(OutcomeKind::Fail), false, &[], &missed);
    branch(otherwise, Choice { test: step.success.assuming(&[], &all), retry: None, then })
}

impl Arm {
    fn default_of(kind: OutcomeKind) -> Arm {
        Arm { test: Test::Always(true), kind, retry: None }
    }
}

/// What an action says that would happen without it is no way of its own: the next step of the list, the end behind the last one.
fn arms(index: StepId, step: &Step, on_success: bool, tells_ends: bool) -> Vec<Arm> {
    let arm = |(action, definition): (usize, &Action)| {
        let retry = RetryRef { step: index, on_success, action };
        let (kind, retry) = match definition.then {
            Then::End if on_success && tells_ends => (OutcomeKind::End(Some(action)), None),
            Then::End if on_success && step.next.is_none() => (OutcomeKind::Next, None),
            Then::End if on_success => (OutcomeKind::End(None), None),
            Then::End => (OutcomeKind::Ended(action), None),
            Then::Goto(target) if Some(target) == step.next => (OutcomeKind::Next, None),
            Then::Goto(target) => (OutcomeKind::Goto(target), None),
            Then::Retry { detour, .. } => (OutcomeKind::Again { detour }, Some(retry)),
        };
        Arm { test: definition.test.clone(), kind, retry }
    };
    step.actions(on_success).iter().enumerate().map(arm).collect()
}

/// One flat `match`, where nothing but the status matters.
fn by_status(step: &Step, success: &[Arm], failure: &[Arm], all: &StatusSet) -> Option<Decision<Outcome>> {
    let held = step.success.as_status()?;
    let mut leaves = Vec::new();
    for (arms, default, phase, set) in [
        (success, OutcomeKind::Next, true, all.intersection(&held)),
        (failure, OutcomeKind::Fail, false, all.without(&held)),
    ] {
        let mut rest = set;
        for arm in arms {
            if arm.retry.is_some() {
                return None;
            }
            let statuses = rest.intersection(&arm.test.as_status()?);
            rest = rest.without(&statuses);
            leaves.push(Outcome { kind: arm.kind, success: phase, statuses });
        }
        leaves.push(Outcome { kind: default, success: phase, statuses: rest });
    }
    leaves.retain(|leaf| !leaf.statuses.is_empty());
    matching(leaves)
}

/// A `match` with one arm for each outcome, or an `if` where there are two; the last outcome is the default.
pub(super) fn matching(leaves: Vec<Outcome>) -> Option<Decision<Outcome>> {
    let mut merged: Vec<Outcome> = Vec::new();
    for leaf in leaves {
        match merged.iter_mut().find(|known| known.kind == leaf.kind && known.success == leaf.success) {
            Some(known) => known.statuses = known.statuses.union(&leaf.statuses),
            None => merged.push(leaf),
        }
    }
    let otherwise = Box::new(Decision::Leaf(merged.pop()?));
    let mut arms: Vec<_> = merged.into_iter().map(|leaf| (leaf.statuses.clone(), Decision::Leaf(leaf))).collect();
    Some(match arms.len() {
        0 => *otherwise,
        1 => {
            let (set, then) = arms.remove(0);
            Decision::If { choices: vec![Choice { test: Test::Status(set), retry: None, then }], otherwise }
        }
        _ => Decision::Match { arms, otherwise },
    })
}

/// The arms in the order of the document.
fn chain(arms: &[Arm], default: &Arm, success: bool, facts: &[Test], set: &StatusSet) -> Decision<Outcome> {
    let mut set = set.clone();
    let mut choices = Vec::new();
    for (index, arm) in arms.iter().enumerate() {
        if let Some(decision) = pure_chain(&arms[index..], default, success, facts, &set) {
            return choices.into_iter().rev().fold(decision, branch);
        }
        let test = arm.test.assuming(facts, &set);
        if test == Test::Always(false) {
            continue;
        }
        let then = leaf(arm.kind, success, set.intersection(&test.statuses()));
        // Behind a retry anything may follow: its limit may be reached.
        if let (None, Some(decided)) = (&arm.retry, test.as_status()) {
            set = set.without(&decided);
        }
        choices.push(Choice { test, retry: arm.retry, then });
    }
    choices.into_iter().rev().fold(leaf(default.kind, success, set), branch)
}

/// A chain that only asks for the status.
fn pure_chain(
    arms: &[Arm],
    default: &Arm,
    success: bool,
    facts: &[Test],
    set: &StatusSet,
) -> Option<Decision<Outcome>> {
    let mut rest = set.clone();
    let mut leaves = Vec::new();
    for arm in arms.iter().chain([default]) {
        if arm.retry.is_some() {
            return None;
        }
        let statuses = rest.intersection(&arm.test.assuming(facts, set).as_status()?);
        rest = rest.without(&statuses);
        leaves.push(Outcome { kind: arm.kind, success, statuses });
    }
    leaves.retain(|leaf| !leaf.statuses.is_empty());
    matching(leaves)
}

fn leaf(kind: OutcomeKind, success: bool, statuses: StatusSet) -> Decision<Outcome> {
    Decision::Leaf(Outcome { kind, success, statuses })
}

/// A choice in front of a decision.
fn branch(otherwise: Decision<Outcome>, choice: Choice<Outcome>) -> Decision<Outcome> {
    match (choice, otherwise) {
        (Choice { test: Test::Always(true), retry: None, then }, _) => then,
        (Choice { test: Test::Always(false), .. }, otherwise) => otherwise,
        // `if a { x } else { x }` is `x`.
        (Choice { retry: None, then, .. }, otherwise) if same_target(&then, &otherwise) => merged(then, &otherwise),
        (choice, Decision::If { mut choices, otherwise }) => match choices.as_mut_slice() {
            // `if a { x } else if b { y } else { x }` is `if !a && b { y } else { x }`.
            [second] if is_same(&choice, second, &otherwise) => {
                second.test = Test::all([choice.test.negated(), second.test.clone()]);
                let otherwise = Box::new(merged(choice.then, &otherwise));
                Decision::If { choices, otherwise }
            }
            _ => Decision::If { choices, otherwise }.behind(choice),
        },
        (choice, otherwise) => otherwise.behind(choice),
    }
}

/// Whether a choice leads to where the last way leads, with only one other choice between them.
fn is_same(first: &Choice<Outcome>, second: &Choice<Outcome>, last: &Decision<Outcome>) -> bool {
    first.retry.is_none() && second.retry.is_none() && same_target(&first.then, last)
}

/// Whether two decisions are leaves that lead to the same place.
fn same_target(left: &Decision<Outcome>, right: &Decision<Outcome>) -> bool {
    match (left, right) {
        (Decision::Leaf(left), Decision::Leaf(right)) => left.kind == right.kind && left.success == right.success,
        _ => false,
    }
}

/// One leaf for two that lead to the same place.
fn merged(left: Decision<Outcome>, right: &Decision<Outcome>) -> Decision<Outcome> {
    match (left, right) {
        (Decision::Leaf(left), Decision::Leaf(right)) => {
            let statuses = left.statuses.union(&right.statuses);
            Decision::Leaf(Outcome { statuses, ..left })
        }
        (left, _) => left,
    }
}

impl<L> Decision<L> {
    /// The decision with one more choice in front of it.
    pub(super) fn behind(self, choice: Choice<L>) -> Decision<L> {
        match self {
            Decision::If { mut choices, otherwise } => {
                choices.insert(0, choice);
                Decision::If { choices, otherwise }
            }
            other => Decision::If { choices: vec![choice], otherwise: Box::new(other) },
        }
    }

    /// The first choice, and the decision without it.
    pub(super) fn split_first(self) -> (Option<Choice<L>>, Decision<L>) {
        match self {
            Decision::If { mut choices, otherwise } if choices.len() > 1 => {
                (Some(choices.remove(0)), Decision::If { choices, otherwise })
            }
            Decision::If { mut choices, otherwise } => (choices.pop(), *otherwise),
            other => (None, other),
        }
    }

    /// The parts of a decision, from the first to the last.
    fn parts(&self) -> impl Iterator<Item = &Decision<L>> {
        let (choices, arms, selected, otherwise) = match self {
            Decision::Leaf(_) => (&[][..], &[][..], &[][..], None),
            Decision::If { choices, otherwise } => (&choices[..], &[][..], &[][..], Some(&**otherwise)),
            Decision::Match { arms, otherwise } => (&[][..], &arms[..], &[][..], Some(&**otherwise)),
            Decision::Select { arms, .. } => (&[][..], &[][..], &arms[..], None),
        };
        let choices = choices.iter().map(|choice| &choice.then);
        choices.chain(arms.iter().map(|(_, arm)| arm)).chain(selected).chain(otherwise)
    }

    /// Visits the decision and all that are inside of it.
    fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Decision<L>)) {
        visit(self);
        for part in self.parts() {
            part.each(visit);
        }
    }

    /// The leaves, from the first to the last.
    pub(crate) fn leaves(&self) -> Vec<&L> {
        let mut leaves = Vec::new();
        self.each(&mut |part| {
            if let Decision::Leaf(leaf) = part {
                leaves.push(leaf);
            }
        });
        leaves
    }

    /// What the first leaf is that is something.
    pub(super) fn find_leaf<T>(&self, what: &impl Fn(&L) -> Option<T>) -> Option<T> {
        match self {
            Decision::Leaf(leaf) => what(leaf),
            other => other.parts().find_map(|part| part.find_leaf(what)),
        }
    }

    /// The same tree with other leaves.
    pub(super) fn map<M>(self, change: &mut impl FnMut(L) -> M) -> Decision<M> {
        match self {
            Decision::Leaf(leaf) => Decision::Leaf(change(leaf)),
            Decision::If { choices, otherwise } => {
                let choice = |Choice { test, retry, then }| Choice { test, retry, then: then.map(change) };
                let choices = choices.into_iter().map(choice).collect();
                Decision::If { choices, otherwise: Box::new(otherwise.map(change)) }
            }
            Decision::Match { arms, otherwise } => Decision::Match {
                arms: arms.into_iter().map(|(set, arm)| (set, arm.map(change))).collect(),
                otherwise: Box::new(otherwise.map(change)),
            },
            Decision::Select { region, arms } => {
                Decision::Select { region, arms: arms.into_iter().map(|arm| arm.map(change)).collect() }
            }
        }
    }

    /// Every choice of the tree.
    fn choices(&self) -> Vec<&Choice<L>> {
        let mut found = Vec::new();
        self.each(&mut |part| {
            if let Decision::If { choices, .. } = part {
                found.extend(choices);
            }
        });
        found
    }

    /// Every test of the tree.
    pub(super) fn tests(&self) -> impl Iterator<Item = &Test> {
        self.choices().into_iter().map(|choice| &choice.test)
    }

    /// The retries of the tree.
    pub(super) fn retries(&self) -> impl Iterator<Item = RetryRef> {
        self.choices().into_iter().filter_map(|choice| choice.retry)
    }

    /// Whether the tree looks at anything, be it only the status.
    pub(super) fn asks(&self) -> bool {
        !matches!(self, Decision::Leaf(_))
    }
}
