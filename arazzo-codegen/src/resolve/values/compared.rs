//! What criteria compare.

use std::ops::Range;

use crate::model::{Expr, StepId};
use crate::place::Place;
use crate::resolve::responses::Answers;
use crate::syntax::condition::{Dialect, Operator};

/// A comparison, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    pub(crate) step: StepId,
    /// The responses that it is about.
    pub(crate) answers: Answers,
    pub(crate) place: Place,
    pub(crate) dialect: Dialect,
    pub(crate) comparison: Comparison,
}

/// What is compared.
#[derive(Clone, Debug)]
pub(crate) enum Comparison {
    /// Two values, and where each stands in the condition.
    Sides { operator: Operator, left: (Expr, Range<usize>), right: (Expr, Range<usize>) },
    /// A value that a pattern is looked for in.
    Pattern(Expr),
}
