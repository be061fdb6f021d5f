//! Workflows that call workflows: steps, actions and dependencies (SPEC sections 1.20 and 1.21).

use super::expression::Position;
use super::inputs::undeclared;
use super::request::unknown_request;
use super::workflow::Scope;
use crate::check::{is_of_type, refusal};
use crate::diagnostic::{Kind, Relation};
use crate::document::{self, OrReference, Target, Word};
use crate::model::{Call, CallInput, Exchange, Expr, InputPath, OutputRef, Passed, Step, Test, Ty, WorkflowCall};
use crate::names;
use crate::place::Place;
use crate::status::StatusSet;
use crate::suggest::closest;
use crate::syntax::pointer::Pointer;

impl Scope<'_, '_> {
    /// Notes what the steps of the document call, and makes a step for each dependency: they run first, in this order.
    pub(super) fn find_callees(&mut self) {
        let listed = self.workflow.steps.len();
        for (index, step) in self.workflow.steps.iter().enumerate() {
            if let Target::WorkflowId(word) = &step.target
                && let Some(callee) = self.context.project.plan.named(word)
            {
                self.callees.push((index, callee));
            }
        }
        let dependencies = self.workflow.depends_on.iter();
        let dependencies: Vec<_> =
            dependencies.filter_map(|word| Some((word, self.context.project.plan.named(word)?))).collect();
        for (position, (word, callee)) in dependencies.iter().enumerate() {
            // The last one's is known when the listed steps are in order.
            let next = Some(listed + position + 1).filter(|_| position + 1 < dependencies.len());
            let input = self.own_input_for(*callee);
            if let CallInput::Whole(_) = &input {
                let kind = Kind::DependencyInputs { workflow: self.callee_id(*callee) };
                self.context.report.add(word.place.value(), kind);
            }
            let once = self.context.project.plan.dependents(*callee) > 1;
            let call = WorkflowCall { once, ..self.call_of(*callee, input) };
            self.callees.push((listed + position, *callee));
            self.appended.push(Step { next, ..calling_step(call, &word.place) });
        }
    }

    /// The caller's own input that holds what a dependency takes.
    fn own_input_for(&self, callee: usize) -> CallInput {
        let module = self.context.project.module(self.index, callee);
        let fields = self.inputs.fields().iter();
        match fields.clone().position(|field| field.ty == Ty::InputOf(module.clone())) {
            Some(root) => {
                let field = &self.inputs.fields()[root];
                let (fields, ty) = (vec![field.ident.clone()], field.ty.clone());
                CallInput::Whole(Expr::Input(InputPath {
                    fields,
                    root,
                    pointer: Pointer::default(),
                    ty,
                    optional: false,
                    null: false,
                }))
            }
            None => CallInput::Nothing,
        }
    }

    fn call_of(&self, callee: usize, input: CallInput) -> WorkflowCall {
        let id = self.context.project.id_of(callee).to_owned();
        WorkflowCall {
            workflow: callee,
            id,
            module: self.context.project.module(self.index, callee),
            input,
            timeout: None,
            recursive: self.context.project.plan.is_recursive(self.index, callee),
            once: false,
        }
    }

    /// What a step of the document calls. Its parameters are the inputs, those of the workflow as far as they are declared.
    pub(super) fn step_call(&mut self, index: usize, word: &Word) -> Call {
        let step = &self.workflow.steps[index];
        if let Some(body) = &step.request_body {
            let reason = "a workflow takes parameters, and no request body";
            self.context.report.add(body.place.name(), Kind::Misplaced { field: "requestBody", reason });
        }
        let components = &self.document.components.parameters;
        let Some(callee) = self.context.project.plan.named(word) else {
            // The values' own mistakes are worth reporting even if nobody knows what they are for.
            for parameter in self.given(&step.parameters, components) {
                self.payload(&parameter.value, Position::Request);
            }
            return Call::Operation(Box::new(unknown_request()));
        };
        let inherited = self.given(&self.workflow.parameters, components);
        let declared = |name: &str| self.context.project.inputs[callee].fields().iter().any(|field| field.name == name);
        let mut given: Vec<_> = inherited.into_iter().filter(|parameter| declared(&parameter.name.text)).collect();
        for parameter in self.given(&step.parameters, components) {
            if parameter.location.is_some() {
                let name = parameter.name.text.clone();
                self.context.report.add(parameter.place.key("in").value(), Kind::LocationIgnored { parameter: name });
            }
            given.retain(|known| known.name.text != parameter.name.text);
            given.push(parameter);
        }
        let input = self.call_input(callee, &given, Position::Request, word);
        Call::Workflow(WorkflowCall { timeout: step.timeout, ..self.call_of(callee, input) })
    }

