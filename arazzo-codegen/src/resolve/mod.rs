//! From names to things: document and operations become the model.
//!
//! Invariant: no dangling name, every type known.
//!
//! Its folders are rooms: what each promises stands in its `mod.rs`. A room uses the rooms before it (`layers.rs` has their order),
//! the files beside them are for all, and `workflow` goes through the rooms.

#[cfg(test)]
mod bench;
mod calls;
mod collisions;
mod compare;
mod criteria;
mod draft;
mod finish;
mod inputs;
mod lookup;
mod operations;
mod outputs;
mod plan;
mod request;
mod resolved;
mod responses;
mod steps;
mod types;
mod values;
mod workflow;
mod written;
mod xml;

pub(crate) use compare::numeric;
#[cfg(feature = "cli")]
pub(crate) use operations::{Api, apis, documents};
pub(crate) use operations::{declared, same_name};
pub(crate) use outputs::is_secret_header;
pub(crate) use request::{ANYTHING, Carried, OCTETS, Sent, Wants, carries, is_token};
pub(crate) use resolved::{Material, Resolved, SourceUse};
pub(crate) use responses::{Answers, BodyKnown, Family, FilterNames, PartRead, Responses, Told, family, is_streamed};
pub(crate) use values::{Compared, Comparison, hole};
pub(crate) use written::{member, written};

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::diagnostic::{Kind, Report, names};
use crate::document::Document;
use crate::names::{self, Names, Space};
use crate::openapi::Library;
use crate::options::Options;
use crate::suggest::{closest, similar};
use collisions::check_collisions;
use inputs::{MAX_SCHEMAS, input_types};
use plan::{Documents, Project, Workspace, plan};
use types::{Descriptions, Types};

/// Resolves the workflows that the options select, with those that they call.
pub(crate) fn resolve(document: Document, options: &Options, library: &mut Library, report: &mut Report) -> Resolved {
    let idents: Vec<String> = document.workflows.iter().map(|workflow| names::module(&workflow.id.text)).collect();
    check_collisions(&document, report);
    check_selection(&document, options, report);
    let project = Project::new(Documents::new(document, options));
    let mut workspace = Workspace { project, options, library, report, used_sources: BTreeSet::new() };
    workspace.project.plan = plan(&mut workspace);
    let names = Names::new(Space::Modules).reserving(idents.iter().map(String::as_str));
    workspace.project.documents.name_modules(names);
    check_sources(&workspace.project.documents, options, workspace.report);
    type_inputs(&mut workspace);
    let (known, materials) = workflows(&mut workspace);
    let sources = resolved::sources(&workspace);
    let Workspace { mut project, options, library, report, .. } = workspace;
    let output_types = Types { project: &mut project, known: &known, options, library, report }.output_types();
    Resolved::new(project, output_types, materials, sources)
}

/// Finds what every planned workflow takes, because calls need it.
fn type_inputs(workspace: &mut Workspace<'_>) {
    let mut budget = MAX_SCHEMAS;
    for at in workspace.project.plan.order.clone() {
        let document = Rc::clone(workspace.project.documents.get(at.document));
        let Some(workflow) = document.workflows.get(at.workflow) else { continue };
        let files = (&mut *workspace.library, &mut *workspace.report);
        let types = input_types(workflow, &workspace.project, &mut budget, files);
        workspace.project.inputs.push(types);
    }
}

/// Resolves what was planned: what is known of the outputs, and what the workflows are made of.
fn workflows(workspace: &mut Workspace<'_>) -> (Descriptions, Vec<Material>) {
    let (mut known, mut materials) = (Descriptions::default(), Vec::new());
    for (index, at) in workspace.project.plan.order.clone().into_iter().enumerate() {
        let document = Rc::clone(workspace.project.documents.get(at.document));
        let (workflow, material) = workflow::resolve(workspace, &mut known, &document, index, at);
        workspace.project.resolved.push(workflow);
        materials.push(material);
    }
    outputs::mark_secrets(&mut workspace.project.resolved);
    (known, materials)
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
        for code in codes.iter().filter(|code| names().all(|known| known != code.as_str())) {
            let closest = closest(code, names());
            let mark = document.root.place.key("arazzo").name();
            report.add(mark, Kind::UnusedOption { option, value: code.clone(), closest });
        }
    }
    let known: Vec<&str> = document.workflows.iter().map(|workflow| workflow.id.text.as_str()).collect();
    for name in options.workflows.iter().flatten().filter(|name| !known.contains(&name.as_str())) {
        let similar = similar(name, known.iter().copied());
        let mark = document.root.place.key("workflows").name();
        report.add(mark, Kind::UnknownWorkflow { workflow: name.clone(), source: None, similar });
    }
}
