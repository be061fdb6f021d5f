//! `Output`.

use proc_macro2::TokenStream;
use quote::quote;

use super::carried::returned_type;
use super::docs::docs;
use super::inputs::{debug_impl, derives};
use super::{ident, ty};
use crate::flow::{Field, Function};
use crate::model::{Expr, Workflow, WorkflowOutput};

pub(super) fn output(workflow: &Workflow, function: &Function) -> TokenStream {
    let hides = workflow.outputs.iter().any(|output| output.secret);
    let derives = derives(hides, false);
    let fields =
        workflow.outputs.iter().zip(&function.outputs).map(|(output, field)| definition(workflow, output, field));
    let debug = hides
        .then(|| debug_impl("Output", workflow.outputs.iter().map(|output| (output.ident.as_str(), output.secret))));
    let docs = docs(&format!("What the workflow `{}` returns.", workflow.id));
    quote! {
        #docs
        #derives
        #[serde(crate = "rt::serde")]
        pub struct Output { #(#fields)* }
        #debug
    }
}

fn definition(workflow: &Workflow, output: &WorkflowOutput, field: &Field) -> TokenStream {
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
    let absent = if field.certain { "" } else { " `None` where no step that ran had it." };
    let docs = docs(&format!("`{}`{origin}.{absent}", output.name));
    let (name, ident, ty) = (&output.name, ident(&output.ident), ty(returned_type(&output.ty), &workflow.inputs.types));
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
