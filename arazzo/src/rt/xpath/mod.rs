//! XPath 3.1 on XML that is held as text: of criteria, selectors and the targets of replacements.
//!
//! The library's compiled expressions belong to one thread, and generated functions do not, so an expression is compiled
//! whenever it is evaluated. That costs about as much as reading a short document.
//!
//! Nothing is read but the text: document types are refused, so there are no entities; `fn:doc` and `fn:collection` know no
//! documents, `fn:environment-variable` no variables; and the library has no `fn:unparsed-text`.

#[cfg(feature = "xpath")]
mod change;
#[cfg(feature = "xpath")]
mod engine;
#[cfg(all(test, feature = "xpath"))]
mod tests;
mod xml;

pub use xml::ReplacedXml;
pub(super) use xml::decoded;

use super::decode::Decode;
use super::operand::Operand;
use crate::rt::json::Value;
use serde::ser::{Error as _, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// An expression, with values for its variables. One that a value is missing for finds nothing.
pub struct XPath {
    text: Option<Cow<'static, str>>,
    /// Of `$arazzo.0`, `$arazzo.1` and so on.
    values: Vec<Bound>,
}

/// The value of a variable.
#[derive(Clone, PartialEq)]
enum Bound {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
}

impl XPath {
    /// An expression that is the same in every call.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text: Some(Cow::Borrowed(text)), values: Vec::new() }
    }

    /// Values between pieces of an expression; there is one piece more than values. They are operands, whatever characters
    /// they have: the text gets the names of variables.
    #[must_use]
    pub fn bound<const P: usize, const V: usize>(pieces: [&str; P], values: [Operand<'_>; V]) -> Self {
        let values: Option<Vec<Bound>> = values.into_iter().map(bound).collect();
        let mut text = String::new();
        for (position, piece) in pieces.into_iter().enumerate() {
            if position > 0 {
                text.extend(["($", &variable(position - 1), ")"]);
            }
            text.push_str(piece);
        }
        Self { text: values.is_some().then_some(Cow::Owned(text)), values: values.unwrap_or_default() }
    }

    /// Whether the effective boolean value of what it finds is true; what has none, or is no XML, does not hold.
    pub fn holds<'a>(&self, context: impl Into<Operand<'a>>) -> bool {
        self.on(context.into(), engine_holds).ok().flatten().unwrap_or(false)
    }

    /// The one value that it finds; nothing where there is no context.
    pub fn find<'a>(&self, context: impl Into<Operand<'a>>) -> Found {
        Found(self.on(context.into(), engine_finds).map(Option::flatten))
    }

    /// What a function of the library makes of a context that is there; JSON's null is none.
    fn on<T>(
        &self,
        context: Operand<'_>,
        evaluate: impl FnOnce(&str, &[Bound], &str) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = &self.text else { return Ok(None) };
        match context {
            Operand::Nothing | Operand::Null => Ok(None),
            Operand::Text(xml) => evaluate(text, &self.values, &xml).map(Some),
            Operand::Bool(_) | Operand::Number(_) | Operand::Other(_) => Err(Problem::new("the context is no text")),
        }
    }
}

#[cfg(feature = "xpath")]
use engine::{finds as engine_finds, holds as engine_holds};

/// Never called: generated code with an XPath does not compile without the feature.
#[cfg(not(feature = "xpath"))]
fn engine_holds(_: &str, _: &[Bound], _: &str) -> Result<bool, Problem> {
    Err(Problem::new(MISSING))
}

/// Never called either.
#[cfg(not(feature = "xpath"))]
fn engine_finds(_: &str, _: &[Bound], _: &str) -> Result<Option<Value>, Problem> {
    Err(Problem::new(MISSING))
}

#[cfg(not(feature = "xpath"))]
const MISSING: &str = "the feature `xpath` is missing";

/// The name of a variable that no author writes.
fn variable(index: usize) -> String {
    format!("arazzo.{index}")
}

/// A text, number or boolean; lists, objects, null and what is absent are no operands.
fn bound(value: Operand<'_>) -> Option<Bound> {
    match value {
        Operand::Bool(flag) => Some(Bound::Bool(flag)),
        Operand::Text(text) => Some(Bound::Text(text.into_owned())),
        Operand::Number(number) => {
            let unsigned = || number.as_u64().map(Bound::Unsigned);
            // An integer that XPath would have to round is none of its operands.
            let float = || number.as_f64().filter(|_| !number.is_whole()).map(Bound::Float);
            number.as_i64().map(Bound::Signed).or_else(unsigned).or_else(float)
        }
        Operand::Nothing | Operand::Null | Operand::Other(_) => None,
    }
}

impl fmt::Debug for XPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values in it may be secrets.
        f.debug_struct("XPath").finish_non_exhaustive()
    }
}

/// Why an expression has no value. It quotes neither the document nor what was bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem(Cow<'static, str>);

impl Problem {
    fn new(why: impl Into<Cow<'static, str>>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an expression finds: one value, or none. Where it has no value, what sends it says why.
#[derive(Clone, Debug)]
pub struct Found(Result<Option<Value>, Problem>);

impl Found {
    pub(super) fn failed(problem: Problem) -> Self {
        Self(Err(problem))
    }

    pub(super) fn into_result(self) -> Result<Option<Value>, Problem> {
        self.0
    }

    /// The value as a type; what cannot be found or read is absent. For outputs of a step that has failed.
    pub fn lenient<T: Decode>(self) -> Option<T> {
        T::decode(self.0.ok().flatten()?).ok()
    }
}

impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(Some(value)) => value.serialize(serializer),
            Ok(None) => serializer.serialize_none(),
            Err(problem) => Err(S::Error::custom(problem)),
        }
    }
}
