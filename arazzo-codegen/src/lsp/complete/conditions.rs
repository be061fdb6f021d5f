//! Conditions: operands, and what they can be compared with.

use lsp_types::CompletionItemKind;

use super::at::At;
use super::candidate::{Candidate, Values};
use super::expressions;
use crate::lsp::reading::{self, Reads};
use crate::lsp::types;
use crate::syntax::expression::{Expression, Part};

/// The operators of comparisons, the longer ones first.
const OPERATORS: [&str; 6] = ["==", "!=", "<=", ">=", "<", ">"];

pub(super) fn values(at: &mut At<'_, '_>) -> Values {
    let before = at.before.clone();
    if let Some((left, typed)) = compared(&before) {
        let values = operands(at, left);
        let start = before.len() - typed.len();
        let replaced = at.typed.start + start..at.offset;
        return Values { candidates: values, replaced: Some(replaced), is_part: true };
    }
    let start = before.rfind([' ', '(', '!', '&', '|']).map_or(0, |at| at + 1);
    let mut values = expressions::inside(at, start);
    values.is_part = true;
    values
}

/// The operand before an operator, and what is typed behind it.
fn compared(before: &str) -> Option<(&str, &str)> {
    let (at, operator) = OPERATORS.iter().filter_map(|operator| Some((before.rfind(operator)?, operator))).max()?;
    let typed = before.get(at + operator.len()..)?.trim_start();
    if typed.contains([' ', '$', '&', '|', ')']) {
        return None;
    }
    let left = before.get(..at)?.trim_end_matches(['=', '!', '<', '>']).trim_end();
    let left = left.rsplit([' ', '(', '&', '|']).next()?;
    left.starts_with('$').then_some((left, typed))
}

/// Statuses that the operation documents, and strings that a schema lists.
fn operands(at: &mut At<'_, '_>, left: &str) -> Vec<Candidate> {
    if left == "$statusCode" {
        return statuses(at);
    }
    let Ok(Expression::Response(Part::Body(pointer))) = Expression::parse(left) else { return Vec::new() };
    let outline = std::rc::Rc::clone(&at.desk.outline);
    let (scene, reads) = (at.scene, Reads::at(&at.path));
    let Some(meaning) = at.desk.meaning.as_deref_mut() else { return Vec::new() };
    let schemas = scene.subject(&outline, meaning).and_then(|subject| {
        let step = scene.step_in(&outline, &subject)?;
        Some(reading::schemas(&subject, step, reads))
    });
    let words = types::words(&mut meaning.library, &schemas.unwrap_or_default(), &pointer.value);
    let quoted = |word: String| if ["true", "false"].contains(&word.as_str()) { word } else { format!("'{word}'") };
    words.into_iter().map(|word| Candidate::new(quoted(word), CompletionItemKind::ENUM_MEMBER)).collect()
}

fn statuses(at: &At<'_, '_>) -> Vec<Candidate> {
    let Some(operation) = at.operation() else { return Vec::new() };
    let known = operation.place.key("responses");
    let library = at.desk.meaning.as_deref().map(|meaning| &meaning.library);
    let candidate = |response: &crate::openapi::Response| {
        let text = response.status.text();
        let number = text.replace(['X', 'x'], "0");
        let documented = library.and_then(|library| library.peek(&known.key(&text)));
        let about = documented.and_then(|node| node.value.text("description").map(str::to_owned));
        number.parse::<u16>().ok().map(|_| Candidate::new(number, CompletionItemKind::VALUE).detail(about))
    };
    operation.responses.iter().filter_map(candidate).collect()
}
