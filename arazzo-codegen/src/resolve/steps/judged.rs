//! Steps that promise what no response has, actions that never run, and retries that may do harm.

use crate::diagnostic::{Kind, Relation, Report};
use crate::document;
use crate::model::{Action, Request, Test, Then};
use crate::openapi::{Library, Response};
use crate::place::Mark;
use crate::resolve::criteria::Of;
use crate::resolve::lookup::Lookup;
use crate::resolve::responses::{Answers, is_streamed};
use crate::resolve::written::written;
use crate::status::StatusSet;
use crate::syntax::condition::OperandKind;

/// Methods that may be sent again: RFC 9110, section 9.2.2.
const IDEMPOTENT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

/// A step that is made, but for its place.
pub(super) struct Judged<'j> {
    pub(super) known: &'j Lookup<'j>,
    pub(super) step: usize,
    pub(super) request: Option<&'j Request>,
    pub(super) report: &'j mut Report,
}

impl Judged<'_> {
    pub(super) fn check(&mut self, success: &Test, on_success: &[Action], on_failure: &[Action]) {
        let every = StatusSet::everything();
        let missed = success.as_status().map_or_else(|| every.clone(), |held| every.without(&held));
        let definition = &self.known.workflow.steps[self.step];
        self.check_reached(on_success, definition.on_success.len(), &success.statuses());
        self.check_reached(on_failure, definition.on_failure.len(), &missed);
        self.check_retries(on_success, &success.statuses());
        self.check_retries(on_failure, &missed);
    }

    /// Actions for which the ones before them leave no status. What the criteria of the step exclude is reported at the condition.
    fn check_reached(&mut self, actions: &[Action], own: usize, statuses: &StatusSet) {
        for (index, action) in actions.iter().enumerate() {
            let asked = action.test.statuses().intersection(statuses);
            // The workflow's actions are for many steps: only one of their own list may keep one of them from running.
            let before = if index < own { &actions[..index] } else { &actions[own.min(index)..index] };
            if !asked.is_empty() {
                self.check_shadowed(action, before, &asked);
            }
        }
    }

    /// An action behind others that take every status which it asks for is never looked at. A retry steps aside when its limit is
    /// reached.
    fn check_shadowed(&mut self, action: &Action, before: &[Action], asked: &StatusSet) {
        let mut left = asked.clone();
        for other in before.iter().filter(|other| !matches!(other.then, Then::Retry { .. })) {
            let Some(taken) = other.test.as_status().filter(|taken| taken.intersects(&left)) else { continue };
            left = left.without(&taken);
            if left.is_empty() {
                let kind = Kind::ShadowedAction { action: action.name.clone(), by: other.name.clone() };
                let report = self.report.add(action.place.key("name").value(), kind);
                report.also(other.place.key("name").value(), Relation::Always);
            }
        }
    }

    /// Retries of requests that may have done their work (SPEC R-14). With a status of the client's mistakes, or with 503, nothing
    /// was done.
    fn check_retries(&mut self, actions: &[Action], statuses: &StatusSet) {
        let Some(operation) = self.known.operation(self.step) else { return };
        let keyed = |name: &str| name.to_ascii_lowercase().contains("idempotency");
        let has_key =
            matches!(self.request, Some(request) if request.arguments.iter().any(|argument| keyed(&argument.name)));
        if IDEMPOTENT.contains(&operation.method.as_str()) || has_key {
            return;
        }
        let method = operation.method.clone();
        let harmless = StatusSet::of(400..=499).union(&StatusSet::single(503));
        for action in actions.iter().filter(|action| matches!(action.then, Then::Retry { .. })) {
            if !action.test.statuses().intersection(statuses).is_subset(&harmless) {
                let kind = Kind::UnsafeRetry { action: action.name.clone(), method: method.clone() };
                self.report.add(action.place.key("type").value(), kind);
            }
        }
    }
}

/// Statuses that the criteria name one by one and the operation does not know.
pub(super) fn check_documented(known: &Lookup<'_>, index: usize, wanted: &StatusSet, report: &mut Report) {
    let Some(operation) = known.operation(index) else { return };
    let named: Option<Vec<u16>> =
        wanted.ranges().iter().map(|range| (range.start() == range.end()).then_some(*range.start())).collect();
    let statuses: Vec<_> = operation.responses.iter().map(|response| response.status.statuses()).collect();
    // A `default` response documents everything; an operation without responses says nothing.
    let documented: Option<Vec<StatusSet>> = statuses.into_iter().collect();
    let documented = documented.filter(|documented| !documented.is_empty());
    let (Some(named), Some(documented)) = (named, documented) else { return };
    let name = operation.name.clone();
    let responses = operation.place.key("responses").name();
    let place = known.workflow.steps[index].place.key("successCriteria");
    for status in
        named.into_iter().filter(|status| !documented.iter().any(|set| set.intersects(&StatusSet::single(*status))))
    {
        let kind = Kind::UndocumentedStatus { status, operation: name.clone() };
        let mut criteria = known.workflow.steps[index].success_criteria.iter().flatten();
        let mark = criteria.find_map(|criterion| place_of(status, criterion));
        report.add(mark.unwrap_or(place.name()), kind).also(responses.clone(), Relation::Responses);
    }
}

/// A successful response that is a stream: it is read to its end before the workflow goes on (SPEC OS-10).
pub(super) fn check_streams(known: &Lookup<'_>, index: usize, succeeded: &Answers, report: &mut Report) {
    let Some(operation) = known.operation(index) else { return };
    let admits = |response: &&Response| {
        response.status.statuses().is_some_and(|statuses| statuses.intersects(&succeeded.statuses))
    };
    if operation.responses.iter().filter(admits).any(is_streamed) {
        let kind = Kind::WholeStream { operation: operation.name.clone() };
        let responses = operation.place.key("responses").name();
        let mark = known.workflow.steps[index].target.word().place.value();
        report.add(mark, kind).also(responses, Relation::Responses);
    }
}

/// An action that is about statuses which the step's success or failure excludes. One of the workflow, or of the components, is
/// for other steps as well.
pub(super) fn check_possible(
    known: &Lookup<'_>,
    of: Of<'_>,
    (test, criteria): (&Test, &[document::Criterion]),
    library: &Library,
    report: &mut Report,
) {
    let Some(criterion) = criteria.iter().find(|criterion| !of.answers.admit(criterion)) else { return };
    // Criteria that never hold are reported themselves.
    if of.answers.assumed || of.answers.statuses.is_empty() || test.statuses().is_empty() {
        return;
    }
    let place = &criterion.place;
    let condition = written(library, place, ..);
    let has_criteria = known.workflow.steps[of.step].success_criteria.is_some();
    let because = if has_criteria {
        "the success criteria of the step exclude it"
    } else {
        "without criteria, a step succeeds with 200 to 299"
    };
    let kind = Kind::ConditionNeverHolds { condition, because: Some(because.to_owned()) };
    let report = report.add(place.value(), kind);
    let second = known.workflow.steps[of.step].place.key("successCriteria").name();
    report.also_if(has_criteria.then_some(second), Relation::Criteria);
}

/// Where a criterion names a status.
fn place_of(status: u16, criterion: &document::Criterion) -> Option<Mark> {
    let document::Test::Simple(condition) = &criterion.test else { return None };
    let mut mark = None;
    condition.each_operand(&mut |operand| {
        if operand.kind == OperandKind::Integer(status.into()) {
            mark.get_or_insert(criterion.place.range(operand.range.clone()));
        }
    });
    mark
}
