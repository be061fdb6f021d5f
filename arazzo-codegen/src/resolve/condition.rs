//! From criteria to tests.

use super::expression::Position;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{self, Criterion};
use crate::model::{Exchange, Expr, StatusSet, Test};
use crate::place::Place;
use crate::syntax::condition::{Access, Condition, Dialect, Operand, OperandKind, Operator};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// What the operands of one criterion refer to.
struct Criteria<'a> {
    step: usize,
    place: &'a Place,
    dialect: Dialect,
    /// What `$` and `@` are (JSONPath dialect).
    context: Option<Expr>,
}

impl Scope<'_, '_> {
    pub(super) fn criterion(&mut self, step: usize, criterion: &Criterion) -> Option<Test> {
        let place = &criterion.place;
        let test = match &criterion.test {
            document::Test::Simple(condition) => {
                self.condition(condition, &Criteria { step, place, dialect: Dialect::Simple, context: None })
            }
            document::Test::JsonPath { context, condition } => {
                let root = self.expression(&context.expression, &context.place, Position::Response { step })?;
                if matches!(
                    root,
                    Expr::Exchange(Exchange::StatusCode | Exchange::Method | Exchange::Url | Exchange::Header(_))
                ) {
                    self.unsupported("JSONPath on something other than JSON", &context.place);
                    return None;
                }
                self.condition(condition, &Criteria { step, place, dialect: Dialect::JsonPath, context: Some(root) })
            }
        }?;
        if test == Test::Always(false) {
            let written = self.context.library.peek(place).and_then(|node| written(&node.value));
            let kind = Kind::ConditionNeverHolds { condition: written.unwrap_or_default() };
            self.context.report.add(place.value(), kind);
        }
        Some(test)
    }

    fn condition(&mut self, condition: &Condition, criteria: &Criteria<'_>) -> Option<Test> {
        match condition {
            Condition::Any(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.condition(part, criteria)).collect();
                Some(Test::any(parts.into_iter().collect::<Option<Vec<_>>>()?))
            }
            Condition::All(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.condition(part, criteria)).collect();
                Some(Test::all(parts.into_iter().collect::<Option<Vec<_>>>()?))
            }
            Condition::Not(inner) => Some(self.condition(inner, criteria)?.negated()),
            Condition::Compare { operator, left, right } => {
                let (left, right) = (self.operand(left, criteria), self.operand(right, criteria));
                Some(compare(criteria.dialect, *operator, left?, right?))
            }
            Condition::Operand(operand) => {
                let is_query = matches!(operand.kind, OperandKind::Query(_));
                let value = self.operand(operand, criteria)?;
                Some(if is_query && !matches!(value, Expr::Length(_)) {
                    Test::Exists(value)
                } else {
                    truthy(criteria.dialect, value)
                })
            }
        }
    }

    fn operand(&mut self, operand: &Operand, criteria: &Criteria<'_>) -> Option<Expr> {
        let literal = |value| Some(Expr::Literal(value));
        match &operand.kind {
            OperandKind::Null => literal(Value::Null),
            OperandKind::Bool(flag) => literal(Value::Bool(*flag)),
            OperandKind::Integer(number) => literal(Value::Integer(*number)),
            OperandKind::Float(number) => literal(Value::Float(*number)),
            OperandKind::Text { text, .. } => literal(Value::String(text.as_str().into())),
            OperandKind::Query(accesses) => {
                let context = criteria.context.clone()?;
                Some(self.accessed(context, accesses, operand, criteria))
            }
            OperandKind::Expression(expression, accesses) => {
                let position = Position::Response { step: criteria.step };
                let value = self.part(&operand.range, expression, criteria.place, position)?;
                let is_json = matches!(value, Expr::Exchange(Exchange::Body(_)) | Expr::Output { .. } | Expr::Input(_));
                if !accesses.is_empty() && !is_json {
                    self.unsupported("`.name` or `[n]` behind something other than JSON", criteria.place);
                    return None;
                }
                Some(self.accessed(value, accesses, operand, criteria))
            }
        }
    }

    /// A part of a value; or the length of one, unless something there is called `length`.
    fn accessed(&mut self, value: Expr, accesses: &[Access], operand: &Operand, criteria: &Criteria<'_>) -> Expr {
        let pointer = |accesses: &[Access]| Pointer::from_tokens(accesses.iter().map(Access::token).collect());
        let whole = self.inside(value.clone(), &pointer(accesses));
        match accesses.split_last() {
            Some((Access::Member(name), before)) if name == "length" && !self.is_declared(&whole, criteria) => {
                let mark = criteria.place.range(operand.range.end - name.len() - 1..operand.range.end);
                self.context.report.add(mark, Kind::LengthSuffix);
                let measured = self.inside(value, &pointer(before));
                Expr::Length(Box::new(self.checked(measured, operand, criteria)))
            }
            _ => self.checked(whole, operand, criteria),
        }
    }

    /// Whether a documented response declares this part of its body.
    fn is_declared(&mut self, value: &Expr, criteria: &Criteria<'_>) -> bool {
        match value {
            Expr::Exchange(Exchange::Body(pointer)) => self.declares(criteria.step, pointer),
            _ => false,
        }
    }

    /// Reports a part of the response that no documented response can have.
    fn checked(&mut self, value: Expr, operand: &Operand, criteria: &Criteria<'_>) -> Expr {
        if let Expr::Exchange(Exchange::Body(pointer)) = &value {
            let mark = criteria.place.range(operand.range.clone());
            self.check_body_pointer(criteria.step, pointer, &StatusSet::any_response(), mark);
        }
        value
    }
}

