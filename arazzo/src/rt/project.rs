//! Reading one place of a JSON document without building the rest, and without losing a digit.

use super::json::{Map, Value, index};
use super::number::Number;
use serde::de::IgnoredAny;

/// Arrays and objects inside of each other, as `serde_json` has it.
const MAX_DEPTH: usize = 128;

/// Where a text stops to be JSON, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotJson {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl From<serde_json::Error> for NotJson {
    fn from(error: serde_json::Error) -> Self {
        Self { line: error.line(), column: error.column() }
    }
}

/// The value at a JSON Pointer (RFC 6901); `None` when there is none. The whole text must be valid JSON. Of members
/// with the same name the last one counts, as everywhere in `serde_json`.
pub(crate) fn project(json: &[u8], pointer: &str) -> Result<Option<Value>, NotJson> {
    // RFC 8259 lets readers ignore a byte order mark; some servers write one.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    serde_json::from_slice::<IgnoredAny>(json)?;
    let mut scan = Scan { json, at: 0 };
    for token in pointer.split('/').skip(1) {
        if !scan.enter(&token.replace("~1", "/").replace("~0", "~"))? {
            return Ok(None);
        }
    }
    scan.value(MAX_DEPTH).map(Some)
}

/// A place in a text that is known to be JSON: what is not expected is still an error, and no panic.
struct Scan<'a> {
    json: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    /// Goes to what a token leads to; false when nothing is there.
    fn enter(&mut self, token: &str) -> Result<bool, NotJson> {
        let mut found = None;
        match self.peek() {
            Some(b'{') => self.each(b'}', |scan, _| {
                let is_it = scan.key()? == token;
                // The last one counts, whatever it holds.
                found = if is_it { Some(scan.at) } else { found };
                scan.skip()
            })?,
            Some(b'[') => {
                let wanted = index(token);
                self.each(b']', |scan, position| {
                    found = if wanted == Some(position) { Some(scan.at) } else { found };
                    scan.skip()
                })?;
            }
            _ => {}
        }
        self.at = found.unwrap_or(self.at);
        Ok(found.is_some())
    }

    /// The value here.
    fn value(&mut self, depth: usize) -> Result<Value, NotJson> {
        let depth = depth.checked_sub(1).ok_or_else(|| self.wrong(self.at))?;
        match self.peek() {
            Some(b'{') => {
                let mut members = Map::new();
                self.each(b'}', |scan, _| {
                    let name = scan.key()?;
                    members.insert(name, scan.value(depth)?);
                    Ok(())
                })?;
                Ok(Value::Object(members))
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.each(b']', |scan, _| {
                    items.push(scan.value(depth)?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
            Some(b'"') => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    /// What is done with each member or item of what begins here.
    fn each(&mut self, end: u8, mut read: impl FnMut(&mut Self, usize) -> Result<(), NotJson>) -> Result<(), NotJson> {
        self.at += 1;
        let mut position = 0;
        while self.peek().ok_or_else(|| self.wrong(self.at))? != end {
            read(self, position)?;
            position += 1;
            if self.peek() == Some(b',') {
                self.at += 1;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// The name of a member, and the colon behind it.
    fn key(&mut self) -> Result<String, NotJson> {
        self.peek();
        let name = self.string()?;
        self.peek();
        self.at += 1;
        self.peek();
        Ok(name)
    }

    /// The next byte that is no blank; the scan stands on it then.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.json.get(self.at..)?;
        self.at += rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        self.json.get(self.at).copied()
    }

    fn string(&mut self) -> Result<String, NotJson> {
        let start = self.at;
        let text = self.take_string();
        serde_json::from_slice(text).map_err(|error| self.wrong(start + error.column().saturating_sub(1)))
    }

    fn take_string(&mut self) -> &'a [u8] {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let mut escaped = true;
        let end = rest.iter().position(|byte| {
            let ends = *byte == b'"' && !escaped;
            // The quote that it begins with counts as escaped.
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        let text = rest.get(..=end.unwrap_or(rest.len())).unwrap_or(rest);
        self.at += text.len();
        text
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Value, NotJson> {
        let start = self.at;
        let word = std::str::from_utf8(self.take_word()).unwrap_or_default();
        match word {
            "null" => Ok(Value::Null),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            number => Number::parse(number).map(Value::Number).ok_or_else(|| self.wrong(start)),
        }
    }

    fn take_word(&mut self) -> &'a [u8] {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|byte| b" \t\r\n,]}".contains(byte)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// Goes behind the value here, without recursion: a text may be nested deeper than what is read of it.
    fn skip(&mut self) -> Result<(), NotJson> {
        let mut open = 0_usize;
        loop {
            match self.peek().ok_or_else(|| self.wrong(self.at))? {
                b'"' => drop(self.take_string()),
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    open = open.saturating_sub(1);
                    self.at += 1;
                }
                b',' | b':' => self.at += 1,
                _ => drop(self.take_word()),
            }
            if open == 0 {
                return Ok(());
            }
        }
    }

    fn wrong(&self, at: usize) -> NotJson {
        let before = self.json.get(..at).unwrap_or(self.json);
        let is_break = |byte: &u8| *byte == b'\n';
        let (line, column) = (before.split(is_break).count(), before.rsplit(is_break).next().unwrap_or_default().len());
        NotJson { line, column: column + 1 }
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
        for (text, line, column) in [("{\"a\":\n[1, \"\\ud800\"]}", 2, 12), ("[1e99999999999999999999]", 1, 2)] {
            let problem = project(text.as_bytes(), "").unwrap_err();
            assert_eq!((problem.line, problem.column), (line, column), "{text}");
        }
        let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(project(deep(127).as_bytes(), "").is_ok() && project(deep(128).as_bytes(), "").is_err());
        assert_eq!(project(deep(100_000).as_bytes(), "/1"), Ok(None));
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
