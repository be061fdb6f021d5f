//! What a step does with its response asks nothing that is known by then.

use std::time::Duration;

use super::random::{action, flag, step};
use crate::flow::decision::{Choice, Decision, Outcome, OutcomeKind, decide};
use crate::model::{Action, Expr, Id, Test, Then};
use crate::status::StatusSet;
use crate::syntax::condition::Dialect;
use crate::value::Value;

fn status(status: u16) -> Test {
    Test::Status(StatusSet::single(status))
}

fn fine() -> Test {
    Test::Status(StatusSet::of(200..=201))
}

/// Something else than the flag of a response.
fn other() -> Test {
    Test::Truthy { dialect: Dialect::Simple, value: Expr::Literal(Value::String("a".into())) }
}

/// What is asked where a step succeeds, and where that leads; the last is what is left.
fn on_success(success: Test, actions: Vec<Action>) -> Vec<(Option<Test>, OutcomeKind)> {
    let Decision::If { choices, .. } = decide(Id::new(0), &step(Vec::new(), success, actions, Vec::new()), false)
    else {
        panic!("success is no branch")
    };
    let [Choice { then, .. }] = choices.as_slice() else { panic!("success is one of several branches") };
    asked(then)
}

fn asked(decision: &Decision<Outcome>) -> Vec<(Option<Test>, OutcomeKind)> {
    match decision {
        Decision::Leaf(outcome) => vec![(None, outcome.kind)],
        Decision::If { choices, otherwise } => {
            let first = choices.iter().flat_map(|choice| match &choice.then {
                Decision::Leaf(outcome) => vec![(Some(choice.test.clone()), outcome.kind)],
                inner => asked(inner),
            });
            first.chain(asked(otherwise)).collect()
        }
        other => panic!("{other:?} is no chain"),
    }
}

#[test]
fn an_action_is_not_asked_for_a_status_that_an_action_before_it_takes() {
    let actions = vec![
        action(status(200), Then::Goto(Id::new(2))),
        action(other(), Then::Goto(Id::new(3))),
        action(status(201), Then::Goto(Id::new(4))),
    ];
    let found = on_success(Test::all([fine(), flag()]), actions);
    // What is left behind the first is 201.
    let expected = [
        (Some(status(200)), OutcomeKind::Goto(Id::new(2))),
        (Some(other()), OutcomeKind::Goto(Id::new(3))),
        (None, OutcomeKind::Goto(Id::new(4))),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_retry_leaves_its_statuses_to_the_actions_behind_it() {
    let again = Then::Retry { after: Duration::ZERO, limit: 1, detour: None };
    let actions = vec![action(status(200), again), action(status(200), Then::Goto(Id::new(2)))];
    let found = on_success(Test::all([fine(), flag()]), actions);
    let expected = [
        (Some(status(200)), OutcomeKind::Again { detour: None }),
        (Some(status(200)), OutcomeKind::Goto(Id::new(2))),
        (None, OutcomeKind::Next),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_success_demands_is_not_asked_again_in_its_actions() {
    let found = on_success(Test::all([fine(), flag()]), vec![action(flag(), Then::Goto(Id::new(2)))]);
    assert_eq!(found, [(None, OutcomeKind::Goto(Id::new(2)))]);
}
