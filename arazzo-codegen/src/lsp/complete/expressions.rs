//! Runtime expressions, as far as they are typed.

use lsp_types::CompletionItemKind;

use super::at::At;
use super::candidate::{Candidate, Key, Values};
use crate::lsp::grammar::{Reusable, Slot};
use crate::lsp::outline::Node;
use crate::lsp::reading::{self, Reads};
use crate::lsp::types;
use crate::openapi::{self, Location};
use crate::syntax::pointer::Pointer;

/// Expressions that can stand in a value. `is_part`, where something else stands around them.
pub(super) fn values(at: &mut At<'_, '_>) -> Values {
    let Some(start) = start(at.slot, &at.before) else { return Values::default() };
    inside(at, start)
}

/// Where the expression begins that is being typed.
fn start(slot: Slot, before: &str) -> Option<usize> {
    if let Some(hole) = before.rfind("{$").filter(|hole| !before.get(*hole..).is_some_and(|rest| rest.contains('}'))) {
        return Some(hole + 1);
    }
    let is_whole = matches!(slot, Slot::Output | Slot::Context) || before.is_empty() || before.starts_with('$');
    is_whole.then_some(0)
}

/// Expressions from a byte of what is typed on.
pub(super) fn inside(at: &mut At<'_, '_>, start: usize) -> Values {
    let prefix = at.before.get(start..).unwrap_or_default().to_owned();
    let rest = at.desk.text.as_str().get(at.offset..at.typed.end).unwrap_or_default();
    let is_word = |char: char| char.is_ascii_alphanumeric() || "_-.#/~".contains(char);
    let end = at.offset + rest.find(|char| !is_word(char)).unwrap_or(rest.len());
    let replaced = at.typed.start + start..end;
    Values { candidates: candidates(at, &prefix), replaced: Some(replaced), is_part: start > 0 }
}

fn candidates(at: &mut At<'_, '_>, prefix: &str) -> Vec<Candidate> {
    let behind = |root: &str| prefix.strip_prefix(root).map(str::to_owned);
    if let Some(rest) = behind("$inputs.") {
        return inputs(at, &rest);
    }
    if let Some(rest) = behind("$steps.") {
        return steps(at, &rest);
    }
    if let Some(rest) = behind("$response.") {
        return response(at, &rest);
    }
    if let Some(rest) = behind("$request.") {
        return request(at, &rest);
    }
    if let Some(rest) = behind("$workflows.") {
        return workflows(at, &rest);
    }
    if prefix.starts_with("$components.") {
        return components(at, Reusable::Parameter);
    }
    if prefix.starts_with("$sourceDescriptions.") {
        return sources(at);
    }
    if prefix.starts_with("$outputs.") {
        return outputs_of(at.scene.workflow_node(at.outline()), "$outputs.");
    }
    roots(at)
}

/// What an expression may begin with, and behind it whole expressions.
fn roots(at: &mut At<'_, '_>) -> Vec<Candidate> {
    let in_step = at.scene.step.is_some() || at.scene.workflow.is_none();
    let reads_response = in_step && !matches!(at.slot, Slot::Payload | Slot::Value);
    let of_response = ["$statusCode", "$response.body", "$response.body#/", "$response.header.", "$request."];
    let always = ["$inputs.", "$steps."];
    let rare = ["$workflows.", "$sourceDescriptions.", "$components."];
    let rare = rare.iter().filter(|_| !reads_response);
    let roots = of_response.iter().filter(|_| reads_response).chain(&always).chain(rare);
    let mut all: Vec<Candidate> = roots.map(|root| Candidate::new(*root, CompletionItemKind::KEYWORD)).collect();
    if at.slot == Slot::Output && in_step {
        all.extend(response(at, "body#/"));
    }
    all.extend(inputs(at, ""));
    all.extend(steps(at, "").into_iter().filter(|candidate| candidate.label.contains(".outputs.")));
    all
}

fn inputs(at: &mut At<'_, '_>, rest: &str) -> Vec<Candidate> {
    let subject = at.desk.meaning.as_deref().and_then(|meaning| at.scene.subject(at.outline(), meaning));
    if let (Some((name, pointer)), Some(subject)) = (rest.split_once('#'), &subject) {
        let (pointer, shown) = parent(pointer);
        let fields = types::input_fields(subject, name, &pointer);
        let candidate = |field: &crate::model::Field| {
            let candidate =
                Candidate::new(format!("$inputs.{name}#{shown}{}", token(&field.name)), CompletionItemKind::FIELD);
            candidate.detail(types::field_type(subject, field)).documentation(field.description.clone())
        };
        return fields.into_iter().map(candidate).collect();
    }
    let properties =
        at.scene.workflow_node(at.outline()).and_then(|workflow| workflow.get("inputs")?.get("properties"));
    let written = properties.map(Node::members).unwrap_or_default();
    let written = written.iter().map(|member| {
        let description = member.value.text("description").map(str::to_owned);
        (member.key.text.clone(), description)
    });
    let known = subject.as_ref().map(|subject| subject.workflow.inputs.fields()).unwrap_or_default();
    let known = known.iter().map(|field| (field.name.clone(), field.description.clone()));
    let mut names: Vec<(String, Option<String>)> = Vec::new();
    for (name, description) in written.chain(known) {
        if names.iter().all(|(known, _)| *known != name) {
            names.push((name, description));
        }
    }
    let candidate = |(name, description): (String, Option<String>)| {
        let ty = subject.as_ref().and_then(|subject| types::of_input(subject, &name));
        Candidate::new(format!("$inputs.{name}"), CompletionItemKind::FIELD).detail(ty).documentation(description)
    };
    names.into_iter().map(candidate).collect()
}

