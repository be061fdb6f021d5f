//! The outputs of steps and of workflows: their shapes, whether they are there, which are secrets, and all names.
//!
//! Nothing that is a secret by its name, by a description or by where it goes is left unmarked.

mod copies;
mod describe;
mod names;
mod secrets;
#[cfg(test)]
mod tests;
mod workflow;

pub(crate) use copies::{demand_outputs, shape_copies, type_workflow_outputs};
pub(crate) use describe::{Declared, step_output};
pub(crate) use names::name;
pub(crate) use secrets::{is_secret_header, mark_secrets};
pub(crate) use workflow::{transfers, workflow_outputs};
