//! Conditions with a meaning: what criteria become.

use super::{Exchange, Expr, StaticId, StepId};
use crate::status::StatusSet;
use crate::syntax::condition::{Dialect, Operator};
use crate::value::Value;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    Always(bool),
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    /// The response's status is one of a set: all conditions on `$statusCode` alone.
    Status(StatusSet),
    Compare {
        dialect: Dialect,
        operator: Operator,
        left: Expr,
        right: Expr,
    },
    /// The truthiness of a value; in JSONPath, that there is one, even null.
    Truthy {
        dialect: Dialect,
        value: Expr,
    },
    /// There is a value other than null, of a body: JSON.
    Present(Expr),
    /// There is nothing in a value, or no value.
    Empty(Expr),
    /// A regular expression that occurs in a value's text.
    Matches {
        pattern: Program,
        context: Expr,
    },
    /// An XPath whose effective boolean value is true.
    Holds {
        query: Program,
        context: Expr,
    },
    /// A JSONPath query that finds something.
    Found {
        query: Program,
        looks_at: LooksAt,
        context: Expr,
    },
}

/// A text in a language that is compiled at run time: once, unless values go into it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Program {
    /// A static of the workflow, by its index.
    Static(StaticId),
    /// Values between texts; one text more than values.
    Bound { texts: Vec<String>, values: Vec<Expr> },
    /// A value that is the whole text.
    Value(Box<Expr>),
}

impl Program {
    /// The same program with other values.
    pub(crate) fn map(self, change: &mut impl FnMut(Expr) -> Expr) -> Program {
        match self {
            Program::Static(index) => Program::Static(index),
            Program::Bound { texts, values } => {
                Program::Bound { texts, values: values.into_iter().map(change).collect() }
            }
            Program::Value(value) => Program::Value(Box::new(change(*value))),
        }
    }

    /// The values that go into it.
    pub(crate) fn values(&self) -> &[Expr] {
        match self {
            Program::Static(_) => &[],
            Program::Bound { values, .. } => values,
            Program::Value(value) => std::slice::from_ref(value),
        }
    }
}

/// A program that is the same in every call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Static<N = String> {
    /// The name of the static that holds it.
    pub(crate) constant: N,
    pub(crate) language: Language,
    pub(crate) text: String,
    /// The step that reads it, where there is one.
    pub(crate) step: Option<StepId>,
}

/// A language whose texts are compiled at run time, by a feature of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Regex,
    JsonPath,
    XPath,
}

impl Language {
    /// What a text in it is called.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Language::Regex => "pattern",
            Language::JsonPath | Language::XPath => "query",
        }
    }
}

/// What the runtime does only where a feature is enabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feature {
    Language(Language),
    /// Parts of responses that are XML.
    Xml,
}

/// A feature of the runtime that a workflow needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    pub(crate) feature: Feature,
    /// File and line of the first place that needs it.
    pub(crate) at: String,
}

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LooksAt {
    /// What RFC 9535 says: the elements or members of a value.
    Children,
    /// The value itself.
    Itself,
    /// An object itself, and the elements of a list: `$[?@.a]` as the specification's example means it.
    ObjectOrElements,
}

impl Test {
    pub(crate) fn all(parts: impl IntoIterator<Item = Test>) -> Test {
        let mut status = StatusSet::everything();
        let mut rest: Vec<Test> = Vec::new();
        for part in parts {
            match part {
                Test::Always(true) => {}
                Test::Always(false) => return Test::Always(false),
                Test::Status(set) => status = status.intersection(&set),
                Test::All(inner) => match Test::all(inner) {
                    Test::All(inner) => rest.extend(inner),
                    Test::Always(true) => {}
                    other => rest.push(other),
                },
                other if rest.contains(&other) => {}
                other => rest.push(other),
            }
        }
        // Parts that came out of an inner conjunction may be conditions on the status again.
        let mut tests = Vec::new();
        for test in rest {
            match test {
                Test::Status(set) => status = status.intersection(&set),
                other => tests.push(other),
            }
        }
        if status.is_empty() {
            return Test::Always(false);
        }
        if status != StatusSet::everything() {
            tests.insert(0, Test::Status(status));
        }
        match tests.len() {
            0 => Test::Always(true),
            1 => tests.remove(0),
            _ => Test::All(tests),
        }
    }

    pub(crate) fn any(parts: impl IntoIterator<Item = Test>) -> Test {
        Test::all(parts.into_iter().map(Test::negated)).negated()
    }

    pub(crate) fn negated(self) -> Test {
        match self {
            Test::Always(flag) => Test::Always(!flag),
            Test::Status(set) => Test::Status(set.complement()),
            Test::Not(inner) => *inner,
            Test::All(parts) => Test::Any(parts.into_iter().map(Test::negated).collect()),
            Test::Any(parts) => Test::All(parts.into_iter().map(Test::negated).collect()),
            Test::Compare { dialect, operator: Operator::Equal, left, right } => {
                Test::Compare { dialect, operator: Operator::NotEqual, left, right }
            }
            Test::Compare { dialect, operator: Operator::NotEqual, left, right } => {
                Test::Compare { dialect, operator: Operator::Equal, left, right }
            }
            // `!(a < b)` is not `a >= b` where one of them is missing.
            other => Test::Not(Box::new(other)),
        }
    }

