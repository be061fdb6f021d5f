//! What a document declares and nothing uses (SPEC IN-23, SD-09, C-01, O-14), and sources that are one file (SPEC SD-08).

use std::collections::BTreeSet;

use crate::diagnostic::{Kind, Relation, Report};
use crate::document::{Document, SourceKind};
use crate::place::Place;
use crate::resolve::{Resolved, SourceUse};
use crate::value::Value;

/// Sources and components of the document that nothing uses. Where workflows are left out, nobody knows what they use.
pub(super) fn report(resolved: &Resolved, report: &mut Report) {
    let Some(document) = resolved.documents.first() else { return };
    let own = resolved.materials.iter().filter(|material| material.at.document == 0).count();
    if own < document.workflows.len() {
        return;
    }
    for (source, found) in document.sources.iter().zip(&resolved.sources) {
        if !found.used && source.kind != Some(SourceKind::AsyncApi) {
            let kind = Kind::UnusedDeclaration { what: "source", name: source.name.text.clone() };
            report.add(source.name.place.value(), kind);
        }
    }
    repeated_sources(document, &resolved.sources, report);
    unused_components(document, report);
}

fn repeated_sources(document: &Document, sources: &[SourceUse], report: &mut Report) {
    for (index, (source, found)) in document.sources.iter().zip(sources).enumerate() {
        let first = sources.iter().take(index).position(|other| found.file.is_some() && other.file == found.file);
        if let Some(first) = first.and_then(|first| document.sources.get(first)) {
            let kind = Kind::RepeatedSource { source: source.name.text.clone(), other: first.name.text.clone() };
            report.add(source.url.place.value(), kind).also(first.url.place.value(), Relation::First);
        }
    }
}

/// Components that no `reference` and no `$ref` of the document names.
fn unused_components(document: &Document, report: &mut Report) {
    let root = &document.root.value;
    let Some(components) = root.get("components") else { return };
    let mut named = BTreeSet::new();
    collect(root, &document.root.place, &mut named);
    for kind in ["inputs", "parameters", "successActions", "failureActions"] {
        let Some(of_kind) = components.get(kind) else { continue };
        let place = document.root.place.key("components").key(kind);
        for name in members(components, kind).filter(|name| !name.starts_with("x-")) {
            let inside = place.key(name);
            let pointer = format!("components/{kind}/{name}");
            let expression = format!("$components.{kind}.{name}");
            let is_named = named.iter().any(|(text, at)| {
                // A schema may refer to itself.
                let outside = !at.starts_with(&inside.path.to_string());
                outside && (*text == expression || text.contains(&pointer))
            });
            // By such a name it is found from anywhere.
            let identified = of_kind.get(name).is_some_and(|value| value.get("$id").or(value.get("$anchor")).is_some());
            if !is_named && !identified {
                report.add(inside.name(), Kind::UnusedDeclaration { what: "component", name: name.clone() });
            }
        }
    }
}

/// Every text behind `reference` and `$ref`, with the path to it.
fn collect(value: &Value, place: &Place, named: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (key, member) in object.iter() {
                if let (true, Some(text)) = (key == "reference" || key == "$ref", member.as_str()) {
                    named.insert((text.to_owned(), place.path.to_string()));
                }
                collect(member, &place.key(key), named);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, &place.index(index), named));
        }
        _ => {}
    }
}

fn members<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v String> {
    value.get(key).and_then(Value::as_object).into_iter().flat_map(|object| object.keys())
}
