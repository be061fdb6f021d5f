//! The types of outputs: from what responses say of them to Rust.
//!
//! Promise: an output of a response whose description says enough has a type of its own, one for one schema; of any other that has
//! parts, a lint says why it is any JSON.

mod builder;
mod described;
mod given;
mod names;
mod own;

pub(crate) use described::describe;
pub(crate) use given::{Descriptions, Types};
