//! The outputs of steps and of workflows: their shapes, whether they are there, and which are secrets.
//!
//! Nothing that is a secret by its name, by a description or by where it goes is left unmarked.

mod copies;
mod describe;
mod secrets;
#[cfg(test)]
mod tests;
mod workflow;

pub(crate) use copies::{demand_outputs, shape_copies};
pub(crate) use describe::{Declared, step_output};
pub(crate) use secrets::{is_secret_header, mark_secrets};
pub(crate) use workflow::{returned, transfers, workflow_outputs};
