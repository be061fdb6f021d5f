//! `cargo arazzo check`

use std::io;
use std::ops::Range;
use std::path::Path;

use quote::quote;
use serde::Serialize;

use super::arguments::{Check, Format};
use super::find;
use super::fix::fix;
use super::output::{Findings, Progress, blocks, complain, counted, relative};
use crate::{Compiled, Diagnostic, Edit, Related, compile};

/// Whether no document has errors.
pub(super) fn run(check: &Check, colour: bool) -> io::Result<bool> {
    let files = find::documents(&check.paths)?;
    let mut findings = Findings::default();
    let mut progress = Progress::new(files.len());
    let mut fixed = 0;
    for file in &files {
        progress.next()?;
        if check.fix {
            progress.clear()?;
            fixed += fix(&super::absolute(file)?, || compiled(check, file, false))?;
        }
        let Compiled { diagnostics, .. } = compiled(check, file, colour && check.format == Format::Text)?;
        let new = findings.add(&diagnostics);
        match check.format {
            Format::Text => blocks(&new).iter().try_for_each(|block| progress.complain(block))?,
            Format::Json => new.iter().try_for_each(|diagnostic| progress.print(&json(diagnostic)?))?,
        }
    }
    progress.clear()?;
    if check.format == Format::Text {
        findings.hint().map_or(Ok(()), |hint| complain(&hint))?;
        let fixed = if check.fix { format!(", fixed {}", counted(fixed, "mistake")) } else { String::new() };
        complain(&format!("checked {}{fixed}: {}", counted(files.len(), "document"), findings.summary()))?;
    }
    Ok(!findings.has_errors())
}

fn compiled(check: &Check, file: &Path, colour: bool) -> io::Result<Compiled> {
    let document = check.options.document(file, colour)?.edits(check.fix || check.format == Format::Json);
    Ok(compile(&super::root_of(&document.path)?, &document, &quote! { ::arazzo }))
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
    /// Other places that have to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<JsonRelated<'a>>,
    /// What `--fix` would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<JsonEdit<'a>>,
}

/// Another place as programs read it.
#[derive(Serialize)]
struct JsonRelated<'a> {
    file: String,
    line: usize,
    column: usize,
    label: &'a str,
}

/// An edit as programs apply it.
#[derive(Serialize)]
struct JsonEdit<'a> {
    file: String,
    /// The first byte, and the one behind the last.
    #[serde(flatten)]
    bytes: Range<usize>,
    replacement: &'a str,
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
        related: diagnostic.related.iter().map(json_related).collect::<io::Result<_>>()?,
        edit: diagnostic.edit.as_ref().map(json_edit).transpose()?,
    };
    Ok(format!("{}\n", serde_json::to_string(&entry)?))
}

fn json_related(Related { file, line, column, label, .. }: &Related) -> io::Result<JsonRelated<'_>> {
    Ok(JsonRelated { file: relative(file)?, line: *line, column: *column, label })
}

fn json_edit(edit: &Edit) -> io::Result<JsonEdit<'_>> {
    Ok(JsonEdit { file: relative(&edit.file)?, bytes: edit.range.clone(), replacement: &edit.replacement })
}
