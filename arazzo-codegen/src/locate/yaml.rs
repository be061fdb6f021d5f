//! Finds nodes in the text of a YAML file.
//!
//! The parser says where it is in one way only: an error that a visitor raises gets the position of the node being visited. So
//! a walk along the path raises one at its end. The parser gives only the start of a node: its end is found in the text.

use std::convert::Infallible;
use std::fmt;
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Node, Span, char_boundary};
use crate::breaks::Shown;
use crate::place::Segment;

/// The node at a path, or its key; the nearest node above it when there is none.
pub(super) fn find(text: &str, segments: &[Segment], key: bool) -> Option<Node> {
    let shown = Shown::of(text);
    let node = find_shown(&shown.text, segments, key)?;
    Some(Node { text: node.text.map(|text| Rc::from(&*shown.restored((&*text).into()))), ..node })
}

fn find_shown(text: &str, segments: &[Segment], key: bool) -> Option<Node> {
    let mut found = None;
    let walk = Walk { segments, key, found: &mut found };
    let Err(error) = walk.deserialize(serde_yaml::Deserializer::from_str(text));
    // Without a shape the error is not ours: the file is not YAML.
    let shape = found?;
    let start = char_boundary(text, error.location()?.index());
    Some(node(text, start, shape))
}

/// What stands where the walk ended.
#[derive(Debug)]
pub(super) enum Shape {
    Text(String),
    /// A number, a boolean or nothing: what the file says exactly is unknown.
    Word,
    /// With the first key.
    Mapping(Option<String>),
    Sequence,
}

/// The way that is left to go. It ends in an error in any case.
struct Walk<'a> {
    segments: &'a [Segment],
    /// Whether to end at the key of the last segment.
    key: bool,
    found: &'a mut Option<Shape>,
}

