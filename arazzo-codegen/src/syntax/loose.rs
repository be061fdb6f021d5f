//! Runtime expressions in forms that the specification does not know, and expressions without braces inside a longer text.
//!
//! The forms are the same wherever an expression stands: `.name`, `[n]` and `#name` for a part of a value.

use std::ops::Range;

use super::SyntaxProblem;
use super::condition::{Access, longest_expression};
use super::expression::{Cursor, Expression, Named, Part};
use super::pointer::Pointer;

/// What is understood of an expression in a form that the specification does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Loosely {
    /// `.name`, `[n]` or `#name` instead of a pointer.
    Dotted { canonical: String },
    /// `headers` instead of `header`.
    Plural { canonical: String },
    /// All inputs.
    Inputs,
    /// A name that has characters which names cannot have, or a name and `.name` or `[n]`: what is declared decides.
    Unusual,
}

/// One way to read the beginning of a text as an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) expression: Expression,
    pub(crate) range: Range<usize>,
}

impl Reading {
    /// The same where the text begins at `by` of a longer one.
    pub(crate) fn shifted(self, by: usize) -> Reading {
        let range = self.range.start + by..self.range.end + by;
        Reading { expression: self.expression.shifted(by), range }
    }
}

/// Longer expressions are not looked for in a text without braces.
const MAX_READINGS: usize = 16;

/// The ways to read `$inputs.…` or `$steps.…` where a text goes on behind it, the longest first.
pub(crate) fn readings(text: &str) -> Vec<Reading> {
    let Some(root) = ["$inputs.", "$steps."].into_iter().find(|root| text.starts_with(root)) else { return Vec::new() };
    let extent = &text[..extent(text, root.len())];
    let inner = extent.char_indices().skip(root.len() + 1);
    let ends = inner.filter(|(_, char)| matches!(char, '.' | '-' | '[' | '#' | '/')).map(|(end, _)| end);
    let mut ends: Vec<usize> = ends.take(MAX_READINGS).chain([extent.len()]).collect();
    ends.reverse();
    let read = |end: usize| {
        let written = extent.get(..end)?;
        let ends_in_name = !written.ends_with(['.', '-', '#', '/']);
        let (expression, _) = Expression::read(written).ok().filter(|_| ends_in_name)?;
        Some(Reading { expression, range: 0..end })
    };
    ends.into_iter().filter_map(read).collect()
}

/// How far an expression without braces can reach. A full stop or a hyphen at its end belongs to the sentence.
fn extent(text: &str, root: usize) -> usize {
    let mut at = root;
    let mut in_pointer = false;
    while let Some(char) = text[at..].chars().next() {
        match char {
            _ if char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-') => at += 1,
            '/' | '~' if in_pointer => at += 1,
            '#' if !in_pointer => {
                in_pointer = true;
                at += 1;
            }
            '[' if !in_pointer => match index_length(&text[at..]) {
                Some(length) => at += length,
                None => break,
            },
            _ => break,
        }
    }
    text[..at].trim_end_matches(['.', '-', '/', '#']).len()
}

/// The length of `[0]` or `['name']`.
fn index_length(text: &str) -> Option<usize> {
    let length = text.find(']')? + 1;
    let inner = text.get(1..length - 1)?;
    let quoted = |quote| inner.strip_prefix(quote).and_then(|inner: &str| inner.strip_suffix(quote));
    let is_name = |name: &str| !name.is_empty() && !name.contains(['\'', '"', '[', '\\']);
    let is_index = !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit());
    (is_index || quoted('\'').or_else(|| quoted('"')).is_some_and(is_name)).then_some(length)
}

impl Expression {
    /// Parses a text that is one whole expression, in any form that is understood, and says which one it is.
    pub(crate) fn read(text: &str) -> Result<(Expression, Option<Loosely>), SyntaxProblem> {
        Expression::parse(text).map(|expression| (expression, None)).or_else(|problem| {
            let found = Expression::parse_loosely(text);
            found.map(|(expression, form)| (expression, Some(form))).ok_or(problem)
        })
    }

    /// A text that is one whole expression in a form that the specification does not know, and what is understood of it.
    pub(crate) fn parse_loosely(text: &str) -> Option<(Expression, Loosely)> {
        if text == "$inputs" {
            return Some((Expression::Inputs, Loosely::Inputs));
        }
        if let Some(found) = Expression::parse_plural(text) {
            return Some(found);
        }
        let unusual = Expression::parse_unusual(text);
        // A broken pointer is not understood as another form of one.
        let dotted = Expression::parse_dotted(text).filter(|(_, canonical)| canonical != text);
        let Some((mut dotted, canonical)) = dotted else {
            return unusual.map(|(expression, _)| (expression, Loosely::Unusual));
        };
        match &mut dotted {
            Expression::Input(named) | Expression::Step { output: named, .. } => {
                named.unusual = unusual.map(|(_, name)| name);
                Some((dotted, Loosely::Unusual))
            }
            _ => Some((dotted, Loosely::Dotted { canonical })),
        }
    }

    /// `$response.headers.Name`
    fn parse_plural(text: &str) -> Option<(Expression, Loosely)> {
        let plural = ["$response.headers.", "$request.headers."].into_iter().find(|plural| text.starts_with(plural))?;
        let canonical = text.replacen("headers.", "header.", 1);
        let mut expression = Expression::parse(&canonical).ok()?;
        if let Expression::Request(part) | Expression::Response(part) = &mut expression {
            part.shift(plural.len() + 1 - plural.replace("headers", "header").len() - 1);
        }
        Some((expression, Loosely::Plural { canonical }))
    }

