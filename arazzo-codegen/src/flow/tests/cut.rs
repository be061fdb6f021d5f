//! Long workflows as several functions.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::*;
use crate::flow::block::Leaving;
use crate::flow::cut::SIZES;
use crate::model::{Id as _, StepId};

/// Steps that follow each other, each with a value for the next one and the first one's for all.
fn straight(count: usize) -> Workflow {
    let number = |number: usize| {
        let arguments =
            if number == 0 { Vec::new() } else { vec![reading(StepId::new(number - 1)), reading(StepId::new(0))] };
        let output = StepOutput { presence: PresenceByStatus::always(Presence::Certain), ..never_there() };
        Step { outputs: [output].into_iter().collect(), ..step(arguments, Test::Always(true), Vec::new(), Vec::new()) }
    };
    workflow_of((0..count).map(number).collect(), Vec::new())
}

fn function(workflow: &Workflow, sizes: Sizes) -> Function {
    cut(workflow, structure(workflow, MAX_DEPTH, &mut Report::default()), sizes)
}

/// How many steps and parts a function calls.
fn calls(stmts: &[Stmt]) -> usize {
    stmts.iter().filter(|stmt| matches!(stmt, Stmt::Call { .. } | Stmt::Part { .. })).count()
}

#[test]
fn no_function_of_a_long_workflow_is_long() {
    for count in [SIZES.whole + 1, 100, 300, 1000] {
        let function = function(&straight(count), SIZES);
        let longest = function.parts.iter().map(|part| calls(&part.stmts)).max();
        assert!(longest.is_some_and(|longest| longest <= SIZES.part * 5 / 4), "{count} steps: {longest:?}");
        assert!(calls(&function.body.stmts) <= SIZES.part, "{count} steps: {:#?}", function.body);
        let steps: usize =
            function.parts.iter().map(|part| part.stmts.iter().filter(|stmt| is_step(stmt)).count()).sum();
        assert_eq!(steps + function.body.stmts.iter().filter(|stmt| is_step(stmt)).count(), count);
    }
}

fn is_step(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Call { .. })
}

#[test]
fn a_workflow_of_usual_length_is_one_function() {
    let workflow = straight(SIZES.whole);
    let whole = structure(&workflow, MAX_DEPTH, &mut Report::default());
    let function = function(&workflow, SIZES);
    assert!(function.parts.is_empty());
    assert_eq!(function.body, whole.body);
}

#[test]
fn a_part_takes_and_gives_what_is_needed_and_no_more() {
    let function = function(&straight(7), Sizes { whole: 6, part: 3 });
    let names = |variables: &[Variable]| variables.iter().map(|variable| variable.ident.clone()).collect::<Vec<_>>();
    let parts = function.parts.iter().map(|part| &part.signature);
    let parts: Vec<_> =
        parts.map(|part| (part.ident.as_str(), names(&part.parameters), names(&part.results))).collect();
    let name = |step: usize| format!("output_{step}_0");
    let expected = [
        ("steps_1_to_2", vec![], vec![name(0), name(1)]),
        ("steps_3_to_4", vec![name(0), name(1)], vec![name(3)]),
        ("steps_5_to_7", vec![name(0), name(3)], vec![]),
    ];
    assert_eq!(parts, expected);
}

/// Sixty steps that all lead to the last one where they fail.
#[test]
fn a_part_may_lead_to_a_construct_around_its_call() {
    let mut workflow = straight(60);
    for step in workflow.steps.iter_mut().take(58) {
        step.on_failure = vec![action(Test::Always(true), Then::Goto(StepId::new(59)))];
    }
    let function = function(&workflow, SIZES);
    let leaving = function.parts.iter().filter(|part| matches!(part.signature.leaves_with, Some(Leaving::Values(_))));
    assert_eq!(leaving.count(), 3, "{:#?}", function.body);
    for seed in 0..1000 {
        assert_eq!(run_blocks(&workflow, &function, seed), run_steps(&workflow, &[], seed), "{seed}");
    }
}

/// That the test of random workflows is one of parts, too.
#[test]
fn random_workflows_are_cut() {
    let mut runner = TestRunner::deterministic();
    let mut count = 0;
    for _ in 0..200 {
        let workflow = any_workflow().new_tree(&mut runner).expect("nothing is refused").current();
        count += usize::from(!function(&workflow, Sizes { whole: 2, part: 2 }).parts.is_empty());
    }
    assert!(count > 20, "{count} of 200");
}