/// A condition as the author wrote it: `condition: false` is a boolean in YAML.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        value => value.as_str().map(str::to_owned),
    }
}

/// A comparison; one of the status with a number is a set of statuses.
fn compare(dialect: Dialect, operator: Operator, left: Expr, right: Expr) -> Test {
    let status = Expr::Exchange(Exchange::StatusCode);
    match (&left, &right) {
        (left, Expr::Literal(literal)) if *left == status => {
            if let Some(set) = statuses(operator, literal) {
                return Test::Status(set);
            }
        }
        (Expr::Literal(literal), right) if *right == status => {
            if let Some(set) = statuses(mirrored(operator), literal) {
                return Test::Status(set);
            }
        }
        _ => {}
    }
    Test::Compare { dialect, operator, left, right }
}

/// The statuses for which `$statusCode <operator> literal` holds. No response has no status, which equals nothing but null.
fn statuses(operator: Operator, literal: &Value) -> Option<StatusSet> {
    let number = match literal {
        Value::Integer(number) => *number,
        Value::Float(number) => whole(*number)?,
        Value::String(text) => text.trim().parse::<i128>().ok()?,
        _ => return None,
    };
    // Statuses outside of HTTP's range are compared with its nearest neighbours.
    let number = u16::try_from(number.clamp(0, 10_000)).ok()?;
    Some(match operator {
        Operator::Equal => StatusSet::single(number),
        Operator::NotEqual => StatusSet::single(number).complement(),
        Operator::Less => StatusSet::of(0..=number.saturating_sub(1)),
        Operator::LessOrEqual => StatusSet::of(0..=number),
        Operator::Greater => StatusSet::of(number.saturating_add(1)..=u16::MAX),
        Operator::GreaterOrEqual => StatusSet::of(number..=u16::MAX),
    })
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

fn truthy(dialect: Dialect, value: Expr) -> Test {
    match &value {
        Expr::Literal(Value::Null) => Test::Always(false),
        Expr::Literal(Value::Bool(flag)) => Test::Always(*flag),
        Expr::Literal(Value::Integer(number)) => Test::Always(*number != 0),
        Expr::Literal(Value::Float(number)) => Test::Always(*number != 0.0),
        Expr::Literal(Value::String(text)) => Test::Always(!text.is_empty()),
        Expr::Exchange(Exchange::StatusCode) => Test::Status(StatusSet::any_response()),
        _ => Test::Truthy { dialect, value },
    }
}
