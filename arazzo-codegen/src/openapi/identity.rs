//! Names that schemas and files give themselves: `$id`, `$anchor` (JSON Schema 2020-12, section 8.2) and `$self`.

use std::collections::HashMap;

use super::node::Node;
use crate::place::{Place, Segment};
use crate::value::Value;

/// Members that hold data, not schemas.
const DATA: [&str; 5] = ["enum", "const", "default", "example", "examples"];

/// The names in one file.
#[derive(Debug, Default)]
pub(super) struct Identities {
    /// Where the schema with an `$id` stands.
    resources: HashMap<String, Place>,
    /// Where an anchor stands, by the identity of the schema around it.
    anchors: HashMap<(String, String), Place>,
}

impl Identities {
    /// Finds all names below the root of a file.
    pub(super) fn of(root: &Node) -> Identities {
        let mut identities = Identities::default();
        let base = self_uri(&root.value);
        identities.resources.extend(base.clone().map(|uri| (uri, root.place.clone())));
        identities.collect(root, &base.unwrap_or_default());
        identities
    }

    fn collect(&mut self, node: &Node, base: &str) {
        for item in node.items() {
            self.collect(&item, base);
        }
        let id = node.value.text("$id").map(|id| against(base, id));
        let base = id.as_deref().unwrap_or(base);
        if id.is_some() {
            self.resources.insert(base.to_owned(), node.place.clone());
        }
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(name) = node.value.text(key) {
                self.anchors.insert((base.to_owned(), name.to_owned()), node.place.clone());
            }
        }
        for (_, member) in node.members().into_iter().filter(|(key, _)| !DATA.contains(&key.as_str())) {
            self.collect(&member, base);
        }
    }

    pub(super) fn resource(&self, uri: &str) -> Option<&Place> {
        self.resources.get(uri)
    }

    pub(super) fn anchor(&self, uri: &str, name: &str) -> Option<&Place> {
        self.anchors.get(&(uri.to_owned(), name.to_owned()))
    }
}

/// The identity of the schema around a place: what relative references are relative to.
pub(super) fn base_of(root: &Value, place: &Place) -> String {
    let mut base = self_uri(root).unwrap_or_default();
    let mut at = Some(root.clone());
    for segment in place.path.segments() {
        at = at.and_then(|value| match segment {
            Segment::Key(key) => value.get(&key).cloned(),
            Segment::Index(index) => value.as_array()?.get(index).cloned(),
        });
        if let Some(id) = at.as_ref().and_then(|value| value.text("$id")) {
            base = against(&base, id);
        }
    }
    base
}

/// What a file says that it is called.
pub(crate) fn self_uri(root: &Value) -> Option<String> {
    root.text("$self").or_else(|| root.text("$id")).map(str::to_owned)
}

/// A reference relative to a base (RFC 3986, section 5.2, without what schemas do not use); its fragment is dropped.
pub(crate) fn against(base: &str, reference: &str) -> String {
    let reference = reference.split_once('#').map_or(reference, |(uri, _)| uri);
    if reference.is_empty() {
        return base.to_owned();
    }
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let start = base.find("://").map_or(0, |at| at + 3);
    let authority = base[start..].find('/').map_or(base.len(), |at| start + at);
    let authority = if start == 0 { 0 } else { authority };
    if reference.starts_with('/') {
        return format!("{}{}", &base[..authority], without_dots(reference));
    }
    let folder = base[authority..].rfind('/').map_or("", |end| &base[authority..=authority + end]);
    let folder = if folder.is_empty() && authority > 0 { "/" } else { folder };
    format!("{}{}", &base[..authority], without_dots(&format!("{folder}{reference}")))
}

pub(crate) fn has_scheme(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.'))
    })
}

fn without_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            // Above the root of an address there is nothing.
            ".." if segments == [""] => {}
            ".." if segments.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_a_base() {
        for (base, reference, expected) in [
            ("", "item.yml", "item.yml"),
            ("", "./a/../item.yml#/x", "item.yml"),
            ("https://x.example/a/b.yml", "c.yml", "https://x.example/a/c.yml"),
            ("https://x.example/a/b.yml", "../c.yml", "https://x.example/c.yml"),
            ("https://x.example/a/b.yml", "../../../c.yml", "https://x.example/c.yml"),
            ("a/b.yml", "../../c.yml", "../c.yml"),
            ("https://x.example/a/b.yml", "/c.yml", "https://x.example/c.yml"),
            ("https://x.example", "c.yml", "https://x.example/c.yml"),
            ("https://x.example/a", "urn:other", "urn:other"),
            ("https://x.example/a", "#anchor", "https://x.example/a"),
            ("schemas/root", "item", "schemas/item"),
        ] {
            assert_eq!(against(base, reference), expected, "{base} {reference}");
        }
    }
}
