//! Values that a document writes, held against a schema of inputs (SPEC IN-16, IN-17).

use super::bounds::is_multiple;
use super::kinds::{has_kind, named, same, scalar_text, words};
use super::pattern::matches;
use crate::diagnostic::Report;
use crate::openapi::{Library, Node};
use crate::value::Value;

/// Schemas inside schemas deeper than this are not looked at.
const MAX_DEPTH: usize = 32;

/// Why a schema does not admit a value, behind "it" or the name of the part; `None` also where that is not sure.
pub(crate) fn refusal(value: &Value, schema: &Node, library: &mut Library, report: &mut Report) -> Option<String> {
    let mut seeker = Seeker { library, report };
    seeker.value(value, schema, 0)
}

/// Whether a value is of a type that a schema names, as far as it names any.
pub(crate) fn is_of_type(value: &Value, schema: &Node) -> bool {
    let kinds = named(&schema.value);
    kinds.is_empty() || has_kind(value, &kinds, false)
}

struct Seeker<'a> {
    library: &'a mut Library,
    report: &'a mut Report,
}

impl Seeker<'_> {
    fn value(&mut self, value: &Value, schema: &Node, depth: usize) -> Option<String> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let schema = self.library.resolve_own(schema.clone(), self.report)?;
        own(value, &schema).or_else(|| self.parts(value, &schema, depth))
    }

    /// What `allOf` says, and the schemas of members and items.
    fn parts(&mut self, value: &Value, schema: &Node, depth: usize) -> Option<String> {
        let all = schema.get("allOf").map(|parts| parts.items()).unwrap_or_default();
        if let Some(reason) = all.iter().find_map(|part| self.value(value, part, depth + 1)) {
            return Some(reason);
        }
        match value {
            Value::Object(members) => {
                let properties = schema.get("properties")?;
                members.iter().find_map(|(name, value)| {
                    let reason = self.value(value, &properties.get(name)?, depth + 1)?;
                    Some(format!("in `{name}`, {reason}"))
                })
            }
            Value::Array(items) => {
                let of = schema.get("items").filter(|_| schema.get("prefixItems").is_none())?;
                items.iter().find_map(|item| {
                    let reason = self.value(item, &of, depth + 1)?;
                    Some(format!("in an item, {reason}"))
                })
            }
            _ => None,
        }
    }
}

/// What the keywords of one schema say of a value.
fn own(value: &Value, schema: &Node) -> Option<String> {
    if !is_of_type(value, schema) {
        return Some(format!("it is {}, and {} is expected", value.kind(), words(&named(&schema.value))));
    }
    listed(value, schema).or_else(|| bounds(value, schema)).or_else(|| form(value, schema))
}

/// Patterns, multiples, and items that must differ.
fn form(value: &Value, schema: &Node) -> Option<String> {
    match value {
        Value::String(text) => {
            let pattern = schema.value.text("pattern")?;
            (matches(pattern, text) == Some(false)).then(|| format!("it does not match `{pattern}`"))
        }
        Value::Array(items) => {
            let unique = schema.value.get("uniqueItems").and_then(Value::as_bool) == Some(true);
            let mut rest = items.iter().enumerate();
            let repeated = rest.any(|(at, item)| items.iter().take(at).any(|known| known == item));
            (unique && repeated).then(|| "it has the same item twice".to_owned())
        }
        _ => {
            let of = schema.value.get("multipleOf")?;
            let of = scalar_text(of).filter(|_| is_multiple(value, of) == Some(false))?;
            Some(format!("it is not a multiple of {of}"))
        }
    }
}

fn listed(value: &Value, schema: &Node) -> Option<String> {
    let listed = schema.get("enum").map(|list| list.items());
    let allowed: Vec<Value> = match (listed, schema.get("const")) {
        (Some(listed), _) => listed.into_iter().map(|node| node.value).collect(),
        (None, Some(constant)) => vec![constant.value],
        (None, None) => return None,
    };
    if allowed.iter().any(|known| same(known, value, false)) {
        return None;
    }
    let known: Vec<String> = allowed.iter().filter_map(scalar_text).map(|text| format!("`{text}`")).collect();
    Some(format!("it is not one of {}", known.join(", ")))
}

/// Lengths and limits of numbers.
fn bounds(value: &Value, schema: &Node) -> Option<String> {
    let bound = |key: &str| number(schema.value.get(key)?);
    let size = |minimum: &str, maximum: &str, size: usize, what: &str| {
        let size = u32::try_from(size).map_or(f64::MAX, f64::from);
        let few = bound(minimum).filter(|bound| size < *bound).map(|bound| format!("fewer than {bound} {what}"));
        few.or_else(|| bound(maximum).filter(|bound| size > *bound).map(|bound| format!("more than {bound} {what}")))
            .map(|reason| format!("it has {reason}"))
    };
    match value {
        Value::String(text) => size("minLength", "maxLength", text.chars().count(), "characters"),
        Value::Array(items) => size("minItems", "maxItems", items.len(), "items"),
        Value::Object(members) => size("minProperties", "maxProperties", members.len(), "members"),
        _ => {
            let number = number(value)?;
            let limit = |key: &str, breaks: fn(f64, f64) -> bool, words: &str| {
                let bound = bound(key).filter(|bound| breaks(number, *bound))?;
                Some(format!("it is {words} {bound}"))
            };
            limit("minimum", |number, bound| number < bound, "less than")
                .or_else(|| limit("maximum", |number, bound| number > bound, "more than"))
                .or_else(|| limit("exclusiveMinimum", |number, bound| number <= bound, "not more than"))
                .or_else(|| limit("exclusiveMaximum", |number, bound| number >= bound, "not less than"))
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "limits are compared, not calculated with")]
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}
