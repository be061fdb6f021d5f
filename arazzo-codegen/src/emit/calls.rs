//! Calls of other workflows.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::bug::bug;
use super::carried::received;
use super::emitter::Emitter;
use super::inputs::default_value;
use super::number::duration;
use super::value::Site;
use super::words::{ident, path};
use crate::flow::{Env, How, Variable, Written};
use crate::model::{CallInput, Expr, Field, InputTypes, Passed, Presence, Step, Workflow, WorkflowCall};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

impl Emitter<'_> {
    /// The statement that calls another workflow. `read`: what comes back is used.
    pub(super) fn workflow_call(
        &self,
        step: &Step,
        call: &WorkflowCall,
        (attempt, read): (bool, bool),
        written: &Written,
        env: &Env,
    ) -> TokenStream {
        let (name, id) = (ident(&step.ident), &step.name);
        let result = self.result(call, written, env);
        let value = if attempt {
            quote! { run.attempted(#id, #name) }
        } else {
            quote! { run.called(#id, #name)? }
        };
        let bound = read.then(|| quote! { let #name = });
        quote! { let #name = #result; #bound #value; }
    }

    /// What the function of the workflow returns.
    fn result(&self, call: &WorkflowCall, written: &Written, env: &Env) -> TokenStream {
        let module = path(&call.module);
        let function = call.module.0.last().map(|name| ident(name));
        let input = self.call_input(call, written, env);
        let client = match call.timeout.map(duration) {
            Some(limit) => quote! { &run.client_within(#limit) },
            None => quote! { run.client() },
        };
        let future = quote! { #module::#function(#client, #input) };
        // Which end it was is nothing that a document can ask.
        let tells_end = self.functions.get(call.workflow).is_some_and(|callee| !callee.ways.is_empty());
        let output = tells_end.then(|| quote! { .map(#module::Output::from) });
        if call.once {
            let (id, given) = (&call.id, self.given_input(call));
            return quote! { run.once(#id, #given, #future).await #output };
        }
        if call.recursive {
            quote! { Box::pin(#future).await #output }
        } else {
            quote! { #future.await #output }
        }
    }

    /// An output of a workflow that a step has called, as a value of its variable.
    pub(super) fn called_output(
        &self,
        step: usize,
        (output, pointer): (usize, &Pointer),
        (how, attempt): (How, bool),
        variable: &Variable,
        response: &Ident,
    ) -> TokenStream {
        let Some((field, certain, copied)) = self.called_field(step, output, variable) else {
            return bug("an output is taken of a workflow that has no such output");
        };
        let same = pointer.is_empty() && self.is_same_type(step, output, variable);
        let (value, certain) = if same {
            let clone = (!copied).then(|| quote! { .clone() });
            match (attempt, how, certain) {
                (true, How::Required, _) => (quote! { run.taken(&#response, |output| output.#field #clone)? }, certain),
                (true, _, true) => (quote! { #response.output().map(|output| output.#field #clone) }, false),
                (true, _, false) => (quote! { #response.output().and_then(|output| output.#field #clone) }, false),
                (false, ..) => (quote! { #response.#field #clone }, certain),
            }
        } else {
            let pointer = pointer.to_string();
            let part = if attempt {
                quote! { #response.output().and_then(|output| rt::json(&output.#field, #pointer)) }
            } else {
                quote! { rt::json(&#response.#field, #pointer) }
            };
            (part, false)
        };
        let value = received(value, variable.ty.as_ref(), certain);
        match (variable.certain, certain) {
            (true, false) => {
                let (step, name) = (&self.workflow.steps[step].name, self.called_name(step, output));
                let (place, expression) = (format!("output `{name}`"), format!("$outputs.{name}"));
                quote! { run.require(#value, #step, #place, #expression)? }
            }
            (false, true) => quote! { Some(#value) },
            _ => value,
        }
    }

    /// The field of the called workflow's `Output`, whether it is no `Option`, and whether it is copied.
    fn called_field(&self, step: usize, output: usize, variable: &Variable) -> Option<(Ident, bool, bool)> {
        let called = self.workflow.steps.get(step)?.call.workflow()?.workflow;
        let field = self.model.workflows.get(called)?.outputs.get(output)?;
        let certain = self.functions.get(called)?.outputs.get(output).is_some_and(|field| field.certain);
        let copied = variable.ty.as_ref().is_some_and(|ty| self.workflow.inputs.is_copy(ty));
        Some((ident(&field.ident), certain, copied))
    }

    /// How the called workflow spells an output.
    fn called_name(&self, step: usize, output: usize) -> &str {
        let called = self.workflow.steps.get(step).and_then(|step| step.call.workflow());
        let field = called.and_then(|call| self.model.workflows.get(call.workflow)?.outputs.get(output));
        field.map_or("", |field| &field.name)
    }

    /// Workflows that call each other do not know the types of all outputs.
    fn is_same_type(&self, step: usize, output: usize, variable: &Variable) -> bool {
        let called = self.workflow.steps.get(step).and_then(|step| step.call.workflow());
        let field = called.and_then(|call| self.model.workflows.get(call.workflow)?.outputs.get(output));
        field.is_some_and(|field| Some(&field.ty) == variable.ty.as_ref())
    }

    /// The outputs of the workflow that took over, as the field holds them.
    pub(super) fn transferred(&self, steps: &[usize], variable: &str) -> TokenStream {
        let name = ident(variable);
        let call = steps.first().and_then(|step| self.workflow.steps.get(*step)).and_then(|step| step.call.workflow());
        if call.is_some_and(|call| call.recursive) {
            quote! { Box::new(#name) }
        } else {
            quote! { #name }
        }
    }

    /// The input of a dependency, to compare it with one that was given elsewhere.
    fn given_input(&self, call: &WorkflowCall) -> TokenStream {
        match &call.input {
            CallInput::Whole(value) => self.site(&Env::default()).serialisable(value),
            CallInput::Nothing => quote! { &() },
            CallInput::Json(_) | CallInput::Fields(_) => bug("a dependency is given inputs one by one"),
        }
    }

    fn call_input(&self, call: &WorkflowCall, written: &Written, env: &Env) -> TokenStream {
        let module = path(&call.module);
        let site = self.site(env);
        match &call.input {
            CallInput::Nothing => quote! { #module::Input::default() },
            CallInput::Whole(Expr::Input(path)) => {
                let (place, _) = site.input_place(path);
                quote! { #place.clone() }
            }
            CallInput::Whole(other) => site.serialisable(other),
            CallInput::Json(passed) => {
                let members = written.values.iter().filter_map(|index| passed.get(*index)).map(|passed| {
                    let name = &passed.name;
                    if self.is_null_without_value(call, passed, &site) {
                        let value = site.as_input(&passed.value);
                        return quote! { #name: Some(#value) };
                    }
                    let value = site.json_part(&passed.value, Site::as_input);
                    quote! { #name: #value }
                });
                let id = &call.id;
                quote! { run.input(#id, rt::json!({ #(#members),* }))? }
            }
            CallInput::Fields(passed) => self.fields(call, passed, env),
        }
    }

    /// Whether an input of a called workflow is null without a value: where it may be null, and not left out.
    fn is_null_without_value(&self, call: &WorkflowCall, passed: &Passed, site: &Site<'_>) -> bool {
        let fields = self.model.workflows.get(call.workflow).map(|callee| callee.inputs.fields()).unwrap_or_default();
        let field = passed.field.and_then(|index| fields.get(index));
        field.is_some_and(|field| field.is_demanded() && field.is_option()) || site.is_null_none(&passed.value)
    }

    /// The input as a struct, with what is not said left to its defaults.
    fn fields(&self, call: &WorkflowCall, passed: &[Passed], env: &Env) -> TokenStream {
        let module = path(&call.module);
        let Some(callee) = self.model.workflows.get(call.workflow) else {
            return bug("a called workflow is not there");
        };
        let fields = callee.inputs.fields();
        let field_of = |passed: &&Passed| passed.field.and_then(|index| fields.get(index));
        let (demanded, optional): (Vec<&Passed>, Vec<&Passed>) =
            passed.iter().partition(|passed| field_of(passed).is_some_and(Field::is_demanded));
        let initialisers = |list: &[&Passed]| -> Vec<TokenStream> {
            list.iter().filter_map(|passed| Some(self.initialiser(passed, field_of(passed)?, callee, env))).collect()
        };
        let (first, last) = (initialisers(&optional), initialisers(&demanded));
        let all = passed.len() == fields.len() && callee.inputs.extra().is_none();
        if all {
            return quote! { #module::Input { #(#last,)* #(#first,)* } };
        }
        if demanded.is_empty() {
            return quote! { #module::Input { #(#first,)* ..#module::Input::default() } };
        }
        if first.is_empty() {
            return quote! { #module::Required { #(#last,)* }.into() };
        }
        quote! { #module::Input { #(#first,)* ..#module::Required { #(#last,)* }.into() } }
    }

    fn initialiser(&self, passed: &Passed, field: &Field, callee: &Workflow, env: &Env) -> TokenStream {
        let name = ident(&field.ident);
        if let Expr::Literal(value) = &passed.value {
            let value = literal(value, field, &callee.inputs);
            return quote! { #name: #value };
        }
        let value = self.output_value(&passed.value, env, true);
        match self.reading(env).given(&passed.value) {
            Presence::Never => quote! { #name: None },
            Presence::Certain if field.is_option() => quote! { #name: Some(#value) },
            Presence::Certain | Presence::Maybe => quote! { #name: #value },
        }
    }

    fn site<'s>(&'s self, env: &'s Env) -> Site<'s> {
        Site { model: self.model, workflow: self.workflow, env, asked: None }
    }
}

fn literal(value: &Value, field: &Field, inputs: &InputTypes) -> TokenStream {
    let value = default_value(Some(value), &field.ty, &inputs.types);
    if field.is_option() {
        quote! { Some(#value) }
    } else {
        value
    }
}
