//! Workflows that call workflows: steps, actions and dependencies (SPEC sections 1.20 and 1.21).
//!
//! A call hands over values of fields that its callee has, all that this demands, or a report that says what is missing.

mod called;
mod dependencies;
mod passing;
mod room;
mod sent_in_base64;
#[cfg(test)]
mod tests;

pub(crate) use dependencies::{Callees, find_callees};
pub(crate) use passing::settle;
pub(crate) use room::Calls;
