//! The types that outputs are made of.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::docs_or;
use super::inputs::derives;
use super::shown::{debug, hides, is_in_map};
use super::words::{ident, ty};
use super::{Target, allowed, described};
use crate::model::{Field, Model, OutputTypes, StructType, Ty, TypeDef, TypeId, Workflow};

/// The module of the types that several workflows return.
pub(super) fn module(model: &Model, target: &Target) -> TokenStream {
    let Some(name) = model.output_types.module.as_ref().filter(|_| !model.output_types.types.is_empty()) else {
        return TokenStream::new();
    };
    let (name, runtime, allowed, types) = (ident(name), &target.runtime, allowed(), types(model));
    quote! {
        /// What the outputs of the workflows are made of.
        #allowed
        pub mod #name {
            use #runtime::rt;
            #types
        }
    }
}

/// The types of the only workflow, in its own module.
pub(super) fn own(model: &Model) -> TokenStream {
    if model.output_types.module.is_some() { TokenStream::new() } else { types(model) }
}

/// What the module of a workflow has of the module of the types.
pub(super) fn imports(model: &Model, workflow: &Workflow) -> TokenStream {
    let Some(module) = &model.output_types.module else { return TokenStream::new() };
    let names: Vec<_> = model.output_types.names_of(workflow).into_iter().map(ident).collect();
    if names.is_empty() {
        return TokenStream::new();
    }
    let (module, outer) = (ident(module), (workflow.document > 0).then(|| quote! { super:: }));
    quote! {
        #[allow(unused_imports)]
        #[doc(inline)]
        pub use super::#outer #module::{#(#names),*};
    }
}

fn types(model: &Model) -> TokenStream {
    let OutputTypes { types, .. } = &model.output_types;
    let definitions = types.iter().enumerate().map(|(id, definition)| {
        let definition = match definition {
            TypeDef::Struct(object) => structure(object, &model.output_types),
            TypeDef::Enum(enumeration) => described::enum_type(enumeration),
            TypeDef::Union(union) => described::union_type(union, types, &model.output_types.hidden),
        };
        let is_shown = is_in_map(TypeId(id), types, model.returned());
        let name = types.get(id).map(|definition| ident(definition.name()));
        let show = name.filter(|_| is_shown).map(|name| quote! { impl rt::Show for #name {} });
        quote! { #definition #show }
    });
    quote! { #(#definitions)* }
}

fn structure(object: &StructType, types: &OutputTypes) -> TokenStream {
    let name = ident(&object.name);
    let docs = docs_or(object.description.as_deref(), &format!("The object `{}` of a response.", object.name));
    let derives = derives(hides(object), false);
    let fields = object.fields.iter().map(|field| definition(field, types));
    let extra = object.extra.as_ref().map(|extra| {
        let extra = ty(extra, &types.types);
        quote! {
            /// Members that the description does not name.
            #[serde(flatten)]
            pub extra: ::std::collections::BTreeMap<String, #extra>,
        }
    });
    let debug = hides(object).then(|| debug(object, &types.hidden));
    quote! {
        #docs
        #derives
        #[serde(crate = "rt::serde")]
        pub struct #name { #(#fields)* #extra }
        #debug
    }
}

fn definition(field: &Field, types: &OutputTypes) -> TokenStream {
    let docs = docs_or(field.description.as_deref(), &format!("`{}`", field.name));
    let (name, ident, held) = (&field.name, ident(&field.ident), ty(&field.ty, &types.types));
    let is_absent = !field.required;
    let is_option = is_absent || field.nullable && field.ty != Ty::Value;
    let held = if is_option {
        quote! { Option<#held> }
    } else {
        held
    };
    let rename = (field.ident.trim_start_matches("r#") != *name).then(|| quote! { rename = #name, });
    // Any JSON has its own null.
    let given = match field.ty {
        Ty::Value => Some(quote! { deserialize_with = "rt::given", }),
        _ => types.lenient.then(|| quote! { deserialize_with = "rt::lenient", }),
    };
    let absent = is_absent.then(|| quote! { default, #given skip_serializing_if = "Option::is_none" });
    let serde = (rename.is_some() || is_absent).then(|| quote! { #[serde(#rename #absent)] });
    let deprecated = field.deprecated.then(|| quote! { #[deprecated] });
    quote! { #docs #deprecated #serde pub #ident: #held, }
}
