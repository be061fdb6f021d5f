//! Steps and their actions.

use super::room::Steps;
use crate::diagnostic::{Kind, Reported};
use crate::document::{self, ActionKind, Destination, OrReference, Target};
use crate::model::{Id, Ids, OutputId, Request, StepId, Test, Then};
use crate::resolve::criteria::{Of, check_constant};
use crate::resolve::draft::{Action, Call, Step, StepOutput, Unnamed};
use crate::resolve::outputs::{Declared, step_output};
use crate::resolve::responses::Answers;
use crate::resolve::values::{Site, dereference};
use crate::status::StatusSet;
use crate::suggest::similar;
use crate::syntax::expression::ComponentKind;

impl Steps<'_> {
    pub(crate) fn step(&mut self, index: StepId) -> Step {
        let (known, step) = (self.known, &self.known.workflow.steps[index.index()]);
        let call = self.call(index);
        let request = call.request();
        let success = self.success(index, request);
        let outputs = self.outputs(index, request, &success.statuses());
        let (workflow, components) = (known.workflow, &known.document.components);
        let success_actions = (ComponentKind::SuccessActions, components.success_actions.as_slice());
        let failure_actions = (ComponentKind::FailureActions, components.failure_actions.as_slice());
        let (succeeded, failed) = (Answers::of_success(&success), Answers::of_failure(&success));
        let lists = (step.on_success.as_slice(), workflow.success_actions.as_slice());
        let on_success = self.actions(Of { step: index, request, answers: &succeeded }, lists, success_actions);
        let lists = (step.on_failure.as_slice(), workflow.failure_actions.as_slice());
        let on_failure = self.actions(Of { step: index, request, answers: &failed }, lists, failure_actions);
        let after = self.prerequisites(index);
        Step {
            name: step.id.text.clone(),
            ident: Unnamed,
            description: step.description.clone(),
            call,
            success,
            on_success,
            on_failure,
            outputs,
            next: None,
            after,
            place: step.place.clone(),
        }
    }

    fn call(&mut self, index: StepId) -> Call {
        match &self.known.workflow.steps[index.index()].target {
            Target::WorkflowId(word) => self.calls().step_call(index, word),
            _ => match self.requests().request(index) {
                Ok(request) => Call::Operation { request: Box::new(request), constant: Unnamed },
                Err(reported) => Call::Unknown(reported),
            },
        }
    }

    fn outputs(&mut self, index: StepId, request: Option<&Request>, success: &StatusSet) -> Ids<OutputId, StepOutput> {
        let outputs = self.known.workflow.steps[index.index()].outputs.iter().filter_map(|output| {
            let site = Site::response(&output.place, index, request);
            let value = self.values().output(&output.value, site).ok()?;
            let written = Declared { step: index, name: output.name.clone(), place: output.written_at() };
            Some(step_output(&mut self.values(), written, value, success))
        });
        outputs.collect()
    }

    /// All criteria together. Without criteria any 2xx status is success (SPEC A-04).
    fn success(&mut self, index: StepId, request: Option<&Request>) -> Test {
        let step = &self.known.workflow.steps[index.index()];
        let Some(criteria) = &step.success_criteria else {
            let called = matches!(step.target, Target::WorkflowId(_));
            let success = if called { StatusSet::any_response() } else { StatusSet::of(200..=299) };
            return Test::Status(success);
        };
        let answers = self.known.answers(index);
        // A request without a response has failed, whatever the criteria say about its missing status.
        let of = Of { step: index, request, answers: &answers };
        let test = self.tests().criteria(criteria, of);
        // The statuses of all responses: no criterion tests anything.
        if let (Some(first), true) = (criteria.first(), test.as_status() == Some(StatusSet::any_response())) {
            check_constant(&Test::Always(true), &first.place, self.library, self.report);
        }
        if let (Some(first), true) = (criteria.first(), test.holds_without_body()) {
            self.report.add(first.place.value(), Kind::BodyMayBeMissing);
        }
        Test::all([Test::Status(StatusSet::any_response()), test])
    }

    /// The step's own actions, then those of the workflow whose names it does not take (SPEC A-09).
    fn actions(
        &mut self,
        of: Of<'_>,
        (own, inherited): (&[OrReference<document::Action>], &[OrReference<document::Action>]),
        (kind, components): (ComponentKind, &[(String, document::Action)]),
    ) -> Vec<Action> {
        let mut actions: Vec<Action> = Vec::new();
        for (position, item) in own.iter().chain(inherited).enumerate() {
            let found = dereference(item, kind, components, self.library, self.report);
            let Ok(action) = found else { continue };
            let is_own = position < own.len();
            if !is_own && actions.iter().any(|known| known.name == action.name.text) {
                continue;
            }
            actions.extend(self.action(of, action));
        }
        actions
    }

    fn action(&mut self, of: Of<'_>, action: &document::Action) -> Result<Action, Reported> {
        let test = self.tests().criteria(&action.criteria, of);
        let then = match &action.kind {
            ActionKind::End => Then::End,
            ActionKind::Goto(target) => Then::Goto(self.destination(of, target, action)?),
            ActionKind::Retry { after, limit, detour } => {
                let detour = match detour {
                    Some(detour) => Some((detour, self.destination(of, detour, action)?)),
                    None => None,
                };
                let detour = detour.and_then(|(written, found)| self.detour(of.step, written, found));
                Then::Retry { after: *after, limit: *limit, detour }
            }
        };
        let name = action.name.text.clone();
        Ok(Action { name, ident: Unnamed, test, then, place: action.place.clone() })
    }

    /// The step that an action leads to.
    fn destination(
        &mut self,
        of: Of<'_>,
        destination: &Destination,
        action: &document::Action,
    ) -> Result<StepId, Reported> {
        match destination {
            Destination::Step(name) => self.step_named(name, &action.name),
            Destination::Workflow(workflow) => self.calls().action_call(of, workflow, action),
        }
    }

    /// What runs before a retry, if that is not the step which is repeated anyway (SPEC A-24).
    fn detour(&mut self, step: StepId, written: &Destination, found: StepId) -> Option<StepId> {
        match written {
            Destination::Step(name) if found == step => {
                self.report.add(name.place.value(), Kind::OwnRetry { step: name.text.clone() });
                None
            }
            _ => Some(found),
        }
    }

    /// The index of the step that an action goes to, or a report that there is none.
    fn step_named(&mut self, name: &document::Word, action: &document::Word) -> Result<StepId, Reported> {
        let steps = &self.known.workflow.steps;
        let Some(found) = steps.iter().position(|step| step.id.text == name.text) else {
            let similar = similar(&name.text, steps.iter().map(|step| step.id.text.as_str()));
            let workflow = self.known.workflow.id.text.clone();
            let from = format!("action `{}` goes to", action.text);
            let kind = Kind::UnknownStep { step: name.text.clone(), workflow, from, similar };
            return Err(self.report.refuse(name.place.value(), kind));
        };
        if steps.get(found).is_some_and(|step| step.repeats) {
            let kind = Kind::AmbiguousStep { step: name.text.clone() };
            return Err(self.report.refuse(name.place.value(), kind));
        }
        Ok(StepId::new(found))
    }
}
