//! Reading one place of a JSON document without building the rest, and without losing a digit.

use super::grammar::{Outline, Span, outline, string_end};
use super::json::{Map, Value, index};
use super::number::Number;
use super::operand::Operand;
use bytes::Bytes;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::fmt;

/// Values inside of each other, as `serde_json` has it.
const MAX_DEPTH: usize = 128;

/// A place in a text, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Why a value cannot be read from a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Here it stops to be JSON.
    NotJson(At),
    /// JSON admits the number here, and its exponent is longer than what is read.
    Number(At),
    /// JSON admits the escape in the string here, and it is half a character.
    HalfCharacter(At),
    /// JSON admits it, and what is read is nested deeper than [`MAX_DEPTH`].
    Deep(At),
    /// There are more values in it than may be read at once.
    Many,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A text that is JSON as a whole.
#[derive(Clone, Debug)]
pub(crate) struct Json {
    text: Bytes,
    outline: Outline,
}

impl Json {
    /// The text, if it is JSON. Strings are not looked into, and numbers may be of any size.
    pub(crate) fn of(text: Bytes) -> Result<Self, Flaw> {
        let json = without_mark(&text);
        let outline = outline(json).map_or_else(|| check(json).map(|()| Outline::default()), Ok)?;
        Ok(Self { text, outline })
    }

    /// The value at a JSON Pointer (RFC 6901), unless it consists of more than so many values; `None` when there is none. Of members
    /// with the same name the last one counts, as everywhere in `serde_json`.
    pub(crate) fn find(&self, pointer: &str, values: usize) -> Result<Option<Value>, Flaw> {
        self.at(pointer, values)?.map(|mut scan| scan.value(MAX_DEPTH)).transpose()
    }

    /// The same for a comparison: a text is not copied if it can be read where it stands.
    pub(crate) fn operand(&self, pointer: &str, values: usize) -> Result<Option<Operand<'_>>, Flaw> {
        self.at(pointer, values)?.map(|mut scan| scan.operand()).transpose()
    }

    fn at(&self, pointer: &str, values: usize) -> Result<Option<Scan<'_>>, Flaw> {
        let Outline { long, members } = &self.outline;
        let mut scan = Scan { json: without_mark(&self.text), long, at: 0, left: values };
        let mut tokens = tokens(pointer);
        if members.are_known()
            && let Some(token) = tokens.next()
        {
            let Some(at) = members.value(scan.json, &token) else { return Ok(None) };
            scan.at = at;
        }
        for token in tokens {
            if !scan.enter(&token)? {
                return Ok(None);
            }
        }
        Ok(Some(scan))
    }
}

/// What stands behind the slashes of a pointer.
fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let is_slash = |char: char| char == '/';
    let unescaped = |token: &str| token.replace("~1", "/").replace("~0", "~");
    let has_escape = |token: &str| token.bytes().any(|byte| byte == b'~');
    pointer
        .split(is_slash)
        .skip(1)
        .map(move |token| if has_escape(token) { unescaped(token).into() } else { token.into() })
}

fn check(json: &[u8]) -> Result<(), Flaw> {
    let checked = serde_json::from_slice::<IgnoredAny>(json);
    checked.map(drop).map_err(|why| Flaw::NotJson(At { line: why.line(), column: why.column() }))
}

/// The value at a JSON Pointer; `None` when there is none. The whole text must be valid JSON.
pub(crate) fn project(json: &[u8], pointer: &str) -> Result<Option<Value>, Flaw> {
    Json::of(Bytes::copy_from_slice(json))?.find(pointer, usize::MAX)
}

/// RFC 8259 lets readers ignore a byte order mark; some servers write one.
fn without_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json)
}

/// A place in a text that is known to be JSON: what is not expected is still an error, and no panic.
struct Scan<'a> {
    json: &'a [u8],
    long: &'a [Span],
    at: usize,
    /// How many values may still be made.
    left: usize,
}

impl<'a> Scan<'a> {
    /// Goes to what a token leads to; false when nothing is there.
    fn enter(&mut self, token: &str) -> Result<bool, Flaw> {
        let mut found = None;
        match self.peek() {
            Some(b'{') => self.each(b'}', |scan| {
                let is_it = scan.is_named(token)?;
                // The last one counts, whatever it holds.
                found = if is_it { Some(scan.at) } else { found };
                scan.skip()
            })?,
            Some(b'[') => {
                let Some(wanted) = index(token) else { return Ok(false) };
                found = self.item(wanted)?;
            }
            _ => {}
        }
        self.at = found.unwrap_or(self.at);
        Ok(found.is_some())
    }

