//! The Step Object.

use std::time::Duration;

use indexmap::IndexMap;

use super::fields::{check_name, wrong_type};
use super::{OrReference, Step, Target, action, common, criterion, fields, known, parameter, request_body};
use crate::diagnostic::{Kind, Relation, Report};
use crate::place::Place;
use crate::value::Value;

/// Fields of steps that AsyncAPI runs.
const ASYNC: [&str; 2] = ["action", "correlationId"];

/// Gives steps of one name names of their own: `pay (1 of 2)`. The last one keeps it, because what a step gives replaces what one
/// of its name has given before it.
pub(super) fn number_repeated(steps: &mut [Step], report: &mut Report) {
    let mut of_name: IndexMap<String, Vec<usize>> = IndexMap::new();
    for (index, step) in steps.iter().enumerate() {
        of_name.entry(step.id.text.clone()).or_default().push(index);
    }
    for (name, indices) in of_name {
        let [first, .., last] = *indices.as_slice() else { continue };
        for (number, index) in indices.iter().enumerate() {
            let Some(place) = steps.get(*index).map(|step| step.id.place.clone()) else { continue };
            if *index != first {
                let first = steps.get(first).map(|step| step.id.place.value());
                let kind = Kind::RepeatedStep { step: name.clone() };
                report.add(place.value(), kind).also_if(first, Relation::First);
            }
            if let Some(step) = steps.get_mut(*index) {
                step.repeats = *index == last;
                if *index != last {
                    step.id.text = format!("{name} ({} of {})", number + 1, indices.len());
                }
            }
        }
    }
}

pub(super) fn read(value: &Value, place: &Place, report: &mut Report) -> Option<Step> {
    // The fields of a retry can only be meant as one where the step says nothing else about its failure.
    let retry = ["retryAfter", "retryLimit"].into_iter().filter(|_| value.get("onFailure").is_none());
    let known: Vec<&'static str> = known::STEP.into_iter().chain(retry).collect();
    let step = fields(value, place, "a step", &known, report)?;
    let id = step.required_word("stepId", report);
    if let Some(id) = &id {
        check_name("step", id, report);
    }
    let target = read_target(&step, report);
    let success_criteria = step.has("successCriteria").then(|| {
        let criteria = step.required_list("successCriteria", report);
        criterion::read_list(&criteria, report).into_iter().flatten().collect()
    });
    let request_body = step.get("requestBody").and_then(|(value, place)| request_body::read(value, &place, report));
    let parameters = parameter::read_list(&step, report);
    let depends_on = common::read_dependencies(&step, report);
    let on_success = action::read_list(&step, "onSuccess", action::Phase::Success, report);
    let mut on_failure = action::read_list(&step, "onFailure", action::Phase::Failure, report);
    if !step.has("onFailure") {
        on_failure.extend(action::read_misplaced_retry(&step, report).map(OrReference::Inline));
    }
    let outputs = common::read_outputs(&step, report);
    let timeout = read_timeout(&step, report);
    Some(Step {
        id: id?,
        repeats: false,
        description: step.prose("description", report),
        target: target?,
        depends_on,
        parameters,
        request_body,
        success_criteria,
        on_success,
        on_failure,
        outputs,
        timeout,
        of_asyncapi: ASYNC.into_iter().filter(|field| step.has(field)).collect(),
        place: place.clone(),
    })
}

fn read_timeout(step: &super::Fields<'_>, report: &mut Report) -> Option<Duration> {
    let (value, place) = step.get("timeout")?;
    let milliseconds = match value {
        Value::Integer(number) => u64::try_from(*number).ok().filter(|number| *number > 0),
        _ => {
            wrong_type(value, &place, "`timeout` of a step", "a whole number of milliseconds", report);
            return None;
        }
    };
    if milliseconds.is_none() {
        let kind = Kind::OutOfRange { what: "`timeout` of a step", expected: "more than 0 milliseconds" };
        report.add(place.value(), kind);
    }
    milliseconds.map(Duration::from_millis)
}

fn read_target(step: &super::Fields<'_>, report: &mut Report) -> Option<Target> {
    let mut targets = Vec::new();
    targets.extend(step.word("operationId", report).map(Target::OperationId));
    targets.extend(step.word("operationPath", report).map(Target::OperationPath));
    targets.extend(step.word("workflowId", report).map(Target::WorkflowId));
    targets.extend(step.word("channelPath", report).map(Target::ChannelPath));
    let found = targets.len();
    let written = |field| step.has(field) || step.is_misspelled(field);
    let written = ["operationId", "operationPath", "workflowId", "channelPath"].into_iter().any(written);
    if found > 1 || (found == 0 && !written) {
        let fields = "`operationId`, `operationPath` and `workflowId`";
        let mark = targets.last().map_or_else(|| step.place().value(), |target| target.word().place.name());
        report.add(mark, Kind::Exclusive { object: "a step", fields, found });
        return None;
    }
    targets.pop()
}
