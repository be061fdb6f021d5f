//! From blocks and types to Rust. Cannot fail and decides nothing: every choice was made before.

mod body;
mod constants;
mod docs;
mod inputs;
mod number;
mod outputs;
mod request;
mod value;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::flow::Function;
use crate::model::{Model, Ty, TypeDef, Workflow};

/// What the generated code is made for.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The path of the runtime crate: `::arazzo`, or `$crate` in the macro.
    pub(crate) runtime: TokenStream,
}

/// The items of a document: a module and a `use` for each workflow.
pub(crate) fn emit(model: &Model, functions: &[Function], target: &Target) -> TokenStream {
    model
        .workflows
        .iter()
        .zip(functions)
        .map(|(workflow, function)| module(model, workflow, function, target))
        .collect()
}

/// Types and signatures for a document with errors: what an editor completes, and what the rest of the crate names.
pub(crate) fn signatures(model: &Model, target: &Target) -> TokenStream {
    let functions: Vec<Function> = model.workflows.iter().map(Function::unknown).collect();
    emit(model, &functions, target)
}

/// The constant and the description of every step that has one.
pub(crate) fn comments(model: &Model) -> Vec<(String, String)> {
    let steps = model.workflows.iter().flat_map(|workflow| &workflow.steps);
    steps
        .map(|step| {
            let description = step.description.as_deref().unwrap_or_default();
            (step.constant.clone(), docs::line(&format!("Step `{}`. {description}", step.name)))
        })
        .collect()
}

fn module(model: &Model, workflow: &Workflow, function: &Function, target: &Target) -> TokenStream {
    let name = ident(&workflow.ident);
    let docs = docs::module(model, workflow);
    let imports = imports(workflow, target);
    let constants = constants::constants(workflow, function);
    let inputs = inputs::inputs(workflow);
    let outputs = outputs::output(workflow, function);
    let body = body::function(workflow, function);
    quote! {
        #docs
        #[allow(
            dead_code,
            deprecated,
            unreachable_pub,
            clippy::doc_markdown,
            clippy::enum_variant_names,
            clippy::pub_underscore_fields,
            clippy::similar_names,
            clippy::struct_field_names,
            clippy::too_many_lines,
            clippy::used_underscore_binding
        )]
        pub mod #name {
            #imports
            #constants
            #inputs
            #outputs
            #body
        }
        // Of several workflows not all need be called.
        #[allow(unreachable_pub, unused_imports)]
        #[doc(inline)]
        pub use #name::#name;
    }
}

/// What the module names of the runtime.
fn imports(workflow: &Workflow, target: &Target) -> TokenStream {
    use crate::openapi::SecurityKind;
    let runtime = &target.runtime;
    let mut names = vec!["Client", "Error"];
    let kind = |wanted: fn(&SecurityKind) -> bool| workflow.schemes.iter().any(|scheme| wanted(&scheme.kind));
    if kind(|kind| matches!(kind, SecurityKind::ApiKey { .. })) {
        names.push("ApiKey");
    }
    if kind(|kind| matches!(kind, SecurityKind::Basic)) {
        names.push("Basic");
    }
    if kind(|kind| matches!(kind, SecurityKind::Bearer)) {
        names.push("Bearer");
    }
    if !workflow.schemes.is_empty() {
        names.push("Scheme");
    }
    if !workflow.sources.is_empty() {
        names.push("Source");
    }
    names.sort_unstable();
    let names = names.into_iter().map(ident);
    quote! { use #runtime::{#(#names,)* rt}; }
}

/// An identifier, raw where it is written so.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A type of the inputs or outputs.
fn ty(ty: &Ty, types: &[TypeDef]) -> TokenStream {
    let inner = |inner: &Ty| self::ty(inner, types);
    match ty {
        Ty::String => quote! { String },
        Ty::Integer => quote! { i64 },
        Ty::Number => quote! { f64 },
        Ty::Boolean => quote! { bool },
        Ty::Value => quote! { rt::serde_json::Value },
        Ty::Array(items) => {
            let items = inner(items);
            quote! { Vec<#items> }
        }
        Ty::Map(values) => {
            let values = inner(values);
            quote! { ::std::collections::BTreeMap<String, #values> }
        }
        Ty::Named(id) => type_name(types.get(id.0)),
        Ty::Boxed(id) => {
            let name = type_name(types.get(id.0));
            quote! { Box<#name> }
        }
    }
}

fn type_name(definition: Option<&TypeDef>) -> TokenStream {
    let name = match definition {
        Some(TypeDef::Struct(object)) => ident(&object.name),
        Some(TypeDef::Enum(enumeration)) => ident(&enumeration.name),
        None => return quote! { rt::serde_json::Value },
    };
    quote! { #name }
}

/// Whether an identifier occurs anywhere in some tokens.
fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}
