//! The compiler behind [`arazzo`](https://docs.rs/arazzo): Arazzo documents and OpenAPI descriptions in, typed Rust out.
//!
//! Most users need the macro `arazzo::arazzo!`. This crate is for build scripts ([`Builder`]), for tools, and for the command
//! `cargo arazzo`; all of them call [`compile`].
//!
//! ```no_run
//! // build.rs
//! arazzo_codegen::Builder::new().document("workflows/upsert-customer.yml").generate();
//! ```

mod analyse;
mod breaks;
#[cfg(feature = "print")]
mod builder;
mod check;
#[cfg(test)]
mod circles;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod cycles;
mod decimal;
mod diagnostic;
mod document;
mod emit;
mod files;
mod flow;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzz;
mod input;
mod judge;
#[cfg(test)]
mod layers;
mod locate;
mod lower;
#[cfg(feature = "cli")]
mod lsp;
mod merge;
mod model;
mod names;
mod openapi;
mod options;
mod parse;
mod place;
#[cfg(feature = "print")]
mod print;
mod resolve;
mod secret_names;
#[cfg(feature = "cli")]
mod settings;
mod slice;
mod status;
mod suggest;
mod syntax;
mod value;

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

#[cfg(feature = "print")]
pub use builder::{BuildError, Builder};
pub use diagnostic::{Diagnostic, Edit, End, Related, Severity};
// For the options of the macro, and for what shows diagnostics.
#[doc(hidden)]
pub use diagnostic::{more, shown};
pub use suggest::closest;
// For the page that says what all codes mean.
#[cfg(feature = "print")]
#[doc(hidden)]
pub use diagnostic::{Explanation, explanations};
pub use input::Document;
pub use options::RequiredOutputs;
#[cfg(feature = "print")]
pub use print::NotRust;

use analyse::{Analysed, analyse, report_broken, tells_ends};
use diagnostic::{Kind, Named, Report};
use files::{Files, Overlay};
use model::Model;
use openapi::Library;
use options::Options;
use place::FileId;

/// What a compilation made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Compiled {
    /// The items: a module and a `use` for each workflow. Where there were errors, their types and signatures alone.
    pub items: TokenStream,
    /// Everything that was found, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was read, or that could not be, absolute: when one changes or appears, compile again.
    pub files: Vec<PathBuf>,
    /// What a printer says in front of a step: the path of its constant or variable, and its description.
    #[cfg_attr(not(feature = "print"), allow(dead_code, reason = "only a printer reads it"))]
    comments: Vec<(String, String)>,
}

impl Compiled {
    /// Whether anything stops a build.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// The codes of all kinds of mistakes, errors included.
#[doc(hidden)]
pub fn codes() -> Vec<&'static str> {
    diagnostic::CODES.to_vec()
}

/// Compiles one document. Never fails: what is wrong is in the diagnostics.
///
/// `root` is the package that the document belongs to: paths and identities are relative to it. `runtime` is the path of the
/// runtime crate in the generated code, `::arazzo` where nothing was renamed.
///
/// ```
/// let document = arazzo_codegen::Document::new("no/such/file.yml");
/// let compiled = arazzo_codegen::compile(std::path::Path::new("/"), &document, &quote::quote!(::arazzo));
/// assert_eq!(compiled.diagnostics[0].code, "file-not-found");
/// ```
pub fn compile(root: &Path, document: &Document, runtime: &TokenStream) -> Compiled {
    let mut files = Files::new(files::normalise(root));
    let path = files.in_package(&document.path);
    files.show_from(document.options.shown_from.as_deref());
    if let Some(text) = &document.options.text {
        files.put(&path, Overlay::new(text));
    }
    let mut library = Library::new(files);
    let file = match library.files.read(&path) {
        Ok(file) => file,
        Err(error) => return not_found(&library.files, document, &error),
    };
    let mut report = Report::default();
    let mut compilation = Compilation { library: &mut library, options: &document.options, report: &mut report };
    let (items, comments) = compilation.run(file, runtime);
    let diagnostics = diagnostic::levelled(&library.files, report.into_findings(), &document.options);
    Compiled { items, diagnostics, files: library.files.paths(), comments }
}

/// The answer when there is nothing to compile.
fn not_found(files: &Files, document: &Document, error: &files::ReadError) -> Compiled {
    let path = files.in_package(&document.path);
    // A relative path was meant relative to the package, and is shown so.
    let is_short = document.path.is_relative() || document.options.shown_from.is_some();
    let shown = if is_short { files.shown(&path) } else { path.display().to_string() };
    let similar = files::similar(&path).filter(|_| *error == files::ReadError::NotFound);
    let closest = similar.map(|name| Path::new(&shown).with_file_name(name).display().to_string());
    let kind =
        Kind::FileNotFound { path: shown, reason: error.to_string(), named: Named::Caller(files.base()), closest };
    let diagnostic = diagnostic::without_place(&kind, path.clone(), document.options.colour);
    Compiled { items: TokenStream::new(), diagnostics: vec![diagnostic], files: vec![path], comments: Vec::new() }
}

struct Compilation<'a> {
    library: &'a mut Library,
    options: &'a Options,
    report: &'a mut Report,
}

impl Compilation<'_> {
    /// The items, and what a printer says in front of a step.
    fn run(&mut self, file: FileId, runtime: &TokenStream) -> (TokenStream, Vec<(String, String)>) {
        let target = emit::Target { runtime: runtime.clone() };
        match analyse(self.library, file, self.options, self.report) {
            Analysed::Nothing | Analysed::Read(_) => (TokenStream::new(), Vec::new()),
            Analysed::Resolved(resolved) => (self.signatures(&resolved.model, &target), Vec::new()),
            Analysed::Flowing(resolved, flow) => self.emit(&resolved.model, &flow.functions, &target),
        }
    }

    fn signatures(&self, model: &Model, target: &emit::Target) -> TokenStream {
        emit::signatures(model, tells_ends(self.options), target)
    }

    fn emit(
        &mut self,
        model: &Model,
        functions: &[flow::Function],
        target: &emit::Target,
    ) -> (TokenStream, Vec<(String, String)>) {
        let emitted = emit::emit(model, functions, &lower::lower(model, functions), target);
        // What a model holds of a description may have been asked for only now.
        report_broken(self.library, self.report);
        for bug in emitted.bugs {
            self.report.add(bug.place.value(), Kind::Internal { what: bug.what });
        }
        if self.report.propagate().is_err() {
            return (self.signatures(model, target), Vec::new());
        }
        (emitted.items, emit::comments(model))
    }
}
