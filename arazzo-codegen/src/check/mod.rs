//! Values of a document, held against schemas: what it sends against what the API's description takes (`fit`; SPEC RB-13 to RB-15,
//! P-20), and what it writes for inputs against their own schemas (`refusal`). `evaluator` does the work.

mod datum;
mod evaluated;
mod evaluator;
mod fit;
mod formats;
mod kinds;
mod lists;
mod members;
mod outcome;
mod passed;
mod receiver;
mod refusal;
mod scalars;
mod styles;
mod unions;

pub(crate) use crate::openapi::matches;
pub(crate) use fit::{Fit, HandedOutput};
pub(crate) use kinds::{Form, scalar_text};
pub(crate) use passed::Passed;
pub(crate) use receiver::Receiver;
pub(crate) use refusal::{is_of_type, refusal};
pub(crate) use styles::{Outer, Structure, Styling};
