//! Finds in the text of a file what a [`Mark`] points at.
//!
//! Documents carry no spans: the text is walked once more, and only when something is to be printed.
//!
//! Invariant: every span lies within one line of the text and on character boundaries; where the path does not exist, the
//! nearest node above it is marked.

mod exact;
mod guided;
mod json;
mod recognised;
mod wanted;
mod yaml;

use std::ops::Range;

use crate::files::File;
use crate::files::Node;
pub(crate) use crate::files::Span;
use crate::parse::{Format, parse};
use crate::place::{Mark, Part, Segment};
pub(crate) use exact::exact;
#[cfg(feature = "cli")]
pub(crate) use recognised::has_root_key;
pub(crate) use recognised::is_version;
use wanted::Wanted;

/// What a mark points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Location {
    pub(crate) span: Span,
    /// When a range of a scalar was asked for that does not stand in the file as it was decoded: the span is that of the whole
    /// scalar, and the range has to be shown in the decoded text.
    pub(crate) decoded: Option<Decoded>,
}

/// A range of a scalar whose text in the file is another: it has escapes, or is folded over lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) range: Range<usize>,
}

/// Where the parser sees the key of a node, for a test of what else finds keys.
#[cfg(test)]
pub(crate) fn yaml_key(text: &str, path: &[Segment]) -> Option<usize> {
    yaml::find(text, path, true).map(|node| node.span.start)
}

/// The bytes of a file that a mark points at.
#[cfg(test)]
pub(crate) fn locate(file: &File, mark: &Mark) -> Span {
    locate_decoded(file, mark).span
}

/// The text that is, or that holds, what a mark points at: its first line, quotes included, and what is read there.
pub(crate) fn scalar(file: &File, mark: &Mark) -> Option<(Span, String)> {
    let node = find(file, mark)?;
    Some((within_line(&file.text, node.span), node.text?.to_string()))
}

/// The bytes of a file that a mark points at, as text.
pub(crate) fn written<'a>(file: &'a File, mark: &Mark) -> Option<&'a str> {
    let span = find(file, mark)?.span;
    file.text.get(span.start..span.end)
}

/// From so many places of a file on, one walk finds all of them.
const MANY: usize = 16;

/// Of YAML from so many in relation to its length: a walk over a long text is for many, because it parses all of it.
const BYTES: usize = 8 * 1024;

/// Finds all these places at once, where they are many: one walk for each of thousands would take minutes.
pub(crate) fn prepare(file: &File, marks: &[&Mark]) {
    let long = if file.format == Format::Yaml { file.text.len() / BYTES } else { 0 };
    if marks.len() < MANY.max(long) {
        return;
    }
    let wanted = Wanted::of(marks.iter().copied());
    let found = match file.format {
        Format::Json => Some(json::find_all(&file.text, file.brackets().as_deref(), &wanted)),
        Format::Yaml => {
            parse(&file.text, file.format).ok().and_then(|root| guided::find_all(&file.text, &root, &wanted))
        }
    };
    file.known.keep(found.unwrap_or_default());
}

fn find(file: &File, mark: &Mark) -> Option<Node> {
    if let Some(known) = file.known.node(&mark.place.path, mark.part == Part::Key) {
        return Some(known);
    }
    let segments = mark.place.path.segments();
    let key = mark.part == Part::Key;
    match file.format {
        Format::Json => json::find(&file.text, file.brackets().as_deref(), &segments, key),
        Format::Yaml => in_piece(file, &segments, key).or_else(|| yaml::find(&file.text, &segments, key)),
    }
}

/// The line of a mark, from 1.
pub(crate) fn line(file: &File, mark: &Mark) -> usize {
    file.line(locate_decoded(file, mark).span.start)
}

/// The same, and what of the mark is lost on the way into the file.
pub(crate) fn locate_decoded(file: &File, mark: &Mark) -> Location {
    let text = &file.text;
    let Some(node) = find(file, mark) else {
        return Location { span: first_line(text), decoded: None };
    };
    let span = within_line(text, node.span);
    match (&mark.part, node.text) {
        (Part::Range(range), Some(decoded)) => locate_range(text, span, &decoded, range),
        _ => Location { span, decoded: None },
    }
}

/// A walk through a piece of the text: long texts with many mistakes would take long otherwise, and of broken texts the other
/// pieces are still known. What needs an anchor from elsewhere is not found.
fn in_piece(file: &File, segments: &[Segment], key: bool) -> Option<Node> {
    let (piece, path) = file.around(segments)?;
    let Node { span, text } = yaml::find(file.text.get(piece.clone())?, &path, key)?;
    let span = Span { start: piece.start + span.start, end: piece.start + span.end };
    Some(Node { span, text })
}

