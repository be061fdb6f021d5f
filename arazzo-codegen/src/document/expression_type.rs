//! The Expression Type Object: a language, and which version of it.

use super::{Word, common, fields, known};
use crate::diagnostic::{Kind, Report};
use crate::place::Place;
use crate::suggest::closest;
use crate::value::Value;

/// The versions of each language. All that is understood of a JSONPath draft is the same in RFC 9535.
const VERSIONS: [(&str, &[&str]); 3] = [
    ("jsonpath", &["rfc9535", "draft-goessner-dispatch-jsonpath-00"]),
    ("xpath", &["xpath-31", "xpath-30", "xpath-20", "xpath-10"]),
    ("jsonpointer", &["rfc6901"]),
];

/// Those that Arazzo has since version 1.1.
const NEWER: [&str; 2] = ["rfc9535", "xpath-31"];

/// Reads the object; `types` are those that its position knows.
pub(super) fn read<T: Copy>(
    value: &Value,
    place: &Place,
    types: &[(&'static str, T)],
    report: &mut Report,
) -> Option<T> {
    let object = fields(value, place, "an expression type", &known::EXPRESSION_TYPE, report)?;
    let version = object.required_word("version", report);
    let word = object.required_word("type", report)?;
    let found = common::one_of("an expression type", &word, types, report)?;
    if let Some(version) = version {
        check_version(&word.text, &version, report);
    }
    Some(found)
}

/// Where an expression type has a version that Arazzo 1.0 does not know.
pub(super) fn newer_version(value: &Value, place: &Place) -> Option<Place> {
    value.text("version").filter(|version| NEWER.contains(version)).map(|_| place.key("version"))
}

/// Reports a version that the language does not have.
pub(super) fn check_version(language: &str, version: &Word, report: &mut Report) {
    let known = VERSIONS.iter().find(|(name, _)| *name == language).map_or(&[][..], |(_, versions)| versions);
    if !known.contains(&version.text.as_str()) {
        let closest = closest(&version.text, known.iter().copied());
        let (found, allowed) = (version.text.clone(), known.to_vec());
        report.add(
            version.place.value(),
            Kind::InvalidValue { what: "the version of its type", found, allowed, closest },
        );
    }
}
