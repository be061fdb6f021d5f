//! A document, a line of dashes and a description: whatever they say, it is compiled to Rust or refused with a place.

#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use arazzo_codegen::{Document, compile};
use quote::quote;

const BETWEEN: &str = "\n--------\n";

/// A folder of this process: the compiler reads files.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = folder.join(format!("arazzo-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
});

/// By its first character, so that both parsers have their share.
fn name(text: &str, yaml: &'static str, json: &'static str) -> &'static str {
    if text.starts_with('{') { json } else { yaml }
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (document, description) = text.split_once(BETWEEN).unwrap_or((text, ""));
    let (own, api) = (name(document, "w.yml", "w.json"), name(description, "api.yml", "api.json"));
    fs::write(FOLDER.join(own), document.replace("api.yml", api)).expect("a file");
    fs::write(FOLDER.join(api), description).expect("a file");
    let compiled = compile(&FOLDER, &Document::new(own).strict(document.len() % 2 == 0), &quote!(::arazzo));
    for found in &compiled.diagnostics {
        assert!(found.line > 0 && found.column > 0 && !found.message.is_empty(), "{found:?}");
        assert_ne!(found.code, "internal", "{found}");
    }
    if !compiled.has_errors() {
        let parsed = syn::parse2::<syn::File>(compiled.items.clone());
        assert!(parsed.is_ok(), "{:?} in\n{}", parsed.err(), compiled.items);
    }
});
