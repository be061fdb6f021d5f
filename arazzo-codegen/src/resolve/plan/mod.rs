//! Which documents are open, which of their workflows are compiled, and in which order.
//!
//! What is called stands before its callers, unless they call each other; every place that names a workflow leads to one, or is
//! reported.

mod asynchronous;
mod documents;
mod order;
mod project;
mod references;
#[cfg(test)]
mod tests;
mod workspace;

pub(crate) use asynchronous::is_asynchronous;
pub(crate) use documents::Documents;
pub(crate) use order::plan;
pub(crate) use project::Project;
pub(crate) use references::WorkflowRef;
pub(crate) use workspace::Workspace;
