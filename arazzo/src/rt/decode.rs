//! Typed values out of JSON.

use super::json::Value;
use super::number::Number;

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
}

fn mismatch(expected: &'static str, value: &Value) -> Mismatch {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if !number.is_whole() => "a fraction",
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

impl Decode for Number {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Number(number) => Ok(number),
            other => Err(mismatch("a number", &other)),
        }
    }
}

impl Decode for i64 {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        integer(&value, "a 64-bit integer", Number::as_i64)
    }
}

impl Decode for u64 {
    fn decode(value: Value) -> Result<Self, Mismatch> {
        integer(&value, "an unsigned 64-bit integer", Number::as_u64)
    }
}

fn integer<T>(value: &Value, expected: &'static str, read: fn(&Number) -> Option<T>) -> Result<T, Mismatch> {
    let Value::Number(number) = value else { return Err(mismatch(expected, value)) };
    let out_of_range = || Mismatch { expected, found: "an integer out of its range" };
    read(number).ok_or_else(|| if number.is_whole() { out_of_range() } else { mismatch(expected, value) })
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

impl FromHeader for u64 {
    const WHAT: &'static str = "an unsigned 64-bit integer";

    fn from_header(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl FromHeader for Number {
    const WHAT: &'static str = "a number";

    fn from_header(text: &str) -> Option<Self> {
        Self::parse(text.trim())
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
    use crate::rt::json::tests::json;

    #[test]
    fn integers_are_exact() {
        assert_eq!(i64::decode(json!(9_007_199_254_740_993_i64)), Ok(9_007_199_254_740_993));
        assert_eq!(u64::decode(json!(u64::MAX)), Ok(u64::MAX));
        let number = |text: &str| Value::from(Number::parse(text).unwrap());
        for (text, expected) in [("12.0", 12), ("1e2", 100), ("-0.0", 0), ("9007199254740993.0", 9_007_199_254_740_993)]
        {
            assert_eq!(i64::decode(number(text)), Ok(expected), "{text}");
        }
        for text in ["12.5", "18446744073709551615", "1e300", "-9223372036854775809", "1e-2"] {
            assert!(i64::decode(number(text)).is_err(), "{text}");
        }
        for text in ["-1", "18446744073709551616"] {
            assert!(u64::decode(number(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn headers_have_types() {
        assert_eq!(from_header::<i64>(" 12 "), Some(12));
        assert_eq!(from_header::<i64>("12.5"), None);
        assert_eq!(from_header::<Number>("12.50").map(|number| number.to_string()).as_deref(), Some("12.50"));
        assert_eq!(from_header::<Number>("nan"), None);
        assert_eq!(from_header::<bool>("True"), Some(true));
        assert_eq!(from_header::<String>(" a").as_deref(), Some(" a"));
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(i64::decode(json!("12")), Err(Mismatch { expected: "a 64-bit integer", found: "a string" }));
        assert_eq!(String::decode(json!(12)), Err(Mismatch { expected: "a string", found: "a number" }));
        assert_eq!(bool::decode(json!(1)), Err(Mismatch { expected: "a boolean", found: "a number" }));
        assert_eq!(Number::decode(json!(1)), Ok(1.into()));
        assert_eq!(Vec::<i64>::decode(json!([1, 2.0])), Ok(vec![1, 2]));
        assert_eq!(Vec::<String>::decode(json!(["a", {}])), Err(Mismatch { expected: "a string", found: "an object" }));
    }
}
