//! The entry point for build scripts.

use std::env;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use quote::quote;

use crate::{Compiled, Diagnostic, Document, Severity, compile, more, shown};

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
    ///
    /// Warnings and notes become warnings of cargo, one line each; errors are printed as the blocks that rustc would print.
    pub fn generate(self) {
        let root =
            self.root.clone().or_else(|| env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)).unwrap_or_default();
        match self.try_generate() {
            Ok(diagnostics) => {
                for diagnostic in shown(&diagnostics) {
                    println!("cargo::warning={}", one_line(diagnostic, &root));
                }
                if let Some(more) = more(&diagnostics) {
                    println!("cargo::warning={more}");
                }
            }
            Err(error) => {
                // Not a panic: a backtrace would hide what is to be read.
                eprintln!("{error}");
                std::process::exit(1);
            }
        }
    }

    /// Generates everything, tells cargo on standard output which files to watch, and returns the warnings and notes.
    ///
    /// # Errors
    ///
    /// If a document cannot be compiled, or a file cannot be written. All documents are tried, and the files of the right
    /// ones are written.
    pub fn try_generate(self) -> Result<Vec<Diagnostic>, BuildError> {
        let root = self.root.map_or_else(|| variable("CARGO_MANIFEST_DIR"), Ok)?;
        let root = std::path::absolute(&root).map_err(|error| BuildError::file("find", &root, &error))?;
        let out_dir = self.out_dir.map_or_else(|| Ok(variable("OUT_DIR")?.join("arazzo")), Ok)?;
        fs::create_dir_all(&out_dir).map_err(|error| BuildError::file("create", &out_dir, &error))?;
        let mut result = BuildError::default();
        let mut stems = Vec::new();
        for document in &self.documents {
            let stem = stem(&document.path);
            // Some file systems see no difference between cases.
            if stems.contains(&stem.to_lowercase()) {
                result.messages.push(format!("two documents are called `{stem}`: their files would be one"));
                continue;
            }
            stems.push(stem.to_lowercase());
            let compiled = compile(&root, document, &quote! { ::arazzo });
            watch(&compiled);
            if !compiled.has_errors() {
                result.messages.extend(write(&out_dir.join(format!("{stem}.rs")), &compiled).err());
            }
            result.diagnostics.extend(compiled.diagnostics);
        }
        if result.is_failure() { Err(result) } else { Ok(result.diagnostics) }
    }
}

/// A folder that cargo tells to build scripts.
fn variable(name: &str) -> Result<PathBuf, BuildError> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| BuildError {
        messages: vec![format!("{name} is not set: outside of a build script, say the folders")],
        diagnostics: Vec::new(),
    })
}

/// Cargo runs the build script again when one of these files changes, or appears.
fn watch(compiled: &Compiled) {
    for file in &compiled.files {
        println!("cargo::rerun-if-changed={}", file.display());
    }
}

/// The name of a document: its file name without `.arazzo` and without the extension.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.strip_suffix(".arazzo").unwrap_or(&stem).to_owned()
}

