//! What JSON is written to: a text, a value, or the text of a parameter.

use super::exact::{Inexact, parsed};
use super::grammar::plain;
use super::json::{Map, Value};
use super::number::Number;
use std::fmt::{Display, Write as _};

/// A bracket of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    List,
    Object,
}

/// Takes JSON part by part. Whoever calls it keeps the order that JSON has.
pub(super) trait Sink {
    fn null(&mut self);
    fn bool(&mut self, flag: bool);
    /// A number as it is sent.
    fn number(&mut self, number: &dyn Display);
    fn string(&mut self, text: &str);
    /// A text that is JSON already.
    fn written(&mut self, json: String) -> Result<(), Inexact>;
    fn open(&mut self, bracket: Bracket);
    /// The name of the next member.
    fn key(&mut self, name: &str);
    fn close(&mut self);
    /// Whether it does something with what it takes.
    fn keeps(&self) -> bool {
        true
    }
}

/// Takes everything and keeps nothing.
pub(super) struct Nowhere;

impl Sink for Nowhere {
    fn null(&mut self) {}

    fn bool(&mut self, _: bool) {}

    fn number(&mut self, _: &dyn Display) {}

    fn string(&mut self, _: &str) {}

    fn written(&mut self, json: String) -> Result<(), Inexact> {
        parsed(&json).map(drop)
    }

    fn open(&mut self, _: Bracket) {}

    fn key(&mut self, _: &str) {}

    fn close(&mut self) {}

    fn keeps(&self) -> bool {
        false
    }
}

/// Writes a value.
pub(super) fn pour(value: &Value, sink: &mut dyn Sink) {
    match value {
        Value::Null => sink.null(),
        Value::Bool(flag) => sink.bool(*flag),
        Value::Number(number) => sink.number(number),
        Value::String(text) => sink.string(text),
        Value::Array(items) => {
            sink.open(Bracket::List);
            for item in items {
                pour(item, sink);
            }
            sink.close();
        }
        Value::Object(members) => {
            sink.open(Bracket::Object);
            for (name, member) in members {
                sink.key(name);
                pour(member, sink);
            }
            sink.close();
        }
    }
}

/// Compact JSON.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    json: String,
    open: Vec<Bracket>,
}

/// Most bodies need no more bytes.
const USUAL: usize = 256;

impl Text {
    pub(super) fn done(self) -> String {
        self.json
    }

    pub(super) fn json(&self) -> &str {
        &self.json
    }

    pub(super) fn length(&self) -> usize {
        self.json.len()
    }

    /// Takes back what was written last.
    pub(super) fn truncate(&mut self, length: usize) {
        self.json.truncate(length);
    }

    /// A comma, unless it is the first in its bracket or has a name.
    fn begin(&mut self) {
        match self.json.as_bytes().last() {
            None => self.json.reserve(USUAL),
            Some(b'{' | b'[' | b':') => {}
            Some(_) => self.json.push(','),
        }
    }

    fn word(&mut self, word: &str) {
        self.begin();
        self.json.push_str(word);
    }
}

impl Sink for Text {
    fn null(&mut self) {
        self.word("null");
    }

    fn bool(&mut self, flag: bool) {
        self.word(if flag { "true" } else { "false" });
    }

    fn number(&mut self, number: &dyn Display) {
        self.begin();
        // Writing to a string cannot fail.
        let _ = write!(self.json, "{number}");
    }

    fn string(&mut self, text: &str) {
        self.begin();
        quote(text, &mut self.json);
    }

    fn written(&mut self, json: String) -> Result<(), Inexact> {
        if self.json.is_empty() {
            self.json = json;
        } else {
            self.word(&json);
        }
        Ok(())
    }

    fn open(&mut self, bracket: Bracket) {
        self.word(if bracket == Bracket::List { "[" } else { "{" });
        self.open.push(bracket);
    }

    fn key(&mut self, name: &str) {
        self.string(name);
        self.json.push(':');
    }

    fn close(&mut self) {
        if let Some(bracket) = self.open.pop() {
            self.json.push(if bracket == Bracket::List { ']' } else { '}' });
        }
    }
}

/// Adds a string of JSON.
pub(super) fn quote(text: &str, json: &mut String) {
    json.push('"');
    let mut rest = text;
    loop {
        // Only characters of ASCII are escaped, so what lies between them is text.
        let (plain, special) = rest.split_at(plain(rest.as_bytes()));
        json.push_str(plain);
        let Some(byte) = special.bytes().next() else { break };
        match byte {
            b'"' => json.push_str("\\\""),
            b'\\' => json.push_str("\\\\"),
            b'\n' => json.push_str("\\n"),
            b'\r' => json.push_str("\\r"),
            b'\t' => json.push_str("\\t"),
            8 => json.push_str("\\b"),
            12 => json.push_str("\\f"),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(json, "\\u{other:04x}");
            }
        }
        rest = special.get(1..).unwrap_or_default();
    }
    json.push('"');
}

/// A value.
#[derive(Debug, Default)]
pub(super) struct Tree {
    root: Option<Value>,
    open: Vec<Open>,
}

