//! Pieces of the document as their author wrote them.

use std::slice::SliceIndex;

use crate::openapi::Library;
use crate::place::Place;

/// A piece of the string at a place; empty where there is none.
pub(crate) fn written(library: &Library, place: &Place, range: impl SliceIndex<str, Output = str>) -> String {
    let node = library.peek(place);
    let text = node.as_ref().and_then(|node| node.value.as_str()).and_then(|text| text.get(range));
    text.unwrap_or_default().to_owned()
}

/// The place of a member; that of the whole, where the document has no such node.
pub(crate) fn member(library: &Library, place: &Place, name: &str) -> Place {
    let inner = place.key(name);
    if library.peek(&inner).is_some() { inner } else { place.clone() }
}
