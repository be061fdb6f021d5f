//! A workflow of a few lines, for the tests of the rooms.

use super::criteria::Tests;
use super::lookup::Lookup;
use super::operations::find_operations;
use super::plan::{Documents, Project, Workspace, plan};
use super::request::{Outgoing, Requests};
use super::responses::Responses;
use super::types::Descriptions;
use super::values::{Notes, Values};
use super::{type_inputs, workflow};
use crate::diagnostic::Report;
use crate::document::{self, Payload};
use crate::files::Files;
use crate::files::tests::folder;
use crate::openapi::Library;
use crate::options::Options;

/// What a test has of its workflow.
pub(crate) struct Bench<'b> {
    pub(crate) known: &'b Lookup<'b>,
    pub(crate) library: &'b mut Library,
    pub(crate) report: &'b mut Report,
    pub(crate) notes: Notes,
    pub(crate) outgoing: Outgoing,
}

/// Runs a test on the last workflow of a document: the others are resolved, as far as they are called. `paths` are those of its one
/// API, `api`, and `workflows` the list.
pub(crate) fn on<T>(paths: &str, workflows: &str, test: impl FnOnce(&mut Bench<'_>) -> T) -> T {
    let folder = folder();
    let api = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\nservers: [{url: 'https://api.example'}]\npaths:\n";
    let head =
        "arazzo: 1.1.0\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: api.yml, type: openapi}]";
    std::fs::write(folder.join("api.yml"), format!("{api}{paths}")).unwrap();
    std::fs::write(folder.join("w.yml"), format!("{head}\nworkflows:\n{workflows}")).unwrap();
    let mut library = Library::new(Files::new(folder.clone()));
    let file = library.files.read(&folder.join("w.yml")).unwrap();
    let (mut report, options) = (Report::default(), Options::default());
    let document = document::open(&mut library, file, &mut report).expect("the document has the form of one");
    let project = Project::new(Documents::new(document, &options));
    let used_sources = std::collections::BTreeSet::new();
    let (library, report) = (&mut library, &mut report);
    let mut workspace = Workspace { project, options: &options, library, report, used_sources };
    let done = last(&mut workspace, test);
    std::fs::remove_dir_all(folder).unwrap();
    done
}

fn last<T>(workspace: &mut Workspace<'_>, test: impl FnOnce(&mut Bench<'_>) -> T) -> T {
    workspace.project.plan = plan(workspace);
    type_inputs(workspace);
    let document = std::rc::Rc::clone(workspace.project.documents.get(0));
    let order = workspace.project.plan.order.clone();
    let (last, called) = order.split_last().expect("there is a workflow");
    let mut outputs = Descriptions::default();
    for (index, at) in called.iter().enumerate() {
        let (resolved, _) = workflow::resolve(workspace, &mut outputs, &document, index, *at);
        workspace.project.resolved.push(resolved);
    }
    let written = &document.workflows[last.workflow];
    let operations = find_operations(workspace, 0, written);
    let Workspace { project, library, report, .. } = workspace;
    let known = workflow::lookup((project, called.len()), (&document, written), operations, report);
    test(&mut Bench { known: &known, library, report, notes: Notes::default(), outgoing: Outgoing::default() })
}

impl<'b> Bench<'b> {
    pub(crate) fn values(&mut self) -> Values<'_> {
        Values { known: self.known, library: self.library, report: self.report, notes: &mut self.notes }
    }

    pub(crate) fn responses(&mut self) -> Responses<'_> {
        Responses { operations: &self.known.operations, library: self.library, report: self.report }
    }

    pub(crate) fn tests(&mut self) -> Tests<'_> {
        Tests { values: self.values() }
    }

    pub(crate) fn requests(&mut self) -> Requests<'_> {
        let (notes, outgoing) = (&mut self.notes, &mut self.outgoing);
        Requests { known: self.known, library: self.library, report: self.report, notes, outgoing }
    }

    /// The value of the first parameter of a step.
    pub(crate) fn parameter(&self, step: usize) -> &'b Payload {
        match &self.known.workflow.steps[step].parameters[0] {
            document::OrReference::Inline(parameter) => &parameter.value,
            document::OrReference::Reference(_) => panic!("the parameter is a reference"),
        }
    }

    /// The codes of what was found, in the order in which it was.
    pub(crate) fn codes(&mut self) -> Vec<&'static str> {
        let findings = std::mem::take(self.report).into_findings();
        findings.iter().map(|finding| finding.kind.code()).collect()
    }
}
