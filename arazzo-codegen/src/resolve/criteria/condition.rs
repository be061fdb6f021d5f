//! From criteria to tests.

use super::constant::check_constant;
use super::room::{Of, Tests};
use crate::diagnostic::{Kind, Reported};
use crate::document::{self, Criterion};
use crate::model::{Exchange, Expr, Finds, Language, LooksAt, Request, StepId, Test};
use crate::place::Place;
use crate::resolve::compare::{compare, truthy};
use crate::resolve::responses::{Answers, PartRead};
use crate::resolve::values::{Compared, Comparison, Site, inside};
use crate::resolve::written::written;
use crate::syntax::condition::{Access, Condition, Dialect, Operand, OperandKind, Query};
use crate::syntax::pointer::Pointer;
use crate::value::Value;

/// What the operands of one criterion refer to.
pub(super) struct Criteria<'a> {
    pub(super) step: StepId,
    /// What the step has sent.
    pub(super) request: Option<&'a Request>,
    pub(super) place: &'a Place,
    pub(super) dialect: Dialect,
    /// What `$` and `@` are (JSONPath dialect).
    pub(super) context: Option<Expr>,
    pub(super) answers: &'a Answers,
}

impl<'a> Criteria<'a> {
    fn new(of: Of<'a>, place: &'a Place, dialect: Dialect, context: Option<Expr>) -> Criteria<'a> {
        Criteria { step: of.step, request: of.request, place, dialect, context, answers: of.answers }
    }

    pub(super) fn site(&self) -> Site<'a> {
        Site::response(self.place, self.step, self.request)
    }
}

