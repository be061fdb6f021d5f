//! Names and types of the document as words of Rust.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::bug::{self, bug};
use crate::model::{ModulePath, Ty, TypeDef};

/// An identifier, raw where it is written so.
pub(super) fn ident(name: &str) -> Ident {
    let name = if name.is_empty() { bug::NAME } else { name };
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A type of the inputs or outputs.
pub(super) fn ty(ty: &Ty, types: &[TypeDef]) -> TokenStream {
    let inner = |inner: &Ty| self::ty(inner, types);
    match ty {
        Ty::String => quote! { String },
        Ty::Integer => quote! { i64 },
        Ty::Unsigned => quote! { u64 },
        Ty::Digits => quote! { rt::Number },
        Ty::Json => quote! { rt::Json },
        Ty::Number => quote! { f64 },
        Ty::Boolean => quote! { bool },
        Ty::Null => quote! { () },
        Ty::Nullable(inner) => {
            let inner = self::ty(inner, types);
            quote! { Option<#inner> }
        }
        Ty::Value => quote! { rt::serde_json::Value },
        Ty::Content => quote! { rt::Content },
        Ty::Received => quote! { rt::Received },
        Ty::Array(items) => {
            // A list is on the heap already.
            let items = match **items {
                Ty::Boxed(id) => type_name(types.get(id.0)),
                ref items => inner(items),
            };
            quote! { Vec<#items> }
        }
        Ty::Map(values) => {
            let values = inner(values);
            quote! { ::std::collections::BTreeMap<String, #values> }
        }
        Ty::Object => quote! { rt::serde_json::Map<String, rt::serde_json::Value> },
        Ty::Named(id) => type_name(types.get(id.0)),
        Ty::Boxed(id) => {
            let name = type_name(types.get(id.0));
            quote! { Box<#name> }
        }
        Ty::InputOf(module) => {
            let module = path(module);
            quote! { #module::Input }
        }
        Ty::OutputOf { module, boxed } => {
            let module = path(module);
            if *boxed {
                quote! { Box<#module::Output> }
            } else {
                quote! { #module::Output }
            }
        }
    }
}

/// A name, behind those of its modules.
pub(super) fn name(name: &str) -> TokenStream {
    // Most have none.
    if !name.as_bytes().contains(&b':') {
        return ident(name).into_token_stream();
    }
    let (root, name) = match name.strip_prefix("::") {
        Some(rest) => (Some(quote! { :: }), rest),
        None => (None, name),
    };
    let segments = name.split("::").map(ident);
    quote! { #root #(#segments)::* }
}

/// `super::login`
pub(super) fn path(module: &ModulePath) -> TokenStream {
    let segments = module.0.iter().map(|segment| ident(segment));
    quote! { #(#segments)::* }
}

pub(super) fn type_name(definition: Option<&TypeDef>) -> TokenStream {
    let name = match definition {
        Some(TypeDef::Struct(object)) => ident(&object.name),
        Some(TypeDef::Enum(enumeration)) => ident(&enumeration.name),
        Some(TypeDef::Union(union)) => ident(&union.name),
        None => return bug("a type is not there"),
    };
    quote! { #name }
}
