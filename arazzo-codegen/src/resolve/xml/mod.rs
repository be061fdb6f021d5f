//! Bodies of requests that are written as XML, and parts of responses that are read from it, by the schemas of the description.
//!
//! Every name, order and kind of node is known from the schemas; a value whose form they leave open is reported.

mod build;
mod forms;
mod reads;
mod root;
mod scope;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use writer::{XmlStatics, XmlWriter};
