//! From criteria to tests.

use std::ops::Range;

use super::answers::Answers;
use super::comparison::{Known, compare, truthy};
use super::expression::Position;
use super::program::Spot;
use super::queries::Asked;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{self, Criterion};
use crate::model::{Exchange, Expr, Finds, LooksAt, Test};
use crate::place::Place;
use crate::status::StatusSet;
use crate::syntax::condition::{Access, Condition, Dialect, Operand, OperandKind, Query};
use crate::syntax::pointer::Pointer;
use crate::syntax::template::Text;
use crate::value::Value;

/// What the operands of one criterion refer to.
pub(super) struct Criteria<'a> {
    pub(super) step: usize,
    pub(super) place: &'a Place,
    pub(super) dialect: Dialect,
    /// What `$` and `@` are (JSONPath dialect).
    pub(super) context: Option<Expr>,
    pub(super) answers: &'a Answers,
}

impl Criteria<'_> {
    fn spot(&self) -> Spot<'_> {
        Spot { place: self.place, position: Position::Response { step: self.step } }
    }
}

impl Scope<'_, '_> {
    pub(super) fn criterion(&mut self, step: usize, criterion: &Criterion, answers: &Answers) -> Option<Test> {
        let place = &criterion.place;
        if let Some(version) = criterion.newer_version.as_ref().filter(|_| self.document.is_1_0()) {
            let kind = Kind::NewerFeature { what: "this version of an expression type", plain: false };
            self.context.report.add(version.value(), kind);
        }
        let test = match &criterion.test {
            document::Test::Simple(condition) => {
                let criteria = Criteria { step, place, dialect: Dialect::Simple, context: None, answers };
                self.condition(condition, &criteria)
            }
            document::Test::JsonPath { context, condition } => {
                let context = self.structured(context, "JSONPath on something other than JSON", step)?;
                let dialect = Dialect::JsonPath;
                let criteria = Criteria { step, place, dialect, context: Some(context.clone()), answers };
                let test = self.condition(condition, &criteria)?;
                // Without a context a criterion fails, whatever its condition says.
                let guarded = test.can_hold_without_value();
                Some(if guarded { Test::all([Test::Present(context), test]) } else { test })
            }
            document::Test::Regex { context, pattern } => {
                let test = self.pattern(step, context, pattern, place);
                if let Some(Test::Matches { context: value, .. }) = &test {
                    let dialect = Dialect::Simple;
                    let criteria = Criteria { step, place, dialect, context: None, answers };
                    self.check_matched(value, &context.place, &criteria);
                }
                test
            }
            document::Test::XPath { context, xpath } => {
                let context = self.structured(context, "XPath on something other than XML", step);
                let spot = Spot { place, position: Position::Response { step } };
                let query = self.xpath(xpath, spot);
                Some(Test::Holds { query: query?, context: context? })
            }
        }?;
        self.check_constant(&test, place);
        Some(test)
    }

    /// A pattern is looked for in text: of an object it is its JSON, whose order and blanks nobody promises.
    fn check_matched(&mut self, value: &Expr, place: &Place, criteria: &Criteria<'_>) {
        let found = match self.type_of(value, criteria) {
            Some(Known::Object) => "an object",
            Some(Known::List) => "a list",
            _ => return,
        };
        self.context.report.add(place.value(), Kind::StructureAsText { found, into: "the pattern" });
    }

    /// A criterion that decides nothing is a mistake, unless it is written as one word.
    pub(super) fn check_constant(&mut self, test: &Test, place: &Place) {
        let written = self.context.library.peek(place).and_then(|node| written(&node.value)).unwrap_or_default();
        let Some(statuses) = test.as_status() else { return };
        if statuses.is_empty() {
            self.context.report.add(place.value(), Kind::ConditionNeverHolds { condition: written, because: None });
        } else if statuses == StatusSet::everything() && written.trim() != "true" {
            self.context.report.add(place.value(), Kind::ConditionAlwaysHolds { condition: written });
        }
    }

