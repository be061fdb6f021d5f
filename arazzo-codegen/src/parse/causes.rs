//! Why a YAML text cannot be parsed, where the parser's words do not tell: characters that look like blanks and are none, and
//! text that begins like something else.

use crate::breaks::BREAKS;

/// A cause, and where it stands: the line and the column, from 1.
pub(super) struct Cause {
    pub(super) problem: String,
    pub(super) position: (usize, usize),
}

/// The cause of a mistake that the parser noticed in a line, or while it read what begins in another one.
pub(super) fn cause(text: &str, line: usize, begun: Option<usize>) -> Option<Cause> {
    let near = [Some(line), line.checked_sub(1), line.checked_sub(2), begun];
    near.into_iter().flatten().filter(|line| *line > 0).find_map(|number| {
        let written = text.split('\n').nth(number - 1)?;
        let (at, problem) = in_line(written)?;
        let column = written.get(..at)?.chars().count() + 1;
        Some(Cause { problem, position: (number, column) })
    })
}

/// What the parser says about a control character, with its name.
pub(super) fn control(text: &str, offset: usize) -> Option<String> {
    let char = text.get(offset..)?.chars().next()?;
    let escape = format!("\\x{:02x}", u32::from(char));
    Some(format!("the control character {} cannot stand in YAML; in double quotes it is `{escape}`", code(char)))
}

/// The first character in the indentation of a line, behind a `-` or behind the colon of a key that is not the blank which it
/// looks like.
fn in_line(line: &str) -> Option<(usize, String)> {
    let mut at = 0;
    for (offset, char) in line.char_indices() {
        match char {
            ' ' => {}
            '-' | '?' if line.get(at..offset)?.trim().is_empty() => {}
            '\t' => {
                let behind = line.get(..offset)?.trim_end().chars().next_back();
                return Some((offset, tab(behind)));
            }
            _ if looks_like_blank(char) => return Some((offset, blank(char))),
            _ => break,
        }
        at = offset + char.len_utf8();
    }
    let blank_behind = behind_key(line).filter(|(_, char)| looks_like_blank(*char));
    blank_behind.map(|(at, char)| (at, blank(char))).or_else(|| {
        let (at, found) = line.match_indices(BREAKS).next()?;
        Some((at, format!("{} ends no line in YAML 1.2, and is text", code(found.chars().next()?))))
    })
}

/// The character behind the first colon, and where.
fn behind_key(line: &str) -> Option<(usize, char)> {
    let start = line.find(':')? + 1;
    Some((start, line.get(start..)?.chars().next()?))
}

fn tab(behind: Option<char>) -> String {
    match behind {
        Some(mark) => format!("a tab stands behind `{mark}`, where YAML needs blanks"),
        None => "a tab stands in the indentation, which is blanks in YAML".to_owned(),
    }
}

fn blank(char: char) -> String {
    format!("{} looks like a blank, and is text to YAML", code(char))
}

/// Blanks of typography, and characters that are not seen at all.
fn looks_like_blank(char: char) -> bool {
    char.is_whitespace() && !char.is_ascii() || matches!(char, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// As `U+00A0 (no-break space)`.
fn code(char: char) -> String {
    let name = match char {
        '\0' => " (zero)",
        '\u{7}' => " (bell)",
        '\u{8}' => " (backspace)",
        '\u{b}' => " (vertical tab)",
        '\u{c}' => " (form feed)",
        '\u{1b}' => " (escape)",
        '\u{7f}' => " (delete)",
        '\u{85}' => " (next line)",
        '\u{a0}' => " (no-break space)",
        '\u{2028}' => " (line separator)",
        '\u{2029}' => " (paragraph separator)",
        '\u{3000}' => " (ideographic space)",
        '\u{200b}' => " (zero width space)",
        '\u{feff}' => " (byte order mark)",
        _ => "",
    };
    format!("U+{:04X}{name}", u32::from(char))
}

#[cfg(test)]
mod tests {
    use crate::parse::{Format, parse};

    #[test]
    fn the_cause_is_named_and_located() {
        for (text, expected) in [
            ("a:\n\tb: c\n", Some(("a tab stands in the indentation, which is blanks in YAML", 2, 1))),
            ("a:\n  -\tb: c\n    d: e\n", Some(("a tab stands behind `-`, where YAML needs blanks", 2, 4))),
            (
                "a:\n\u{a0}b: c\n d: e\n",
                Some(("U+00A0 (no-break space) looks like a blank, and is text to YAML", 2, 1)),
            ),
            ("a:\u{a0}b\nc: d\n", Some(("U+00A0 (no-break space) looks like a blank, and is text to YAML", 1, 3))),
            (
                "a: b\u{7}\n",
                Some((
                    "the control character U+0007 (bell) cannot stand in YAML; in double quotes it is `\\x07`",
                    1,
                    5,
                )),
            ),
            ("a: b\u{85}c: d\n", Some(("U+0085 (next line) ends no line in YAML 1.2, and is text", 1, 5))),
            ("a:\tb\nc:\td\n", None),
        ] {
            let found = parse(text, Format::Yaml).err();
            let found = found.map(|error| (error.message(), error.position));
            let expected = expected.map(|(problem, line, column)| (problem.to_owned(), Some((line, column))));
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
