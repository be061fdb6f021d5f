//! Steps and their actions.

use super::expression::Position;
use super::workflow::Scope;
use crate::diagnostic::{Kind, Relation};
use crate::document::{self, ActionKind, Destination, OrReference, Target};
use crate::model::{Action, Call, StatusSet, Step, Test, Then};
use crate::place::Mark;
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
        let on_success = self.actions(index, &step.on_success, &workflow.success_actions, success_actions);
        let on_failure = self.actions(index, &step.on_failure, &workflow.failure_actions, failure_actions);
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
        // A request without a response has failed, whatever the criteria say about its missing status.
        let success = Test::all([Test::Status(StatusSet::any_response()), self.criteria(index, criteria)]);
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

    fn criteria(&mut self, step: usize, criteria: &[document::Criterion]) -> Test {
        let mut tests = Vec::new();
        for criterion in criteria {
            let test = self.criterion(step, criterion);
            let test = match self.callee(step) {
                Some(_) => test.and_then(|test| self.criterion_of_call(test, &criterion.place)),
                None => test,
            };
            tests.extend(test);
        }
        Test::all(tests)
    }

    /// The step's own actions, then those of the workflow whose names it does not take (SPEC A-09).
    fn actions(
        &mut self,
        step: usize,
        own: &[OrReference<document::Action>],
        inherited: &[OrReference<document::Action>],
        (kind, components): (ComponentKind, &[(String, document::Action)]),
    ) -> Vec<Action> {
        let mut actions: Vec<Action> = Vec::new();
        let own_count = own.len();
        for (position, action) in own.iter().chain(inherited).enumerate() {
            let Some(action) = self.dereference(action, kind, components) else { continue };
            let overridden = position >= own_count && actions.iter().any(|known| known.name == action.name.text);
            if !overridden {
                actions.extend(self.action(step, &action));
            }
        }
        self.check_shadowed(&actions);
        actions
    }

    fn action(&mut self, step: usize, action: &document::Action) -> Option<Action> {
        let test = self.criteria(step, &action.criteria);
        let then = match &action.kind {
            ActionKind::End => Then::End,
            ActionKind::Goto(target) => Then::Goto(self.destination(step, target, action)?),
            ActionKind::Retry { after, limit, detour } => {
                let detour = match detour {
                    Some(detour) => Some(self.destination(step, detour, action)?),
                    None => None,
                };
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

    /// An action behind one without criteria is never looked at; a retry steps aside when its limit is reached.
    fn check_shadowed(&mut self, actions: &[Action]) {
        let first = actions
            .iter()
            .position(|action| action.test == Test::Always(true) && !matches!(action.then, Then::Retry { .. }));
        let Some(first) = first else { return };
        for action in &actions[first + 1..] {
            let kind = Kind::ShadowedAction { action: action.name.clone(), by: actions[first].name.clone() };
            let report = self.context.report.add(action.place.key("name").value(), kind);
            report.also(actions[first].place.key("name").value(), Relation::Always);
        }
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
