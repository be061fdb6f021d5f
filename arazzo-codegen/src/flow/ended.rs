//! Failure actions that end the workflow, with the outputs that they leave behind in the error (SPEC A-13).
//!
//! Several that leave the same outputs behind are one way out of the step, which takes them once and then says which action it was:
//!
//! ```text
//! before:  401 → take a, end        after:  401, 403 → take a → 401 → end
//!          403 → take a, end                                    403 → end
//!          503 → fail                       503 → fail
//! ```

use super::decision::{Choice, Decision, Outcome, OutcomeKind, matching};
use super::terms::How;
use crate::model::{OutputId, Test};
use crate::status::StatusSet;

/// The outputs that a way takes from a response.
pub(super) type Taken = Vec<(OutputId, How)>;

/// A way out of a step.
#[derive(Clone, Debug)]
pub(super) enum Exit {
    One(Outcome),
    /// Ends that take the same outputs, and which of them it is.
    Several(Taken, Decision<Outcome>),
}

/// A decision in which the ends that take the same are together. `taken`: what a way takes.
pub(super) fn shared(decision: Decision<Outcome>, taken: &impl Fn(&Outcome) -> Taken) -> Decision<Exit> {
    match decision {
        Decision::If { choices, otherwise } => chain(choices, *otherwise, taken),
        Decision::Match { arms, otherwise } => {
            let leaves = arms.iter().map(|(_, arm)| arm).chain([&*otherwise]);
            let leaves: Option<Vec<Outcome>> = leaves.map(|arm| leaf(arm).cloned()).collect();
            match leaves {
                Some(leaves) => by_status(leaves, taken),
                None => Decision::Match { arms, otherwise }.map(&mut Exit::One),
            }
        }
        other => other.map(&mut Exit::One),
    }
}

fn leaf(decision: &Decision<Outcome>) -> Option<&Outcome> {
    match decision {
        Decision::Leaf(outcome) => Some(outcome),
        _ => None,
    }
}

/// What an end takes; `None` for other ways, and where it takes nothing.
fn left_behind(outcome: &Outcome, taken: &impl Fn(&Outcome) -> Taken) -> Option<Taken> {
    let is_end = matches!(outcome.kind, OutcomeKind::Ended(_));
    is_end.then(|| taken(outcome)).filter(|taken| !taken.is_empty())
}

/// Ways that differ by the status alone: their order means nothing, but the last one is for all that is left.
fn by_status(leaves: Vec<Outcome>, taken: &impl Fn(&Outcome) -> Taken) -> Decision<Exit> {
    let mut groups: Vec<(Option<Taken>, Vec<Outcome>)> = Vec::new();
    // From the last to the first: what is together with the last one is for all that is left.
    for outcome in leaves.into_iter().rev() {
        let left = left_behind(&outcome, taken);
        match groups.iter_mut().find(|(known, _)| left.is_some() && *known == left) {
            Some((_, group)) => group.insert(0, outcome),
            None => groups.push((left, vec![outcome])),
        }
    }
    let mut exits = groups.into_iter().map(|(left, group)| (statuses(&group), exit(left, group)));
    let otherwise = exits.next().map(|(_, exit)| exit);
    let mut arms: Vec<(StatusSet, Decision<Exit>)> = exits.collect();
    arms.reverse();
    let otherwise = otherwise.unwrap_or_else(|| Decision::Leaf(Exit::One(Outcome::never())));
    match arms.len() {
        0 => otherwise,
        1 => {
            let choices = arms.into_iter().map(|(set, then)| Choice { test: Test::Status(set), retry: None, then });
            Decision::If { choices: choices.collect(), otherwise: Box::new(otherwise) }
        }
        _ => Decision::Match { arms, otherwise: Box::new(otherwise) },
    }
}

/// Ways in the order of the document. Those that follow each other are together where the status alone tells them apart from the
/// others, or where no others are left.
fn chain(
    choices: Vec<Choice<Outcome>>,
    otherwise: Decision<Outcome>,
    taken: &impl Fn(&Outcome) -> Taken,
) -> Decision<Exit> {
    let own = |choice: &Choice<Outcome>| {
        let outcome = leaf(&choice.then).filter(|_| choice.retry.is_none())?;
        left_behind(outcome, taken)
    };
    let last = leaf(&otherwise).and_then(|outcome| left_behind(outcome, taken));
    let is_like_last =
        |choice: &&Choice<Outcome>| last.is_some() && own(choice) == last && !reads_outputs(&choice.test);
    let with_last = choices.iter().rev().take_while(is_like_last).count();
    let mut choices = choices;
    let rest = choices.split_off(choices.len() - with_last);
    let otherwise = match last.filter(|_| !rest.is_empty()) {
        Some(last) => {
            Decision::Leaf(Exit::Several(last, Decision::If { choices: rest, otherwise: Box::new(otherwise) }))
        }
        None => shared(otherwise, taken),
    };
    let mut groups: Vec<(Option<Taken>, Vec<Choice<Outcome>>)> = Vec::new();
    for choice in choices {
        let left = own(&choice).filter(|_| choice.test.as_status().is_some());
        match groups.last_mut().filter(|(known, _)| left.is_some() && *known == left) {
            Some((_, group)) => group.push(choice),
            None => groups.push((left, vec![choice])),
        }
    }
    let choices: Vec<Choice<Exit>> = groups.into_iter().flat_map(|(left, group)| together(left, group)).collect();
    if choices.is_empty() {
        return otherwise;
    }
    Decision::If { choices, otherwise: Box::new(otherwise) }
}

/// Whether a test reads outputs of steps: it must see those of before, and not what was taken already.
fn reads_outputs(test: &Test) -> bool {
    let mut reads = false;
    test.each_value(&mut |value| reads |= !value.outputs().is_empty());
    reads
}

/// One choice for those that leave the same behind.
fn together(left: Option<Taken>, group: Vec<Choice<Outcome>>) -> Vec<Choice<Exit>> {
    let outcomes: Vec<Outcome> = group.iter().filter_map(|choice| leaf(&choice.then).cloned()).collect();
    if group.len() < 2 || outcomes.len() < group.len() {
        let one = |Choice { test, retry, then }| Choice { test, retry, then: Decision::map(then, &mut Exit::One) };
        return group.into_iter().map(one).collect();
    }
    let test = Test::Status(statuses(&outcomes));
    vec![Choice { test, retry: None, then: exit(left, outcomes) }]
}

fn exit(left: Option<Taken>, mut group: Vec<Outcome>) -> Decision<Exit> {
    match (left, group.len()) {
        (Some(left), 2..) => match matching(group) {
            Some(which) => Decision::Leaf(Exit::Several(left, which)),
            None => Decision::Leaf(Exit::One(Outcome::never())),
        },
        _ => Decision::Leaf(Exit::One(group.pop().unwrap_or_else(Outcome::never))),
    }
}

fn statuses(outcomes: &[Outcome]) -> StatusSet {
    outcomes.iter().fold(StatusSet::empty(), |set, outcome| set.union(&outcome.statuses))
}