impl Tests<'_> {
    /// The test of one criterion; of one that decides nothing, that is reported.
    pub(crate) fn criterion(&mut self, criterion: &Criterion, of: Of<'_>) -> Result<Test, Reported> {
        let place = &criterion.place;
        if let Some(version) = criterion.newer_version.as_ref().filter(|_| self.values.known.document.is_1_0()) {
            let kind = Kind::NewerFeature { what: "this version of an expression type", plain: false };
            self.values.report.add(version.value(), kind);
        }
        let test = self.test(criterion, of)?;
        check_constant(&test, place, self.values.library, self.values.report);
        Ok(test)
    }

    fn test(&mut self, criterion: &Criterion, of: Of<'_>) -> Result<Test, Reported> {
        let place = &criterion.place;
        match &criterion.test {
            document::Test::Simple(condition) => {
                self.condition(condition, &Criteria::new(of, place, Dialect::Simple, None))
            }
            document::Test::JsonPath { context, condition } => {
                let context = self.structured(context, "JSONPath on something other than JSON", of)?;
                let criteria = Criteria::new(of, place, Dialect::JsonPath, Some(context.clone()));
                let test = self.condition(condition, &criteria)?;
                // Without a context a criterion fails, whatever its condition says.
                let guarded = test.can_hold_without_value();
                Ok(if guarded { Test::all([Test::Present(context), test]) } else { test })
            }
            document::Test::Regex { context, pattern } => {
                let criteria = Criteria::new(of, place, Dialect::Simple, None);
                self.values.need(Language::Regex, criteria.site());
                let value = self.values.expression(&context.expression, of.site(&context.place));
                let pattern = self.values.pattern(pattern, criteria.site())?;
                let value = value?;
                self.note_compared(Comparison::Pattern(value.clone()), &context.place, &criteria);
                Ok(Test::Matches { pattern, context: value })
            }
            document::Test::XPath { context, xpath } => {
                let context = self.structured(context, "XPath on something other than XML", of);
                let query = self.values.xpath(xpath, of.site(place));
                Ok(Test::Holds { query: query?, context: context? })
            }
        }
    }

    /// Notes what is compared.
    fn note_compared(&mut self, comparison: Comparison, place: &Place, criteria: &Criteria<'_>) {
        let Criteria { step, answers, dialect, .. } = criteria;
        let (step, answers, place, dialect) = (*step, (*answers).clone(), place.clone(), *dialect);
        self.values.notes.compared.push(Compared { step, answers, place, dialect, comparison });
    }

    /// What a JSONPath or XPath criterion is about.
    fn structured(&mut self, context: &document::Located, otherwise: &str, of: Of<'_>) -> Result<Expr, Reported> {
        let root = self.values.expression(&context.expression, of.site(&context.place))?;
        let is_text = matches!(
            root,
            Expr::Exchange(Exchange::StatusCode | Exchange::Method | Exchange::Url | Exchange::Header(_))
        );
        if is_text {
            return self.values.unsupported(otherwise, of.site(&context.place));
        }
        Ok(root)
    }

    fn condition(&mut self, condition: &Condition, criteria: &Criteria<'_>) -> Result<Test, Reported> {
        match condition {
            Condition::Any(parts) => Ok(Test::any(self.conditions(parts, criteria)?)),
            Condition::All(parts) => Ok(Test::all(self.conditions(parts, criteria)?)),
            Condition::Not(inner) => Ok(self.condition(inner, criteria)?.negated()),
            Condition::Compare { left, right, .. } if !left.is_direct() || !right.is_direct() => {
                self.filter(condition, criteria)
            }
            Condition::Compare { operator, left: a, right: b } => {
                let (left, right) = (self.operand(a, criteria), self.operand(b, criteria));
                let (left, right) = (left?, right?);
                let sides = ((left.clone(), a.range.clone()), (right.clone(), b.range.clone()));
                let comparison = Comparison::Sides { operator: *operator, left: sides.0, right: sides.1 };
                self.note_compared(comparison, criteria.place, criteria);
                Ok(compare(criteria.dialect, *operator, left, right))
            }
            Condition::Empty(operand) => self.empty(operand, criteria),
            Condition::Operand(operand) => match &operand.kind {
                OperandKind::Query(query) => self.existence(query, operand, criteria),
                OperandKind::Call(..) => self.filter(condition, criteria),
                _ => Ok(truthy(criteria.dialect, self.operand(operand, criteria)?)),
            },
        }
    }

    /// All of them, so that each one's mistakes are reported.
    fn conditions(&mut self, parts: &[Condition], criteria: &Criteria<'_>) -> Result<Vec<Test>, Reported> {
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part, criteria)).collect();
        parts.into_iter().collect()
    }

    /// A condition that only a JSONPath library can decide, as a filter on the context.
    fn filter(&mut self, condition: &Condition, criteria: &Criteria<'_>) -> Result<Test, Reported> {
        let query = self.values.filter_query(condition, criteria.site())?;
        Ok(Test::Found { query, looks_at: LooksAt::Itself, context: self.context(criteria)? })
    }

    /// A query without a comparison: whether it finds something.
    fn existence(&mut self, query: &Query, operand: &Operand, criteria: &Criteria<'_>) -> Result<Test, Reported> {
        let context = self.context(criteria)?;
        match query.accesses() {
            Some(accesses) if accesses.is_empty() => Ok(Test::Present(context)),
            Some(accesses) => {
                let value = inside(context, &pointer(&accesses), &self.values.known.inputs);
                let value = self.noted(value, operand, criteria);
                // A null that the caller has to say is there.
                let is_there = matches!(&value, Expr::Input(path) if path.null && path.pointer.is_empty());
                Ok(if is_there { Test::Always(true) } else { Test::Truthy { dialect: Dialect::JsonPath, value } })
            }
            None => {
                let looks_at = self.looks_at(query, criteria);
                if let Expr::Exchange(Exchange::Body(pointer)) = &context {
                    let (at, answers) = (pointer.clone(), criteria.answers.clone());
                    let part = PartRead::Query { at, query: query.clone(), answers };
                    self.values.note_read(criteria.step, part, criteria.place.range(operand.range.clone()));
                }
                let query = self.values.query(query, criteria.site())?;
                Ok(Test::Found { query, looks_at, context })
            }
        }
    }

    /// What a query looks into. A condition of the simple dialect has no queries.
    fn context(&mut self, criteria: &Criteria<'_>) -> Result<Expr, Reported> {
        criteria.context.clone().ok_or_else(|| self.values.report.refused(criteria.place.value()))
    }

    /// What the parser lets through in no condition.
    fn refused(&mut self, operand: &Operand, criteria: &Criteria<'_>) -> Reported {
        self.values.report.refused(criteria.place.range(operand.range.clone()))
    }

    fn empty(&mut self, operand: &Operand, criteria: &Criteria<'_>) -> Result<Test, Reported> {
        let OperandKind::Query(query) = &operand.kind else {
            return Err(self.refused(operand, criteria));
        };
        match query.accesses() {
            Some(_) => Ok(Test::Empty(self.operand(operand, criteria)?)),
            None if query.is_singular() => {
                let context = Box::new(self.context(criteria)?);
                let query = self.values.query(query, criteria.site())?;
                Ok(Test::Empty(Expr::Select { context, query, finds: Finds::One }))
            }
            None => self.existence(query, operand, criteria).map(Test::negated),
        }
    }

    fn operand(&mut self, operand: &Operand, criteria: &Criteria<'_>) -> Result<Expr, Reported> {
        let literal = |value| Ok(Expr::Literal(value));
        match &operand.kind {
            OperandKind::Null => literal(Value::Null),
            OperandKind::Bool(flag) => literal(Value::Bool(*flag)),
            OperandKind::Integer(number) => literal(Value::Integer(*number)),
            OperandKind::Float(number) => literal(Value::Float(*number)),
            OperandKind::Number(digits) => literal(Value::Number(digits.as_str().into())),
            OperandKind::Text { text, .. } if criteria.dialect == Dialect::JsonPath => {
                self.values.quoted(text, &operand.range, criteria.site())
            }
            OperandKind::Text { text, .. } => literal(Value::String(text.as_str().into())),
            OperandKind::Query(query) => {
                let context = self.context(criteria)?;
                let accesses = query.accesses().ok_or_else(|| self.refused(operand, criteria))?;
                Ok(self.accessed(context, &accesses, operand, criteria))
            }
            OperandKind::Call(_, arguments) => {
                let measured = arguments.first().ok_or_else(|| self.refused(operand, criteria))?;
                let measured = self.operand(measured, criteria)?;
                Ok(Expr::Length(Box::new(measured)))
            }
            OperandKind::Expression(expression, accesses) => {
                let value = self.values.expression(expression, criteria.site().part(&operand.range))?;
                let is_json = matches!(value, Expr::Exchange(Exchange::Body(_)) | Expr::Output { .. } | Expr::Input(_));
                if !accesses.is_empty() && !is_json {
                    let what = "`.name` or `[n]` behind something other than JSON";
                    return self.values.unsupported(what, criteria.site());
                }
                Ok(self.accessed(value, accesses, operand, criteria))
            }
        }
    }

    /// A part of a value; or the length of one, unless something there is called `length`.
    fn accessed(&mut self, value: Expr, accesses: &[Access], operand: &Operand, criteria: &Criteria<'_>) -> Expr {
        let whole = inside(value.clone(), &pointer(accesses), &self.values.known.inputs);
        match accesses.split_last() {
            Some((Access::Member(name), before)) if name == "length" && !self.is_declared(&whole, criteria) => {
                let suffix = operand.range.end - name.len() - 1;
                let standard = (criteria.dialect == Dialect::JsonPath).then(|| {
                    format!("length({})", written(self.values.library, criteria.place, operand.range.start..suffix))
                });
                // What is written instead stands in place of all of it.
                let start = if standard.is_some() { operand.range.start } else { suffix };
                let mark = criteria.place.range(start..operand.range.end);
                self.values.report.add(mark, Kind::LengthSuffix { standard });
                let measured = inside(value, &pointer(before), &self.values.known.inputs);
                Expr::Length(Box::new(self.noted(measured, operand, criteria)))
            }
            _ => self.noted(whole, operand, criteria),
        }
    }

    /// Whether a documented response declares this part of its body.
    fn is_declared(&mut self, value: &Expr, criteria: &Criteria<'_>) -> bool {
        match value {
            Expr::Exchange(Exchange::Body(pointer)) => self.values.responses().declares(criteria.step, pointer),
            _ => false,
        }
    }

    /// Notes a part of the response that is read.
    fn noted(&mut self, value: Expr, operand: &Operand, criteria: &Criteria<'_>) -> Expr {
        if let Expr::Exchange(Exchange::Body(pointer)) = &value {
            let mark = criteria.place.range(operand.range.clone());
            let part = PartRead::Body(pointer.clone(), criteria.answers.clone());
            self.values.note_read(criteria.step, part, mark);
        }
        value
    }
}

fn pointer(accesses: &[Access]) -> Pointer {
    Pointer::from_tokens(accesses.iter().map(Access::token).collect())
}
