//! From what a document writes to values: every string, expression, template, selector and query becomes an `Expr`.
//!
//! A value refers to inputs and outputs that exist. Where it cannot, that is reported, and there is no value.
//!
//! Nine of these files call each other in a circle, because the language does: a payload holds templates and selectors, these hold
//! expressions, an expression may lead to an output or to what a workflow was given, and either is made of the like
//! (`payload`, `templates`, `selector`, `program`, `expression`, `outputs`, `projection`, `deduced`, `called`). The others are called
//! by them.

mod called;
mod certain;
mod compared;
mod constant;
mod deduced;
mod expression;
mod holes;
mod implicit;
mod inputs;
mod inside;
mod json_text;
mod meant;
mod notes;
mod outputs;
mod parameters;
mod payload;
mod program;
mod programs;
mod projection;
mod remarks;
mod selector;
mod sent;
mod site;
mod templates;
#[cfg(test)]
mod tests;
mod unbraced;

pub(crate) use certain::{is_certain, is_text};
pub(crate) use compared::{Compared, Comparison};
pub(crate) use holes::hole;
pub(crate) use implicit::Implicit;
pub(crate) use inside::{input_path, inside};
pub(crate) use notes::{Notes, Read, Values};
pub(crate) use parameters::{dereference, given, parameter};
pub(crate) use site::Site;
