//! Nodes that are told apart by their columns.

use super::scan::{Key, MAX_DEPTH, Scan};
use super::{Body, Item, Member, Node, Scalar, Style};

/// The whole of a text.
pub(super) fn root(text: &str) -> Node {
    let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let mut scan = Scan { text, at: 0, depth: 0, is_json };
    scan.skip_blanks();
    if scan.is_at_end() {
        return Node::nothing(text.len());
    }
    if is_json { scan.flow(None) } else { scan.block(None) }
}

impl Scan<'_> {
    /// What begins here and is deeper than a column.
    fn block(&mut self, around: Option<usize>) -> Node {
        if self.depth > MAX_DEPTH {
            self.skip_line();
            return Node::nothing(self.at);
        }
        self.depth += 1;
        let start = self.at;
        let node = if self.is_dash() {
            self.list(self.column())
        } else if let Some(key) = self.key() {
            self.at = start;
            drop(key);
            self.object(self.column())
        } else if around.is_none() {
            // What is typed first is a key.
            self.object(self.column())
        } else {
            self.scalar(around)
        };
        self.depth -= 1;
        node
    }

    fn list(&mut self, column: usize) -> Node {
        let (start, mut items) = (self.at, Vec::new());
        let mut end = start;
        loop {
            self.skip_blanks();
            if self.is_at_end() || self.column() < column || self.column() == column && !self.is_dash() {
                break;
            }
            if self.column() > column {
                self.skip_line();
                continue;
            }
            let dash = self.at;
            self.at += 1;
            let node = self.behind(column, column + 1);
            end = node.span.end.max(dash + 1);
            items.push(Item { start: dash, node });
        }
        Node { span: start..end, body: Body::List { items, style: Style::Block(column) } }
    }

    fn object(&mut self, column: usize) -> Node {
        let (start, mut members) = (self.at, Vec::new());
        let mut end = start;
        loop {
            self.skip_blanks();
            if self.is_at_end() || self.column() < column || self.column() == column && self.is_dash() {
                break;
            }
            if self.is_dash() {
                self.skip_line();
                continue;
            }
            let member = self.member();
            end = member.value.span.end.max(member.key.inner.end);
            members.push(member);
        }
        Node { span: start..end, body: Body::Object { members, style: Style::Block(column) } }
    }

    fn member(&mut self) -> Member {
        let column = self.column();
        let Some(Key { scalar: key, colon }) = self.key() else { return self.unfinished() };
        self.at = colon;
        // A list may stand at the column of its key.
        let value = self.behind(column, column);
        Member { key, colon: Some(colon), value }
    }

    /// A key that has no colon yet.
    fn unfinished(&mut self) -> Member {
        let text = self.line().trim_end().to_owned();
        let inner = self.at..self.at + text.len();
        self.skip_line();
        let value = Node::nothing(inner.end);
        Member { key: Scalar { inner, quote: None, text }, colon: None, value }
    }

    /// What stands behind a dash or a colon, or in the lines below that are deeper than `column`; a list from `list` on.
    fn behind(&mut self, column: usize, list: usize) -> Node {
        let place = self.at;
        self.skip(|char| matches!(char, ' ' | '\t'));
        self.skip_properties();
        if !self.is_line_done() {
            let has_inner = self.text.get(place.saturating_sub(1)..place) == Some("-");
            let is_block = has_inner && (self.is_dash() || self.is_key());
            return if is_block { self.block(Some(column)) } else { self.scalar(Some(column)) };
        }
        self.skip_blanks();
        let is_inside = self.column() > column || self.column() >= list && self.is_dash();
        if self.is_at_end() || !is_inside {
            return Node::nothing(place);
        }
        self.block(Some(column))
    }

    fn is_key(&mut self) -> bool {
        let start = self.at;
        let found = self.key().is_some();
        self.at = start;
        found
    }

    /// Over anchors and tags.
    fn skip_properties(&mut self) {
        while let Some('&' | '!') = self.peek() {
            self.skip(|char| !char.is_whitespace());
            self.skip(|char| matches!(char, ' ' | '\t'));
        }
    }

    /// A value that is no list and no object in block style.
    fn scalar(&mut self, around: Option<usize>) -> Node {
        let start = self.at;
        match self.peek() {
            Some(quote @ ('"' | '\'')) => {
                let scalar = self.quoted(quote, around);
                let span = start..self.at;
                self.skip_line();
                Node { span, body: Body::Text(scalar) }
            }
            Some('{' | '[') => {
                let node = self.flow(around);
                self.skip_line();
                node
            }
            Some('|' | '>') => self.literal(around),
            _ => self.plain_lines(around),
        }
    }

    /// A text behind `|` or `>`.
    fn literal(&mut self, around: Option<usize>) -> Node {
        let start = self.at;
        self.skip_line();
        let inner = self.at;
        let mut end = self.at;
        while !self.is_at_end() {
            self.skip(|char| matches!(char, '\r' | '\n'));
            let line = self.line();
            let depth = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() && around.is_some_and(|around| depth <= around) {
                self.at = end;
                break;
            }
            self.skip_line();
            if !line.trim().is_empty() {
                end = self.at;
            }
        }
        let lines = self.text.get(inner..end).unwrap_or_default().lines().map(str::trim_start);
        let text = lines.collect::<Vec<_>>().join("\n").trim_start().to_owned();
        Node { span: start..end, body: Body::Text(Scalar { inner: inner..end, quote: None, text }) }
    }

    /// A text without quotes, with the lines that go on with it.
    fn plain_lines(&mut self, around: Option<usize>) -> Node {
        let start = self.at;
        let mut end = self.plain_line();
        loop {
            let before = self.at;
            self.skip(|char| matches!(char, ' ' | '\t' | '\r' | '\n'));
            let goes_on = !self.is_at_end() && around.is_some_and(|around| self.column() > around);
            if !goes_on || self.is_line_done() || self.is_dash() || self.is_key() {
                self.at = before;
                break;
            }
            end = self.plain_line();
        }
        self.plain(start..end)
    }

    /// To the end of the line or a comment.
    fn plain_line(&mut self) -> usize {
        let line = self.line();
        let text = line.split_once(" #").map_or(line, |(text, _)| text).trim_end();
        let end = self.at + text.len();
        self.skip_line();
        end
    }
}
