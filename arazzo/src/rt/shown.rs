//! `Debug` of values whose members are known at run time alone: those whose names say that they are secrets are not shown.

use super::json::Value as Json;
use crate::content::Content;
use crate::redact::REDACTED;
use crate::secret_names::is_secret_name;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::{self, Debug, Formatter};

/// Stands for a secret in the `Debug` output of generated types: prints `[redacted]`, or `None` when there is no value.
#[derive(Clone, Copy)]
pub struct Hidden<'a, T: ?Sized>(pub &'a T);

impl<T: Serialize + ?Sized> Debug for Hidden<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(super::exact::exact(self.0), Ok(None)) { "None" } else { REDACTED })
    }
}

/// Stands for a value in the `Debug` output of generated types: prints it without secret members, at any depth. Those are members
/// whose names say so, and those of the listed names.
#[derive(Clone, Copy)]
pub struct Shown<'a, T: ?Sized>(pub &'a T, pub &'a [&'a str]);

impl<T: Show + ?Sized> Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.show(self.1, f)
    }
}

/// What [`Shown`] prints.
pub trait Show: Debug {
    /// Prints the value without members that are secrets by their own names or by those of the list.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn show(&self, _hidden: &[&str], f: &mut Formatter<'_>) -> fmt::Result {
        Debug::fmt(self, f)
    }
}

impl Show for String {}
impl Show for i64 {}
impl Show for u64 {}
impl Show for f64 {}
impl Show for bool {}
impl Show for () {}
impl Show for Content {}

impl Show for Value {
    fn show(&self, hidden: &[&str], f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Array(items) => {
                f.write_str("Array ")?;
                items.show(hidden, f)
            }
            Self::Object(members) => {
                f.write_str("Object ")?;
                show_members(members, hidden, f)
            }
            scalar => Debug::fmt(scalar, f),
        }
    }
}

impl Show for serde_json::Map<String, Value> {
    fn show(&self, hidden: &[&str], f: &mut Formatter<'_>) -> fmt::Result {
        show_members(self, hidden, f)
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self, hidden: &[&str], f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => f.debug_tuple("Some").field(&Shown(value, hidden)).finish(),
            None => f.write_str("None"),
        }
    }
}

impl<T: Show> Show for Box<T> {
    fn show(&self, hidden: &[&str], f: &mut Formatter<'_>) -> fmt::Result {
        (**self).show(hidden, f)
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self, hidden: &[&str], f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|item| Shown(item, hidden))).finish()
    }
}

impl<T: Show + Serialize> Show for BTreeMap<String, T> {
    fn show(&self, hidden: &[&str], f: &mut Formatter<'_>) -> fmt::Result {
        show_members(self, hidden, f)
    }
}

fn show_members<'a, T: Show + Serialize + 'a>(
    members: impl IntoIterator<Item = (&'a String, &'a T)>,
    hidden: &[&str],
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let mut map = f.debug_map();
    for (name, value) in members {
        if is_hidden(name, hidden) && !is_plain(value) {
            map.entry(name, &Hidden(value));
        } else {
            map.entry(name, &Shown(value, hidden));
        }
    }
    map.finish()
}

fn is_hidden(name: &str, hidden: &[&str]) -> bool {
    hidden.contains(&name) || is_secret_name(name)
}

/// Null and flags tell nothing.
fn is_plain(value: &impl Serialize) -> bool {
    matches!(super::exact::exact(value), Ok(Some(Json::Null | Json::Bool(_))))
}

/// The members of a value that are secrets by their names, or by those of a list, at any depth.
pub(super) fn hidden_members<'a>(value: &'a Json, hidden: &[&str], found: &mut Vec<&'a Json>) {
    match value {
        Json::Array(items) => items.iter().for_each(|item| hidden_members(item, hidden, found)),
        Json::Object(members) => {
            for (name, member) in members {
                if is_hidden(name, hidden) {
                    found.push(member);
                } else {
                    hidden_members(member, hidden, found);
                }
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn hidden_shows_presence_only() {
        assert_eq!(format!("{:?} {:?}", Hidden("k"), Hidden(&None::<&str>)), "[redacted] None");
    }

    #[test]
    fn what_holds_no_secret_looks_as_it_always_does() {
        let value = json!({"a": [1, "b", null, {"c": true}], "d": {}, "token": null, "has_secret": false});
        assert_eq!(format!("{:?}", Shown(&value, &[])), format!("{value:?}"));
        assert_eq!(format!("{:#?}", Shown(&value, &[])), format!("{value:#?}"));
        let map = Some(BTreeMap::from([("a".to_owned(), vec![Box::new(1.5)]), ("b".to_owned(), vec![])]));
        assert_eq!(format!("{:?} {:#?}", Shown(&map, &[]), Shown(&map, &[])), format!("{map:?} {map:#?}"));
        assert_eq!(format!("{:?}", Shown(&None::<Value>, &[])), "None");
    }

    #[test]
    fn secret_members_are_hidden_at_any_depth() {
        let value = json!({"a": [{"access_token": "t-4711"}], "password": {"new": "t-4712"}, "code": 4713, "n": {"code": "t-4714"}});
        let shown = format!("{:?} {:#?}", Shown(&vec![Some(value)], &["code"]), Shown(&json!([{"pin": "4715"}]), &[]));
        assert!(!shown.contains("471") && shown.matches("[redacted]").count() == 5, "{shown}");
        let map = BTreeMap::from([("pin".to_owned(), "t-4711".to_owned()), ("open".to_owned(), "o".to_owned())]);
        assert_eq!(format!("{:?}", Shown(&map, &[])), r#"{"open": "o", "pin": [redacted]}"#);
    }
}
