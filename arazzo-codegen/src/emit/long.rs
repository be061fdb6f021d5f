//! What is as long as a document makes it. rustc, and whatever else walks through code, goes one call deeper for each part of a chain,
//! so that thousands of parts overflow its stack: a long chain becomes one of shorter ones.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::lower::Operator;

/// The parts of one chain.
const PARTS: usize = 64;

/// Tests with an operator between them, in the order in which they are made.
pub(super) fn joined<T: ToTokens>(tests: &[T], operator: Operator) -> TokenStream {
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
