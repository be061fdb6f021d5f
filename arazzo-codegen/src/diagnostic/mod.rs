//! Mistakes, how bad they are, and how they look.
//!
//! A stage reports [`Finding`]s: a [`Kind`] with the facts and a mark in a file. When the compilation ends they become
//! [`Diagnostic`]s: sentences with a line and a column, and the rendered block. `kinds` has a row for each kind, with all that is said.

mod cure;
mod edit;
#[cfg(feature = "print")]
mod explain;
mod explained;
mod facts;
mod finding;
mod kinds;
mod level;
mod named;
mod relation;
mod render;
mod report;
mod said;
mod sentences;
mod severity;
mod words;

pub use edit::Edit;
#[cfg(feature = "print")]
pub use explain::{Explanation, explanations};
pub(crate) use facts::{Astray, Named, Unusable, Without};
pub(crate) use finding::Finding;
pub(crate) use kinds::{CODES, Kind};
pub(crate) use level::{levelled, without_place};
pub use level::{more, shown};
pub(crate) use named::names;
pub use relation::Related;
pub(crate) use relation::Relation;
pub(crate) use report::{Report, Reported, Stop};
pub use said::{Diagnostic, End};
pub use severity::Severity;
pub(crate) use words::qualify;
