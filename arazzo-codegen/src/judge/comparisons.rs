//! Comparisons that the types of their sides decide.

use std::ops::Range;

use super::subject::Subject;
use crate::diagnostic::{Kind, Report};
use crate::document::OutputValue;
use crate::model::{Exchange, Expr, Id, OutputRef, StepId, Ty, TypeDef};
use crate::openapi::{Library, Scalar, Shape};
use crate::place::Mark;
use crate::resolve::{Answers, Compared, Comparison, Responses, numeric, written};
use crate::suggest::closest;
use crate::syntax::condition::{Dialect, Operator};
use crate::syntax::expression::{Expression, Part};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// Judges what the criteria of a workflow compare.
pub(super) fn report(subject: &Subject<'_>, library: &mut Library, report: &mut Report) {
    let mut comparisons = Comparisons { subject, library, report };
    for compared in &subject.material.compared {
        match &compared.comparison {
            Comparison::Sides { operator, left, right } => {
                comparisons.check_sides(*operator, (&left.0, &left.1), (&right.0, &right.1), compared);
            }
            Comparison::Pattern(value) => comparisons.check_pattern(value, compared),
        }
    }
}

/// What every part of this check needs.
struct Comparisons<'c> {
    subject: &'c Subject<'c>,
    library: &'c mut Library,
    report: &'c mut Report,
}

