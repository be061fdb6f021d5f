//! The types of outputs and of open inputs: from what responses and requests say of them to Rust.
//!
//! Promise: an output of a response whose description says enough has a type of its own, one for one schema; of any other that has
//! parts, a lint says why it is any JSON. An input that the document leaves open has the type of the schema that it is sent to, where
//! it is only sent, and all schemas agree; one that is only sent as bytes is bytes.

mod builder;
mod described;
mod files;
mod given;
mod inputs;
mod names;
mod own;
mod uses;

pub(crate) use described::describe;
pub(crate) use files::make_files;
pub(crate) use given::{Descriptions, Types};
pub(crate) use inputs::OpenInputs;
