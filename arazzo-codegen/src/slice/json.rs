//! The members of JSON objects, found without looking into them: strings and brackets alone are read.

use std::ops::Range;

/// The members of the object that a piece of the text is: their keys, and where in the text their values stand. `None` when
/// it is something else, or not written as JSON.
pub(super) fn members(text: &str, object: &Range<usize>) -> Option<Vec<(String, Range<usize>)>> {
    let bytes = text.as_bytes().get(..object.end)?;
    let mut members = Vec::new();
    let mut at = behind(bytes, object.start, b'{')?;
    if byte(bytes, at) == b'}' {
        return (skip_blanks(bytes, at + 1) == bytes.len()).then_some(members);
    }
    loop {
        let end = skip_string(bytes, at)?;
        let key = serde_json::from_str(text.get(at..end)?).ok()?;
        let start = behind(bytes, end, b':')?;
        let end = skip_value(bytes, start)?;
        members.push((key, start..end));
        at = skip_blanks(bytes, end);
        match byte(bytes, at) {
            b',' => at = skip_blanks(bytes, at + 1),
            b'}' => return (skip_blanks(bytes, at + 1) == bytes.len()).then_some(members),
            _ => return None,
        }
    }
}

/// The byte at a position; zero, which no token begins with, at the end.
fn byte(bytes: &[u8], at: usize) -> u8 {
    if at < bytes.len() { bytes[at] } else { 0 }
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(byte(bytes, at), b' ' | b'\n' | b'\r' | b'\t') {
        at += 1;
    }
    at
}

/// The token behind a character that must be next.
fn behind(bytes: &[u8], at: usize, char: u8) -> Option<usize> {
    let at = skip_blanks(bytes, at);
    (byte(bytes, at) == char).then(|| skip_blanks(bytes, at + 1))
}

/// Behind the string that begins here.
fn skip_string(bytes: &[u8], start: usize) -> Option<usize> {
    if byte(bytes, start) != b'"' {
        return None;
    }
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// Behind the value that begins here: a string, a bracket with everything in it, or a word.
fn skip_value(bytes: &[u8], start: usize) -> Option<usize> {
    match byte(bytes, start) {
        b'"' => skip_string(bytes, start),
        b'{' | b'[' => skip_brackets(bytes, start),
        _ => Some(skip_word(bytes, start)).filter(|end| *end > start),
    }
}

fn skip_word(bytes: &[u8], mut at: usize) -> usize {
    while !matches!(byte(bytes, at), 0 | b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t') {
        at += 1;
    }
    at
}

fn skip_brackets(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at = skip_string(bytes, at)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}
