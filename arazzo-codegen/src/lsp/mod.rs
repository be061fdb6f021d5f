//! `cargo arazzo lsp`: a language server for documents, over the standard input and output.
//!
//! ```text
//! server        messages in, answers and diagnostics out
//! session       the texts that are open, and what is known of them
//! meaning       a document as the compiler knows it
//! outline       where keys and values stand, in broken texts too
//! grammar       what stands at a path of a document
//! answers       which request is answered by what: a file for each
//! ```
//!
//! What a document means, only the compiler says (`analyse`). While a text is broken, the answers come from the text without the line
//! that is being typed, or else from the last text that could be read.

mod answers;
mod capabilities;
mod complete;
mod definition;
mod fixes;
mod grammar;
mod hints;
mod hover;
mod meaning;
mod names;
mod outline;
mod package;
mod published;
mod reading;
mod rename;
mod scene;
mod server;
mod session;
mod symbols;
mod target;
mod text;
mod types;
mod uri;
mod words;

pub(crate) use server::run;
