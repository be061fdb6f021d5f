//! What a schema says of its values besides their type, in words for documentation.

use super::node::Node;
use crate::value::Value;

/// More listed values than these are not shown.
const MAX_LISTED: usize = 12;

/// Longer values are not shown.
const MAX_LENGTH: usize = 120;

/// The limits that schemas set together, a sentence each: format, range, length, pattern, listed values, default. Listed values
/// are left out where `listed` is false: an enum shows them itself.
pub(crate) fn limits(facets: &[Node], listed: bool) -> Vec<String> {
    let first = |key: &str| facets.iter().find_map(|facet| facet.value.get(key));
    let text = |key: &str| first(key).and_then(shown);
    let mut said = Vec::new();
    said.extend(text("format").map(|format| format!("Format: {format}.")));
    said.extend(range(&first));
    let lengths = [("minLength", "maxLength", "character"), ("minItems", "maxItems", "item")];
    said.extend(lengths.into_iter().filter_map(|(least, most, unit)| count((first(least), first(most)), unit)));
    said.extend(text("multipleOf").map(|number| format!("A multiple of {number}.")));
    said.extend(text("pattern").map(|pattern| format!("Pattern: {pattern}.")));
    said.extend(first("enum").filter(|_| listed).and_then(values));
    said.extend(text("const").map(|value| format!("Always {value}.")));
    said.extend(text("default").map(|value| format!("The API's default: {value}.")));
    said
}

/// From where to where numbers go. Before version 3.1 a flag says that a limit is not one of them.
fn range<'v>(first: &impl Fn(&str) -> Option<&'v Value>) -> Option<String> {
    let limit = |inclusive: &str, exclusive: &str| match (first(inclusive), first(exclusive)) {
        (Some(limit), Some(Value::Bool(flag))) => Some((shown(limit)?, *flag)),
        (Some(limit), None) => Some((shown(limit)?, false)),
        (_, Some(limit)) => Some((shown(limit)?, true)),
        (None, None) => None,
    };
    match (limit("minimum", "exclusiveMinimum"), limit("maximum", "exclusiveMaximum")) {
        (Some((least, false)), Some((most, false))) => Some(format!("From {least} to {most}.")),
        (least, most) => {
            let least =
                least.map(|(least, beyond)| format!("{} {least}", if beyond { "more than" } else { "at least" }));
            let most = most.map(|(most, beyond)| format!("{} {most}", if beyond { "less than" } else { "at most" }));
            let parts: Vec<String> = least.into_iter().chain(most).collect();
            (!parts.is_empty()).then(|| sentence(&parts.join(" and ")))
        }
    }
}

fn count(limits: (Option<&Value>, Option<&Value>), unit: &str) -> Option<String> {
    let number = |value: &Value| match value {
        Value::Integer(number) => Some(*number),
        _ => None,
    };
    let (least, most) = (limits.0.and_then(number).filter(|least| *least > 0), limits.1.and_then(number));
    let plural = |count: i128| if count == 1 { "" } else { "s" };
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {most} {unit}{}.", plural(most))),
        (Some(least), Some(most)) => Some(format!("From {least} to {most} {unit}s.")),
        (Some(least), None) => Some(format!("At least {least} {unit}{}.", plural(least))),
        (None, Some(most)) => Some(format!("At most {most} {unit}{}.", plural(most))),
        (None, None) => None,
    }
}

fn values(listed: &Value) -> Option<String> {
    let listed = listed.as_array().filter(|listed| !listed.is_empty() && listed.len() <= MAX_LISTED)?;
    let shown: Option<Vec<String>> = listed.iter().map(shown).collect();
    shown.map(|shown| format!("One of {}.", shown.join(", ")))
}

/// A value as code; `None` for one that no line has room for.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null => "null".to_owned(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let fits = text.len() <= MAX_LENGTH && !text.trim().is_empty() && !text.contains('`');
    (fits && !text.contains(char::is_control)).then(|| format!("`{text}`"))
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).chain(['.']).collect()
}

#[cfg(test)]
mod tests {
    use super::super::library_of;
    use super::*;

    #[test]
    fn each_limit_is_a_sentence() {
        for (schema, expected) in [
            ("{ format: date-time }", "Format: `date-time`."),
            ("{ minimum: 1, maximum: 9 }", "From `1` to `9`."),
            ("{ minimum: 1, exclusiveMinimum: true, maximum: 9 }", "More than `1` and at most `9`."),
            ("{ minimum: 1, exclusiveMinimum: false }", "At least `1`."),
            ("{ exclusiveMaximum: 0.5 }", "Less than `0.5`."),
            ("{ minLength: 0, maxLength: 200 }", "At most 200 characters."),
            ("{ minLength: 2, maxLength: 2 }", "Exactly 2 characters."),
            ("{ minItems: 1 }", "At least 1 item."),
            ("{ pattern: '^[a-z]+$' }", "Pattern: `^[a-z]+$`."),
            ("{ enum: [a, 1, null] }", "One of `a`, `1`, `null`."),
            ("{ default: false, multipleOf: 5 }", "A multiple of `5`. The API's default: `false`."),
            ("{ default: {}, const: '`', minimum: {} }", ""),
        ] {
            let (_, root) = library_of(&format!("schema: {schema}\n"));
            assert_eq!(limits(&[root.get("schema").unwrap()], true).join(" "), expected, "{schema}");
        }
    }
}
