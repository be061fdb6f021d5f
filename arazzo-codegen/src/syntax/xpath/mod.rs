//! XPath 3.1, recognised: where an expression is wrong, which values go into it, and what it can find.
//!
//! The compiler does not evaluate it, so it is not represented: what is right is handed to the runtime as it was written.

mod brackets;
mod functions;
mod parser;
mod steps;
#[cfg(test)]
mod tests;
mod types;

use std::ops::Range;

use super::SyntaxProblem;
use super::condition::Access;
use super::expression::Expression;

/// An expression that is right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct XPath {
    pub(crate) text: String,
    /// In the order of the text.
    pub(crate) holes: Vec<Hole>,
    pub(crate) yields: Yields,
}

/// A value that is known at run time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hole {
    /// Its bytes, with its braces or quotes.
    pub(crate) range: Range<usize>,
    /// It is all that a predicate holds, `[{$inputs.n}]`, so it is a position.
    pub(crate) is_position: bool,
    pub(crate) kind: HoleKind,
}

/// How a value stands in an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum HoleKind {
    /// `{$inputs.a}`, or without braces: the value has its type.
    Value { expression: Expression, accesses: Vec<Access>, braced: bool },
    /// Text in quotes that may have expressions in it; quotes inside are doubled.
    Text { quote: char },
}

/// What an expression finds, as far as its form tells: the type of an output never depends on data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Yields {
    /// Nodes, whose value is their text, or strings.
    Text,
    Boolean,
    Integer,
    Number,
    /// An array, which becomes a list.
    List(Box<Yields>),
    Any,
}

impl Yields {
    /// What may be either.
    fn or(self, other: &Yields) -> Yields {
        if self == *other { self } else { Yields::Any }
    }
}

impl XPath {
    pub(crate) fn parse(text: &str) -> Result<XPath, SyntaxProblem> {
        brackets::check(text)?;
        parser::Parser::new(text).whole()
    }
}
