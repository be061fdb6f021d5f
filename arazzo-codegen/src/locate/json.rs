//! Finds nodes in the text of a JSON file.
//!
//! `serde_json` says where a string ends, not where it starts, and where an object has ended: a walk over strings and brackets
//! is shorter than working around that. It reads any text, broken ones too, without recursion; where it is known which brackets belong
//! together, what stands between them is not looked at.

use std::collections::HashSet;

use super::wanted::{Found, Wanted};
use super::{Node, Span};
use crate::parse::bytes::skip_string;
use crate::place::Segment;
use crate::slice::Brackets;

/// The node at a path, or its key; the nearest node above it when there is none.
pub(super) fn find(text: &str, brackets: Option<&Brackets>, segments: &[Segment], key: bool) -> Option<Node> {
    let mut cursor = Cursor { text, brackets, at: 0 };
    cursor.skip_blanks();
    let mut name = None;
    for segment in segments {
        let inner = match segment {
            Segment::Key(key) => cursor.member(|name| name == key).map(|(name, value)| (Some(name), value)),
            Segment::Index(index) => cursor.item(*index).map(|value| (None, value)),
        };
        let Some((inner_name, value)) = inner else {
            name = None;
            break;
        };
        name = inner_name;
        cursor = value;
    }
    let start = cursor.at;
    cursor.skip_value()?;
    let span = Span { start, end: cursor.at };
    match name {
        Some(name) if key => Some(Node::new(name, decode(text, name))),
        _ => Some(Node::new(span, decode(text, span))),
    }
}

/// All nodes that are wanted. One of which the text is broken is not found.
pub(super) fn find_all(text: &str, brackets: Option<&Brackets>, wanted: &Wanted) -> Found {
    let mut found = Found::new();
    let mut cursor = Cursor { text, brackets, at: 0 };
    cursor.skip_blanks();
    cursor.note(wanted, None, &mut found);
    found
}

/// The text of the first member of the root with such a key; empty where it is broken.
pub(super) fn root_text<'t>(
    text: &'t str,
    brackets: Option<&Brackets>,
    wanted: impl Fn(&str) -> bool,
) -> Option<&'t str> {
    let mut cursor = Cursor { text, brackets, at: 0 };
    cursor.skip_blanks();
    let (_, mut value) = cursor.member(wanted)?;
    let start = value.at;
    value.skip_value();
    Some(text.get(start..value.at).unwrap_or_default())
}

/// The text of a string token, when it is one.
fn decode(text: &str, span: Span) -> Option<String> {
    serde_json::from_str(text.get(span.start..span.end)?).ok()
}

/// A position in the text; on a token, once blanks are skipped.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t str,
    brackets: Option<&'t Brackets>,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Over one punctuation character and the blanks around it.
    fn skip(&mut self, punctuation: u8) -> Option<()> {
        self.skip_blanks();
        if self.peek() != Some(punctuation) {
            return None;
        }
        self.at += 1;
        self.skip_blanks();
        Some(())
    }

    /// Over a string, to behind its closing quote.
    fn skip_string(&mut self) -> Option<Span> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return None;
        }
        self.at = skip_string(self.text.as_bytes(), start)?;
        Some(Span { start, end: self.at })
    }

    /// Over a number or a word.
    fn skip_word(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| !b" \t\r\n,:[]{}\"".contains(&byte)) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    /// Over any value; the blanks behind it are left. Brackets are counted, not matched: the parser has seen to that.
    fn skip_value(&mut self) -> Option<()> {
        if let Some(end) = self.brackets.and_then(|brackets| brackets.end(self.at)) {
            self.at = end;
            return Some(());
        }
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.skip_string()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' if depth > 0 => self.at += 1,
                _ => self.skip_word()?,
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// Notes what is wanted of the value here; `name` is that of the member that it is.
    fn note(self, wanted: &Wanted, name: Option<Span>, found: &mut Found) {
        let mut behind = self;
        if behind.skip_value().is_none() {
            return;
        }
        let node = |span: Span| Node::new(span, decode(self.text, span));
        let own = node(Span { start: self.at, end: behind.at });
        wanted.note(&own, name.map(node).as_ref(), found);
        let mut seen = HashSet::new();
        if !wanted.is_leaf() {
            self.note_members(wanted, &mut seen, found);
            self.note_items(wanted, &mut seen, found);
        }
        wanted.note_missing(&own, &|segment| seen.contains(segment), found);
    }

    fn note_members(mut self, wanted: &Wanted, seen: &mut HashSet<Segment>, found: &mut Found) -> Option<()> {
        self.skip(b'{')?;
        loop {
            let name = self.skip_string()?;
            self.skip(b':')?;
            if let Some(key) = decode(self.text, name)
                && let Some(inner) = wanted.key(&key)
                && seen.insert(Segment::Key(key))
            {
                self.note(inner, Some(name), found);
            }
            self.skip_value()?;
            self.skip(b',')?;
        }
    }

    fn note_items(mut self, wanted: &Wanted, seen: &mut HashSet<Segment>, found: &mut Found) -> Option<()> {
        self.skip(b'[')?;
        for index in 0.. {
            if self.peek()? == b']' {
                break;
            }
            if let Some(inner) = wanted.index(index) {
                seen.insert(Segment::Index(index));
                self.note(inner, None, found);
            }
            self.skip_value()?;
            self.skip(b',')?;
        }
        Some(())
    }

    /// The key and the value of the first such member, when there is an object here.
    fn member(mut self, wanted: impl Fn(&str) -> bool) -> Option<(Span, Self)> {
        self.skip(b'{')?;
        loop {
            let name = self.skip_string()?;
            self.skip(b':')?;
            if decode(self.text, name).is_some_and(|name| wanted(&name)) {
                return Some((name, self));
            }
            self.skip_value()?;
            self.skip(b',')?;
        }
    }

    /// One item, when there is an array here.
    fn item(mut self, index: usize) -> Option<Self> {
        self.skip(b'[')?;
        for _ in 0..index {
            self.skip_value()?;
            self.skip(b',')?;
        }
        (self.peek()? != b']').then_some(self)
    }
}