    /// The statuses with which the test can hold.
    pub(crate) fn statuses(&self) -> StatusSet {
        match self {
            Test::Always(false) => StatusSet::empty(),
            Test::Status(set) => set.clone(),
            Test::All(parts) => {
                parts.iter().fold(StatusSet::everything(), |set, part| set.intersection(&part.statuses()))
            }
            Test::Any(parts) => parts.iter().fold(StatusSet::empty(), |set, part| set.union(&part.statuses())),
            _ => StatusSet::everything(),
        }
    }

    /// The set of statuses, when the test is about nothing else.
    pub(crate) fn as_status(&self) -> Option<StatusSet> {
        match self {
            Test::Always(true) => Some(StatusSet::everything()),
            Test::Always(false) => Some(StatusSet::empty()),
            Test::Status(set) => Some(set.clone()),
            Test::All(parts) => {
                parts.iter().try_fold(StatusSet::everything(), |set, part| Some(set.intersection(&part.as_status()?)))
            }
            Test::Any(parts) => {
                parts.iter().try_fold(StatusSet::empty(), |set, part| Some(set.union(&part.as_status()?)))
            }
            Test::Not(inner) => Some(inner.as_status()?.complement()),
            _ => None,
        }
    }

    /// Whether the status matters, in whatever way.
    pub(crate) fn reads_status(&self) -> bool {
        let mut reads = false;
        self.each_value(&mut |value| value.each(&mut |part| reads |= *part == Expr::Exchange(Exchange::StatusCode)));
        reads
            || match self {
                Test::Status(_) => true,
                Test::All(parts) | Test::Any(parts) => parts.iter().any(Test::reads_status),
                Test::Not(inner) => inner.reads_status(),
                _ => false,
            }
    }

    /// What is left of the test where `facts` are known to hold and the status is one of `set`.
    pub(crate) fn assuming(&self, facts: &[Test], set: &StatusSet) -> Test {
        if facts.contains(self) {
            return Test::Always(true);
        }
        match self {
            Test::Status(wanted) if set.is_subset(wanted) => Test::Always(true),
            Test::Status(wanted) if !set.intersects(wanted) => Test::Always(false),
            Test::All(parts) => Test::all(parts.iter().map(|part| part.assuming(facts, set))),
            Test::Any(parts) => Test::any(parts.iter().map(|part| part.assuming(facts, set))),
            Test::Not(inner) => inner.assuming(facts, set).negated(),
            other => other.clone(),
        }
    }

    /// Whether the test can hold where a context has no value at all.
    pub(crate) fn can_hold_without_value(&self) -> bool {
        let is_literal = |value: &Expr| matches!(value, Expr::Literal(_));
        match self {
            Test::Always(flag) => *flag,
            Test::All(parts) => parts.iter().all(Test::can_hold_without_value),
            Test::Any(parts) => parts.iter().any(Test::can_hold_without_value),
            // Nothing equals nothing.
            Test::Compare { operator, left, right, .. } => match operator {
                Operator::NotEqual => true,
                Operator::Less | Operator::Greater => false,
                _ => !is_literal(left) && !is_literal(right),
            },
            Test::Status(_) | Test::Not(_) | Test::Empty(_) => true,
            _ => false,
        }
    }

    /// Whether the test holds for a response whose body has none of the values that it asks for, such as an error page, and asks
    /// for nothing else.
    pub(crate) fn holds_without_body(&self) -> bool {
        // That a body is JSON is what each JSONPath needs, and says little: errors are JSON too.
        let is_any_json =
            |test: &Test| matches!(test, Test::Present(Expr::Exchange(Exchange::Body(at))) if at.is_empty());
        match self {
            Test::Always(_) | Test::Status(_) => false,
            Test::All(parts) => parts.iter().filter(|part| !is_any_json(part)).all(Test::holds_without_body),
            Test::Any(parts) => parts.iter().any(Test::holds_without_body),
            Test::Not(inner) => inner.reads_body() && !inner.is_met_without_body(),
            leaf => leaf.reads_body() && leaf.is_met_without_body(),
        }
    }

    /// The same of one test that reads a body: what it reads has no value then.
    fn is_met_without_body(&self) -> bool {
        match self {
            Test::Compare { dialect, operator, left, right } => {
                // Nothing equals nothing, in simple conditions null too, and is not equal to anything else.
                let is_nothing = |value: &Expr| match value {
                    Expr::Literal(Value::Null) => *dialect == Dialect::Simple,
                    value => value.reads_body(),
                };
                match operator {
                    Operator::NotEqual => !(is_nothing(left) && is_nothing(right)),
                    Operator::Equal => is_nothing(left) && is_nothing(right),
                    _ => false,
                }
            }
            Test::Empty(_) => true,
            _ => false,
        }
    }

    fn reads_body(&self) -> bool {
        let mut reads = false;
        self.each_value(&mut |value| reads |= value.reads_body());
        reads
    }

    /// Visits every value the test reads.
    pub(crate) fn each_value(&self, visit: &mut impl FnMut(&Expr)) {
        match self {
            Test::Always(_) | Test::Status(_) => {}
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| part.each_value(visit)),
            Test::Not(inner) => inner.each_value(visit),
            Test::Compare { left, right, .. } => {
                visit(left);
                visit(right);
            }
            Test::Truthy { value, .. } | Test::Present(value) | Test::Empty(value) => visit(value),
            Test::Matches { pattern: program, context }
            | Test::Holds { query: program, context }
            | Test::Found { query: program, context, .. } => {
                program.values().iter().for_each(&mut *visit);
                visit(context);
            }
        }
    }
}
