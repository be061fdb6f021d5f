//! JSON Schema's names for kinds of values, and which values are of them.

use crate::decimal::Decimal;
use crate::openapi::{Scalar, Shape};
use crate::value::Value;

/// How a value is written in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Every kind of value looks different.
    Json,
    /// As the texts of elements and attributes.
    Xml,
    /// As the fields of a form, whose structures may be JSON in a text.
    Fields,
    /// As a parameter: a list is its items, an object its members.
    Parameter,
}

impl Form {
    /// Whether `1` is the integer as well as the string.
    pub(super) fn is_text(self) -> bool {
        self != Form::Json
    }

    /// Whether an object may be a text. Of a list each item is a field.
    pub(super) fn takes_structures(self, kinds: &[&str]) -> bool {
        self == Form::Fields && kinds.contains(&"string")
    }
}

/// The kinds that a schema names; none when it does not say, or says something that is no kind of JSON value.
pub(super) fn named(schema: &Value) -> Vec<&str> {
    let mut kinds: Vec<&str> = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if kinds.iter().any(|kind| said(kind).is_none()) {
        return Vec::new();
    }
    if !kinds.is_empty() && schema.get("nullable").and_then(Value::as_bool) == Some(true) {
        kinds.push("null");
    }
    kinds
}

/// How a message says it.
pub(super) fn said(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "null" => "null",
        "boolean" => "a boolean",
        "integer" => "an integer",
        "number" => "a number",
        "string" => "a string",
        "array" => "a list",
        "object" => "an object",
        _ => return None,
    })
}

/// `an integer or a string`; null only where there is nothing else.
pub(super) fn words(kinds: &[impl AsRef<str>]) -> String {
    let kinds = || kinds.iter().map(AsRef::as_ref);
    let words: Vec<&str> = kinds().filter(|kind| *kind != "null").filter_map(said).collect();
    if words.is_empty() { "null".to_owned() } else { words.join(" or ") }
}

/// Whether a value is of one of the kinds. What is sent as text is of every kind whose values have this text.
pub(super) fn has_kind(value: &Value, kinds: &[&str], as_text: bool) -> bool {
    kinds.iter().any(|kind| match (value, *kind) {
        (Value::Null, "null")
        | (Value::Bool(_), "boolean")
        | (Value::Integer(_), "integer" | "number")
        | (Value::Float(_) | Value::Number(_), "number")
        | (Value::String(_), "string")
        | (Value::Array(_), "array")
        | (Value::Object(_), "object") => true,
        (Value::Float(number), "integer") => number.fract() == 0.0,
        (Value::Number(text), "integer") => Decimal::parse(text).is_some_and(|number| number.is_whole()),
        _ if !as_text => false,
        // One item is a list of one, and what is not sent is of any kind.
        (Value::Null, _)
        | (Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Number(_), "string")
        | (Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Number(_) | Value::String(_), "array") => true,
        (Value::String(text), "integer") => text.parse::<i128>().is_ok(),
        (Value::String(text), "number") => text.parse::<f64>().is_ok(),
        (Value::String(text), "boolean") => matches!(&**text, "true" | "false"),
        _ => false,
    })
}

/// Whether an API could read a value as one of the kinds, whatever its description says. It cannot read `soon` as a number.
pub(super) fn spells(value: &Value, kinds: &[&str]) -> bool {
    let are_plain = kinds.iter().all(|kind| matches!(*kind, "integer" | "number" | "boolean" | "null"));
    !(are_plain && matches!(value, Value::String(_))) || has_kind(value, kinds, true)
}

/// What a value of a shape is called, when it can be of none of the kinds.
pub(super) fn unfit_shape(shape: &Shape, kinds: &[&str], form: Form) -> Option<&'static str> {
    if *shape == Shape::Object && form.takes_structures(kinds) {
        return None;
    }
    let (own, fits): (_, &[&str]) = match shape {
        Shape::Scalar(Scalar::String) => ("a string", &["string"]),
        Shape::Scalar(Scalar::Integer | Scalar::Unsigned) => ("an integer", &["integer", "number"]),
        Shape::Scalar(Scalar::Number) => ("a number", &["number", "integer"]),
        Shape::Scalar(Scalar::Boolean) => ("a boolean", &["boolean"]),
        Shape::Array(_) => ("a list", &["array"]),
        Shape::Object => ("an object", &["object"]),
        Shape::Any | Shape::Bytes | Shape::Body => return None,
    };
    let fits = kinds.iter().any(|kind| fits.contains(kind) || form.is_text() && may_spell(shape, kind));
    (!fits).then_some(own)
}

/// Whether the text of a value of a shape may be that of a kind. What a text spells only the caller knows; one item is a list of
/// one; and no boolean is a number.
fn may_spell(shape: &Shape, kind: &str) -> bool {
    !matches!(
        (shape, kind),
        (Shape::Array(_) | Shape::Object | Shape::Any | Shape::Bytes | Shape::Body, _)
            | (_, "object")
            | (Shape::Scalar(Scalar::Boolean), "integer" | "number")
    )
}

/// Whether two values are the same; what is sent as text is so by its text.
pub(super) fn same(left: &Value, right: &Value, as_text: bool) -> bool {
    left.key() == right.key() || as_text && scalar_text(left).is_some_and(|text| scalar_text(right) == Some(text))
}

/// A scalar as a message or a request writes it.
pub(crate) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) | Value::Number(text) => Some(text.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Bool(_) | Value::Float(_) => Some(value.to_json().to_string()),
        _ => None,
    }
}

/// A value as a message writes it: long structures are cut.
pub(super) fn text_of(value: &Value) -> String {
    const MAX_SHOWN: usize = 60;
    let text = scalar_text(value).unwrap_or_else(|| value.to_json().to_string());
    match text.char_indices().nth(MAX_SHOWN).and_then(|(end, _)| text.get(..end)) {
        Some(start) if value.as_str().is_none() => format!("{start}…"),
        _ => text,
    }
}
