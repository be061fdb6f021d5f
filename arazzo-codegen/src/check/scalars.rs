//! Keywords about numbers and texts.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use super::evaluator::Evaluator;
use super::formats::{self, Judged};
use super::kinds::{named, scalar_text};
use super::outcome::Outcome;
use crate::decimal::Decimal;
use crate::openapi::{Node, matches};
use crate::value::Value;

impl Evaluator<'_> {
    pub(super) fn scalar(&mut self, value: &Value, facet: &Node) -> Outcome {
        let mut outcome = Outcome::default();
        if let Some(number) = self.number(value, facet) {
            outcome.and(limits(&number, facet));
            outcome.and(multiple(&number, facet));
        }
        if let Value::String(text) = value {
            outcome.and(length(text, facet));
            outcome.and(pattern(text, facet));
        }
        outcome.and(self.format(value, facet));
        outcome
    }

    /// The number that a value is; in a text also one that its text is, where a number is asked for.
    fn number(&self, value: &Value, facet: &Node) -> Option<Value> {
        match value {
            _ if is_number(value) => Some(value.clone()),
            Value::String(text) if self.form.is_text() => {
                let kinds = named(&facet.value);
                let asked =
                    !kinds.is_empty() && kinds.iter().all(|kind| matches!(*kind, "integer" | "number" | "null"));
                Value::number(text).filter(|_| asked)
            }
            _ => None,
        }
    }

    fn format(&mut self, value: &Value, facet: &Node) -> Outcome {
        let Some(format) = facet.value.text("format") else { return Outcome::default() };
        // Since version 3.1 a format of a text says what it means, and refuses nothing (JSON Schema 2020-12, validation, 7.2.1).
        let binds = self.schemas.library.is_old(facet.place.file);
        match formats::judge(format, value, binds) {
            Judged::Fits => Outcome::default(),
            Judged::Unknown => Outcome::unknown(),
            Judged::Unfit(expected) => {
                Outcome::broken(expected, format!("it is not {expected}"), facet.place.key("format").name())
            }
        }
    }
}

/// A limit of numbers.
struct Limit {
    keyword: &'static str,
    /// On which side of it a number breaks it.
    breaks: Ordering,
    /// The limit itself is outside.
    exclusive: bool,
    asked: &'static str,
    found: &'static str,
}

const LIMITS: [Limit; 4] = [
    limit("minimum", Ordering::Less, ["at least", "less than"]),
    limit("maximum", Ordering::Greater, ["at most", "more than"]),
    Limit { exclusive: true, ..limit("exclusiveMinimum", Ordering::Less, ["more than", "not more than"]) },
    Limit { exclusive: true, ..limit("exclusiveMaximum", Ordering::Greater, ["less than", "not less than"]) },
];

const fn limit(keyword: &'static str, breaks: Ordering, [asked, found]: [&'static str; 2]) -> Limit {
    Limit { keyword, breaks, exclusive: false, asked, found }
}

fn limits(number: &Value, facet: &Node) -> Outcome {
    for Limit { keyword, breaks, exclusive, asked, found } in LIMITS {
        let Some(limit) = limit_of(keyword, facet) else { continue };
        match compare(number, limit) {
            None => return Outcome::unknown(),
            Some(order) if order == breaks || exclusive && order == Ordering::Equal => {
                let (limit, mark) = (shown(limit), facet.place.key(keyword).name());
                return Outcome::broken(format!("{asked} {limit}"), format!("it is {found} {limit}"), mark);
            }
            Some(_) => {}
        }
    }
    Outcome::default()
}

/// The number of a keyword. Before version 3.1, `exclusiveMinimum` says of `minimum` that it is outside itself.
fn limit_of<'n>(keyword: &str, facet: &'n Node) -> Option<&'n Value> {
    let of = match (keyword, facet.value.get(keyword)?) {
        ("exclusiveMinimum", Value::Bool(true)) => facet.value.get("minimum")?,
        ("exclusiveMaximum", Value::Bool(true)) => facet.value.get("maximum")?,
        (_, limit) => limit,
    };
    is_number(of).then_some(of)
}

pub(super) fn is_number(value: &Value) -> bool {
    matches!(value, Value::Integer(_) | Value::Float(_) | Value::Number(_))
}

/// Which of two numbers is the larger one; `None` where a parser may have rounded the one to the other.
pub(super) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    let order = Decimal::of(left)?.cmp(&Decimal::of(right)?);
    let may_be_rounded = [left, right].iter().any(|value| matches!(value, Value::Float(_)));
    (order == Ordering::Equal || !may_be_rounded || rounded(left) != rounded(right)).then_some(order)
}