    /// Where an item of the list is that begins here.
    fn item(&mut self, wanted: usize) -> Result<Option<usize>, Flaw> {
        self.at += 1;
        for _ in 0..wanted {
            if self.peek() == Some(b']') {
                return Ok(None);
            }
            self.skip()?;
            if self.peek() == Some(b',') {
                self.at += 1;
            }
        }
        Ok(self.peek().filter(|next| *next != b']').map(|_| self.at))
    }

    /// The value here, for a comparison.
    fn operand(&mut self) -> Result<Operand<'a>, Flaw> {
        if self.peek() != Some(b'"') {
            return self.value(MAX_DEPTH).map(Operand::from);
        }
        self.left.checked_sub(1).ok_or(Flaw::Many)?;
        self.string().map(Operand::Text)
    }

    /// The value here.
    fn value(&mut self, depth: usize) -> Result<Value, Flaw> {
        let depth = depth.checked_sub(1).ok_or_else(|| Flaw::Deep(self.place(self.at)))?;
        self.left = self.left.checked_sub(1).ok_or(Flaw::Many)?;
        match self.peek() {
            Some(b'{') => {
                let mut members = Map::new();
                self.each(b'}', |scan| {
                    let name = scan.key()?;
                    members.insert(name, scan.value(depth)?);
                    Ok(())
                })?;
                Ok(Value::Object(members))
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.each(b']', |scan| {
                    items.push(scan.value(depth)?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
            Some(b'"') => self.string().map(Value::from),
            _ => self.word(),
        }
    }

    /// What is done with each member or item of what begins here.
    fn each(&mut self, end: u8, mut read: impl FnMut(&mut Self) -> Result<(), Flaw>) -> Result<(), Flaw> {
        self.at += 1;
        while self.peek().ok_or_else(|| self.wrong(self.at))? != end {
            read(self)?;
            if self.peek() == Some(b',') {
                self.at += 1;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// The name of a member, and the colon behind it.
    fn key(&mut self) -> Result<String, Flaw> {
        self.peek();
        let name = self.string()?.into_owned();
        self.colon();
        Ok(name)
    }

    /// Whether a member has this name; goes to its value.
    fn is_named(&mut self, wanted: &str) -> Result<bool, Flaw> {
        self.peek();
        let start = self.at;
        let quoted = self.take_string();
        let is_it = match quoted {
            [b'"', name @ .., b'"'] if name.is_ascii() && !name.contains(&b'\\') => name == wanted.as_bytes(),
            _ => self.unquoted(start, quoted)? == wanted,
        };
        self.colon();
        Ok(is_it)
    }

    fn colon(&mut self) {
        self.peek();
        self.at += 1;
        self.peek();
    }

    /// The next byte that is no blank; the scan stands on it then.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.json.get(self.at)? {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                other => return Some(*other),
            }
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Flaw> {
        let start = self.at;
        let quoted = self.take_string();
        self.unquoted(start, quoted)
    }

    /// What a string says that begins at a place.
    fn unquoted(&self, start: usize, quoted: &'a [u8]) -> Result<Cow<'a, str>, Flaw> {
        if let [b'"', text @ .., b'"'] = quoted
            && !text.contains(&b'\\')
            && let Ok(text) = std::str::from_utf8(text)
        {
            return Ok(text.into());
        }
        serde_json::from_slice(quoted).map(Cow::Owned).map_err(|error| {
            let at = start + error.column().saturating_sub(1);
            // It was checked, so what is left are bytes that are not UTF-8, and escapes.
            if std::str::from_utf8(quoted).is_ok() { Flaw::HalfCharacter(self.place(at)) } else { self.wrong(at) }
        })
    }

    fn take_string(&mut self) -> &'a [u8] {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let end = rest.get(1..).and_then(string_end).map_or(rest.len(), |length| length + 2);
        let text = rest.get(..end).unwrap_or(rest);
        self.at += text.len();
        text
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Value, Flaw> {
        let start = self.at;
        let word = std::str::from_utf8(self.take_word()).unwrap_or_default();
        match word {
            "null" => Ok(Value::Null),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            number => Number::parse(number).map(Value::Number).ok_or_else(|| Flaw::Number(self.place(start))),
        }
    }

    fn take_word(&mut self) -> &'a [u8] {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let end = rest.iter().position(|byte| !is_in(byte)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Goes behind the value here.
    fn skip(&mut self) -> Result<(), Flaw> {
        match self.peek().ok_or_else(|| self.wrong(self.at))? {
            b'"' => drop(self.take_string()),
            b'{' | b'[' => match self.end_of_long() {
                Some(end) => self.at = end,
                None => self.skip_nested(),
            },
            _ => drop(self.take_word()),
        }
        Ok(())
    }

    /// Where the value ends that begins here, if it was long enough to be remembered.
    fn end_of_long(&self) -> Option<usize> {
        let found = self.long.binary_search_by_key(&self.at, |(start, _)| *start).ok()?;
        self.long.get(found).map(|(_, end)| *end)
    }

    /// The same of an object or a list, without recursion: a text may be nested deeper than what is read of it. It was checked, so this
    /// looks at brackets and quotes alone.
    fn skip_nested(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.json.get(self.at) {
            match byte {
                b'"' => {
                    self.take_string();
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open = open.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    fn wrong(&self, at: usize) -> Flaw {
        Flaw::NotJson(self.place(at))
    }

    fn place(&self, at: usize) -> At {
        let before = self.json.get(..at).unwrap_or(self.json);
        let is_break = |byte: &u8| *byte == b'\n';
        let (line, column) = (before.split(is_break).count(), before.rsplit(is_break).next().unwrap_or_default().len());
        At { line, column: column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::tests::json;
    use proptest::prelude::*;

    fn at(json: &str, pointer: &str) -> Option<Value> {
        project(json.as_bytes(), pointer).unwrap_or_else(|error| Some(format!("{error:?}").into()))
    }

    #[test]
    fn agrees_with_a_whole_parse() {
        let text = r#"{"a":{"b":[1,{"c/d":"x","~":null}],"":0},"n":12.0,"s":"t","t":true}"#;
        let whole: Value = json!(serde_json::from_str::<serde_json::Value>(text).unwrap_or_default());
        for pointer in [
            "",
            "/a",
            "/a/b/0",
            "/a/b/1/c~1d",
            "/a/b/1/~0",
            "/a/",
            "/n",
            "/s",
            "/t",
            "/a/b/2",
            "/a/b/01",
            "/a/b/-",
            "/a/b/+1",
            "/a/b/x",
            "/n/x",
            "/s/0",
            "/t/x",
            "/nope/deeper",
            "/a/b/1/~0/x",
        ] {
            assert_eq!(at(text, pointer), whole.pointer(pointer).cloned(), "{pointer}");
        }
    }

    #[test]
    fn the_last_of_equal_keys_counts() {
        assert_eq!(at(r#"{"a":1,"a":2}"#, "/a"), Some(json!(2)));
        assert_eq!(at(r#"{"a":{"b":1},"a":{}}"#, "/a/b"), None);
    }

    #[test]
    fn the_rest_must_be_json_too() {
        for text in [r#"{"a":1,"b":}"#, r#"{"a":1} x"#, "", "<html>", r#"{"a":1"#, "[1,2"] {
            assert!(project(text.as_bytes(), "/a").is_err(), "{text}");
        }
        assert_eq!(at("\u{feff}{\"a\":1}", "/a"), Some(json!(1)));
        let flaw = |text: &str| project(text.as_bytes(), "").unwrap_err();
        let at = |line, column| At { line, column };
        assert_eq!(flaw("{\"a\":\n[1, \"\\ud800\"]}"), Flaw::HalfCharacter(at(2, 12)));
        assert_eq!(flaw("[1e99999999999999999999]"), Flaw::Number(at(1, 2)));
        assert_eq!(flaw("[1e]"), Flaw::NotJson(at(1, 4)));
        assert_eq!(project(b"[\"\xFF\"]", ""), Err(Flaw::NotJson(at(1, 3))));
        let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(project(deep(127).as_bytes(), "").is_ok());
        assert_eq!(flaw(&deep(128)), Flaw::Deep(at(1, 129)));
        assert_eq!(project(deep(100_000).as_bytes(), "/1"), Ok(None));
    }

    #[test]
    fn no_more_values_than_allowed() {
        let text: &'static str = r#"{"few": [1, {"a": null}], "many": [[], [], [], {}]}"#;
        let json = Json::of(Bytes::from_static(text.as_bytes())).unwrap();
        let count = |pointer: &str, values| json.find(pointer, values).map(|found| found.is_some());
        for (pointer, values) in [("", 10), ("/few", 4), ("/many", 5), ("/few/1/a", 1)] {
            assert_eq!(count(pointer, values), Ok(true), "{pointer}");
            assert_eq!(count(pointer, values - 1), Err(Flaw::Many), "{pointer}");
        }
        assert_eq!(count("/none", 0), Ok(false));
    }

    #[test]
    fn what_is_behind_long_values_is_found() {
        let list = format!("[{}{{}}]", "{\"id\": \"a\\\"]b\"}, ".repeat(1000));
        let text = format!(r#"{{"items": {list}, "more": {{"items": {list}, "id": 7}}, "id": "last"}}"#);
        for (pointer, expected) in [("/id", json!("last")), ("/more/id", json!(7)), ("/items/999/id", json!("a\"]b"))] {
            assert_eq!(at(&text, pointer), Some(expected), "{pointer}");
        }
        assert_eq!((at(&text, "/more/none"), at(&text, "/items/1001")), (None, None));
    }

    #[test]
    fn a_member_is_found_whatever_its_name_and_however_many_there_are() {
        let few = r#" {"a" : 1, "b":{"a":2}, "c":[3] , "a": "last" } "#;
        for (pointer, expected) in [("/a", json!("last")), ("/b/a", json!(2)), ("/c/0", json!(3))] {
            assert_eq!(at(few, pointer), Some(expected), "{pointer}");
        }
        assert_eq!((at(few, "/A"), at(few, "/"), at("[1]", "/a"), at("1", "/a")), (None, None, None, None));
        let escaped = "{\"\\u0061\": 1, \"\\u0062\": 2, \"é\": 3, \"b\": 4}";
        for (pointer, expected) in [("/a", json!(1)), ("/é", json!(3)), ("/b", json!(4))] {
            assert_eq!(at(escaped, pointer), Some(expected), "{pointer}");
        }
        let many =
            (0..40).map(|number| format!(r#""m{number}":{number},"same":{number}"#)).collect::<Vec<_>>().join(",");
        let many = format!("{{{many}}}");
        assert_eq!(
            (at(&many, "/m39"), at(&many, "/same"), at(&many, "/m40")),
            (Some(json!(39)), Some(json!(39)), None)
        );
    }

    #[test]
    fn a_comparison_borrows_a_text_that_stands_there() {
        let json = Json::of(Bytes::from_static(br#"{"a": "b\u00e9", "c": "text", "d": 1, "e": {}}"#)).unwrap();
        let operand = |pointer: &str| json.operand(pointer, 1).unwrap();
        assert!(matches!(operand("/c"), Some(Operand::Text(Cow::Borrowed("text")))));
        assert_eq!(operand("/a"), Some(Operand::Text("bé".into())));
        assert_eq!((operand("/d"), operand("/f")), (Some(Operand::Number(1.into())), None));
        assert_eq!(json.operand("/c", 0).unwrap_err(), Flaw::Many);
    }

    #[test]
    fn digits_survive() {
        for number in [
            "9007199254740993",
            "18446744073709551616",
            "-123456789012345678901234567890",
            "1.10",
            "3.14159265358979323846",
            "1e400",
            "0.1E-7",
        ] {
            let text = format!(r#"{{"a": [{number}] , "b":{number}}}"#);
            assert_eq!(
                at(&text, "").map(|value| value.to_string()),
                Some(format!(r#"{{"a":[{number}],"b":{number}}}"#))
            );
            assert_eq!(at(&text, "/a/0").map(|value| value.to_string()).as_deref(), Some(number));
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-c/~]{0,2}".prop_map(Value::from),
        ];
        scalar.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[a-c/~0-2]{0,2}", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn agrees_with_a_whole_parse_everywhere(json in any_json(), pointer in "(/([a-c0-2]|~0|~1){0,2}){0,4}") {
            let text = json.to_string();
            prop_assert_eq!(project(text.as_bytes(), &pointer).ok(), Some(json.pointer(&pointer).cloned()));
        }

        #[test]
        fn takes_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..64), pointer in ".{0,8}") {
            let _ = project(&bytes, &pointer);
        }
    }
}