impl Walk<'_> {
    fn end<E: Error>(self, shape: Shape) -> E {
        *self.found = Some(shape);
        E::custom("the node is here")
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Infallible;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Infallible, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Infallible;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a node")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Infallible, E> {
        Err(self.end(Shape::Text(text.to_owned())))
    }

    fn visit_unit<E: Error>(self) -> Result<Infallible, E> {
        Err(self.end(Shape::Word))
    }

    fn visit_none<E: Error>(self) -> Result<Infallible, E> {
        Err(self.end(Shape::Word))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Infallible, E> {
        Err(self.end(Shape::Word))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Infallible, E> {
        Err(self.end(Shape::Word))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Infallible, E> {
        Err(self.end(Shape::Word))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Infallible, E> {
        Err(self.end(Shape::Word))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Infallible, E> {
        Err(self.end(Shape::Word))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Infallible, E> {
        Err(self.end(Shape::Word))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Infallible, A::Error> {
        let Some((Segment::Index(index), rest)) = self.segments.split_first() else {
            return Err(self.end(Shape::Sequence));
        };
        for _ in 0..*index {
            items.next_element::<IgnoredAny>()?;
        }
        match items.next_element_seed(Walk { segments: rest, key: self.key, found: &mut *self.found })? {
            None => Err(self.end(Shape::Sequence)),
            Some(never) => match never {},
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Infallible, A::Error> {
        let (wanted, rest) = match self.segments.split_first() {
            Some((Segment::Key(key), rest)) => (Some(key.as_str()), rest),
            _ => (None, self.segments),
        };
        let mut first = None;
        loop {
            let end = if self.key && rest.is_empty() { wanted } else { None };
            let Some(key) = members.next_key_seed(WalkKey { end, found: &mut *self.found })? else {
                return Err(self.end(Shape::Mapping(first)));
            };
            if wanted == Some(key.as_str()) {
                let never = members.next_value_seed(Walk { segments: rest, key: self.key, found: &mut *self.found })?;
                match never {}
            }
            if wanted.is_none() {
                return Err(self.end(Shape::Mapping(Some(key))));
            }
            first.get_or_insert(key);
            members.next_value::<IgnoredAny>()?;
        }
    }
}

/// Reads a key as `value::Key` does, and raises the error at the one where the walk ends.
struct WalkKey<'a> {
    end: Option<&'a str>,
    found: &'a mut Option<Shape>,
}

impl WalkKey<'_> {
    fn check<E: Error>(self, key: String, shape: Shape) -> Result<String, E> {
        if self.end == Some(key.as_str()) {
            *self.found = Some(shape);
            return Err(E::custom("the key is here"));
        }
        Ok(key)
    }
}

impl<'de> DeserializeSeed<'de> for WalkKey<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for WalkKey<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        self.check(text.to_owned(), Shape::Text(text.to_owned()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        self.check(number.to_string(), Shape::Word)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        self.check(number.to_string(), Shape::Word)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        self.check(number.to_string(), Shape::Word)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<String, E> {
        self.check(flag.to_string(), Shape::Word)
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        self.check("null".to_owned(), Shape::Word)
    }
}

/// The node that starts at an offset, properties included.
pub(super) fn node(text: &str, start: usize, shape: Shape) -> Node {
    let mut scan = Scan { text, at: start };
    scan.skip_properties(!matches!(shape, Shape::Word));
    let start = scan.at;
    match &shape {
        Shape::Text(decoded) => scan.skip_scalar(Some(decoded)),
        Shape::Word => scan.skip_scalar(None),
        Shape::Mapping(_) | Shape::Sequence if matches!(scan.peek(), Some('{' | '[')) => scan.skip_brackets(),
        // A mapping of many lines is known by its first key.
        Shape::Mapping(key) => scan.skip_scalar(key.as_deref()),
        Shape::Sequence => scan.skip_line(),
    }
    let text = if let Shape::Text(text) = shape { Some(text) } else { None };
    Node::new(Span { start, end: scan.at }, text)
}

/// A position in the text. Only ends of tokens are looked for: that the text is YAML, the parser has seen.
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip_while(&mut self, test: impl FnMut(char) -> bool) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(test).len();
    }

    pub(super) fn skip_line(&mut self) {
        self.at += self.rest().lines().next().unwrap_or_default().len();
    }

    /// Over anchors and tags, which the parser counts as part of the node; what follows may stand on another line.
    pub(super) fn skip_properties(&mut self, over_lines: bool) {
        while let Some('&' | '!') = self.peek() {
            self.skip_while(|char| !char.is_whitespace());
            self.skip_while(|char| matches!(char, ' ' | '\t'));
            while over_lines && matches!(self.peek(), Some('\r' | '\n' | '#')) {
                self.skip_line();
                self.skip_while(char::is_whitespace);
            }
        }
    }

    fn skip_scalar(&mut self, decoded: Option<&str>) {
        match (self.peek(), decoded) {
            (Some(quote @ ('"' | '\'')), _) => self.skip_quoted(quote),
            (Some('|' | '>'), _) => self.skip_while(|char| !char.is_whitespace()),
            // A plain scalar stands in the file as it is, up to the end of the line.
            (_, Some(decoded)) => {
                let same = self.rest().chars().zip(decoded.chars()).take_while(|(written, read)| written == read);
                self.at += same.map(|(char, _)| char.len_utf8()).sum::<usize>();
            }
            (_, None) => {
                self.skip_while(|char| !char.is_whitespace() && !",[]{}:".contains(char));
            }
        }
    }

    /// To behind the closing quote. A doubled `'` closes and opens: the scan goes on as if nothing were.
    pub(super) fn skip_quoted(&mut self, quote: char) {
        let mut chars = self.rest().char_indices().skip(1).peekable();
        let mut end = None;
        while let Some((offset, char)) = chars.next() {
            if quote == '"' && char == '\\' {
                chars.next();
            } else if char == quote {
                if quote == '\'' && chars.next_if(|(_, next)| *next == '\'').is_some() {
                    continue;
                }
                end = Some(offset + 1);
                break;
            }
        }
        self.at += end.unwrap_or(self.rest().len());
    }

    /// To behind the bracket that closes the one here, or the end of the line.
    fn skip_brackets(&mut self) {
        let mut depth = 0_usize;
        while let Some(char) = self.peek() {
            match char {
                '"' | '\'' => {
                    self.skip_quoted(char);
                    continue;
                }
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                '\r' | '\n' => return,
                _ => {}
            }
            self.at += char.len_utf8();
            if depth == 0 {
                return;
            }
        }
    }
}