/// Steps that can have run, and their outputs.
fn steps(at: &mut At<'_, '_>, rest: &str) -> Vec<Candidate> {
    if let Some((name, pointer)) = rest.split_once('#') {
        return in_output(at, name, pointer);
    }
    let outline = at.outline();
    let subject = at.desk.meaning.as_deref().and_then(|meaning| at.scene.subject(outline, meaning));
    let list = at.scene.workflow_node(outline).and_then(|workflow| workflow.get("steps"));
    let nodes = list.map(Node::items).unwrap_or_default().iter().map(|item| &item.node);
    let own = at.scene.step;
    let own_index = subject.as_ref().and_then(|subject| at.scene.step_in(outline, subject));
    // Of a step that nobody knows yet, what stands before it has run.
    let before =
        subject.as_ref().filter(|_| own.is_none() || own_index.is_some()).map(|subject| subject.before(own_index));
    let mut all = Vec::new();
    for (number, node) in nodes.enumerate() {
        let Some(id) = node.text("stepId") else { continue };
        let index = subject.as_ref().and_then(|subject| subject.index_of(id));
        let runs = match (&before, index) {
            (Some(before), Some(index)) => before.contains(&index),
            _ => own.is_none_or(|own| number < own),
        };
        if !runs {
            continue;
        }
        let about = node.text("description").map(str::to_owned);
        let step = Candidate::new(format!("$steps.{id}.outputs."), CompletionItemKind::MODULE).documentation(about);
        all.push(step.detail(node.text("operationId").map(str::to_owned)));
        for output in node.get("outputs").map(Node::members).unwrap_or_default() {
            let name = &output.key.text;
            let ty =
                subject.as_ref().zip(index).and_then(|(subject, index)| types::of_step_output(subject, index, name));
            let label = format!("$steps.{id}.outputs.{name}");
            all.push(Candidate::new(label, CompletionItemKind::VARIABLE).detail(ty));
        }
    }
    let typed = format!("$steps.{rest}");
    let is_behind = rest.contains(".outputs.");
    all.retain(|candidate| {
        !is_behind
            || candidate.label.starts_with(&typed) && candidate.label != typed
            || candidate.kind == Some(CompletionItemKind::VARIABLE)
    });
    all
}

/// Parts of an output that is read from a response.
fn in_output(at: &mut At<'_, '_>, name: &str, pointer: &str) -> Vec<Candidate> {
    let outline = std::rc::Rc::clone(&at.desk.outline);
    let scene = at.scene;
    let Some(meaning) = at.desk.meaning.as_deref_mut() else { return Vec::new() };
    let (inner, shown) = parent(pointer);
    let found = name.split_once(".outputs.").and_then(|(step, output)| {
        let subject = scene.subject(&outline, meaning)?;
        let step = subject.index_of(step)?;
        let whole = reading::pointer_of_output(subject.written_step(step)?, output)?;
        Some((reading::schemas(&subject, step, Reads::Success), whole.join(&inner)))
    });
    let Some((schemas, pointer)) = found else { return Vec::new() };
    parts(&mut meaning.library, &schemas, &pointer, &format!("$steps.{name}#{shown}"))
}

fn parts(library: &mut openapi::Library, schemas: &[openapi::Node], pointer: &Pointer, before: &str) -> Vec<Candidate> {
    let parts = types::parts(library, schemas, pointer);
    let candidate = |part: types::Part| {
        let detail = format!("{}{}", part.kind, if part.required { "" } else { ", may be absent" });
        let label = format!("{before}{}", token(&part.name));
        Candidate::new(label, CompletionItemKind::FIELD).detail(Some(detail)).documentation(part.description)
    };
    parts.into_iter().map(candidate).collect()
}

