//! Nodes in brackets: flow style, and JSON.

use super::scan::{MAX_DEPTH, Scan};
use super::{Body, Item, Member, Node, Scalar, Style};

impl Scan<'_> {
    /// What begins here. What is not closed ends where lines are no longer deeper than a column.
    pub(super) fn flow(&mut self, around: Option<usize>) -> Node {
        let start = self.at;
        match self.peek() {
            Some('{') if self.depth <= MAX_DEPTH => self.flow_object(around),
            Some('[') if self.depth <= MAX_DEPTH => self.flow_list(around),
            Some(quote @ ('"' | '\'')) => {
                let scalar = self.quoted(quote, around);
                Node { span: start..self.at, body: Body::Text(scalar) }
            }
            _ => {
                let end = start + self.word(false).len();
                self.at = end.max(start);
                if end == start { Node::nothing(start) } else { self.plain(start..end) }
            }
        }
    }

    /// Over blanks and commas to the next entry. Whether there may be one.
    fn next_entry(&mut self, around: Option<usize>) -> bool {
        loop {
            self.skip(|char| matches!(char, ' ' | '\t' | ','));
            match self.peek() {
                None => return false,
                Some('\r' | '\n' | '#') => {
                    let before = self.at;
                    self.skip_blanks();
                    if !self.is_at_end() && around.is_some_and(|around| self.column() <= around) {
                        self.at = before;
                        return false;
                    }
                }
                Some(_) => return true,
            }
        }
    }

    fn flow_list(&mut self, around: Option<usize>) -> Node {
        let (start, mut items) = (self.at, Vec::new());
        self.entries(around, |scan| {
            let start = scan.at;
            items.push(Item { start, node: scan.flow(around) });
        });
        Node { span: start..self.at, body: Body::List { items, style: Style::Flow } }
    }

    fn flow_object(&mut self, around: Option<usize>) -> Node {
        let (start, mut members) = (self.at, Vec::new());
        self.entries(around, |scan| members.push(scan.flow_member(around)));
        Node { span: start..self.at, body: Body::Object { members, style: Style::Flow } }
    }

    /// What stands between two brackets, to the one that closes them.
    fn entries(&mut self, around: Option<usize>, mut read: impl FnMut(&mut Self)) {
        self.at += 1;
        self.depth += 1;
        while self.next_entry(around) {
            if let Some('}' | ']') = self.peek() {
                self.at += 1;
                break;
            }
            let entry = self.at;
            read(self);
            self.go_on_from(entry);
        }
        self.depth -= 1;
    }

    /// At least one character on.
    fn go_on_from(&mut self, before: usize) {
        if self.at == before {
            self.at += self.peek().map_or(1, char::len_utf8);
        }
    }

    fn flow_member(&mut self, around: Option<usize>) -> Member {
        let start = self.at;
        let key = match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote, around),
            _ => {
                let text = self.word(true).to_owned();
                self.at = start + text.len();
                Scalar { inner: start..self.at, quote: None, text }
            }
        };
        self.skip(|char| matches!(char, ' ' | '\t'));
        if self.peek() != Some(':') {
            let value = Node::nothing(key.inner.end);
            return Member { key, colon: None, value };
        }
        self.at += 1;
        let colon = self.at;
        let before = self.at;
        self.skip(|char| matches!(char, ' ' | '\t'));
        if let None | Some(',' | '}' | ']') = self.peek() {
            return Member { key, colon: Some(colon), value: Node::nothing(before) };
        }
        if self.is_line_done() {
            self.skip_blanks();
            let is_outside = around.is_some_and(|around| self.column() <= around);
            if self.is_at_end() || is_outside || matches!(self.peek(), Some(',' | '}' | ']')) {
                self.at = before;
                return Member { key, colon: Some(colon), value: Node::nothing(before) };
            }
        }
        let value = self.flow(around);
        Member { key, colon: Some(colon), value }
    }

    /// A text without quotes; a key ends at its colon.
    fn word(&self, is_key: bool) -> &str {
        let line = self.line();
        let ends = |(at, char): (usize, char)| {
            let rest = line.get(at + char.len_utf8()..).unwrap_or_default();
            let is_colon = char == ':' && (rest.is_empty() || rest.starts_with([' ', '\t', ',', '}', ']']));
            let is_comment = char == '#' && line.get(..at).is_some_and(|before| before.ends_with(' '));
            ",[]{}".contains(char) || is_comment || is_key && is_colon
        };
        let end = line.char_indices().find(|found| ends(*found)).map_or(line.len(), |(at, _)| at);
        line.get(..end).unwrap_or_default().trim_end()
    }
}
