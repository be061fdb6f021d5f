//! From the JSON Schema of a workflow's inputs to types.
//!
//! A type admits all that its schema admits; where no type of Rust does, it is any JSON, and that is said.

mod asked;
mod builder;
mod listed;
mod objects;
mod parts;
#[cfg(test)]
mod tests;
mod types;
mod unions;

pub(crate) use asked::{AskedVariable, ask_for_variables, gives_no_path_parameter};
pub(crate) use builder::untyped_field;
pub(crate) use parts::{NoPart, Part, missing_part, part_of, undeclared};
pub(crate) use types::{MAX_SCHEMAS, input_types};
