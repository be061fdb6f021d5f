//! What a step does with its response.
//!
//! Criteria and actions become one tree: tests inside, outcomes at the leaves. Conditions on the status alone become a
//! `match`; everything else is tested in the order of the document.

use crate::model::{Action, StatusSet, Step, Test, Then};

/// A tree of tests.
#[expect(clippy::large_enum_variant, reason = "there are as many as a document has actions")]
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decision<L> {
    Leaf(L),
    If {
        test: Test,
        /// The index of the failure action or success action whose retry limit is tested as well, after `test`.
        retry: Option<Retry>,
        then: Box<Decision<L>>,
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

/// A retry action of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Retry {
    pub(crate) step: usize,
    pub(crate) on_success: bool,
    pub(crate) action: usize,
}

/// Where a step leads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) kind: OutcomeKind,
    /// The step's criteria held.
    pub(super) success: bool,
    /// The statuses with which this leaf can be reached.
    pub(super) statuses: StatusSet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutcomeKind {
    /// The next step of the list, or the end.
    Next,
    Goto(usize),
    End,
    /// The same step again, after another one.
    Again {
        detour: Option<usize>,
    },
    Fail,
    /// A failure action ends the workflow: the index of the action.
    Ended(usize),
}

/// One possibility of a list of actions.
struct Arm {
    test: Test,
    kind: OutcomeKind,
    retry: Option<Retry>,
}

/// Whether a step decides what to do when there is no response at all, or no outputs of the workflow that it calls.
pub(super) fn handles_failure(step: &Step) -> bool {
    let demands_more = || step.success != Test::Status(StatusSet::any_response());
    !step.on_failure.is_empty() || step.call.workflow().is_some() && demands_more()
}

/// The decision of a step.
pub(super) fn decide(index: usize, step: &Step) -> Decision<Outcome> {
    let all = if handles_failure(step) { StatusSet::everything() } else { StatusSet::any_response() };
    let success = arms(index, &step.on_success, true);
    let failure = arms(index, &step.on_failure, false);
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
    branch(step.success.assuming(&[], &all), None, then, otherwise)
}

impl Arm {
    fn default_of(kind: OutcomeKind) -> Arm {
        Arm { test: Test::Always(true), kind, retry: None }
    }
}

fn arms(step: usize, actions: &[Action], on_success: bool) -> Vec<Arm> {
    let arm = |(action, definition): (usize, &Action)| {
        let retry = Retry { step, on_success, action };
        let (kind, retry) = match definition.then {
            Then::End if on_success => (OutcomeKind::End, None),
            Then::End => (OutcomeKind::Ended(action), None),
            Then::Goto(target) => (OutcomeKind::Goto(target), None),
            Then::Retry { detour, .. } => (OutcomeKind::Again { detour }, Some(retry)),
        };
        Arm { test: definition.test.clone(), kind, retry }
    };
    actions.iter().enumerate().map(arm).collect()
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
fn matching(leaves: Vec<Outcome>) -> Option<Decision<Outcome>> {
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
            Decision::If { test: Test::Status(set), retry: None, then: Box::new(then), otherwise }
        }
        _ => Decision::Match { arms, otherwise },
    })
}

