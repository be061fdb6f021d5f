//! From names to things: document and operations become the model.
//!
//! Invariant: no dangling name, every type known.

mod actions;
mod answers;
mod asked;
mod base64;
mod binary;
mod body;
mod callee;
mod calls;
mod comparison;
mod condition;
mod constant;
mod deduced;
mod expression;
mod fields;
mod handed;
mod holes;
mod inputs;
mod json_text;
mod leaks;
mod media;
mod multipart;
mod naming;
mod operations;
mod order;
mod outputs;
mod parameter_value;
mod passing;
mod plan;
mod program;
mod projection;
mod queries;
mod querystring;
mod replacements;
mod request;
mod secrets;
mod security;
mod selector;
mod sendable;
mod sent;
mod site;
mod steps;
mod styles;
mod templates;
mod unbraced;
mod unused;
mod wanted;
mod workflow;
mod xml;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::diagnostic::{CODES, Kind, Relation, Report};
use crate::document::{self, Document};
use crate::model::Model;
use crate::names::{self, Names, Space};
use crate::openapi::Library;
use crate::options::Options;
use crate::suggest::closest;
use inputs::{MAX_SCHEMAS, input_types};
use plan::{Documents, Project, Workspace, plan};

/// Resolves the workflows that the options select, with those that they call.
pub(crate) fn resolve(document: Document, options: &Options, library: &mut Library, report: &mut Report) -> Model {
    let idents: Vec<String> = document.workflows.iter().map(|workflow| names::module(&workflow.id.text)).collect();
    check_collisions(&document, report);
    check_selection(&document, options, report);
    let project = Project::new(Documents::new(document, options));
    let mut workspace = Workspace { project, options, library, report, used_sources: BTreeSet::new() };
    workspace.project.plan = plan(&mut workspace);
    let names = Names::new(Space::Modules).reserving(idents.iter().map(String::as_str));
    workspace.project.documents.name_modules(names);
    check_sources(&workspace.project.documents, options, workspace.report);
    workflows(&mut workspace);
    if workspace.report.propagate().is_ok() {
        unused::report_unused(&workspace.project, &workspace.used_sources, workspace.report);
    }
    workspace.project.into_model()
}

/// Resolves what was planned: first what every workflow takes, because calls need it, then the rest.
fn workflows(workspace: &mut Workspace<'_>) {
    let order = workspace.project.plan.order.clone();
    let mut budget = MAX_SCHEMAS;
    for at in &order {
        let document = Rc::clone(workspace.project.documents.get(at.document));
        let Some(workflow) = document.workflows.get(at.workflow) else { continue };
        let files = (&mut *workspace.library, &mut *workspace.report);
        let types = input_types(workflow, &workspace.project, &mut budget, files);
        workspace.project.inputs.push(types);
    }
    for (index, at) in order.into_iter().enumerate() {
        let document = Rc::clone(workspace.project.documents.get(at.document));
        let workflow = workflow::resolve(workspace, &document, index, at);
        workspace.project.resolved.push(workflow);
    }
    secrets::mark_secrets(&mut workspace.project.resolved);
}

/// Sources that the options name and no document has.
fn check_sources(documents: &Documents, options: &Options, report: &mut Report) {
    let known: Vec<String> = (0..documents.len()).flat_map(|index| documents.operations(index).names()).collect();
    for (name, _) in options.sources.iter().filter(|(name, _)| !known.contains(name)) {
        let closest = closest(name, known.iter().map(String::as_str));
        let mark = documents.get(0).root.place.key("sourceDescriptions").name();
        report.add(mark, Kind::UnusedOption { option: "sources", value: name.clone(), closest });
    }
}

/// Options that name codes or workflows which do not exist.
fn check_selection(document: &Document, options: &Options, report: &mut Report) {
    for (option, codes) in [("allow", &options.allow), ("warn", &options.warn), ("deny", &options.deny)] {
        for code in codes.iter().filter(|code| !CODES.contains(&code.as_str())) {
            let closest = closest(code, CODES.iter().copied());
            let mark = document.root.place.key("arazzo").name();
            report.add(mark, Kind::UnusedOption { option, value: code.clone(), closest });
        }
    }
    let known: Vec<&str> = document.workflows.iter().map(|workflow| workflow.id.text.as_str()).collect();
    for name in options.workflows.iter().flatten().filter(|name| !known.contains(&name.as_str())) {
        let closest = closest(name, known.iter().copied());
        let mark = document.root.place.key("workflows").name();
        report.add(mark, Kind::UnknownWorkflow { workflow: name.clone(), source: None, closest });
    }
}

/// Two workflows that would be the same function.
fn check_collisions(document: &Document, report: &mut Report) {
    let workflows = &document.workflows;
    let mut known: HashMap<String, &document::Workflow> = HashMap::new();
    for second in workflows {
        let rust = names::module(&second.id.text);
        let first = known.get(&rust).copied();
        known.entry(rust.clone()).or_insert(second);
        // Equal ids are reported as duplicates.
        if let Some(first) = first.filter(|first| first.id.text != second.id.text) {
            let (place, first, second_id) = (&first.id.place, first.id.text.clone(), second.id.text.clone());
            let kind = Kind::NameCollision { what: "workflow", first, second: second_id, rust };
            report.add(second.id.place.value(), kind).also(place.value(), Relation::First);
        }
    }
}