/// Writes a file only if it says something new, so that nothing is compiled again in vain.
fn write(path: &Path, compiled: &Compiled) -> Result<(), String> {
    let source = compiled.to_source().map_err(|error| format!("generated code is not Rust: {error}"))?;
    if fs::read_to_string(path).is_ok_and(|before| before == source) {
        return Ok(());
    }
    fs::write(path, source).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

fn one_line(diagnostic: &Diagnostic, root: &Path) -> String {
    let Diagnostic { severity, code, message, file, line, column, .. } = diagnostic;
    let file = file.strip_prefix(root).unwrap_or(file);
    format!("{}:{line}:{column}: {severity}[{code}]: {message}", file.display())
}

/// Why a build script cannot generate its files.
#[derive(Clone, Debug, Default)]
pub struct BuildError {
    /// What is wrong outside of the documents.
    messages: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl BuildError {
    fn file(what: &str, path: &Path, error: &io::Error) -> BuildError {
        let message = format!("cannot {what} {}: {error}", path.display());
        BuildError { messages: vec![message], diagnostics: Vec::new() }
    }

    fn is_failure(&self) -> bool {
        let mut severities = self.diagnostics.iter().map(|diagnostic| diagnostic.severity);
        !self.messages.is_empty() || severities.any(|severity| severity == Severity::Error)
    }

    /// Everything that was found in the documents, warnings and notes too.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// The rendered blocks, as rustc would print them: a hundred at most, and how many more there are.
impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blocks = shown(&self.diagnostics).into_iter().map(|diagnostic| diagnostic.rendered.clone());
        let messages = self.messages.iter().map(|message| format!("error: {message}"));
        let all: Vec<String> = blocks.chain(more(&self.diagnostics)).chain(messages).collect();
        formatter.write_str(&all.join("\n\n"))
    }
}

impl std::error::Error for BuildError {}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "\
arazzo: 1.0.1
info: { title: t, version: '1' }
sourceDescriptions: [{ name: api, url: api.json, type: openapi }]
workflows: [{ workflowId: greet, steps: [{ stepId: hello, operationId: hello }] }]
";
    const DESCRIPTION: &str = r#"{
        "openapi": "3.0.0", "info": { "title": "t", "version": "1" }, "servers": [{ "url": "http://localhost" }],
        "paths": { "/": { "get": { "operationId": "hello", "responses": { "200": { "description": "ok" } } } } }
    }"#;

    /// A package folder that goes away with the test.
    struct Package(PathBuf);

    impl Package {
        fn new(name: &str, files: &[(&str, &str)]) -> Package {
            let package = Package(env::temp_dir().join(format!("arazzo-builder-{}-{name}", std::process::id())));
            fs::create_dir_all(&package.0).unwrap();
            for (file, text) in files {
                fs::write(package.0.join(file), text).unwrap();
            }
            package
        }

        fn builder(&self) -> Builder {
            Builder::new().root(&self.0).out_dir(self.0.join("out"))
        }
    }

    impl Drop for Package {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_for_each_document() {
        let package =
            Package::new("each", &[("a.arazzo.yml", DOCUMENT), ("b.yml", DOCUMENT), ("api.json", DESCRIPTION)]);
        let builder = package.builder().document("a.arazzo.yml").document(Document::new("b.yml").strict(true));
        assert_eq!(builder.clone().try_generate().unwrap(), []);
        let (a, b) = (package.0.join("out/a.rs"), package.0.join("out/b.rs"));
        assert_eq!(fs::read_to_string(&a).unwrap(), fs::read_to_string(b).unwrap());
        // What did not change is not written again.
        let written = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
        let before = written(&a);
        builder.try_generate().unwrap();
        assert_eq!(written(&a), before);
    }

    #[test]
    fn all_documents_are_tried() {
        let broken = DOCUMENT.replace("operationId: hello", "operationId: helo");
        let files = [("a.yml", broken.as_str()), ("b.yml", DOCUMENT), ("B.json", "{}"), ("api.json", DESCRIPTION)];
        let package = Package::new("tried", &files);
        let builder = package.builder().document("a.yml").document("missing.yml").document("b.yml").document("B.json");
        let error = builder.try_generate().unwrap_err();
        let codes: Vec<&str> = error.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, ["unknown-operation", "file-not-found"]);
        let text = error.to_string();
        assert!(text.starts_with("error[unknown-operation]: ") && text.contains(" --> a.yml:4:"), "{text}");
        assert!(text.ends_with("\n\nerror: two documents are called `B`: their files would be one"), "{text}");
        assert!(package.0.join("out/b.rs").exists() && !package.0.join("out/a.rs").exists());
    }

    #[test]
    fn folders_come_from_cargo() {
        let package = Package::new("folders", &[("file", "")]);
        let error = Builder::new().root(&package.0).out_dir(package.0.join("file/out")).try_generate().unwrap_err();
        assert!(error.to_string().starts_with("error: cannot create "), "{error}");
        assert!(error.diagnostics().is_empty());
    }

    #[test]
    fn a_warning_of_cargo_is_one_line() {
        let text = DOCUMENT.replace(
            "operationId: hello",
            "operationId: hello, successCriteria: [{ condition: '$statusCode == \"a\"' }]",
        );
        let package = Package::new("line", &[("a.yml", &text), ("api.json", DESCRIPTION)]);
        let found = package.builder().document("a.yml").try_generate().unwrap();
        let lines: Vec<String> = found.iter().map(|diagnostic| one_line(diagnostic, &package.0)).collect();
        let start = "a.yml:4:";
        let expected = "warning[double-quotes]: text in a condition stands in single quotes";
        assert!(lines.iter().any(|line| line.starts_with(start) && line.ends_with(expected)), "{lines:?}");
    }
}
