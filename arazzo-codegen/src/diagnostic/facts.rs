//! Facts of a mistake that have parts.

use crate::files::Base;

/// Who names a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Named {
    /// The macro, the build script or the command: it is the document.
    Caller(Base),
    /// The document, as this source description.
    Document(String),
    /// The option `sources`, as this source description.
    Options(String, Base),
}

/// Why a reference is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Astray {
    /// Nothing is there.
    Missing,
    /// It does not mean a file, for this reason.
    Path(&'static str),
    /// The file may be anybody's: it does not say what it is, and lies where no part of a description is expected.
    Outside,
    /// The file does not say what it is, and what is there looks like something else.
    NotAPart,
}

/// A way through a workflow on which a step gives no value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Without {
    /// The steps on it; the last one is where the value is wanted, unless that is at the end of the workflow.
    pub(crate) way: Vec<String>,
    /// The step whose value is wanted.
    pub(crate) step: String,
    pub(crate) at_end: bool,
}

/// Why nothing can be sent for a security scheme.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Unusable {
    /// It is not defined.
    Unknown { closest: Option<String> },
    /// Its definition is not valid, which is said there.
    Invalid,
    /// It is the client's certificate.
    Certificate,
}