impl Comparisons<'_> {
    fn responses(&mut self) -> Responses<'_> {
        let operations = &self.subject.material.operations;
        Responses { operations, library: self.library, report: self.report }
    }

    /// What the success criteria of a step admit.
    fn answers(&self, step: StepId) -> Answers {
        Answers::wanted_by(self.subject.written.steps.get(step.index()))
    }

    /// A pattern is looked for in text: of an object it is its JSON, whose order and blanks nobody promises.
    fn check_pattern(&mut self, value: &Expr, compared: &Compared) {
        let found = match self.type_of(value, compared) {
            Some(Known::Object) => "an object",
            Some(Known::List) => "a list",
            _ => return,
        };
        self.report.add(compared.place.value(), Kind::StructureAsText { found, into: "the pattern" });
    }

    /// Reports a comparison with a constant that no value of the other side's type can equal.
    fn check_sides(
        &mut self,
        operator: Operator,
        left: (&Expr, &Range<usize>),
        right: (&Expr, &Range<usize>),
        compared: &Compared,
    ) {
        let ((value, range), (literal, literal_range)) = match (left.0, right.0) {
            (Expr::Literal(_), Expr::Literal(_)) => return,
            (Expr::Literal(literal), _) => (right, (literal, left.1)),
            (_, Expr::Literal(literal)) => (left, (literal, right.1)),
            _ => return self.check_types(operator, left, right, compared),
        };
        let (name, constant) = (
            written(self.library, &compared.place, range.clone()),
            written(self.library, &compared.place, literal_range.clone()),
        );
        let (reason, meant) =
            if let Some(ty) = self.type_of(value, compared).filter(|ty| !ty.fits(compared.dialect, literal)) {
                (format!("`{name}` is {}, and `{constant}` is not", ty.noun()), None)
            } else {
                let (Some(known), Value::String(text)) = (self.enum_of(value, compared), literal) else { return };
                let is_equal = |known: &String| match compared.dialect {
                    Dialect::Simple => known.to_lowercase() == text.to_lowercase(),
                    Dialect::JsonPath => **known == **text,
                };
                if !matches!(operator, Operator::Equal | Operator::NotEqual) {
                    return;
                }
                if let Some(listed) = known.iter().find(|known| is_equal(known)) {
                    self.check_case(text, listed, compared.place.range(literal_range.clone()));
                    return;
                }
                let meant = closest(text, known.iter().map(String::as_str));
                let known: Vec<String> = known.iter().map(|text| format!("`{text}`")).collect();
                (format!("`{name}` is never `{constant}`, only {}", known.join(", ")), meant)
            };
        self.impossible(operator, (reason, meant), (left.1, right.1), compared);
    }

    /// Two values of types that no value has both of.
    fn check_types(
        &mut self,
        operator: Operator,
        left: (&Expr, &Range<usize>),
        right: (&Expr, &Range<usize>),
        compared: &Compared,
    ) {
        let (Some(one), Some(other)) = (self.type_of(left.0, compared), self.type_of(right.0, compared)) else {
            return;
        };
        let loose = compared.dialect == Dialect::Simple;
        let is_plain = |known: Known| matches!(known, Known::Text | Known::Number);
        if one == other || loose && is_plain(one) && is_plain(other) {
            return;
        }
        let written = |range: &Range<usize>| written(self.library, &compared.place, range.clone());
        let reason = format!("`{}` is {}, and `{}` is {}", written(left.1), one.noun(), written(right.1), other.noun());
        self.impossible(operator, (reason, None), (left.1, right.1), compared);
    }

    fn impossible(
        &mut self,
        operator: Operator,
        (reason, closest): (String, Option<String>),
        (left, right): (&Range<usize>, &Range<usize>),
        compared: &Compared,
    ) {
        let mark = compared.place.range(left.start.min(right.start)..left.end.max(right.end));
        let always = operator == Operator::NotEqual;
        self.report.add(mark, Kind::ImpossibleComparison { reason, always, closest });
    }

    /// Simple conditions do not see the case of letters; whoever writes another one may not know.
    fn check_case(&mut self, text: &str, listed: &str, mark: Mark) {
        if text != listed {
            let (found, listed) = (text.to_owned(), listed.to_owned());
            self.report.add(mark, Kind::OtherCase { found, listed });
        }
    }

    /// What is known about the type of a value.
    fn type_of(&mut self, value: &Expr, compared: &Compared) -> Option<Known> {
        match value {
            Expr::Length(_) => Some(Known::Number),
            Expr::Exchange(Exchange::Header(_) | Exchange::Url | Exchange::Method) => Some(Known::Text),
            Expr::Exchange(Exchange::Body(pointer)) => {
                Known::of(&self.responses().describe_body(compared.step, pointer, &compared.answers.statuses).0)
            }
            Expr::Input(path) if path.pointer.is_empty() => {
                Known::of(&self.subject.workflow.inputs.sent_shape(&path.ty))
            }
            Expr::Output { output, pointer } => {
                let (step, pointer) = self.body_of(*output, pointer)?;
                let answers = self.answers(step);
                Known::of(&self.responses().describe_body(step, &pointer, &answers.statuses).0)
            }
            _ => None,
        }
    }

    /// The texts that a value can be.
    fn enum_of(&mut self, value: &Expr, compared: &Compared) -> Option<Vec<String>> {
        match value {
            Expr::Input(path) if path.pointer.is_empty() => match &path.ty {
                Ty::Named(id) => match self.subject.workflow.inputs.types.get(id.0)? {
                    TypeDef::Enum(known) => Some(known.variants.iter().map(|variant| variant.text.clone()).collect()),
                    TypeDef::Struct(_) | TypeDef::Union(_) => None,
                },
                _ => None,
            },
            Expr::Exchange(Exchange::Body(pointer)) => self.listed(compared.step, pointer, &compared.answers),
            Expr::Output { output, pointer } => {
                let (step, pointer) = self.body_of(*output, pointer)?;
                let answers = self.answers(step);
                self.listed(step, &pointer, &answers)
            }
            _ => None,
        }
    }

    /// The step whose response an output is a part of, and which part.
    fn body_of(&self, output: OutputRef, part: &Pointer) -> Option<(StepId, Pointer)> {
        let declared = self.subject.written.steps.get(output.step.index())?.outputs.get(output.output.index())?;
        match &declared.value {
            OutputValue::Expression(Expression::Response(Part::Body(pointer))) => {
                Some((output.step, pointer.value.join(part)))
            }
            _ => None,
        }
    }

    /// The texts that all responses list for a part of their bodies.
    fn listed(&mut self, step: StepId, pointer: &Pointer, answers: &Answers) -> Option<Vec<String>> {
        let mut known = Vec::new();
        for schema in self.responses().schemas_of(step, pointer, answers)? {
            let texts = schema.value.get("enum")?.as_array()?.iter();
            known.extend(texts.map(|text| text.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()?);
        }
        Some(known)
    }
}

/// The types that comparisons tell apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
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
