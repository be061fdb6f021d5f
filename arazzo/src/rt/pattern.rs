//! Regular expressions of criteria (Arazzo, Criterion Object: type `regex`).

use super::operand::Operand;
use super::text::{self, Text};
use std::borrow::Cow;
use std::fmt;

/// Bytes of a compiled pattern.
#[cfg(feature = "regex")]
const MAX_SIZE: usize = 64 << 20;

/// A pattern in the syntax of the crate `regex`, compiled once, when it is first needed. One that cannot be compiled
/// occurs nowhere.
pub struct Pattern {
    text: Option<Cow<'static, str>>,
    #[cfg(feature = "regex")]
    compiled: std::sync::OnceLock<Option<regex::Regex>>,
}

impl Pattern {
    /// A pattern that is the same in every call.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self::from_text(Some(Cow::Borrowed(text)))
    }

    /// A pattern that is a value; without a value it occurs nowhere.
    #[must_use]
    pub fn of(text: impl Into<Text>) -> Self {
        Self::from_text(text.into().found().map(Cow::Owned))
    }

    const fn from_text(text: Option<Cow<'static, str>>) -> Self {
        Self {
            text,
            #[cfg(feature = "regex")]
            compiled: std::sync::OnceLock::new(),
        }
    }

    /// Values between pieces of a pattern: they stand for themselves, whatever characters they have. There is one piece
    /// more than values.
    #[must_use]
    pub fn bound<const P: usize, const V: usize>(pieces: [&str; P], values: [Text; V]) -> Self {
        Self::of(super::query::joined(pieces, values.map(|value| value.found().map(|value| escape(&value)))))
    }

    /// Whether the pattern occurs in a value's text; never where there is no value.
    pub fn matches<'a>(&self, context: impl Into<Operand<'a>>) -> bool {
        let context: Cow<'_, str> = match context.into().plain() {
            Operand::Nothing | Operand::Null | Operand::Bytes(_) => return false,
            Operand::Text(text) => text,
            Operand::Bool(flag) => flag.to_string().into(),
            Operand::Number(number) => number.to_string().into(),
            Operand::Other(value) => text::of(&value).into(),
        };
        self.occurs_in(&context)
    }

    #[cfg(feature = "regex")]
    fn occurs_in(&self, context: &str) -> bool {
        // What the compiler of workflows accepts is below this size.
        let compile = || regex::RegexBuilder::new(self.text.as_deref()?).size_limit(MAX_SIZE).build().ok();
        self.compiled.get_or_init(compile).as_ref().is_some_and(|regex| regex.is_match(context))
    }

    /// Never called: generated code with a pattern does not compile without the feature.
    #[cfg(not(feature = "regex"))]
    fn occurs_in(&self, _: &str) -> bool {
        let _ = &self.text;
        false
    }
}

/// The pattern that matches a text and nothing else.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if r"\.+*?()|[]{}^$#&-~".contains(char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values in it may be secrets.
        f.debug_struct("Pattern").finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "regex"))]
mod tests {
    use super::*;
    use crate::rt::json::Value;
    use crate::rt::json::tests::json;

    #[test]
    fn a_pattern_occurs_anywhere_unless_it_is_anchored() {
        static ORDER: Pattern = Pattern::new("^order-[0-9]+$");
        assert!(ORDER.matches("order-42") && !ORDER.matches("my order-42"));
        assert!(Pattern::new("rder").matches("order"));
        assert!(!Pattern::new("(").matches("("));
        // The largest class as often as the compiler of workflows lets it be repeated.
        assert!(Pattern::new(r"^[\w ]{1,350}$").matches("a b"));
    }

    #[test]
    fn values_other_than_text_have_their_text() {
        assert!(Pattern::new("^2..$").matches(204_u16));
        assert!(Pattern::new("^2..$").matches(Some(204_u16)) && !Pattern::new("").matches(None::<u16>));
        assert!(Pattern::new("^true$").matches(true));
        assert!(Pattern::new(r#"^\{"a":\[1]}$"#).matches(json!({"a": [1]})));
        assert!(!Pattern::new("").matches(Value::Null));
    }

    #[test]
    fn bound_values_are_no_patterns() {
        let bound = |value: &str| Pattern::bound(["^", "!$"], [value.to_owned().into()]);
        for value in ["a.b", "(", r"\d", "#&-~", "ä €", "a|b", "x{2}"] {
            assert!(bound(value).matches(format!("{value}!")), "{value}");
        }
        assert!(!bound("a.b").matches("aXb!"));
        assert!(!Pattern::bound(["", ""], [Text::from(None)]).matches(""));
        assert!(Pattern::of("a.b".to_owned()).matches("aXb") && !Pattern::of(None).matches(""));
        assert!(!Pattern::of("(".to_owned()).matches("("));
    }
}
