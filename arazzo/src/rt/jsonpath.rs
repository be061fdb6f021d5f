//! Comparisons as RFC 9535 (JSONPath, section 2.3.5.2.2) defines them.
//!
//! Types are never converted, strings compare by code point, and a missing value equals only a missing value.
//! `!=` is the negation of [`eq`].

use super::json::Value;
use super::operand::Operand;
use std::cmp::Ordering;

/// `a == b`.
pub fn eq<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    a.into() == b.into()
}

/// `a < b`.
pub fn lt<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    order(&a.into(), &b.into()).is_some_and(Ordering::is_lt)
}

/// `a <= b`: less or equal, so that it also holds between equal values that have no order.
pub fn le<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    let (a, b) = (a.into(), b.into());
    a == b || order(&a, &b).is_some_and(Ordering::is_lt)
}

/// `a > b`.
pub fn gt<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    lt(b, a)
}

/// `a >= b`.
pub fn ge<'a, 'b>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'b>>) -> bool {
    le(b, a)
}

/// The existence test: whether there is a value, be it null or false.
pub fn truthy<'a>(a: impl Into<Operand<'a>>) -> bool {
    a.into() != Operand::Nothing
}

/// Whether there is a value other than null: what a criterion needs as its context.
pub fn present<'a>(a: impl Into<Operand<'a>>) -> bool {
    !matches!(a.into(), Operand::Nothing | Operand::Null)
}

/// Whether there is nothing: no value, null, or a text, list or object with nothing in it.
pub fn empty<'a>(a: impl Into<Operand<'a>>) -> bool {
    match a.into() {
        Operand::Nothing | Operand::Null => true,
        Operand::Text(text) => text.is_empty(),
        Operand::Other(Value::Array(elements)) => elements.is_empty(),
        Operand::Other(Value::Object(members)) => members.is_empty(),
        _ => false,
    }
}

fn order(a: &Operand<'_>, b: &Operand<'_>) -> Option<Ordering> {
    match (a, b) {
        (Operand::Number(a), Operand::Number(b)) => Some(a.cmp(b)),
        // UTF-8 sorts by code point.
        (Operand::Text(a), Operand::Text(b)) => Some(a.as_ref().cmp(b.as_ref())),
        _ => None,
    }
}
