//! Regular expressions of criteria, checked by the parser of the crate that will run them.

mod dialect;

pub(crate) use dialect::{Difference, difference};

use regex_syntax::hir::{Class, Hir, HirKind};

use super::SyntaxProblem;
use super::template::{Piece, Text, Written};

/// A pattern, with holes where expressions in braces stand.
pub(crate) fn parse(text: &str) -> Result<Text, SyntaxProblem> {
    let parsed = match Text::parse(text)? {
        Text::Template(pieces) => only_braced(pieces, text),
        other => other,
    };
    match &parsed {
        Text::Expression(_) => {}
        Text::Literal(pattern) => check(pattern)?,
        Text::Template(pieces) if matches!(pieces[..], [Piece::Hole { .. }]) => {}
        Text::Template(pieces) => check(&skeleton(pieces, text))?,
    }
    Ok(parsed)
}

/// Whether slashes stand around the pattern, as in other languages.
pub(crate) fn is_slashed(text: &str) -> bool {
    let is_flag = |char: char| "gimsuy".contains(char);
    text.len() > 2 && text.starts_with('/') && text.trim_end_matches(is_flag).ends_with('/')
}

/// A `$` without braces is the end of a text.
fn only_braced(pieces: Vec<Piece>, text: &str) -> Text {
    let mut kept: Vec<Piece> = Vec::new();
    for piece in pieces {
        let literal = match piece {
            Piece::Hole { written: Written::Bare { .. }, range, .. } => text.get(range).unwrap_or_default().to_owned(),
            Piece::Literal(literal) => literal,
            hole @ Piece::Hole { .. } => {
                kept.push(hole);
                continue;
            }
        };
        match kept.last_mut() {
            Some(Piece::Literal(before)) => before.push_str(&literal),
            _ => kept.push(Piece::Literal(literal)),
        }
    }
    match kept.as_slice() {
        [Piece::Literal(_)] => Text::Literal(text.to_owned()),
        _ => Text::Template(kept),
    }
}

/// The pattern with something harmless in its holes, so that every other byte keeps its position.
fn skeleton(pieces: &[Piece], text: &str) -> String {
    let mut skeleton = text.to_owned();
    for piece in pieces {
        if let Piece::Hole { range, .. } = piece {
            let braces = range.start.saturating_sub(1)..range.end + 1;
            skeleton.replace_range(braces.clone(), &"x".repeat(braces.len()));
        }
    }
    skeleton
}

/// States that a compiled pattern may have, nearly. The runtime compiles what is below that, in some 40 MiB at most.
const MAX_STATES: usize = 300_000;

fn check(pattern: &str) -> Result<(), SyntaxProblem> {
    let error = match regex_syntax::parse(pattern) {
        Ok(parsed) if states(&parsed) <= MAX_STATES => return Ok(()),
        Ok(_) => {
            let reason = "it takes too much memory when it is compiled".to_owned();
            let help = r"repeat less often, or a smaller class such as `[a-z]` for `\w` and `.` for `[^;]`";
            return Err(SyntaxProblem { help: Some(help), ..SyntaxProblem::new(0..pattern.len(), reason) });
        }
        Err(error) => error,
    };
    let (span, reason) = match &error {
        regex_syntax::Error::Parse(error) => (error.span(), error.kind().to_string()),
        regex_syntax::Error::Translate(error) => (error.span(), error.kind().to_string()),
        _ => return Err(SyntaxProblem::new(0..pattern.len(), error.to_string())),
    };
    let problem = SyntaxProblem::new(span.start.offset..span.end.offset, reason);
    Err(SyntaxProblem { help: instead(&error), ..problem })
}

/// About how many states a pattern has when it is compiled: one for each byte and each range of a class, as often as it is repeated.
fn states(pattern: &Hir) -> usize {
    let sum = |parts: &[Hir]| parts.iter().map(states).fold(0, usize::saturating_add);
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => 1 + class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => 1 + class.ranges().len(),
        HirKind::Capture(group) => states(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => sum(parts),
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min).max(1);
            states(&repeated.sub).saturating_mul(usize::try_from(times).unwrap_or(usize::MAX))
        }
    }
}

/// How to write what the crate refuses.
fn instead(error: &regex_syntax::Error) -> Option<&'static str> {
    use regex_syntax::ast::ErrorKind as Ast;
    let regex_syntax::Error::Parse(error) = error else {
        return Some(r"write a category of characters as `\p{L}`, and a script as `\p{Greek}`");
    };
    Some(match error.kind() {
        Ast::UnsupportedLookAround => {
            "say what may stand there instead, or what may not in a criterion of type `simple`: all criteria must hold"
        }
        Ast::UnsupportedBackreference => "compare the two parts in a criterion of type `simple`",
        Ast::EscapeUnrecognized => r"write the character without the backslash, or `\x0A` for one that cannot be seen",
        Ast::RepetitionMissing => r"for the character itself write a backslash before it, as in `\*`",
        Ast::RepetitionCountUnclosed | Ast::RepetitionCountDecimalEmpty | Ast::DecimalEmpty | Ast::DecimalInvalid => {
            r"for the brace itself write `\{`"
        }
        Ast::ClassUnclosed => r"for the bracket itself write `\[`",
        Ast::GroupUnclosed | Ast::GroupUnopened => r"for the parenthesis itself write `\(` or `\)`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_located() {
        for (text, expected) in [
            ("^a[b", Some((2..3, "unclosed character class"))),
            ("a(?=b)", Some((1..4, "look-around, including look-ahead and look-behind, is not supported"))),
            (r"(a)\1", Some((3..5, "backreferences are not supported"))),
            ("^{$inputs.a}(", Some((12..13, "unclosed group"))),
            (r"^[\w ]{1,1000}$", Some((0..15, "it takes too much memory when it is compiled"))),
            ("((a{1,900}){1,900}){1,900}", Some((0..26, "it takes too much memory when it is compiled"))),
            (r"^[\w ]{1,255}$", None),
            ("^2[0-9]{2}$", None),
            (r"^\p{L}+$", None),
            ("{$inputs.a}", None),
            ("ends$inputs.a", None),
        ] {
            let found = parse(text).err().map(|problem| (problem.range, problem.reason));
            assert_eq!(found, expected.map(|(range, reason)| (range, reason.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_refused_has_another_form() {
        for pattern in ["a(?!b)", r"(a)\1", r"\y", "*a", "a{1", "a{x}", "[a", "a)", "(a", r"\p{Nope}"] {
            assert!(parse(pattern).is_err_and(|problem| problem.help.is_some()), "{pattern}");
        }
    }

    #[test]
    fn slashes_are_noticed() {
        assert!(is_slashed("/a/") && is_slashed("/a/gi"));
        assert!(!is_slashed("/a") && !is_slashed("//") && !is_slashed("/a/b"));
    }
}
