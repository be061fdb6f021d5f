//! The members of JSON objects, found without looking into them.

use std::ops::Range;

use super::brackets::Brackets;
use crate::parse::bytes::{byte, skip_spaces, skip_string};

/// The members of the object that a piece of the text is: their keys, and where in the text their values stand. `None` when
/// it is something else, or not written as JSON.
pub(super) fn members(text: &str, brackets: &Brackets, object: &Range<usize>) -> Option<Vec<(String, Range<usize>)>> {
    let bytes = text.as_bytes().get(..object.end)?;
    let mut members = Vec::new();
    let mut at = behind(bytes, object.start, b'{')?;
    if byte(bytes, at) == b'}' {
        return (skip_blanks(bytes, at + 1) == bytes.len()).then_some(members);
    }
    loop {
        let end = string(bytes, at)?;
        let key = serde_json::from_str(text.get(at..end)?).ok()?;
        let start = behind(bytes, end, b':')?;
        let end = match byte(bytes, start) {
            b'"' => string(bytes, start)?,
            b'{' | b'[' => brackets.end(start)?,
            _ => word(bytes, start)?,
        };
        members.push((key, start..end));
        at = skip_blanks(bytes, end);
        match byte(bytes, at) {
            b',' => at = skip_blanks(bytes, at + 1),
            b'}' => return (skip_blanks(bytes, at + 1) == bytes.len()).then_some(members),
            _ => return None,
        }
    }
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match byte(bytes, at) {
            b' ' => at = skip_spaces(bytes, at),
            b'\n' | b'\r' | b'\t' => at += 1,
            _ => return at,
        }
    }
}

/// The token behind a character that must be next.
fn behind(bytes: &[u8], at: usize, char: u8) -> Option<usize> {
    let at = skip_blanks(bytes, at);
    (byte(bytes, at) == char).then(|| skip_blanks(bytes, at + 1))
}

/// Behind the string that must be here.
fn string(bytes: &[u8], at: usize) -> Option<usize> {
    if byte(bytes, at) == b'"' { skip_string(bytes, at) } else { None }
}

/// Behind the word or number that must be here.
fn word(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while !matches!(byte(bytes, at), 0 | b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t') {
        at += 1;
    }
    (at > start).then_some(at)
}
