//! Strings that hold expressions (Arazzo 1.1.0, "Runtime Expressions": embedding with braces).

use std::ops::Range;

use super::SyntaxProblem;
use super::expression::{Expression, looks_like_expression};
use super::loose::{Reading, readings};

/// A string of a document, in a position where expressions are evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// No expression in it.
    Literal(String),
    /// The whole string is one expression: its value keeps its type.
    Expression(Expression),
    /// Text with expressions in braces: always a string.
    Template(Vec<Piece>),
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Literal(String),
    Hole {
        expression: Expression,
        /// The hole in the text, without its braces.
        range: Range<usize>,
        written: Written,
    },
}

/// How a hole is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Braced,
    /// Without braces inside a longer text: it counts only if it names something that exists. Where it ends depends on what
    /// that is: these are the shorter ways to read it, the longest first. The text behind them is in no other piece.
    Bare {
        shorter: Vec<Reading>,
    },
}

impl Text {
    /// Decides what a string is.
    ///
    /// A string that begins like an expression must be one: anything else is a typing mistake, never data.
    pub(crate) fn parse(text: &str) -> Result<Text, SyntaxProblem> {
        if !text.contains('$') {
            return Ok(Text::Literal(text.to_owned()));
        }
        match Expression::parse(text) {
            // A full stop ends a sentence, and no name; a pointer may end in one.
            Ok(_) if text.ends_with('.') && !text.contains('#') && bare_hole(text, 0).is_some() => {}
            Ok(expression) => return Ok(Text::Expression(expression)),
            // Nobody means the word itself.
            Err(problem) if text == "$inputs" => return Err(problem),
            Err(problem) if looks_like_expression(text) && !text.contains(char::is_whitespace) && !is_joined(text) => {
                return Err(problem);
            }
            Err(_) => {}
        }
        let pieces = pieces(text)?;
        Ok(match pieces.as_slice() {
            [] | [Piece::Literal(_)] => Text::Literal(text.to_owned()),
            _ => Text::Template(pieces),
        })
    }
}

impl Text {
    /// The same text where it begins at `by` of a longer one.
    pub(crate) fn shifted(self, by: usize) -> Text {
        match self {
            Text::Literal(literal) => Text::Literal(literal),
            Text::Expression(expression) => Text::Expression(expression.shifted(by)),
            Text::Template(pieces) => Text::Template(pieces.into_iter().map(|piece| piece.shifted(by)).collect()),
        }
    }
}

impl Piece {
    /// Where the text goes on behind a hole.
    fn end(&self) -> usize {
        match self {
            Piece::Literal(_) => 0,
            Piece::Hole { range, written, .. } => range.end + usize::from(written.is_braced()),
        }
    }

    fn shifted(self, by: usize) -> Piece {
        match self {
            Piece::Literal(literal) => Piece::Literal(literal),
            Piece::Hole { expression, range, written } => {
                let range = range.start + by..range.end + by;
                Piece::Hole { expression: expression.shifted(by), range, written: written.shifted(by) }
            }
        }
    }
}

impl Written {
    pub(crate) fn is_braced(&self) -> bool {
        matches!(self, Written::Braced)
    }

    fn shifted(self, by: usize) -> Written {
        match self {
            Written::Braced => Written::Braced,
            Written::Bare { shorter } => {
                Written::Bare { shorter: shorter.into_iter().map(|reading| reading.shifted(by)).collect() }
            }
        }
    }
}

/// Whether a text goes on behind an expression in a way that none does: `$inputs.a,$inputs.b`, `$inputs.host/orders`.
fn is_joined(text: &str) -> bool {
    let behind = match bare_hole(text, 0) {
        Some(Piece::Hole { range, .. }) => text.get(range.end..),
        _ => None,
    };
    behind.is_some_and(|behind| {
        behind.starts_with([',', ';', ':', '|', '&', '=', '+', '@', '/', '?', '!', '$', '{', ')', '}', ']', '%'])
    })
}

fn pieces(text: &str) -> Result<Vec<Piece>, SyntaxProblem> {
    let mut pieces = Pieces::default();
    let mut at = 0;
    while let Some(found) = text[at..].find('$') {
        let dollar = at + found;
        let braced = text[..dollar].ends_with('{');
        pieces.literal(&text[at..dollar - usize::from(braced && dollar > at)]);
        let hole = if braced { braced_hole(text, dollar)? } else { bare_hole(text, dollar) };
        match hole {
            Some(hole @ Piece::Hole { .. }) => {
                at = hole.end();
                pieces.0.push(hole);
            }
            _ => {
                pieces.literal(if braced { "{$" } else { "$" });
                at = dollar + 1;
            }
        }
    }
    pieces.literal(&text[at..]);
    Ok(pieces.0)
}

