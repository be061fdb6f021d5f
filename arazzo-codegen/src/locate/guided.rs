//! Finds many nodes in the text of a YAML file in one walk.
//!
//! The parser says where it is once (`yaml`). So its values lead a walk over the text: what is there is known, and only where each
//! token ends is looked for. Where text and values seem to disagree the walk gives up, and finds nothing.

use super::wanted::{Found, Wanted};
use super::yaml::{Scan, Shape, node};
use super::{Node, Span};
use crate::place::Segment;
use crate::value::{Object, Value};

/// All nodes that are wanted.
pub(super) fn find_all(text: &str, root: &Value, wanted: &Wanted) -> Option<Found> {
    let mut walk = Walk { scan: Scan { text, at: 0 }, found: Found::new() };
    walk.skip_blanks();
    if walk.rest().starts_with("---") {
        walk.scan.at += 3;
    }
    walk.value(root, Some(wanted), None, false)?;
    Some(walk.found)
}

struct Walk<'t> {
    scan: Scan<'t>,
    found: Found,
}

impl<'t> Walk<'t> {
    fn rest(&self) -> &'t str {
        self.scan.text.get(self.scan.at..).unwrap_or_default()
    }

    fn column(&self) -> usize {
        let before = self.scan.text.get(..self.scan.at).unwrap_or_default();
        self.scan.at - before.rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Over blanks, ends of lines and comments.
    fn skip_blanks(&mut self) {
        loop {
            self.scan.skip_while(|char| matches!(char, ' ' | '\t' | '\r' | '\n'));
            if self.scan.peek() != Some('#') {
                return;
            }
            self.scan.skip_line();
        }
    }

    fn eat(&mut self, char: char) -> bool {
        let is_there = self.scan.peek() == Some(char);
        self.scan.at += if is_there { char.len_utf8() } else { 0 };
        is_there
    }

    /// `- `, `: ` or `? `.
    fn is_indicator(&self, char: char) -> bool {
        self.rest().strip_prefix(char).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
    }

    fn value(&mut self, value: &Value, wanted: Option<&Wanted>, key: Option<&Node>, in_flow: bool) -> Option<()> {
        self.skip_blanks();
        let start = self.scan.at;
        if self.scan.peek() == Some('*') {
            // What it means stands elsewhere; what is wanted of it is found there, one by one.
            if let (Some(wanted), Some(key)) = (wanted, key) {
                wanted.note_key(key, &mut self.found);
            }
            self.scan.skip_while(|char| !char.is_whitespace() && !",[]{}".contains(char));
            return Some(());
        }
        self.scan.skip_properties(!matches!(value, Value::Null));
        let shape = shape(value);
        if let (Value::Null, Some(wanted), Some(key)) = (value, wanted, key) {
            // Where nothing is written is the parser's to say.
            wanted.note_key(key, &mut self.found);
        } else if let Some(wanted) = wanted.filter(|_| *value != Value::Null) {
            let marked = node(self.scan.text, start, shape);
            wanted.note(&marked, key, &mut self.found);
            let is_there = |segment: &Segment| match segment {
                Segment::Key(key) => value.get(key).is_some(),
                Segment::Index(index) => value.as_array().is_some_and(|items| *index < items.len()),
            };
            wanted.note_missing(&marked, &is_there, &mut self.found);
        }
        match value {
            Value::Array(items) => self.items(items, wanted, in_flow),
            Value::Object(members) => self.members(members, wanted, in_flow),
            Value::String(text) => self.text(text, in_flow),
            Value::Null if !self.rest().starts_with(['n', 'N', '~']) => Some(()),
            _ => {
                self.scan.skip_while(|char| !(char.is_whitespace() || in_flow && ",[]{}".contains(char)));
                Some(())
            }
        }
    }

    fn items(&mut self, items: &[Value], wanted: Option<&Wanted>, in_flow: bool) -> Option<()> {
        if self.eat('[') {
            for (index, item) in items.iter().enumerate() {
                self.value(item, wanted.and_then(|wanted| wanted.index(index)), None, true)?;
                self.skip_blanks();
                self.eat(',');
            }
            self.skip_blanks();
            return self.eat(']').then_some(());
        }
        let column = self.column();
        for (index, item) in items.iter().enumerate() {
            self.skip_blanks();
            if in_flow || !self.is_indicator('-') || self.column() != column {
                return None;
            }
            self.scan.at += 1;
            self.value(item, wanted.and_then(|wanted| wanted.index(index)), None, false)?;
        }
        Some(())
    }

    fn members(&mut self, members: &Object, wanted: Option<&Wanted>, in_flow: bool) -> Option<()> {
        let braces = self.eat('{');
        if in_flow && !braces {
            return None;
        }
        let column = self.column();
        for (name, value) in members.iter() {
            self.skip_blanks();
            if self.is_indicator('?') || self.scan.peek() == Some('*') || !braces && self.column() != column {
                return None;
            }
            let key = self.key(name, braces)?;
            self.value(value, wanted.and_then(|wanted| wanted.key(name)), Some(&key), braces)?;
            if braces {
                self.skip_blanks();
                self.eat(',');
            }
        }
        self.skip_blanks();
        (!braces || self.eat('}')).then_some(())
    }

    /// Over a key and its colon, which a flow mapping may lack.
    fn key(&mut self, name: &str, in_flow: bool) -> Option<Node> {
        let start = self.scan.at;
        self.scan.skip_properties(true);
        let token = self.scan.at;
        match self.scan.peek()? {
            quote @ ('"' | '\'') => self.scan.skip_quoted(quote),
            _ => self.skip_plain_key(in_flow),
        }
        let written = self.scan.text.get(token..self.scan.at)?.trim_end();
        let is_text = written.starts_with(['"', '\''])
            || Value::from_yaml(written).is_ok_and(|value| value.as_str() == Some(name));
        let text = is_text.then(|| name.to_owned());
        let start = if is_text { token } else { start };
        let span = Span { start, end: token + written.len() };
        self.skip_blanks();
        (self.eat(':') || in_flow).then_some(Node::new(span, text))
    }

    fn skip_plain_key(&mut self, in_flow: bool) {
        while let Some(char) = self.scan.peek() {
            let rest = self.rest().get(1..).unwrap_or_default();
            let ends = match char {
                ':' => {
                    rest.is_empty()
                        || rest
                            .starts_with(|next: char| next.is_ascii_whitespace() || in_flow && ",[]{}".contains(next))
                }
                '\n' => true,
                ',' | '[' | ']' | '{' | '}' => in_flow,
                _ => false,
            };
            if ends {
                return;
            }
            self.scan.at += char.len_utf8();
        }
    }

    fn text(&mut self, text: &str, in_flow: bool) -> Option<()> {
        match self.scan.peek()? {
            quote @ ('"' | '\'') => self.scan.skip_quoted(quote),
            '|' | '>' if !in_flow => return self.block_scalar(text),
            _ => return self.plain(text),
        }
        Some(())
    }

    /// Folded over lines or not, its characters stand there but for the blanks.
    fn plain(&mut self, text: &str) -> Option<()> {
        for char in text.chars().filter(|char| !char.is_whitespace()) {
            self.scan.skip_while(char::is_whitespace);
            if !self.eat(char) {
                return None;
            }
        }
        Some(())
    }

    /// Its lines are as deep as the first one that is not blank.
    fn block_scalar(&mut self, text: &str) -> Option<()> {
        let header = self.rest().lines().next().unwrap_or_default();
        if header.contains(|char: char| char.is_ascii_digit()) {
            return None;
        }
        let mut lines = self.rest().split_inclusive('\n').peekable();
        self.scan.at += lines.next()?.len();
        let is_empty = text.trim().is_empty();
        let mut depth = None;
        for line in lines {
            let inner = line.trim_start_matches(' ');
            let is_blank = inner.trim().is_empty();
            let own = line.len() - inner.len();
            if !is_blank && (is_empty || own < *depth.get_or_insert(own)) {
                break;
            }
            self.scan.at += line.len();
        }
        Some(())
    }
}

fn shape(value: &Value) -> Shape {
    match value {
        Value::String(text) => Shape::Text(text.to_string()),
        Value::Array(_) => Shape::Sequence,
        Value::Object(members) => Shape::Mapping(members.keys().next().cloned()),
        _ => Shape::Word,
    }
}
