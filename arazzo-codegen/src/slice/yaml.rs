//! The entries of block mappings, by the table of structural lines.

use std::ops::Range;

use super::lines::{Kind, Line, scan};
use crate::parse::bytes::{byte, skip_spaces};
use crate::parse::tokens::{is_blank, is_rest_of_line};
use crate::parse::{is_its_own_text, parsed_key};
use crate::place::Segment;

/// A YAML text in block style.
#[derive(Debug)]
pub(super) struct Lines(Vec<Line>);

/// The content of a block collection.
#[derive(Clone, Copy)]
struct Block<'a> {
    lines: &'a [Line],
    /// Where its entries or items begin in their lines.
    column: u32,
    /// The end of its text.
    end: usize,
}

impl Lines {
    pub(super) fn new(text: &str) -> Option<Lines> {
        scan(text).map(Lines)
    }

    /// The entries of the root mapping: their keys and their text, from the start of the line of the key.
    pub(super) fn root(&self, text: &str) -> Option<Vec<(String, Range<usize>)>> {
        Block::new(&self.0, text.len())?.entries(text)
    }

    /// The entries of the mapping that is the value of an entry. `None` when it is something else, or is written in a way that
    /// its lines do not show.
    pub(super) fn children(&self, text: &str, entry: &Range<usize>) -> Option<Vec<(String, Range<usize>)>> {
        let (own, inner) = self.within(entry)?.split_first()?;
        if own.kind != Kind::Open || inner.first()?.column <= own.column {
            return None;
        }
        Block::new(inner, entry.end)?.entries(text)
    }

    fn within(&self, range: &Range<usize>) -> Option<&[Line]> {
        let first = self.0.partition_point(|line| (line.start as usize) < range.start);
        let end = self.0.partition_point(|line| (line.start as usize) < range.end);
        self.0.get(first..end)
    }

    /// The smallest entry or item around a node that the lines show, and the path to the node in it.
    pub(super) fn around(&self, text: &str, path: &[Segment]) -> Option<(Range<usize>, Vec<Segment>)> {
        let mut block = Block::new(&self.0, text.len());
        let mut found = None;
        for (depth, segment) in path.iter().enumerate() {
            let next = block.and_then(|block| match segment {
                Segment::Key(key) => block.entry(text, key),
                Segment::Index(index) => block.item(text, *index),
            });
            let Some(range) = next else { break };
            block = self.within(&range).and_then(|lines| Block::of_value(text, lines, range.end));
            found = Some((depth, range));
        }
        let (depth, range) = found?;
        let (own, rest) = path.get(depth..)?.split_first()?;
        let own = match own {
            Segment::Key(key) => Segment::Key(key.clone()),
            Segment::Index(_) => Segment::Index(0),
        };
        Some((range, [own].into_iter().chain(rest.iter().cloned()).collect()))
    }
}

impl<'a> Block<'a> {
    fn new(lines: &'a [Line], end: usize) -> Option<Block<'a>> {
        Some(Block { lines, column: lines.first()?.column, end })
    }

    /// The collection that is the value of an entry or an item, of which these are the lines.
    fn of_value(text: &str, lines: &'a [Line], end: usize) -> Option<Block<'a>> {
        let (own, inner) = lines.split_first()?;
        match own.kind {
            Kind::Open => Block::new(inner, end),
            Kind::Item => {
                let bytes = text.as_bytes();
                let at = skip_spaces(bytes, own.start as usize + own.column as usize + 1);
                if is_rest_of_line(bytes, at) {
                    return Block::new(inner, end);
                }
                // What begins in the line of the `-` has its first key there, where no line shows it.
                let nested = matches!(byte(bytes, at), b'-' | b'?' | b':') && is_blank(bytes, at + 1);
                let column = u32::try_from(at - own.start as usize).ok()?;
                (!nested).then_some(Block { lines: inner, column, end })
            }
            Kind::Inline | Kind::Explicit | Kind::Value => None,
        }
    }

    /// The lines with which entries, or items, begin, and the text of each.
    fn parts(self, wanted: fn(Kind) -> bool) -> Vec<(&'a Line, Range<usize>)> {
        let mut parts: Vec<(&Line, Range<usize>)> = Vec::new();
        // A plain loop, because it goes over many lines for few parts.
        let mut index = 0;
        while index < self.lines.len() {
            let line = &self.lines[index];
            if line.column == self.column && wanted(line.kind) {
                let start = line.start as usize;
                if let Some((_, before)) = parts.last_mut() {
                    before.end = start;
                }
                parts.push((line, start..self.end));
            }
            index += 1;
        }
        parts
    }

    fn entries(self, text: &str) -> Option<Vec<(String, Range<usize>)>> {
        if !self.lines.first()?.kind.is_entry() {
            return None;
        }
        let parts = self.parts(Kind::is_entry).into_iter();
        parts.map(|(line, range)| Some((key(text, line, &range)?, range))).collect()
    }

    fn entry(self, text: &str, wanted: &str) -> Option<Range<usize>> {
        let mut parts = self.parts(Kind::is_entry).into_iter();
        parts.find_map(|(line, range)| key(text, line, &range).filter(|key| key == wanted).map(|_| range))
    }

    fn item(self, text: &str, index: usize) -> Option<Range<usize>> {
        let first = self.lines.first()?;
        let mark = byte(text.as_bytes(), first.start as usize + first.column as usize);
        if mark != b'-' || first.column != self.column {
            return None;
        }
        self.parts(|kind| kind == Kind::Item).into_iter().nth(index).map(|(_, range)| range)
    }
}

/// The key of an entry, as the parser reads it.
fn key(text: &str, line: &Line, entry: &Range<usize>) -> Option<String> {
    if line.kind == Kind::Explicit {
        return parsed_key(text.get(entry.clone())?);
    }
    let start = line.start as usize + line.column as usize;
    let written = text.get(start..start + line.key as usize)?;
    if is_its_own_text(written) { Some(written.to_owned()) } else { parsed_key(&format!("{written}:")) }
}

/// The value of an entry that is one line with a word, without the parser: every `operationId` of a description is read.
pub(super) fn word(entry: &str) -> Option<&str> {
    let bytes = entry.as_bytes();
    let colon = word_end(bytes, skip_spaces(bytes, 0));
    if byte(bytes, colon) != b':' || byte(bytes, colon + 1) != b' ' {
        return None;
    }
    let start = colon + 2;
    let end = word_end(bytes, start);
    let is_all = end == bytes.len() || end + 1 == bytes.len() && bytes[end] == b'\n';
    let word = entry.get(start..end)?;
    (is_all && !byte(bytes, start).is_ascii_digit() && is_its_own_text(word)).then_some(word)
}

/// Behind the characters that mean nothing else wherever they stand in a word.
fn word_end(bytes: &[u8], mut at: usize) -> usize {
    while byte(bytes, at).is_ascii_alphanumeric() || matches!(byte(bytes, at), b'_' | b'/' | b'.' | b'-') {
        at += 1;
    }
    at
}
