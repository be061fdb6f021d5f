//! What to write instead, for the kinds of mistakes where that is known exactly.

use super::sentences::qualify;
use super::{Kind, Named};
use crate::suggest::{has_same_digits, is_slip, is_typo};
use crate::syntax::expression::Expression;
use crate::syntax::pointer::Pointer;

/// What becomes of the text that a finding marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cure<'a> {
    /// This text. Where the mistake is a name, only if the marked text is that name: a mark may stand beside it.
    Write { found: Option<&'a str>, meant: String },
    /// The same text in single quotes instead of double quotes.
    SingleQuotes,
}

impl Kind {
    pub(super) fn cure(&self) -> Option<Cure<'_>> {
        match self {
            Kind::UnqualifiedOperation { operation, source } => Some(instead(operation, qualify(source, operation))),
            Kind::OperationCase { written, operation } => Some(instead(written, operation.clone())),
            Kind::UnbracedExpression { braced } => Some(write(braced)),
            Kind::OperationPathForm { canonical } | Kind::HeaderPlural { canonical } => Some(write(canonical)),
            // What is understood is not always something that can be written.
            Kind::DottedPart { canonical } => {
                let is_written = Expression::parse(canonical).is_ok() || Pointer::parse(canonical).is_ok();
                is_written.then(|| write(canonical))
            }
            Kind::BracedCondition { bare } => Some(write(bare)),
            // What compares in JSONPath itself is a filter. It never holds of an object without members, and the user's crate may
            // need the feature `jsonpath` for it: that is for the author to decide.
            Kind::ComparisonInJsonPath { .. } => None,
            Kind::LengthSuffix { standard } => standard.as_deref().map(write),
            Kind::DoubleQuotes => Some(Cure::SingleQuotes),
            Kind::ForeignExpression { meant } | Kind::LikelyExpression { meant, names_something: true } => {
                Some(write(meant))
            }
            _ => self.misspelling(),
        }
    }

    /// The name that was probably meant. Where it is one of the API's, it has to be nearly the same: another operation, parameter
    /// or property of a similar name would be a request for something else. What is not written here is only named in the help.
    fn misspelling(&self) -> Option<Cure<'_>> {
        match self {
            Kind::BadExpression { closest, .. }
            | Kind::BadCondition { closest, .. }
            | Kind::BadSelector { closest, .. } => closest.as_deref().map(write),
            Kind::UnknownField { field: name, closest, .. } | Kind::InvalidValue { found: name, closest, .. } => {
                named(name, closest.as_ref(), |_, _| true)
            }
            Kind::UnknownSource { source: name, closest, known: _ }
            | Kind::UnknownStep { step: name, closest, .. }
            | Kind::UnknownWorkflow { workflow: name, closest, .. }
            | Kind::UnknownInput { input: name, closest, .. }
            | Kind::UnknownOutput { output: name, closest, .. }
            | Kind::UnknownWorkflowOutput { output: name, closest, .. }
            | Kind::UndeclaredRequired { property: name, closest }
            | Kind::UndeclaredInput { input: name, closest }
            | Kind::UnknownComponent { name, closest, .. } => {
                named(name, closest.as_ref(), |name, known| is_plain(known) && has_same_digits(name, known))
            }
            Kind::UnknownOperation { operation: name, closest, .. } => named(name, closest.as_ref(), is_typo),
            Kind::UnknownPathParameter { parameter: name, closest, .. }
            | Kind::UndeclaredParameter { parameter: name, closest, .. }
            | Kind::NotSent { name, closest, .. }
            | Kind::UndocumentedHeader { header: name, closest, .. }
            | Kind::RefusedProperty { property: name, closest, .. }
            | Kind::UnlistedValue { found: name, closest, .. } => named(name, closest.as_ref(), is_slip),
            Kind::ImpossiblePointer { pointer, closest, .. } | Kind::UndeclaredProperty { pointer, closest, .. } => {
                let closest = closest.as_deref().filter(|closest| is_plain(closest))?;
                let found = pointer.split('/').find(|token| is_slip(token, closest))?;
                Some(instead(found, closest.to_owned()))
            }
            // The mark is the `url` of the source.
            Kind::FileNotFound { path, named: Named::Document(_), closest, .. } => {
                let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
                let near = closest.as_deref().filter(|closest| is_slip(&name(path), &name(closest)));
                near.map(write)
            }
            _ => None,
        }
    }
}

/// The closest name, when it is near enough.
fn named<'a>(found: &'a str, closest: Option<&String>, is_near: fn(&str, &str) -> bool) -> Option<Cure<'a>> {
    let closest = closest.filter(|closest| is_near(found, closest))?;
    Some(instead(found, closest.to_owned()))
}

fn write(meant: &str) -> Cure<'_> {
    Cure::Write { found: None, meant: meant.to_owned() }
}

fn instead(found: &str, meant: String) -> Cure<'_> {
    Cure::Write { found: Some(found), meant }
}

/// Whether a name is spelled the same in an expression, a pointer and a text.
fn is_plain(name: &str) -> bool {
    name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-'))
}
