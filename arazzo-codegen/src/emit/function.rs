//! The function of a workflow.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::docs::{docs, needed_credentials, summary};
use super::parts;
use super::words::ident;
use super::write::{Writer, Written};
use crate::flow::Function;
use crate::lower::Body;
use crate::model::{SourceId, Workflow};

/// The function of a workflow.
pub(super) fn function(workflow: &Workflow, function: &Function, body: &Body) -> TokenStream {
    let name = ident(&workflow.ident);
    let docs = docs(&format!(
        "{}{}{}\n\n# Errors\n\nIf a step fails and the document does not handle it, or an answer lacks what a later step needs; the \
         error says which step, and what had run before it.",
        summary(workflow),
        needed_servers(workflow, function),
        needed_credentials(workflow, function),
    ));
    let input = ident(if body.reads_input { "input" } else { "_input" });
    let returned = ident(if function.ways.is_empty() { "Output" } else { "Outcome" }).into_token_stream();
    let writer = Writer { types: &workflow.inputs.types };
    let parts = body.parts.iter().map(|part| parts::part(writer, part, &returned));
    let body = Written(writer, &body.block);
    quote! {
        #docs
        pub async fn #name(client: &Client, #input: Input) -> Result<#returned, Error> {
            let mut run = client.start(&WORKFLOW)?;
            #body
        }
        #(#parts)*
    }
}

/// What the docs say where a description does not tell where its API is.
fn needed_servers(workflow: &Workflow, function: &Function) -> String {
    let requests = function.steps.iter().filter_map(|step| workflow.steps[*step].call.request());
    let mut needed: Vec<SourceId> =
        requests.filter(|request| request.server.is_none()).map(|request| request.source).collect();
    needed.sort_unstable();
    needed.dedup();
    let constants = needed.iter().filter_map(|source| workflow.sources.get(*source));
    let constants: Vec<String> = constants.map(|source| format!("`{}`", source.constant)).collect();
    if constants.is_empty() {
        return String::new();
    }
    format!(
        "\n\nThe client needs a base URL for {}: the description names no absolute server.",
        constants.join(" and ")
    )
}