/// Adjacent literals are one.
#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn literal(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Literal(before)) => before.push_str(text),
            _ => self.0.push(Piece::Literal(text.to_owned())),
        }
    }
}

/// `{$…}`: the first closing brace ends it. Other braces are text: JSON templates are full of them.
fn braced_hole(text: &str, dollar: usize) -> Result<Option<Piece>, SyntaxProblem> {
    let inner = &text[dollar..];
    let Some(length) = inner.find('}') else {
        if looks_like_expression(inner) {
            return Err(SyntaxProblem::new(dollar - 1..text.len(), "`{` before an expression has no `}` behind it"));
        }
        return Ok(None);
    };
    let range = dollar..dollar + length;
    match in_braces(&text[range.clone()]) {
        Ok(expression) => {
            let expression = expression.shifted(dollar);
            Ok(Some(Piece::Hole { expression, range, written: Written::Braced }))
        }
        Err(problem) if looks_like_expression(inner) => Err(problem.shifted(dollar)),
        Err(_) => Ok(None),
    }
}

/// An expression in braces. A name of several words is one only where it is the whole of a string.
fn in_braces(text: &str) -> Result<Expression, SyntaxProblem> {
    let problem = match Expression::parse(text) {
        Ok(expression) => return Ok(expression),
        Err(problem) => problem,
    };
    let is_one = text != "$inputs" && !text.contains(char::is_whitespace);
    let found = Expression::parse_loosely(text).filter(|_| is_one);
    found.map(|(expression, _)| expression).ok_or(problem)
}

/// `$inputs.x` or `$steps.s.outputs.o` without braces.
fn bare_hole(text: &str, dollar: usize) -> Option<Piece> {
    let mut readings = readings(&text[dollar..]).into_iter().map(|reading| reading.shifted(dollar));
    let Reading { expression, range } = readings.next()?;
    Some(Piece::Hole { expression, range, written: Written::Bare { shorter: readings.collect() } })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Literals as they are, holes as `<text>`, bare ones as `<~text>`.
    fn shape(text: &str) -> String {
        match Text::parse(text) {
            Ok(Text::Literal(literal)) => literal,
            Ok(Text::Expression(_)) => format!("={text}"),
            Ok(Text::Template(pieces)) => pieces
                .into_iter()
                .map(|piece| match piece {
                    Piece::Literal(literal) => literal,
                    Piece::Hole { range, written: Written::Braced, .. } => format!("<{}>", &text[range]),
                    Piece::Hole { range, .. } => format!("<~{}>", &text[range]),
                })
                .collect(),
            Err(problem) => format!("error {:?}", problem.range),
        }
    }

    #[test]
    fn strings_are_literals_expressions_or_templates() {
        for (text, expected) in [
            ("plain", "plain"),
            ("", ""),
            ("$inputs.a", "=$inputs.a"),
            ("{$inputs.a}", "<$inputs.a>"),
            ("x{$inputs.a}y{$inputs.b}", "x<$inputs.a>y<$inputs.b>"),
            ("}{", "}{"),
            ("{not}", "{not}"),
            ("costs $5", "costs $5"),
            ("{$unknown}", "{$unknown}"),
            ("{{$inputs.a}}", "{<$inputs.a>}"),
            (r#"{"a":"{$inputs.a}"}"#, r#"{"a":"<$inputs.a>"}"#),
            ("Bearer $inputs.token", "Bearer <~$inputs.token>"),
            ("a $inputs.b. C", "a <~$inputs.b>. C"),
            ("{$inputs.a", "error 0..10"),
            ("$inputs.a b", "<~$inputs.a> b"),
            ("$inputs.a,$inputs.b", "<~$inputs.a>,<~$inputs.b>"),
            ("$inputs.a.", "<~$inputs.a>."),
            ("$inputs.a#/b.", "=$inputs.a#/b."),
            ("$inputs.a/b/$inputs.c", "<~$inputs.a>/b/<~$inputs.c>"),
            ("a $inputs.b.c[0].d, e", "a <~$inputs.b.c[0].d>, e"),
            ("a {$steps.s.outputs.o[0].id}", "a <$steps.s.outputs.o[0].id>"),
            ("a {$response.body.b}{$response.body#c}", "a <$response.body.b><$response.body#c>"),
            ("a {$inputs}{$inputs.b || 'c'}", "error 21..28"),
            ("$steps.s.output.o", "error 9..15"),
            ("x{$steps.s}", "error 10..10"),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }
}
