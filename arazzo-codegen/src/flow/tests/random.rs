//! Workflows for the tests: random ones, and what they are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use proptest::prelude::*;

use crate::model::{
    Action, Argument as Parameter, Call, Exchange, Expr, Id, Ids, InputTypes, OutputRef, Presence, PresenceByStatus,
    Request, Serialisation, SourceId, Step, StepId, StepOutput, StructType, Test, Then, Ty, TypeDef, Workflow,
    WorkflowOutput,
};
use crate::openapi::Location;
use crate::openapi::{Scalar, Shape};
use crate::place::{FileId, Path, Place};
use crate::status::StatusSet;
use crate::syntax::condition::{Dialect, Operator};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

use super::STATUSES;

fn place() -> Place {
    let mut files = crate::files::Files::new(std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = files.read(&folder.join("../workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml"));
    Place { file: file.expect("a workflow of this repository"), path: Path::default() }
}

fn any_status() -> impl Strategy<Value = Test> {
    prop::sample::subsequence(STATUSES.to_vec(), 1..=3).prop_map(|statuses| {
        let sets = statuses.into_iter().map(StatusSet::single);
        Test::Status(sets.fold(StatusSet::empty(), |all, set| all.union(&set)))
    })
}

pub(super) fn flag() -> Test {
    let left = Expr::Exchange(Exchange::Body(Pointer::default()));
    Test::Compare { dialect: Dialect::Simple, operator: Operator::Equal, left, right: Expr::Literal(Value::Bool(true)) }
}

fn any_test() -> impl Strategy<Value = Test> {
    prop_oneof![
        2 => Just(Test::Always(true)),
        4 => any_status(),
        2 => Just(flag()),
        1 => Just(flag().negated()),
        1 => any_status().prop_map(|status| Test::all([status, flag()])),
        1 => any_status().prop_map(|status| Test::any([status, flag()])),
    ]
}

fn any_action(steps: usize) -> impl Strategy<Value = Action> {
    let then = prop_oneof![
        4 => (0..steps).prop_map(|step| Then::Goto(Id::new(step))),
        1 => Just(Then::End),
        2 => (0..3_u32, prop::option::of(0..steps))
            .prop_map(|(limit, detour)| Then::Retry { after: Duration::ZERO, limit, detour: detour.map(Id::new) }),
    ];
    (any_test(), then).prop_map(|(test, then)| action(test, then))
}

fn any_output() -> impl Strategy<Value = StepOutput> {
    let presence = prop::sample::select(vec![Presence::Never, Presence::Maybe, Presence::Certain]);
    prop::collection::vec(presence, STATUSES.len()).prop_map(|presence| {
        let documented = STATUSES.iter().map(|status| StatusSet::single(*status)).zip(presence).collect();
        StepOutput {
            name: String::new(),
            ident: String::new(),
            value: Expr::Exchange(Exchange::Body(Pointer::default())),
            shape: Shape::Scalar(Scalar::Integer),
            presence: PresenceByStatus { documented, otherwise: Some(Presence::Never) },
            secret: false,
            hides: None,
            digits: true,
        }
    })
}

/// An output that no response has.
pub(super) fn never_there() -> StepOutput {
    StepOutput {
        name: String::new(),
        ident: String::new(),
        value: Expr::Exchange(Exchange::Body(Pointer::default())),
        shape: Shape::Scalar(Scalar::Integer),
        presence: PresenceByStatus { documented: Vec::new(), otherwise: Some(Presence::Never) },
        secret: false,
        hides: None,
        digits: true,
    }
}

/// A part of the path, from the first output of a step.
pub(super) fn reading(step: StepId) -> Parameter {
    argument(Location::Path, OutputRef { step, output: Id::new(0) })
}

fn argument(location: Location, output: OutputRef) -> Parameter {
    Parameter {
        name: String::new(),
        location,
        style: Serialisation::default_for(Location::Query),
        value: Expr::Output { output, pointer: Pointer::default() },
        place: place(),
    }
}

fn any_step(steps: usize) -> impl Strategy<Value = Step> {
    let reads = prop::collection::vec((any::<bool>(), 0..steps, 0..2_usize), 0..3);
    (
        any_test(),
        prop::collection::vec(any_action(steps), 0..3),
        prop::collection::vec(any_action(steps), 0..3),
        prop::collection::vec(any_output(), 2),
        reads,
    )
        .prop_map(|(success, on_success, on_failure, outputs, reads)| {
            let argument = |(in_path, step, output): (bool, usize, usize)| {
                let location = if in_path { Location::Path } else { Location::Query };
                argument(location, OutputRef { step: Id::new(step), output: Id::new(output) })
            };
            let arguments = reads.into_iter().map(argument).collect();
            Step { outputs: outputs.into_iter().collect(), ..step(arguments, success, on_success, on_failure) }
        })
}

prop_compose! {
    pub(super) fn any_workflow()(count in 1..7_usize)(
        steps in prop::collection::vec(any_step(count), count),
        outputs in prop::collection::vec((0..count, 0..2_usize), 0..4),
    ) -> Workflow {
        let outputs = outputs.into_iter().map(|(step, output)| WorkflowOutput {
            name: String::new(),
            ident: String::new(),
            value: Expr::Output { output: OutputRef { step: Id::new(step), output: Id::new(output) }, pointer: Pointer::default() },
            ty: Ty::Integer,
            given: None,
            secret: false,
            hides: BTreeSet::new(),
            place: place(),
        });
        workflow_of(steps, outputs.collect())
    }
}

pub(super) fn action(test: Test, then: Then) -> Action {
    Action { name: String::new(), ident: String::new(), test, then, place: place() }
}

/// A step without a name, and without outputs.
pub(super) fn step(arguments: Vec<Parameter>, success: Test, on_success: Vec<Action>, on_failure: Vec<Action>) -> Step {
    let request = Request {
        source: SourceId::new(0),
        method: String::new(),
        path: String::new(),
        server: None,
        accept: None,
        security: Vec::new(),
        arguments,
        body: None,
        xml: Vec::new(),
        idempotency: None,
        timeout: None,
    };
    Step {
        name: String::new(),
        ident: String::new(),
        description: None,
        call: Call::Operation { request: Box::new(request), constant: String::new() },
        success: Test::all([Test::Status(StatusSet::any_response()), success]),
        on_success,
        on_failure,
        outputs: Ids::default(),
        next: None,
        after: Vec::new(),
        place: place(),
    }
}

/// A workflow of some steps, one behind the other, which get their names here.
pub(crate) fn workflow_of(mut steps: Vec<Step>, outputs: Vec<WorkflowOutput>) -> Workflow {
    let count = steps.len();
    for (index, step) in steps.iter_mut().enumerate() {
        step.ident = format!("step_{index}");
        step.next = Some(index + 1).filter(|next| *next < count).map(Id::new);
        for (number, output) in step.outputs.iter_mut().enumerate() {
            output.ident = format!("output_{index}_{number}");
        }
    }
    Workflow {
        id: String::new(),
        place: Place::root(FileId::default()),
        ident: String::new(),
        document: 0,
        summary: None,
        description: None,
        inputs: InputTypes { types: vec![TypeDef::Struct(StructType::default())], ..InputTypes::default() },
        checked: BTreeMap::new(),
        sources: Ids::default(),
        schemes: Ids::default(),
        outputs,
        steps: steps.into_iter().collect(),
        listed: count,
        first: Id::new(0),
        inner: Vec::new(),
        statics: Ids::default(),
        xml: Ids::default(),
        needs: Vec::new(),
        confided: Vec::new(),
    }
}
