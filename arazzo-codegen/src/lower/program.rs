//! Patterns and queries.

use super::code::{Code, call, list, name, text};
use super::site::Site;
use crate::model::{Expr, Language, Program, Ty};

impl Site<'_> {
    /// A pattern or a query.
    pub(super) fn program(&self, program: &Program, language: Language) -> Code {
        match program {
            Program::Static(index) => {
                let known = self.workflow.statics.get(*index);
                known.map_or(Code::Bug("a query is not there"), |known| name(&known.constant))
            }
            Program::Bound { texts, values } => {
                let texts = list(texts.iter().map(text));
                let values = list(values.iter().map(|value| self.bound(value, language)));
                call(format!("{}::bound", type_name(language)), [texts, values])
            }
            Program::Value(inner) => {
                call(format!("{}::of", type_name(language)), [call("rt::text", [self.serialisable(inner)])])
            }
        }
    }

    /// A value that goes into a text.
    fn bound(&self, value: &Expr, language: Language) -> Code {
        match (self.is_absent(value), language) {
            (true, Language::XPath) => name("rt::Operand::Nothing"),
            (true, Language::Regex) => call("rt::text", [Code::Nothing(Some(Ty::String))]),
            (true, Language::JsonPath) => Code::Nothing(None),
            (false, Language::XPath) => call("rt::operand", [self.serialisable(value)]),
            (false, Language::Regex) => call("rt::text", [self.serialisable(value)]),
            (false, Language::JsonPath) => call("rt::literal", [self.serialisable(value)]),
        }
    }
}

/// The type of the runtime that holds a text of a language.
pub(crate) fn type_name(language: Language) -> &'static str {
    match language {
        Language::Regex => "rt::Pattern",
        Language::JsonPath => "rt::Query",
        Language::XPath => "rt::XPath",
    }
}
