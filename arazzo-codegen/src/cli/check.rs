//! `cargo arazzo check`

use std::io;
use std::path::Path;

use quote::quote;
use serde::Serialize;

use super::arguments::{Check, Format};
use super::output::{Findings, block, complain, counted, print};
use crate::{Diagnostic, compile};

/// Whether no document has errors.
pub(super) fn run(check: &Check, colour: bool) -> io::Result<bool> {
    let mut findings = Findings::default();
    for file in &check.files {
        let document = check.options.document(file, colour && check.format == Format::Text)?;
        let compiled = compile(&super::root_of(&document.path)?, &document, &quote! { ::arazzo });
        match check.format {
            Format::Text => findings.add(&compiled.diagnostics, block)?,
            Format::Json => findings.add(&compiled.diagnostics, json)?,
        }
    }
    if check.format == Format::Text {
        complain(&format!("checked {}: {}", counted(check.files.len(), "document"), findings.summary()))?;
    }
    Ok(!findings.has_errors())
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
    message: &'a str,
    help: Option<&'a str>,
}

fn json(diagnostic: &Diagnostic) -> io::Result<()> {
    let entry = Entry {
        file: relative(&diagnostic.file)?,
        line: diagnostic.line,
        column: diagnostic.column,
        severity: diagnostic.severity.to_string(),
        code: diagnostic.code,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
    };
    print(&format!("{}\n", serde_json::to_string(&entry)?))
}

fn relative(file: &Path) -> io::Result<String> {
    let current = std::env::current_dir()?;
    let path = file.strip_prefix(&current).unwrap_or(file);
    Ok(path.to_string_lossy().replace('\\', "/"))
}
