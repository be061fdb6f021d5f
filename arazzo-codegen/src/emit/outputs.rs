//! `Output`.

use proc_macro2::TokenStream;
use quote::quote;

use super::bug::bug;
use super::docs::docs;
use super::inputs::derives;
use super::shown::{Shows, debug_impl, shows_output};
use super::words::{ident, ty};
use crate::flow::{Function, OutputField};
use crate::model::{Expr, Given, Model, Workflow, WorkflowOutput, unsaid_secrets};

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
