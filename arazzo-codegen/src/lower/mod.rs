//! From blocks to statements and expressions of Rust: what is copied, referred to or cloned, what is left out, which function of the
//! runtime is called. `emit` writes what is decided here, as it stands.
//!
//! ```text
//! code       an expression of the generated function, and how one is made
//! block      its statements, and expressions of several statements
//! mentioned  which variables they read
//! control    blocks of the flow, and how they end
//! statement  what stands in them
//! lowering   what the code of a function is lowered with
//! site       where a value is written: the response, inputs
//! reading    what is known of a value there
//! value      a value as something that can be sent, or as one side of a comparison
//! text       templates
//! json       lists and objects that the document writes
//! carried    values that may be bytes
//! constant   constants of the types of inputs
//! program    patterns and queries
//! test       conditions
//! request    the request of a step (its parts: multipart)
//! call       calls of other workflows
//! taken      outputs of steps, taken from responses
//! selected   those that a query finds
//! given      values that are given away: as outputs, or to called workflows
//! output     what a workflow returns
//! part       private functions of a long workflow, and their calls
//! ```
//!
//! Invariant: the tree says all that is written of a function; no table has to be asked any more, but for the names of types.

mod block;
mod call;
mod carried;
mod code;
mod constant;
mod control;
mod given;
mod json;
mod lowering;
mod mentioned;
mod multipart;
mod output;
mod part;
mod program;
mod reading;
mod request;
mod selected;
mod site;
mod statement;
mod taken;
mod test;
#[cfg(test)]
mod tests;
mod text;
mod value;

pub(crate) use block::{Block, Body, Control, Holds, Left, Part, Pattern, Stmt, Typed};
pub(crate) use code::{Around, Brackets, Code, Json, Link, Operator, Piece, Statuses};
pub(crate) use constant::{default_function, default_name, empty_map, field_value, unsaid};
pub(crate) use lowering::lower;
pub(crate) use program::type_name;

use crate::model::ModulePath;

/// `super::login`
fn module(path: &ModulePath) -> String {
    path.0.join("::")
}