    /// What a JSONPath or XPath criterion is about.
    fn structured(&mut self, context: &document::Located, otherwise: &str, step: usize) -> Option<Expr> {
        let root = self.expression(&context.expression, &context.place, Position::Response { step })?;
        let is_text = matches!(
            root,
            Expr::Exchange(Exchange::StatusCode | Exchange::Method | Exchange::Url | Exchange::Header(_))
        );
        if is_text {
            self.unsupported(otherwise, &context.place);
            return None;
        }
        Some(root)
    }

    fn condition(&mut self, condition: &Condition, criteria: &Criteria<'_>) -> Option<Test> {
        match condition {
            Condition::Any(parts) => Some(Test::any(self.conditions(parts, criteria)?)),
            Condition::All(parts) => Some(Test::all(self.conditions(parts, criteria)?)),
            Condition::Not(inner) => Some(self.condition(inner, criteria)?.negated()),
            Condition::Compare { left, right, .. } if !left.is_direct() || !right.is_direct() => {
                self.filter(condition, criteria)
            }
            Condition::Compare { operator, left: a, right: b } => {
                let (left, right) = (self.operand(a, criteria), self.operand(b, criteria));
                let (left, right) = (left?, right?);
                self.check_comparison(*operator, (&left, &a.range), (&right, &b.range), criteria);
                Some(compare(criteria.dialect, *operator, left, right))
            }
            Condition::Empty(operand) => self.empty(operand, criteria),
            Condition::Operand(operand) => match &operand.kind {
                OperandKind::Query(query) => self.existence(query, operand, criteria),
                OperandKind::Call(..) => self.filter(condition, criteria),
                _ => Some(truthy(criteria.dialect, self.operand(operand, criteria)?)),
            },
        }
    }

    /// All of them, so that each one's mistakes are reported.
    fn conditions(&mut self, parts: &[Condition], criteria: &Criteria<'_>) -> Option<Vec<Test>> {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part, criteria)).collect();
        parts.into_iter().collect()
    }

    /// A condition that only a JSONPath library can decide, as a filter on the context.
    fn filter(&mut self, condition: &Condition, criteria: &Criteria<'_>) -> Option<Test> {
        let query = self.filter_query(condition, criteria.spot())?;
        Some(Test::Found { query, looks_at: LooksAt::Itself, context: criteria.context.clone()? })
    }

    /// A query without a comparison: whether it finds something.
    fn existence(&mut self, query: &Query, operand: &Operand, criteria: &Criteria<'_>) -> Option<Test> {
        let context = criteria.context.clone()?;
        match query.accesses() {
            Some(accesses) if accesses.is_empty() => Some(Test::Present(context)),
            Some(accesses) => {
                let value = self.inside(context, &pointer(&accesses));
                let value = self.checked(value, operand, criteria);
                // A null that the caller has to say is there.
                let is_there = matches!(&value, Expr::Input(path) if path.null && path.pointer.is_empty());
                Some(if is_there { Test::Always(true) } else { Test::Truthy { dialect: Dialect::JsonPath, value } })
            }
            None => {
                let looks_at = self.looks_at(query, criteria);
                if let Expr::Exchange(Exchange::Body(pointer)) = &context {
                    let asked = Asked { step: criteria.step, at: pointer, answers: criteria.answers };
                    self.check_query(query, asked, &criteria.place.range(operand.range.clone()));
                }
                let query = self.query(query, criteria.spot())?;
                Some(Test::Found { query, looks_at, context })
            }
        }
    }

    fn empty(&mut self, operand: &Operand, criteria: &Criteria<'_>) -> Option<Test> {
        let OperandKind::Query(query) = &operand.kind else { return None };
        match query.accesses() {
            Some(_) => Some(Test::Empty(self.operand(operand, criteria)?)),
            None if query.is_singular() => {
                let context = Box::new(criteria.context.clone()?);
                let query = self.query(query, criteria.spot())?;
                Some(Test::Empty(Expr::Select { context, query, finds: Finds::One }))
            }
            None => self.existence(query, operand, criteria).map(Test::negated),
        }
    }