#[derive(Debug)]
enum Open {
    List(Vec<Value>),
    Object(Map, String),
}

impl Tree {
    pub(super) fn done(self) -> Value {
        self.root.unwrap_or_default()
    }

    fn place(&mut self, value: Value) {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Object(members, key)) => drop(members.insert(std::mem::take(key), value)),
        }
    }
}

impl Sink for Tree {
    fn null(&mut self) {
        self.place(Value::Null);
    }

    fn bool(&mut self, flag: bool) {
        self.place(Value::Bool(flag));
    }

    fn number(&mut self, number: &dyn Display) {
        self.place(Value::Number(Number::sent(number)));
    }

    fn string(&mut self, text: &str) {
        self.place(text.into());
    }

    fn written(&mut self, json: String) -> Result<(), Inexact> {
        self.place(parsed(&json)?);
        Ok(())
    }

    fn open(&mut self, bracket: Bracket) {
        self.open.push(match bracket {
            Bracket::List => Open::List(Vec::new()),
            Bracket::Object => Open::Object(Map::new(), String::new()),
        });
    }

    fn key(&mut self, name: &str) {
        if let Some(Open::Object(_, key)) = self.open.last_mut() {
            name.clone_into(key);
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::List(items)) => self.place(Value::Array(items)),
            Some(Open::Object(members, _)) => self.place(Value::Object(members)),
            None => {}
        }
    }
}

/// A value as most parameters need it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// It is absent or null.
    Nothing,
    /// What stands alone: a string as it is, anything else as JSON writes it.
    Text(String),
    /// A list or an object.
    Whole(Value),
}

impl Given {
    /// A value whose text is not what is sent.
    pub(crate) fn whole(value: Option<Value>) -> Self {
        value.filter(|value| !value.is_null()).map_or(Self::Nothing, Self::Whole)
    }
}

/// Makes a [`Given`].
#[derive(Debug, Default)]
pub(super) struct Flat {
    text: Option<String>,
    whole: Option<Tree>,
}

impl Flat {
    pub(super) fn done(self) -> Given {
        match (self.text, self.whole) {
            (_, Some(tree)) => Given::Whole(tree.done()),
            (Some(text), None) => Given::Text(text),
            (None, None) => Given::Nothing,
        }
    }
}

impl Sink for Flat {
    fn null(&mut self) {
        if let Some(whole) = &mut self.whole {
            whole.null();
        }
    }

    fn bool(&mut self, flag: bool) {
        match &mut self.whole {
            Some(whole) => whole.bool(flag),
            None => self.text = Some(flag.to_string()),
        }
    }

    fn number(&mut self, number: &dyn Display) {
        match &mut self.whole {
            Some(whole) => whole.number(number),
            None => self.text = Some(number.to_string()),
        }
    }

    fn string(&mut self, text: &str) {
        match &mut self.whole {
            Some(whole) => whole.string(text),
            None => self.text = Some(text.to_owned()),
        }
    }

    fn written(&mut self, json: String) -> Result<(), Inexact> {
        pour(&parsed(&json)?, self);
        Ok(())
    }

    fn open(&mut self, bracket: Bracket) {
        self.whole.get_or_insert_default().open(bracket);
    }

    fn key(&mut self, name: &str) {
        if let Some(whole) = &mut self.whole {
            whole.key(name);
        }
    }

    fn close(&mut self) {
        if let Some(whole) = &mut self.whole {
            whole.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::exact::{exact, flat, json_text};
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_text_has_the_order_of_its_value() {
        #[derive(serde::Serialize)]
        struct Order {
            z: Option<i64>,
            a: [Option<&'static str>; 2],
            m: f64,
            e: [(); 0],
        }
        let order = Order { z: None, a: [Some("x\"\\\n\u{1}é"), None], m: 2.0, e: [] };
        assert_eq!(json_text(&order).unwrap().unwrap(), r#"{"z":null,"a":["x\"\\\n\u0001é",null],"m":2,"e":[]}"#);
        assert_eq!((json_text(None::<i64>), json_text("")), (Ok(None), Ok(Some("\"\"".to_owned()))));
    }

    #[test]
    fn what_stands_alone_is_its_text() {
        let text = |text: &str| Ok(Given::Text(text.to_owned()));
        assert_eq!((flat("a b"), flat(2.0), flat(true)), (text("a b"), text("2"), text("true")));
        assert_eq!(
            (flat(None::<i64>), flat(()), flat(Some(()))),
            (Ok(Given::Nothing), Ok(Given::Nothing), Ok(Given::Nothing))
        );
        assert_eq!(flat([Some(1), None]).ok(), exact([Some(1), None]).ok().flatten().map(Given::Whole));
    }

    proptest! {
        #[test]
        fn strings_are_quoted_as_serde_json_quotes_them(text in "\\PC{0,8}|[\"\\\\\u{0}-\u{20}\u{7f}a]{0,8}") {
            let mut json = String::new();
            quote(&text, &mut json);
            prop_assert_eq!(json, json!(text).to_string());
        }
    }
}
