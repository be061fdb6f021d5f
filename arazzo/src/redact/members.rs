//! Members that say by their names that they are secrets, in a text of any form.
//!
//! What an API answers may be JSON, JSON inside a string, a form, XML or a message that quotes one of them:
//! `"password": "abc"`, `\"password\":\"abc\"`, `password=abc`, `<password>abc</password>`. The text need not be complete.

use crate::secret_names::is_secret_name;
use std::ops::Range;

/// A name longer than this is none.
const LONGEST_NAME: usize = 100;

/// Quotes around names and values: those of JSON, of JSON in strings of JSON, and of messages.
const QUOTES: [&str; 4] = ["\"", "\\\"", "\\\\\\\"", "'"];

/// Headers that are credentials, as messages repeat them.
const HEADERS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "set-cookie"];

const CDATA: &str = "<![CDATA[";

/// Where the value of the member is that begins at a position, if its name says that it is secret.
pub(super) fn secret(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let before = text.get(..at)?;
    let value = quoted(rest)
        .or_else(|| element(rest))
        .or_else(|| assigned(before, rest))
        .or_else(|| credentials(before, rest))
        .or_else(|| user(rest))?;
    (!value.is_empty()).then_some(value)
}

/// `"name": value`. A flag and null tell nothing.
fn quoted(text: &str) -> Option<Range<usize>> {
    let quote = QUOTES.into_iter().find(|quote| text.starts_with(quote))?;
    let (name, after) = name_before(text.get(quote.len()..)?, quote)?;
    let value = after.trim_start().strip_prefix(':')?.trim_start();
    if !is_secret(name) {
        return None;
    }
    let start = text.len() - value.len();
    if let Some(string) = value.strip_prefix(quote) {
        let start = start + quote.len();
        return Some(start..start + end_of_string(string, quote));
    }
    let length = match value.chars().next()? {
        '{' | '[' => end_of_structure(value),
        _ => value.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(value.len()),
    };
    Some(start..start + length)
}

/// `<name>value</name>`.
fn element(text: &str) -> Option<Range<usize>> {
    let (tag, value) = name_before(text.strip_prefix('<')?, ">")?;
    let name = tag.split_whitespace().next()?;
    if tag.ends_with('/') || !is_secret(name.rsplit(':').next()?) {
        return None;
    }
    let start = text.len() - value.len();
    if let Some(inner) = value.strip_prefix(CDATA) {
        let start = start + CDATA.len();
        return Some(start..start + inner.find("]]>").unwrap_or(inner.len()));
    }
    Some(start..start + value.find('<').unwrap_or(value.len()))
}

/// `Authorization: Bearer abc`, as a server repeats a header: all of its line, or to the end of the string that it stands in. It
/// begins a word.
fn credentials(before: &str, text: &str) -> Option<Range<usize>> {
    let is_header = |name: &&&str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let name = HEADERS.iter().find(is_header).filter(|_| begins_word(before))?;
    let value = text.get(name.len()..)?.strip_prefix(':')?.trim_start_matches(' ');
    let start = text.len() - value.len();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let quote = ['"', '\''].into_iter().find(|quote| unescaped(line, *quote).count() % 2 == 1);
    let closing = quote.and_then(|quote| unescaped(value, quote).next()).unwrap_or(value.len());
    Some(start..start + value.find(char::is_control).unwrap_or(value.len()).min(closing))
}

/// Where a quote stands without a backslash in front of it.
fn unescaped(text: &str, quote: char) -> impl Iterator<Item = usize> {
    text.match_indices(quote).map(|(at, _)| at).filter(|at| !text[..*at].ends_with('\\'))
}

/// The password in `https://user:abc@host`.
fn user(text: &str) -> Option<Range<usize>> {
    let authority = text.strip_prefix("://")?;
    let authority = authority
        .get(..authority.find(|c: char| c.is_whitespace() || "/?#\"'<>".contains(c)).unwrap_or(authority.len()))?;
    let (user, _) = authority.rsplit_once('@')?;
    let (name, _) = user.split_once(':')?;
    let start = "://".len();
    Some(start + name.len() + 1..start + user.len())
}

fn begins_word(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| !is_name(c))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || "_-.".contains(c)
}

/// `name=value`, as in a form, and `name="value"`. It begins a word.
fn assigned(before: &str, text: &str) -> Option<Range<usize>> {
    if !begins_word(before) {
        return None;
    }
    let name = text.get(..text.find(|c| !is_name(c))?)?;
    let value = text.get(name.len()..)?.strip_prefix('=')?;
    if !is_secret(name) {
        return None;
    }
    let start = name.len() + 1;
    if let Some(quote) = QUOTES.into_iter().find(|quote| value.starts_with(quote)) {
        let start = start + quote.len();
        return Some(start..start + end_of_string(value.get(quote.len()..)?, quote));
    }
    let ends = |c: char| c.is_whitespace() || "&;,\"'<>()[]{}".contains(c);
    Some(start..start + value.find(ends).unwrap_or(value.len()))
}

/// What stands before the first `end`, and what behind it, if it is no longer than a name.
fn name_before<'t>(text: &'t str, end: &str) -> Option<(&'t str, &'t str)> {
    let mut windows = text.as_bytes().windows(end.len()).take(LONGEST_NAME);
    let at = windows.position(|window| window == end.as_bytes())?;
    Some((text.get(..at)?, text.get(at + end.len()..)?))
}

fn is_secret(name: &str) -> bool {
    name.len() <= LONGEST_NAME && is_secret_name(name)
}

/// The length of the rest of a string without its closing quote, or the one of a string around it.
fn end_of_string(text: &str, quote: &str) -> usize {
    // A quote that belongs to the string has one backslash more at its own level: `\"`, and `\\\"` where `\"` is the quote.
    let (backslashes, level) = (quote.len() - 1, 2 * quote.len());
    let mut run = 0;
    for (at, c) in text.bytes().enumerate() {
        if Some(&c) == quote.as_bytes().last() && run % level != 2 * backslashes + 1 {
            return at - backslashes.min(run);
        }
        run = if c == b'\\' { run + 1 } else { 0 };
    }
    text.len()
}

/// The length of a list or an object; all of the rest where it has no end.
fn end_of_structure(text: &str) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, c) in text.bytes().enumerate() {
        match c {
            b'"' if !escaped => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        escaped = in_string && c == b'\\' && !escaped;
    }
    text.len()
}
