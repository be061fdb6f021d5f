//! Workflows that call workflows: steps, actions and dependencies (SPEC sections 1.20 and 1.21).

use super::room::{Calls, call_of, calling_step};
use super::sent_in_base64::is_sent_in_base64;
use crate::check::{Passed as Handed, Receiver, is_of_type, refusal};
use crate::diagnostic::{Kind, Relation, Reported};
use crate::document::{self, Word};
use crate::model::{CallInput, Exchange, Expr, Id, Passed, StepId, Ty, WorkflowCall};
use crate::openapi::Node;
use crate::place::Place;
use crate::resolve::criteria::Of;
use crate::resolve::draft::Call;
use crate::resolve::inputs::undeclared;
use crate::resolve::values::{Site, given, input_path};
use crate::suggest::similar;
use crate::syntax::pointer::Pointer;

impl Calls<'_> {
    /// What a step of the document calls. Its parameters are the inputs, those of the workflow as far as they are declared.
    pub(crate) fn step_call(&mut self, index: StepId, word: &Word) -> Call {
        let step = &self.known.workflow.steps[index.index()];
        if let Some(body) = &step.request_body {
            let reason = "a workflow takes parameters, and no request body";
            self.report.add(body.place.name(), Kind::Misplaced { field: "requestBody", reason });
        }
        let components = &self.known.document.components.parameters;
        let Some(callee) = self.known.project.plan.named(word) else {
            // The values' own mistakes are worth reporting even if nobody knows what they are for.
            for parameter in given(&step.parameters, components, self.library, self.report) {
                _ = self.values().payload(&parameter.value, Site::request(&parameter.value.place));
            }
            // That there is no such workflow was reported when the workflows were put in order.
            return Call::Unknown(self.report.refused(word.place.value()));
        };
        let inherited = given(&self.known.workflow.parameters, components, self.library, self.report);
        let fields = self.fields(callee);
        let declared = |name: &str| fields.iter().any(|field| field.name == name);
        let mut all: Vec<_> = inherited.into_iter().filter(|parameter| declared(&parameter.name.text)).collect();
        for parameter in given(&step.parameters, components, self.library, self.report) {
            if parameter.location.is_some() {
                let name = parameter.name.text.clone();
                self.report.add(parameter.place.key("in").value(), Kind::LocationIgnored { parameter: name });
            }
            all.retain(|known| known.name.text != parameter.name.text);
            all.push(parameter);
        }
        let input = self.call_input(callee, &all, Site::request(&word.place), word);
        Call::Workflow(WorkflowCall {
            timeout: step.timeout,
            ..call_of(self.known.project, self.known.index, callee, input)
        })
    }

    /// A step for the workflow that an action leads to.
    pub(crate) fn action_call(
        &mut self,
        of: Of<'_>,
        word: &Word,
        action: &document::Action,
    ) -> Result<StepId, Reported> {
        let callee = self.known.project.plan.named(word).ok_or_else(|| self.report.refused(word.place.value()))?;
        let components = &self.known.document.components.parameters;
        let given = given(&action.parameters, components, self.library, self.report);
        for parameter in given.iter().filter(|parameter| parameter.location.is_some()) {
            let reason = "the parameters of an action are inputs of a workflow";
            self.report.add(parameter.place.key("in").name(), Kind::Misplaced { field: "in", reason });
        }
        let site = Site::response(&word.place, of.step, of.request);
        let input = self.call_input(callee, &given, site, word);
        let input = self.detached(of.step, input);
        let call = call_of(self.known.project, self.known.index, callee, input);
        self.appended.push(calling_step(call, &word.place));
        Ok(StepId::new(self.known.listed() + self.known.dependencies.len() + self.appended.len() - 1))
    }

    /// The inputs of a call, as they are written; whether their types fit is decided when all types are known.
    fn call_input(&mut self, callee: usize, given: &[document::Parameter], site: Site<'_>, word: &Word) -> CallInput {
        let mut passed = Vec::new();
        for parameter in given {
            let value = self.values().payload(&parameter.value, site);
            if let (Ok(value), Some((field, required))) = (value, self.callee_field(callee, &parameter.name)) {
                let (name, place) = (parameter.name.text.clone(), parameter.place.clone());
                let refused = self.is_refused(callee, parameter, &value);
                self.check_passed(callee, parameter, &value);
                let value = self.as_callee_sends(callee, (&name, field), value);
                passed.push(Passed { name, field, required, value, place, refused });
            }
        }
        let fields = self.fields(callee);
        for (index, field) in fields.iter().enumerate().filter(|(_, field)| field.is_demanded()) {
            if given.iter().any(|parameter| parameter.name.text == field.name) {
                continue;
            }
            // What the callee's dependencies take cannot be said in a document; the caller may depend on the same one.
            let own = self.known.inputs.fields().iter().position(|own| own.ty == field.ty);
            match (&field.ty, own) {
                (Ty::InputOf(_), Some(root)) => {
                    let value = Expr::Input(input_path(&self.known.inputs, root, &Pointer::default()));
                    let (name, place) = (field.name.clone(), word.place.clone());
                    passed.push(Passed { name, field: Some(index), required: true, value, place, refused: false });
                }
                _ => {
                    let dependency = matches!(field.ty, Ty::InputOf(_));
                    let (input, workflow) = (field.name.clone(), self.known.callee_id(callee));
                    let kind = Kind::InputMissing { input, workflow, dependency };
                    self.report.add(word.place.value(), kind);
                }
            }
        }
        if passed.is_empty() { CallInput::Nothing } else { CallInput::Fields(passed) }
    }

    /// Reports a value of the document that the schema of the input does not admit.
    fn is_refused(&mut self, callee: usize, parameter: &document::Parameter, value: &Expr) -> bool {
        let name = &parameter.name.text;
        let Some(literal) = value.constant() else { return false };
        let schema = self.known.project.input_schema(callee, name, self.library, self.report);
        // A value of another type is reported with all others of which the type is known.
        let Some(schema) = schema.filter(|schema| is_of_type(&literal, schema)) else { return false };
        let (library, report) = (&mut *self.library, &mut *self.report);
        let Some(reason) = refusal(&literal, &schema, library, report) else { return false };
        let (input, workflow) = (name.clone(), self.known.callee_id(callee));
        let kind = Kind::InputMismatch { input, workflow, reason: format!("does not admit this value: {reason}") };
        let report = self.report.add(parameter.place.key("value").value(), kind);
        report.also(schema.place.name(), Relation::Schema);
        true
    }

    /// A value for an input of a called workflow: in base64 where the schema of the input says so, or where the workflow sends it so
    /// and does nothing else with it. An input that is passed on is base64, or a data URL, for both.
    fn as_callee_sends(&mut self, callee: usize, (name, field): (&str, Option<usize>), value: Expr) -> Expr {
        if matches!(value, Expr::Input(_)) {
            return value;
        }
        let value = match self.known.project.input_schema(callee, name, self.library, self.report) {
            Some(schema) => self.base64().write(value, &schema, &Pointer::default()),
            None => value,
        };
        let callee = self.known.project.resolved.get(callee).zip(field);
        let wanted = callee.is_some_and(|(workflow, field)| is_sent_in_base64(workflow, field));
        if wanted && !matches!(value, Expr::Base64(_)) { Expr::Base64(Box::new(value)) } else { value }
    }

    /// Holds the schema of an input against that of an input of a workflow which is called with it.
    fn check_passed(&mut self, callee: usize, parameter: &document::Parameter, value: &Expr) {
        let Expr::Input(path) = value else { return };
        let name = &parameter.name.text;
        let Some(schema) = self.known.project.input_schema(callee, name, self.library, self.report) else {
            return;
        };
        let Some((inputs, names)) = self.known.workflow.inputs.as_ref().zip(self.known.inputs.names(path)) else {
            return;
        };
        let declared = Node { value: inputs.value.clone(), place: inputs.place.clone() };
        let workflow = self.known.callee_id(callee);
        let receiver = Receiver::Input { input: name, workflow: &workflow };
        let (library, report) = (&mut *self.library, &mut *self.report);
        let mut passed = Handed::new(library, report, receiver, false, parameter.place.key("value").value());
        passed.check(&declared, (&names, &path.pointer), &schema, "it");
    }

    /// The field of a called workflow's input, and whether a call cannot be made without it.
    fn callee_field(&mut self, callee: usize, name: &Word) -> Option<(Option<usize>, bool)> {
        let inputs = self.known.project.inputs.get(callee)?;
        let fields = inputs.fields();
        if let Some(index) = fields.iter().position(|field| field.name == name.text) {
            let field = &fields[index];
            return Some((Some(index), field.is_demanded() && !field.is_option()));
        }
        if inputs.is_unknown() || inputs.root().is_some_and(|root| undeclared(root, &name.text).is_some()) {
            return Some((None, false));
        }
        let similar = similar(&name.text, fields.iter().map(|field| field.name.as_str()));
        let kind = Kind::UnknownInput { input: name.text.clone(), workflow: self.known.callee_id(callee), similar };
        self.report.add(name.place.value(), kind);
        None
    }

    /// What is read of the response becomes an output of the step: when the call is made, it is taken already.
    fn detached(&mut self, step: StepId, input: CallInput) -> CallInput {
        let CallInput::Fields(passed) = input else { return input };
        let passed = passed.into_iter().map(|passed| {
            let value = self.detach(step, passed.value, &passed.place);
            Passed { value, ..passed }
        });
        CallInput::Fields(passed.collect())
    }

    fn detach(&mut self, step: StepId, value: Expr, place: &Place) -> Expr {
        match value {
            Expr::Exchange(exchange) => {
                let name = format!("{}.{}", self.known.workflow.steps[step.index()].id.text, exchange_name(&exchange));
                let output = self.values().implicit_output(step, Expr::Exchange(exchange), name, place);
                Expr::Output { output, pointer: Pointer::default() }
            }
            value => value.map_parts(&mut |part| self.detach(step, part, place)),
        }
    }
}

fn exchange_name(exchange: &Exchange) -> String {
    match exchange {
        Exchange::StatusCode => "statusCode".to_owned(),
        Exchange::Method => "method".to_owned(),
        Exchange::Url => "url".to_owned(),
        Exchange::Header(name) => name.clone(),
        Exchange::Body(pointer) if pointer.is_empty() => "body".to_owned(),
        Exchange::Body(pointer) | Exchange::Output { pointer, .. } => pointer.tokens().join("."),
    }
}
