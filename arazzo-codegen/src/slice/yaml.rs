//! The entries of block mappings, by the table of structural lines.

use std::ops::Range;

use super::lines::{Kind, Line, scan};
use crate::value::Value;

/// A YAML text in block style.
#[derive(Debug)]
pub(super) struct Lines(Vec<Line>);

impl Lines {
    pub(super) fn new(text: &str) -> Option<Lines> {
        scan(text).map(Lines)
    }

    /// The entries of the root mapping: their keys and their text, from the start of the line of the key.
    pub(super) fn root(&self, text: &str) -> Option<Vec<(String, Range<usize>)>> {
        Self::entries(text, &self.0, text.len())
    }

    /// The entries of the mapping that is the value of an entry. `None` when it is something else, or is written in a way that
    /// its lines do not show.
    pub(super) fn children(&self, text: &str, entry: &Range<usize>) -> Option<Vec<(String, Range<usize>)>> {
        let first = self.0.partition_point(|line| (line.start as usize) < entry.start);
        let end = self.0.partition_point(|line| (line.start as usize) < entry.end);
        let (own, inner) = self.0.get(first..end)?.split_first()?;
        if own.kind != Kind::Open || inner.first()?.column <= own.column {
            return None;
        }
        Self::entries(text, inner, entry.end)
    }

    fn entries(text: &str, lines: &[Line], end: usize) -> Option<Vec<(String, Range<usize>)>> {
        let first = lines.first()?;
        if !first.kind.is_entry() {
            return None;
        }
        let column = first.column;
        let starts: Vec<&Line> = lines.iter().filter(|line| line.column == column && line.kind.is_entry()).collect();
        let ends = starts.iter().skip(1).map(|line| line.start as usize).chain([end]);
        let entry = |(line, end): (&&Line, usize)| {
            let range = line.start as usize..end;
            Some((key(text, line, &range)?, range))
        };
        starts.iter().zip(ends).map(entry).collect()
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

fn parsed_key(entry: &str) -> Option<String> {
    let value = Value::from_yaml(entry).ok()?;
    let mut keys = value.as_object()?.keys();
    let key = keys.next()?.to_owned();
    keys.next().is_none().then_some(key)
}

/// Whether a plain key is surely the string that is written: no number, no word with a meaning, no quotes.
fn is_its_own_text(written: &str) -> bool {
    let bytes = written.as_bytes();
    match bytes.first() {
        Some(b'/' | b'$' | b'_') => true,
        Some(b'a'..=b'z' | b'A'..=b'Z') => {
            !["null", "true", "false"].iter().any(|word| written.eq_ignore_ascii_case(word))
        }
        // A status: a short decimal number reads back as it is written.
        Some(b'1'..=b'9') => bytes.len() < 10 && bytes.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}
