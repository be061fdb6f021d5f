//! A text as an editor counts it: lines from 0, and in a line the code units of UTF-16.

use std::ops::Range;

use lsp_types::{Position, TextDocumentContentChangeEvent};

/// A text, and where its lines begin.
#[derive(Clone, Debug)]
pub(super) struct Text {
    text: String,
    starts: Vec<usize>,
}

impl Text {
    pub(super) fn new(text: String) -> Text {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Text { text, starts }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The byte of a position. What is outside of the text is its nearest character.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = self.line(position.line as usize);
        let mut units = position.character as usize;
        let text = self.text.get(line.clone()).unwrap_or_default();
        for (at, char) in text.char_indices() {
            if units < char.len_utf16() {
                return line.start + at;
            }
            units -= char.len_utf16();
        }
        line.end
    }

    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
        Position { line: number(line), character: number(before.encode_utf16().count()) }
    }

    pub(super) fn range(&self, bytes: &Range<usize>) -> lsp_types::Range {
        lsp_types::Range { start: self.position(bytes.start), end: self.position(bytes.end) }
    }

    /// The line of a byte, from 0.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The bytes of a line, without its end; behind the last one the end of the text.
    pub(super) fn line(&self, line: usize) -> Range<usize> {
        let Some(start) = self.starts.get(line).copied() else { return self.text.len()..self.text.len() };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let end = if self.text.get(start..end).is_some_and(|line| line.ends_with('\r')) { end - 1 } else { end };
        start..end
    }

    /// The position of a character as diagnostics count: line and column from 1, in characters.
    pub(super) fn of_character(&self, line: usize, column: usize) -> Position {
        let bytes = self.line(line.saturating_sub(1));
        let text = self.text.get(bytes.clone()).unwrap_or_default();
        let within = text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
        self.position(bytes.start + within)
    }

    /// What an editor has changed.
    pub(super) fn change(&mut self, change: &TextDocumentContentChangeEvent) {
        let Some(range) = change.range else {
            *self = Text::new(change.text.clone());
            return;
        };
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        let (start, end) = (start.min(end), start.max(end));
        let parts = (self.text.get(..start), self.text.get(end..));
        if let (Some(before), Some(after)) = parts {
            *self = Text::new([before, &change.text, after].concat());
        }
    }
}

/// Lines and columns of texts of 64 MiB at most.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_what_editors_count() {
        let text = Text::new("a: 𝄞x\r\nb\n".to_owned());
        assert_eq!(text.offset(position(0, 5)), 7);
        assert_eq!(text.position(7), position(0, 5));
        // Half of a character is its beginning.
        assert_eq!(text.offset(position(0, 4)), 3);
        assert_eq!(text.of_character(1, 5), position(0, 5));
        // Behind the end of a line, and behind that of the text.
        assert_eq!(text.offset(position(0, 99)), 8);
        assert_eq!(text.offset(position(9, 9)), text.as_str().len());
    }

    #[test]
    fn changes_are_those_of_the_editor() {
        let mut text = Text::new("a: 1\nb: 2\n".to_owned());
        let change =
            |range, text: &str| TextDocumentContentChangeEvent { range, range_length: None, text: text.into() };
        let range = lsp_types::Range { start: position(1, 3), end: position(1, 4) };
        text.change(&change(Some(range), "3\nc: 4"));
        assert_eq!(text.as_str(), "a: 1\nb: 3\nc: 4\n");
        text.change(&change(None, "d"));
        assert_eq!(text.as_str(), "d");
        // The wrong way round, and outside.
        let range = lsp_types::Range { start: position(7, 0), end: position(0, 0) };
        text.change(&change(Some(range), "e"));
        assert_eq!(text.as_str(), "e");
    }
}
