//! `Input`, `Required`, and the types they need.

use proc_macro2::TokenStream;
use quote::quote;

use super::described;
use super::docs::{docs, docs_or};
use super::shown::{Shows, debug, debug_impl, hides, is_in_map, show, shows, union_debug};
use super::words::{ident, ty};
use super::write::Writer;
use crate::lower::{default_function, default_name, empty_map, field_value, unsaid};
use crate::model::{
    Absence, EnumType, Field, StructType, Ty, TypeDef, TypeId, UnionType, Workflow, is_open, unsaid_secrets,
};

pub(super) fn inputs(workflow: &Workflow) -> TokenStream {
    let types = &workflow.inputs.types;
    let hidden = &workflow.inputs.hidden;
    let definitions =
        types.iter().enumerate().map(|(id, definition)| match (definition, workflow.inputs.is_described(TypeId(id))) {
            (TypeDef::Struct(object), described) => structure(workflow, object, described),
            (TypeDef::Enum(enumeration), false) => enum_type(enumeration),
            (TypeDef::Union(union), false) => union_type(union, workflow),
            (TypeDef::Enum(enumeration), true) => described::enum_type(enumeration),
            (TypeDef::Union(union), true) => described::union_type(union, types, hidden),
        });
    let shown = types
        .iter()
        .enumerate()
        .filter(|(id, _)| is_in_map(TypeId(*id), types, std::iter::empty()))
        .map(|(_, definition)| show(definition));
    let required = match types.first() {
        Some(TypeDef::Struct(root)) => required(root, "Required", workflow),
        _ => TokenStream::new(),
    };
    quote! { #(#definitions)* #(#shown)* #required }
}

/// The derives of data that travels.
pub(super) fn derives(hides: bool, default: bool) -> TokenStream {
    let debug = (!hides).then(|| quote! { Debug, });
    let default = default.then(|| quote! { Default, });
    quote! { #[derive(Clone, #debug #default PartialEq, rt::serde::Serialize, rt::serde::Deserialize)] }
}

fn structure(workflow: &Workflow, object: &StructType, described: bool) -> TokenStream {
    let (types, name) = (&workflow.inputs.types, ident(&object.name));
    let own = match object.name.as_str() {
        "Input" => format!("What the workflow `{}` takes.", workflow.id),
        name if described => format!("The object `{name}` of a request."),
        name => format!("The object `{name}` of the inputs."),
    };
    let docs = docs_or(object.description.as_deref(), &own);
    let derives = derives(hides(object), has_plain_default(object));
    let deny = object.extra.is_none().then(|| quote! { , deny_unknown_fields });
    let is_root = std::ptr::eq(object, workflow.inputs.root().unwrap_or(object));
    let fields = object.fields.iter().enumerate().map(|(index, field)| {
        let described = described || is_root && workflow.inputs.inferred.contains(&index);
        field_definition(object, field, (types, described))
    });
    let extra = object.extra.as_ref().map(|extra| {
        let (extra, docs) = (ty(extra, types), docs_or(None, if described { IN_DESCRIPTION } else { IN_SCHEMA }));
        quote! {
            #docs
            #[serde(flatten)]
            pub extra: ::std::collections::BTreeMap<String, #extra>,
        }
    });
    // Left out, null and a value are three things.
    let is_double = |field: &Field| field.is_option() && matches!(field.ty, Ty::Nullable(_));
    let allow = object.fields.iter().any(is_double).then(|| quote! { #[allow(clippy::option_option)] });
    let debug = hides(object).then(|| debug(object, &workflow.inputs.hidden));
    let defaults = defaults(object, types);
    let required = object.required.as_deref().map(|name| required(object, name, workflow));
    quote! {
        #docs
        #derives
        #[serde(crate = "rt::serde", remote = "Self" #deny)]
        #allow
        pub struct #name { #(#fields)* #extra }
        rt::object!(#name);
        #debug
        #defaults
        #required
    }
}

/// What `extra` is, of an object that the document declares.
const IN_SCHEMA: &str = "Members that the schema does not name.";

/// The same of an object that a description declares.
const IN_DESCRIPTION: &str =
    "Members that the description does not name. They are sent, and come before a field of the same name.";

fn field_definition(object: &StructType, field: &Field, (types, described): (&[TypeDef], bool)) -> TokenStream {
    let docs = docs_or(field.description.as_deref(), &format!("`{}`", field.name));
    let (name, ident, ty) = (&field.name, ident(&field.ident), field_type(field, types));
    let rename = (field.ident.trim_start_matches("r#") != *name).then(|| quote! { rename = #name, });
    let absent = when_absent(object, field, described);
    let serde = (rename.is_some() || !absent.is_empty()).then(|| quote! { #[serde(#rename #absent)] });
    let deprecated = field.deprecated.then(|| quote! { #[deprecated] });
    quote! { #docs #deprecated #serde pub #ident: #ty, }
}

/// What serde does where a member is not there, or is null. What a description does not let be null is refused, not left out.
fn when_absent(object: &StructType, field: &Field, described: bool) -> TokenStream {
    let default = match default_function(object, field) {
        Some(function) => Some(quote! { default = #function }),
        None => field.default.is_some().then(|| quote! { default }),
    };
    let default = default.into_iter();
    match field.absence() {
        Absence::LeftOut if field.ty.takes_null() || described => {
            quote! { default, deserialize_with = "rt::given", skip_serializing_if = "Option::is_none" }
        }
        Absence::LeftOut => quote! { default, skip_serializing_if = "Option::is_none" },
        Absence::Null => quote! { #(#default,)* deserialize_with = "rt::or_null" },
        Absence::Never => quote! { #(#default)* },
    }
}

fn field_type(field: &Field, types: &[TypeDef]) -> TokenStream {
    let ty = ty(&field.ty, types);
    if field.is_option() {
        quote! { Option<#ty> }
    } else {
        ty
    }
}

/// `Default` where nothing is demanded, and the functions behind defaults.
fn defaults(object: &StructType, types: &[TypeDef]) -> TokenStream {
    let name = ident(&object.name);
    let functions = object.fields.iter().filter_map(|field| {
        let function = ident(&default_name(field));
        let value = field_value(field.own_default()?, field, types);
        let value = Writer { types }.code(&value);
        let ty = field_type(field, types);
        // It has the type of its field, whatever its value is.
        let wraps = field.is_option().then(|| quote! { #[allow(clippy::unnecessary_wraps)] });
        Some(quote! { #wraps fn #function() -> #ty { #value } })
    });
    let functions: Vec<_> = functions.collect();
    let functions = (!functions.is_empty()).then(|| quote! { impl #name { #(#functions)* } });
    let is_optional = object.fields.iter().all(|field| !field.is_demanded());
    let default = (is_optional && !has_plain_default(object)).then(|| {
        let fields = optional_fields(object, types);
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#fields),* }
                }
            }
        }
    });
    quote! { #functions #default }
}

/// Whether every field is `None` or empty where nothing is said.
fn has_plain_default(object: &StructType) -> bool {
    object.fields.iter().all(|field| !field.is_demanded() && default_function(object, field).is_none())
}

/// The initialisers of what is not demanded.
fn optional_fields(object: &StructType, types: &[TypeDef]) -> Vec<TokenStream> {
    let writer = Writer { types };
    let fields = object.fields.iter().filter(|field| !field.is_demanded()).map(|field| {
        let (name, value) = (ident(&field.ident), unsaid(object, field, types));
        let value = writer.code(&value);
        quote! { #name: #value }
    });
    let empty = empty_map();
    let extra = object.extra.iter().map(|_| {
        let empty = writer.code(&empty);
        quote! { extra: #empty }
    });
    fields.chain(extra).collect()
}

fn enum_type(enumeration: &EnumType) -> TokenStream {
    let name = ident(&enumeration.name);
    let docs = docs_or(enumeration.description.as_deref(), &format!("The values of `{}`.", enumeration.name));
    let variants = enumeration.variants.iter().map(|variant| {
        let (text, ident) = (&variant.text, ident(&variant.ident));
        let docs = docs_or(None, &format!("`{text}`"));
        let rename = (variant.ident != *text).then(|| quote! { #[serde(rename = #text)] });
        quote! { #docs #rename #ident, }
    });
    let texts = enumeration.variants.iter().map(|variant| {
        let (text, ident) = (&variant.text, ident(&variant.ident));
        quote! { Self::#ident => #text, }
    });
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, rt::serde::Serialize, rt::serde::Deserialize)]
        #[serde(crate = "rt::serde")]
        pub enum #name { #(#variants)* }
        impl #name {
            /// The value as the API spells it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { #(#texts)* }
            }
        }
    }
}

fn union_type(union: &UnionType, workflow: &Workflow) -> TokenStream {
    let types = &workflow.inputs.types;
    let hides = union.variants.iter().any(|(_, held)| is_open(held));
    let derive_debug = (!hides).then(|| quote! { Debug, });
    let debug = hides.then(|| union_debug(union, &workflow.inputs.hidden));
    let name = ident(&union.name);
    let docs = docs_or(union.description.as_deref(), &format!("One of the types of `{}`.", union.name));
    let variants = union.variants.iter().map(|(variant, held)| {
        let docs = docs_or(None, &format!("`{variant}`"));
        let (variant, held) = (ident(variant), ty(held, types));
        quote! { #docs #variant(#held), }
    });
    // Of one type there can be one conversion only.
    let distinct =
        union.variants.iter().filter(|(_, held)| union.variants.iter().filter(|(_, other)| other == held).count() == 1);
    let conversions = distinct.map(|(variant, held)| {
        let (variant, held) = (ident(variant), ty(held, types));
        quote! {
            impl From<#held> for #name {
                fn from(value: #held) -> Self {
                    Self::#variant(value)
                }
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, #derive_debug PartialEq, rt::serde::Serialize, rt::serde::Deserialize)]
        #[serde(crate = "rt::serde", untagged)]
        #[allow(clippy::large_enum_variant)]
        pub enum #name { #(#variants)* }
        #debug
        #(#conversions)*
    }
}

/// What has to be said, and nothing else: `Input { optional: …, ..Required { … }.into() }`.
fn required(object: &StructType, name: &str, workflow: &Workflow) -> TokenStream {
    let types = &workflow.inputs.types;
    let demanded: Vec<&Field> = object.fields.iter().filter(|field| field.is_demanded()).collect();
    if demanded.is_empty() {
        return TokenStream::new();
    }
    let fields = demanded.iter().map(|field| {
        let docs = docs_or(field.description.as_deref(), &format!("`{}`", field.name));
        let (ident, ty) = (ident(&field.ident), field_type(field, types));
        quote! { #docs pub #ident: #ty, }
    });
    let hides = demanded.iter().any(|field| shows(field) != Shows::All);
    let derive_debug = (!hides).then(|| quote! { Debug, });
    let names = unsaid_secrets(&workflow.inputs.hidden);
    let shown = demanded.iter().map(|field| (field.ident.as_str(), shows(field), names.clone()));
    let debug = hides.then(|| debug_impl(name, shown));
    let given = demanded.iter().map(|field| ident(&field.ident));
    let moved = given.clone();
    let optional = optional_fields(object, types);
    let what = if name == "Required" { "inputs".to_owned() } else { format!("members of `{}`", object.name) };
    let docs =
        docs(&format!("The {what} that have to be given; the others are left out by `..{name} {{ … }}.into()`."));
    let (name, whole) = (ident(name), ident(&object.name));
    quote! {
        #docs
        #[derive(Clone, #derive_debug PartialEq)]
        pub struct #name { #(#fields)* }
        #debug
        impl From<#name> for #whole {
            fn from(required: #name) -> Self {
                let #name { #(#moved),* } = required;
                Self { #(#given,)* #(#optional),* }
            }
        }
    }
}
