//! The Success Action Object and the Failure Action Object.

use super::fields::{check_unique, wrong_type};
use super::{Action, ActionKind, Fields, OrReference, common, criterion, fields};
use crate::diagnostic::{Kind, Report};
use crate::place::Place;
use crate::value::Value;

/// Which list an action stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Success,
    Failure,
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
            common::or_reference(value, place, report, |value, place, report| self::read(value, place, phase, report))
        })
        .collect();
    let names = actions.iter().filter_map(|action| match action {
        OrReference::Inline(action) => Some((action.name.text.as_str(), &action.name.place)),
        OrReference::Reference(_) => None,
    });
    check_unique("action", names, report);
    actions
}

pub(super) fn read(value: &Value, place: &Place, phase: Phase, report: &mut Report) -> Option<Action> {
    let known = ["name", "type", "workflowId", "stepId", "retryAfter", "retryLimit", "criteria", "parameters"];
    let object = fields(value, place, phase_name(phase), &known, report)?;
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
    let criteria = object.list("criteria", report);
    let criteria: Vec<_> = criteria.iter().map(|(value, place)| criterion::read(value, place, report)).collect();
    let criteria: Option<Vec<_>> = criteria.into_iter().collect();
    if object.has("parameters") {
        report.add(place.key("parameters").name(), Kind::Unsupported { what: "`parameters` of an action".into() });
    }
    Some(Action { name: name?, kind: kind?, criteria: criteria?, place: place.clone() })
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Success => "a success action",
        Phase::Failure => "a failure action",
    }
}

fn read_kind(kind: Type, object: &Fields<'_>, report: &mut Report) -> Option<ActionKind> {
    let step = object.word("stepId", report);
    if let (Some((_, place)), Type::Goto | Type::Retry) = (object.get("workflowId"), kind) {
        report.add(place.name(), Kind::Unsupported { what: "`workflowId` of an action".into() });
        return None;
    }
    match (kind, step) {
        (Type::End, _) => Some(ActionKind::End),
        (Type::Goto, Some(step)) => Some(ActionKind::Goto(step)),
        (Type::Goto, None) => {
            if !object.has("stepId") && !object.is_misspelled("stepId") {
                report.add(
                    object.place().value(),
                    Kind::MissingField { object: "an action of type `goto`", field: "stepId" },
                );
            }
            None
        }
        (Type::Retry, Some(step)) => {
            report.add(step.place.name(), Kind::Unsupported { what: "a retry with a detour (`stepId`)".into() });
            None
        }
        (Type::Retry, None) => {
            let after = read_after(object, report);
            let limit = read_limit(object, report);
            Some(ActionKind::Retry { after: after?, limit: limit? })
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "no delay is that long")]
fn read_after(object: &Fields<'_>, report: &mut Report) -> Option<f64> {
    let Some((value, place)) = object.get("retryAfter") else { return Some(0.0) };
    let seconds = match value {
        Value::Integer(seconds) => *seconds as f64,
        Value::Float(seconds) => *seconds,
        _ => {
            wrong_type(value, &place, "`retryAfter` of an action", "a number", report);
            return None;
        }
    };
    if std::time::Duration::try_from_secs_f64(seconds).is_err() {
        report.add(place.value(), Kind::OutOfRange { what: "`retryAfter`", expected: "seconds, zero or more" });
        return None;
    }
    Some(seconds)
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
    Some(limit)
}
