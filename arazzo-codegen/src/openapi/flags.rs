//! What a schema says of a property, itself, behind a reference, or in a part or an alternative of it.

use std::collections::HashSet;

use super::library::Library;
use super::node::{Node, flag, reference_of};

/// So many schemas are looked at.
const MAX_SEARCHED: usize = 64;

/// Whether a keyword is `true` in a schema, in what it refers to, or in one of its parts or alternatives: `anyOf` with null is how
/// many descriptions say that a property may be null, and the keyword stands in the other one.
pub(crate) fn is_said(library: &mut Library, schema: &Node, keyword: &str) -> bool {
    let (mut seen, mut open) = (HashSet::new(), vec![schema.clone()]);
    while let Some(next) = open.pop().filter(|_| seen.len() < MAX_SEARCHED) {
        if flag(&next, keyword) == Some(true) {
            return true;
        }
        if !seen.insert(next.place.clone()) {
            continue;
        }
        let lists = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| next.get(key));
        open.extend(lists.flat_map(|list| list.items()));
        open.extend(reference_of(&next.value).and_then(|(_, reference)| library.follow(&reference, &next)));
    }
    false
}
