//! What a caller can say about a compilation.

use std::path::PathBuf;

/// How to compile a document: the same options for the macro, the build script and the command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Only these workflows; all of them when absent.
    pub(crate) workflows: Option<Vec<String>>,
    /// Where source descriptions are, by their names: overrides what the document says.
    pub(crate) sources: Vec<(String, PathBuf)>,
    /// The same for all documents of a package, of which not each has each of them.
    pub(crate) package_sources: Vec<(String, PathBuf)>,
    /// Codes of warnings and notes that are not shown.
    pub(crate) allow: Vec<String>,
    /// Codes of notes that are warnings, and of warnings that stay so.
    pub(crate) warn: Vec<String>,
    /// Codes of warnings and notes that are errors.
    pub(crate) deny: Vec<String>,
    /// All warnings and notes are errors.
    pub(crate) strict: bool,
    pub(crate) required_outputs: RequiredOutputs,
    /// Rust types of outputs of workflows, by the names of the outputs.
    pub(crate) output_types: Vec<(String, String)>,
    pub(crate) ends: Ends,
    pub(crate) contradictions: Contradictions,
    pub(crate) inference: Inference,
    /// Rendered diagnostics have the colours of a terminal.
    pub(crate) colour: bool,
    /// Diagnostics say what to write instead.
    pub(crate) edits: bool,
    /// The folder that messages name files from, instead of the package.
    pub(crate) shown_from: Option<PathBuf>,
    /// The text of the document, instead of that on the disk.
    pub(crate) text: Option<String>,
}

/// Whether a caller is told at which end a workflow has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ends {
    /// All of them return `Output`.
    #[default]
    Joined,
    /// Several are an enum.
    Told,
}

/// What becomes of a part of an output that contradicts its schema and may be absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Contradictions {
    /// An error.
    #[default]
    Refused,
    /// It is absent, and the observer is told.
    LeftOut,
}

/// Whether an input that the document leaves open has the type of what it is sent to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Inference {
    #[default]
    On,
    /// It is any JSON.
    Off,
}

/// Which workflow outputs must not be missing from a response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RequiredOutputs {
    /// Those that the API's description promises.
    #[default]
    Described,
    /// Every one: a response without it is an error of its step.
    All,
    /// These.
    Named(Vec<String>),
}

impl RequiredOutputs {
    pub(crate) fn demands(&self, output: &str) -> bool {
        match self {
            RequiredOutputs::Described => false,
            RequiredOutputs::All => true,
            RequiredOutputs::Named(names) => names.iter().any(|name| name == output),
        }
    }
}
