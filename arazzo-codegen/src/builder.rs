//! The entry point for build scripts.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use quote::quote;

use crate::{Compiled, Diagnostic, Document, Severity, compile};

/// Compiles workflow documents in a build script.
///
/// Each document becomes a file of `OUT_DIR` that `arazzo::include_workflows!` includes by the document's file stem.
///
/// ```no_run
/// // build.rs
/// use arazzo_codegen::{Builder, Document};
///
/// Builder::new()
///     .document("workflows/upsert-customer.yml")
///     .document(Document::new("workflows/bill.yml").source("billingApi", "openapi/billing.yml").strict(true))
///     .generate();
/// ```
///
/// ```ignore
/// // src/main.rs
/// arazzo::include_workflows!("upsert-customer");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Builder {
    documents: Vec<Document>,
    out_dir: Option<PathBuf>,
    root: Option<PathBuf>,
}

impl From<&str> for Document {
    fn from(path: &str) -> Document {
        Document::new(path)
    }
}

impl From<&Path> for Document {
    fn from(path: &Path) -> Document {
        Document::new(path)
    }
}

impl From<PathBuf> for Document {
    fn from(path: PathBuf) -> Document {
        Document::new(path)
    }
}

impl From<String> for Document {
    fn from(path: String) -> Document {
        Document::new(path)
    }
}

impl Builder {
    /// No documents yet.
    pub fn new() -> Builder {
        Builder::default()
    }

    /// Adds a document: its path, relative to the package, or a [`Document`] with options.
    #[must_use]
    pub fn document(mut self, document: impl Into<Document>) -> Builder {
        self.documents.push(document.into());
        self
    }

    /// Where the files go; `OUT_DIR/arazzo` when not said.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Builder {
        self.out_dir = Some(folder.into());
        self
    }

    /// The package that paths are relative to; `CARGO_MANIFEST_DIR` when not said.
    #[must_use]
    pub fn root(mut self, folder: impl Into<PathBuf>) -> Builder {
        self.root = Some(folder.into());
        self
    }

    /// Generates everything, prints what was found, and ends the build script with 1 when something is wrong.
    pub fn generate(self) {
        match self.try_generate() {
            Ok(diagnostics) => {
                for diagnostic in diagnostics {
                    // Cargo shows one line for each: the sentence and the place.
                    println!("cargo::warning={}", one_line(&diagnostic));
                }
            }
            Err(error) => {
                eprintln!("{error}");
                std::process::exit(1);
            }
        }
    }

    /// Generates everything, and returns the warnings and notes.
    ///
    /// # Errors
    ///
    /// If a document cannot be compiled, or a file cannot be written.
    pub fn try_generate(self) -> Result<Vec<Diagnostic>, BuildError> {
        let root = self.root.or_else(|| env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from));
        let root = root.ok_or_else(|| BuildError::of("CARGO_MANIFEST_DIR is not set: this runs in a build script"))?;
        let out_dir = self.out_dir.or_else(|| env::var_os("OUT_DIR").map(|folder| Path::new(&folder).join("arazzo")));
        let out_dir = out_dir.ok_or_else(|| BuildError::of("OUT_DIR is not set: this runs in a build script"))?;
        fs::create_dir_all(&out_dir)
            .map_err(|error| BuildError::of(format!("cannot create {}: {error}", out_dir.display())))?;
        let mut diagnostics = Vec::new();
        let mut stems: Vec<String> = Vec::new();
        for document in &self.documents {
            let stem = stem(&document.path);
            if stems.contains(&stem) {
                let message = format!("two documents are called `{stem}`: their files would be one");
                return Err(BuildError { message: Some(message), diagnostics });
            }
            let compiled = compile(&root, document, &quote! { ::arazzo });
            for file in &compiled.files {
                println!("cargo::rerun-if-changed={}", file.display());
            }
            if !compiled.has_errors() {
                write(&out_dir.join(format!("{stem}.rs")), &compiled)?;
            }
            diagnostics.extend(compiled.diagnostics);
            stems.push(stem);
        }
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Err(BuildError { message: None, diagnostics });
        }
        Ok(diagnostics)
    }
}

/// The name of a document: its file name without `.arazzo` and without the extension.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.strip_suffix(".arazzo").unwrap_or(&stem).to_owned()
}

/// Writes a file only if it says something new, so that nothing is compiled again in vain.
fn write(path: &Path, compiled: &Compiled) -> Result<(), BuildError> {
    let source =
        compiled.to_source().map_err(|error| BuildError::of(format!("generated code is not Rust: {error}")))?;
    if fs::read_to_string(path).is_ok_and(|before| before == source) {
        return Ok(());
    }
    fs::write(path, source).map_err(|error| BuildError::of(format!("cannot write {}: {error}", path.display())))
}

fn one_line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { severity, code, message, file, line, column, .. } = diagnostic;
    format!("{}:{line}:{column}: {severity}[{code}]: {message}", file.display())
}

/// Why a build script cannot generate its files.
#[derive(Clone, Debug)]
pub struct BuildError {
    message: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

impl BuildError {
    fn of(message: impl Into<String>) -> BuildError {
        BuildError { message: Some(message.into()), diagnostics: Vec::new() }
    }

    /// Everything that was found in the documents, errors and all.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// The rendered blocks, as the compiler would print them.
impl std::fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        for diagnostic in &self.diagnostics {
            let _ = writeln!(text, "{}\n", diagnostic.rendered);
        }
        text.push_str(self.message.as_deref().unwrap_or_default());
        formatter.write_str(text.trim_end())
    }
}

impl std::error::Error for BuildError {}
