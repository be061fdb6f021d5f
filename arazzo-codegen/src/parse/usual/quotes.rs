//! Texts in quotes that go over lines, or have escapes.

use super::super::bytes::find;
use super::plain::fold;
use crate::value::Value;

/// What a token means. What has odd escapes is read by the parser, alone as it would be here.
pub(super) fn text(token: &str) -> Option<String> {
    let inner = token.get(1..token.len() - 1)?;
    if token.starts_with('\'') {
        return folded(inner).map(|text| text.replace("''", "'"));
    }
    if find(inner.as_bytes(), 0, b'\\') == inner.len() {
        return folded(inner);
    }
    unescaped(inner).or_else(|| Value::from_yaml(token).ok()?.as_str().map(str::to_owned))
}

/// Lines in one: blanks around the end of a line mean nothing. `None` where a line may be the mark of another document.
fn folded(inner: &str) -> Option<String> {
    let mut text = String::new();
    let mut breaks = 0;
    let mut lines = inner.split('\n').peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        if !is_first && (line.starts_with("---") || line.starts_with("...")) {
            return None;
        }
        let line = if is_first { line } else { line.trim_start_matches(' ') };
        let line = if lines.peek().is_some() { line.trim_end_matches(' ') } else { line };
        if !line.is_empty() || lines.peek().is_none() {
            fold(&mut text, breaks);
            breaks = 0;
        }
        text.push_str(line);
        breaks += 1;
        is_first = false;
    }
    Some(text)
}

/// One line with the escapes that are usual.
fn unescaped(inner: &str) -> Option<String> {
    let mut text = String::new();
    let mut parts = inner.split('\\');
    text.push_str(parts.next()?);
    while let Some(part) = parts.next() {
        let mut chars = part.chars();
        match chars.next() {
            // Two of them: what is behind the second is as it is written.
            None => {
                text.push('\\');
                text.push_str(parts.next()?);
                continue;
            }
            Some(char @ ('"' | '/')) => text.push(char),
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some(_) => return None,
        }
        text.push_str(chars.as_str());
    }
    (!inner.contains('\n')).then_some(text)
}
