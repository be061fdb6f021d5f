//! What can stand at a position.
//!
//! Names are those of the text as it is; their types, and what descriptions have, the compiler knows.

mod at;
mod candidate;
mod conditions;
mod expressions;
mod files;
mod keys;
mod operations;
mod parameters;
mod payloads;
mod written;

use std::ops::Range;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent, MarkupKind, TextEdit,
};

use super::grammar::{Names, Slot, slot};
use super::outline::{Node, Spot, What};
use super::scene::Scene;
use super::session::Desk;
use at::At;
use candidate::{Candidate, Values};
use written::Written;

/// Everything that can stand at a byte.
pub(super) fn complete(desk: &mut Desk<'_>, offset: usize) -> Vec<CompletionItem> {
    let text = desk.text.as_str();
    let Spot { path, what } = desk.outline.spot(text, offset);
    let (typed, quote) = typed(&what, desk, offset);
    let before = text.get(typed.start..offset).unwrap_or_default().to_owned();
    let (slot, scene) = (slot(&path), Scene::of(&path));
    let mut at = At { desk, path, slot, scene, before, offset, typed: typed.clone() };
    let written = Written::new(at.desk.text.as_str(), offset, quote);
    match what {
        What::Key { has_colon, .. } => {
            let keys = keys::keys(&mut at).into_iter().map(|key| key.written(&written, has_colon));
            let keys: Vec<Candidate> = keys.collect();
            // A key is written with its quotes, so those that are there go.
            let range = with_quotes(at.desk.text.as_str(), &typed, quote);
            items(at.desk, |label| written.key_filter(label), &range, keys.into_iter())
        }
        What::Empty { .. } | What::Value { .. } => {
            let found = values(&mut at);
            // The first key of an object begins as a text.
            let keys = if written.may_begin_object() { keys::keys(&mut at) } else { Vec::new() };
            let keys: Vec<Candidate> = keys.into_iter().map(|key| key.written(&written, false)).collect();
            let range = found.replaced.unwrap_or_else(|| typed.clone());
            let values = found.candidates.into_iter().map(|value| written.value(value, found.is_part));
            let mut all = items(at.desk, |label| written.filter(label), &range, values);
            all.extend(items(at.desk, |label| written.filter(label), &typed, keys.into_iter()));
            all
        }
    }
}

/// What is being typed, within the line of the cursor.
fn typed(what: &What, desk: &Desk<'_>, offset: usize) -> (Range<usize>, Option<char>) {
    let (typed, quote) = match what {
        What::Key { typed, quote, .. } | What::Value { typed, quote } => (typed.clone(), *quote),
        What::Empty { .. } => (offset..offset, None),
    };
    let line = desk.text.line(desk.text.line_of(offset));
    // Blanks behind a text are typed, and no part of it yet.
    let behind = desk.text.as_str().get(typed.end..offset).filter(|_| quote.is_none());
    let is_open = matches!(what, What::Value { .. }) && behind.is_some_and(|behind| behind.trim().is_empty());
    let typed = if is_open { typed.start..offset } else { typed };
    let (start, end) = (typed.start.max(line.start), typed.end.min(line.end));
    if start <= offset && offset <= end { (start..end, quote) } else { (offset..offset, None) }
}

/// A text and the quotes around it.
fn with_quotes(text: &str, typed: &Range<usize>, quote: Option<char>) -> Range<usize> {
    let Some(quote) = quote else { return typed.clone() };
    let is_closed = text.get(typed.end..).is_some_and(|rest| rest.starts_with(quote));
    let length = quote.len_utf8();
    typed.start.saturating_sub(length)..typed.end + if is_closed { length } else { 0 }
}

fn values(at: &mut At<'_, '_>) -> Values {
    match at.slot {
        Slot::Word(words) => words_of(words),
        Slot::SourceUrl => files::files(at).into(),
        Slot::OperationId => operations::ids(at).into(),
        Slot::OperationPath => operations::paths(at).into(),
        Slot::Name(names) => {
            let own = names_of(at, names);
            let others = if names == Names::Workflows { elsewhere(at) } else { Vec::new() };
            own.into_iter().chain(others).collect::<Vec<_>>().into()
        }
        Slot::ParameterName => parameters::names(at).into(),
        Slot::ContentType => operations::content_types(at).into(),
        Slot::Reference(kind) => expressions::components(at, kind).into(),
        Slot::RequiredInput => required(at).into(),
        Slot::InputReference => input_references(at).into(),
        Slot::Condition => conditions::values(at),
        Slot::Value => parameters::values(at),
        Slot::Payload => payloads::values(at),
        Slot::Output | Slot::Context => expressions::values(at),
        _ => Values::default(),
    }
}

