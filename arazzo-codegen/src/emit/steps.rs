//! `Step`: the steps of a workflow as an enum.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::docs;
use super::words::ident;
use crate::flow::Function;
use crate::model::Workflow;

pub(super) fn steps(workflow: &Workflow, function: &Function) -> TokenStream {
    let id = &workflow.id;
    let of = docs(&format!("The steps of the workflow `{id}`."));
    let variants = function.step_names.iter().map(|step| {
        let (docs, ident) = (docs(&format!("`{}`", step.text)), ident(&step.ident));
        quote! { #docs #ident, }
    });
    let ids = function.step_names.iter().map(|step| {
        let (ident, text) = (ident(&step.ident), &step.text);
        quote! { #ident = #text }
    });
    quote! {
        #of
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Step { #(#variants)* }
        rt::steps!(Step, #id, #(#ids),*);
    }
}
