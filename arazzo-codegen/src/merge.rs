//! `<<` in YAML: a key that merges what stands behind it into the mapping around it. YAML 1.1 had it; that of Arazzo has not.

use std::rc::Rc;

use crate::place::Place;
use crate::value::{Entries, Object, Value};

/// The key.
pub(crate) const KEY: &str = "<<";

/// Members that hold data.
const DATA: [&str; 5] = ["enum", "const", "default", "example", "examples"];

/// Whether a text seems to have such a key: prose has `<<`, too. A search for one character is quick where nothing is optimised.
pub(crate) fn may_have(text: &str) -> bool {
    let mut rests = text.match_indices('<').filter_map(|(at, _)| text.get(at..)?.strip_prefix(KEY));
    rests.any(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
}

/// Where something would be merged in a part of a description, in which nothing is (SPEC D-11).
pub(crate) fn unmerged(value: &Value, place: &Place, found: &mut Vec<Place>) {
    for (index, item) in value.as_array().unwrap_or_default().iter().enumerate() {
        unmerged(item, &place.index(index), found);
    }
    let Some(object) = value.as_object() else { return };
    if object.contains_key(KEY) && !sources(object.get(KEY)).is_empty() {
        found.push(place.key(KEY));
    }
    let is_data = |name: &str| DATA.contains(&name) || name.starts_with("x-");
    for (name, member) in object.iter().filter(|(name, _)| !is_data(name)) {
        unmerged(member, &place.key(name), found);
    }
}

/// What is merged, by the value of the key.
fn sources(value: Option<&Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(items)) if items.iter().all(|item| item.as_object().is_some()) => items.to_vec(),
        Some(one @ Value::Object(_)) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// The same value with everything merged that is to be; where, is noted.
pub(crate) fn merged(value: &Value, place: &Place, found: &mut Vec<Place>) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            Value::Array(items.map(|(index, item)| merged(item, &place.index(index), found)).collect())
        }
        Value::Object(object) => members(object, place, found),
        scalar => scalar.clone(),
    }
}

fn members(object: &Object, place: &Place, found: &mut Vec<Place>) -> Value {
    let mut members: Entries =
        object.iter().map(|(name, value)| (name.clone(), merged(value, &place.key(name), found))).collect();
    let sources = sources(members.get(KEY));
    if !sources.is_empty() {
        found.push(place.key(KEY));
        members.remove(KEY);
    }
    // What the mapping says itself counts, then the first that says something.
    for (name, value) in sources.iter().filter_map(Value::as_object).flat_map(Object::iter) {
        if !members.contains_key(name) {
            members.insert(name.clone(), value.clone());
        }
    }
    Value::Object(Rc::new(Object::Parsed(members)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::FileId;

    #[test]
    fn keys_are_told_from_prose() {
        for (text, expected) in
            [("a: { <<: *b }", true), ("a:\n  '<<' : *b", true), ("a: see <<b>>", false), ("a: 1 <<2", false)]
        {
            assert_eq!(may_have(text), expected, "{text}");
        }
    }

    #[test]
    fn own_members_count_then_the_first_source() {
        let text = "a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\nc: { z: 3, <<: [*a, *b] }\nd: { <<: 1 }\n";
        let mut found = Vec::new();
        let root = Place::root(FileId::default());
        let value = merged(&Value::from_yaml(text).unwrap(), &root, &mut found);
        assert_eq!(value.get("c").unwrap().to_json(), serde_json::json!({ "x": 1, "y": 1, "z": 3 }));
        assert_eq!(value.get("d").unwrap().to_json(), serde_json::json!({ "<<": 1 }));
        assert_eq!(found, [root.key("c").key("<<")]);
    }
}