fn words_of(words: &[&str]) -> Values {
    words.iter().map(|word| Candidate::new(*word, CompletionItemKind::ENUM_MEMBER)).collect::<Vec<_>>().into()
}

/// The steps of the workflow, or the workflows of the document.
fn names_of(at: &At<'_, '_>, names: Names) -> Vec<Candidate> {
    let outline = at.outline();
    let (list, id, about) = match names {
        Names::Steps => {
            (at.scene.workflow_node(outline).and_then(|workflow| workflow.get("steps")), "stepId", "description")
        }
        Names::Workflows => (outline.get("workflows"), "workflowId", "summary"),
    };
    let this = match names {
        Names::Steps => at.scene.step_node(outline),
        Names::Workflows => at.scene.workflow_node(outline),
    };
    let all = list.map(Node::items).unwrap_or_default().iter().map(|item| &item.node);
    let others = all.filter(|node| this.is_none_or(|this| !std::ptr::eq(this, *node)));
    let described = others.filter_map(|node| {
        let candidate = Candidate::new(node.text(id)?, CompletionItemKind::REFERENCE);
        Some(
            candidate
                .detail(node.text("operationId").map(str::to_owned))
                .documentation(node.text(about).map(str::to_owned)),
        )
    });
    described.collect()
}

/// The workflows of other documents.
fn elsewhere(at: &mut At<'_, '_>) -> Vec<Candidate> {
    let Some(meaning) = at.desk.meaning.as_deref_mut() else { return Vec::new() };
    let workflows = meaning.workflows_elsewhere().into_iter();
    let candidate = |(source, id, summary)| {
        let label = format!("$sourceDescriptions.{source}.{id}");
        Candidate::new(label, CompletionItemKind::REFERENCE).documentation(summary)
    };
    workflows.map(candidate).collect()
}

/// Inputs that are declared, and not listed as required yet.
fn required(at: &At<'_, '_>) -> Vec<Candidate> {
    let Some((_, list)) = at.path.split_last() else { return Vec::new() };
    let listed = at.outline().at(list).map(Node::items).unwrap_or_default();
    let listed: Vec<&str> =
        listed.iter().filter_map(|item| item.node.scalar()).map(|word| word.text.as_str()).collect();
    let schema = list.split_last().and_then(|(_, schema)| at.outline().at(schema));
    let properties = schema.and_then(|schema| schema.get("properties")).map(Node::members).unwrap_or_default();
    let names = properties.iter().map(|member| member.key.text.as_str());
    let new = names.filter(|name| !listed.contains(name) || at.before == **name);
    new.map(|name| Candidate::new(name, CompletionItemKind::FIELD)).collect()
}

fn input_references(at: &At<'_, '_>) -> Vec<Candidate> {
    let inputs = at.outline().get("components").and_then(|components| components.get("inputs"));
    let names = inputs.map(Node::members).unwrap_or_default().iter();
    let label = |name: &str| format!("#/components/inputs/{name}");
    names.map(|member| Candidate::new(label(&member.key.text), CompletionItemKind::REFERENCE)).collect()
}

fn items(
    desk: &Desk<'_>,
    filter: impl Fn(&str) -> String,
    range: &Range<usize>,
    candidates: impl Iterator<Item = Candidate>,
) -> Vec<CompletionItem> {
    let range = desk.text.range(range);
    let item = |(index, candidate): (usize, Candidate)| {
        let new_text = candidate.text.clone().unwrap_or_else(|| candidate.label.clone());
        CompletionItem {
            kind: candidate.kind,
            detail: candidate.detail,
            documentation: candidate.documentation.map(markdown),
            sort_text: Some(format!("{index:05}")),
            filter_text: Some(filter(&candidate.label)),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
            label: candidate.label,
            ..CompletionItem::default()
        }
    };
    candidates.enumerate().map(item).collect()
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}
