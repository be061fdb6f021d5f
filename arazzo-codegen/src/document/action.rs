//! The Success Action Object and the Failure Action Object.

use std::time::Duration;

use super::fields::{check_unique, wrong_type};
use super::{
    Action, ActionKind, Criterion, Destination, Fields, OrReference, Parameter, Word, common, criterion, fields, known,
    parameter,
};
use crate::diagnostic::{Kind, Report, Stop};
use crate::place::Place;
use crate::syntax::expression::ComponentKind;
use crate::value::Value;

/// Which list an action stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Success,
    Failure,
}

impl Phase {
    fn components(self) -> ComponentKind {
        match self {
            Phase::Success => ComponentKind::SuccessActions,
            Phase::Failure => ComponentKind::FailureActions,
        }
    }
}

/// A limit is small in every real document; a larger one would be a loop without an end.
const DEFAULT_LIMIT: u32 = 1;

#[derive(Clone, Copy)]
enum Type {
    End,
    Goto,
    Retry,
}

pub(super) fn read_list(
    object: &Fields<'_>,
    key: &'static str,
    phase: Phase,
    report: &mut Report,
) -> Vec<OrReference<Action>> {
    let items = object.list(key, report);
    let actions: Vec<_> = items
        .iter()
        .filter_map(|(value, place)| {
            check_reference(value, place, report);
            let read = |value: &Value, place: &Place, report: &mut Report| self::read(value, place, phase, report);
            common::or_reference(value, place, phase.components(), report, read)
        })
        .collect();
    let names = actions.iter().filter_map(|action| match action {
        OrReference::Inline(action) => Some((action.name.text.as_str(), &action.name.place)),
        OrReference::Reference(_) => None,
    });
    check_unique("action", names, report);
    actions
}

/// A Reusable Object replaces the value of a parameter, and actions have none.
fn check_reference(value: &Value, place: &Place, report: &mut Report) {
    if value.get("reference").is_some() && value.get("value").is_some() {
        let (field, object) = ("value".to_owned(), "a reference to an action".to_owned());
        let kind = Kind::IneffectiveField { field, object, reason: "it replaces the value of a parameter" };
        report.add(place.key("value").name(), kind);
    }
}

pub(super) fn read(value: &Value, place: &Place, phase: Phase, report: &mut Report) -> Option<Action> {
    // Success actions have the fields of a retry only where they are one, which the specification does not know.
    let retries = phase == Phase::Failure || value.text("type") == Some("retry");
    let known = if retries { known::FAILURE_ACTION.as_slice() } else { &known::SUCCESS_ACTION };
    let object = fields(value, place, phase_name(phase), known, report)?;
    let name = object.required_word("name", report);
    let kind = object
        .required_word("type", report)
        .and_then(|word| {
            let types = [("end", Type::End), ("goto", Type::Goto), ("retry", Type::Retry)];
            if word.text == "retry" && phase == Phase::Success {
                report.add(word.place.value(), Kind::RetryOnSuccess);
            }
            common::one_of("the type of an action", &word, &types, report)
        })
        .and_then(|kind| read_kind(kind, &object, report));
    // In a success action they are unknown.
    if let (Phase::Failure, Some(kind @ ("end" | "goto"))) = (phase, value.text("type")) {
        ineffective(&object, ["retryAfter", "retryLimit"], kind, "only `retry` waits and counts", report);
    }
    let criteria = read_criteria(&object, phase, report);
    let parameters = read_parameters(&object, report);
    Some(Action { name: name?, kind: kind?, criteria: criteria?, parameters, place: place.clone() })
}

/// An empty list is wrong for success actions; of failure actions the specification says nothing, and it always matches.
fn read_criteria(object: &Fields<'_>, phase: Phase, report: &mut Report) -> Option<Vec<Criterion>> {
    let items = if phase == Phase::Success && object.has("criteria") {
        object.required_list("criteria", report)
    } else {
        object.list("criteria", report)
    };
    criterion::read_list(&items, report).into_iter().collect()
}

