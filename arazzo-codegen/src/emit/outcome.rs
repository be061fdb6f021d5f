//! `Outcome`: the ends of a workflow as an enum.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::docs;
use super::inputs::derives;
use super::outputs::definition;
use super::shown::{Shows, shown_field, shows_output};
use super::words::ident;
use crate::flow::{Function, OutputField, Way};
use crate::model::{Model, Workflow, WorkflowOutput, unsaid_secrets};
use crate::names::{Names, Space};

pub(super) fn outcome(model: &Model, workflow: &Workflow, function: &Function) -> TokenStream {
    if function.ways.is_empty() {
        return TokenStream::new();
    }
    let docs = docs(&format!("How the workflow `{}` has ended, and what it returns then.", workflow.id));
    let hides = workflow.outputs.iter().any(|output| shows_output(output) != Shows::All);
    let derives = derives(hides, false);
    let variants = function.ways.iter().map(|way| declared(model, workflow, way));
    let debug = hides.then(|| debug(workflow, function));
    let from = from_outcome(workflow, function);
    quote! {
        #docs
        #derives
        #[serde(crate = "rt::serde")]
        #[allow(clippy::large_enum_variant)]
        pub enum Outcome { #(#variants,)* }
        #debug
        #from
    }
}

/// A variant with some code for each of its fields.
pub(super) fn variant(way: &Way, of: &TokenStream, fields: &[TokenStream]) -> TokenStream {
    let name = ident(&way.ident);
    if fields.is_empty() {
        quote! { #of::#name }
    } else {
        quote! { #of::#name { #(#fields),* } }
    }
}

fn declared(model: &Model, workflow: &Workflow, way: &Way) -> TokenStream {
    let step = workflow.steps.get(way.end.step);
    let action = step.zip(way.end.action).and_then(|(step, action)| step.on_success.get(action));
    let step = step.map_or("", |step| step.name.as_str());
    let docs = docs(&match action {
        Some(action) => format!("The action `{}` of step `{step}` ended it.", action.name),
        None => format!("It ended behind step `{step}`."),
    });
    let name = ident(&way.ident);
    let private = TokenStream::new();
    let fields: Vec<TokenStream> =
        present(workflow, way).map(|(_, output, field)| definition(model, workflow, output, field, &private)).collect();
    let fields = (!fields.is_empty()).then(|| quote! { { #(#fields)* } });
    quote! { #docs #name #fields }
}

/// The outputs that have a value at an end, by their index.
fn present<'w>(
    workflow: &'w Workflow,
    way: &'w Way,
) -> impl Iterator<Item = (usize, &'w WorkflowOutput, &'w OutputField)> {
    let outputs = workflow.outputs.iter().zip(&way.fields).enumerate();
    outputs.filter_map(|(index, (output, field))| Some((index, output, field.as_ref()?)))
}

/// A variable for each output. One with the name of a constant would be a pattern.
fn variables(workflow: &Workflow) -> Vec<Ident> {
    let mut taken = Names::new(Space::Outputs).reserving(workflow.constants().chain(["formatter"]));
    workflow.outputs.iter().map(|output| ident(&taken.claim(output.ident.clone()))).collect()
}

/// The pattern of a variant, with variables for its fields.
fn pattern(workflow: &Workflow, way: &Way, variables: &[Ident]) -> TokenStream {
    let field = |(index, output, _): (usize, &WorkflowOutput, _)| {
        let (field, variable) = (ident(&output.ident), variables.get(index)?);
        Some(if field == *variable {
            quote! { #field }
        } else {
            quote! { #field: #variable }
        })
    };
    let fields: Vec<TokenStream> = present(workflow, way).filter_map(field).collect();
    variant(way, &quote! { Outcome }, &fields)
}

fn from_outcome(workflow: &Workflow, function: &Function) -> TokenStream {
    let variables = variables(workflow);
    let arms = function.ways.iter().map(|way| {
        let pattern = pattern(workflow, way, &variables);
        let outputs = workflow.outputs.iter().zip(&variables).zip(way.fields.iter().zip(&function.outputs));
        let fields = outputs.map(|((output, variable), (here, always))| {
            let field = ident(&output.ident);
            match here {
                None => quote! { #field: None },
                Some(here) if here.certain && !always.certain => quote! { #field: Some(#variable) },
                Some(_) if field == *variable => quote! { #field },
                Some(_) => quote! { #field: #variable },
            }
        });
        quote! { #pattern => Self { #(#fields),* }, }
    });
    quote! {
        impl From<Outcome> for Output {
            #[allow(clippy::match_same_arms)]
            fn from(outcome: Outcome) -> Self {
                match outcome { #(#arms)* }
            }
        }
    }
}

/// `Debug` that shows which secrets are there, and not what they are.
fn debug(workflow: &Workflow, function: &Function) -> TokenStream {
    let variables = variables(workflow);
    let arms = function.ways.iter().map(|way| {
        let pattern = pattern(workflow, way, &variables);
        let fields = present(workflow, way).filter_map(|(index, output, _)| {
            let variable = variables.get(index)?;
            let hidden = unsaid_secrets(&output.hides);
            Some(shown_field(&output.ident, &quote! { #variable }, shows_output(output), &hidden))
        });
        let name = crate::names::plain(&way.ident);
        quote! { #pattern => formatter.debug_struct(#name) #(#fields)* .finish(), }
    });
    quote! {
        impl ::core::fmt::Debug for Outcome {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#arms)* }
            }
        }
    }
}
