//! The workflows of a document with their inputs, steps and outputs, as an outline shows them; and what of a text can be folded.

use std::ops::Range;

use lsp_types::{DocumentSymbol, FoldingRange, SymbolKind};

use super::grammar::{Slot, slot};
use super::outline::{Member, Node, Scalar};
use super::session::Desk;
use super::text::Text;
use crate::place::Segment;

/// Sources, workflows and components.
pub(super) fn symbols(desk: &Desk<'_>) -> Vec<DocumentSymbol> {
    let (outline, text) = (&desk.outline, desk.text);
    let items = |key: &str| outline.get(key).map(Node::items).unwrap_or_default().iter().map(|item| &item.node);
    let sources =
        items("sourceDescriptions").filter_map(|node| named(text, node, "name", SymbolKind::MODULE, Vec::new()));
    let workflows = items("workflows").filter_map(|node| {
        let inputs = node.get("inputs").and_then(|inputs| inputs.get("properties"));
        let inputs = members(text, inputs, SymbolKind::FIELD);
        let steps = node.get("steps").map(Node::items).unwrap_or_default().iter().map(|item| &item.node);
        let steps = steps.filter_map(|step| {
            let outputs = members(text, step.get("outputs"), SymbolKind::VARIABLE);
            named(text, step, "stepId", SymbolKind::METHOD, outputs)
        });
        let outputs = members(text, node.get("outputs"), SymbolKind::PROPERTY);
        let inner = inputs.into_iter().chain(steps).chain(outputs).collect();
        named(text, node, "workflowId", SymbolKind::FUNCTION, inner)
    });
    let kinds = outline.get("components").map(Node::members).unwrap_or_default().iter();
    let components = kinds.map(|kind| {
        let inner = members(text, Some(&kind.value), SymbolKind::CONSTANT);
        symbol(text, &kind.key, &around(kind), SymbolKind::NAMESPACE, inner)
    });
    sources.chain(workflows).chain(components).collect()
}

/// An object that is called after one of its members.
fn named(text: &Text, node: &Node, key: &str, kind: SymbolKind, inner: Vec<DocumentSymbol>) -> Option<DocumentSymbol> {
    let name = node.get(key)?.scalar().filter(|name| !name.text.is_empty())?;
    Some(symbol(text, name, &node.span, kind, inner))
}

fn members(text: &Text, node: Option<&Node>, kind: SymbolKind) -> Vec<DocumentSymbol> {
    let members = node.map(Node::members).unwrap_or_default().iter().filter(|member| !member.key.text.is_empty());
    members.map(|member| symbol(text, &member.key, &around(member), kind, Vec::new())).collect()
}

/// A key and its value.
fn around(member: &Member) -> Range<usize> {
    member.key.inner.start..member.value.span.end.max(member.key.inner.end)
}

#[expect(deprecated, reason = "the protocol's type has a field that is no longer used")]
fn symbol(
    text: &Text,
    name: &Scalar,
    whole: &Range<usize>,
    kind: SymbolKind,
    inner: Vec<DocumentSymbol>,
) -> DocumentSymbol {
    DocumentSymbol {
        name: name.text.clone(),
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: text.range(whole),
        selection_range: text.range(&name.inner),
        children: (!inner.is_empty()).then_some(inner),
    }
}

/// Everything of several lines that is an object of the specification.
pub(super) fn folds(desk: &Desk<'_>) -> Vec<FoldingRange> {
    let mut folds = Vec::new();
    let text = desk.text;
    desk.outline.walk(&mut Vec::new(), &mut |path, node| {
        let is_whole = path.is_empty() || slot(path) == Slot::Other && path.len() < 2;
        let own = if let Some(Segment::Key(key)) = path.last() {
            let parent = path.split_last().and_then(|(_, parent)| desk.outline.at(parent));
            parent.and_then(|parent| parent.member(key)).map(around)
        } else {
            Some(node.span.clone())
        };
        let Some(span) = own.filter(|_| !is_whole) else { return };
        let (start, end) = (text.position(span.start).line, text.position(span.end).line);
        if start < end {
            folds.push(FoldingRange { start_line: start, end_line: end, ..FoldingRange::default() });
        }
    });
    folds.sort_by_key(|fold| (fold.start_line, fold.end_line));
    folds.dedup_by_key(|fold| (fold.start_line, fold.end_line));
    folds
}
