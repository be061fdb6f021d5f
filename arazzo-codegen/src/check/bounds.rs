//! Keywords that narrow values, and constants that are outside of them.

use super::kinds::scalar_text;
use super::pattern::matches;
use crate::model::Expr;
use crate::openapi::Node;
use crate::value::Value;

/// The keyword that a constant breaks, and what it asks for.
pub(super) fn broken(literal: &Value, schema: &Node, as_text: bool) -> Option<(&'static str, String)> {
    by_number(literal, schema, as_text)
        .or_else(|| by_multiple(literal, schema))
        .or_else(|| by_length(literal, schema))
        .or_else(|| by_pattern(literal, schema))
}

fn by_multiple(literal: &Value, schema: &Node) -> Option<(&'static str, String)> {
    let of = schema.value.get("multipleOf")?;
    let of = scalar_text(of).filter(|_| is_multiple(literal, of) == Some(false))?;
    Some(("multipleOf", format!("multiples of {of}")))
}

/// Whether a number is a multiple of another, as they are written; `None` when that cannot be told.
pub(super) fn is_multiple(number: &Value, of: &Value) -> Option<bool> {
    let ((number, fraction), (of, of_fraction)) = (decimal(number)?, decimal(of)?);
    let places = fraction.max(of_fraction);
    let scaled = |number: i128, fraction: u32| Some(number * 10_i128.checked_pow(places - fraction)?);
    scaled(number, fraction)?.checked_rem(scaled(of, of_fraction)?).map(|rest| rest == 0)
}

/// A number without its point, and how many digits stand behind that. Longer ones may have been rounded.
fn decimal(value: &Value) -> Option<(i128, u32)> {
    const MAX_DIGITS: usize = 15;
    let text = matches!(value, Value::Integer(_) | Value::Float(_)).then(|| scalar_text(value)).flatten()?;
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let number: i128 = format!("{whole}{fraction}").parse().ok()?;
    (text.len() <= MAX_DIGITS).then_some((number, u32::try_from(fraction.len()).ok()?))
}

fn by_number(literal: &Value, schema: &Node, as_text: bool) -> Option<(&'static str, String)> {
    let is_number = matches!(schema.value.text("type"), Some("integer" | "number"));
    let text = scalar_text(literal)?;
    let spelled = matches!(literal, Value::Integer(_) | Value::Float(_) | Value::Number(_)) || as_text && is_number;
    let found: f64 = text.parse().ok().filter(|_| spelled)?;
    let limit = |key: &str| schema.value.get(key).and_then(scalar_number);
    // Before version 3.1 it says of the other limit that it is outside.
    let outside = |key: &str| schema.value.get(key).and_then(Value::as_bool) == Some(true);
    let (least, most) = (limit("minimum"), limit("maximum"));
    match (least, most) {
        (Some(least), _) if found < least => Some(("minimum", format!("at least {least}"))),
        (_, Some(most)) if found > most => Some(("maximum", format!("at most {most}"))),
        (Some(least), _) if outside("exclusiveMinimum") && found <= least => {
            Some(("exclusiveMinimum", format!("more than {least}")))
        }
        (_, Some(most)) if outside("exclusiveMaximum") && found >= most => {
            Some(("exclusiveMaximum", format!("less than {most}")))
        }
        _ => {
            let above = limit("exclusiveMinimum").filter(|least| found <= *least);
            let below = limit("exclusiveMaximum").filter(|most| found >= *most);
            let above = above.map(|least| ("exclusiveMinimum", format!("more than {least}")));
            above.or(below.map(|most| ("exclusiveMaximum", format!("less than {most}"))))
        }
    }
}

fn by_length(literal: &Value, schema: &Node) -> Option<(&'static str, String)> {
    let length = literal.as_str()?.chars().count();
    let limit = |key: &str| schema.value.get(key).and_then(scalar_number);
    #[expect(clippy::cast_precision_loss, reason = "no constant is that long")]
    let length = length as f64;
    let short = limit("minLength").filter(|least| length < *least);
    let long = limit("maxLength").filter(|most| length > *most);
    let short = short.map(|least| ("minLength", format!("at least {}", counted(least, "character"))));
    short.or(long.map(|most| ("maxLength", format!("at most {}", counted(most, "character")))))
}

fn by_pattern(literal: &Value, schema: &Node) -> Option<(&'static str, String)> {
    let pattern = schema.value.text("pattern")?;
    let is_unlike = matches(pattern, literal.as_str()?) == Some(false);
    is_unlike.then(|| ("pattern", format!("texts like `{pattern}`")))
}

/// The keyword that a list breaks, whatever its items are at run time.
pub(super) fn broken_by_items(items: &[Expr], schema: &Node) -> Option<(&'static str, String)> {
    let limit = |key: &str| schema.value.get(key).and_then(scalar_number);
    #[expect(clippy::cast_precision_loss, reason = "no list in a document is that long")]
    let length = items.len() as f64;
    let short = limit("minItems").filter(|least| length < *least);
    let long = limit("maxItems").filter(|most| length > *most);
    let short = short.map(|least| ("minItems", format!("at least {}", counted(least, "item"))));
    let long = long.map(|most| ("maxItems", format!("at most {}", counted(most, "item"))));
    short.or(long).or_else(|| by_repetition(items, schema))
}

fn by_repetition(items: &[Expr], schema: &Node) -> Option<(&'static str, String)> {
    let unique = schema.value.get("uniqueItems").and_then(Value::as_bool) == Some(true);
    let constants: Vec<Value> = items.iter().filter_map(Expr::constant).collect();
    let mut numbered = constants.iter().enumerate();
    let repeated = unique && numbered.any(|(at, item)| constants.iter().take(at).any(|known| known == item));
    repeated.then(|| ("uniqueItems", "items that differ from each other".to_owned()))
}

fn counted(number: f64, what: &str) -> String {
    if number.to_string() == "1" { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn scalar_number(value: &Value) -> Option<f64> {
    matches!(value, Value::Integer(_) | Value::Float(_)).then(|| scalar_text(value)?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_are_judged_as_they_are_written() {
        let multiple = |text: &str| {
            let value = Value::from_yaml(text).unwrap();
            let items = value.as_array().unwrap();
            is_multiple(&items[0], &items[1])
        };
        for (text, expected) in [
            ("[10, 5]", Some(true)),
            ("[11, 5]", Some(false)),
            ("[-10, 5]", Some(true)),
            ("[0.3, 0.1]", Some(true)),
            ("[19.99, 0.01]", Some(true)),
            ("[0.35, 0.1]", Some(false)),
            ("[1.0, 1]", Some(true)),
            ("[1.5, 1]", Some(false)),
            ("[4.02, 0]", None),
            ("[1e30, 7]", None),
            ("[12345678901234567, 2]", None),
            ("['4', 3]", None),
        ] {
            assert_eq!(multiple(text), expected, "{text}");
        }
    }
}
