//! A position in a text, and the tokens of both styles.

use std::ops::Range;

use super::{Body, Node, Scalar};

/// Deeper nodes are left out: nobody types them.
pub(super) const MAX_DEPTH: usize = 120;

pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) depth: usize,
    /// JSON, or YAML that is JSON: no text goes on in the next line.
    pub(super) is_json: bool,
}

/// A key that was read.
pub(super) struct Key {
    pub(super) scalar: Scalar,
    /// Behind the colon.
    pub(super) colon: usize,
}

impl<'t> Scan<'t> {
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// What is left of the line.
    pub(super) fn line(&self) -> &'t str {
        self.rest().split('\n').next().unwrap_or_default().trim_end_matches('\r')
    }

    pub(super) fn column(&self) -> usize {
        let before = self.text.get(..self.at).unwrap_or_default();
        self.at - before.rfind('\n').map_or(0, |newline| newline + 1)
    }

    pub(super) fn skip(&mut self, test: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(test).len();
    }

    pub(super) fn skip_line(&mut self) {
        self.at += self.line().len();
    }

    /// Over blanks, comments, ends of lines and the marks between documents.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            self.skip(|char| matches!(char, ' ' | '\t' | '\r' | '\n' | '\u{feff}'));
            let is_mark = self.column() == 0 && ["---", "..."].iter().any(|mark| self.line().trim_end() == *mark);
            if self.peek() != Some('#') && !is_mark {
                return;
            }
            self.skip_line();
        }
    }

    /// `- `, or a dash at the end of a line.
    pub(super) fn is_dash(&self) -> bool {
        self.line().strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    }

    /// Whether nothing but a comment is left of the line.
    pub(super) fn is_line_done(&self) -> bool {
        matches!(self.peek(), None | Some('\r' | '\n' | '#'))
    }

    /// The text in quotes that begins here, of as many lines as are deeper than a column.
    pub(super) fn quoted(&mut self, quote: char, column: Option<usize>) -> Scalar {
        let start = self.at + quote.len_utf8();
        self.at = start;
        let (end, is_closed) = self.closing(quote, column);
        self.at = if is_closed { end + quote.len_utf8() } else { end };
        let raw = self.text.get(start..end).unwrap_or_default();
        let text = if quote == '\'' { raw.replace("''", "'") } else { unescaped(raw) };
        Scalar { inner: start..end, quote: Some(quote), text }
    }

    /// Where a text in quotes ends, and whether a quote stands there.
    fn closing(&self, quote: char, column: Option<usize>) -> (usize, bool) {
        let mut chars = self.rest().char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            match char {
                '\\' if quote == '"' => drop(chars.next()),
                '\'' if quote == '\'' && chars.next_if(|(_, next)| *next == '\'').is_some() => {}
                '\n' if self.is_json || !self.goes_on(self.at + at + 1, column) => {
                    let line = self.rest().get(..at).unwrap_or_default().trim_end();
                    return (self.at + line.len(), false);
                }
                _ if char == quote => return (self.at + at, true),
                _ => {}
            }
        }
        (self.text.len(), false)
    }

    /// Whether the next line that is not blank is deeper than a column.
    fn goes_on(&self, from: usize, column: Option<usize>) -> bool {
        let lines = self.text.get(from..).unwrap_or_default().lines();
        let mut lines = lines.filter(|line| !line.trim().is_empty());
        let depth = lines.next().map(|line| line.len() - line.trim_start_matches(' ').len());
        depth.is_some_and(|depth| column.is_none_or(|column| depth > column))
    }

    /// A key and its colon, if there are both on this line.
    pub(super) fn key(&mut self) -> Option<Key> {
        let start = self.at;
        let found = self.read_key();
        if found.is_none() {
            self.at = start;
        }
        found
    }

    fn read_key(&mut self) -> Option<Key> {
        let first = self.peek()?;
        if let '"' | '\'' = first {
            let line_end = self.at + self.line().len();
            let scalar = self.quoted(first, Some(usize::MAX));
            self.skip(|char| matches!(char, ' ' | '\t'));
            let is_key = self.at < line_end && self.rest().starts_with(':');
            return is_key.then(|| Key { scalar, colon: self.at + 1 });
        }
        if "[]{}#|>%@`,".contains(first) {
            return None;
        }
        let line = self.line();
        let colon = line
            .match_indices(':')
            .find(|(at, _)| line.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])));
        let (colon, _) = colon.filter(|(at, _)| !line.get(..*at).unwrap_or_default().contains(" #"))?;
        let text = line.get(..colon)?.trim_end().to_owned();
        let inner = self.at..self.at + text.len();
        Some(Key { scalar: Scalar { inner, quote: None, text }, colon: self.at + colon + 1 })
    }

    pub(super) fn plain(&self, inner: Range<usize>) -> Node {
        let text = self.text.get(inner.clone()).unwrap_or_default().to_owned();
        Node { span: inner.clone(), body: Body::Text(Scalar { inner, quote: None, text }) }
    }
}

/// A text without the escapes that names have.
fn unescaped(raw: &str) -> String {
    let quoted = format!("\"{raw}\"");
    if raw.contains('\\') { serde_json::from_str(&quoted).unwrap_or_else(|_| raw.to_owned()) } else { raw.to_owned() }
}