/// The arms in the order of the document.
fn chain(arms: &[Arm], default: &Arm, success: bool, facts: &[Test], set: &StatusSet) -> Decision<Outcome> {
    if let Some(decision) = pure_chain(arms, default, success, facts, set) {
        return decision;
    }
    let Some((arm, rest)) = arms.split_first() else { return leaf(default.kind, success, set.clone()) };
    let test = arm.test.assuming(facts, set);
    if test == Test::Always(false) {
        return chain(rest, default, success, facts, set);
    }
    let here = set.intersection(&test.statuses());
    let then = leaf(arm.kind, success, here);
    // Behind a retry anything may follow: its limit may be reached.
    let left = match (&arm.retry, test.as_status()) {
        (None, Some(decided)) => set.without(&decided),
        _ => set.clone(),
    };
    let otherwise = chain(rest, default, success, facts, &left);
    branch(test, arm.retry, then, otherwise)
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

fn branch(
    test: Test,
    retry: Option<Retry>,
    then: Decision<Outcome>,
    otherwise: Decision<Outcome>,
) -> Decision<Outcome> {
    match (&test, retry, &otherwise) {
        (Test::Always(true), None, _) => then,
        (Test::Always(false), _, _) => otherwise,
        // `if a { x } else if b { y } else { x }` is `if !a && b { y } else { x }`.
        (_, None, Decision::If { test: second, retry: None, then: other, otherwise: last })
            if same_target(&then, last) =>
        {
            let test = Test::all([test.negated(), second.clone()]);
            Decision::If { test, retry: None, then: other.clone(), otherwise: Box::new(merged(then, last)) }
        }
        _ => Decision::If { test, retry, then: Box::new(then), otherwise: Box::new(otherwise) },
    }
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
    /// The leaves, from the first to the last.
    pub(super) fn leaves(&self) -> Vec<&L> {
        match self {
            Decision::Leaf(leaf) => vec![leaf],
            Decision::If { then, otherwise, .. } => [then.leaves(), otherwise.leaves()].concat(),
            Decision::Match { arms, otherwise } => {
                arms.iter().flat_map(|(_, arm)| arm.leaves()).chain(otherwise.leaves()).collect()
            }
            Decision::Select { arms, .. } => arms.iter().flat_map(Decision::leaves).collect(),
        }
    }

    /// What the first leaf is that is something.
    pub(super) fn find_leaf<T>(&self, what: &impl Fn(&L) -> Option<T>) -> Option<T> {
        match self {
            Decision::Leaf(leaf) => what(leaf),
            Decision::If { then, otherwise, .. } => then.find_leaf(what).or_else(|| otherwise.find_leaf(what)),
            Decision::Match { arms, otherwise } => {
                arms.iter().find_map(|(_, arm)| arm.find_leaf(what)).or_else(|| otherwise.find_leaf(what))
            }
            Decision::Select { arms, .. } => arms.iter().find_map(|arm| arm.find_leaf(what)),
        }
    }

    /// The same tree with other leaves.
    pub(super) fn map<M>(self, change: &mut impl FnMut(L) -> M) -> Decision<M> {
        match self {
            Decision::Leaf(leaf) => Decision::Leaf(change(leaf)),
            Decision::If { test, retry, then, otherwise } => Decision::If {
                test,
                retry,
                then: Box::new(then.map(change)),
                otherwise: Box::new(otherwise.map(change)),
            },
            Decision::Match { arms, otherwise } => Decision::Match {
                arms: arms.into_iter().map(|(set, arm)| (set, arm.map(change))).collect(),
                otherwise: Box::new(otherwise.map(change)),
            },
            Decision::Select { region, arms } => {
                Decision::Select { region, arms: arms.into_iter().map(|arm| arm.map(change)).collect() }
            }
        }
    }

    /// Every test of the tree.
    pub(super) fn tests(&self) -> Vec<&Test> {
        match self {
            Decision::Leaf(_) => Vec::new(),
            Decision::If { test, then, otherwise, .. } => {
                let mut tests = vec![test];
                tests.extend(then.tests());
                tests.extend(otherwise.tests());
                tests
            }
            Decision::Match { arms, otherwise } => {
                arms.iter().flat_map(|(_, arm)| arm.tests()).chain(otherwise.tests()).collect()
            }
            Decision::Select { arms, .. } => arms.iter().flat_map(Decision::tests).collect(),
        }
    }

    /// The retries of the tree.
    pub(super) fn retries(&self) -> Vec<Retry> {
        match self {
            Decision::Leaf(_) => Vec::new(),
            Decision::If { retry, then, otherwise, .. } => {
                retry.iter().copied().chain(then.retries()).chain(otherwise.retries()).collect()
            }
            Decision::Match { arms, otherwise } => {
                arms.iter().flat_map(|(_, arm)| arm.retries()).chain(otherwise.retries()).collect()
            }
            Decision::Select { arms, .. } => arms.iter().flat_map(Decision::retries).collect(),
        }
    }

    /// Whether the tree looks at anything, be it only the status.
    pub(super) fn asks(&self) -> bool {
        !matches!(self, Decision::Leaf(_))
    }
}
