//! Steps that promise what no response has, actions that never run, and retries that may do harm.

use crate::diagnostic::{Kind, Relation, Report};
use crate::document::{self, OrReference};
use crate::judge::subject::Subject;
use crate::model::{Action, Step, Then};
use crate::openapi::{Library, Operation, Response};
use crate::place::Mark;
use crate::resolve::{Answers, is_streamed, written};
use crate::status::StatusSet;
use crate::syntax::condition::OperandKind;

/// Methods that may be sent again: RFC 9110, section 9.2.2.
const IDEMPOTENT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

/// Judges the steps of a workflow that its document lists.
pub(super) fn report(subject: &Subject<'_>, library: &Library, report: &mut Report) {
    for ((index, step), written) in subject.workflow.steps.enumerate().zip(&subject.written.steps) {
        Judged { step, written, operation: subject.operation(index), library, report }.check();
    }
}

/// A step.
struct Judged<'j> {
    step: &'j Step,
    /// As the document has it.
    written: &'j document::Step,
    /// What it calls, as far as it was found.
    operation: Option<&'j Operation>,
    library: &'j Library,
    report: &'j mut Report,
}

impl Judged<'_> {
    fn check(&mut self) {
        let (step, written) = (self.step, self.written);
        let every = StatusSet::everything();
        let missed = step.success.as_status().map_or_else(|| every.clone(), |held| every.without(&held));
        let succeeded = step.success.statuses();
        self.check_documented(&succeeded);
        self.check_streams();
        self.check_possible(&step.on_success, &written.on_success, &Answers::of_success(&step.success));
        self.check_possible(&step.on_failure, &written.on_failure, &Answers::of_failure(&step.success));
        self.check_reached(&step.on_success, written.on_success.len(), &succeeded);
        self.check_reached(&step.on_failure, written.on_failure.len(), &missed);
        self.check_retries(&step.on_success, &succeeded);
        self.check_retries(&step.on_failure, &missed);
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
        let Some(operation) = self.operation else { return };
        let keyed = |name: &str| name.to_ascii_lowercase().contains("idempotency");
        let request = self.step.call.request();
        let has_key = request.is_some_and(|request| request.arguments.iter().any(|argument| keyed(&argument.name)));
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

    /// Statuses that the criteria name one by one and the operation does not know.
    fn check_documented(&mut self, wanted: &StatusSet) {
        let (Some(operation), Some(criteria)) = (self.operation, &self.written.success_criteria) else { return };
        let named: Option<Vec<u16>> =
            wanted.ranges().iter().map(|range| (range.start() == range.end()).then_some(*range.start())).collect();
        // A `default` response documents everything; an operation without responses says nothing.
        let documented: Option<Vec<StatusSet>> =
            operation.responses.iter().map(|response| response.status.statuses()).collect();
        let documented = documented.filter(|documented| !documented.is_empty());
        let (Some(named), Some(documented)) = (named, documented) else { return };
        let is_documented = |status: u16| documented.iter().any(|set| set.intersects(&StatusSet::single(status)));
        for status in named.into_iter().filter(|status| !is_documented(*status)) {
            let kind = Kind::UndocumentedStatus { status, operation: operation.name.clone() };
            let mark = criteria.iter().find_map(|criterion| place_of(status, criterion));
            let mark = mark.unwrap_or_else(|| self.written.place.key("successCriteria").name());
            self.report.add(mark, kind).also(operation.place.key("responses").name(), Relation::Responses);
        }
    }

    /// A successful response that is a stream: it is read to its end before the workflow goes on (SPEC OS-10).
    fn check_streams(&mut self) {
        let Some(operation) = self.operation else { return };
        let succeeded = Answers::of_success(&self.step.success);
        let admits = |response: &&Response| {
            response.status.statuses().is_some_and(|statuses| statuses.intersects(&succeeded.statuses))
        };
        if operation.responses.iter().filter(admits).any(is_streamed) {
            let kind = Kind::WholeStream { operation: operation.name.clone() };
            let responses = operation.place.key("responses").name();
            self.report.add(self.written.target.word().place.value(), kind).also(responses, Relation::Responses);
        }
    }

    /// Actions of the step's own that are about statuses which its success or failure excludes. One of the workflow, or of the
    /// components, is for other steps as well.
    fn check_possible(&mut self, made: &[Action], own: &[OrReference<document::Action>], answers: &Answers) {
        if answers.assumed || answers.statuses.is_empty() {
            return;
        }
        for written in own {
            let OrReference::Inline(written) = written else { continue };
            let excluded = written.criteria.iter().find(|criterion| !answers.admit(criterion));
            let action = made.iter().find(|action| action.place == written.place);
            let (Some(criterion), Some(action)) = (excluded, action) else { continue };
            // Criteria that never hold are reported themselves.
            if !action.test.statuses().is_empty() {
                self.report_excluded(criterion);
            }
        }
    }

    fn report_excluded(&mut self, criterion: &document::Criterion) {
        let condition = written(self.library, &criterion.place, ..);
        let has_criteria = self.written.success_criteria.is_some();
        let because = if has_criteria {
            "the success criteria of the step exclude it"
        } else {
            "without criteria, a step succeeds with 200 to 299"
        };
        let kind = Kind::ConditionNeverHolds { condition, because: Some(because.to_owned()) };
        let second = self.written.place.key("successCriteria").name();
        let report = self.report.add(criterion.place.value(), kind);
        report.also_if(has_criteria.then_some(second), Relation::Criteria);
    }
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
