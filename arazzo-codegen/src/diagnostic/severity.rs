//! How bad mistakes are.

use std::fmt;

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
