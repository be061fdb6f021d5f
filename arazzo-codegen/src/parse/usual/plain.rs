//! Scalars without quotes.

use super::super::bytes::{byte, skip_spaces};
use super::super::tokens::{is_blank, next_line};
use super::read::Read;
use crate::value::Value;

/// Longer numbers are the parser's.
const SHORT: usize = 18;

/// Whether a scalar without quotes may begin here.
pub(super) fn may_begin(bytes: &[u8], at: usize) -> bool {
    match byte(bytes, at) {
        0 => false,
        byte if b",[]{}#&*!|>'\"%@`:?".contains(&byte) => false,
        b'-' => !is_blank(bytes, at + 1) && !is_marker(bytes, at),
        b'.' => !is_marker(bytes, at),
        _ => true,
    }
}

/// `---` and `...`
fn is_marker(bytes: &[u8], at: usize) -> bool {
    let first = byte(bytes, at);
    byte(bytes, at + 1) == first && byte(bytes, at + 2) == first
}

/// A key as the parser reads it.
pub(super) fn key(written: &str) -> Option<String> {
    if is_its_own_text(written) {
        return Some(written.to_owned());
    }
    let is_word =
        written.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b'~'));
    is_word.then(|| parsed_key(&format!("{written}:"))).flatten()
}

/// The key of a text with one entry, by the parser.
pub(crate) fn parsed_key(entry: &str) -> Option<String> {
    let value = Value::from_yaml(entry).ok()?;
    let mut keys = value.as_object()?.keys();
    let key = keys.next()?.to_owned();
    keys.next().is_none().then_some(key)
}

/// Whether a plain key is surely the string that is written: no number, no word with a meaning, no quotes.
pub(crate) fn is_its_own_text(written: &str) -> bool {
    let bytes = written.as_bytes();
    match bytes.first() {
        Some(b'/' | b'$' | b'_') => true,
        Some(b'a'..=b'z' | b'A'..=b'Z') => word(written).is_none(),
        // A status: a short decimal number reads back as it is written.
        Some(b'1'..=b'9') => bytes.len() < 10 && bytes.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// A word that has a meaning.
fn word(written: &str) -> Option<Value> {
    // Most words are longer, or shorter.
    if !matches!(written.len(), 4 | 5) {
        return None;
    }
    match written {
        "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// The value of a scalar that is one line.
pub(super) fn resolved(written: &str) -> Option<Value> {
    match written.as_bytes().first()? {
        b'~' if written.len() == 1 => Some(Value::Null),
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(written),
        _ => Some(word(written).unwrap_or_else(|| Value::String(written.into()))),
    }
}

/// What begins like a number: it may be one, or a version, or a date.
fn number(written: &str) -> Option<Value> {
    let bytes = written.as_bytes();
    let (mut dots, mut at, mut is_decimal) = (0, 0, true);
    while at < bytes.len() {
        match bytes[at] {
            b'0'..=b'9' => {}
            b'.' => dots += 1,
            // In a number a sign is the first character, or behind an exponent.
            b'+' | b'-' if at > 0 && !matches!(bytes[at - 1], b'e' | b'E') => {
                return Some(Value::String(written.into()));
            }
            byte if byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-') => is_decimal = false,
            _ => return Some(Value::String(written.into())),
        }
        at += 1;
    }
    if dots > 1 {
        return Some(Value::String(written.into()));
    }
    let is_short = is_decimal && bytes.len() <= SHORT;
    let is_plain = bytes[0] != b'0' || bytes.len() == 1;
    let between = |at: usize| bytes[at].is_ascii_digit();
    if is_short && dots == 0 && is_plain {
        return written.parse().ok().map(Value::Integer);
    }
    if is_short && dots == 1 && between(0) && between(bytes.len() - 1) {
        return written.parse().ok().map(Value::Float);
    }
    Value::from_yaml(written).ok()
}

impl Read<'_> {
    /// A scalar without quotes, which goes on while lines have at least so many blanks in front of them.
    pub(super) fn plain(&mut self, at: usize, least: usize) -> Option<Value> {
        if !may_begin(self.bytes, at) {
            return None;
        }
        let mut line = self.plain_line(at)?;
        let first = self.text.get(at..line.end)?;
        let Some(mut next) = self.next_of(&line, least) else {
            self.seek(line.behind);
            return resolved(first);
        };
        let mut folded = first.to_owned();
        loop {
            fold(&mut folded, next.breaks);
            line = self.plain_line(next.at)?;
            folded.push_str(self.text.get(next.at..line.end)?);
            match self.next_of(&line, least) {
                Some(other) => next = other,
                None => break,
            }
        }
        self.seek(line.behind);
        Some(Value::String(folded.into()))
    }

    /// The rest of a line. `None` where it has a colon that the parser would not take for text.
    fn plain_line(&self, start: usize) -> Option<Line> {
        let mut at = start;
        let is_closed = loop {
            // Letters are greater: one comparison for most characters.
            while at < self.bytes.len() && self.bytes[at] > b':' {
                at += 1;
            }
            match byte(self.bytes, at) {
                b':' if is_blank(self.bytes, at + 1) => return None,
                b'#' if at > start && self.bytes[at - 1] == b' ' => break true,
                0 | b'\n' => break false,
                _ => at += 1,
            }
        };
        let behind = next_line(self.bytes, at);
        while at > start && self.bytes[at - 1] == b' ' {
            at -= 1;
        }
        Some(Line { end: at, behind, is_closed })
    }

    /// The next line of the same scalar.
    fn next_of(&self, line: &Line, least: usize) -> Option<Next> {
        let mut start = line.behind;
        let mut breaks = 1;
        loop {
            let at = skip_spaces(self.bytes, start);
            match byte(self.bytes, at) {
                b'\n' => start = at + 1,
                0 | b'#' => return None,
                _ => return (!line.is_closed && at - start >= least).then_some(Next { at, breaks }),
            }
            breaks += 1;
        }
    }
}

/// The end of one end of a line is a blank; of several, all but the first are kept.
pub(super) fn fold(text: &mut String, breaks: usize) {
    if breaks == 1 {
        text.push(' ');
        return;
    }
    for _ in 1..breaks {
        text.push('\n');
    }
}

/// A line of a scalar.
struct Line {
    /// Where its text ends.
    end: usize,
    /// The next line.
    behind: usize,
    /// A comment ends the scalar.
    is_closed: bool,
}

/// Where a scalar goes on, and how many ends of lines are in between.
struct Next {
    at: usize,
    breaks: usize,
}