    /// The parameters of a list, each name once.
    pub(super) fn given(
        &mut self,
        list: &[OrReference<document::Parameter>],
        components: &[(String, document::Parameter)],
    ) -> Vec<document::Parameter> {
        let mut given: Vec<document::Parameter> = Vec::new();
        for parameter in list {
            let Some(parameter) = self.parameter(parameter, components) else { continue };
            if given.iter().any(|known| known.name.text == parameter.name.text && known.location == parameter.location)
            {
                let kind = Kind::Duplicate { what: "parameter", name: parameter.name.text.clone() };
                self.context.report.add(parameter.name.place.value(), kind);
                continue;
            }
            given.push(parameter);
        }
        given
    }

    /// A step for the workflow that an action leads to.
    pub(super) fn action_call(&mut self, step: usize, word: &Word, action: &document::Action) -> Option<usize> {
        let callee = self.context.project.plan.named(word)?;
        let given = self.given(&action.parameters, &self.document.components.parameters);
        for parameter in given.iter().filter(|parameter| parameter.location.is_some()) {
            let reason = "the parameters of an action are inputs of a workflow";
            self.context.report.add(parameter.place.key("in").name(), Kind::Misplaced { field: "in", reason });
        }
        let input = self.call_input(callee, &given, Position::Response { step }, word);
        let input = self.detached(step, input);
        let call = self.call_of(callee, input);
        self.appended.push(calling_step(call, &word.place));
        Some(self.workflow.steps.len() + self.appended.len() - 1)
    }

    /// The inputs of a call, as they are written; whether their types fit is decided when all types are known.
    fn call_input(
        &mut self,
        callee: usize,
        given: &[document::Parameter],
        position: Position,
        word: &Word,
    ) -> CallInput {
        let mut passed = Vec::new();
        for parameter in given {
            let value = self.payload(&parameter.value, position);
            if let (Some(value), Some((field, required))) = (value, self.callee_field(callee, &parameter.name)) {
                let (name, place) = (parameter.name.text.clone(), parameter.place.clone());
                let refused = self.is_refused(callee, parameter, &value);
                self.check_passed(callee, parameter, &value);
                let value = self.as_callee_sends(callee, (&name, field), value);
                passed.push(Passed { name, field, required, value, place, refused });
            }
        }
        let fields: Vec<_> = self.context.project.inputs[callee].fields().to_vec();
        for (index, field) in fields.iter().enumerate().filter(|(_, field)| field.is_demanded()) {
            if given.iter().any(|parameter| parameter.name.text == field.name) {
                continue;
            }
            // What the callee's dependencies take cannot be said in a document; the caller may depend on the same one.
            let own = self.inputs.fields().iter().position(|own| own.ty == field.ty);
            match (&field.ty, own) {
                (Ty::InputOf(_), Some(root)) => {
                    let value = Expr::Input(self.input_path(root, &Pointer::default()));
                    let (name, place) = (field.name.clone(), word.place.clone());
                    passed.push(Passed { name, field: Some(index), required: true, value, place, refused: false });
                }
                _ => {
                    let dependency = matches!(field.ty, Ty::InputOf(_));
                    let (input, workflow) = (field.name.clone(), self.callee_id(callee));
                    let kind = Kind::InputMissing { input, workflow, dependency };
                    self.context.report.add(word.place.value(), kind);
                }
            }
        }
        if passed.is_empty() { CallInput::Nothing } else { CallInput::Fields(passed) }
    }

