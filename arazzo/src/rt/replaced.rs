//! Payloads with `replacements`.

use super::exact::{Inexact, exact};
use super::json::Value;
use super::json::index;
use super::query::Query;
use serde::ser::{Error as _, Serialize, Serializer};

/// A value some of whose parts are replaced (Arazzo, Payload Replacement Object).
#[derive(Clone, Debug)]
pub struct Replaced {
    /// `None` when there is no value at all.
    value: Option<Value>,
    problem: Option<Inexact>,
}

impl Replaced {
    /// The value as it was.
    pub fn new(value: impl Serialize) -> Self {
        match exact(value) {
            Ok(value) => Self { value, problem: None },
            Err(problem) => Self { value: None, problem: Some(problem) },
        }
    }

    /// Replaces what is at a JSON Pointer, or adds it to the object or, as `-`, to the list there. An absent value removes a
    /// member, and is null in a list.
    #[must_use]
    pub fn at(mut self, pointer: &str, value: impl Serialize) -> Self {
        let replaced = exact(value).and_then(|value| match &mut self.value {
            Some(_) if pointer.is_empty() => {
                self.value = value;
                Ok(())
            }
            Some(whole) => replace(whole, pointer, value).map_err(Inexact::custom),
            None => Ok(()),
        });
        if let Err(problem) = replaced {
            self.problem.get_or_insert(problem);
        }
        self
    }
}

impl Replaced {
    /// Replaces all that a query finds. An absent value removes members, and is null in lists.
    #[must_use]
    pub fn each(mut self, target: &Query, value: impl Serialize) -> Self {
        let replaced = exact(value).and_then(|value| match &mut self.value {
            Some(whole) => replace_each(whole, &target.places(whole), value.as_ref()).map_err(Inexact::custom),
            None => Ok(()),
        });
        if let Err(problem) = replaced {
            self.problem.get_or_insert(problem);
        }
        self
    }
}

/// Places inside of one that was replaced are gone with it.
fn replace_each(whole: &mut Value, places: &[String], value: Option<&Value>) -> Result<(), String> {
    if places.is_empty() {
        return Err("the payload has nothing at the target of a replacement".to_owned());
    }
    let is_inside = |place: &str, outer: &str| place.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    for place in places.iter().filter(|place| !places.iter().any(|outer| is_inside(place, outer))) {
        match value {
            _ if !place.is_empty() => replace(whole, place, value.cloned())?,
            Some(value) => *whole = value.clone(),
            None => return Err("the whole payload cannot be replaced by nothing".to_owned()),
        }
    }
    Ok(())
}

fn replace(whole: &mut Value, pointer: &str, value: Option<Value>) -> Result<(), String> {
    let (parent, last) = pointer.rsplit_once('/').unwrap_or_default();
    let last = last.replace("~1", "/").replace("~0", "~");
    let missing = || format!("the payload has nothing at `{parent}` that the replacement at `{pointer}` could be in");
    match whole.pointer_mut(parent).ok_or_else(missing)? {
        Value::Object(members) => match value {
            Some(value) => drop(members.insert(last, value)),
            None => drop(members.remove(&last)),
        },
        Value::Array(items) if last == "-" => items.push(value.unwrap_or_default()),
        Value::Array(items) => {
            let item = index(&last).and_then(|index| items.get_mut(index));
            *item.ok_or_else(|| format!("the list of the payload has no element `{pointer}`"))? =
                value.unwrap_or_default();
        }
        _ => return Err(missing()),
    }
    Ok(())
}

impl Serialize for Replaced {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (&self.problem, &self.value) {
            (Some(problem), _) => Err(S::Error::custom(problem)),
            (None, Some(value)) => value.serialize(serializer),
            (None, None) => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::tests::json;

    fn replaced(value: Value, pointer: &str, new: Option<Value>) -> Result<Option<Value>, String> {
        exact(Replaced::new(value).at(pointer, new)).map_err(|why| why.to_string())
    }

    #[test]
    fn parts_are_replaced_added_and_removed() {
        let value = || json!({"a": {"b": 1}, "l": [1, 2], "x/y": 0});
        for (pointer, new, expected) in [
            ("", Some(json!(7)), json!(7)),
            ("/a/b", Some(json!("n")), json!({"a": {"b": "n"}, "l": [1, 2], "x/y": 0})),
            ("/a/c", Some(json!(2)), json!({"a": {"b": 1, "c": 2}, "l": [1, 2], "x/y": 0})),
            ("/a", None, json!({"l": [1, 2], "x/y": 0})),
            ("/l/1", None, json!({"a": {"b": 1}, "l": [1, null], "x/y": 0})),
            ("/l/-", Some(json!(3)), json!({"a": {"b": 1}, "l": [1, 2, 3], "x/y": 0})),
            ("/x~1y", Some(json!(1)), json!({"a": {"b": 1}, "l": [1, 2], "x/y": 1})),
        ] {
            assert_eq!(replaced(value(), pointer, new), Ok(Some(expected)), "{pointer}");
        }
        for pointer in ["/n/x", "/a/b/c", "/l/2", "/l/x"] {
            assert!(replaced(value(), pointer, Some(json!(1))).is_err(), "{pointer}");
        }
    }

    #[test]
    fn nothing_stays_nothing_and_later_ones_see_earlier_ones() {
        assert_eq!(exact(Replaced::new(None::<Value>).at("/a", 1)), Ok(None));
        let twice = Replaced::new(json!({})).at("/a", json!({})).at("/a/b", 1);
        assert_eq!(exact(twice), Ok(Some(json!({"a": {"b": 1}}))));
    }
}
