//! Workflows that call workflows: steps, actions and dependencies (SPEC sections 1.20 and 1.21).

use super::expression::Position;
use super::request::unknown_request;
use super::workflow::Scope;
use crate::diagnostic::{Kind, closest};
use crate::document::{self, OrReference, Target, Word};
use crate::model::{
    Call, CallInput, Exchange, Expr, InputPath, OutputRef, Passed, StatusSet, Step, Test, Ty, WorkflowCall,
};
use crate::names;
use crate::place::Place;
use crate::syntax::expression::{Name, Named, WorkflowField};
use crate::syntax::pointer::Pointer;

/// An output of a workflow that a step calls.
pub(super) struct CalleeOutput {
    name: String,
    pub(super) ty: Ty,
    pub(super) secret: bool,
}

impl Scope<'_, '_> {
    /// The workflow that a step calls, by its index in the plan.
    pub(super) fn callee(&self, step: usize) -> Option<usize> {
        self.callees.iter().find(|(known, _)| *known == step).map(|(_, callee)| *callee)
    }

    /// Notes what the steps of the document call, and makes a step for each dependency: they run first, in this order.
    pub(super) fn find_callees(&mut self) {
        let listed = self.workflow.steps.len();
        for (index, step) in self.workflow.steps.iter().enumerate() {
            if let Target::WorkflowId(word) = &step.target
                && let Some(callee) = self.context.plan.named(word)
            {
                self.callees.push((index, callee));
            }
        }
        let dependencies = self.workflow.depends_on.iter();
        let dependencies: Vec<_> =
            dependencies.filter_map(|word| Some((word, self.context.plan.named(word)?))).collect();
        for (position, (word, callee)) in dependencies.iter().enumerate() {
            // The last one's is known when the listed steps are in order.
            let next = Some(listed + position + 1).filter(|_| position + 1 < dependencies.len());
            let call = WorkflowCall {
                once: self.context.plan.dependents(*callee) > 1,
                ..self.call_of(*callee, self.own_input_for(*callee))
            };
            self.callees.push((listed + position, *callee));
            self.appended.push(Step { next, ..calling_step(call, &word.place) });
        }
    }

    /// The caller's own input that holds what a dependency takes.
    fn own_input_for(&self, callee: usize) -> CallInput {
        let module = self.context.module(self.index, callee);
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
        let id = self.context.plan.order.get(callee).map(|at| self.context.id_of(*at).to_owned()).unwrap_or_default();
        WorkflowCall {
            workflow: callee,
            id,
            module: self.context.module(self.index, callee),
            input,
            recursive: self.context.plan.is_recursive(self.index, callee),
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
        let Some(callee) = self.context.plan.named(word) else {
            // The values' own mistakes are worth reporting even if nobody knows what they are for.
            for parameter in self.given(&step.parameters, components) {
                self.payload(&parameter.value, Position::Request);
            }
            return Call::Operation(Box::new(unknown_request()));
        };
        let inherited = self.given(&self.workflow.parameters, components);
        let declared = |name: &str| self.context.inputs[callee].fields().iter().any(|field| field.name == name);
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
        Call::Workflow(self.call_of(callee, input))
    }

    /// The parameters of a list, each name once.
    fn given(
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
        let callee = self.context.plan.named(word)?;
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
                passed.push(Passed { name, field, required, value, place });
            }
        }
        let fields: Vec<_> = self.context.inputs[callee].fields().to_vec();
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
                    passed.push(Passed { name, field: Some(index), required: true, value, place });
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

    pub(super) fn callee_id(&self, callee: usize) -> String {
        self.context.plan.order.get(callee).map(|at| self.context.id_of(*at).to_owned()).unwrap_or_default()
    }

