//! `cargo arazzo check`

use std::io;
use std::path::{Path, PathBuf};

use quote::quote;
use serde::Serialize;

use super::arguments::{Check, Format};
use super::find;
use super::output::{Findings, Progress, complain, counted};
use crate::openapi::Library;
use crate::source::Files;
use crate::{Compiled, Diagnostic, compile_with};

/// When the files in memory have so many bytes, what is read next replaces them.
const MEMORY: usize = 16 * 1024 * 1024;

/// Whether no document has errors.
pub(super) fn run(check: &Check, colour: bool) -> io::Result<bool> {
    let files = find::documents(&check.paths)?;
    let mut findings = Findings::default();
    let mut progress = Progress::new(files.len());
    let mut shelf = Shelf::default();
    for file in &files {
        progress.next()?;
        let compiled = shelf.compile(check, file, colour && check.format == Format::Text)?;
        findings.add(&compiled.diagnostics, |diagnostic| match check.format {
            Format::Text => progress.complain(&format!("{}\n", diagnostic.rendered)),
            Format::Json => progress.print(&json(diagnostic)?),
        })?;
    }
    progress.clear()?;
    if check.format == Format::Text {
        findings.hint().map_or(Ok(()), |hint| complain(&hint))?;
        complain(&format!("checked {}: {}", counted(files.len(), "document"), findings.summary()))?;
    }
    Ok(!findings.has_errors())
}

/// The files of the documents before: neighbours often name the same descriptions.
#[derive(Default)]
struct Shelf {
    library: Option<(PathBuf, Library)>,
}

impl Shelf {
    fn compile(&mut self, check: &Check, file: &Path, colour: bool) -> io::Result<Compiled> {
        let document = check.options.document(file, colour)?;
        let root = super::root_of(&document.path)?;
        let kept = self.library.take().filter(|(known, library)| *known == root && library.files.bytes() <= MEMORY);
        let (_, library) = self.library.insert(kept.unwrap_or_else(|| (root.clone(), Library::new(Files::new(root)))));
        Ok(compile_with(library, &document, &quote! { ::arazzo }))
    }
}

/// A diagnostic as programs read it.
#[derive(Serialize)]
struct Entry<'a> {
    /// Relative to the current folder where it is inside of it, else absolute.
    file: String,
    /// 1-based.
    line: usize,
    /// 1-based, in characters.
    column: usize,
    severity: String,
    code: &'a str,
    /// Where the code is explained.
    link: String,
    message: &'a str,
    help: Option<&'a str>,
}

fn json(diagnostic: &Diagnostic) -> io::Result<String> {
    let entry = Entry {
        file: relative(&diagnostic.file)?,
        line: diagnostic.line,
        column: diagnostic.column,
        severity: diagnostic.severity.to_string(),
        code: diagnostic.code,
        link: format!("{}/blob/main/docs/diagnostics.md#{}", env!("CARGO_PKG_REPOSITORY"), diagnostic.code),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
    };
    Ok(format!("{}\n", serde_json::to_string(&entry)?))
}

fn relative(file: &Path) -> io::Result<String> {
    let current = std::env::current_dir()?;
    let path = file.strip_prefix(&current).unwrap_or(file);
    Ok(path.to_string_lossy().replace('\\', "/"))
}
