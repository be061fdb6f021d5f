//! Comparisons of `simple` criteria (Arazzo, Criterion Object; SPEC SC-03 … SC-06, SC-11).
//!
//! Strings compare without regard to case, a string that is a number compares with a number as one, null equals
//! only null and a missing value. `!=` is the negation of [`eq`].

use super::number::Number;
use super::operand::Operand;
use std::cmp::Ordering;

/// `a == b`.
pub fn eq<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    equal(&a.into(), &b.into())
}

/// `a < b`.
pub fn lt<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into(), &b.into()).is_some_and(Ordering::is_lt)
}

/// `a <= b`.
pub fn le<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into(), &b.into()).is_some_and(Ordering::is_le)
}

/// `a > b`.
pub fn gt<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into(), &b.into()).is_some_and(Ordering::is_gt)
}

/// `a >= b`.
pub fn ge<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into(), &b.into()).is_some_and(Ordering::is_ge)
}

/// Whether a bare operand counts as true: not false, zero, empty, null or missing. Arrays and objects count as true.
pub fn truthy<'a>(a: impl Into<Operand<'a>>) -> bool {
    match a.into() {
        Operand::Nothing | Operand::Null => false,
        Operand::Bool(value) => value,
        Operand::Number(value) => !value.is_zero(),
        Operand::Text(value) => !value.is_empty(),
        Operand::Other(_) => true,
    }
}

fn equal(a: &Operand<'_>, b: &Operand<'_>) -> bool {
    use Operand::{Bool, Nothing, Null, Other};
    match (a, b) {
        (Nothing | Null, Nothing | Null) => true,
        (Bool(a), Bool(b)) => a == b,
        (Other(a), Other(b)) => a == b,
        _ => order(a, b) == Some(Ordering::Equal),
    }
}

/// `None` when the two cannot be ordered.
fn order(a: &Operand<'_>, b: &Operand<'_>) -> Option<Ordering> {
    use Operand::{Number, Text};
    match (a, b) {
        (Number(a), Number(b)) => Some(a.cmp(b)),
        (Text(a), Text(b)) => Some(a.to_lowercase().cmp(&b.to_lowercase())),
        (Text(a), Number(b)) => Some(numeric(a)?.cmp(b)),
        (Number(a), Text(b)) => Some(a.cmp(&numeric(b)?)),
        _ => None,
    }
}

/// The number that a string spells; only decimal notation counts.
fn numeric(text: &str) -> Option<Number> {
    Number::parse(text.trim())
}
