//! Patterns that mean one thing here and another in ECMA-262, which JSON Schema and most tools for Arazzo read them by.

use std::ops::Range;

/// What the two dialects read in different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Difference {
    /// `[a&&b]`, `[a--b]`, `[a~~b]`: classes are combined here, there these are characters.
    Operator,
    /// `[a[b]]`: a class in a class here, there a character.
    Nested,
    /// `[]a]`, `[^]a]`: here the bracket is a character of the class, there the class ends.
    Empty,
    /// `\A`, `\z`, `\a`, `\<`, …: a place or a control character here, there the letter or sign itself.
    Escape,
}

impl Difference {
    /// What it is here, and what it is there.
    pub(crate) fn meanings(self) -> (&'static str, &'static str) {
        match self {
            Difference::Operator => ("combines two classes", "is characters of the class"),
            Difference::Nested => ("begins a class in the class", "is a character of the class"),
            Difference::Empty => ("has the bracket as a character", "is a class without characters"),
            Difference::Escape => ("is a position or a control character", "is the character after the backslash"),
        }
    }

    /// How to write what both read in one way.
    pub(crate) fn instead(self) -> &'static str {
        match self {
            Difference::Operator => "for the character write it once; for what two classes share list the characters",
            Difference::Nested | Difference::Empty => r"for the character write `\[` or `\]`",
            Difference::Escape => "write `^` for the start, `$` for the end, and a character without the backslash",
        }
    }
}

/// The first piece of a pattern that ECMA-262 reads in another way.
pub(crate) fn difference(pattern: &str) -> Option<(Range<usize>, Difference)> {
    let bytes = pattern.as_bytes();
    let after = |at: usize| bytes.get(at + 1).copied();
    let (mut at, mut in_class) = (0, false);
    while let Some(byte) = bytes.get(at) {
        let found = match (byte, after(at)) {
            (b'\\', Some(b'a' | b'A' | b'z' | b'U' | b'<' | b'>')) => Some((2, Difference::Escape)),
            (b'[', _) if in_class => Some((1, Difference::Nested)),
            (b'[', Some(b']')) => Some((2, Difference::Empty)),
            (b'[', Some(b'^')) if after(at + 1) == Some(b']') => Some((3, Difference::Empty)),
            (b'&' | b'-' | b'~', Some(next)) if in_class && next == *byte => Some((2, Difference::Operator)),
            _ => None,
        };
        if let Some((length, difference)) = found {
            return Some((at..at + length, difference));
        }
        match byte {
            b'\\' => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_found() {
        for (pattern, expected) in [
            ("[a-z&&[^b]]", Some((4..6, Difference::Operator))),
            ("^[a--z]$", Some((3..5, Difference::Operator))),
            ("[+--]", Some((2..4, Difference::Operator))),
            ("[a~~b]", Some((2..4, Difference::Operator))),
            ("[[:alpha:]]", Some((1..2, Difference::Nested))),
            ("x[]a]", Some((1..3, Difference::Empty))),
            ("[^]a]", Some((0..3, Difference::Empty))),
            (r"\Aopen\z", Some((0..2, Difference::Escape))),
            (r"\\A&&--", None),
            (r"[a\[&-]", None),
            (r"[\]&]&&", None),
            ("^2[0-9]{2}$", None),
            ("é[é]", None),
            ("", None),
            ("\\", None),
            ("[", None),
        ] {
            assert_eq!(difference(pattern), expected, "{pattern}");
        }
    }
}
