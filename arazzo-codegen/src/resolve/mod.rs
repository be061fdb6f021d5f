//! From names to things: document and operations become the model.
//!
//! Invariant: no dangling name, every type known.

mod body;
mod condition;
mod expression;
mod inputs;
mod json_text;
mod media;
mod multipart;
mod operations;
mod outputs;
mod querystring;
mod replacements;
mod request;
mod security;
mod steps;
mod workflow;

pub(crate) use operations::Operations;

use crate::diagnostic::{CODES, Kind, Report, closest};
use crate::document::Document;
use crate::model::Model;
use crate::names;
use crate::openapi::Library;
use crate::options::Options;

/// What every part of this stage needs.
pub(crate) struct Context<'a> {
    pub(crate) document: &'a Document,
    pub(crate) options: &'a Options,
    pub(crate) library: &'a mut Library,
    pub(crate) operations: Operations,
    pub(crate) report: &'a mut Report,
}

/// Resolves the workflows that the options select.
pub(crate) fn resolve(document: &Document, options: &Options, library: &mut Library, report: &mut Report) -> Model {
    let operations = Operations::new(document, options, report);
    let mut context = Context { document, options, library, operations, report };
    check_selection(&mut context);
    check_collisions(&mut context);
    let selected = |id: &str| options.workflows.as_ref().is_none_or(|names| names.iter().any(|name| name == id));
    let workflows = document.workflows.iter().filter(|workflow| selected(&workflow.id.text));
    let workflows = workflows.map(|workflow| workflow::resolve(&mut context, workflow)).collect();
    Model { title: document.title.clone(), version: document.version.clone(), workflows }
}

/// Options that name codes or workflows which do not exist.
fn check_selection(context: &mut Context<'_>) {
    let options = context.options;
    for (option, codes) in [("allow", &options.allow), ("warn", &options.warn), ("deny", &options.deny)] {
        for code in codes.iter().filter(|code| !CODES.contains(&code.as_str())) {
            let closest = closest(code, CODES.iter().copied());
            let mark = context.document.root.place.key("arazzo").name();
            context.report.add(mark, Kind::UnusedOption { option, value: code.clone(), closest });
        }
    }
    let known: Vec<&str> = context.document.workflows.iter().map(|workflow| workflow.id.text.as_str()).collect();
    for name in context.options.workflows.iter().flatten().filter(|name| !known.contains(&name.as_str())) {
        let closest = closest(name, known.iter().copied());
        let mark = context.document.root.place.key("workflows").name();
        context.report.add(mark, Kind::UnknownWorkflow { workflow: name.clone(), closest });
    }
}

/// Two workflows that would be the same function.
fn check_collisions(context: &mut Context<'_>) {
    let workflows = &context.document.workflows;
    for (index, second) in workflows.iter().enumerate() {
        let rust = names::snake(&second.id.text);
        let first = workflows[..index].iter().find(|first| names::snake(&first.id.text) == rust);
        // Equal ids are reported as duplicates.
        if let Some(first) = first.filter(|first| first.id.text != second.id.text) {
            let (first, second_id) = (first.id.text.clone(), second.id.text.clone());
            let kind = Kind::NameCollision { what: "workflow", first, second: second_id, rust };
            context.report.add(second.id.place.value(), kind);
        }
    }
}
