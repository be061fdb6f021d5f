//! Sources, schemes, and what is known about the operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::bug::bug;
use super::docs::{docs, docs_or};
use super::fingerprint::fingerprint;
use super::words::{self, ident, path};
use super::xml;
use crate::flow::Function;
use crate::lower::type_name;
use crate::model::{
    Demand, Feature, Language, Model, ModulePath, Need, Reads, Request, Scheme, Source, Static, Step, Workflow,
};
use crate::openapi::{KeyLocation, SecurityKind};

/// `body` is the function of the workflow.
pub(super) fn constants(model: &Model, workflow: &Workflow, function: &Function, body: &TokenStream) -> TokenStream {
    let module = user_path(model, workflow);
    let sources = workflow.sources.iter().map(|source| source_constant(&module, source));
    let schemes = workflow.schemes.iter().map(|scheme| scheme_constant(&module, workflow, scheme));
    let calls = function.steps.iter().map(|step| &workflow.steps[*step]);
    let operations =
        calls.clone().filter_map(|step| Some(operation(workflow, step, (step.call.request()?, step.call.constant()?))));
    let operations: TokenStream = operations.collect();
    let programs: TokenStream = workflow.statics.iter().map(|program| self::program(workflow, program)).collect();
    let xml: TokenStream = workflow.xml.iter().map(|xml| xml::constant(workflow, xml)).collect();
    let version = fingerprint(&[&operations, &programs, &xml, body]);
    let needs = workflow.needs.iter().map(need);
    let id = &workflow.id;
    let steps = calls.filter_map(|step| step.call.constant()).map(|constant| ident(constant));
    let calls = called(workflow, function);
    let calls = (!calls.is_empty()).then(|| {
        let calls = calls.iter().map(|module| path(module));
        quote! { .calling(&[#(&#calls::WORKFLOW),*]) }
    });
    // Those that call it name it.
    let visible = model.is_called(workflow).then(|| quote! { #[doc(hidden)] pub });
    quote! {
        #(#sources)*
        #(#schemes)*
        #visible static WORKFLOW: rt::Workflow = rt::Workflow::new(#id, &[#(&#steps),*]) #calls .version(#version);
        #operations
        #programs
        #xml
        #(#needs)*
    }
}

/// The modules of the workflows that the steps of a function call.
fn called<'w>(workflow: &'w Workflow, function: &Function) -> Vec<&'w ModulePath> {
    let mut modules: Vec<&ModulePath> = Vec::new();
    for call in function.steps.iter().filter_map(|step| workflow.steps[*step].call.workflow()) {
        if !modules.contains(&&call.module) {
            modules.push(&call.module);
        }
    }
    modules
}

/// A pattern or a query.
fn program(workflow: &Workflow, program: &Static) -> TokenStream {
    let (constant, ty, text) = (ident(&program.constant), words::name(type_name(program.language)), &program.text);
    let step = program.step.and_then(|step| workflow.steps.get(step));
    let step = step.map(|step| format!(" of step `{}`", step.name)).unwrap_or_default();
    let docs = docs(&format!("A {}{step}.", program.language.noun()));
    quote! {
        #docs
        static #constant: #ty = #ty::new(#text);
    }
}

/// A compile error where the runtime lacks a feature, and nothing otherwise.
fn need(need: &Need) -> TokenStream {
    let at = &need.at;
    let name = ident(match need.feature {
        Feature::Language(Language::Regex) => "need_regex",
        Feature::Language(Language::JsonPath) => "need_jsonpath",
        Feature::Language(Language::XPath) => "need_xpath",
        Feature::Xml => "need_xml",
    });
    quote! { rt::#name!(#at); }
}

/// How a user names the module.
fn user_path(model: &Model, workflow: &Workflow) -> String {
    match model.documents.get(workflow.document).and_then(|document| document.ident.as_ref()) {
        Some(document) => format!("{document}::{}", workflow.ident),
        None => workflow.ident.clone(),
    }
}

fn source_constant(module: &str, source: &Source) -> TokenStream {
    let constant = ident(&source.constant);
    let (name, description, constant_path) = (&source.name, &source.path, format!("{module}::{}", source.constant));
    let default = match &source.server {
        Some(server) => format!("Its base URL is {server} unless the client says otherwise."),
        None => "Its description names no server: the client has to say where it is.".to_owned(),
    };
    let docs = docs(&format!("The API of the source description `{name}`.\n\n{default}"));
    quote! {
        #docs
        pub const #constant: Source = Source::new(env!("CARGO_PKG_NAME"), #description, #name, #constant_path);
    }
}

fn scheme_constant(module: &str, workflow: &Workflow, scheme: &Scheme) -> TokenStream {
    let constant = ident(&scheme.constant);
    let source = name_of(workflow.sources.get(scheme.source).map(|source| &source.constant));
    let (name, constant_path) = (&scheme.name, format!("{module}::{}", scheme.constant));
    let own = format!("The credential `{name}`.");
    let docs = docs_or(scheme.description.as_deref(), &own);
    let (kind, value) = match &scheme.kind {
        SecurityKind::ApiKey { location, name: parameter } => {
            let location = ident(match location {
                KeyLocation::Header => "Header",
                KeyLocation::Query => "Query",
                KeyLocation::Cookie => "Cookie",
            });
            (
                quote! { ApiKey },
                quote! { Scheme::api_key(#source, #name, rt::KeyIn::#location, #parameter, #constant_path) },
            )
        }
        SecurityKind::Bearer => (quote! { Bearer }, quote! { Scheme::bearer(#source, #name, #constant_path) }),
        SecurityKind::Basic => (quote! { Basic }, quote! { Scheme::basic(#source, #name, #constant_path) }),
    };
    quote! {
        #docs
        pub const #constant: Scheme<#kind> = #value;
    }
}

fn operation(workflow: &Workflow, step: &Step, (request, constant): (&Request, &str)) -> TokenStream {
    let constant = ident(constant);
    let Request { method, path, server, accept, security, .. } = request;
    let source = name_of(workflow.sources.get(request.source).map(|source| &source.constant));
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
    let xml = xml::responses(workflow, &request.xml);
    let (reads, idempotency) = (reads(&step.reads()), request.idempotency.iter());
    let docs = docs(&format!("Step `{name}`."));
    quote! {
        #docs
        static #constant: rt::Operation =
            rt::Operation::new(#name, #method, #source, #path) #(#server)* #(#accept)* #security #xml #reads
                #(.idempotency(#idempotency))*;
    }
}

/// What is read of the responses; nothing is said where it is the whole body.
fn reads(reads: &Reads) -> TokenStream {
    let (pointers, headers) = (reads.pointers.iter(), reads.headers.iter());
    let pointers = (!reads.pointers.contains("")).then(|| quote! { .reads(&[#(#pointers),*]) });
    let headers = (!reads.headers.is_empty()).then(|| quote! { .reads_headers(&[#(#headers),*]) });
    quote! { #pointers #headers }
}

/// The name of something that the workflow has.
pub(super) fn name_of(name: Option<&String>) -> TokenStream {
    let Some(name) = name.map(|name| ident(name)) else { return bug("a constant is not there") };
    quote! { #name }
}

fn demand(workflow: &Workflow, demand: &Demand) -> TokenStream {
    let scheme = name_of(workflow.schemes.get(demand.scheme).map(|scheme| &scheme.constant));
    let unless = demand.unless_sent.then(|| quote! { .unless_sent() });
    quote! { rt::Demand::new(&#scheme) #unless }
}
