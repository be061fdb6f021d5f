//! Facts of a mistake that have parts.

/// Who names a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// The macro, the build script or the command: it is the document.
    Caller,
    /// The document, as this source description.
    Document(String),
    /// The option `sources`, as this source description.
    Options(String),
}

/// A way through a workflow on which a step gives no value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Without {
    /// The steps on it; the last one is where the value is wanted, unless that is at the end of the workflow.
    pub(crate) way: Vec<String>,
    /// The step whose value is wanted.
    pub(crate) step: String,
    pub(crate) at_end: bool,
}

/// Why nothing can be sent for a security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// It is not defined.
    Unknown { closest: Option<String> },
    /// Its definition is not valid, which is said there.
    Invalid,
    /// It is the client's certificate.
    Certificate,
}
