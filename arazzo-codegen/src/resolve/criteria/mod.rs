//! From criteria to tests.
//!
//! What depends on the status alone is a set of statuses; everything else is a test of values that are there or not.

mod condition;
mod constant;
mod filters;
mod room;
#[cfg(test)]
mod tests;

pub(crate) use constant::check_constant;
pub(crate) use room::{Of, Tests};
