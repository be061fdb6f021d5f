//! `Output`.

use proc_macro2::TokenStream;
use quote::quote;

use super::body::Emitter;
use super::docs::docs;
use super::inputs::derives;
use super::shown::{Shows, debug_impl, shows_output, unsaid_secrets};
use super::{ident, ty};
use crate::flow::{Env, Field, Function, Slot};
use crate::model::{Expr, Given, Model, Ty, Workflow, WorkflowOutput};

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
        .map(|(output, field)| definition(model, workflow, output, field));
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

fn definition(model: &Model, workflow: &Workflow, output: &WorkflowOutput, field: &Field) -> TokenStream {
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
    quote! { #docs #serde pub #ident: #ty, }
}

/// The type of an output that is there for sure.
fn output_type(model: &Model, output: &WorkflowOutput) -> TokenStream {
    match &output.given {
        Some(Given::Own(rust)) => rust.parse().unwrap_or_default(),
        _ => ty(&output.outside(), &model.output_types.types),
    }
}

impl Emitter<'_> {
    /// A value as `Output` has it: outside, numbers have the types of Rust, and a body of which nothing is known is JSON.
    pub(super) fn given(&self, output: &WorkflowOutput, value: TokenStream, env: &Env) -> TokenStream {
        let changes = match &output.value {
            Expr::Output { output, pointer } if pointer.is_empty() => {
                let ty = env.get(&Slot::Output(*output)).and_then(|variable| variable.ty.as_ref());
                ty.is_some_and(Ty::is_inside_only)
            }
            other => other.has_digits() && output.ty.clone().with_digits().is_inside_only(),
        };
        let step = output.value.step().and_then(|step| self.workflow.steps.get(step)).map(|step| &step.name);
        if let (Some(step), Some(_)) = (step, &output.given) {
            let name = &output.name;
            return quote! { run.typed(#step, #name, #value)? };
        }
        match step.filter(|_| changes) {
            Some(step) => {
                let name = &output.name;
                quote! { run.give(#step, #name, #value)? }
            }
            None => value,
        }
    }
}

/// Whether two outputs are made of one variable.
pub(super) fn same_source(left: &Expr, right: &Expr) -> bool {
    match (left, right) {
        (Expr::Input(left), Expr::Input(right)) => left.root == right.root,
        (Expr::Output { output: left, .. }, Expr::Output { output: right, .. }) => left == right,
        _ => false,
    }
}