    /// `$inputs.` or `$steps.ID.outputs.` and any text, as a name; and the text.
    fn parse_unusual(text: &str) -> Option<(Expression, String)> {
        let mut cursor = Cursor { text, at: text.starts_with('$').then_some(1)? };
        let step = match cursor.until_dot() {
            "inputs" if cursor.eat_dot() => None,
            "steps" if cursor.eat_dot() => {
                let step = cursor.strict("a step name").ok()?;
                cursor.field(&["outputs"], "").ok()?;
                Some(step)
            }
            _ => return None,
        };
        let named = cursor.unusual()?;
        let name = named.name.value.clone();
        let expression = match step {
            None => Expression::Input(named),
            Some(step) => Expression::Step { step, output: named },
        };
        Some((expression, name))
    }

    /// An expression whose author went on with `.name`, `[n]` or `#name` where a JSON Pointer is due: the expression he means,
    /// and how it is written.
    fn parse_dotted(text: &str) -> Option<(Expression, String)> {
        let (mut expression, accesses) = longest_expression(text).ok()?;
        let pointer = expression.pointer_mut().filter(|_| !accesses.is_empty())?;
        let end = pointer.range.end;
        let written = text.get(..pointer.range.start)?.trim_end_matches('#').to_owned();
        pointer.value = pointer.value.join(&Pointer::from_tokens(accesses.iter().map(Access::token).collect()));
        pointer.range = end..text.len();
        let canonical = format!("{written}#{}", pointer.value);
        Some((expression, canonical))
    }
}

impl Named {
    /// The bytes of an expression whose name stands behind `before`.
    pub(crate) fn spelled(&self, before: &str) -> Range<usize> {
        self.name.range.start.saturating_sub(before.len())..self.name.range.end.max(self.pointer.range.end)
    }
}

/// The form of an operand that is none of a condition's own: `.name` and `[n]` are operators there.
pub(crate) fn loose_operand(text: &str) -> Option<Loosely> {
    let (expression, form) = Expression::parse_loosely(text)?;
    let is_header = matches!(expression, Expression::Response(Part::Header(_)) | Expression::Request(Part::Header(_)));
    let is_slashless = text.split_once('#').is_some_and(|(_, pointer)| !pointer.starts_with('/'));
    (is_header || is_slashless).then_some(form)
}

#[cfg(test)]
mod tests {
    use super::super::expression::{Located, Name};
    use super::*;

    fn name(value: &str, start: usize) -> Name {
        Located { value: value.to_owned(), range: start..start + value.len() }
    }

    #[test]
    fn dots_and_brackets_are_understood_as_a_pointer() {
        for (text, canonical) in [
            ("$steps.s.outputs.o[0].id", "$steps.s.outputs.o#/0/id"),
            ("$response.body.a.b", "$response.body#/a/b"),
            ("$inputs.a.b-c[1]", "$inputs.a.b-c#/1"),
        ] {
            let (expression, written) = Expression::parse_dotted(text).expect(text);
            assert_eq!(written, canonical);
            let Ok(mut expected) = Expression::parse(canonical) else { panic!("{canonical}") };
            let mut found = expression;
            // Where the pointer stands in the text is all that differs.
            for side in [&mut expected, &mut found] {
                side.pointer_mut().expect("a pointer").range = 0..0;
            }
            assert_eq!(found, expected);
        }
        assert_eq!(Expression::parse_loosely("$statusCode.x"), None);
        assert_eq!(Expression::parse_loosely("$steps.s.output.o"), None);
    }

    #[test]
    fn unusual_names_are_names_if_something_is_called_so() {
        for (text, unusual, pointer) in [
            ("$inputs.page[number]", "page[number]", ""),
            ("$inputs.$select", "$select", ""),
            ("$steps.s.outputs.the list (of all)#/0", "the list (of all)", "/0"),
            ("$steps.s.outputs.account[0].id", "account[0].id", "/0/id"),
        ] {
            let (expression, _) = Expression::parse_loosely(text).expect(text);
            let (Expression::Input(named) | Expression::Step { output: named, .. }) = expression else {
                panic!("{text}")
            };
            assert_eq!((named.unusual.as_deref(), named.pointer.value.to_string().as_str()), (Some(unusual), pointer));
        }
        let (header, _) = Expression::parse_loosely("$response.headers.Location").expect("a header");
        assert_eq!(header, Expression::Response(Part::Header(name("Location", 18))));
    }

    #[test]
    fn an_expression_without_braces_has_several_ways_to_end() {
        let found = |text: &str| -> Vec<String> {
            readings(text).into_iter().map(|reading| text[reading.range].to_owned()).collect()
        };
        assert_eq!(found("$inputs.a.b[0] c"), ["$inputs.a.b[0]", "$inputs.a.b", "$inputs.a"]);
        assert_eq!(found("$inputs.a."), ["$inputs.a"]);
        assert_eq!(found("$inputs.a/b"), ["$inputs.a"]);
        assert_eq!(found("$inputs.a#/b/c."), ["$inputs.a#/b/c", "$inputs.a#/b", "$inputs.a"]);
        assert_eq!(found("$inputs.a['b c'][x]"), ["$inputs.a['b c']", "$inputs.a"]);
        assert_eq!(found("$steps.s.outputs.a-$inputs.b"), ["$steps.s.outputs.a"]);
        assert_eq!(found("$response.body.a"), [""; 0]);
    }
}
