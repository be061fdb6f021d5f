//! Comparisons: those of the status become sets, those of constants are decided here.

use std::cmp::Ordering;
use std::ops::Range;

use super::answers::Answers;
use super::condition::Criteria;
use super::workflow::Scope;
use crate::decimal::Decimal;
use crate::diagnostic::Kind;
use crate::document::OutputValue;
use crate::model::{Exchange, Expr, OutputRef, Test, Ty, TypeDef};
use crate::openapi::{Scalar, Shape};
use crate::place::Mark;
use crate::status::StatusSet;
use crate::syntax::condition::{Dialect, Operator};
use crate::syntax::expression::{Expression, Part};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// A comparison; one of the status with a constant is a set of statuses, one of two constants is decided.
pub(super) fn compare(dialect: Dialect, operator: Operator, left: Expr, right: Expr) -> Test {
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

pub(super) fn truthy(dialect: Dialect, value: Expr) -> Test {
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
fn numeric(text: &str) -> Option<Value> {
    let text = text.trim();
    Decimal::parse(text).map(|_| Value::Number(text.into()))
}

impl Scope<'_, '_> {
    /// Reports a comparison with a constant that no value of the other side's type can equal.
    pub(super) fn check_comparison(
        &mut self,
        operator: Operator,
        left: (&Expr, &Range<usize>),
        right: (&Expr, &Range<usize>),
        criteria: &Criteria<'_>,
    ) {
        let ((value, range), (literal, literal_range)) = match (left.0, right.0) {
            (Expr::Literal(_), Expr::Literal(_)) => return,
            (Expr::Literal(literal), _) => (right, (literal, left.1)),
            (_, Expr::Literal(literal)) => (left, (literal, right.1)),
            _ => return self.check_types(operator, left, right, criteria),
        };
        let (name, constant) =
            (self.written(criteria.place, range.clone()), self.written(criteria.place, literal_range.clone()));
        let reason = if let Some(ty) = self.type_of(value, criteria).filter(|ty| !ty.fits(criteria.dialect, literal)) {
            format!("`{name}` is {}, and `{constant}` is not", ty.noun())
        } else {
            let (Some(known), Value::String(text)) = (self.enum_of(value, criteria), literal) else { return };
            let is_equal = |known: &String| match criteria.dialect {
                Dialect::Simple => known.to_lowercase() == text.to_lowercase(),
                Dialect::JsonPath => **known == **text,
            };
            if !matches!(operator, Operator::Equal | Operator::NotEqual) {
                return;
            }
            if let Some(listed) = known.iter().find(|known| is_equal(known)) {
                self.check_case(text, listed, criteria.place.range(literal_range.clone()));
                return;
            }
            let known: Vec<String> = known.iter().map(|text| format!("`{text}`")).collect();
            format!("`{name}` is never `{constant}`, only {}", known.join(", "))
        };
        self.impossible(operator, reason, left.1, right.1, criteria);
    }

    /// Two values of types that no value has both of.
    fn check_types(
        &mut self,
        operator: Operator,
        left: (&Expr, &Range<usize>),
        right: (&Expr, &Range<usize>),
        criteria: &Criteria<'_>,
    ) {
        let (Some(one), Some(other)) = (self.type_of(left.0, criteria), self.type_of(right.0, criteria)) else {
            return;
        };
        let loose = criteria.dialect == Dialect::Simple;
        let is_plain = |known: Known| matches!(known, Known::Text | Known::Number);
        if one == other || loose && is_plain(one) && is_plain(other) {
            return;
        }
        let written = |range: &Range<usize>| self.written(criteria.place, range.clone());
        let reason = format!("`{}` is {}, and `{}` is {}", written(left.1), one.noun(), written(right.1), other.noun());
        self.impossible(operator, reason, left.1, right.1, criteria);
    }

    fn impossible(
        &mut self,
        operator: Operator,
        reason: String,
        left: &Range<usize>,
        right: &Range<usize>,
        criteria: &Criteria<'_>,
    ) {
        let mark = criteria.place.range(left.start.min(right.start)..left.end.max(right.end));
        let always = operator == Operator::NotEqual;
        self.context.report.add(mark, Kind::ImpossibleComparison { reason, always });
    }

    /// Simple conditions do not see the case of letters; whoever writes another one may not know.
    fn check_case(&mut self, text: &str, listed: &str, mark: Mark) {
        if text != listed {
            let (found, listed) = (text.to_owned(), listed.to_owned());
            self.context.report.add(mark, Kind::OtherCase { found, listed });
        }
    }

    /// What is known about the type of a value.
    pub(super) fn type_of(&mut self, value: &Expr, criteria: &Criteria<'_>) -> Option<Known> {
        match value {
            Expr::Length(_) => Some(Known::Number),
            Expr::Exchange(Exchange::Header(_) | Exchange::Url | Exchange::Method) => Some(Known::Text),
            Expr::Exchange(Exchange::Body(pointer)) => {
                Known::of(&self.describe_body(criteria.step, pointer, &criteria.answers.statuses).0)
            }
            Expr::Input(path) if path.pointer.is_empty() => Known::of(&self.inputs.sent_shape(&path.ty)),
            Expr::Output { output, pointer } => {
                let (step, pointer) = self.body_of(*output, pointer)?;
                let answers = self.answers(step);
                Known::of(&self.describe_body(step, &pointer, &answers.statuses).0)
            }
            _ => None,
        }
    }

    /// The texts that a value can be.
    fn enum_of(&mut self, value: &Expr, criteria: &Criteria<'_>) -> Option<Vec<String>> {
        match value {
            Expr::Input(path) if path.pointer.is_empty() => match &path.ty {
                Ty::Named(id) => match self.inputs.types.get(id.0)? {
                    TypeDef::Enum(known) => Some(known.variants.iter().map(|variant| variant.text.clone()).collect()),
                    TypeDef::Struct(_) | TypeDef::Union(_) => None,
                },
                _ => None,
            },
            Expr::Exchange(Exchange::Body(pointer)) => self.listed(criteria.step, pointer, criteria.answers),
            Expr::Output { output, pointer } => {
                let (step, pointer) = self.body_of(*output, pointer)?;
                let answers = self.answers(step);
                self.listed(step, &pointer, &answers)
            }
            _ => None,
        }
    }

    /// The step whose response an output is a part of, and which part.
    fn body_of(&self, output: OutputRef, part: &Pointer) -> Option<(usize, Pointer)> {
        let declared = self.workflow.steps.get(output.step)?.outputs.get(output.output)?;
        match &declared.value {
            OutputValue::Expression(Expression::Response(Part::Body(pointer))) => {
                Some((output.step, pointer.value.join(part)))
            }
            _ => None,
        }
    }

    /// The texts that all responses list for a part of their bodies.
    fn listed(&mut self, step: usize, pointer: &Pointer, answers: &Answers) -> Option<Vec<String>> {
        let mut known = Vec::new();
        for schema in self.schemas_of(step, pointer, answers)? {
            let texts = schema.value.get("enum")?.as_array()?.iter();
            known.extend(texts.map(|text| text.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()?);
        }
        Some(known)
    }
}

/// The types that comparisons tell apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Text,
    Number,
    Boolean,
    List,
    Object,
}

impl Known {
    fn of(shape: &Shape) -> Option<Known> {
        match shape {
            Shape::Scalar(Scalar::String) => Some(Known::Text),
            Shape::Scalar(Scalar::Integer | Scalar::Unsigned | Scalar::Number) => Some(Known::Number),
            Shape::Scalar(Scalar::Boolean) => Some(Known::Boolean),
            Shape::Array(_) => Some(Known::List),
            Shape::Object => Some(Known::Object),
            Shape::Any | Shape::Bytes | Shape::Body => None,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Known::Text => "a text",
            Known::Number => "a number",
            Known::Boolean => "a boolean",
            Known::List => "a list",
            Known::Object => "an object",
        }
    }

    /// Whether a value of the type can equal a constant.
    fn fits(self, dialect: Dialect, literal: &Value) -> bool {
        let loose = dialect == Dialect::Simple;
        match literal {
            Value::Bool(_) => self == Known::Boolean,
            Value::Integer(_) | Value::Float(_) | Value::Number(_) => {
                self == Known::Number || loose && self == Known::Text
            }
            Value::String(text) => self == Known::Text || loose && self == Known::Number && numeric(text).is_some(),
            _ => true,
        }
    }
}
