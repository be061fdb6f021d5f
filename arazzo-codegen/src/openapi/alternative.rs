//! What a value may be: alternatives, each a list of schemas that hold together.

use super::node::{Node, flag};
use crate::decimal::Decimal;
use crate::value::Value;

/// What a value may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Alternatives {
    pub(super) all: Vec<Alternative>,
    /// Null fits.
    pub(super) nullable: bool,
    /// A discriminator says that there are subtypes with more properties.
    pub(super) has_subtypes: bool,
}

/// Schemas that a value has to fit together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Alternative {
    pub(super) facets: Vec<Node>,
    /// A part of it could not be read: there may be more.
    pub(super) open: bool,
    /// Only a discriminator names it.
    pub(super) is_subtype: bool,
}

impl Alternatives {
    pub(super) fn or(mut self, other: &Alternatives) -> Alternatives {
        self.all.extend(other.all.iter().cloned());
        self.nullable |= other.nullable;
        self.has_subtypes |= other.has_subtypes;
        self
    }
}

impl Alternative {
    /// The type that it has, if it has one besides null.
    pub(super) fn kind(&self) -> Option<&str> {
        self.facets.iter().find_map(|facet| stated_type(&facet.value))
    }

    /// The type that it probably has: keywords of objects and of lists mean nothing for other values.
    pub(super) fn implied_kind(&self) -> Option<&str> {
        let has = |key: &str| self.facets.iter().any(|facet| facet.value.get(key).is_some());
        let implied = if has("properties") { Some("object") } else { Some("array").filter(|_| has("items")) };
        self.kind().or(implied)
    }

    /// The facet that says most: not one that only refers to others.
    pub(super) fn telling(&self) -> Option<Node> {
        self.facets.iter().find(|facet| !says_nothing(&facet.value)).or(self.facets.first()).cloned()
    }

    pub(super) fn admits_null(&self) -> bool {
        self.facets.iter().any(admits_null) || self.facets.iter().all(|facet| says_nothing(&facet.value))
    }
}

fn admits_null(schema: &Node) -> bool {
    let by_type = match schema.value.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind.as_str() == Some("null")),
        _ => false,
    };
    let values = schema.value.get("enum").and_then(Value::as_array).unwrap_or_default();
    let by_value = values.contains(&Value::Null);
    by_type || by_value || ["nullable", "x-nullable"].into_iter().any(|key| flag(schema, key) == Some(true))
}

/// Whether a schema restricts nothing: null fits like anything else.
pub(super) fn says_nothing(schema: &Value) -> bool {
    const SAYING: [&str; 9] =
        ["type", "properties", "items", "enum", "const", "additionalProperties", "prefixItems", "required", "format"];
    SAYING.iter().all(|key| schema.get(key).is_none())
}

/// The one type of a schema besides null, or that of all values that it lists.
pub(super) fn stated_type(schema: &Value) -> Option<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => Some(kind),
        Some(Value::Array(kinds)) => {
            let mut names = kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            let Some(first) = names.next() else { return Some("null").filter(|_| !kinds.is_empty()) };
            names.next().is_none().then_some(first)
        }
        _ => match (schema.get("enum"), schema.get("const")) {
            (Some(Value::Array(listed)), _) => type_of_all(listed),
            (_, constant) => type_of_all(constant.map(std::slice::from_ref).unwrap_or_default()),
        },
    }
}

/// The one type of values besides null.
fn type_of_all(values: &[Value]) -> Option<&'static str> {
    let mut kinds = values.iter().filter(|value| **value != Value::Null).map(type_of);
    let Some(first) = kinds.next() else { return Some("null").filter(|_| !values.is_empty()) };
    kinds.try_fold(first, |known, kind| match (known, kind) {
        _ if known == kind => Some(known),
        ("integer" | "number", "integer" | "number") => Some("number"),
        _ => None,
    })
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Integer(_) => "integer",
        Value::Float(number) if number.fract() == 0.0 => "integer",
        Value::Number(text) if Decimal::parse(text).is_some_and(|number| number.is_whole()) => "integer",
        Value::Float(_) | Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