    /// Reports a value of the document that the schema of the input does not admit.
    fn is_refused(&mut self, callee: usize, parameter: &document::Parameter, value: &Expr) -> bool {
        let name = &parameter.name.text;
        let Some(literal) = value.constant() else { return false };
        let schema = self.context.project.input_schema(callee, name, self.context.library, self.context.report);
        // A value of another type is reported with all others of which the type is known.
        let Some(schema) = schema.filter(|schema| is_of_type(&literal, schema)) else { return false };
        let (library, report) = (&mut *self.context.library, &mut *self.context.report);
        let Some(reason) = refusal(&literal, &schema, library, report) else { return false };
        let (input, workflow) = (name.clone(), self.callee_id(callee));
        let kind = Kind::InputMismatch { input, workflow, reason: format!("does not admit this value: {reason}") };
        let report = self.context.report.add(parameter.place.key("value").value(), kind);
        report.also(schema.place.name(), Relation::Schema);
        true
    }

    /// The field of a called workflow's input, and whether a call cannot be made without it.
    fn callee_field(&mut self, callee: usize, name: &Word) -> Option<(Option<usize>, bool)> {
        let inputs = &self.context.project.inputs[callee];
        let fields = inputs.fields();
        if let Some(index) = fields.iter().position(|field| field.name == name.text) {
            let field = &fields[index];
            return Some((Some(index), field.is_demanded() && !field.is_option()));
        }
        if inputs.is_unknown() || inputs.root().is_some_and(|root| undeclared(root, &name.text).is_some()) {
            return Some((None, false));
        }
        let closest = closest(&name.text, fields.iter().map(|field| field.name.as_str()));
        let kind = Kind::UnknownInput { input: name.text.clone(), workflow: self.callee_id(callee), closest };
        self.context.report.add(name.place.value(), kind);
        None
    }

    /// What is read of the response becomes an output of the step: when the call is made, it is taken already.
    fn detached(&mut self, step: usize, input: CallInput) -> CallInput {
        let CallInput::Fields(passed) = input else { return input };
        let passed = passed.into_iter().map(|passed| {
            let value = self.detach(step, passed.value, &passed.place);
            Passed { value, ..passed }
        });
        CallInput::Fields(passed.collect())
    }

    fn detach(&mut self, step: usize, value: Expr, place: &Place) -> Expr {
        match value {
            Expr::Exchange(exchange) => {
                let name = format!("{}.{}", self.workflow.steps[step].id.text, exchange_name(&exchange));
                let output = self.implicit_output(step, Expr::Exchange(exchange), name, place);
                Expr::Output { output, pointer: Pointer::default() }
            }
            value => value.map_parts(&mut |part| self.detach(step, part, place)),
        }
    }

    /// An output for a value that is read from a step without having a name in the document; the same value is one output.
    pub(super) fn implicit_output(&mut self, step: usize, value: Expr, name: String, place: &Place) -> OutputRef {
        let known = self.implicit.iter().filter(|known| known.step == step);
        let position = known.clone().position(|known| known.value == value);
        let index = position.unwrap_or(known.count());
        if position.is_none() {
            self.implicit.push(super::workflow::Implicit { step, value, name, place: place.clone() });
        }
        let declared = self.workflow.steps.get(step).map_or(0, |step| step.outputs.len());
        OutputRef { step, output: declared + index }
    }

    /// A name for the field of `Output` that holds what another workflow returned.
    pub(super) fn transfer_name(&self, callee: usize) -> String {
        names::snake(&format!("then {}", self.callee_id(callee)))
    }
}

/// A step that the document has no object for: it calls a workflow, and is named after it.
fn calling_step(call: WorkflowCall, place: &Place) -> Step {
    Step {
        name: call.id.clone(),
        ident: String::new(),
        constant: String::new(),
        description: None,
        call: Call::Workflow(call),
        success: Test::Status(StatusSet::any_response()),
        on_success: Vec::new(),
        on_failure: Vec::new(),
        outputs: Vec::new(),
        next: None,
        after: Vec::new(),
        place: place.clone(),
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
