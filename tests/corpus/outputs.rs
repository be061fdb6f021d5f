//! Which types the outputs of workflows have, counted.

use std::collections::BTreeMap;
use std::fmt::Write;

use arazzo_codegen::Compiled;
use syn::{Fields, Item};

/// What is said of an output that has no type of its own.
pub(crate) const UNTYPED: &str = "untyped-output";

/// How many outputs there are of each type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outputs(BTreeMap<String, usize>);

impl Outputs {
    /// Those of a document: by the fields of each `Output`, and by what the compiler says of those that are any JSON.
    pub(crate) fn of(compiled: &Compiled, items: &[Item]) -> Outputs {
        let mut outputs = Outputs::default();
        let mut kinds = Vec::new();
        fields(items, &mut kinds);
        let vague = kinds.iter().filter(|kind| **kind == ANY).count();
        let mut said: Vec<String> =
            compiled.diagnostics.iter().filter(|found| found.code == UNTYPED).map(reason).collect();
        said.truncate(vague);
        let unsaid = vague - said.len();
        kinds.retain(|kind| *kind != ANY);
        let any = said.into_iter().map(|why| format!("{ANY}: {why}"));
        let rest = std::iter::repeat_n(
            format!("{ANY}: no schema declares it, it is no part of a response, or another workflow reads it"),
            unsaid,
        );
        for kind in kinds.into_iter().map(str::to_owned).chain(any).chain(rest) {
            *outputs.0.entry(kind).or_default() += 1;
        }
        outputs
    }

    /// Those of several documents.
    pub(crate) fn add(&mut self, other: Outputs) {
        for (kind, count) in other.0 {
            *self.0.entry(kind).or_default() += count;
        }
    }

    /// A row for each.
    pub(crate) fn table(&self) -> String {
        let mut text = String::from("| outputs of workflows | count |\n|---|---:|\n");
        for (kind, count) in &self.0 {
            let _ = writeln!(text, "| {kind} | {count} |");
        }
        let _ = writeln!(text, "| all | {} |", self.0.values().sum::<usize>());
        text
    }
}

const ANY: &str = "any JSON";

/// What stands behind the colon.
fn reason(diagnostic: &arazzo_codegen::Diagnostic) -> String {
    let message = diagnostic.message.rsplit_once("`: ").map_or(diagnostic.message.as_str(), |(_, why)| why);
    message.to_owned()
}

fn fields(items: &[Item], kinds: &mut Vec<&'static str>) {
    for item in items {
        match item {
            Item::Mod(module) => {
                fields(module.content.as_ref().map(|(_, items)| items.as_slice()).unwrap_or_default(), kinds);
            }
            Item::Struct(object) if object.ident == "Output" => {
                let Fields::Named(named) = &object.fields else { continue };
                kinds.extend(named.named.iter().map(|field| kind(&field.ty)));
            }
            _ => {}
        }
    }
}

fn kind(ty: &syn::Type) -> &'static str {
    let text = quote::quote!(#ty).to_string().replace(' ', "");
    let words: Vec<&str> = text.split(|char: char| !char.is_alphanumeric() && char != '_').collect();
    let has = |word: &str| words.contains(&word);
    match () {
        () if has("Map") => "objects of which nothing is known",
        () if has("Value") => ANY,
        () if has("Content") => "bytes",
        () if has("Output") => "outputs of another workflow",
        () if has("BTreeMap") || has("Vec") => "lists and maps",
        () if ["String", "i64", "u64", "f64", "bool"].into_iter().any(has) => "strings, numbers and flags",
        () => "types of their own",
    }
}
