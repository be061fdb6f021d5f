//! From lowered functions and types to Rust. Cannot fail. What runs when is decided in `flow`, how it is written in `lower`. What cannot
//! be, because an earlier stage has a bug, is found in the tokens (`bug`).

mod block;
mod bug;
mod constants;
mod described;
mod docs;
mod fingerprint;
mod function;
mod inputs;
mod long;
mod number;
mod outcome;
mod outputs;
mod parts;
mod shown;
mod steps;
mod types;
mod words;
mod write;
mod xml;

use proc_macro2::TokenStream;
#[cfg(test)]
use quote::ToTokens;
use quote::quote;

use crate::flow::{self, Function};
#[cfg(test)]
use crate::lower::Code;
use crate::lower::{Body, lower};
use crate::model::{Model, Step, Workflow};
use crate::place::Place;
use words::ident;

/// What the generated code is made for.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The path of the runtime crate: `::arazzo`, or `$crate` in the macro.
    pub(crate) runtime: TokenStream,
}

/// What was made of a model.
pub(crate) struct Emitted {
    pub(crate) items: TokenStream,
    /// Where there are any, the items are not code.
    pub(crate) bugs: Vec<Bug>,
}

/// A type as a reader of the generated code would say it.
#[cfg(feature = "cli")]
pub(crate) fn spelled(ty: &crate::model::Ty, types: &[crate::model::TypeDef]) -> String {
    let shorter = [(" :: ", "::"), (" < ", "<"), (" >", ">"), (" ,", ","), (":: std", "std"), ("rt::", "")];
    let spelled = words::ty(&ty.outside(), types).to_string();
    shorter.iter().fold(spelled, |spelled, (from, to)| spelled.replace(from, to)).replace("std::collections::", "")
}

/// An invariant of an earlier stage that is broken.
pub(crate) struct Bug {
    /// The workflow.
    pub(crate) place: Place,
    pub(crate) what: String,
}

/// `bodies`: those of the functions.
pub(crate) fn emit(model: &Model, functions: &[Function], bodies: &[Body], target: &Target) -> Emitted {
    let workflows = model.workflows.iter().zip(functions).zip(bodies);
    let modules = workflows.map(|((workflow, function), body)| module(model, workflow, (function, body), target));
    let modules: Vec<TokenStream> = modules.collect();
    let bugs = model.workflows.iter().zip(&modules).flat_map(|(workflow, module)| {
        bug::bugs(module).into_iter().map(|what| Bug { place: workflow.place.clone(), what })
    });
    let (bugs, items, version) =
        (bugs.collect(), items(model, &modules, &types::module(model, target)), env!("CARGO_PKG_VERSION"));
    let runtime = &target.runtime;
    // A build script's compiler can be of another version than the runtime.
    Emitted { bugs, items: quote! { #items const _: () = #runtime::rt::generated_by(#version); } }
}

/// The items of a document: a module and a `use` for each workflow. Workflows that call each other are in one private
/// module, because modules inside of a function can only be named from there.
fn items(model: &Model, modules: &[TokenStream], types: &TokenStream) -> TokenStream {
    let of = |document: usize| -> TokenStream {
        let modules = model.workflows.iter().zip(modules).filter(|(workflow, _)| workflow.document == document);
        modules.map(|(_, module)| module.clone()).collect()
    };
    let Some(group) = &model.group else { return of(0) };
    let group = ident(group);
    let others = model.documents.iter().enumerate().filter_map(|(index, document)| {
        let (name, workflows) = (ident(document.ident.as_ref()?), of(index));
        let docs =
            docs::docs(&format!("The workflows of \"{} {}\" that are called.", document.title, document.version));
        Some(quote! { #docs pub mod #name { #workflows } })
    });
    let own = model.workflows.iter().filter(|workflow| workflow.document == 0).map(|workflow| &workflow.ident);
    let exported = own.chain(model.documents.iter().filter_map(|document| document.ident.as_ref()));
    let exported = exported.map(|name| ident(name));
    let workflows = of(0);
    quote! {
        #[allow(unreachable_pub)]
        mod #group { #workflows #(#others)* #types }
        #[allow(unreachable_pub, unused_imports)]
        #[doc(inline)]
        pub use #group::{#(#exported),*};
    }
}

/// Types and signatures for a document with errors: what an editor completes, and what the rest of the crate names.
pub(crate) fn signatures(model: &Model, tells_ends: bool, target: &Target) -> TokenStream {
    let unknown = |workflow| flow::unknown(workflow, tells_ends);
    let functions: Vec<Function> = model.workflows.iter().map(unknown).collect();
    emit(model, &functions, &lower(model, &functions), target).items
}

/// What may be said in front of every step: the path of its constant, or, where it calls a workflow, of its variable.
pub(crate) fn comments(model: &Model) -> Vec<(String, String)> {
    let of = |workflow: &Workflow| {
        let document = model.documents.get(workflow.document).and_then(|document| document.ident.clone());
        let module = model.group.iter().cloned().chain(document).chain([workflow.ident.clone()]);
        let module = module.collect::<Vec<_>>().join("::");
        let comment = |step: &Step| {
            let description = step.description.as_deref().unwrap_or_default();
            let name = step.call.constant().unwrap_or(&step.ident);
            (format!("{module}::{name}"), docs::line(&format!("Step `{}`. {description}", step.name)))
        };
        workflow.steps.iter().map(comment).collect::<Vec<_>>()
    };
    model.workflows.iter().flat_map(of).collect()
}

/// An expression, for tests of what is lowered.
#[cfg(test)]
pub(crate) fn written(code: &Code) -> String {
    write::Writer { types: &[] }.code(code).to_token_stream().to_string().replace(' ', "")
}

fn module(model: &Model, workflow: &Workflow, (function, body): (&Function, &Body), target: &Target) -> TokenStream {
    let (name, allowed) = (ident(&workflow.ident), allowed());
    let docs = docs::module(model, workflow);
    let imports = imports(workflow, target);
    let body = function::function(workflow, function, body);
    let constants = constants::constants(model, workflow, function, &body);
    let inputs = inputs::inputs(workflow);
    let outputs = outputs::output(model, workflow, function);
    let (types, shared) = (types::own(model), types::imports(model, workflow));
    let (outcome, steps) = (outcome::outcome(model, workflow, function), steps::steps(workflow, function));
    quote! {
        #docs
        #allowed
        pub mod #name {
            #imports
            #shared
            #constants
            #inputs
            #outputs
            #outcome
            #types
            #steps
            #body
        }
        // Of several workflows not all need be called.
        #[allow(unreachable_pub, unused_imports)]
        #[doc(inline)]
        pub use #name::#name;
    }
}

/// What lints have nothing to say about in generated modules.
fn allowed() -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            deprecated,
            unreachable_pub,
            clippy::doc_markdown,
            clippy::enum_variant_names,
            clippy::just_underscores_and_digits,
            clippy::pub_underscore_fields,
            clippy::similar_names,
            clippy::struct_field_names,
            clippy::too_many_lines,
            clippy::unicode_not_nfc,
            clippy::upper_case_acronyms,
            clippy::used_underscore_binding,
            clippy::used_underscore_items
        )]
    }
}

/// What the module names of the runtime.
fn imports(workflow: &Workflow, target: &Target) -> TokenStream {
    let runtime = &target.runtime;
    let names = workflow.imports().into_iter().map(|import| ident(import.name()));
    quote! { use #runtime::{#(#names),*}; }
}
