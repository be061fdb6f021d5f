//! Comparisons: those of the status become sets, those of constants are decided here.

use std::cmp::Ordering;

use crate::decimal::Decimal;
use crate::model::{Exchange, Expr, Test};
use crate::status::StatusSet;
use crate::syntax::condition::{Dialect, Operator};
use crate::value::Value;

/// A comparison; one of the status with a constant is a set of statuses, one of two constants is decided.
pub(crate) fn compare(dialect: Dialect, operator: Operator, left: Expr, right: Expr) -> Test {
    let status = Expr::Exchange(Exchange::StatusCode);
    let found = match (&left, &right) {
        (Expr::Literal(left), Expr::Literal(right)) => return Test::Always(decide(dialect, operator, left, right)),
        (left, Expr::Literal(literal)) if *left == status => statuses(dialect, operator, literal),
        (Expr::Literal(literal), right) if *right == status => statuses(dialect, mirrored(operator), literal),
        _ => None,
    };
    found.map_or(Test::Compare { dialect, operator, left, right }, Test::Status)
}

/// The statuses for which `$statusCode <operator> literal` holds. No response has no status, which equals nothing but null.
fn statuses(dialect: Dialect, operator: Operator, literal: &Value) -> Option<StatusSet> {
    let number = match literal {
        Value::Integer(number) => *number,
        Value::Float(number) => whole(*number)?,
        Value::String(text) if dialect == Dialect::Simple => match text.trim().parse::<i128>() {
            Ok(number) => number,
            Err(_) if numeric(text).is_none() => return Some(unequal(operator)),
            Err(_) => return None,
        },
        Value::Bool(_) => return Some(unequal(operator)),
        _ => return None,
    };
    // Statuses outside of HTTP's range are compared with its nearest neighbours.
    let number = u16::try_from(number.clamp(0, 10_000)).ok()?;
    Some(match operator {
        Operator::Equal => StatusSet::single(number),
        Operator::NotEqual => StatusSet::single(number).complement(),
        Operator::Less => number.checked_sub(1).map_or(StatusSet::empty(), |last| StatusSet::of(0..=last)),
        Operator::LessOrEqual => StatusSet::of(0..=number),
        Operator::Greater => StatusSet::of(number.saturating_add(1)..=u16::MAX),
        Operator::GreaterOrEqual => StatusSet::of(number..=u16::MAX),
    })
}

/// The statuses for a constant that no status equals.
fn unequal(operator: Operator) -> StatusSet {
    if operator == Operator::NotEqual { StatusSet::everything() } else { StatusSet::empty() }
}

#[expect(clippy::cast_possible_truncation, reason = "only whole numbers of a small range get here")]
fn whole(number: f64) -> Option<i128> {
    (number.fract() == 0.0 && number.abs() < 10_000.0).then_some(number as i128)
}

fn mirrored(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        same => same,
    }
}

pub(crate) fn truthy(dialect: Dialect, value: Expr) -> Test {
    match &value {
        Expr::Literal(Value::Null) => Test::Always(false),
        Expr::Literal(Value::Bool(flag)) => Test::Always(*flag),
        Expr::Literal(Value::Integer(number)) => Test::Always(*number != 0),
        Expr::Literal(value @ (Value::Float(_) | Value::Number(_))) => {
            Test::Always(Decimal::of(value).is_some_and(|number| !number.is_zero()))
        }
        Expr::Literal(Value::String(text)) => Test::Always(!text.is_empty()),
        Expr::Exchange(Exchange::StatusCode) => Test::Status(StatusSet::any_response()),
        _ => Test::Truthy { dialect, value },
    }
}

/// A comparison of two constants, as the runtime would decide it.
fn decide(dialect: Dialect, operator: Operator, left: &Value, right: &Value) -> bool {
    let order = match dialect {
        Dialect::Simple => order_loosely(left, right),
        Dialect::JsonPath => order(left, right),
    };
    let is_equal = order == Some(Ordering::Equal)
        || matches!((left, right), (Value::Null, Value::Null))
        || matches!((left, right), (Value::Bool(left), Value::Bool(right)) if left == right);
    match operator {
        Operator::Equal => is_equal,
        Operator::NotEqual => !is_equal,
        Operator::Less => order.is_some_and(Ordering::is_lt),
        Operator::Greater => order.is_some_and(Ordering::is_gt),
        // RFC 9535: less or equal, also where there is no order.
        Operator::LessOrEqual => order.is_some_and(Ordering::is_lt) || orderable(dialect, order) && is_equal,
        Operator::GreaterOrEqual => order.is_some_and(Ordering::is_gt) || orderable(dialect, order) && is_equal,
    }
}

fn orderable(dialect: Dialect, order: Option<Ordering>) -> bool {
    dialect == Dialect::JsonPath || order.is_some()
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => Some(Decimal::of(left)?.cmp(&Decimal::of(right)?)),
    }
}

/// Simple conditions: text without regard to case, and as a number where the other side is one.
fn order_loosely(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::String(left), Value::String(right)) => Some(left.to_lowercase().cmp(&right.to_lowercase())),
        (Value::String(text), other) => order(&numeric(text)?, other),
        (other, Value::String(text)) => order(other, &numeric(text)?),
        _ => order(left, right),
    }
}

/// The number that a text spells in decimal notation.
pub(crate) fn numeric(text: &str) -> Option<Value> {
    let text = text.trim();
    Decimal::parse(text).map(|_| Value::Number(text.into()))
}
