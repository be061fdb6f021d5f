//! YAML as most people write it, read with a tenth of the instructions of the parser, which cargo compiles at opt-level 0, too.
//!
//! Invariant: what is read here has exactly the value that the parser gives it. Whatever these rules do not decide is `None`, and
//! left to the parser: anchors, tags, tabs, several documents, and every mistake, for which it has the words.

mod block;
mod characters;
mod flow;
mod plain;
mod quotes;
mod read;

use std::rc::Rc;

use super::bytes::{byte, find, skip_spaces};
use super::tokens::{colon_behind, is_rest_of_line, next_line, plain_key, quoted};
use crate::value::{Entries, Object, Value};
pub(crate) use plain::{is_its_own_text, parsed_key};
use read::{LONGEST_KEY, Read};

/// Collections inside collections deeper than this are the parser's, which has a limit of its own.
const DEEPEST: usize = 64;

/// The value of a text that is a mapping or a list.
pub(super) fn read(text: &str) -> Option<Value> {
    if !characters::are_usual(text) {
        return None;
    }
    let mut read = Read::of(text);
    read.skip_marker()?;
    let value = read.node(0, DEEPEST)?;
    let is_collection = matches!(value, Value::Object(_) | Value::Array(_));
    (is_collection && read.is_at_end()).then_some(value)
}

/// What a line begins with.
enum Head {
    Key(Key),
    /// A scalar, or a collection in brackets.
    Other,
}

/// A key, and where its colon stands.
struct Key {
    name: String,
    colon: usize,
}

