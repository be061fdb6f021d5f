//! Payloads: members that the schema of the body has, and values that it lists.

use lsp_types::CompletionItemKind;

use super::at::At;
use super::candidate::{Candidate, Key, Values};
use super::expressions;
use super::written::Opens;
use crate::lsp::{reading, types};
use crate::openapi::Node;

/// The members of the object at a position.
pub(super) fn keys(at: &mut At<'_, '_>) -> Vec<Key> {
    let (pointer, schemas) = (reading::in_payload(&at.path), schemas(at));
    let Some(meaning) = at.desk.meaning.as_deref_mut() else { return Vec::new() };
    let parts = types::parts(&mut meaning.library, &schemas, &pointer).into_iter().filter(|part| part.name != "0");
    let key = |part: types::Part| {
        let opens = if ["list", "object"].contains(&part.kind.as_str()) { Opens::Lines } else { Opens::Value };
        let detail = format!("{}{}", part.kind, if part.required { ", required" } else { "" });
        let candidate = Candidate::new(part.name, CompletionItemKind::FIELD).detail(Some(detail));
        Key::new(candidate.documentation(part.description), opens)
    };
    parts.map(key).collect()
}

pub(super) fn values(at: &mut At<'_, '_>) -> Values {
    let mut values = expressions::values(at);
    if values.is_part || at.before.starts_with('$') {
        return values;
    }
    let (pointer, schemas) = (reading::in_payload(&at.path), schemas(at));
    let Some(meaning) = at.desk.meaning.as_deref_mut() else { return values };
    let words = types::words(&mut meaning.library, &schemas, &pointer).into_iter();
    let words = words.map(|word| {
        let is_raw = matches!(word.as_str(), "true" | "false");
        Candidate { is_raw, ..Candidate::new(word, CompletionItemKind::ENUM_MEMBER) }
    });
    values.candidates = words.chain(values.candidates).collect();
    values
}

/// The schemas of the body, of the type that the step sends.
fn schemas(at: &At<'_, '_>) -> Vec<Node> {
    let body = at.scene.step_node(at.outline()).and_then(|step| step.get("requestBody"));
    let sent = body.and_then(|body| body.text("contentType"));
    at.operation().map(|operation| reading::sent(&operation, sent)).unwrap_or_default()
}
