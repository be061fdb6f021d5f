//! Rust names for names of a document: total functions, used everywhere.
//!
//! `heck` decides the case; characters that no identifier has are separators; `_` stands before a leading digit; keywords
//! become raw identifiers, or get `_` behind them where Rust allows no raw one. What is left is an identifier in Unicode's
//! normal form C, in which Rust compares identifiers, and no lint has anything to say about its letters.
//!
//! Names that would be equal are numbered: `a_2`, `A_2`, and `Client2` for types, where an underscore would be a warning
//! (`V1_2` behind a digit). Which one gets the number does not depend on the order of the document: a name that is spelled
//! as Rust spells it comes first, then the order of the alphabet decides; of types, those that are nested less come first.
//!
//! A name has at most [`length::LONGEST`] bytes: a longer one is cut, and a digest of the whole follows.
//!
//! # Where names are used
//!
//! Names must differ from others of their space, and from what generated code uses there itself ([`Space`]):
//!
//! | space | whose names | what generated code uses there |
//! |---|---|---|
//! | modules | workflows that call each other, other documents, the module around them | `arazzo`, and other crates that are named beside them |
//! | types | `Input`, objects, enums and unions in it | `Output`, `Outcome`, `Step`, what it imports of the runtime, the types and traits of the prelude that it names |
//! | variants | values of an enum, types of a union, steps, ends of a workflow | |
//! | fields | properties, dependencies; outputs | `extra`, in inputs |
//! | constants | sources, schemes; steps, patterns and queries | `WORKFLOW`, the function, the bindings in `From<Required>` |
//! | variables | checked inputs, steps, outputs, counters of retries, and the former values of a loop | parameters and `run`; all constants, which a `let` must not hide |
//! | labels | steps | `static`; keywords, which are no labels |
//! | members | dependencies, as JSON | |
//!
//! Methods (`default_…`), lifetimes and macros have no names of documents alone: a word of ours comes before them.

mod case;
mod length;
mod scope;
mod space;
mod words;

pub(crate) use case::{camel, shouty, snake};
pub(crate) use scope::Names;
pub(crate) use space::{EXTRA, Import, Space};

/// The module of a workflow, and its function.
pub(crate) fn module(workflow: &str) -> String {
    Names::new(Space::Modules).claim(snake(workflow))
}

/// A label after a variable.
pub(crate) fn label(variable: &str) -> String {
    words::never_raw(plain(variable))
}

/// A name of ours with a name of the document behind it: `default_price`.
pub(crate) fn behind(word: &str, name: &str) -> String {
    format!("{word}_{}", plain(name).trim_start_matches('_'))
}

/// A name as it is said and written in JSON: without the sign of raw identifiers.
pub(crate) fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

#[cfg(test)]
mod tests;
