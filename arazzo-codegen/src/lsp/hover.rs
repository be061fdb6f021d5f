//! What is to be known of the thing at a position, in a few lines of Markdown.

use crate::model::StepId;
use std::fmt::Write;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::meaning::Meaning;
use super::names::{Symbol, at, occurrences};
use super::outline::{Node, Spot};
use super::scene::Scene;
use super::session::Desk;
use super::target::{Target, target};
use super::types;
use crate::judge::Subject;
use crate::openapi::{Operation, Outlined};
use crate::place::Segment;

pub(super) fn hover(desk: &mut Desk<'_>, offset: usize) -> Option<Hover> {
    let all = occurrences(&desk.outline, desk.text.as_str());
    let found = at(&all, offset);
    let named = found.and_then(|found| Some((desk.text.range(&found.span), symbol(desk, &found.symbol)?)));
    let (range, value) = match named {
        Some((range, value)) => (Some(range), value),
        None => (None, described(desk, offset)?),
    };
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value }), range })
}

/// What a description says.
fn described(desk: &mut Desk<'_>, offset: usize) -> Option<String> {
    let target = target(desk, offset)?;
    if let Target::Operation(called) = &target {
        return Some(operation(called, &desk.meaning.as_deref()?.library.peek(&called.place)?));
    }
    let what = output_at(desk, offset);
    let library = &mut desk.meaning.as_deref_mut()?.library;
    let said = target.said(library)?;
    let mut text = match &target {
        Target::Parameter(parameter) => {
            let required = if parameter.required { ", required" } else { "" };
            let described =
                library.peek(&parameter.place).and_then(|node| node.value.text("description").map(str::to_owned));
            let about = described.map_or_else(String::new, |about| format!("\n\n{about}"));
            format!("parameter `{}` in {}{required}: {}{about}", parameter.name, parameter.location.text(), kind(&said))
        }
        _ => kind(&said),
    };
    if let Some(description) = &said.description {
        write!(text, "\n\n{description}").ok()?;
    }
    if let Some(output) = what {
        write!(text, "\n\n{output}").ok()?;
    }
    Some(text)
}

fn kind(said: &Outlined) -> String {
    format!("{}{}", types::kind(&said.what), if said.nullable { " or null" } else { "" })
}

fn operation(called: &Operation, node: &crate::openapi::Node) -> String {
    let mut parts = vec![format!("`{} {}`", called.method, called.template)];
    parts.extend(["summary", "description"].iter().filter_map(|key| node.value.text(key).map(str::to_owned)));
    parts.extend(called.deprecated.then(|| "Deprecated.".to_owned()));
    let responses = called.responses.iter().map(|response| {
        let status = response.status.text();
        let documented = node.get("responses").and_then(|all| all.get(&status));
        let about = documented.and_then(|response| response.value.text("description").map(str::to_owned));
        about.map_or_else(|| format!("- {status}"), |about| format!("- {status}: {about}"))
    });
    parts.push(responses.collect::<Vec<_>>().join("\n"));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// The output whose expression is at a byte.
fn output_at(desk: &Desk<'_>, offset: usize) -> Option<String> {
    let Spot { path, .. } = desk.outline.spot(desk.text.as_str(), offset);
    let [.., Segment::Key(outputs), Segment::Key(name)] = path.as_slice() else { return None };
    let scene = Scene::of(&path);
    let meaning = desk.meaning.as_deref().filter(|_| outputs == "outputs")?;
    let subject = scene.subject(&desk.outline, meaning)?;
    step_output(&subject, scene.step_in(&desk.outline, &subject)?, name)
}

/// What a name of the document means.
fn symbol(desk: &Desk<'_>, symbol: &Symbol) -> Option<String> {
    let meaning = desk.meaning.as_deref()?;
    let of = |workflow: usize| Scene { workflow: Some(workflow), step: None }.subject(&desk.outline, meaning);
    match symbol {
        Symbol::Source(name) => source(desk, name),
        Symbol::Workflow(id) => workflow(meaning, id),
        Symbol::Step { workflow, step } => {
            let subject = of(*workflow)?;
            let index = subject.index_of(step)?;
            let description = subject.step(index)?.description.clone().unwrap_or_default();
            let called = subject.operation(index).map(|called| format!("`{} {}`", called.method, called.template));
            Some(lines([format!("step `{step}`"), called.unwrap_or_default(), description]))
        }
        Symbol::Input { workflow, input } => {
            let subject = of(*workflow)?;
            let field = subject.workflow.inputs.fields().iter().find(|field| field.name == *input)?;
            let (ty, about) = (types::field_type(&subject, field), field.description.clone().unwrap_or_default());
            let needed = if field.is_demanded() { "required" } else { "optional" };
            let default = field.own_default().map(|value| format!("default: `{}`", value.to_json()));
            Some(lines([rust(&field.ident, &ty), needed.to_owned(), default.unwrap_or_default(), about]))
        }
        Symbol::StepOutput { workflow, step, output } => {
            let subject = of(*workflow)?;
            step_output(&subject, subject.index_of(step)?, output)
        }
        Symbol::Output { workflow, output } => {
            let subject = of(*workflow)?;
            let ident = &subject.workflow.outputs.iter().find(|known| known.name == *output)?.ident;
            Some(rust(ident, &types::of_output(meaning, &subject, output)?))
        }
        Symbol::Component { .. } => None,
    }
}

fn source(desk: &Desk<'_>, name: &str) -> Option<String> {
    let sources = desk.outline.get("sourceDescriptions").map(Node::items)?;
    let source = sources.iter().find(|item| item.node.text("name") == Some(name))?;
    Some(format!("source `{name}`: `{}`", source.node.text("url")?))
}

fn workflow(meaning: &Meaning, id: &str) -> Option<String> {
    let known = super::scene::subjects(meaning).find(|subject| subject.written.id.text == id)?.workflow;
    let signature = format!("pub async fn {}(client: &Client, input: Input) -> Result<Output, Error>", known.ident);
    let texts = [known.summary.clone(), known.description.clone()].map(Option::unwrap_or_default);
    let [summary, description] = texts;
    Some(lines([format!("```rust\n{signature}\n```"), summary, description]))
}

fn step_output(subject: &Subject<'_>, step: StepId, name: &str) -> Option<String> {
    let found = subject.step(step)?;
    let output = found.outputs.iter().find(|output| output.name == name)?;
    let ty = types::of_step_output(subject, step, name)?;
    let absent = types::absence(&output.presence, &found.success.statuses());
    Some(lines([rust(&output.ident, &ty), absent.unwrap_or_default()]))
}

fn rust(ident: &str, ty: &str) -> String {
    format!("```rust\n{ident}: {ty}\n```")
}

fn lines<const N: usize>(parts: [String; N]) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}
