//! The small languages inside the strings of a document, each with a hand-written parser that knows byte ranges.

pub(crate) mod condition;
pub(crate) mod expression;
pub(crate) mod foreign;
pub(crate) mod json_text;
pub(crate) mod loose;
pub(crate) mod pointer;
pub(crate) mod regex;
pub(crate) mod template;
pub(crate) mod xpath;

use std::ops::Range;

/// Why a text is not what its position demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxProblem {
    /// The bytes of the text that are wrong.
    pub(crate) range: Range<usize>,
    pub(crate) reason: String,
    /// What was probably meant by the text in the range.
    pub(crate) closest: Option<String>,
    /// How to write it.
    pub(crate) help: Option<&'static str>,
}

impl SyntaxProblem {
    pub(crate) fn new(range: Range<usize>, reason: impl Into<String>) -> SyntaxProblem {
        SyntaxProblem { range, reason: reason.into(), closest: None, help: None }
    }

    /// The same problem with what was probably meant.
    pub(crate) fn meant(self, closest: Option<String>) -> SyntaxProblem {
        SyntaxProblem { closest, ..self }
    }

    /// The same problem inside a longer text.
    pub(crate) fn shifted(mut self, by: usize) -> SyntaxProblem {
        self.range = self.range.start + by..self.range.end + by;
        self
    }
}