fn response(at: &mut At<'_, '_>, rest: &str) -> Vec<Candidate> {
    let outline = std::rc::Rc::clone(&at.desk.outline);
    let (scene, reads) = (at.scene, Reads::at(&at.path));
    let Some(meaning) = at.desk.meaning.as_deref_mut() else { return Vec::new() };
    let found = scene.subject(&outline, meaning).and_then(|subject| {
        let step = scene.step_in(&outline, &subject)?;
        Some((reading::schemas(&subject, step, reads), reading::headers(&subject, step, reads)))
    });
    let Some((schemas, headers)) = found else { return Vec::new() };
    if let Some(pointer) = rest.strip_prefix("body#") {
        let (inner, shown) = parent(pointer);
        return parts(&mut meaning.library, &schemas, &inner, &format!("$response.body#{shown}"));
    }
    let header = |name: &String| Candidate::new(format!("$response.header.{name}"), CompletionItemKind::FIELD);
    let body = ["$response.body", "$response.body#/"].map(|label| Candidate::new(label, CompletionItemKind::KEYWORD));
    let body = body.into_iter().filter(|_| !rest.starts_with("header."));
    body.chain(headers.iter().map(header)).collect()
}

/// What the step has sent.
fn request(at: &mut At<'_, '_>, rest: &str) -> Vec<Candidate> {
    let Some(operation) = at.operation() else { return Vec::new() };
    if let Some(pointer) = rest.strip_prefix("body#") {
        let (inner, shown) = parent(pointer);
        let schemas = reading::sent(&operation, None);
        let Some(meaning) = at.desk.meaning.as_deref_mut() else { return Vec::new() };
        return parts(&mut meaning.library, &schemas, &inner, &format!("$request.body#{shown}"));
    }
    let named = operation.parameters.iter().filter_map(|parameter| match parameter.location {
        Location::Path | Location::Query | Location::Header => {
            let label = format!("$request.{}.{}", parameter.location.text(), parameter.name);
            Some(Candidate::new(label, CompletionItemKind::FIELD))
        }
        Location::Cookie | Location::QueryString => None,
    });
    let body = ["$request.body", "$request.body#/"].map(|label| Candidate::new(label, CompletionItemKind::KEYWORD));
    let has_body = operation.body.is_some();
    named.chain(body.into_iter().filter(|_| has_body)).collect()
}

fn workflows(at: &At<'_, '_>, rest: &str) -> Vec<Candidate> {
    let nodes = at.outline().get("workflows").map(Node::items).unwrap_or_default();
    if let Some((id, _)) = rest.split_once(".outputs.") {
        let node = nodes.iter().map(|item| &item.node).find(|node| node.text("workflowId") == Some(id));
        return outputs_of(node, &format!("$workflows.{id}.outputs."));
    }
    let ids = nodes.iter().filter_map(|item| item.node.text("workflowId"));
    ids.map(|id| Candidate::new(format!("$workflows.{id}.outputs."), CompletionItemKind::MODULE)).collect()
}

fn outputs_of(workflow: Option<&Node>, before: &str) -> Vec<Candidate> {
    let outputs = workflow.and_then(|workflow| workflow.get("outputs")).map(Node::members).unwrap_or_default();
    let label = |name: &str| format!("{before}{name}");
    outputs.iter().map(|member| Candidate::new(label(&member.key.text), CompletionItemKind::VARIABLE)).collect()
}

fn sources(at: &At<'_, '_>) -> Vec<Candidate> {
    let sources = at.outline().get("sourceDescriptions").map(Node::items).unwrap_or_default();
    let names = sources.iter().filter_map(|item| item.node.text("name"));
    names.map(|name| Candidate::new(format!("$sourceDescriptions.{name}.url"), CompletionItemKind::MODULE)).collect()
}

/// The components that a reference can name.
pub(super) fn components(at: &At<'_, '_>, reusable: Reusable) -> Vec<Candidate> {
    let kind = reusable.kind().key();
    let named = at.outline().get("components").and_then(|components| components.get(kind));
    let members = named.map(Node::members).unwrap_or_default().iter();
    let label = |name: &str| format!("$components.{kind}.{name}");
    members.map(|member| Candidate::new(label(&member.key.text), CompletionItemKind::REFERENCE)).collect()
}

/// Outputs that a step or a workflow does not have yet: members of the response, or outputs of steps.
pub(super) fn outputs(at: &mut At<'_, '_>) -> Vec<Key> {
    let found = if at.scene.step.is_some() { response(at, "body#/") } else { steps(at, "") };
    let named = found.into_iter().filter(|candidate| !candidate.label.ends_with('.')).map(|candidate| {
        let name = candidate.label.rsplit(['/', '.']).next().unwrap_or_default().to_owned();
        let value = candidate.label.clone();
        Key::with_value(Candidate { label: name, ..candidate }, value)
    });
    named.collect()
}

/// The pointer to what the last token of a pointer is a member of, and how it is written.
fn parent(pointer: &str) -> (Pointer, String) {
    let end = pointer.rfind('/').unwrap_or_default();
    let shown = pointer.get(..end).unwrap_or_default();
    (Pointer::parse(shown).unwrap_or_default(), format!("{shown}/"))
}

/// A name as a token of a pointer.
fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