/// Where the parser gave up on a file, or took offence. `position` is what it said.
pub(crate) fn locate_syntax_error(file: &File, message: &str, position: Option<(usize, usize)>) -> Span {
    let Some((line, column)) = position else {
        return first_line(&file.text);
    };
    let mut lines = file.text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(line.saturating_sub(1)).map(str::len).sum();
    let line = lines.next().unwrap_or_default().trim_end();
    let column = column.saturating_sub(1);
    let offset = match file.format {
        // `serde_json` counts bytes, libyaml characters.
        Format::Json => char_boundary(line, column),
        Format::Yaml => line.char_indices().nth(column).map_or(line.len(), |(offset, _)| offset),
    };
    let span = Span { start: start + offset, end: start + offset };
    if message.starts_with("duplicate key `") {
        return key_at(&file.text, span, file.format);
    }
    let tag = message.strip_prefix("the tag `").and_then(|rest| rest.split_once('`'));
    Span { end: span.end + tag.map_or(0, |(tag, _)| tag.len()), ..span }
}

/// The whole of a key, of which `serde_json` knows the end and libyaml the beginning.
fn key_at(text: &str, at: Span, format: Format) -> Span {
    match format {
        Format::Json => {
            let before = text.get(..at.start).unwrap_or_default();
            before.rfind('"').map_or(at, |start| Span { start, end: at.start + 1 })
        }
        Format::Yaml => {
            let rest = text.get(at.start..).unwrap_or_default();
            let length = rest.find([':', '\n']).unwrap_or_default();
            Span { start: at.start, end: at.start + rest[..length].trim_end().len() }
        }
    }
}

fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// The first line that is not blank.
fn first_line(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    within_line(text, Span { start, end: text.len() })
}

/// The character that a byte belongs to, in case a parser counts in another way than we think.
fn char_boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|offset| text.is_char_boundary(*offset)).unwrap_or_default()
}

/// Only the first line of a span is marked, without the blanks at its end.
fn within_line(text: &str, span: Span) -> Span {
    let marked = text.get(span.start..span.end).unwrap_or_default();
    let line = marked.lines().next().unwrap_or_default();
    Span { start: span.start, end: span.start + line.trim_end().len() }
}

/// A range of the decoded text, where it stands in the file.
fn locate_range(text: &str, span: Span, decoded: &str, range: &Range<usize>) -> Location {
    if decoded.get(range.clone()).is_none() {
        return Location { span, decoded: None };
    }
    let exact = in_token(text, span, decoded, range).or_else(|| in_block(text, span, decoded, range));
    match exact {
        Some(exact) => Location { span: exact, decoded: None },
        None => Location { span, decoded: Some(Decoded { text: decoded.to_owned(), range: range.clone() }) },
    }
}

/// In a plain or quoted scalar that stands in the file as it was decoded.
fn in_token(text: &str, span: Span, decoded: &str, range: &Range<usize>) -> Option<Span> {
    let token = text.get(span.start..span.end)?;
    let inner = unquoted(token);
    let start = span.start + usize::from(inner.len() < token.len());
    (inner == decoded).then_some(Span { start: start + range.start, end: start + range.end })
}

/// In a block scalar, when the line with the range stands there as it was decoded: always after `|`, often after `>`.
fn in_block(text: &str, span: Span, decoded: &str, range: &Range<usize>) -> Option<Span> {
    let scalar = text.get(span.start..)?;
    if !scalar.starts_with(['|', '>']) {
        return None;
    }
    let before = decoded.get(..range.start)?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = decoded.get(line_start..)?.lines().next()?;
    // The first line of the scalar in the file is its header.
    let number = before.matches('\n').count() + 1;
    let mut lines = scalar.split_inclusive('\n');
    let offset: usize = lines.by_ref().take(number).map(str::len).sum();
    let written = lines.next()?.trim_end_matches(['\n', '\r']);
    let indentation = written.strip_suffix(line)?;
    let end = range.end - line_start;
    if end > line.len() || !indentation.bytes().all(|byte| byte == b' ') {
        return None;
    }
    let start = span.start + offset + indentation.len();
    Some(Span { start: start + range.start - line_start, end: start + end })
}

#[cfg(test)]
pub(crate) mod tests;
