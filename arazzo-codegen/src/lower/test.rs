//! Conditions.

use super::code::{Code, Operator, Statuses, call, flag, name, run};
use super::lowering::Lowering;
use super::site::Site;
use crate::flow::{Asked, Condition, RetryRef};
use crate::model::{Language, LooksAt, Test};
use crate::status::StatusSet;
use crate::syntax::condition::{self, Dialect};

impl Lowering<'_> {
    /// A test and the retry limit to test after it.
    pub(super) fn condition(&self, condition: &Condition) -> Code {
        let Condition { test, retry, asked, env } = condition;
        let site = Site { model: self.model, workflow: self.workflow, env, asked: Some(asked) };
        let Some(again) = retry.map(|retry| self.again(retry, asked)) else { return site.test(test) };
        match test {
            Test::Always(true) => again,
            Test::Any(_) => Code::Joined(Operator::And, vec![site.grouped(test), again]),
            test => Code::Joined(Operator::And, vec![site.test(test), again]),
        }
    }

    /// Whether a step is retried once more.
    fn again(&self, retry: RetryRef, asked: &Asked) -> Code {
        let action =
            self.workflow.steps.get(retry.step).and_then(|step| step.actions(retry.on_success).get(retry.action));
        let counter = action.map_or(Code::Bug("a retry has no action"), |action| name(&action.ident));
        run("retry", [counter.changed(), name(&asked.ident).referred()]).awaited().tried()
    }
}

impl Site<'_> {
    /// A test as a `bool`.
    pub(super) fn test(&self, test: &Test) -> Code {
        match test {
            Test::Always(always) => flag(*always),
            Test::All(parts) => Code::Joined(Operator::And, self.parts(parts)),
            Test::Any(parts) => Code::Joined(Operator::Or, self.parts(parts)),
            Test::Not(inner) => self.grouped(inner).not_if(true),
            Test::Status(set) => self.status(set),
            Test::Compare { dialect, operator, left, right } => {
                let (function, not) = function(*operator);
                let compared = [self.operand(left), self.operand(right)];
                call(format!("rt::{}::{function}", module(*dialect)), compared).not_if(not)
            }
            Test::Truthy { dialect, value } => call(format!("rt::{}::truthy", module(*dialect)), [self.operand(value)]),
            Test::Present(context) => call("rt::jsonpath::present", [self.context(context)]),
            Test::Empty(value) => call("rt::jsonpath::empty", [self.operand(value)]),
            Test::Matches { pattern, context } => {
                self.program(pattern, Language::Regex).method("matches", [self.operand(context)])
            }
            Test::Holds { query, context } => self.program(query, Language::XPath).method("holds", [self.xml(context)]),
            Test::Found { query, looks_at, context } => {
                let method = match looks_at {
                    LooksAt::Children => "finds",
                    LooksAt::Itself => "holds",
                    LooksAt::ObjectOrElements => "finds_or_holds",
                };
                self.program(query, Language::JsonPath).method(method, [self.context(context)])
            }
        }
    }

    fn parts(&self, parts: &[Test]) -> Vec<Code> {
        parts.iter().map(|part| self.grouped(part)).collect()
    }

    /// In parentheses where it would bind differently.
    fn grouped(&self, test: &Test) -> Code {
        let inner = self.test(test);
        if matches!(test, Test::All(_) | Test::Any(_)) { inner.in_parentheses() } else { inner }
    }

    fn status(&self, set: &StatusSet) -> Code {
        match self.asked {
            None => Code::Bug("there is no response"),
            Some(asked) if asked.called.is_some() => name(&asked.ident).then("succeeded").not_if(set.has_none()),
            Some(asked) => status(set, asked),
        }
    }
}

/// Whether a status is one of a set, in the shortest way.
fn status(set: &StatusSet, asked: &Asked) -> Code {
    let (status, optional) = (name(&asked.ident).then("status"), asked.attempt);
    let missed = set.complement();
    if optional && *set == StatusSet::any_response() {
        return status.then("is_some");
    }
    if optional && missed == StatusSet::any_response() {
        return status.then("is_none");
    }
    let single = |set: &StatusSet| if optional { set.as_single() } else { set.without_none().as_single() };
    let number = |status: u16| {
        let number = Code::Count(status.into());
        if optional { number.wrapped() } else { number }
    };
    if let Some(only) = single(set) {
        return status.equal(number(only), false);
    }
    if let Some(only) = single(&missed) {
        return status.equal(number(only), true);
    }
    let not = missed.ranges().len() < set.ranges().len();
    let set = if not { missed } else { set.clone() };
    Code::Matches(Box::new(status), Statuses { set, optional }).not_if(not)
}

/// The function that compares, and whether its result is turned round.
fn function(operator: condition::Operator) -> (&'static str, bool) {
    match operator {
        condition::Operator::Equal => ("eq", false),
        condition::Operator::NotEqual => ("eq", true),
        condition::Operator::Less => ("lt", false),
        condition::Operator::LessOrEqual => ("le", false),
        condition::Operator::Greater => ("gt", false),
        condition::Operator::GreaterOrEqual => ("ge", false),
    }
}

fn module(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Simple => "simple",
        Dialect::JsonPath => "jsonpath",
    }
}
