//! Second places of a mistake: what in the description, or before it in the document, it disagrees with.

use std::path::PathBuf;

use super::End;

/// What a second place is to a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// The operation that is called.
    Called,
    /// What was probably meant.
    Meant,
    /// One of several that could be meant.
    Candidate,
    /// The path of the operation.
    Path,
    /// The parameters that it declares.
    Parameters,
    /// The types of its body.
    Types,
    /// The responses that it documents.
    Responses,
    /// Where something is required.
    Required,
    /// The schema of a value.
    Schema,
    /// What relative references are relative to.
    Base,
    /// What a value is where it is left out.
    Default,
    /// Where a value is a credential.
    Credential,
    /// Where a called workflow sends it.
    Sent,
    /// What a step succeeds with.
    Criteria,
    /// The first of two.
    First,
    /// What keeps another from running.
    Always,
}

impl Relation {
    /// What stands at the second place, in a few words.
    pub(super) fn label(self) -> &'static str {
        match self {
            Relation::Called => "the operation",
            Relation::Meant => "this one?",
            Relation::Candidate => "one of them",
            Relation::Path => "the path",
            Relation::Parameters => "its parameters",
            Relation::Types => "the types that it takes",
            Relation::Responses => "its responses",
            Relation::Required => "required here",
            Relation::Schema => "the schema there",
            Relation::Base => "by this",
            Relation::Default => "its default",
            Relation::Credential => "the credential",
            Relation::Sent => "sent here",
            Relation::Criteria => "the criteria of the step",
            Relation::First => "the first one",
            Relation::Always => "always runs",
        }
    }
}

/// Another place that a diagnostic shows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Related {
    /// The file, absolute.
    pub file: PathBuf,
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// Where it ends.
    pub end: End,
    /// What is there, in a few words.
    pub label: String,
}
