//! `cargo arazzo check --fix`

use std::fs;
use std::io;
use std::path::Path;

use similar::TextDiff;

use super::output::relative;
use crate::{Compiled, Diagnostic, Edit};

/// A line with more mistakes than this keeps the rest.
const ROUNDS: usize = 100;

/// A document with what edits make of it.
pub(super) struct Fixed {
    before: String,
    pub(super) after: String,
    /// A line for each edit.
    pub(super) done: Vec<String>,
}

impl Fixed {
    /// Applies the edits of a document's diagnostics until there are no more. `compile` compiles a text of it. `None` where it cannot be
    /// read, which is said when it is checked.
    ///
    /// In each round a line is edited once: what two edits of one text make together was not looked at.
    pub(super) fn of(
        document: &Path,
        mut compile: impl FnMut(&str) -> io::Result<Compiled>,
    ) -> io::Result<Option<Fixed>> {
        let Ok(before) = fs::read_to_string(document) else { return Ok(None) };
        let mut fixed = Fixed { after: before.clone(), before, done: Vec::new() };
        for _ in 0..ROUNDS {
            let compiled = compile(&fixed.after)?;
            let edits = one_a_line(document, &compiled.diagnostics);
            let Some(after) = apply(&fixed.after, &edits).filter(|_| !edits.is_empty()) else { break };
            for (diagnostic, edit) in &edits {
                fixed.done.push(report(&fixed.after, diagnostic, edit)?);
            }
            fixed.after = after;
        }
        Ok(Some(fixed))
    }

    /// Writes what the edits have made.
    pub(super) fn write(&self, document: &Path) -> io::Result<()> {
        if self.done.is_empty() {
            return Ok(());
        }
        let named = |error: io::Error| io::Error::new(error.kind(), format!("`{}`: {error}", document.display()));
        if fs::read_to_string(document).map_err(named)? != self.before {
            return Err(named(io::Error::other("the document changes while it is fixed")));
        }
        fs::write(document, &self.after).map_err(named)
    }

    /// What `write` would change, as a unified diff.
    pub(super) fn diff(&self, document: &Path) -> io::Result<String> {
        let file = relative(document)?;
        let diff = TextDiff::from_lines(&self.before, &self.after);
        Ok(diff.unified_diff().header(&format!("a/{file}"), &format!("b/{file}")).to_string())
    }
}

/// The first edit of each line, in the order of the file. Descriptions are not ours to edit.
fn one_a_line<'a>(document: &Path, diagnostics: &'a [Diagnostic]) -> Vec<(&'a Diagnostic, &'a Edit)> {
    let edits = diagnostics.iter().filter_map(|diagnostic| Some((diagnostic, diagnostic.edit.as_ref()?)));
    let mut edits: Vec<_> = edits.filter(|(_, edit)| edit.file == document).collect();
    edits.sort_by_key(|(diagnostic, edit)| (diagnostic.line, edit.range.start));
    edits.dedup_by_key(|(diagnostic, _)| diagnostic.line);
    edits
}

fn apply(text: &str, edits: &[(&Diagnostic, &Edit)]) -> Option<String> {
    let mut edited = String::with_capacity(text.len());
    let mut end = 0;
    for (_, edit) in edits {
        edited.push_str(text.get(end..edit.range.start)?);
        edited.push_str(&edit.replacement);
        end = edit.range.end;
    }
    edited.push_str(text.get(end..)?);
    Some(edited)
}

/// ``a.yml:3:7 [double-quotes]: `"200"` is now `'200'` ``
fn report(text: &str, diagnostic: &Diagnostic, edit: &Edit) -> io::Result<String> {
    let (file, line, column) = (relative(&diagnostic.file)?, diagnostic.line, diagnostic.column);
    let before = text.get(edit.range.clone()).unwrap_or_default();
    Ok(format!("{file}:{line}:{column} [{}]: `{before}` is now `{}`", diagnostic.code, edit.replacement))
}
