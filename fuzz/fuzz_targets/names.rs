//! Names of a document, one a line: their Rust names differ, and are names.

#![no_main]

use syn::ext::IdentExt;
use syn::parse::Parser;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut names: Vec<&str> = text.lines().collect();
    names.sort_unstable();
    names.dedup();
    for name in arazzo_codegen::fuzz::names(&names) {
        // `r#type` is a name without the word that it is for the parser.
        let ident = if name.starts_with("r#") { syn::Ident::parse_any.parse_str(&name) } else { syn::parse_str(&name) };
        assert!(ident.is_ok(), "{name:?} is not a name");
    }
});
