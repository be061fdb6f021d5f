//! What is emitted where the model says something impossible.
//!
//! Emitting cannot fail. Where an invariant of an earlier stage is broken, a name that nothing has stands in the code: rustc would
//! refuse it, but [`bugs`] finds it first, and the compilation ends with an error that asks for a report.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::words::ident;

/// With two underscores in the middle, which no name of a document becomes.
pub(super) const NAME: &str = "bug__in_arazzo_codegen";

/// In place of code: what the model lacks.
pub(super) fn bug(what: &'static str) -> TokenStream {
    let name = ident(NAME);
    quote! { #name!(#what) }
}

/// What is impossible in some tokens, each once.
pub(super) fn bugs(tokens: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    collect(tokens, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(tokens: &TokenStream, found: &mut Vec<String>) {
    let mut tokens = tokens.clone().into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) if name == NAME => found.push(what(tokens.clone())),
            TokenTree::Group(group) => collect(&group.stream(), found),
            _ => {}
        }
    }
}

/// What stands behind the name: the text of `bug`, or nothing where the name stands for another one.
fn what(mut behind: impl Iterator<Item = TokenTree>) -> String {
    let is_macro = matches!(behind.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
    match behind.next().filter(|_| is_macro) {
        Some(TokenTree::Group(text)) => text.stream().to_string().trim_matches('"').to_owned(),
        _ => "something has no name".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::diagnostic::Report;
    use crate::emit::{Target, emit};
    use crate::files::{Files, normalise};
    use crate::model::Model;
    use crate::openapi::Library;
    use crate::options::Options;
    use crate::{document, flow, lower, resolve};

    #[test]
    fn bugs_are_found_wherever_they_stand() {
        let (first, second, nameless) = (bug("a type is not there"), bug("an input is not there"), ident(""));
        let tokens = quote! { fn f() { let a: Vec<#first> = [#second, #second]; #nameless.b(bug) } };
        assert_eq!(bugs(&tokens), ["a type is not there", "an input is not there", "something has no name"]);
        assert_eq!(bugs(&quote! { fn bug(bug_in: &str) {} }), Vec::<String>::new());
    }

    /// The workflow of a document, changed in a way that no stage would make it.
    fn bugs_of(change: impl Fn(&mut Model)) -> Vec<String> {
        let mut library = Library::new(Files::new(normalise(Path::new(env!("CARGO_MANIFEST_DIR")))));
        let path =
            library.files.in_package(Path::new("../workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml"));
        let (file, mut report) = (library.files.read(&path).unwrap(), Report::default());
        let document = document::open(&mut library, file, &mut report).unwrap();
        let mut model = resolve::resolve(document, &Options::default(), &mut library, &mut report).model;
        let flow = flow::flow(&model, false, &mut report);
        change(&mut model);
        let bodies = lower::lower(&model, &flow.functions);
        let emitted = emit(&model, &flow.functions, &bodies, &Target { runtime: quote! { ::arazzo } });
        emitted.bugs.into_iter().map(|bug| bug.what).collect()
    }

    #[test]
    fn a_model_that_cannot_be_is_not_code() {
        assert_eq!(bugs_of(|_| {}), Vec::<String>::new());
        assert_eq!(bugs_of(|model| model.workflows[0].ident.clear()), ["something has no name"]);
    }
}
