//! The items of the compiler, with what only a macro needs: compile errors, warnings, and the files to watch.

use std::path::Path;

use arazzo_codegen::{Compiled, Diagnostic, Severity, compile, more, shown};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::input::Input;

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    match syn::parse2::<Input>(input) {
        Ok(input) => expanded(&input),
        Err(error) => error.into_compile_error(),
    }
}

fn expanded(input: &Input) -> TokenStream {
    let compiled = compile(&input.root, &input.document, &input.runtime);
    let span = input.file.span();
    let misuse = input.error.as_ref().map(syn::Error::to_compile_error);
    let found: Vec<&Diagnostic> =
        compiled.diagnostics.iter().filter(|found| found.severity >= Severity::Warning).collect();
    let first = shown(&found);
    let errors = of(&first, Severity::Error).map(|diagnostic| error(&text(diagnostic), span));
    let warnings = of(&first, Severity::Warning).map(|diagnostic| warning(diagnostic, span));
    let more = more(&found)
        .map(|more| if compiled.has_errors() { error(&more, span) } else { deprecated("MORE", &more, span) });
    let notes = notes(&compiled, span);
    let files = compiled.files.iter().filter_map(|file| tracked(file));
    let items = &compiled.items;
    quote! { #items #misuse #(#errors)* #(#warnings)* #more #notes #(#files)* }
}

fn of<'d>(found: &[&'d Diagnostic], severity: Severity) -> impl Iterator<Item = &'d Diagnostic> {
    found.iter().copied().filter(move |diagnostic| diagnostic.severity == severity)
}

fn error(message: &str, span: Span) -> TokenStream {
    quote_spanned! {span=> ::core::compile_error! { #message } }
}

/// The sentence first, because tools show the first line alone.
fn text(Diagnostic { message, rendered, .. }: &Diagnostic) -> String {
    format!("{message}\n\n{rendered}\n")
}

fn warning(diagnostic: &Diagnostic, span: Span) -> TokenStream {
    deprecated(&diagnostic.code.replace('-', "_").to_uppercase(), &text(diagnostic), span)
}

/// All notes in one, because each is a warning of rustc.
fn notes(compiled: &Compiled, span: Span) -> Option<TokenStream> {
    let notes: Vec<&Diagnostic> =
        compiled.diagnostics.iter().filter(|found| found.severity == Severity::Note).collect();
    let count = match notes.len() {
        0 => return None,
        1 => "1 note".to_owned(),
        count => format!("{count} notes"),
    };
    let first: Vec<&str> = notes.iter().take(3).map(|note| note.rendered.as_str()).collect();
    let first = first.join("\n\n");
    let message = format!("{count} on what this document means; `allow: [\"code\"]` hides them\n\n{first}\n");
    Some(deprecated("NOTES", &message, span))
}

/// The one way to a warning on stable Rust: a constant that is deprecated, and used.
fn deprecated(name: &str, note: &str, span: Span) -> TokenStream {
    let name = format_ident!("{name}", span = span);
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #note)]
            const #name: () = ();
            #name
        };
    }
}

/// Makes cargo watch a file. Inside a function, because a constant of its bytes would go into the crate's metadata.
fn tracked(file: &Path) -> Option<TokenStream> {
    // What is missing cannot be included; its diagnostic is an error, after which cargo always tries again.
    let path = file.to_str().filter(|_| file.is_file())?;
    Some(quote! { const _: () = { fn _t() { let _ = ::core::include_bytes!(#path); } }; })
}
