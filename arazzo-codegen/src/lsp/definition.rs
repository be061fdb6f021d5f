//! Where what is named at a position is given: in the document, or in a description.

use lsp_types::Location;

use super::grammar::{self, Slot};
use super::names::{at, occurrences};
use super::outline::Spot;
use super::session::Desk;
use super::target::target;
use super::text::Text;
use super::uri::uri_of;
use crate::locate::locate_decoded;
use crate::openapi::Library;
use crate::place::{Mark, Place};

pub(super) fn definition(desk: &mut Desk<'_>, offset: usize) -> Option<Location> {
    in_document(desk, offset).or_else(|| in_description(desk, offset)).or_else(|| source(desk, offset))
}

fn in_document(desk: &Desk<'_>, offset: usize) -> Option<Location> {
    let all = occurrences(&desk.outline, desk.text.as_str());
    let symbol = &at(&all, offset)?.symbol;
    let given = all.iter().find(|found| found.is_definition && found.symbol == *symbol)?;
    Some(Location { uri: desk.uri.clone(), range: desk.text.range(&given.span) })
}

fn in_description(desk: &mut Desk<'_>, offset: usize) -> Option<Location> {
    let target = target(desk, offset)?;
    let library = &mut desk.meaning.as_deref_mut()?.library;
    let place = target.place(library)?;
    location(library, &place.name())
}

/// The file of a source.
fn source(desk: &mut Desk<'_>, offset: usize) -> Option<Location> {
    let Spot { path, .. } = desk.outline.spot(desk.text.as_str(), offset);
    if grammar::slot(&path) != Slot::SourceUrl {
        return None;
    }
    let name = path.split_last().and_then(|(_, source)| desk.outline.at(source)?.text("name"))?.to_owned();
    let meaning = desk.meaning.as_deref_mut()?;
    let apis = meaning.apis();
    let root = &apis.iter().find(|api| api.source == name)?.description.root;
    location(&meaning.library, &Place::root(root.place.file).value())
}

/// The place of a mark in its file.
fn location(library: &Library, mark: &Mark) -> Option<Location> {
    let file = library.files.get(mark.place.file);
    let span = locate_decoded(file, mark).span;
    let text = Text::new(file.text.to_string());
    Some(Location { uri: uri_of(&file.path)?, range: text.range(&(span.start..span.end)) })
}
