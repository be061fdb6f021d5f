//! Reading objects field by field, with every mistake reported and none fatal.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Word;
use super::limits;
use crate::diagnostic::{Kind, Relation, Report};
use crate::place::Place;
use crate::suggest::closest;
use crate::value::{Object, Value};

/// Prefixes of reserved extension names.
const RESERVED: [&str; 3] = ["x-oai-", "x-oas-", "x-arazzo"];

/// What describes an object and is no part of what it does, where the specification knows it and where it does not (SPEC A-60).
const PROSE: [&str; 2] = ["description", "summary"];

/// Objects of which no step depends: a field that they do not have changes nothing.
const WITHOUT_EFFECT: [&str; 2] = ["the document", "the info object"];

/// The members of one object of the specification.
pub(crate) struct Fields<'a> {
    object: &'a Object,
    place: Place,
    /// What the specification calls the object.
    name: &'static str,
    /// The fields that unknown members were probably meant to be: nobody misses them.
    misspelled: Vec<String>,
}

/// Takes an object apart, and reports members that the specification does not know.
pub(crate) fn fields<'a>(
    value: &'a Value,
    place: &Place,
    name: &'static str,
    known: &[&'static str],
    report: &mut Report,
) -> Option<Fields<'a>> {
    let Some(object) = value.as_object() else {
        wrong_type(value, place, name, "an object", report);
        return None;
    };
    for key in object.keys().filter(|key| RESERVED.iter().any(|prefix| key.starts_with(prefix))) {
        report.add(place.key(key).name(), Kind::ReservedExtension { name: key.clone() });
    }
    let mut misspelled = Vec::new();
    for key in object.keys().filter(|key| !key.starts_with("x-") && !known.contains(&key.as_str())) {
        // A field that is there was not misspelled.
        let closest = closest(key, known.iter().copied().filter(|known| !object.contains_key(known)));
        let field = key.clone();
        // One that is nearly another may be the one that is missing.
        let is_other = closest.as_deref().is_none_or(|closest| PROSE.contains(&closest));
        // A blank that is none in YAML has taken the indentation away.
        let is_indented = key.starts_with(char::is_whitespace);
        let is_harmless = PROSE.contains(&key.as_str()) || is_other && !is_indented && WITHOUT_EFFECT.contains(&name);
        let kind = if is_harmless {
            Kind::IgnoredField { object: name, field }
        } else {
            misspelled.extend(closest.clone());
            Kind::UnknownField { object: name, field, closest }
        };
        report.add(place.key(key).name(), kind);
    }
    Some(Fields { object, place: place.clone(), name, misspelled })
}

/// Reports a value of the wrong type.
pub(crate) fn wrong_type(value: &Value, place: &Place, what: &str, expected: &'static str, report: &mut Report) {
    let kind = Kind::WrongType { what: what.to_owned(), expected, found: value.kind() };
    report.add(place.value(), kind);
}

/// A string.
pub(crate) fn word(value: &Value, place: &Place, what: &str, report: &mut Report) -> Option<Word> {
    let Some(text) = value.as_str() else {
        wrong_type(value, place, what, "a string", report);
        return None;
    };
    Some(Word { text: text.to_owned(), place: place.clone() })
}

/// The items of a list, each with its place.
pub(crate) fn list(value: &Value, place: &Place, what: &str, report: &mut Report) -> Vec<(Value, Place)> {
    let Some(items) = value.as_array() else {
        wrong_type(value, place, what, "a list", report);
        return Vec::new();
    };
    items.iter().enumerate().map(|(index, item)| (item.clone(), place.index(index))).collect()
}

