//! Sources, schemes, and what is known about the operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, docs_or};
use super::ident;
use crate::flow::Function;
use crate::model::{Demand, Request, Scheme, Source, Step, Workflow};
use crate::openapi::{KeyLocation, SecurityKind};

pub(super) fn constants(workflow: &Workflow, function: &Function) -> TokenStream {
    let sources = workflow.sources.iter().map(|source| source_constant(workflow, source));
    let schemes = workflow.schemes.iter().map(|scheme| scheme_constant(workflow, scheme));
    let calls = function.steps.iter().map(|step| &workflow.steps[*step]);
    let operations = calls.clone().filter_map(|step| Some(operation(workflow, step, step.call.request()?)));
    let id = &workflow.id;
    let steps = calls.filter(|step| step.call.request().is_some()).map(|step| ident(&step.constant));
    quote! {
        #(#sources)*
        #(#schemes)*
        static WORKFLOW: rt::Workflow = rt::Workflow::new(#id, &[#(&#steps),*]);
        #(#operations)*
    }
}

/// How a user names a constant of the module.
fn path(workflow: &Workflow, constant: &str) -> String {
    format!("{}::{constant}", workflow.ident)
}

fn source_constant(workflow: &Workflow, source: &Source) -> TokenStream {
    let constant = ident(&source.constant);
    let (name, description, path) = (&source.name, &source.path, path(workflow, &source.constant));
    let default = match &source.server {
        Some(server) => format!("Its base URL is {server} unless the client says otherwise."),
        None => "Its description names no server: the client has to say where it is.".to_owned(),
    };
    let docs = docs(&format!("The API of the source description `{name}`.\n\n{default}"));
    quote! {
        #docs
        pub const #constant: Source = Source::new(env!("CARGO_PKG_NAME"), #description, #name, #path);
    }
}

fn scheme_constant(workflow: &Workflow, scheme: &Scheme) -> TokenStream {
    let constant = ident(&scheme.constant);
    let source = workflow.sources.get(scheme.source).map(|source| ident(&source.constant));
    let (name, path) = (&scheme.name, path(workflow, &scheme.constant));
    let own = format!("The credential `{name}`.");
    let docs = docs_or(scheme.description.as_deref(), &own);
    let (kind, value) = match &scheme.kind {
        SecurityKind::ApiKey { location, name: parameter } => {
            let location = ident(match location {
                KeyLocation::Header => "Header",
                KeyLocation::Query => "Query",
                KeyLocation::Cookie => "Cookie",
            });
            (quote! { ApiKey }, quote! { Scheme::api_key(#source, #name, rt::KeyIn::#location, #parameter, #path) })
        }
        SecurityKind::Bearer => (quote! { Bearer }, quote! { Scheme::bearer(#source, #name, #path) }),
        SecurityKind::Basic => (quote! { Basic }, quote! { Scheme::basic(#source, #name, #path) }),
    };
    quote! {
        #docs
        pub const #constant: Scheme<#kind> = #value;
    }
}

fn operation(workflow: &Workflow, step: &Step, request: &Request) -> TokenStream {
    let constant = ident(&step.constant);
    let Request { method, path, server, accept, security, .. } = request;
    let source = workflow.sources.get(request.source).map(|source| ident(&source.constant));
    let name = &step.name;
    let server = server.iter().map(|server| quote! { .server(#server) });
    let accept = accept.iter().map(|accept| quote! { .accept(#accept) });
    let security = (!security.is_empty()).then(|| {
        let alternatives = security.iter().map(|alternative| {
            let demands = alternative.iter().map(|demand| self::demand(workflow, demand));
            quote! { &[#(#demands),*] }
        });
        quote! { .security(&[#(#alternatives),*]) }
    });
    let docs = docs(&format!("Step `{name}`."));
    quote! {
        #docs
        static #constant: rt::Operation =
            rt::Operation::new(#name, #method, #source, #path) #(#server)* #(#accept)* #security;
    }
}

fn demand(workflow: &Workflow, demand: &Demand) -> TokenStream {
    let scheme = workflow.schemes.get(demand.scheme).map(|scheme| ident(&scheme.constant));
    let unless = demand.unless_sent.then(|| quote! { .unless_sent() });
    quote! { rt::Demand::new(&#scheme) #unless }
}