/// A retry whose fields stand in the step itself.
pub(super) fn read_misplaced_retry(step: &Fields<'_>, report: &mut Report) -> Option<Action> {
    let (_, place) = step.get("retryLimit").or_else(|| step.get("retryAfter"))?;
    report.add(place.name(), Kind::MisplacedRetry);
    let kind = ActionKind::Retry { after: read_after(step, report)?, limit: read_limit(step, report)?, detour: None };
    let name = Word { text: "retry".to_owned(), place: place.clone() };
    Some(Action { name, kind, criteria: Vec::new(), parameters: Vec::new(), place })
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Success => "a success action",
        Phase::Failure => "a failure action",
    }
}

fn read_kind(kind: Type, object: &Fields<'_>, report: &mut Report) -> Option<ActionKind> {
    let destination = read_destination(object, report).ok()?;
    match kind {
        Type::End => {
            let reason = "only `goto` and `retry` lead somewhere";
            ineffective(object, ["stepId", "workflowId"], "end", reason, report);
            Some(ActionKind::End)
        }
        Type::Goto => {
            let written =
                ["stepId", "workflowId"].into_iter().any(|field| object.has(field) || object.is_misspelled(field));
            if !written {
                let kind = Kind::MissingField { object: "an action of type `goto`", field: "stepId" };
                report.add(object.place().value(), kind);
            }
            destination.map(ActionKind::Goto)
        }
        Type::Retry => {
            let after = read_after(object, report);
            let limit = read_limit(object, report);
            Some(ActionKind::Retry { after: after?, limit: limit?, detour: destination })
        }
    }
}

fn ineffective(object: &Fields<'_>, fields: [&str; 2], kind: &str, reason: &'static str, report: &mut Report) {
    let of = format!("an action of type `{kind}`");
    for (field, place) in fields.into_iter().filter_map(|field| Some((field, object.get(field)?.1))) {
        let kind = Kind::IneffectiveField { field: field.to_owned(), object: of.clone(), reason };
        report.add(place.name(), kind);
    }
}

/// Where the action leads, if it says so.
fn read_destination(object: &Fields<'_>, report: &mut Report) -> Result<Option<Destination>, Stop> {
    let (step, workflow) = (object.word("stepId", report), object.word("workflowId", report));
    match (step, workflow) {
        (Some(_), Some(workflow)) => {
            let fields = "`stepId` and `workflowId`";
            report.add(workflow.place.name(), Kind::Exclusive { object: "an action", fields, found: 2 });
            Err(Stop)
        }
        (Some(step), None) => Ok(Some(Destination::Step(step))),
        (None, Some(workflow)) => Ok(Some(Destination::Workflow(workflow))),
        (None, None) => Ok(None),
    }
}

/// The inputs for the workflow of an action (Arazzo 1.1).
fn read_parameters(object: &Fields<'_>, report: &mut Report) -> Vec<OrReference<Parameter>> {
    if let (Some((_, place)), false) = (object.get("parameters"), object.has("workflowId")) {
        let reason = "only a workflow takes parameters from an action";
        report.add(place.name(), Kind::Misplaced { field: "parameters", reason });
    }
    parameter::read_list(object, report)
}

#[expect(clippy::cast_precision_loss, reason = "no delay is that long")]
fn read_after(object: &Fields<'_>, report: &mut Report) -> Option<Duration> {
    let Some((value, place)) = object.get("retryAfter") else { return Some(Duration::ZERO) };
    let seconds = match value {
        Value::Integer(seconds) => *seconds as f64,
        Value::Float(seconds) => *seconds,
        _ => {
            wrong_type(value, &place, "`retryAfter` of an action", "a number", report);
            return None;
        }
    };
    let after = Duration::try_from_secs_f64(seconds);
    if after.is_err() {
        report.add(place.value(), Kind::OutOfRange { what: "`retryAfter`", expected: "seconds, zero or more" });
    }
    after.ok()
}

fn read_limit(object: &Fields<'_>, report: &mut Report) -> Option<u32> {
    let Some((value, place)) = object.get("retryLimit") else { return Some(DEFAULT_LIMIT) };
    let Value::Integer(limit) = value else {
        wrong_type(value, &place, "`retryLimit` of an action", "a whole number", report);
        return None;
    };
    let Ok(limit) = u32::try_from(*limit) else {
        report.add(place.value(), Kind::OutOfRange { what: "`retryLimit`", expected: "a whole number, zero or more" });
        return None;
    };
    if limit == 0 {
        report.add(place.value(), Kind::NeverRetried);
    }
    Some(limit)
}
