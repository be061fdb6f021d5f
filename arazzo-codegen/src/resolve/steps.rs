//! Steps and their actions.

use super::answers::{Answers, statuses_admitted};
use super::expression::Position;
use super::media::is_streamed;
use super::workflow::Scope;
use crate::diagnostic::{Kind, Relation};
use crate::document::{self, ActionKind, Destination, OrReference, Target};
use crate::model::{Action, Call, Step, Test, Then};
use crate::openapi::Response;
use crate::place::Mark;
use crate::status::StatusSet;
use crate::syntax::condition::OperandKind;
use crate::syntax::expression::ComponentKind;

impl Scope<'_, '_> {
    pub(super) fn step(&mut self, index: usize) -> Step {
        let step = &self.workflow.steps[index];
        let call = self.call(index);
        self.request = call.request().cloned();
        let success = self.success(index);
        let statuses = success.statuses();
        let outputs = step.outputs.iter().filter_map(|output| {
            let value = self.output(&output.value, &output.place, Position::Response { step: index })?;
            Some(self.step_output_of(index, output.name.clone(), value, output.written_at(), &statuses))
        });
        let outputs = outputs.collect();
        let (workflow, components) = (self.workflow, &self.document.components);
        let success_actions = (ComponentKind::SuccessActions, components.success_actions.as_slice());
        let failure_actions = (ComponentKind::FailureActions, components.failure_actions.as_slice());
        let (succeeded, failed) = (Answers::of_success(&success), Answers::of_failure(&success));
        self.check_streams(index, &succeeded);
        let on_success = self.actions(index, &step.on_success, &workflow.success_actions, success_actions, &succeeded);
        let on_failure = self.actions(index, &step.on_failure, &workflow.failure_actions, failure_actions, &failed);
        self.check_actions(index, &success, &on_success, &on_failure);
        Step {
            name: step.id.text.clone(),
            ident: String::new(),
            constant: String::new(),
            description: step.description.clone(),
            call,
            success,
            on_success,
            on_failure,
            outputs,
            next: None,
            after: self.prerequisites(index),
            place: step.place.clone(),
        }
    }

    fn call(&mut self, index: usize) -> Call {
        match &self.workflow.steps[index].target {
            Target::WorkflowId(word) => self.step_call(index, word),
            _ => Call::Operation(Box::new(self.request(index))),
        }
    }

    /// All criteria together. Without criteria any 2xx status is success (SPEC A-04).
    fn success(&mut self, index: usize) -> Test {
        let step = &self.workflow.steps[index];
        let Some(criteria) = &step.success_criteria else {
            let called = matches!(step.target, Target::WorkflowId(_));
            let success = if called { StatusSet::any_response() } else { StatusSet::of(200..=299) };
            return Test::Status(success);
        };
        let answers = self.answers(index);
        // A request without a response has failed, whatever the criteria say about its missing status.
        let test = self.criteria(index, criteria, &answers);
        // The statuses of all responses: no criterion tests anything.
        if let (Some(first), true) = (criteria.first(), test.as_status() == Some(StatusSet::any_response())) {
            self.check_constant(&Test::Always(true), &first.place);
        }
        if let (Some(first), true) = (criteria.first(), test.holds_without_body()) {
            self.context.report.add(first.place.value(), Kind::BodyMayBeMissing);
        }
        let success = Test::all([Test::Status(StatusSet::any_response()), test]);
        self.check_documented(index, &success.statuses());
        success
    }

    /// Statuses that the criteria name one by one and the operation does not know.
    fn check_documented(&mut self, index: usize, wanted: &StatusSet) {
        let Some((_, operation)) = self.operations.get(index).and_then(Option::as_ref) else { return };
        let named: Option<Vec<u16>> =
            wanted.ranges().iter().map(|range| (range.start() == range.end()).then_some(*range.start())).collect();
        let statuses: Vec<_> = operation.responses.iter().map(|response| response.status.statuses()).collect();
        // A `default` response documents everything; an operation without responses says nothing.
        let known: Option<Vec<StatusSet>> = statuses.into_iter().collect();
        let (Some(named), Some(known)) = (named, known.filter(|known| !known.is_empty())) else { return };
        let name = operation.name.clone();
        let responses = operation.place.key("responses").name();
        let place = self.workflow.steps[index].place.key("successCriteria");
        for status in
            named.into_iter().filter(|status| !known.iter().any(|set| set.intersects(&StatusSet::single(*status))))
        {
            let kind = Kind::UndocumentedStatus { status, operation: name.clone() };
            let mut criteria = self.workflow.steps[index].success_criteria.iter().flatten();
            let mark = criteria.find_map(|criterion| place_of(status, criterion));
            let report = self.context.report.add(mark.unwrap_or(place.name()), kind);
            report.also(responses.clone(), Relation::Responses);
        }
    }