    /// The field of a called workflow's input, and whether a call cannot be made without it.
    fn callee_field(&mut self, callee: usize, name: &Word) -> Option<(Option<usize>, bool)> {
        let inputs = &self.context.inputs[callee];
        let fields = inputs.fields();
        if let Some(index) = fields.iter().position(|field| field.name == name.text) {
            let field = &fields[index];
            return Some((Some(index), field.is_demanded() && !field.is_option()));
        }
        if inputs.extra().is_some() {
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

    /// What a called workflow returns, as far as it is known: of one that calls back, only the names.
    pub(super) fn callee_outputs(&self, callee: usize) -> Vec<CalleeOutput> {
        if let Some(workflow) = self.context.resolved.get(callee) {
            let outputs = workflow.outputs.iter();
            let outputs = outputs.filter(|output| !matches!(output.value, Expr::Transfer(_)));
            return outputs
                .map(|output| CalleeOutput { name: output.name.clone(), ty: output.ty.clone(), secret: output.secret })
                .collect();
        }
        let names = self.context.output_names(callee);
        names.into_iter().map(|name| CalleeOutput { name, ty: Ty::Value, secret: false }).collect()
    }

    /// `$outputs.name` in a step that calls a workflow.
    pub(super) fn callee_output(&mut self, step: usize, output: &Named, place: &Place) -> Option<Expr> {
        let callee = self.callee(step)?;
        let outputs = self.callee_outputs(callee);
        let name = &output.name.value;
        let Some(index) = outputs.iter().position(|known| known.name == *name) else {
            let closest = closest(name, outputs.iter().map(|known| known.name.as_str()));
            let kind = Kind::UnknownWorkflowOutput { output: name.clone(), workflow: self.callee_id(callee), closest };
            self.context.report.add(place.range(output.name.range.clone()), kind);
            return None;
        };
        Some(Expr::Exchange(Exchange::Output { output: index, pointer: output.pointer.value.clone() }))
    }

    /// The same, read from elsewhere in the workflow.
    pub(super) fn callee_output_later(&mut self, step: usize, output: &Named, place: &Place) -> Option<Expr> {
        let value = self.callee_output(step, output, place)?;
        let name = format!("{}{}", output.name.value, pointer_suffix(&output.pointer.value));
        let output = self.implicit_output(step, value, name, place);
        Some(Expr::Output { output, pointer: Pointer::default() })
    }

    /// Whether the workflow that a step calls has an output of this name.
    pub(super) fn callee_has_output(&self, step: usize, name: &str) -> bool {
        self.callee(step).is_some_and(|callee| self.callee_outputs(callee).iter().any(|known| known.name == name))
    }

    /// `$workflows.id.outputs.name` and `$workflows.id.inputs.name`: of a workflow that runs before (SPEC A-37).
    pub(super) fn other_workflow(
        &mut self,
        workflow: &Name,
        field: WorkflowField,
        value: &Named,
        place: &Place,
        position: Position,
    ) -> Option<Expr> {
        let callers: Vec<usize> = self.callees.iter().map(|(step, _)| *step).collect();
        let callers = callers
            .into_iter()
            .filter(|step| self.callee(*step).is_some_and(|callee| self.callee_id(callee) == workflow.value));
        let callers: Vec<usize> = callers.collect();
        let [step] = callers.as_slice() else {
            self.report_other_workflow(workflow, callers.is_empty(), place);
            return None;
        };
        match field {
            WorkflowField::Outputs if position == (Position::Response { step: *step }) => {
                self.callee_output(*step, value, place)
            }
            WorkflowField::Outputs => self.callee_output_later(*step, value, place),
            WorkflowField::Inputs => self.callee_input(*step, value, place),
        }
    }

    fn report_other_workflow(&mut self, workflow: &Name, never: bool, place: &Place) {
        let mark = place.range(workflow.range.clone());
        let known: Vec<String> = self.document.workflows.iter().map(|known| known.id.text.clone()).collect();
        let kind = if !known.contains(&workflow.value) && never {
            let closest = closest(&workflow.value, known.iter().map(String::as_str));
            Kind::UnknownWorkflow { workflow: workflow.value.clone(), source: None, closest }
        } else {
            let reason = if never {
                "this workflow neither calls it in a step nor depends on it"
            } else {
                "several steps call it; read the outputs of one of these steps"
            };
            Kind::WrongScope { expression: format!("$workflows.{}", workflow.value), reason }
        };
        self.context.report.add(mark, kind);
    }

    /// What a called workflow was given: the same value once more, when it cannot have changed.
    fn callee_input(&mut self, step: usize, value: &Named, place: &Place) -> Option<Expr> {
        let name = &value.name.value;
        if let Some(Step { call: Call::Workflow(call), .. }) =
            self.appended.get(step.wrapping_sub(self.workflow.steps.len()))
            && let CallInput::Whole(Expr::Input(path)) = &call.input
        {
            let pointer = Pointer::from_tokens(vec![name.clone()]).join(&value.pointer.value);
            return Some(Expr::Input(InputPath { pointer, ty: Ty::Value, optional: true, ..path.clone() }));
        }
        let components = &self.document.components.parameters;
        let parameters = self.workflow.steps.get(step).map(|step| step.parameters.as_slice()).unwrap_or_default();
        let given = self.given(parameters, components);
        let Some(parameter) = given.iter().find(|parameter| parameter.name.text == *name) else {
            let closest = closest(name, given.iter().map(|parameter| parameter.name.text.as_str()));
            let workflow = self.callee(step).map(|callee| self.callee_id(callee)).unwrap_or_default();
            let kind = Kind::UnknownInput { input: name.clone(), workflow, closest };
            self.context.report.add(place.range(value.name.range.clone()), kind);
            return None;
        };
        let given = self.payload(&parameter.value, Position::Request)?;
        if matches!(given, Expr::Input(_) | Expr::Literal(_)) {
            return Some(self.inside(given, &value.pointer.value));
        }
        self.unsupported("an input of another workflow that is itself computed", place)
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

    /// A criterion of a step that calls a workflow: there is no status, but one that means success is understood (SPEC A-41).
    pub(super) fn criterion_of_call(&mut self, test: Test, place: &Place) -> Option<Test> {
        match test.as_status() {
            None if !test.reads_status() => Some(test),
            Some(set) if matches!(test, Test::Always(_)) => {
                debug_assert!(set.is_empty() || !set.ranges().is_empty());
                Some(test)
            }
            Some(set) if !set.is_empty() && set.is_subset(&StatusSet::of(200..=299)) => {
                self.context.report.add(place.value(), Kind::StatusOfWorkflow);
                Some(Test::Always(true))
            }
            _ => {
                let reason = "a step that calls a workflow has outputs, and no response of its own";
                let kind = Kind::WrongScope { expression: "$statusCode".to_owned(), reason };
                self.context.report.add(place.value(), kind);
                None
            }
        }
    }

    /// A name for the field of `Output` that holds what another workflow returned.
    pub(super) fn transfer_name(&self, callee: usize) -> String {
        format!("then_{}", names::snake(&self.callee_id(callee)).trim_start_matches("r#"))
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

fn pointer_suffix(pointer: &Pointer) -> String {
    if pointer.is_empty() { String::new() } else { format!("#{pointer}") }
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
