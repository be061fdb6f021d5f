//! Inputs whose values are listed: by `enum`, or by `const`.

use super::builder::{Builder, Typed, text};
use crate::model::{EnumType, Ty, TypeDef, TypeId, Variant};
use crate::names::{self, Names, Space};
use crate::openapi::Node;
use crate::value::{Value, whole};

impl Builder<'_> {
    /// The type of the values that a schema without `type` lists.
    pub(super) fn listed(&mut self, node: &Node, hint: &str) -> Option<Typed> {
        let values = values(&node.value)?;
        let nullable = values.contains(&Value::Null);
        let others: Vec<&Value> = values.iter().filter(|value| **value != Value::Null).collect();
        let all = |is: fn(&Value) -> bool| others.iter().all(|value| is(value));
        let ty = match others.as_slice() {
            [] => Ty::Null,
            _ if all(|value| value.as_str().is_some()) => {
                self.enumeration(text(node, "description"), &texts(&values), hint)
            }
            _ if all(|value| matches!(value, Value::Bool(_))) => Ty::Boolean,
            _ if all(is_integer) => self.integer(node, hint),
            _ if all(is_number) => Ty::Number,
            _ if all(|value| matches!(value, Value::Array(_))) => Ty::Array(Box::new(Ty::Value)),
            _ => return self.mixed(node, &values, hint).map(|typed| Typed { nullable, ..typed }),
        };
        Some(Typed { nullable: nullable && ty != Ty::Null, ty })
    }

    /// Values of several types; where one is an object or a list, any JSON.
    fn mixed(&mut self, node: &Node, values: &[Value], hint: &str) -> Option<Typed> {
        let is_some = |is: fn(&Value) -> bool| values.iter().any(is);
        if is_some(|value| matches!(value, Value::Array(_) | Value::Object(_))) {
            return None;
        }
        let number = if values.iter().filter(|value| is_number(value)).all(is_integer) { "integer" } else { "number" };
        let kinds = [
            ("string", is_some(|value| value.as_str().is_some())),
            (number, is_some(is_number)),
            ("boolean", is_some(|value| matches!(value, Value::Bool(_)))),
        ];
        let kinds = kinds.into_iter().filter(|(_, is_there)| *is_there).map(|(kind, _)| Value::String(kind.into()));
        let variants: Vec<Node> = kinds.map(|kind| super::unions::of_kind(node, &kind)).collect();
        self.one_of(&node.place, text(node, "description"), &variants, hint)
    }

    pub(super) fn enumeration(&mut self, description: Option<String>, texts: &[String], hint: &str) -> Ty {
        let id = TypeId(self.types.len());
        let written: Vec<&str> = texts.iter().map(String::as_str).collect();
        let idents = Names::new(Space::Variants).claim_all(&written, names::camel);
        let variants = texts.iter().cloned().zip(idents).map(|(text, ident)| Variant { text, ident }).collect();
        let name = hint.to_owned();
        self.types.push(TypeDef::Enum(EnumType { name, description, variants }));
        Ty::Named(id)
    }
}

/// What a schema lists.
pub(super) fn values(schema: &Value) -> Option<Vec<Value>> {
    match (schema.get("enum"), schema.get("const")) {
        (_, Some(value)) => Some(vec![value.clone()]),
        (Some(Value::Array(values)), None) => Some(values.to_vec()),
        _ => None,
    }
}

/// The texts that a schema of strings lists, each once.
pub(super) fn listed_texts(schema: &Value) -> Option<Vec<String>> {
    let of_strings = match schema.get("type") {
        None => values(schema)?.iter().all(|value| matches!(value, Value::String(_) | Value::Null)),
        Some(Value::String(kind)) => **kind == *"string",
        Some(Value::Array(kinds)) => kinds.iter().all(|kind| matches!(kind.as_str(), Some("string" | "null"))),
        Some(_) => false,
    };
    let texts = texts(&values(schema)?);
    (of_strings && !texts.is_empty()).then_some(texts)
}

/// The kind of all values that a schema lists besides null.
pub(super) fn listed_kind(schema: &Value) -> Option<&'static str> {
    let values = values(schema)?;
    let mut others = values.iter().filter(|value| **value != Value::Null).map(|value| match value {
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        number if is_integer(number) => "integer",
        _ => "number",
    });
    let first = others.next()?;
    others.all(|kind| kind == first).then_some(first)
}

/// Whether null is one of the values that a schema lists.
pub(super) fn lists_null(schema: &Value) -> bool {
    values(schema).is_some_and(|values| values.contains(&Value::Null))
}

fn texts(values: &[Value]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in values.iter().filter_map(Value::as_str) {
        if !texts.iter().any(|known| known == text) {
            texts.push(text.to_owned());
        }
    }
    texts
}

fn is_integer(value: &Value) -> bool {
    match value {
        Value::Integer(_) => true,
        Value::Float(number) => whole(*number).is_some(),
        _ => false,
    }
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Integer(_) | Value::Float(_) | Value::Number(_))
}

/// Whether null is the one value of a schema.
pub(super) fn is_null(schema: &Value) -> bool {
    match schema.get("type") {
        Some(Value::String(kind)) => **kind == *"null",
        Some(Value::Array(kinds)) => !kinds.is_empty() && kinds.iter().all(|kind| kind.as_str() == Some("null")),
        Some(_) => false,
        None => {
            values(schema).is_some_and(|values| values.iter().all(|value| *value == Value::Null) && !values.is_empty())
        }
    }
}
