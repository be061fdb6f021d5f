//! What to write instead, for the kinds of mistakes where that is known exactly.

use crate::suggest::{has_same_digits, is_slip};
use crate::syntax::expression::Expression;
use crate::syntax::pointer::Pointer;

/// What becomes of the text that a finding marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cure {
    /// This text.
    Write(String),
    /// This name, if the marked text is the name found: a mark may stand beside it.
    Replace { found: String, meant: String },
    /// The same text in single quotes instead of double quotes.
    SingleQuotes,
}

pub(super) fn write(meant: &str) -> Cure {
    Cure::Write(meant.to_owned())
}

pub(super) fn replace(found: &str, meant: impl Into<String>) -> Cure {
    Cure::Replace { found: found.to_owned(), meant: meant.into() }
}

// When a misspelled name is replaced. Where it is one of the API's, `suggest::is_slip` and `is_typo` ask for nearly the same name:
// another operation, parameter or property of a similar name would be a request for something else. What is not replaced is only
// named in the help.

/// Names that the specification gives.
pub(super) fn keyword(_: &str, _: &str) -> bool {
    true
}

/// Names that the document gives.
pub(super) fn own_name(name: &str, known: &str) -> bool {
    is_plain(known) && has_same_digits(name, known)
}

/// Whether a name is spelled the same in an expression, a pointer and a text.
fn is_plain(name: &str) -> bool {
    name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-'))
}

/// The token of a pointer that is nearly the name of a property.
pub(super) fn token(pointer: &str, closest: Option<&str>) -> Option<Cure> {
    let closest = closest.filter(|closest| is_plain(closest))?;
    let found = pointer.split('/').find(|token| is_slip(token, closest))?;
    Some(replace(found, closest))
}

/// The path of a file whose name is nearly that of another one.
pub(super) fn path(path: &str, closest: Option<&str>) -> Option<Cure> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    closest.filter(|closest| is_slip(&name(path), &name(closest))).map(write)
}

/// Whether what is understood can be written: not all of it can.
pub(super) fn is_written(canonical: &str) -> bool {
    Expression::parse(canonical).is_ok() || Pointer::parse(canonical).is_ok()
}