    /// A successful response that is a stream: it is read to its end before the workflow goes on (SPEC OS-10).
    fn check_streams(&mut self, index: usize, succeeded: &Answers) {
        let Some((_, operation)) = self.operations.get(index).and_then(Option::as_ref) else { return };
        let admits = |response: &&Response| {
            response.status.statuses().is_some_and(|statuses| statuses.intersects(&succeeded.statuses))
        };
        if operation.responses.iter().filter(admits).any(is_streamed) {
            let kind = Kind::WholeStream { operation: operation.name.clone() };
            let responses = operation.place.key("responses").name();
            let mark = self.workflow.steps[index].target.word().place.value();
            self.context.report.add(mark, kind).also(responses, Relation::Responses);
        }
    }

    fn criteria(&mut self, step: usize, criteria: &[document::Criterion], answers: &Answers) -> Test {
        let mut tests = Vec::new();
        for criterion in criteria {
            let test = self.criterion(step, criterion, answers);
            let test = match self.callee(step) {
                Some(_) => test.and_then(|test| self.criterion_of_call(test, &criterion.place)),
                None => test,
            };
            tests.extend(test);
        }
        self.check_together(criteria);
        Test::all(tests)
    }

    /// Criteria of which each can hold, but not all of them.
    fn check_together(&mut self, criteria: &[document::Criterion]) {
        let mut left = StatusSet::everything();
        for criterion in criteria {
            let set = statuses_admitted(criterion);
            let both = left.intersection(&set);
            if both.is_empty() && !left.is_empty() && !set.is_empty() {
                let because = Some("a criterion before it, which must hold as well, excludes it".to_owned());
                let kind = Kind::ConditionNeverHolds { condition: self.written(&criterion.place, ..), because };
                self.context.report.add(criterion.place.value(), kind);
            }
            left = both;
        }
    }

    /// The step's own actions, then those of the workflow whose names it does not take (SPEC A-09).
    fn actions(
        &mut self,
        step: usize,
        own: &[OrReference<document::Action>],
        inherited: &[OrReference<document::Action>],
        (kind, components): (ComponentKind, &[(String, document::Action)]),
        answers: &Answers,
    ) -> Vec<Action> {
        let mut actions: Vec<Action> = Vec::new();
        let own_count = own.len();
        for (position, item) in own.iter().chain(inherited).enumerate() {
            let Some(action) = self.dereference(item, kind, components) else { continue };
            let overridden = position >= own_count && actions.iter().any(|known| known.name == action.name.text);
            if !overridden {
                let written = &action.criteria;
                let resolved = self.action(step, &action, answers);
                if let (Some(resolved), OrReference::Inline(_), true) = (&resolved, item, position < own_count) {
                    self.check_possible(step, &resolved.test, written, answers);
                }
                actions.extend(resolved);
            }
        }
        actions
    }

    fn action(&mut self, step: usize, action: &document::Action, answers: &Answers) -> Option<Action> {
        let test = self.criteria(step, &action.criteria, answers);
        let then = match &action.kind {
            ActionKind::End => Then::End,
            ActionKind::Goto(target) => Then::Goto(self.destination(step, target, action)?),
            ActionKind::Retry { after, limit, detour } => {
                let detour = match detour {
                    Some(detour) => Some((detour, self.destination(step, detour, action)?)),
                    None => None,
                };
                let detour = detour.and_then(|(written, found)| self.detour(step, written, found));
                Then::Retry { after: *after, limit: *limit, detour }
            }
        };
        let name = action.name.text.clone();
        Some(Action { name, ident: String::new(), test, then, place: action.place.clone() })
    }

    /// The step that an action leads to.
    fn destination(&mut self, step: usize, destination: &Destination, action: &document::Action) -> Option<usize> {
        match destination {
            Destination::Step(name) => self.step_named(name, &action.name),
            Destination::Workflow(workflow) => self.action_call(step, workflow, action),
        }
    }

    /// What runs before a retry, if that is not the step which is repeated anyway (SPEC A-24).
    fn detour(&mut self, step: usize, written: &Destination, found: usize) -> Option<usize> {
        match written {
            Destination::Step(name) if found == step => {
                self.context.report.add(name.place.value(), Kind::OwnRetry { step: name.text.clone() });
                None
            }
            _ => Some(found),
        }
    }

    /// An action that is about statuses which the step's success or failure excludes. One of the workflow, or of the components, is
    /// for other steps as well.
    fn check_possible(&mut self, step: usize, test: &Test, written: &[document::Criterion], answers: &Answers) {
        let Some(criterion) = written.iter().find(|criterion| !answers.admit(criterion)) else { return };
        // Criteria that never hold are reported themselves.
        if answers.assumed || answers.statuses.is_empty() || test.statuses().is_empty() {
            return;
        }
        let place = &criterion.place;
        let condition = self.written(place, ..);
        let criteria = self.workflow.steps[step].success_criteria.is_some();
        let because = if criteria {
            "the success criteria of the step exclude it"
        } else {
            "without criteria, a step succeeds with 200 to 299"
        };
        let kind = Kind::ConditionNeverHolds { condition, because: Some(because.to_owned()) };
        let report = self.context.report.add(place.value(), kind);
        let second = self.workflow.steps[step].place.key("successCriteria").name();
        report.also_if(criteria.then_some(second), Relation::Criteria);
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