    fn operand(&mut self, operand: &Operand, criteria: &Criteria<'_>) -> Option<Expr> {
        let literal = |value| Some(Expr::Literal(value));
        match &operand.kind {
            OperandKind::Null => literal(Value::Null),
            OperandKind::Bool(flag) => literal(Value::Bool(*flag)),
            OperandKind::Integer(number) => literal(Value::Integer(*number)),
            OperandKind::Float(number) => literal(Value::Float(*number)),
            OperandKind::Number(digits) => literal(Value::Number(digits.as_str().into())),
            OperandKind::Text { text, .. } if criteria.dialect == Dialect::JsonPath => {
                self.quoted(text, &operand.range, criteria.spot())
            }
            OperandKind::Text { text, .. } => literal(Value::String(text.as_str().into())),
            OperandKind::Query(query) => {
                let (context, accesses) = (criteria.context.clone()?, query.accesses()?);
                Some(self.accessed(context, &accesses, operand, criteria))
            }
            OperandKind::Call(_, arguments) => {
                let measured = self.operand(arguments.first()?, criteria)?;
                Some(Expr::Length(Box::new(measured)))
            }
            OperandKind::Expression(expression, accesses) => {
                let value =
                    self.part(&operand.range, expression, criteria.place, Position::Response { step: criteria.step })?;
                let is_json = matches!(value, Expr::Exchange(Exchange::Body(_)) | Expr::Output { .. } | Expr::Input(_));
                if !accesses.is_empty() && !is_json {
                    self.unsupported("`.name` or `[n]` behind something other than JSON", criteria.place);
                    return None;
                }
                Some(self.accessed(value, accesses, operand, criteria))
            }
        }
    }

    /// Text in quotes, where expressions stand for their values.
    pub(super) fn quoted(&mut self, text: &str, range: &Range<usize>, spot: Spot<'_>) -> Option<Expr> {
        let parsed = match Text::parse(text) {
            Ok(parsed) => {
                if matches!(parsed, Text::Expression(_)) {
                    let kind = Kind::UnbracedExpression { braced: format!("{{{text}}}") };
                    self.context.report.add(spot.place.range(range.start + 1..range.end - 1), kind);
                }
                parsed.shifted(range.start + 1)
            }
            Err(problem) => {
                let (text, closest) = (text.to_owned(), problem.closest);
                let kind = Kind::BadExpression { text, reason: problem.reason, closest };
                self.context.report.add(spot.place.range(range.clone()), kind);
                return None;
            }
        };
        self.text(&parsed, spot.place, spot.position)
    }

    /// A part of a value; or the length of one, unless something there is called `length`.
    fn accessed(&mut self, value: Expr, accesses: &[Access], operand: &Operand, criteria: &Criteria<'_>) -> Expr {
        let whole = self.inside(value.clone(), &pointer(accesses));
        match accesses.split_last() {
            Some((Access::Member(name), before)) if name == "length" && !self.is_declared(&whole, criteria) => {
                let suffix = operand.range.end - name.len() - 1;
                let standard = (criteria.dialect == Dialect::JsonPath)
                    .then(|| format!("length({})", self.written(criteria.place, operand.range.start..suffix)));
                // What is written instead stands in place of all of it.
                let start = if standard.is_some() { operand.range.start } else { suffix };
                let mark = criteria.place.range(start..operand.range.end);
                self.context.report.add(mark, Kind::LengthSuffix { standard });
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
    pub(super) fn checked(&mut self, value: Expr, operand: &Operand, criteria: &Criteria<'_>) -> Expr {
        if let Expr::Exchange(Exchange::Body(pointer)) = &value {
            let mark = criteria.place.range(operand.range.clone());
            self.check_body_pointer(criteria.step, pointer, criteria.answers, mark);
        }
        value
    }
}

fn pointer(accesses: &[Access]) -> Pointer {
    Pointer::from_tokens(accesses.iter().map(Access::token).collect())
}

/// A condition as the author wrote it: `condition: false` is a boolean in YAML.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        value => value.as_str().map(str::to_owned),
    }
}
