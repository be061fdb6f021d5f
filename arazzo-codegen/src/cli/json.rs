//! `check --format json`: one object a line.

use std::io;
use std::ops::Range;

use serde::Serialize;

use super::output::{link, relative};
use crate::{Diagnostic, Edit, Related};

/// A diagnostic as programs read it.
#[derive(Serialize)]
struct Entry<'a> {
    /// Relative to the current folder where it is inside of it, else absolute.
    file: String,
    /// 1-based.
    line: usize,
    /// 1-based, in characters.
    column: usize,
    /// The character behind the last one.
    end_line: usize,
    end_column: usize,
    severity: String,
    code: &'a str,
    /// Where the code is explained.
    link: String,
    message: &'a str,
    help: Option<&'a str>,
    /// Other places that have to do with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Other<'a>>,
    /// What `--fix` would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<Replacement<'a>>,
}

/// Another place.
#[derive(Serialize)]
struct Other<'a> {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

/// An edit as programs apply it.
#[derive(Serialize)]
struct Replacement<'a> {
    file: String,
    /// The first byte, and the one after the last.
    #[serde(flatten)]
    bytes: Range<usize>,
    #[serde(rename = "replacement")]
    text: &'a str,
}

/// The line of a diagnostic.
pub(super) fn line(diagnostic: &Diagnostic) -> io::Result<String> {
    let entry = Entry {
        file: relative(&diagnostic.file)?,
        line: diagnostic.line,
        column: diagnostic.column,
        end_line: diagnostic.end.line,
        end_column: diagnostic.end.column,
        severity: diagnostic.severity.to_string(),
        code: diagnostic.code,
        link: link(diagnostic.code),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        related: diagnostic.related.iter().map(other).collect::<io::Result<_>>()?,
        edit: diagnostic.edit.as_ref().map(replacement).transpose()?,
    };
    Ok(format!("{}\n", serde_json::to_string(&entry)?))
}

fn other(Related { file, line, column, end, label, .. }: &Related) -> io::Result<Other<'_>> {
    let file = relative(file)?;
    Ok(Other { file, line: *line, column: *column, end_line: end.line, end_column: end.column, label })
}

fn replacement(edit: &Edit) -> io::Result<Replacement<'_>> {
    Ok(Replacement { file: relative(&edit.file)?, bytes: edit.range.clone(), text: &edit.replacement })
}
