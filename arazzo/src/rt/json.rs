//! JSON whose numbers keep their digits: what the runtime holds between a response and a request.

use super::number::Number;
use super::sink::{Text, pour};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

/// The members of an object.
pub(super) type Map = BTreeMap<String, Value>;

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, with all its digits.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Map),
}

impl Value {
    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// What is at a JSON Pointer (RFC 6901).
    pub(crate) fn pointer(&self, pointer: &str) -> Option<&Self> {
        tokens(pointer)?.iter().try_fold(self, |value, token| match value {
            Self::Object(members) => members.get(token),
            Self::Array(items) => items.get(index(token)?),
            _ => None,
        })
    }

    /// The same, to change it.
    pub(crate) fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        tokens(pointer)?.iter().try_fold(self, |value, token| match value {
            Self::Object(members) => members.get_mut(token),
            Self::Array(items) => items.get_mut(index(token)?),
            _ => None,
        })
    }

    /// The same value for a crate that reads `serde_json`; `other` says what becomes of a number that it cannot hold.
    pub(crate) fn to_serde<E>(
        &self,
        other: &impl Fn(&Number) -> Result<serde_json::Value, E>,
    ) -> Result<serde_json::Value, E> {
        Ok(match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(flag) => (*flag).into(),
            Self::Number(number) => held(number).map_or_else(|| other(number), |held| Ok(held.into()))?,
            Self::String(text) => text.as_str().into(),
            Self::Array(items) => {
                serde_json::Value::Array(items.iter().map(|item| item.to_serde(other)).collect::<Result<_, E>>()?)
            }
            Self::Object(members) => {
                let member = |(name, value): (&String, &Self)| Ok((name.clone(), value.to_serde(other)?));
                serde_json::Value::Object(members.iter().map(member).collect::<Result<_, E>>()?)
            }
        })
    }
}

/// The same number, if `serde_json` can hold it: with its feature `arbitrary_precision`, which only a user's own crate turns on,
/// it can hold any. What it reads of a fraction without that is only near.
fn held(number: &Number) -> Option<serde_json::Number> {
    let text = number.as_str();
    let is_same = |held: &serde_json::Number| Number::parse(&held.to_string()).as_ref() == Some(number);
    let integer = text.parse::<i64>().map(Into::into).or_else(|_| text.parse::<u64>().map(Into::into)).ok();
    let float = || number.as_f64().and_then(serde_json::Number::from_f64).filter(is_same);
    let any = || serde_json::from_str(text).ok().filter(is_same);
    integer.or_else(float).or_else(any)
}

/// JSON in ASCII: outside of it are only characters of strings, which have escapes.
pub(crate) fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for char in json.chars() {
        if char.is_ascii() && char != '\u{7f}' {
            out.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]).iter() {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

pub(super) fn tokens(pointer: &str) -> Option<Vec<String>> {
    let is_pointer = pointer.is_empty() || pointer.starts_with('/');
    let token = |token: &str| token.replace("~1", "/").replace("~0", "~");
    is_pointer.then(|| pointer.split('/').skip(1).map(token).collect())
}

/// An array index: digits without a leading zero.
pub(super) fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| plain)
}

/// Compact JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::default();
        pour(self, &mut text);
        f.write_str(&text.done())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => items.serialize(serializer),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

macro_rules! from {
    ($($variant:ident: $($type:ty),*;)*) => {
        $($(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })*)*
    };
}

from! {
    Bool: bool;
    Number: Number, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, usize;
    String: String, &str, Cow<'_, str>;
    Array: Vec<Value>;
    Object: Map;
}

impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A value as `serde_json::json!` writes it.
    macro_rules! json {
        ($($json:tt)*) => {
            $crate::rt::exact::exact(serde_json::json!($($json)*)).ok().flatten().unwrap_or_default()
        };
    }
    pub(crate) use json;

    #[test]
    fn values_are_written_as_they_were() {
        let value = json!({"a": [1, "x\"\n", null, true, {"b": 1.5}], "": {}});
        assert_eq!(value.to_string(), r#"{"":{},"a":[1,"x\"\n",null,true,{"b":1.5}]}"#);
        assert_eq!(value.pointer("/a/4/b"), Some(&json!(1.5)));
        assert_eq!((value.pointer("/a/04"), value.pointer("a"), value.pointer("/a/x")), (None, None, None));
    }

    #[test]
    fn serde_json_holds_what_has_its_digits() {
        let parsed = |text: &str| Value::Number(Number::parse(text).unwrap());
        let held = |text: &str| parsed(text).to_serde(&|_| Err(())).map(|value| value.to_string());
        for text in [
            "12",
            "-9223372036854775808",
            "18446744073709551615",
            "0.1",
            "1.5e-7",
            "1.10",
            "3915.9100898918396",
            "12.0",
        ] {
            assert!(held(text).is_ok(), "{text}");
        }
        for text in ["18446744073709551617", "0.10000000000000000555", "1e400"] {
            // A crate of the user's tree may have turned on `arbitrary_precision`.
            assert!(held(text).is_ok_and(|held| held == text) || held(text).is_err(), "{text}");
        }
    }
}
