//! `Output`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::bug::bug;
use super::constants::is_called;
use super::docs::docs;
use super::emitter::Emitter;
use super::inputs::derives;
use super::outcome::variant;
use super::shown::{Shows, debug_impl, shows_output};
use super::words::{ident, ty};
use crate::flow::{Env, Function, OutputField, Returned, Way};
use crate::model::{Expr, Given, Model, Presence, Workflow, WorkflowOutput, unsaid_secrets};

pub(super) fn output(model: &Model, workflow: &Workflow, function: &Function) -> TokenStream {
    let shown = workflow
        .outputs
        .iter()
        .map(|output| (output.ident.as_str(), shows_output(output), unsaid_secrets(&output.hides)));
    let hides = workflow.outputs.iter().any(|output| shows_output(output) != Shows::All);
    let derives = derives(hides, false);
    let fields = workflow
        .outputs
        .iter()
        .zip(&function.outputs)
        .map(|(output, field)| definition(model, workflow, output, field, &quote! { pub }));
    let debug = hides.then(|| debug_impl("Output", shown));
    let docs = docs(&format!("What the workflow `{}` returns.", workflow.id));
    quote! {
        #docs
        #derives
        #[serde(crate = "rt::serde")]
        pub struct Output { #(#fields)* }
        #debug
    }
}

pub(super) fn definition(
    model: &Model,
    workflow: &Workflow,
    output: &WorkflowOutput,
    field: &OutputField,
    visible: &TokenStream,
) -> TokenStream {
    let origin = match &output.value {
        Expr::Output { output: of, .. } => workflow.steps.get(of.step).map(|step| format!("from step `{}`", step.name)),
        Expr::Input(path) => {
            let declared = || workflow.inputs.fields().get(path.root).map(|field| field.name.clone());
            let name = path.undeclared().map(|(key, _)| key.to_owned()).or_else(declared);
            name.map(|name| format!("the input `{name}`"))
        }
        _ => None,
    };
    let origin = origin.map(|origin| format!(", {origin}")).unwrap_or_default();
    let absent = if field.certain { "" } else { " `None` if no response or input gave it a value." };
    let docs = docs(&format!("`{}`{origin}.{absent}", output.name));
    let (name, ident, ty) = (&output.name, ident(&output.ident), output_type(model, output));
    let ty = if field.certain {
        ty
    } else {
        quote! { Option<#ty> }
    };
    let rename = (output.ident.trim_start_matches("r#") != *name).then(|| quote! { rename = #name, });
    let absent = (!field.certain).then(|| quote! { default, skip_serializing_if = "Option::is_none" });
    let serde = (rename.is_some() || absent.is_some()).then(|| quote! { #[serde(#rename #absent)] });
    quote! { #docs #serde #visible #ident: #ty, }
}

/// The type of an output that is there for sure.
fn output_type(model: &Model, output: &WorkflowOutput) -> TokenStream {
    match &output.given {
        Some(Given::Own(rust)) => rust.parse().unwrap_or_else(|_| bug("a type of the options is no type")),
        _ => ty(&output.outside(), &model.output_types.types),
    }
}

impl Emitter<'_> {
    /// `Output` with what is known at one place, or the variant of `Outcome` for it.
    pub(super) fn output(&self, fields: &[Returned], way: Option<&Way>, env: &Env) -> TokenStream {
        let is_there = |output: usize| way.is_none_or(|way| way.fields.get(output).is_some_and(Option::is_some));
        let outputs = self.workflow.outputs.iter().zip(fields).enumerate();
        let outputs = outputs.filter(|(index, _)| is_there(*index));
        let fields: Vec<TokenStream> = outputs
            .map(|(_, (output, field))| {
                let name = ident(&output.ident);
                if field.presence == Presence::Never {
                    return quote! { #name: None };
                }
                let value = self.output_value(&output.value, env, field.again);
                let (value, wrapped) = self.converted(output, field, value);
                initialised(&name, &value, wrapped)
            })
            .collect();
        match way {
            Some(way) => variant(way, &quote! { Outcome }, &fields),
            None => quote! { Output { #(#fields),* } },
        }
    }
}

impl Emitter<'_> {
    /// A value with the type of its output, and whether it becomes an `Option` here.
    fn converted(&self, output: &WorkflowOutput, field: &Returned, value: TokenStream) -> (TokenStream, bool) {
        let Some(step) = field.converted.and_then(|step| self.workflow.steps.get(step)) else {
            return (value, field.wrapped);
        };
        let (step, of) = (&step.name, &output.name);
        let (is_lenient, is_certain) = (self.model.output_types.lenient, field.presence == Presence::Certain);
        match &output.given {
            Some(_) if !is_lenient => (quote! { run.typed(#step, #of, #value)? }, field.wrapped),
            Some(_) if is_certain => (quote! { run.typed_leniently(#step, #of, #value)? }, field.wrapped),
            Some(_) => (quote! { run.typed_or_none(#step, #of, #value) }, false),
            // A workflow that calls this one may send it on.
            None if is_lenient && !is_certain && !is_called(self.model, self.workflow) => {
                (quote! { run.give_or_none(#step, #of, #value) }, false)
            }
            None => (quote! { run.give(#step, #of, #value)? }, field.wrapped),
        }
    }
}

/// `name: value`, or the name alone where a variable has it.
fn initialised(name: &Ident, value: &TokenStream, wrapped: bool) -> TokenStream {
    if wrapped {
        quote! { #name: Some(#value) }
    } else if name == &value.to_string() {
        quote! { #name }
    } else {
        quote! { #name: #value }
    }
}
