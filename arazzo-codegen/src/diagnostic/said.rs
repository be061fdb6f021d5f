//! A mistake with its sentences and places.

use std::fmt;
use std::path::PathBuf;

use super::{Edit, Related, Severity};

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
