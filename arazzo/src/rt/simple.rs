//! Comparisons of `simple` criteria (Arazzo, Criterion Object; SPEC SC-03 … SC-06, SC-11).
//!
//! Strings compare without regard to case, a string that is a number compares with a number as one, null equals
//! only null and a missing value. `!=` is the negation of [`eq`].

use super::operand::{Operand, compare_numbers, equal_values};
use serde_json::Number;
use std::cmp::Ordering;

/// `a == b`.
pub fn eq<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    equal(&a.into().plain(), &b.into().plain())
}

/// `a < b`.
pub fn lt<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into().plain(), &b.into().plain()).is_some_and(Ordering::is_lt)
}

/// `a <= b`.
pub fn le<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into().plain(), &b.into().plain()).is_some_and(Ordering::is_le)
}

/// `a > b`.
pub fn gt<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into().plain(), &b.into().plain()).is_some_and(Ordering::is_gt)
}

/// `a >= b`.
pub fn ge<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into().plain(), &b.into().plain()).is_some_and(Ordering::is_ge)
}

/// Whether a bare operand counts as true: not false, zero, empty, null or missing. Arrays and objects count as true.
pub fn truthy<'a>(a: impl Into<Operand<'a>>) -> bool {
    match a.into() {
        Operand::Nothing | Operand::Null => false,
        Operand::Bool(value) => value,
        Operand::Number(value) => value.as_f64() != Some(0.0),
        Operand::Text(value) => !value.is_empty(),
        Operand::Bytes(content) => !content.bytes().is_empty(),
        Operand::Other(_) => true,
    }
}

fn equal(a: &Operand<'_>, b: &Operand<'_>) -> bool {
    use Operand::{Bool, Bytes, Nothing, Null, Other};
    match (a, b) {
        (Nothing | Null, Nothing | Null) => true,
        (Bool(a), Bool(b)) => a == b,
        (Other(a), Other(b)) => equal_values(a, b),
        (Bytes(a), Bytes(b)) => a.bytes() == b.bytes(),
        _ => order(a, b) == Some(Ordering::Equal),
    }
}

/// `None` when the two cannot be ordered.
fn order(a: &Operand<'_>, b: &Operand<'_>) -> Option<Ordering> {
    use Operand::{Number, Text};
    match (a, b) {
        (Number(a), Number(b)) => compare_numbers(a, b),
        (Text(a), Text(b)) => Some(a.to_lowercase().cmp(&b.to_lowercase())),
        (Text(a), Number(b)) => compare_numbers(&numeric(a)?, b),
        (Number(a), Text(b)) => compare_numbers(a, &numeric(b)?),
        _ => None,
    }
}

/// The number that a string spells; only decimal notation counts.
fn numeric(text: &str) -> Option<Number> {
    let text = text.trim();
    let decimal = text.bytes().all(|c| c.is_ascii_digit() || b"+-.eE".contains(&c));
    if !decimal {
        return None;
    }
    match (text.parse::<i64>(), text.parse::<u64>()) {
        (Ok(integer), _) => Some(integer.into()),
        (_, Ok(integer)) => Some(integer.into()),
        _ => text.parse().ok().and_then(super::exact::number),
    }
}
