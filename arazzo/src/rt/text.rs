//! Values inside text.

use super::encode::strict;
use super::exact::{Carried, Inexact, carried, exact, shown};
use super::given::{Give, To};
use super::json::Value;
use crate::content::Content;
use serde::ser::{Error as _, Serialize, Serializer};

/// A text in the making. It is absent where a value of it is; bytes that are no text make it one that cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Result<Option<String>, Inexact>);

impl Text {
    fn map(self, change: impl FnOnce(String) -> String) -> Self {
        Self(self.0.map(|text| text.map(change)))
    }

    pub(crate) fn into_result(self) -> Result<Option<String>, Inexact> {
        self.0
    }

    /// The text for a criterion, which does not hold where there is none.
    pub(crate) fn found(self) -> Option<String> {
        self.0.ok().flatten()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Ok(Some(text)))
    }
}

impl From<Option<String>> for Text {
    fn from(text: Option<String>) -> Self {
        Self(Ok(text))
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// What a value looks like inside a longer string (SPEC EM-03, EM-04): a string as it is, numbers and booleans as JSON
/// writes them, null as `null`, arrays and objects as compact JSON, bytes as their text. Absent when there is no value.
pub fn text(value: impl Serialize) -> Text {
    Text(exact(value).map(|value| value.map(|value| of(&value))))
}

/// The same inside XML: in the text of an element, or in an attribute.
pub fn xml(value: impl Serialize) -> Text {
    text(value).map(|text| text.chars().map(escape).collect())
}

/// The same inside a CDATA section of XML.
pub fn cdata(value: impl Serialize) -> Text {
    // The end of a section cannot be written in it, so the section is closed in the middle of it, and another one begun.
    text(value).map(|text| text.replace("]]>", "]]]]><![CDATA[>"))
}

/// The same inside a form or a query: percent-encoded.
pub fn percent(value: impl Serialize) -> Text {
    text(value).map(|text| strict(&text))
}

/// A value that is passed on in another form.
#[derive(Clone, Debug)]
pub struct Passed(Result<Option<Carried>, Inexact>);

impl Passed {
    fn of(value: impl Serialize, change: impl FnOnce(Carried) -> Carried) -> Self {
        Self(carried(value).map(|value| value.map(change)))
    }
}

impl Serialize for Passed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// A value that came in a response, where bytes are sent: no text of it is read as a data URL.
pub fn as_is(value: impl Serialize) -> Passed {
    Passed::of(value, |value| match value {
        Carried::Json(value) => Carried::Verbatim(value),
        other => other,
    })
}

/// A list of files where a part of a body is made of each: as data URLs, which have all of them.
pub fn urls(files: impl Serialize) -> Passed {
    let urls = serde_json::to_value(files).map_err(Inexact::custom);
    Passed(urls.and_then(exact).map(|urls| urls.filter(|urls| *urls != Value::Null).map(Carried::Json)))
}

/// A value as an input of a workflow, which has no bytes: text as it is, and a data URL for all other bytes.
pub fn as_input(value: impl Serialize) -> Passed {
    Passed::of(value, |value| match value {
        Carried::Bytes(content) => Carried::Json(content.into_input().into()),
        other => other,
    })
}

/// Bytes as a schema wants them that says `contentEncoding: base64` or `format: byte`: those that came in a response, and those
/// of a data URL. Any other text is base64 already. Of a list its items.
pub fn base64(value: impl Serialize) -> Passed {
    let value = carried(value).and_then(|value| value.map(encoded).transpose());
    Passed(value.map(|value| value.map(Carried::Json)))
}

/// The same as JSON.
pub(super) fn encoded(value: Carried) -> Result<Value, Inexact> {
    let bytes = |content: &Content| Value::String(crate::content::base64(content.bytes()));
    match value {
        Carried::Bytes(content) => Ok(bytes(&content)),
        Carried::Json(Value::String(text)) => match Content::of_data_url(&text) {
            Some(content) => content.map(|content| bytes(&content)).map_err(Inexact::custom),
            None => Ok(Value::String(text)),
        },
        Carried::Json(Value::Array(items)) => {
            items.into_iter().map(|item| encoded(Carried::Json(item))).collect::<Result<_, _>>().map(Value::Array)
        }
        Carried::Json(value) | Carried::Verbatim(value) => Ok(value),
    }
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
pub fn template<const N: usize>(parts: [Text; N]) -> Text {
    let parts: Result<Vec<Option<String>>, Inexact> = parts.into_iter().map(Text::into_result).collect();
    Text(parts.map(|parts| parts.into_iter().collect::<Option<Vec<_>>>().map(|parts| parts.concat())))
}

/// The part of a value that a JSON Pointer leads to; the whole of bytes is a data URL.
pub fn part(value: &impl Serialize, pointer: &str) -> Option<Value> {
    if pointer.is_empty() {
        return shown(value);
    }
    exact(value).ok().flatten()?.pointer(pointer).cloned()
}

/// The same as a value for the caller. What a caller could say, he can read.
pub fn json(value: &impl Serialize, pointer: &str) -> Option<serde_json::Value> {
    part(value, pointer)?.give(To::Program).ok()
}

/// The same for a JSON value.
pub(crate) fn of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::tests::json;

    #[test]
    fn scalars_raw_and_the_rest_compact() {
        assert_eq!(text("a \"b\"").found().as_deref(), Some("a \"b\""));
        assert_eq!(text(12.0).found().as_deref(), Some("12"));
        assert_eq!(text(Some(true)).found().as_deref(), Some("true"));
        assert_eq!(text(Value::Null).found().as_deref(), Some("null"));
        assert_eq!(text(json!({"a": [1, 2.5]})).found().as_deref(), Some(r#"{"a":[1,2.5]}"#));
        assert_eq!(text(None::<String>).into_result(), Ok(None));
    }

    #[test]
    fn other_languages_have_their_escapes() {
        assert_eq!(xml("<a b=\"c\">&'\n").found().as_deref(), Some("&lt;a b=&quot;c&quot;&gt;&amp;&apos;&#10;"));
        assert_eq!(cdata("a]]>b&").found().as_deref(), Some("a]]]]><![CDATA[>b&"));
        assert_eq!(percent("a b&c=é").found().as_deref(), Some("a%20b%26c%3D%C3%A9"));
        for absent in [xml(None::<String>), cdata(None::<String>), percent(None::<i64>)] {
            assert_eq!(absent.into_result(), Ok(None));
        }
    }

    #[test]
    fn a_template_with_an_absent_part_is_absent() {
        assert_eq!(template([text("Bearer "), text(7)]).found().as_deref(), Some("Bearer 7"));
        assert_eq!(template([text("Bearer "), text(None::<String>)]).into_result(), Ok(None));
    }

    #[test]
    fn bytes_are_text_or_an_error() {
        let file = |bytes: &[u8], media_type: &str| Content::from(bytes).with_media_type(media_type);
        assert_eq!(template([text("a "), text(file(b"b", "image/png"))]).found().as_deref(), Some("a b"));
        let broken = template([text("a "), text(file(&[255], "image/png")), text(None::<String>)]).into_result();
        let why = "1 bytes (`image/png`) are no text: its bytes are not valid in the charset `utf-8`";
        assert_eq!(broken.map_err(|why| why.to_string()), Err(why.to_owned()));
        assert_eq!(exact(file(b"[1]", "application/json")), Ok(Some(json!([1]))));
        assert_eq!(exact(vec![Some(file(b"b", "a/b")), None]), Ok(Some(json!(["b", null]))));
        assert!(exact([file(&[255], "a/b")]).is_err() && exact(file(b"x", "application/json")).is_err());
    }

    #[test]
    fn values_are_passed_on_as_their_receiver_reads_them() {
        let (url, bytes) = ("data:a/b;base64,/w==", Content::from(vec![255]).with_media_type("a/b"));
        assert_eq!(carried(as_is(url)), Ok(Some(Carried::Verbatim(url.into()))));
        assert_eq!(carried(as_is(Some(&bytes))), Ok(Some(Carried::Bytes(bytes.clone()))));
        assert_eq!(exact(as_input(&bytes)), Ok(Some(json!(url))));
        assert_eq!(exact(as_input("text")), Ok(Some(json!("text"))));
    }

    #[test]
    fn bytes_are_written_in_base64_once() {
        let bytes = Content::from(vec![255]);
        for value in [exact(base64(&bytes)), exact(base64("/w==")), exact(base64("data:a/b;base64,/w=="))] {
            assert_eq!(value, Ok(Some(json!("/w=="))));
        }
        assert_eq!(exact(base64(json!(["data:;base64,YQ==", "Yg==", null]))), Ok(Some(json!(["YQ==", "Yg==", null]))));
        assert_eq!(exact(base64(as_is("data:;base64,YQ=="))), Ok(Some(json!("data:;base64,YQ=="))));
        assert_eq!(exact(base64(None::<String>)), Ok(None));
        assert!(exact(base64("data:;base64,?")).is_err());
    }

    #[test]
    fn parts_are_found_by_pointer() {
        assert_eq!(part(&json!({"a": [1, {"b/c": null}]}), "/a/1/b~1c"), Some(Value::Null));
        assert_eq!(part(&json!({"a": 1}), "/b"), None);
        assert_eq!(part(&None::<Value>, ""), None);
    }
}
