//! Values inside text.

use super::encode::strict;
use super::exact::exact;
use super::given::{Give, To};
use super::json::Value;
use serde::Serialize;
use std::fmt;

/// What a value looks like inside a longer string (SPEC EM-03, EM-04): a string as it is, numbers and booleans as JSON
/// writes them, null as `null`, arrays and objects as compact JSON. `None` when there is no value.
pub fn text(value: impl Serialize) -> Option<String> {
    exact(value).ok().flatten().map(|value| of(&value))
}

/// The same inside XML: in the text of an element, or in an attribute.
pub fn xml(value: impl Serialize) -> Option<String> {
    text(value).map(|text| text.chars().map(escape).collect())
}

/// The same inside a CDATA section of XML.
pub fn cdata(value: impl Serialize) -> Option<String> {
    // The end of a section cannot be written in it, so the section is closed in the middle of it, and another one begun.
    text(value).map(|text| text.replace("]]>", "]]]]><![CDATA[>"))
}

/// The same inside a form or a query: percent-encoded.
pub fn percent(value: impl Serialize) -> Option<String> {
    text(value).map(|text| strict(&text))
}

/// Line breaks and tabs too: in an attribute they would become blanks.
fn escape(char: char) -> String {
    match char {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&apos;".to_owned(),
        '\t' | '\n' | '\r' => format!("&#{};", u32::from(char)),
        char => char.to_string(),
    }
}

/// A longer string made of such texts; absent as soon as one of them is.
pub fn template<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    parts.into_iter().collect::<Option<Vec<_>>>().map(|parts| parts.concat())
}

/// The part of a value that a JSON Pointer leads to.
pub fn part(value: impl Serialize, pointer: &str) -> Option<Value> {
    exact(value).ok().flatten()?.pointer(pointer).cloned()
}

/// The same as a value for the caller. What a caller could say, he can read.
pub fn json(value: impl Serialize, pointer: &str) -> Option<serde_json::Value> {
    part(value, pointer)?.give(To::Program).ok()
}

/// The same for a JSON value.
pub(crate) fn of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Stands for a secret in the `Debug` output of generated types: prints `[redacted]`, or `None` when there is no value.
#[derive(Clone, Copy)]
pub struct Hidden<'a, T: ?Sized>(pub &'a T);

impl<T: Serialize + ?Sized> fmt::Debug for Hidden<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(exact(self.0), Ok(None)) { "None" } else { crate::redact::REDACTED })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::tests::json;

    #[test]
    fn scalars_raw_and_the_rest_compact() {
        assert_eq!(text("a \"b\"").as_deref(), Some("a \"b\""));
        assert_eq!(text(12.0).as_deref(), Some("12"));
        assert_eq!(text(Some(true)).as_deref(), Some("true"));
        assert_eq!(text(Value::Null).as_deref(), Some("null"));
        assert_eq!(text(json!({"a": [1, 2.5]})).as_deref(), Some(r#"{"a":[1,2.5]}"#));
        assert_eq!(text(None::<String>), None);
    }

    #[test]
    fn other_languages_have_their_escapes() {
        assert_eq!(xml("<a b=\"c\">&'\n").as_deref(), Some("&lt;a b=&quot;c&quot;&gt;&amp;&apos;&#10;"));
        assert_eq!(cdata("a]]>b&").as_deref(), Some("a]]]]><![CDATA[>b&"));
        assert_eq!(percent("a b&c=é").as_deref(), Some("a%20b%26c%3D%C3%A9"));
        assert_eq!((xml(None::<String>), cdata(None::<String>), percent(None::<i64>)), (None, None, None));
    }

    #[test]
    fn a_template_with_an_absent_part_is_absent() {
        assert_eq!(template([text("Bearer "), text(7)]).as_deref(), Some("Bearer 7"));
        assert_eq!(template([text("Bearer "), text(None::<String>)]), None);
    }

    #[test]
    fn parts_are_found_by_pointer() {
        assert_eq!(part(json!({"a": [1, {"b/c": null}]}), "/a/1/b~1c"), Some(Value::Null));
        assert_eq!(part(json!({"a": 1}), "/b"), None);
        assert_eq!(part(None::<Value>, ""), None);
    }

    #[test]
    fn hidden_shows_presence_only() {
        assert_eq!(format!("{:?} {:?}", Hidden("k"), Hidden(&None::<&str>)), "[redacted] None");
    }
}
