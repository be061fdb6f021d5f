//! Enums and unions of descriptions: of outputs, and of inputs that are sent to what a description says. They hold what it does not say,
//! too.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::docs_or;
use super::shown::union_debug;
use super::words::{ident, ty};
use crate::model::{EnumType, OTHER, Ty, TypeDef, UnionType};

/// A string: a description lists those of today.
pub(super) fn enum_type(enumeration: &EnumType) -> TokenStream {
    let (name, other) = (ident(&enumeration.name), ident(OTHER));
    let docs = docs_or(enumeration.description.as_deref(), &format!("The values of `{}`.", enumeration.name));
    let variants = enumeration.variants.iter().map(|variant| {
        let (docs, ident) = (docs_or(None, &format!("`{}`", variant.text)), ident(&variant.ident));
        quote! { #docs #ident, }
    });
    let words = enumeration.variants.iter().map(|variant| {
        let (text, ident) = (&variant.text, ident(&variant.ident));
        quote! { #ident = #text }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash, rt::serde::Serialize, rt::serde::Deserialize)]
        #[serde(crate = "rt::serde", from = "String", into = "String")]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the description does not list.
            #other(String),
        }
        rt::words!(#name, #(#words),*);
    }
}

/// One of several types, or what none of them is.
pub(super) fn union_type(union: &UnionType, types: &[TypeDef], hidden: &BTreeSet<String>) -> TokenStream {
    let (name, other) = (ident(&union.name), ident(OTHER));
    let docs = docs_or(union.description.as_deref(), &format!("One of the types of `{}`.", union.name));
    let variants = union.variants.iter().map(|(variant, held)| {
        let (docs, variant) = (docs_or(None, &format!("`{variant}`")), ident(variant));
        let held = ty(held, types);
        quote! { #docs #variant(#held), }
    });
    let by = match &union.tag {
        Some(tag) => {
            let tag = &tag.name;
            quote! { rt::By::Tag(#tag) }
        }
        None => quote! { rt::By::Members },
    };
    let told_apart = union.variants.iter().enumerate().map(|(index, (variant, held))| {
        let (variant, texts) = (ident(variant), texts(union, index, held, types));
        quote! { #variant = [#(#texts),*] }
    });
    let shown = UnionType { variants: with_other(union), ..union.clone() };
    let debug = union_debug(&shown, hidden);
    quote! {
        #docs
        #[derive(Clone, PartialEq, rt::serde::Serialize)]
        #[serde(crate = "rt::serde", untagged)]
        #[allow(clippy::large_enum_variant)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// What the description does not say, or nothing tells apart.
            #other(rt::serde_json::Value),
        }
        #debug
        rt::union!(#name, #by, #(#told_apart),*);
    }
}

fn with_other(union: &UnionType) -> Vec<(String, Ty)> {
    union.variants.iter().cloned().chain([(OTHER.to_owned(), Ty::Value)]).collect()
}

/// What a value of a variant has: the texts of its tag, or the members that it declares.
fn texts(union: &UnionType, index: usize, held: &Ty, types: &[TypeDef]) -> Vec<String> {
    if let Some(tag) = &union.tag {
        return tag.texts.get(index).cloned().unwrap_or_default();
    }
    let (Ty::Named(id) | Ty::Boxed(id)) = held else { return Vec::new() };
    match types.get(id.0) {
        Some(TypeDef::Struct(object)) => object.fields.iter().map(|field| field.name.clone()).collect(),
        _ => Vec::new(),
    }
}
