//! From the JSON Schema of a workflow's inputs to types.
//!
//! A type admits all that its schema admits; where no type of Rust does, it is any JSON, and that is said.

mod listed;
mod objects;
mod parts;
mod types;
mod unions;

pub(crate) use parts::{NoPart, Part, missing_part, part_of, undeclared};
pub(crate) use types::{MAX_SCHEMAS, input_types, untyped_field};