impl Read<'_> {
    /// The node that begins here. The lines of a scalar have at least so many blanks in front of them.
    fn node(&mut self, least: usize, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        if self.is_item() {
            return self.items(depth);
        }
        match self.key()? {
            Head::Key(key) => self.members(key, depth),
            Head::Other => self.scalar(self.at, least, depth),
        }
    }

    fn members(&mut self, first: Key, depth: usize) -> Option<Value> {
        let column = self.column;
        let mut entries = Entries::default();
        let mut key = first;
        loop {
            let value = self.value(key.colon + 1, column, depth)?;
            entries.push(key.name, value);
            if self.column != column || self.is_at_end() {
                return Some(Value::Object(Rc::new(Object::Parsed(entries))));
            }
            let Head::Key(next) = self.key()? else { return None };
            key = next;
            if entries.contains_key(&key.name) {
                return None;
            }
        }
    }

    /// What follows the colon of a key at a column.
    fn value(&mut self, behind: usize, column: usize, depth: usize) -> Option<Value> {
        let at = skip_spaces(self.bytes, behind);
        if !is_rest_of_line(self.bytes, at) {
            return self.scalar(at, column + 1, depth);
        }
        self.seek(next_line(self.bytes, at));
        // A list may stand at the column of its key.
        if !self.is_at_end() && (self.column > column || self.column == column && self.is_item()) {
            return self.node(column + 1, depth);
        }
        Some(Value::Null)
    }

    fn items(&mut self, depth: usize) -> Option<Value> {
        let column = self.column;
        let mut items = Vec::new();
        loop {
            let item = self.item(column, depth)?;
            items.push(item);
            if self.column != column || !self.is_item() {
                return Some(Value::Array(items.into()));
            }
        }
    }

    fn item(&mut self, column: usize, depth: usize) -> Option<Value> {
        let at = skip_spaces(self.bytes, self.at + 1);
        if !is_rest_of_line(self.bytes, at) {
            self.column += at - self.at;
            self.at = at;
            return self.node(column + 1, depth);
        }
        self.seek(next_line(self.bytes, at));
        if self.column > column && !self.is_at_end() { self.node(column + 1, depth) } else { Some(Value::Null) }
    }

    /// The key that begins here, if one does.
    fn key(&self) -> Option<Head> {
        match byte(self.bytes, self.at) {
            b'"' | b'\'' => {
                let end = quoted(self.bytes, self.at)?;
                let Some(colon) = colon_behind(self.bytes, end) else { return Some(Head::Other) };
                let name = self.within_quotes(self.at, end)?;
                (colon - self.at < LONGEST_KEY).then_some(Head::Key(Key { name, colon }))
            }
            b'[' | b'{' | b'|' | b'>' => Some(Head::Other),
            _ => self.plain_key(),
        }
    }

    fn plain_key(&self) -> Option<Head> {
        if !plain::may_begin(self.bytes, self.at) {
            return None;
        }
        let Some(colon) = plain_key(self.bytes, self.at) else { return Some(Head::Other) };
        let mut end = colon;
        while end > self.at && self.bytes[end - 1] == b' ' {
            end -= 1;
        }
        let written = self.text.get(self.at..end).filter(|_| colon - self.at < LONGEST_KEY)?;
        Some(Head::Key(Key { name: plain::key(written)?, colon }))
    }

    /// Anything but a collection in block style.
    fn scalar(&mut self, at: usize, least: usize, depth: usize) -> Option<Value> {
        match byte(self.bytes, at) {
            b'"' | b'\'' => {
                let end = quoted(self.bytes, at)?;
                let text = match self.within_quotes(at, end) {
                    Some(text) => text,
                    None => quotes::text(self.text.get(at..end)?)?,
                };
                self.leave(end)?;
                Some(Value::String(text.into()))
            }
            b'[' | b'{' => {
                let (value, end) = flow::read(self.text, at, depth)?;
                self.leave(end)?;
                Some(value)
            }
            b'|' | b'>' => self.block(at, least),
            _ => self.plain(at, least),
        }
    }

    /// A text in quotes in one line, without escapes.
    fn within_quotes(&self, open: usize, end: usize) -> Option<String> {
        let token = self.bytes.get(..end)?;
        if find(token, open, b'\n') < end {
            return None;
        }
        let inner = self.text.get(open + 1..end - 1)?;
        if byte(token, open) == b'"' {
            return (find(token, open, b'\\') == end).then(|| inner.to_owned());
        }
        Some(if find(token, open + 1, b'\'') + 1 < end { inner.replace("''", "'") } else { inner.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_is_read() {
        for text in [
            "a: 1\nb:\n  c: x y\n  'd': \"e\"\n",
            "a:\n- b\n- c: d\n  e: [f, 2]\n-\n  - g\nh: {i: j, k: {}}\n",
            "a: one\n  two\n\n  three # four\nb: |\n  c\n\n   d\n",
            "a: >-\n  b\n  c\n\n  d\n   e\nf: 'g''h'\ni: \"j\\n\"\nk: 1.5\n",
            "---\n# a\n200: b # c\n/d: ~\n",
            "a: 'b\n\n c  \n  d ''e''  '\nf: \"g\\\"\\\\h\\t\"\ni: \"\n j\n \"\n",
        ] {
            let expected = Value::from_yaml(text).unwrap();
            assert_eq!(read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_odd_is_left_to_the_parser() {
        for text in [
            "",
            "a",
            "a: &b c",
            "a: *b",
            "a: !b c",
            "? a\n: b",
            "a:\tb",
            "a: b: c",
            "a: 1\na: 2",
            "a: 'b' c",
            "a: [b",
            "a:\n  b: c\n d: e",
            "a: b\n  c: d",
            "a: - b",
            "--- a: b",
            "a: b\n---\nc: d",
            "a: b\n...\n",
            "a: \u{85}",
            "a: \u{feff}",
            "a: |2\n  b",
            "a: |\n   \n b",
            "[a]: b",
            "{a: b}: c",
            "a: @b",
            "a: `b",
            "a: %b",
            "%YAML 1.2\n---\na: b",
            "a: [b, *c]",
            "a: \"b\" \"c\"",
            "- a\nb: c",
            "a: 'b\n--- c'",
            "a: b\n- c",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