impl<'a> Fields<'a> {
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
    }

    /// Whether a member that is not there was probably misspelled, which was reported.
    pub(crate) fn is_misspelled(&self, key: &str) -> bool {
        self.misspelled.iter().any(|name| name == key)
    }

    /// A member that may be absent.
    pub(crate) fn get(&self, key: &str) -> Option<(&'a Value, Place)> {
        self.object.get(key).map(|value| (value, self.place.key(key)))
    }

    /// A member that must be there.
    pub(crate) fn required(&self, key: &'static str, report: &mut Report) -> Option<(&'a Value, Place)> {
        let found = self.get(key);
        if found.is_none() && !self.is_misspelled(key) {
            report.add(self.place.value(), Kind::MissingField { object: self.name, field: key });
        }
        found
    }

    pub(crate) fn required_word(&self, key: &'static str, report: &mut Report) -> Option<Word> {
        let (value, place) = self.required(key, report)?;
        word(value, &place, &self.what(key), report)
    }

    pub(crate) fn word(&self, key: &'static str, report: &mut Report) -> Option<Word> {
        let (value, place) = self.get(key)?;
        word(value, &place, &self.what(key), report)
    }

    /// Prose: only its text matters.
    pub(crate) fn prose(&self, key: &'static str, report: &mut Report) -> Option<String> {
        self.word(key, report).map(|word| word.text)
    }

    /// The items of a list that may be absent.
    pub(crate) fn list(&self, key: &'static str, report: &mut Report) -> Vec<(Value, Place)> {
        self.get(key).map(|(value, place)| self.items(key, value, &place, report)).unwrap_or_default()
    }

    /// The items of a list, as many of them as there may be.
    fn items(&self, key: &str, value: &Value, place: &Place, report: &mut Report) -> Vec<(Value, Place)> {
        let mut items = list(value, place, &self.what(key), report);
        if let Some(most) = limits::most(key).filter(|most| items.len() > *most) {
            let found = items.len();
            report.add(place.name(), Kind::TooMany { what: self.what(key), found, most });
            items.truncate(most);
        }
        items
    }

    /// The items of a list that must be there and hold something.
    pub(crate) fn required_list(&self, key: &'static str, report: &mut Report) -> Vec<(Value, Place)> {
        let Some((value, place)) = self.required(key, report) else { return Vec::new() };
        let items = self.items(key, value, &place, report);
        if matches!(value, Value::Array(items) if items.is_empty()) {
            report.add(place.value(), Kind::Empty { what: key });
        }
        items
    }

    /// The members of a map that may be absent, each with its place.
    pub(crate) fn map(&self, key: &'static str, report: &mut Report) -> Vec<(String, Value, Place)> {
        let Some((value, place)) = self.get(key) else { return Vec::new() };
        let Some(object) = value.as_object() else {
            wrong_type(value, &place, &self.what(key), "an object", report);
            return Vec::new();
        };
        let members = object.iter().filter(|(name, _)| !name.starts_with("x-"));
        members.map(|(name, value)| (name.clone(), value.clone(), place.key(name))).collect()
    }

    fn what(&self, key: &str) -> String {
        format!("`{key}` of {}", self.name)
    }
}

/// Keys that outputs and components may have.
pub(crate) fn check_key(what: &'static str, key: &str, place: &Place, report: &mut Report) {
    let allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | '_');
    if key.is_empty() {
        report.add(place.name(), Kind::InvalidKey { what });
    } else if !key.chars().all(allowed) {
        report.add(place.name(), Kind::NonStandardName { what, name: key.to_owned() });
    }
}

/// Names that expressions can spell.
pub(crate) fn check_name(what: &'static str, name: &Word, report: &mut Report) {
    let allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    if name.text.is_empty() || !name.text.chars().all(allowed) {
        report.add(name.place.value(), Kind::NonStandardName { what, name: name.text.clone() });
    }
}

/// Reports items of a list that say what one before them says.
pub(crate) fn check_repeated(what: &'static str, items: &[(Value, Place)], report: &mut Report) {
    let mut seen: HashMap<String, &Place> = HashMap::new();
    for (value, place) in items {
        match seen.entry(value.key()) {
            Entry::Occupied(first) => {
                report.add(place.value(), Kind::RepeatedItem { what }).also(first.get().value(), Relation::First);
            }
            Entry::Vacant(new) => drop(new.insert(place)),
        }
    }
}

/// Reports a name that stands in a list twice, at its second place.
pub(crate) fn check_unique<'a>(
    what: &'static str,
    names: impl IntoIterator<Item = (&'a str, &'a Place)>,
    report: &mut Report,
) {
    let mut seen: HashMap<&str, &Place> = HashMap::new();
    for (name, place) in names {
        if let Some(first) = seen.get(name) {
            let kind = Kind::Duplicate { what, name: name.to_owned() };
            report.add(place.value(), kind).also(first.value(), Relation::First);
        } else {
            seen.insert(name, place);
        }
    }
}
