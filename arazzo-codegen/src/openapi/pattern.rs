//! Constants against the `pattern` of their schema: a small matcher over the parser that is here anyway.
//!
//! It knows less than the dialect of JSON Schema, ECMA-262, has (no look-around, no backreferences), and then says nothing. Where
//! the dialects differ, as in which digits `\d` is, it admits more.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use crate::syntax::regex::difference;

/// Longer texts and patterns are not looked at: nobody writes them by hand.
const MAX_TEXT: usize = 256;

/// Whether a text has the pattern somewhere in it; `None` when that cannot be told.
pub(crate) fn matches(pattern: &str, text: &str) -> Option<bool> {
    let small = text.len() <= MAX_TEXT && pattern.len() <= MAX_TEXT;
    if !small || differs(pattern, text) {
        return None;
    }
    let pattern = regex_syntax::Parser::new().parse(pattern).ok()?;
    let starts = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    Some(!ends(&pattern, text, &starts)?.is_empty())
}

/// Whether the parser reads something else than ECMA-262 does; its classes by escapes are those of ASCII.
fn differs(pattern: &str, text: &str) -> bool {
    difference(pattern).is_some() || !text.is_ascii() && pattern.contains('\\')
}

/// Where a match can end that begins at one of these places.
fn ends(pattern: &Hir, text: &str, starts: &BTreeSet<usize>) -> Option<BTreeSet<usize>> {
    match pattern.kind() {
        HirKind::Empty => Some(starts.clone()),
        HirKind::Literal(literal) => {
            let bytes = text.as_bytes();
            let fits = |start: &usize| bytes.get(*start..).is_some_and(|rest| rest.starts_with(&literal.0));
            Some(starts.iter().filter(|start| fits(start)).map(|start| start + literal.0.len()).collect())
        }
        HirKind::Class(Class::Unicode(class)) => {
            let char =
                |start: &usize| text.get(*start..).and_then(|rest| rest.chars().next()).map(|char| (*start, char));
            let is_in = |char: char| class.iter().any(|range| (range.start()..=range.end()).contains(&char));
            let chars = starts.iter().filter_map(char).filter(|(_, char)| is_in(*char));
            Some(chars.map(|(start, char)| start + char.len_utf8()).collect())
        }
        HirKind::Look(look) => {
            let at = |start: &usize| match look {
                Look::Start => Some(*start == 0),
                Look::End => Some(*start == text.len()),
                _ => None,
            };
            let held: Option<Vec<bool>> = starts.iter().map(at).collect();
            Some(starts.iter().zip(held?).filter(|(_, holds)| *holds).map(|(start, _)| *start).collect())
        }
        HirKind::Repetition(repetition) => repeated(repetition, text, starts),
        HirKind::Capture(capture) => ends(&capture.sub, text, starts),
        HirKind::Concat(parts) => parts.iter().try_fold(starts.clone(), |starts, part| ends(part, text, &starts)),
        HirKind::Alternation(parts) => {
            let parts: Option<Vec<BTreeSet<usize>>> = parts.iter().map(|part| ends(part, text, starts)).collect();
            Some(parts?.into_iter().flatten().collect())
        }
        HirKind::Class(Class::Bytes(_)) => None,
    }
}

fn repeated(repetition: &Repetition, text: &str, starts: &BTreeSet<usize>) -> Option<BTreeSet<usize>> {
    let mut here = starts.clone();
    for _ in 0..repetition.min {
        let next = ends(&repetition.sub, text, &here)?;
        // What matches nothing does so as often as it is asked to.
        if next == here {
            break;
        }
        here = next;
    }
    let mut all = here.clone();
    for _ in repetition.min..repetition.max.unwrap_or(u32::MAX) {
        here = ends(&repetition.sub, text, &here)?.difference(&all).copied().collect();
        // Nothing new, so there never will be.
        if here.is_empty() {
            break;
        }
        all.extend(&here);
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_found_anywhere() {
        for (pattern, text, expected) in [
            ("^[A-Z]{3}$", "EUR", Some(true)),
            ("^[A-Z]{3}$", "eur", Some(false)),
            ("^[A-Z]{3}$", "EURO", Some(false)),
            ("[0-9]+", "a7", Some(true)),
            ("^(a|bc)*d?$", "abcabcd", Some(true)),
            ("^(a|bc)*d?$", "abcacbd", Some(false)),
            ("^(a*)*$", "aaab", Some(false)),
            ("^.{2,}$", "é", Some(false)),
            ("", "x", Some(true)),
            ("^(b*){4000000000}$", "", Some(true)),
            (r"^\d{4}-\d\d$", "2024-13", Some(true)),
            (r"^[\w.+-]+@[^\[\]]+$", "a@b", Some(true)),
            // What the dialects read in two ways is not judged.
            (r"^\W$", "é", None),
            ("^[a-z&&[^b]]$", "a", None),
            ("^[+--]$", ",", None),
            ("^[^]$", "a", None),
            ("^a{,2}$", "a{,2}", None),
            (r"^a\z", "b", None),
            // Nor what the parser does not know.
            ("^(?!a)", "a", None),
            (r"\bword", "word", None),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
