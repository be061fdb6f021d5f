//! Brackets in brackets of a YAML text. libyaml looks at all that are open for each token, and knows no limit: a text of 64 KB that
//! opens one after the other would take seconds, so how deep they are is seen before.

use super::error::{self, DEEPEST, EXCEEDED, SyntaxError};
use crate::value::Value;

/// So often the parser is asked whether brackets are what they look like.
const DOUBTS: usize = 16;

/// How brackets go on behind the one that opens.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// They are closed, and nothing between them is in doubt.
    Closed(usize),
    /// So many are open at this one that no parser goes on.
    Deep(usize),
    /// They are not closed, or a text in quotes between them has several lines: the first bracket may be one of prose.
    Doubtful,
}

/// Refuses a text with brackets that are nested too deep.
pub(super) fn check(text: &str) -> Result<(), SyntaxError> {
    let bytes = text.as_bytes();
    let mut doubts = 0;
    let mut at = 0;
    while let Some(open) = next_bracket(text, at) {
        at = open + 1;
        match end(bytes, open) {
            End::Closed(end) => at = end,
            End::Doubtful => {}
            End::Deep(deep) => {
                // Prose has brackets, too. The parser of the text up to here knows.
                let before = text.get(..=deep).unwrap_or_default();
                let found = Value::from_yaml(before).err();
                let is_nested = found.as_ref().is_some_and(|error| error.to_string().contains(EXCEEDED));
                doubts += 1;
                if is_nested || doubts == DOUBTS {
                    let position = found.filter(|_| is_nested).and_then(|error| error.location());
                    let position = position.map(|location| (location.line(), location.column()));
                    return Err(SyntaxError::parsed(EXCEEDED, position.or(Some(error::position(text, deep)))));
                }
                at = deep + 1;
            }
        }
    }
    Ok(())
}

fn next_bracket(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let first = rest.find('[');
    let second = rest.get(..first.unwrap_or(rest.len())).and_then(|before| before.find('{'));
    second.or(first).map(|at| from + at)
}

/// Where brackets end, read as the parser would if they are none of prose.
fn end(bytes: &[u8], open: usize) -> End {
    let (mut at, mut depth) = (open, 0);
    // Quotes in a text that has begun without them mean nothing.
    let mut is_plain = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                is_plain = false;
                if depth > DEEPEST {
                    return End::Deep(at);
                }
            }
            b']' | b'}' => {
                depth -= 1;
                is_plain = false;
                if depth == 0 {
                    return End::Closed(at + 1);
                }
            }
            b',' | b':' => is_plain = false,
            b' ' | b'\n' | b'\r' | b'\t' => {}
            b'#' if bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace) => {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            }
            b'"' | b'\'' if !is_plain => match behind_quotes(bytes, at) {
                Some(end) => at = end - 1,
                None => return End::Doubtful,
            },
            _ => is_plain = true,
        }
        at += 1;
    }
    End::Doubtful
}

/// Behind the closing quote, if it is in the same line.
fn behind_quotes(bytes: &[u8], open: usize) -> Option<usize> {
    let quote = *bytes.get(open)?;
    let mut at = open + 1;
    loop {
        match *bytes.get(at)? {
            b'\n' => return None,
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deep(levels: usize) -> String {
        "[".repeat(levels)
    }

    #[test]
    fn brackets_are_counted_where_the_parser_counts_them() {
        for text in [
            deep(128) + &"]".repeat(128),
            format!("a: |\n  {}\n", deep(500)),
            format!("a: '{}'\n", deep(500)),
            format!("# {}\n", deep(500)),
            "a: see [1\nb: [\"]\", it's, \"\\\"\"]\n".repeat(1000),
            "[] {} [[]]".repeat(500),
        ] {
            assert_eq!(check(&text), Ok(()), "{text:.40}");
        }
        for text in [
            deep(200),
            "{a: ".repeat(200),
            "[\"]\", ".repeat(200),
            "[']''', # ]\n".repeat(200),
            format!("a: |\n  [ \"\nb: {}\nc: |\n  \"]\n", deep(200)),
            format!("a: |\n  {}\nb: {}", deep(200), deep(200)),
        ] {
            let error = check(&text).expect_err(&text);
            assert!(error.message().contains("128"), "{}", error.message());
        }
        let text = format!("a: 1\nb: {}", deep(10_000));
        assert_eq!(check(&text).expect_err("deep").position, Some((2, 131)));
    }

    #[test]
    fn prose_is_doubted_for_a_while() {
        let prose = format!("a: |\n  {}\n", deep(129)).repeat(DOUBTS + 1);
        assert!(check(&prose).is_err());
    }
}
