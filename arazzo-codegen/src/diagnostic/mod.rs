//! Mistakes, how bad they are, and how they look.
//!
//! A stage reports [`Finding`]s: a [`Kind`] with the facts and a mark in a file. When the compilation ends they become
//! [`Diagnostic`]s: sentences with a line and a column, and the rendered block. `kinds` has a row for each kind, with all that is said.

mod cure;
mod edit;
#[cfg(feature = "print")]
mod explain;
mod explained;
mod facts;
mod kinds;
mod level;
mod named;
mod relation;
mod render;
mod report;
mod sentences;
mod words;

use std::fmt;
use std::path::PathBuf;

pub use edit::Edit;
#[cfg(feature = "print")]
pub use explain::{Explanation, explanations};
pub(crate) use facts::{Astray, Named, Unusable, Without};
pub(crate) use kinds::{CODES, Kind};
pub(crate) use level::{levelled, without_place};
pub use level::{more, shown};
pub(crate) use named::names;
pub use relation::Related;
pub(crate) use relation::Relation;
pub(crate) use report::{Report, Reported, Stop};
pub(crate) use words::qualify;

use crate::files::Files;
use crate::place::Mark;
use sentences::Sentences;

/// How bad a finding is.
///
/// The order is from harmless to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Right, and perhaps not what was meant: shown under `strict`, or where its code is in `warn` or `deny`.
    Lint,
    /// The document bends a rule of the specification, and its meaning is still clear.
    Note,
    /// Probably a mistake.
    Warning,
    /// The document cannot mean anything, or would surely misbehave: nothing is generated.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Severity::Lint => "lint",
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// One mistake in a document, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// A stable name of the kind of mistake, such as `unknown-step`; `allow`, `warn` and `deny` use it.
    pub code: &'static str,
    /// How bad it is, after `allow`, `warn`, `deny` and `strict`.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to change, where that is known.
    pub help: Option<String>,
    /// The file, absolute.
    pub file: PathBuf,
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// Where it ends.
    pub end: End,
    /// The whole block as rustc would print it. Of a document with more than a hundred mistakes the rest are one line each.
    pub rendered: String,
    /// Other places that have to do with it, such as the operation in the API's description.
    pub related: Vec<Related>,
    /// What takes the mistake away, where that is known exactly and [was asked for](crate::Document::edits).
    pub edit: Option<Edit>,
}

/// The first character behind a part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct End {
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
}

/// The rendered block.
impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.rendered)
    }
}

/// One mistake as a stage reports it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) kind: Kind,
    pub(crate) mark: Mark,
    pub(crate) related: Vec<(Mark, Relation)>,
}

impl Finding {
    pub(crate) fn new(kind: Kind, mark: Mark) -> Finding {
        Finding { kind, mark, related: Vec::new() }
    }

    /// What is said about it: "did you mean" only where an edit can write what was meant.
    fn sentences(&self, files: &Files) -> Sentences {
        let sentences = match &self.kind {
            // What a parser says of a file may repeat what stands there.
            Kind::Syntax { message, .. } if !files.get(self.mark.place.file).is_recognised() => {
                let (words, _) = message.split_once(['`', '"', '\'']).unwrap_or((message, ""));
                Kind::Syntax { message: words.trim_end().to_owned(), position: None }.sentences()
            }
            kind => kind.sentences(),
        };
        let is_likely = || sentences.cure.as_ref().is_some_and(|cure| edit::is_likely(files, &self.mark, cure));
        if sentences.meant.is_none() || is_likely() { sentences } else { sentences.without_edit() }
    }
}
