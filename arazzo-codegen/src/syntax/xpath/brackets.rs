//! Brackets, quotes and comments: what is open is closed.

use crate::syntax::SyntaxProblem;

/// More are refused: each level nearly doubles the time that the library of the runtime takes to read an expression.
const MAX_DEPTH: usize = 10;

const PAIRS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

/// Reports the first bracket, quote or comment that has no counterpart.
pub(super) fn check(text: &str) -> Result<(), SyntaxProblem> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    while let Some(char) = rest(text, at).chars().next() {
        let length = match char {
            '\'' | '"' => string_length(rest(text, at)).ok_or_else(|| never_closed(at, char))?,
            '(' if rest(text, at).starts_with("(:") => comment_length(rest(text, at))
                .ok_or_else(|| SyntaxProblem::new(at..at + 2, "this comment is never closed"))?,
            _ => char.len_utf8(),
        };
        if length == char.len_utf8() {
            if PAIRS.iter().any(|(opens, _)| *opens == char) {
                open.push((at, char));
                if open.len() > MAX_DEPTH {
                    let reason = format!("brackets are nested at most {MAX_DEPTH} deep");
                    return Err(SyntaxProblem::new(at..at + 1, reason));
                }
            } else if let Some((opens, _)) = PAIRS.iter().find(|(_, closes)| *closes == char)
                && open.pop().is_none_or(|(_, last)| last != *opens)
            {
                return Err(SyntaxProblem::new(at..at + 1, format!("this `{char}` closes nothing")));
            }
        }
        at += length;
    }
    open.pop().map_or(Ok(()), |(at, char)| Err(never_closed(at, char)))
}

fn never_closed(at: usize, char: char) -> SyntaxProblem {
    SyntaxProblem::new(at..at + 1, format!("this `{char}` is never closed"))
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The bytes of the string literal at the beginning of a text; doubled quotes are inside of it.
pub(super) fn string_length(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut at = 1;
    loop {
        at += rest(text, at).find(quote)? + 1;
        if !rest(text, at).starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
}

/// The bytes of the comment at the beginning of a text. Comments nest.
pub(super) fn comment_length(text: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    loop {
        if rest(text, at).starts_with("(:") {
            depth += 1;
            at += 2;
        } else if rest(text, at).starts_with(":)") {
            depth -= 1;
            at += 2;
        } else {
            at += rest(text, at).chars().next()?.len_utf8();
        }
        if depth == 0 {
            return Some(at);
        }
    }
}
