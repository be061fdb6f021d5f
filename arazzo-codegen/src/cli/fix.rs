//! `cargo arazzo check --fix`

use std::fs;
use std::io;
use std::path::Path;

use super::output::{complain, relative};
use crate::{Compiled, Diagnostic, Edit};

/// A line with more mistakes than this keeps the rest.
const ROUNDS: usize = 100;

/// Applies the edits of a document's diagnostics until there are no more, and says what it did; how many there were.
///
/// In each round a line is edited once: what two edits of one text make together was not looked at.
pub(super) fn fix(document: &Path, mut compile: impl FnMut() -> io::Result<Compiled>) -> io::Result<usize> {
    let mut fixed = 0;
    for _ in 0..ROUNDS {
        let compiled = compile()?;
        let edits = one_a_line(document, &compiled.diagnostics);
        if edits.is_empty() {
            break;
        }
        let bytes = fs::read(document).map_err(|error| named(document, &error))?;
        let edited = apply(&bytes, &edits).ok_or_else(|| io::Error::other("the document changes while it is fixed"))?;
        fs::write(document, edited).map_err(|error| named(document, &error))?;
        for (diagnostic, edit) in &edits {
            complain(&report(&bytes, diagnostic, edit)?)?;
        }
        fixed += edits.len();
    }
    Ok(fixed)
}

fn named(document: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", document.display()))
}

/// The first edit of each line, in the order of the file. Descriptions are not ours to edit.
fn one_a_line<'a>(document: &Path, diagnostics: &'a [Diagnostic]) -> Vec<(&'a Diagnostic, &'a Edit)> {
    let edits = diagnostics.iter().filter_map(|diagnostic| Some((diagnostic, diagnostic.edit.as_ref()?)));
    let mut edits: Vec<_> = edits.filter(|(_, edit)| edit.file == document).collect();
    edits.sort_by_key(|(diagnostic, edit)| (diagnostic.line, edit.range.start));
    edits.dedup_by_key(|(diagnostic, _)| diagnostic.line);
    edits
}

fn apply(bytes: &[u8], edits: &[(&Diagnostic, &Edit)]) -> Option<Vec<u8>> {
    let mut edited = Vec::with_capacity(bytes.len());
    let mut end = 0;
    for (_, edit) in edits {
        edited.extend(bytes.get(end..edit.range.start)?);
        edited.extend(edit.replacement.as_bytes());
        end = edit.range.end;
    }
    edited.extend(bytes.get(end..)?);
    Some(edited)
}

/// ``fixed a.yml:3:7 [double-quotes]: `"200"` is now `'200'` ``
fn report(bytes: &[u8], diagnostic: &Diagnostic, edit: &Edit) -> io::Result<String> {
    let (file, line, column) = (relative(&diagnostic.file)?, diagnostic.line, diagnostic.column);
    let before = String::from_utf8_lossy(bytes.get(edit.range.clone()).unwrap_or_default());
    Ok(format!("fixed {file}:{line}:{column} [{}]: `{before}` is now `{}`", diagnostic.code, edit.replacement))
}
