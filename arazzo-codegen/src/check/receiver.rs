//! Who gets a value that is passed on, and how messages say what he does not take.

use crate::diagnostic::Kind;
use crate::suggest::closest;

/// Who gets a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Receiver<'a> {
    /// The request to an operation.
    Operation(&'a str),
    /// An input of a called workflow.
    Input { input: &'a str, workflow: &'a str },
}

impl Receiver<'_> {
    pub(super) fn unfit_type(self, what: &str, expected: String, found: &'static str) -> Kind {
        match self {
            Receiver::Operation(operation) => {
                Kind::UnfitType { what: what.to_owned(), operation: operation.to_owned(), expected, found }
            }
            Receiver::Input { input, workflow } => {
                mismatch(input, workflow, format!("takes {expected} for {what}, and gets {found}"))
            }
        }
    }

    pub(super) fn unlisted(self, what: &str, found: String, allowed: Vec<String>) -> Kind {
        match self {
            Receiver::Operation(operation) => {
                let closest = closest(&found, allowed.iter().map(String::as_str));
                Kind::UnlistedValue { what: what.to_owned(), operation: operation.to_owned(), found, allowed, closest }
            }
            Receiver::Input { input, workflow } => {
                mismatch(input, workflow, format!("does not list `{found}` for {what}"))
            }
        }
    }

    pub(super) fn refused(self, property: String, known: &[String]) -> Kind {
        match self {
            Receiver::Operation(operation) => {
                let closest = closest(&property, known.iter().map(String::as_str));
                Kind::RefusedProperty { property, operation: operation.to_owned(), closest }
            }
            Receiver::Input { input, workflow } => mismatch(input, workflow, format!("takes no `{property}`")),
        }
    }

    pub(super) fn missing(self, property: &str) -> Kind {
        match self {
            Receiver::Operation(operation) => {
                let (property, operation) = (property.to_owned(), operation.to_owned());
                Kind::RequiredPropertyMissing { property, operation, optional: true }
            }
            Receiver::Input { input, workflow } => {
                mismatch(input, workflow, format!("requires `{property}`, and may come without it"))
            }
        }
    }
}

fn mismatch(input: &str, workflow: &str, reason: String) -> Kind {
    Kind::PassedMismatch { input: input.to_owned(), workflow: workflow.to_owned(), reason }
}
