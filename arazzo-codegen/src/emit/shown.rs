//! `Debug` of generated types: what must not be shown is not.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::words::ident;
use crate::model::{
    EXTRA, Field, Given, StructType, Ty, TypeDef, TypeId, UnionType, WorkflowOutput, is_open, unsaid_secrets,
};
use crate::names;

/// Whether `Debug` cannot show everything.
pub(super) fn hides(object: &StructType) -> bool {
    object.extra.is_some() || object.fields.iter().any(|field| shows(field) != Shows::All)
}

/// How `Debug` shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    All,
    /// All but secret members.
    Open,
    Nothing,
}

pub(super) fn shows(field: &Field) -> Shows {
    match field.secret {
        true => Shows::Nothing,
        false if is_open(&field.ty) => Shows::Open,
        false => Shows::All,
    }
}

/// `Debug` that shows which secrets are there, and not what they are.
pub(super) fn debug(object: &StructType, hidden: &BTreeSet<String>) -> TokenStream {
    let hidden = unsaid_secrets(hidden);
    let fields = object.fields.iter().map(|field| (field.ident.as_str(), shows(field), hidden.clone()));
    let keys = unsaid_secrets(&object.secret_extra);
    let extra = object.extra.as_ref().map(|_| (EXTRA, Shows::Open, [keys, hidden.clone()].concat()));
    debug_impl(&object.name, fields.chain(extra))
}

/// The impl behind `debug`, for any fields: their names, how they are shown, and which of their members are hidden.
pub(super) fn debug_impl<'a>(name: &str, fields: impl Iterator<Item = (&'a str, Shows, Vec<&'a str>)>) -> TokenStream {
    let fields = fields.map(|(name, shows, hidden)| {
        let field = ident(name);
        shown_field(name, &quote! { &self.#field }, shows, &hidden)
    });
    let ident = ident(name);
    quote! {
        impl ::core::fmt::Debug for #ident {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.debug_struct(#name) #(#fields)* .finish()
            }
        }
    }
}

/// A field in the chain of calls that `Debug` makes. `value` is a reference.
pub(super) fn shown_field(name: &str, value: &TokenStream, shows: Shows, hidden: &[&str]) -> TokenStream {
    let name = names::plain(name);
    match shows {
        Shows::Nothing => quote! { .field(#name, &rt::Hidden(#value)) },
        Shows::Open => quote! { .field(#name, &rt::Shown(#value, &[#(#hidden),*])) },
        Shows::All => quote! { .field(#name, #value) },
    }
}

/// Whether maps hold values of a type, in other types or in these values.
pub(super) fn is_in_map<'t>(id: TypeId, types: &[TypeDef], mut values: impl Iterator<Item = &'t Ty>) -> bool {
    fn is_held(id: TypeId, ty: &Ty) -> bool {
        match ty {
            Ty::Named(own) | Ty::Boxed(own) => *own == id,
            Ty::Array(inner) | Ty::Nullable(inner) | Ty::Map(inner) => is_held(id, inner),
            _ => false,
        }
    }
    fn holds(id: TypeId, ty: &Ty) -> bool {
        match ty {
            Ty::Map(inner) => is_held(id, inner),
            Ty::Array(inner) | Ty::Nullable(inner) => holds(id, inner),
            _ => false,
        }
    }
    values.any(|ty| holds(id, ty))
        || types.iter().any(|definition| match definition {
            TypeDef::Struct(object) => {
                object.fields.iter().any(|field| holds(id, &field.ty)) || object.extra.iter().any(|ty| is_held(id, ty))
            }
            TypeDef::Union(union) => union.variants.iter().any(|(_, ty)| holds(id, ty)),
            TypeDef::Enum(_) => false,
        })
}

/// That a type which a map holds shows itself; structs have it from `rt::object!`.
pub(super) fn show(definition: &TypeDef) -> TokenStream {
    let name = match definition {
        TypeDef::Struct(_) => return TokenStream::new(),
        TypeDef::Enum(enumeration) => ident(&enumeration.name),
        TypeDef::Union(union) => ident(&union.name),
    };
    quote! { impl rt::Show for #name {} }
}

/// `Debug` of a union one of whose variants may have secret members.
pub(super) fn union_debug(union: &UnionType, hidden: &BTreeSet<String>) -> TokenStream {
    let (name, hidden) = (ident(&union.name), unsaid_secrets(hidden));
    let variants = union.variants.iter().map(|(variant, held)| {
        let (shown, variant) = (variant.trim_start_matches("r#"), ident(variant));
        let value = if is_open(held) {
            quote! { &rt::Shown(value, &[#(#hidden),*]) }
        } else {
            quote! { value }
        };
        quote! { Self::#variant(value) => formatter.debug_tuple(#shown).field(#value).finish(), }
    });
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#variants)* }
            }
        }
    }
}

/// How `Debug` shows an output.
pub(super) fn shows_output(output: &WorkflowOutput) -> Shows {
    match output.secret {
        true => Shows::Nothing,
        // A type of the user's own says itself what it shows.
        false if matches!(output.given, Some(Given::Own(_))) => Shows::All,
        false if is_open(&output.outside()) => Shows::Open,
        false => Shows::All,
    }
}
