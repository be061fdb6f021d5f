//! Collections between brackets.

use std::rc::Rc;

use super::super::bytes::{byte, skip_spaces};
use super::super::tokens;
use super::plain::{is_its_own_text, resolved};
use super::read::LONGEST_KEY;
use crate::value::{Entries, Object, Value};

/// More brackets than this are the parser's to count.
const MOST: usize = 32;

/// The collection that begins here, and where it ends: of words in one line, or what the parser makes of its text alone.
pub(super) fn read(text: &str, open: usize, depth: usize) -> Option<(Value, usize)> {
    let mut words = Words { text, bytes: text.as_bytes(), at: open };
    if let Some(value) = words.value(depth) {
        return Some((value, words.at));
    }
    let end = tokens::flow(words.bytes, open)?;
    let token = text.get(open..end)?;
    let brackets = token.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    let value = if brackets <= MOST { Value::from_yaml(token).ok()? } else { return None };
    let is_one = matches!((byte(words.bytes, open), &value), (b'[', Value::Array(_)) | (b'{', Value::Object(_)));
    is_one.then_some((value, end))
}

struct Words<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl Words<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        match byte(self.bytes, self.at) {
            b'[' => self.items(depth),
            b'{' => self.members(depth),
            _ => resolved(self.word()?),
        }
    }

    fn items(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        if !self.opens(b']') {
            loop {
                let item = self.value(depth)?;
                items.push(item);
                if !self.goes_on(b']')? {
                    break;
                }
            }
        }
        Some(Value::Array(items.into()))
    }

    fn members(&mut self, depth: usize) -> Option<Value> {
        let mut entries = Entries::default();
        if !self.opens(b'}') {
            loop {
                let key = self.word().filter(|key| key.len() < LONGEST_KEY && is_its_own_text(key))?.to_owned();
                if byte(self.bytes, self.at) != b':'
                    || byte(self.bytes, self.at + 1) != b' '
                    || entries.contains_key(&key)
                {
                    return None;
                }
                self.at = skip_spaces(self.bytes, self.at + 1);
                let value = self.value(depth)?;
                entries.push(key, value);
                if !self.goes_on(b'}')? {
                    break;
                }
            }
        }
        Some(Value::Object(Rc::new(Object::Parsed(entries))))
    }

    /// Over a bracket, and over its partner if there is nothing in between.
    fn opens(&mut self, close: u8) -> bool {
        self.at = skip_spaces(self.bytes, self.at + 1);
        let is_empty = byte(self.bytes, self.at) == close;
        self.at += usize::from(is_empty);
        is_empty
    }

    /// Over a comma, or over the bracket that closes.
    fn goes_on(&mut self, close: u8) -> Option<bool> {
        self.at = skip_spaces(self.bytes, self.at);
        let next = byte(self.bytes, self.at);
        self.at = skip_spaces(self.bytes, self.at + usize::from(next == b','));
        self.at += usize::from(next == close);
        (next == b',' || next == close).then_some(next == b',')
    }

    /// A word of characters that mean nothing else anywhere; it may have blanks in it.
    fn word(&mut self) -> Option<&str> {
        let start = self.at;
        let first = byte(self.bytes, start);
        if !(first.is_ascii_alphanumeric() || matches!(first, b'_' | b'/' | b'$')) {
            return None;
        }
        let mut end = start;
        while byte(self.bytes, end).is_ascii_alphanumeric()
            || matches!(byte(self.bytes, end), b'_' | b'-' | b'.' | b'/' | b'$' | b' ')
        {
            end += 1;
        }
        self.at = end;
        while byte(self.bytes, end - 1) == b' ' {
            end -= 1;
        }
        self.text.get(start..end)
    }
}
