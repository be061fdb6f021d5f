//! Where a name is given and used, and another name in all these places.

use std::collections::HashMap;

use lsp_types::{Location, PrepareRenameResponse, TextEdit, WorkspaceEdit};

use super::names::{Occurrence, Symbol, at, occurrences};
use super::session::Desk;

/// All places of the name at a byte.
pub(super) fn references(desk: &Desk<'_>, offset: usize, with_definition: bool) -> Vec<Location> {
    let (all, symbol) = named(desk, offset);
    let places = all.iter().filter(|found| Some(&found.symbol) == symbol.as_ref());
    let places = places.filter(|found| with_definition || !found.is_definition);
    places.map(|found| Location { uri: desk.uri.clone(), range: desk.text.range(&found.span) }).collect()
}

/// The name at a byte, if it is one of the document.
pub(super) fn prepare(desk: &Desk<'_>, offset: usize) -> Option<PrepareRenameResponse> {
    let all = occurrences(&desk.outline, desk.text.as_str());
    let found = at(&all, offset)?;
    let is_given = all.iter().any(|other| other.is_definition && other.symbol == found.symbol);
    let (range, placeholder) = (desk.text.range(&found.span), found.symbol.name().to_owned());
    is_given.then_some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder })
}

/// Another name in all places; or why it cannot be.
pub(super) fn rename(desk: &Desk<'_>, offset: usize, new: &str) -> Result<Option<WorkspaceEdit>, String> {
    let (all, symbol) = named(desk, offset);
    let Some(symbol) = symbol.filter(|symbol| is_given(&all, symbol)) else { return Ok(None) };
    if new.is_empty() || !new.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-')) {
        return Err(format!("`{new}` is no name: letters, digits, `_` and `-` are allowed"));
    }
    if new != symbol.name() && is_given(&all, &symbol.renamed(new)) {
        return Err(format!("there is a `{new}` already"));
    }
    let places = all.iter().filter(|found| found.symbol == symbol);
    let edits = places.map(|found| TextEdit { range: desk.text.range(&found.span), new_text: new.to_owned() });
    let changes = Some(HashMap::from([(desk.uri.clone(), edits.collect())]));
    Ok(Some(WorkspaceEdit { changes, ..WorkspaceEdit::default() }))
}

fn named(desk: &Desk<'_>, offset: usize) -> (Vec<Occurrence>, Option<Symbol>) {
    let all = occurrences(&desk.outline, desk.text.as_str());
    let symbol = at(&all, offset).map(|found| found.symbol.clone());
    (all, symbol)
}

fn is_given(all: &[Occurrence], symbol: &Symbol) -> bool {
    all.iter().any(|found| found.is_definition && found.symbol == *symbol)
}
