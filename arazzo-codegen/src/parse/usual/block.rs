//! Scalars of several lines behind `|` and `>`.

use super::super::bytes::{byte, find, skip_spaces};
use super::super::tokens::end_of_node;
use super::read::Read;
use crate::value::Value;

/// What becomes of the ends of lines behind the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Clip,
    Strip,
    Keep,
}

impl Read<'_> {
    /// The scalar whose header is here. Its lines have at least so many blanks in front of them.
    pub(super) fn block(&mut self, at: usize, least: usize) -> Option<Value> {
        let is_literal = byte(self.bytes, at) == b'|';
        let (chomp, header) = match byte(self.bytes, at + 1) {
            b'-' => (Chomp::Strip, at + 2),
            b'+' => (Chomp::Keep, at + 2),
            _ => (Chomp::Clip, at + 1),
        };
        let start = end_of_node(self.bytes, header)?;
        let (first, indentation, breaks) = self.first_line(start)?;
        if first + indentation >= self.bytes.len() || indentation < least {
            // Whether blank lines belong to a scalar without text is the parser's to say.
            if chomp == Chomp::Keep || breaks > 0 {
                return None;
            }
            self.seek(start);
            return Some(Value::String("".into()));
        }
        let mut lines = Lines { is_literal, indentation, breaks, ..Lines::default() };
        let end = self.lines(first, &mut lines)?;
        self.seek(end);
        Some(Value::String(lines.chomped(chomp).into()))
    }

    /// The first line with text: where it begins, its indentation, and how many are blank in front of it.
    fn first_line(&self, mut line: usize) -> Option<(usize, usize, usize)> {
        let (mut breaks, mut widest) = (0, 0);
        loop {
            let at = skip_spaces(self.bytes, line);
            let indentation = at - line;
            if byte(self.bytes, at) != b'\n' {
                // Wider lines in front of it would set the indentation.
                return (widest <= indentation).then_some((line, indentation, breaks));
            }
            widest = widest.max(indentation);
            breaks += 1;
            line = at + 1;
        }
    }

    /// Reads lines of text and blank ones, to the start of the first that is none of them.
    fn lines(&self, first: usize, lines: &mut Lines) -> Option<usize> {
        let mut line = first;
        loop {
            let start = line + lines.indentation;
            let end = find(self.bytes, start, b'\n');
            lines.push(self.text.get(start..end)?, end < self.bytes.len());
            line = end + 1;
            loop {
                if line >= self.bytes.len() {
                    return Some(self.bytes.len());
                }
                let at = skip_spaces(self.bytes, line).min(line + lines.indentation);
                if byte(self.bytes, at) != b'\n' {
                    if at - line < lines.indentation || at == self.bytes.len() {
                        return Some(line);
                    }
                    break;
                }
                lines.breaks += 1;
                line = at + 1;
            }
        }
    }
}

/// The text of a scalar so far.
#[derive(Default)]
struct Lines {
    is_literal: bool,
    indentation: usize,
    text: String,
    /// Whether the last line of text has an end.
    ends: bool,
    /// Whether it begins with a blank, which keeps it from being folded.
    is_indented: bool,
    /// How many blank lines follow it.
    breaks: usize,
}

impl Lines {
    fn push(&mut self, line: &str, ends: bool) {
        let is_indented = line.starts_with(' ');
        let is_folded = !self.is_literal && !self.is_indented && !is_indented;
        match (self.ends, is_folded) {
            (true, true) if self.breaks == 0 => self.text.push(' '),
            (true, false) => self.text.push('\n'),
            _ => {}
        }
        self.push_breaks();
        self.text.push_str(line);
        self.ends = ends;
        self.is_indented = is_indented;
    }

    fn push_breaks(&mut self) {
        for _ in 0..self.breaks {
            self.text.push('\n');
        }
        self.breaks = 0;
    }

    fn chomped(mut self, chomp: Chomp) -> String {
        if self.ends && chomp != Chomp::Strip {
            self.text.push('\n');
        }
        if chomp == Chomp::Keep {
            self.push_breaks();
        }
        self.text
    }
}
