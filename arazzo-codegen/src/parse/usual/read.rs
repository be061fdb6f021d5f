//! Where the reader is, and how it goes on.

use super::super::bytes::{byte, skip_spaces};
use super::super::tokens::{end_of_node, is_blank, next_line};

/// Longer keys are refused by the parser, which counts characters.
pub(super) const LONGEST_KEY: usize = 1000;

/// A position in a text: the first token of a line, or the one behind an indicator.
pub(super) struct Read<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) column: usize,
}

impl<'t> Read<'t> {
    /// At the first token of a text.
    pub(super) fn of(text: &'t str) -> Read<'t> {
        let mut read = Read { text, bytes: text.as_bytes(), at: 0, column: 0 };
        read.seek(0);
        read
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// To the first token of the lines from here on.
    pub(super) fn seek(&mut self, mut line: usize) {
        loop {
            let at = skip_spaces(self.bytes, line);
            match byte(self.bytes, at) {
                b'\n' => line = at + 1,
                b'#' => line = next_line(self.bytes, at),
                _ => {
                    self.at = at;
                    self.column = at - line;
                    return;
                }
            }
        }
    }

    /// To the first token behind the line in which a node ends.
    pub(super) fn leave(&mut self, end: usize) -> Option<()> {
        let line = end_of_node(self.bytes, end)?;
        self.seek(line);
        Some(())
    }

    /// `---` in front of everything.
    pub(super) fn skip_marker(&mut self) -> Option<()> {
        let is_marker = self.column == 0 && self.text.get(self.at..self.at + 3) == Some("---");
        if is_marker { self.leave(self.at + 3) } else { Some(()) }
    }

    pub(super) fn is_item(&self) -> bool {
        byte(self.bytes, self.at) == b'-' && is_blank(self.bytes, self.at + 1)
    }
}
