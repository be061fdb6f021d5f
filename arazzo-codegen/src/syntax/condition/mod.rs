//! Conditions: `simple` criteria (Arazzo, "Criterion Object": literals and operators), and JSONPath criteria: queries of RFC 9535,
//! and the comparisons that real documents write in their place (`$.status == "exported"`).
//!
//! Precedence: `!`, then comparisons (which do not chain), then `&&`, then `||`. A filter of a JSONPath query is a condition too.

mod parser;
mod query;
mod show;

use std::ops::Range;

use super::SyntaxProblem;
use super::expression::Expression;

pub(super) use parser::{any_expression, longest_expression};
pub(crate) use query::{Function, Query, Root, Segment, Selector};
pub(crate) use show::{Hole, Reader, Token, query_tokens, quoted, standard, tokens};

use parser::Parser;

/// Which language a condition is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Operands are runtime expressions.
    Simple,
    /// Operands are JSONPath queries on the criterion's context, and runtime expressions.
    JsonPath,
}

/// A parsed condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
    Compare {
        operator: Operator,
        left: Operand,
        right: Operand,
    },
    /// `value empty true` (JSONPath dialect): there is nothing, or nothing in it.
    Empty(Operand),
    /// A lone operand: its truthiness decides; of a query, whether it finds something.
    Operand(Operand),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Operator::Equal => "==",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
        }
    }
}

/// One side of a comparison, and its bytes in the condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operand {
    pub(crate) kind: OperandKind,
    pub(crate) range: Range<usize>,
}

impl Operand {
    /// Whether it is a value that needs no JSONPath library.
    pub(crate) fn is_direct(&self) -> bool {
        let is_path = |operand: &Operand| match &operand.kind {
            OperandKind::Query(query) => Some(query.accesses().is_some()),
            _ => None,
        };
        let is_value =
            |operand: &Operand| matches!(operand.kind, OperandKind::Expression(..)) || is_path(operand) == Some(true);
        match &self.kind {
            OperandKind::Call(function, arguments) => *function == Function::Length && arguments.iter().all(is_value),
            _ => is_path(self).unwrap_or(true),
        }
    }
}

/// What an operand is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OperandKind {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    /// A number that is neither of them: its digits.
    Number(String),
    Text {
        text: String,
        /// Written with `"`, which only JSONPath knows.
        double_quoted: bool,
    },
    /// A runtime expression, then `.name` and `[n]`.
    Expression(Expression, Vec<Access>),
    /// A query into the context (JSONPath).
    Query(Query),
    /// A function of RFC 9535 (JSONPath).
    Call(Function, Vec<Operand>),
}

/// A step into a value, as `.name` or `[n]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Member(String),
    Index(usize),
}

impl Access {
    /// The token of a JSON Pointer that means the same.
    pub(crate) fn token(&self) -> String {
        match self {
            Access::Member(name) => name.clone(),
            Access::Index(index) => index.to_string(),
        }
    }
}

/// The condition of a JSONPath criterion.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JsonPath {
    pub(crate) condition: Condition,
    /// It is a query as RFC 9535 has it, and no comparison that is understood in its place.
    pub(crate) is_standard: bool,
}

impl JsonPath {
    pub(crate) fn parse(text: &str) -> Result<JsonPath, SyntaxProblem> {
        let mut parser = Parser::new(text, Dialect::JsonPath);
        let condition = parser.whole()?;
        let is_query = matches!(&condition, Condition::Operand(Operand { kind: OperandKind::Query(query), .. })
            if query.root == Root::Document);
        let has_blanks_around = text.trim() != text;
        Ok(JsonPath { condition, is_standard: is_query && !parser.is_extended() && !has_blanks_around })
    }
}

impl JsonPath {
    /// Parses a query of RFC 9535 and nothing else: a selector selects, and compares nothing.
    pub(crate) fn selector(text: &str) -> Result<Operand, SyntaxProblem> {
        let JsonPath { condition, is_standard } = JsonPath::parse(text)?;
        match condition {
            Condition::Operand(operand) if is_standard => Ok(operand),
            condition @ Condition::Operand(Operand { kind: OperandKind::Query(_), .. }) => {
                let reason = "RFC 9535 has no such query";
                Err(SyntaxProblem::new(0..text.len(), reason).meant(Some(standard(&condition, text))))
            }
            _ => Err(SyntaxProblem::new(0..text.len(), "it is a comparison, and no query")),
        }
    }
}

impl Condition {
    /// Parses the condition of a simple criterion.
    pub(crate) fn parse(text: &str) -> Result<Condition, SyntaxProblem> {
        Parser::new(text, Dialect::Simple).whole()
    }

    /// Whether no part of it needs a JSONPath library.
    pub(crate) fn is_direct(&self) -> bool {
        let mut direct = true;
        self.each_operand(&mut |operand| direct &= operand.is_direct());
        direct
    }

    /// Visits every operand, from left to right.
    pub(crate) fn each_operand(&self, visit: &mut impl FnMut(&Operand)) {
        match self {
            Condition::Any(parts) | Condition::All(parts) => parts.iter().for_each(|part| part.each_operand(visit)),
            Condition::Not(inner) => inner.each_operand(visit),
            Condition::Compare { left, right, .. } => {
                visit(left);
                visit(right);
            }
            Condition::Operand(operand) | Condition::Empty(operand) => visit(operand),
        }
    }
}

#[cfg(test)]
mod tests;
