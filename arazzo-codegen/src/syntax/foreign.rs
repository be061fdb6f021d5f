//! Expressions as other languages write them: `${inputs.id}`, `{{ $inputs.id }}`, `${{ steps.find.outputs.id }}`.

use std::ops::Range;

use super::expression::Expression;

/// Something in a text that is an expression elsewhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// All of it, with its braces.
    pub(crate) range: Range<usize>,
    /// What it would read.
    pub(crate) expression: Expression,
    /// How that is written, without braces.
    pub(crate) written: String,
}

/// Each of them in a text. What they name may not exist, and then they are data.
pub(crate) fn foreign(text: &str) -> Vec<Foreign> {
    if let Some((expression, written)) = expression_of(text).filter(|_| !text.starts_with('$')) {
        return vec![Foreign { range: 0..text.len(), expression, written }];
    }
    let mut found: Vec<Foreign> = Vec::new();
    for (opened, _) in text.match_indices('{') {
        if found.last().is_none_or(|before| before.range.end <= opened) {
            found.extend(in_braces(text, opened));
        }
    }
    found
}

/// Whether an expression in a text has braces that are not right next to it.
pub(crate) fn has_braces_around(text: &str, expression: &Range<usize>) -> bool {
    let sides = text.get(..expression.start).zip(text.get(expression.end..));
    sides.is_some_and(|(before, behind)| before.trim_end().ends_with('{') && behind.trim_start().starts_with('}'))
}

/// What begins at an opening brace, and, where that belongs to it, the dollar sign in front.
fn in_braces(text: &str, opened: usize) -> Option<Foreign> {
    let behind = text.get(opened..)?;
    let braces = behind.bytes().take(3).take_while(|byte| *byte == b'{').count();
    // No expression has braces: the next one ends what is in these.
    let length = braces + behind.bytes().skip(braces).position(|byte| matches!(byte, b'{' | b'}'))?;
    let closing = behind.bytes().skip(length).take(2).take_while(|byte| *byte == b'}').count();
    let inner = behind.get(braces..length)?;
    let (expression, written) = expression_of(inner.trim())?;
    // Of three the inner two are the ones.
    if braces > 2 {
        return None;
    }
    let is_double = braces == 2 && closing == 2;
    let has_dollar = inner.trim().starts_with('$');
    // Money before a value: `${$inputs.amount}`. What the specification has stands in one pair of braces, without blanks.
    if !is_double && has_dollar && inner == written {
        return None;
    }
    let start = opened - usize::from(text.get(..opened)?.ends_with('$') && (is_double || !has_dollar));
    let end = opened + length + if is_double { 2 } else { 1 };
    Some(Foreign { range: start..end, expression, written })
}

/// What names something that a document declares.
const ROOTS: [&str; 2] = ["inputs.", "steps."];

/// The expression that a text is, with its dollar sign or without it.
fn expression_of(text: &str) -> Option<(Expression, String)> {
    let bare = text.strip_prefix('$').unwrap_or(text);
    if !ROOTS.iter().any(|root| bare.starts_with(root)) {
        return None;
    }
    let written = format!("${bare}");
    Expression::parse(&written).ok().map(|expression| (expression, written))
}

/// What calculates elsewhere, and is text in a value. What is as common between words, as `-` and `/`, is not among them.
const OPERATORS: [&str; 8] = ["||", "&&", "??", "==", "!=", "+", "*", "?"];

/// The operator behind the expression that a text begins with: `$inputs.name || 'nobody'`.
pub(crate) fn operator_behind(text: &str, expression: &Range<usize>) -> Option<Range<usize>> {
    let behind = text.get(expression.end..).filter(|_| expression.start == 0)?;
    let operand = behind.trim_start();
    let start = text.len() - operand.len();
    let is_at = |operator: &&str| operand.strip_prefix(operator).is_some_and(|rest| rest.starts_with(' '));
    let operator = OPERATORS.into_iter().find(is_at).filter(|_| start > expression.end)?;
    Some(start..start + operator.len())
}

#[cfg(test)]
mod tests {
    use super::{foreign, has_braces_around, operator_behind};

    #[test]
    fn operators_stand_between_blanks() {
        let found = |text: &'static str| operator_behind(text, &(0..2)).map(|range| &text[range]);
        assert_eq!(found("$a || 'b'"), Some("||"));
        assert_eq!(found("$a  ? 1 : 2"), Some("?"));
        for text in ["$a", "$a ", "$a+ b", "$a +b", "$a - b", "$a and b"] {
            assert_eq!(found(text), None, "{text}");
        }
        assert_eq!(operator_behind("for $a + b", &(4..6)), None);
    }

    #[test]
    fn braces_may_stand_apart() {
        assert!(has_braces_around("{{ $a }}", &(3..5)) && has_braces_around("{ $a}", &(2..4)));
        assert!(!has_braces_around("{\"a\": $a}", &(6..8)) && !has_braces_around("$a", &(0..2)));
    }

    #[test]
    fn long_texts_are_quick() {
        assert_eq!(foreign(&"{".repeat(1_000_000)), []);
        assert_eq!(foreign(&"{a".repeat(300_000)), []);
    }

    #[test]
    fn expressions_of_other_languages_are_found_in_texts() {
        let found = |text: &str| -> Vec<(String, String)> {
            let found = foreign(text).into_iter();
            found.map(|foreign| (text[foreign.range].to_owned(), foreign.written)).collect()
        };
        for (text, expected) in [
            ("inputs.id", "inputs.id"),
            ("Bearer ${inputs.id}", "${inputs.id}"),
            ("{{$inputs.id}}", "{{$inputs.id}}"),
            ("a-{{ $inputs.id }}-b", "{{ $inputs.id }}"),
            ("${{ inputs.id }}", "${{ inputs.id }}"),
            ("{ $inputs.id }", "{ $inputs.id }"),
            ("{inputs.id}", "{inputs.id}"),
            ("größe {inputs.id}€", "{inputs.id}"),
            ("{{{inputs.id}}}", "{{inputs.id}}"),
        ] {
            assert_eq!(found(text), [(expected.to_owned(), "$inputs.id".to_owned())], "{text}");
        }
        assert_eq!(found("{{inputs.a}}/{inputs.b}").len(), 2);
        for text in [
            "$inputs.id",
            "{$inputs.id}",
            "${$inputs.amount}",
            "{\"a\":{\"b\":{$inputs.id}}}",
            "read inputs.id",
            "{inputs}",
            "{",
            "}{",
            "{{}}",
            "{{{",
            "${",
            "",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
