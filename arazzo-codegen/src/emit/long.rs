//! What is as long as a document makes it. rustc, and whatever else walks through code, goes one call deeper for each part of a chain,
//! so that thousands of parts overflow its stack: a long chain becomes one of shorter ones.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;

/// The parts of one chain.
const PARTS: usize = 64;

/// The operators between tests.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operator {
    And,
    Or,
}

/// Tests with an operator between them, in the order in which they are made.
pub(super) fn joined(tests: &[TokenStream], operator: Operator) -> TokenStream {
    if tests.len() > PARTS {
        let groups = tests.chunks(PARTS).map(|group| {
            let group = joined(group, operator);
            quote! { (#group) }
        });
        return joined(&groups.collect::<Vec<_>>(), operator);
    }
    match operator {
        Operator::And => quote! { #(#tests)&&* },
        Operator::Or => quote! { #(#tests)||* },
    }
}

/// A list of JSON; the calls add its items.
pub(super) fn array(calls: impl Iterator<Item = TokenStream>) -> TokenStream {
    made("Array", &calls.collect::<Vec<_>>())
}

/// An object of JSON; the calls set its members.
pub(super) fn object(calls: impl Iterator<Item = TokenStream>) -> TokenStream {
    made("Object", &calls.collect::<Vec<_>>())
}

fn made(kind: &str, calls: &[TokenStream]) -> TokenStream {
    if calls.len() > PARTS {
        let groups = calls.chunks(PARTS).map(|group| {
            let group = made(kind, group);
            quote! { .and(#group) }
        });
        return made(kind, &groups.collect::<Vec<_>>());
    }
    let kind = ident(kind);
    quote! { rt::#kind::new() #(#calls)* }
}
