//! Comparisons that the types of their sides decide.

use std::ops::Range;

use super::condition::Criteria;
use super::room::Tests;
use crate::diagnostic::Kind;
use crate::document::OutputValue;
use crate::model::{Exchange, Expr, OutputRef, Ty, TypeDef};
use crate::openapi::{Scalar, Shape};
use crate::place::Mark;
use crate::resolve::compare::numeric;
use crate::resolve::responses::Answers;
use crate::resolve::written::written;
use crate::syntax::condition::{Dialect, Operator};
use crate::syntax::expression::{Expression, Part};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

impl Tests<'_> {
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
        let (name, constant) = (
            written(self.values.library, criteria.place, range.clone()),
            written(self.values.library, criteria.place, literal_range.clone()),
        );
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
        let written = |range: &Range<usize>| written(self.values.library, criteria.place, range.clone());
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
        self.values.report.add(mark, Kind::ImpossibleComparison { reason, always });
    }

    /// Simple conditions do not see the case of letters; whoever writes another one may not know.
    fn check_case(&mut self, text: &str, listed: &str, mark: Mark) {
        if text != listed {
            let (found, listed) = (text.to_owned(), listed.to_owned());
            self.values.report.add(mark, Kind::OtherCase { found, listed });
        }
    }

    /// What is known about the type of a value.
    pub(super) fn type_of(&mut self, value: &Expr, criteria: &Criteria<'_>) -> Option<Known> {
        match value {
            Expr::Length(_) => Some(Known::Number),
            Expr::Exchange(Exchange::Header(_) | Exchange::Url | Exchange::Method) => Some(Known::Text),
            Expr::Exchange(Exchange::Body(pointer)) => {
                Known::of(&self.values.responses().describe_body(criteria.step, pointer, &criteria.answers.statuses).0)
            }
            Expr::Input(path) if path.pointer.is_empty() => Known::of(&self.values.known.inputs.sent_shape(&path.ty)),
            Expr::Output { output, pointer } => {
                let (step, pointer) = self.body_of(*output, pointer)?;
                let answers = self.values.known.answers(step);
                Known::of(&self.values.responses().describe_body(step, &pointer, &answers.statuses).0)
            }
            _ => None,
        }
    }

    /// The texts that a value can be.
    fn enum_of(&mut self, value: &Expr, criteria: &Criteria<'_>) -> Option<Vec<String>> {
        match value {
            Expr::Input(path) if path.pointer.is_empty() => match &path.ty {
                Ty::Named(id) => match self.values.known.inputs.types.get(id.0)? {
                    TypeDef::Enum(known) => Some(known.variants.iter().map(|variant| variant.text.clone()).collect()),
                    TypeDef::Struct(_) | TypeDef::Union(_) => None,
                },
                _ => None,
            },
            Expr::Exchange(Exchange::Body(pointer)) => self.listed(criteria.step, pointer, criteria.answers),
            Expr::Output { output, pointer } => {
                let (step, pointer) = self.body_of(*output, pointer)?;
                let answers = self.values.known.answers(step);
                self.listed(step, &pointer, &answers)
            }
            _ => None,
        }
    }

    /// The step whose response an output is a part of, and which part.
    fn body_of(&self, output: OutputRef, part: &Pointer) -> Option<(usize, Pointer)> {
        let declared = self.values.known.workflow.steps.get(output.step)?.outputs.get(output.output)?;
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
        for schema in self.values.responses().schemas_of(step, pointer, answers)? {
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
