//! The Rust between the fixed `main` and the generated code: which name of the document is which constant.

use std::io;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::target::Target;

pub(super) fn bindings(target: &Target) -> io::Result<String> {
    let module = path(&target.module);
    let function = path(target.module.last().map_or(&[], std::slice::from_ref));
    // Two documents may call two APIs by one name: then both are meant.
    let sources = target.sources.iter().map(|source| {
        let (name, constant) = (&source.name, path(&source.constant));
        quote! { if name == #name { builder = builder.base_url(workflow::#constant, value); } }
    });
    let schemes = target.schemes.iter().map(|scheme| {
        let (name, constant) = (scheme.full_name(), path(&scheme.constant));
        let value = if scheme.is_basic { quote!(user_and_password(value)) } else { quote!(value) };
        quote! { if name == #name { builder = builder.credential(workflow::#constant, #value); } }
    });
    let names = target.schemes.iter().map(|scheme| &scheme.name);
    let tokens = quote! {
        use crate::workflow;
        use arazzo::serde_json::{self, Value};
        use arazzo::{Client, ClientBuilder, Error};

        /// The credentials that it may need.
        pub const SCHEMES: &[&str] = &[#(#names),*];

        #[allow(unused_mut, unused_variables)]
        pub fn base_url(mut builder: ClientBuilder, name: &str, value: &str) -> ClientBuilder {
            #(#sources)*
            builder
        }

        #[allow(unused_mut, unused_variables)]
        pub fn credential(mut builder: ClientBuilder, name: &str, value: &str) -> ClientBuilder {
            #(#schemes)*
            builder
        }

        #[allow(dead_code)]
        fn user_and_password(value: &str) -> (&str, &str) {
            value.split_once(':').unwrap_or((value, ""))
        }

        pub async fn run(client: &Client, input: Value) -> Result<Result<Value, Error>, serde_json::Error> {
            let input: workflow::#module::Input = serde_json::from_value(input)?;
            Ok(match workflow::#module::#function(client, input).await {
                Ok(output) => Ok(serde_json::to_value(output)?),
                Err(error) => Err(error),
            })
        }
    };
    Ok(format!("{}\n", prettyplease::unparse(&syn::parse2(tokens).map_err(io::Error::other)?)))
}

fn path(names: &[String]) -> TokenStream {
    let names = names.iter().map(|name| ident(name));
    quote! { #(#names)::* }
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(word) => Ident::new_raw(word, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
