//! The steps of a workflow: what each calls, when it has succeeded, and what comes next.
//!
//! Every action leads to a step; every step stands behind those that it depends on.

mod order;
mod room;
mod step;
#[cfg(test)]
mod tests;

pub(crate) use room::Steps;
