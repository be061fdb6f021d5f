//! The Rust between the fixed `main` and the generated code: which name of the document is which constant.

use std::io;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::target::Target;

pub(super) fn bindings(target: &Target) -> io::Result<String> {
    let module = path(&target.module);
    let function = path(target.module.last().map_or(&[], std::slice::from_ref));
    let sources = target.sources.iter().map(|source| {
        let (name, constant) = (source.constant.join("::"), path(&source.constant));
        quote! { if name == #name { return builder.base_url(workflow::#constant, value); } }
    });
    let schemes = target.schemes.iter().map(|scheme| {
        let (name, constant) = (scheme.constant.join("::"), path(&scheme.constant));
        let value = if scheme.is_basic { quote!(user_and_password(value)?) } else { quote!(value) };
        quote! { if name == #name { return Ok(builder.credential(workflow::#constant, #value)); } }
    });
    let names = target.schemes.iter().map(|scheme| &scheme.name);
    let tokens = quote! {
        use crate::workflow;
        use arazzo::serde_json::{self, Value};
        use arazzo::{Client, ClientBuilder, Error};

        /// The credentials that it may need.
        pub const SCHEMES: &[&str] = &[#(#names),*];

        #[allow(unused_variables)]
        pub fn base_url(builder: ClientBuilder, name: &str, value: &str) -> ClientBuilder {
            #(#sources)*
            builder
        }

        #[allow(unused_variables)]
        pub fn credential(builder: ClientBuilder, name: &str, value: &str) -> Result<ClientBuilder, &'static str> {
            #(#schemes)*
            Ok(builder)
        }

        #[allow(dead_code)]
        fn user_and_password(value: &str) -> Result<(&str, &str), &'static str> {
            value.split_once(':').ok_or("it has to hold `user:password`")
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
