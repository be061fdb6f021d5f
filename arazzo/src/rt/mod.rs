//! What generated code calls. Not for direct use; changes with the compiler.

mod deadline;
mod decode;
pub(crate) mod encode;
mod entry;
mod exact;
pub mod jsonpath;
mod multipart;
mod object;
mod operand;
mod operation;
mod path;
mod prepare;
mod project;
mod read;
mod redirect;
mod replaced;
mod request;
mod response;
mod retry;
mod run;
mod security;
mod send;
pub mod simple;
mod style;
mod text;

pub use arazzo_macros::expand;
pub use decode::{Decode, Mismatch};
pub use exact::Inexact;
pub use multipart::{Multipart, Part};
pub use object::{Array, Object};
pub use operand::{Operand, operand};
pub use operation::{Demand, Operation, Workflow};
pub use replaced::Replaced;
pub use request::Request;
pub use response::{Answer, Attempt, Response};
pub use retry::Retry;
pub use run::Run;
pub use serde;
pub use serde_json;
pub use std::time::Duration;
pub use style::{In, Parameter, Style};
pub use text::{Hidden, cdata, part, percent, template, text, xml};

pub use crate::scheme::{AnyScheme, KeyIn};
