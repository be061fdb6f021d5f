//! What conditions compare.

use super::exact::exact;
use super::json::Value;
use super::number::Number;
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand<'a> {
    /// No value: a pointer that leads nowhere, an absent input.
    Nothing,
    /// JSON null.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, with all its digits.
    Number(Number),
    /// A string.
    Text(Cow<'a, str>),
    /// An array or object.
    Other(Value),
}

/// Any serialisable value as an operand; one that JSON cannot say is no value.
pub fn operand(value: impl Serialize) -> Operand<'static> {
    exact(value).ok().flatten().into()
}

impl Operand<'_> {
    /// The value at a JSON Pointer below this one (`.name` and `[n]` in conditions).
    #[must_use]
    pub fn at(&self, pointer: &str) -> Operand<'static> {
        match self {
            Self::Other(value) => value.pointer(pointer).cloned().into(),
            _ => Operand::Nothing,
        }
    }

    /// How many characters, elements or members it has (RFC 9535, `length()`); anything else has no length.
    #[must_use]
    pub fn length(&self) -> Operand<'static> {
        let length = match self {
            Self::Text(text) => Some(text.chars().count()),
            Self::Other(Value::Array(items)) => Some(items.len()),
            Self::Other(Value::Object(members)) => Some(members.len()),
            _ => None,
        };
        length.map_or(Operand::Nothing, |length| Operand::Number(length.into()))
    }
}

impl Serialize for Operand<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Other(value) => value.serialize(serializer),
        }
    }
}

impl From<Value> for Operand<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(value) => Self::Number(value),
            Value::String(value) => Self::Text(value.into()),
            other => Self::Other(other),
        }
    }
}

impl<'a> From<&'a Value> for Operand<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::String(value) => Self::Text(value.as_str().into()),
            other => other.clone().into(),
        }
    }
}

impl<'a> From<&'a str> for Operand<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value.into())
    }
}

impl<'a> From<&'a String> for Operand<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value.as_str().into())
    }
}

impl From<String> for Operand<'_> {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}

impl From<f64> for Operand<'_> {
    fn from(value: f64) -> Self {
        Number::from_f64(value).map_or(Self::Nothing, Self::Number)
    }
}

impl From<bool> for Operand<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

macro_rules! integers {
    ($($type:ty),*) => {
        $(impl From<$type> for Operand<'_> {
            fn from(value: $type) -> Self {
                Self::Number(value.into())
            }
        })*
    };
}

integers!(i32, i64, i128, u16, u32, u64);

macro_rules! references {
    ($($type:ty),*) => {
        $(impl From<&$type> for Operand<'_> {
            fn from(value: &$type) -> Self {
                (*value).into()
            }
        })*
    };
}

references!(bool, f64, i32, i64, u16, u32, u64);

impl From<Number> for Operand<'_> {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl From<&Number> for Operand<'_> {
    fn from(value: &Number) -> Self {
        Self::Number(value.clone())
    }
}

impl From<serde_json::Value> for Operand<'_> {
    fn from(value: serde_json::Value) -> Self {
        operand(value)
    }
}

impl From<&serde_json::Value> for Operand<'_> {
    fn from(value: &serde_json::Value) -> Self {
        operand(value)
    }
}

impl<T: Serialize> From<Vec<T>> for Operand<'_> {
    fn from(value: Vec<T>) -> Self {
        operand(value)
    }
}

impl<T: Serialize> From<&Vec<T>> for Operand<'_> {
    fn from(value: &Vec<T>) -> Self {
        operand(value)
    }
}

// One impl per type: an impl for every `Option<T>` would apply to itself, and type inference would not end.
macro_rules! options {
    ($($type:ty),*) => {
        $(impl From<Option<$type>> for Operand<'_> {
            fn from(value: Option<$type>) -> Self {
                value.map_or(Self::Nothing, Into::into)
            }
        }

        impl<'a> From<Option<&'a $type>> for Operand<'a> {
            fn from(value: Option<&'a $type>) -> Self {
                value.map_or(Self::Nothing, Into::into)
            }
        }

        impl<'a> From<&'a Option<$type>> for Operand<'a> {
            fn from(value: &'a Option<$type>) -> Self {
                value.as_ref().into()
            }
        })*
    };
}

options!(Value, serde_json::Value, Number, String, bool, f64, i32, i64, u16, u32, u64);

impl<'a> From<Option<&'a str>> for Operand<'a> {
    fn from(value: Option<&'a str>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl<T: Serialize> From<Option<Vec<T>>> for Operand<'_> {
    fn from(value: Option<Vec<T>>) -> Self {
        operand(value)
    }
}

impl<T: Serialize> From<&Option<Vec<T>>> for Operand<'_> {
    fn from(value: &Option<Vec<T>>) -> Self {
        operand(value)
    }
}
