//! Typed values out of JSON.

use super::body::{Body, Unread};
use serde_json::Value;

/// Why a JSON value is not of the wanted type.
#[derive(Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What was wanted, such as `an integer`.
    pub expected: &'static str,
    /// What was there.
    pub found: &'static str,
}

/// A type that a workflow can read from a response.
pub trait Decode: Sized {
    /// Converts a value that is present; nothing is guessed, so `"12"` is not a number.
    fn decode(value: Value) -> Result<Self, Mismatch>;

    /// Whether a JSON null counts as no value.
    fn null_is_absent() -> bool {
        true
    }

    /// Reads the value at a JSON Pointer into a body; `None` when there is none.
    fn read(body: Body<'_>, pointer: &str) -> Result<Option<Self>, Unread> {
        let value = body.value(pointer)?.filter(|value| !(value.is_null() && Self::null_is_absent()));
        value.map(Self::decode).transpose().map_err(Unread::Mismatch)
    }
}

fn mismatch(expected: &'static str, value: &Value) -> Mismatch {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(n) if n.is_f64() && n.as_f64().is_some_and(|n| n.fract() != 0.0) => "a fraction",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Mismatch { expected, found }
}

impl Decode for String {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(mismatch("a string", &other)),
        }
    }
}

impl Decode for bool {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        value.as_bool().ok_or_else(|| mismatch("a boolean", &value))
    }
}

impl Decode for f64 {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        value.as_f64().ok_or_else(|| mismatch("a number", &value))
    }
}

impl Decode for i64 {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        value.as_i64().or_else(|| whole(&value)).ok_or_else(|| mismatch("a 64-bit integer", &value))
    }
}

/// `12.0` as 12, as long as the float still has every digit that was written.
fn whole(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = value.as_f64().filter(|f| value.is_f64() && f.fract() == 0.0 && f.abs() < EXACT)?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
    Some(float as i64)
}

impl Decode for Value {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        Ok(value)
    }

    fn null_is_absent() -> bool {
        false
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Array(items) => items.into_iter().map(T::decode).collect(),
            other => Err(mismatch("an array", &other)),
        }
    }
}

/// An element that may be null.
impl<T: Decode> Decode for Option<T> {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Null => Ok(None),
            value => T::decode(value).map(Some),
        }
    }
}

/// A type that a workflow can read from a header.
pub trait FromHeader: Sized {
    /// How a message names it.
    const WHAT: &'static str;

    /// Reads the text of a header.
    fn from_header(text: &str) -> Option<Self>;
}

impl FromHeader for String {
    const WHAT: &'static str = "text";

    fn from_header(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl FromHeader for i64 {
    const WHAT: &'static str = "a 64-bit integer";

    fn from_header(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl FromHeader for f64 {
    const WHAT: &'static str = "a number";

    fn from_header(text: &str) -> Option<Self> {
        text.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl FromHeader for bool {
    const WHAT: &'static str = "`true` or `false`";

    fn from_header(text: &str) -> Option<Self> {
        text.trim().to_ascii_lowercase().parse().ok()
    }
}

/// A header's text as what its description says, for outputs of a step that has failed: what cannot be read is absent.
pub fn from_header<T: FromHeader>(text: &str) -> Option<T> {
    T::from_header(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn integers_are_exact() {
        assert_eq!(i64::decode(json!(9_007_199_254_740_993_i64)), Ok(9_007_199_254_740_993));
        assert_eq!(i64::decode(json!(12.0)), Ok(12));
        for value in [json!(12.5), json!(u64::MAX), json!(1e300), json!(9_007_199_254_740_994.0)] {
            assert!(i64::decode(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn headers_have_types() {
        assert_eq!(from_header::<i64>(" 12 "), Some(12));
        assert_eq!(from_header::<i64>("12.5"), None);
        assert_eq!(from_header::<f64>("12.5"), Some(12.5));
        assert_eq!(from_header::<f64>("nan"), None);
        assert_eq!(from_header::<bool>("True"), Some(true));
        assert_eq!(from_header::<String>(" a").as_deref(), Some(" a"));
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(i64::decode(json!("12")), Err(Mismatch { expected: "a 64-bit integer", found: "a string" }));
        assert_eq!(String::decode(json!(12)), Err(Mismatch { expected: "a string", found: "a number" }));
        assert_eq!(bool::decode(json!(1)), Err(Mismatch { expected: "a boolean", found: "a number" }));
        assert_eq!(f64::decode(json!(1)), Ok(1.0));
        assert_eq!(Vec::<i64>::decode(json!([1, 2.0])), Ok(vec![1, 2]));
        assert_eq!(Vec::<String>::decode(json!(["a", {}])), Err(Mismatch { expected: "a string", found: "an object" }));
    }
}
