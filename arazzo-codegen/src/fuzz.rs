//! The door of the fuzz targets (`fuzz/`), which exists in their builds alone: what they call, and what must hold of it.

use crate::names::{Names, Space, camel, shouty, snake};
use crate::syntax::SyntaxProblem;
use crate::syntax::condition::{Condition, JsonPath};
use crate::syntax::expression::{Expression, likely, likely_inside, looks_like_expression};
use crate::syntax::foreign::foreign;
use crate::syntax::json_text::JsonText;
use crate::syntax::loose::readings;
use crate::syntax::pointer::Pointer;
use crate::syntax::regex;
use crate::syntax::template::{Piece, Text};
use crate::syntax::xpath::XPath;

/// A problem stands in the text that has it.
fn check<T>(parsed: Result<T, SyntaxProblem>, text: &str) -> Option<T> {
    let problem = match parsed {
        Ok(parsed) => return Some(parsed),
        Err(problem) => problem,
    };
    assert!(text.get(problem.range.clone()).is_some(), "{problem:?}");
    assert!(!problem.reason.is_empty());
    None
}

/// Conditions of the type `simple`.
pub fn condition(text: &str) {
    if let Some(condition) = check(Condition::parse(text), text) {
        condition.each_operand(&mut |operand| assert!(text.get(operand.range.clone()).is_some(), "{operand:?}"));
    }
}

/// Runtime expressions, in the form of the specification and in others.
pub fn expression(text: &str) {
    let strict = check(Expression::parse(text), text);
    let read = Expression::read(text);
    // What is right is read as it is.
    if let Some(strict) = strict {
        assert_eq!(check(read, text).map(|(expression, form)| (expression, form.is_none())), Some((strict, true)));
    }
    for reading in readings(text) {
        let _ = reading.shifted(1);
    }
    let _ = (likely(text), likely_inside(text), looks_like_expression(text), Expression::parse_loosely(text));
    for meant in foreign(text) {
        let _ = meant;
    }
    if let Ok(pointer) = Pointer::parse(text) {
        assert_eq!(Pointer::parse(&pointer.to_string()).as_ref(), Ok(&pointer));
    }
}

/// Texts with expressions in them, and JSON with such texts.
pub fn template(text: &str) {
    let Some(Text::Template(pieces)) = check(Text::parse(text), text) else { return };
    let mut end = 0;
    for piece in &pieces {
        let Piece::Hole { range, .. } = piece else { continue };
        assert!(end <= range.start && text.get(range.clone()).is_some(), "{piece:?}");
        end = range.end;
    }
    let _ = JsonText::parse(&pieces);
}

/// JSONPath, XPath and regular expressions.
pub fn queries(text: &str) {
    check(JsonPath::parse(text), text);
    check(JsonPath::selector(text), text);
    check(XPath::parse(text), text);
    check(regex::parse(text), text);
    let _ = regex::is_slashed(text);
}

/// The Rust names of names that stand beside each other.
pub fn names(names: &[&str]) -> Vec<String> {
    let spaces = [
        (Space::Modules, snake as fn(&str) -> String),
        (Space::Types, camel),
        (Space::Variants, camel),
        (Space::Fields, snake),
        (Space::Outputs, snake),
        (Space::Constants, shouty),
        (Space::Variables, snake),
    ];
    let mut all = Vec::new();
    for (space, case) in spaces {
        let given = Names::new(space).claim_all(names, case);
        let mut unlike = given.clone();
        unlike.sort_unstable();
        unlike.dedup();
        assert_eq!(unlike.len(), names.len(), "{given:?}");
        all.extend(given);
    }
    all
}
