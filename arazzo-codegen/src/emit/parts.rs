//! The private functions of a long workflow.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::docs;
use super::words::ident;
use super::write::{Writer, Written};
use crate::lower::{Holds, Left, Part, Typed};
use crate::model::Ty;

/// `end`: the type of what the workflow returns.
pub(super) fn part(writer: Writer<'_>, part: &Part, end: &TokenStream) -> TokenStream {
    let (name, docs, allowed) = (ident(&part.name), docs(&part.docs), allowed(part));
    // A reference into the input is given back: it lives as long as the input does.
    let lifetime = given(part).any(|typed| typed.holds == Holds::OfInput).then(|| quote! { 'a });
    let generics = lifetime.as_ref().map(|lifetime| quote! { <#lifetime> });
    let typed = |typed: &Typed| match (&lifetime, typed.holds, &typed.ty) {
        (Some(lifetime), Holds::OfInput, Some(ty)) => writer.reference(lifetime, ty),
        _ => writer.typed(typed),
    };
    let input = part.reads_input.then(|| quote! { input: &#lifetime Input });
    let parameters = part.parameters.iter().map(|(name, ty)| {
        let (name, ty) = (ident(name), typed(ty));
        quote! { #name: #ty }
    });
    let parameters = [quote! { run: &mut rt::Run }].into_iter().chain(input).chain(parameters);
    let results = tuple(part.results.iter().map(typed));
    let left = part.left.as_ref().map(|left| match left {
        Left::Output => end.clone(),
        Left::Values(values) => tuple(values.iter().map(typed)),
    });
    let results = match left {
        Some(left) => quote! { rt::ControlFlow<#left, #results> },
        None => results,
    };
    let block = Written(writer, &part.block);
    quote! {
        #docs
        #allowed
        async fn #name #generics (#(#parameters),*) -> Result<#results, Error> { #block }
    }
}

/// What it gives, whichever way it goes.
fn given(part: &Part) -> impl Iterator<Item = &Typed> {
    let left = match &part.left {
        Some(Left::Values(values)) => values.as_slice(),
        Some(Left::Output) | None => &[],
    };
    part.results.iter().chain(left)
}

/// What lints say of functions that take and give what they have to.
fn allowed(part: &Part) -> Option<TokenStream> {
    let takes = |is_meant: fn(&Typed) -> bool| part.parameters.iter().any(|(_, typed)| is_meant(typed));
    let is_list = |typed: &Typed| typed.holds == Holds::Reference && matches!(typed.ty, Some(Ty::Array(_)));
    let lints = [
        (quote! { clippy::ptr_arg }, takes(is_list)),
        (quote! { clippy::ref_option }, takes(|typed| typed.holds == Holds::ReferenceToOption)),
        (quote! { clippy::too_many_arguments }, 1 + usize::from(part.reads_input) + part.parameters.len() > 7),
        (quote! { clippy::type_complexity }, given(part).count() > 4),
    ];
    let lints: Vec<TokenStream> = lints.into_iter().filter(|(_, is_meant)| *is_meant).map(|(lint, _)| lint).collect();
    (!lints.is_empty()).then(|| quote! { #[allow(#(#lints),*)] })
}

/// One alone, or all in parentheses.
fn tuple(items: impl Iterator<Item = TokenStream>) -> TokenStream {
    match items.collect::<Vec<_>>().as_slice() {
        [only] => only.clone(),
        items => quote! { (#(#items),*) },
    }
}
