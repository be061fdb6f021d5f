//! Lists and objects that a document writes: `rt::json!`.

use proc_macro2::TokenStream;
use quote::quote;

use super::value::{Site, plain_literal};
use crate::model::Expr;
use crate::value::Value;

impl Site<'_> {
    /// A list or an object that the document writes.
    pub(super) fn json(&self, value: &Expr, write: fn(&Self, &Expr) -> TokenStream) -> TokenStream {
        let json = self.json_part(value, write);
        quote! { rt::json!(#json) }
    }

    /// What stands for a value in `json!`; what is no part of the document's JSON is written by `write`.
    pub(super) fn json_part(&self, value: &Expr, write: fn(&Self, &Expr) -> TokenStream) -> TokenStream {
        match value {
            Expr::Array(items) => {
                let items = items.iter().map(|item| self.json_part(item, write));
                quote! { [#(#items),*] }
            }
            Expr::Object(members) => {
                let members = members.iter().filter(|(_, value)| !self.is_absent(value)).map(|(name, value)| {
                    let part = self.json_part(value, write);
                    let part = if self.is_null_none(value) {
                        quote! { Some(#part) }
                    } else {
                        part
                    };
                    quote! { #name: #part }
                });
                quote! { { #(#members),* } }
            }
            Expr::Literal(literal) => literal_part(literal),
            other => write(self, other),
        }
    }
}

/// A constant.
pub(super) fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote! { () },
        Value::Array(_) | Value::Object(_) => {
            let json = literal_part(value);
            quote! { rt::json!(#json) }
        }
        plain => plain_literal(plain),
    }
}

/// A constant in `json!`.
fn literal_part(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote! { null },
        Value::Array(items) => {
            let items = items.iter().map(literal_part);
            quote! { [#(#items),*] }
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = literal_part(value);
                quote! { #name: #value }
            });
            quote! { { #(#members),* } }
        }
        plain => plain_literal(plain),
    }
}