/// What a parser makes of a number with a point or an exponent.
#[expect(clippy::cast_precision_loss, reason = "it is known what rounding hides")]
fn rounded(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// A limit as a message writes it: `1.0` is 1.
pub(super) fn shown(limit: &Value) -> String {
    match limit {
        Value::Float(number) => number.to_string(),
        other => scalar_text(other).unwrap_or_default(),
    }
}

fn multiple(number: &Value, facet: &Node) -> Outcome {
    let Some(of) = facet.value.get("multipleOf").filter(|of| is_number(of)) else { return Outcome::default() };
    match is_multiple(number, of) {
        Some(true) => Outcome::default(),
        None => Outcome::unknown(),
        Some(false) => {
            let (of, mark) = (shown(of), facet.place.key("multipleOf").name());
            Outcome::broken(format!("multiples of {of}"), format!("it is not a multiple of {of}"), mark)
        }
    }
}

/// Whether a number is a multiple of another, as they are written; `None` when that cannot be told.
fn is_multiple(number: &Value, of: &Value) -> Option<bool> {
    let ((number, power), (of, of_power)) = (parts(number)?, parts(of)?);
    let least = power.min(of_power);
    let scaled =
        |number: i128, power: i64| number.checked_mul(10_i128.checked_pow(u32::try_from(power - least).ok()?)?);
    scaled(number, power)?.checked_rem(scaled(of, of_power)?).map(|rest| rest == 0)
}

/// An integer, and the power of ten that it is multiplied by. Of more digits some may have been rounded.
fn parts(value: &Value) -> Option<(i128, i64)> {
    const MAX_ROUNDED: u128 = 10_u128.pow(15);
    let parts = Decimal::of(value)?.parts()?;
    (!matches!(value, Value::Float(_)) || parts.0.unsigned_abs() < MAX_ROUNDED).then_some(parts)
}

fn length(text: &str, facet: &Node) -> Outcome {
    let length = text.chars().count();
    sized(["minLength", "maxLength"], length..=length, "character", facet)
}

/// A size between two limits, as far as it is known.
pub(super) fn sized(keywords: [&str; 2], between: RangeInclusive<usize>, what: &str, facet: &Node) -> Outcome {
    let limit = |key: &str| facet.value.get(key).filter(|limit| is_number(limit));
    let mut outcome = Outcome::default();
    let [least, most] = keywords;
    let tests = [
        (least, Ordering::Less, (between.end(), between.start()), ("at least", "fewer")),
        (most, Ordering::Greater, (between.start(), between.end()), ("at most", "more")),
    ];
    for (keyword, breaking, (surely, perhaps), (asked, found)) in tests {
        let Some(limit) = limit(keyword) else { continue };
        if compare(&size(*surely), limit) == Some(breaking) {
            let (limit, mark) = (counted(limit, what), facet.place.key(keyword).name());
            return Outcome::broken(format!("{asked} {limit}"), format!("it has {found} than {limit}"), mark);
        }
        outcome.unknown |= compare(&size(*perhaps), limit) == Some(breaking);
    }
    outcome
}

/// A number of things, to be compared with others.
pub(super) fn size(count: usize) -> Value {
    Value::Integer(i128::try_from(count).unwrap_or(i128::MAX))
}

/// `1 item`, `2 items`
pub(super) fn counted(limit: &Value, what: &str) -> String {
    let number = shown(limit);
    if number == "1" { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn pattern(text: &str, facet: &Node) -> Outcome {
    let Some(pattern) = facet.value.text("pattern") else { return Outcome::default() };
    match matches(pattern, text) {
        Some(true) => Outcome::default(),
        None => Outcome::unknown(),
        Some(false) => {
            let (expected, found) = (format!("texts like `{pattern}`"), format!("it does not match `{pattern}`"));
            Outcome::broken(expected, found, facet.place.key("pattern").name())
        }
    }
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
            ("[1.0e+30, 7]", Some(false)),
            ("[1.0e+30, 0.125]", Some(true)),
            ("[1.0e+300, 7]", None),
            ("[12345678901234567, 2]", Some(false)),
            ("[0.12345678901234567, 2]", None),
            ("['4', 3]", None),
        ] {
            assert_eq!(multiple(text), expected, "{text}");
        }
    }

    #[test]
    fn long_numbers_are_not_taken_for_their_neighbours() {
        for (left, right, expected) in [
            ("9007199254740993", "9007199254740992", Some(Ordering::Greater)),
            ("9007199254740993", "9007199254740992.0", None),
            ("9007199254740994", "9007199254740992.0", Some(Ordering::Greater)),
            ("9007199254740992", "9007199254740992.0", Some(Ordering::Equal)),
            ("1", "1.0", Some(Ordering::Equal)),
            ("1.5", "1", Some(Ordering::Greater)),
            ("0.1", "0.1", Some(Ordering::Equal)),
        ] {
            let value = |text: &str| Value::from_yaml(text).unwrap();
            assert_eq!(compare(&value(left), &value(right)), expected, "{left} {right}");
        }
    }
}
