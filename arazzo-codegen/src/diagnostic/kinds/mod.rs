//! Every kind of mistake: a row for each, with all that is known of it.
//!
//! A row has the facts of a mistake, how bad it is, its code, and what is said: what is wrong in the terms of the author, a few
//! words for the caret, what to change, and what an edit writes instead, where that is known exactly.
//!
//! ```text
//! UnknownInput { input: String, workflow: String, similar: Similar } => Error, "unknown-input",
//!     say(format!("workflow `{workflow}` has no input `{input}`"))
//!         .label("not declared in `inputs`")
//!         .unknown(input, similar, own_name);
//! ```
//!
//! Where only a fact tells how bad it is, an `if` stands in place of `Error`. The code is the name in lower case. The text of names
//! is printed as it is here; `render` makes invisible characters visible.
//!
//! The files of this folder have the rows by topic. Each is a macro that adds its rows to those it is given and hands all of them
//! to the next, so that [`Kind`] is one enum, and a match over it has no place for a kind without a code or a sentence.

use super::cure::{Cure, is_written, keyword, own_name, replace, token, write};
use super::facts::{Astray, Named, Unusable, Without};
use super::sentences::{Sentences, say};
use super::{Severity, words};
use crate::suggest::{Similar, is_slip, is_typo};
use crate::syntax::regex::Difference;
use Severity::{Error, Lint, Note, Warning};
use words::{arrows, expected, list, qualify, source_or, sources};

/// The rows of a topic. The `$` in front of its name stands for itself in the macro that this one defines.
macro_rules! topic {
    ($dollar:tt $topic:ident $($rows:tt)*) => {
        macro_rules! $topic {
            ([$dollar next:ident $dollar($dollar rest:ident)*] $dollar($dollar before:tt)*) => {
                $dollar next! { [$dollar($dollar rest)*] $dollar($dollar before)* $($rows)* }
            };
        }
        pub(super) use $topic;
    };
}

mod bodies;
mod conditions;
mod expressions;
mod files;
mod flow;
mod form;
mod inputs;
mod operations;
mod parameters;
mod responses;
mod steps;
mod values;
mod workflows;

use bodies::bodies;
use conditions::conditions;
use expressions::expressions;
use files::files;
use flow::flow;
use form::form;
use inputs::inputs;
use operations::operations;
use parameters::parameters;
use responses::responses;
use steps::steps;
use values::values;
use workflows::workflows;

/// What a row says of a mistake, besides its facts.
struct Row<'a> {
    code: &'static str,
    severity: Severity,
    /// Nothing is formatted until it is asked for.
    sentences: Box<dyn FnOnce() -> Sentences + 'a>,
}

macro_rules! kinds {
    ([] $(
        $(#[$about_kind:meta])*
        $kind:ident $({ $($(#[$about_fact:meta])* $fact:ident: $type:ty),* $(,)? })?
            => $severity:expr, $code:literal, $sentences:expr;
    )*) => {
        /// What is wrong, with the facts of which the sentences are made.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Kind {
            $($(#[$about_kind])* $kind $({ $($(#[$about_fact])* $fact: $type),* })?,)*
        }

        /// Every code, in the order of the rows.
        pub(crate) const CODES: &[&str] = &[$($code),*];

        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($kind)),*];

        impl Kind {
            #[allow(unused_variables, reason = "a fact may be for others, as the position of `Syntax` is for `render`")]
            fn row(&self) -> Row<'_> {
                match self {
                    $(Kind::$kind $({ $($fact: $fact),* })? => {
                        Row { code: $code, severity: $severity, sentences: Box::new(move || $sentences) }
                    })*
                }
            }
        }
    };
}

files! { [form expressions conditions operations parameters values bodies responses inputs workflows steps flow kinds] }

impl Kind {
    /// The stable name of the kind.
    pub(crate) fn code(&self) -> &'static str {
        self.row().code
    }

    /// How bad it is, before `allow`, `warn`, `deny` and `strict`.
    pub(super) fn severity(&self) -> Severity {
        self.row().severity
    }

    /// What is said about it.
    pub(super) fn sentences(&self) -> Sentences {
        (self.row().sentences)()
    }
}

#[cfg(test)]
mod tests;
