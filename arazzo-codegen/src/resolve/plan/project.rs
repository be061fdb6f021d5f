//! What is known of all documents and workflows.

use super::documents::Documents;
use super::references::{Plan, WorkflowRef};
use crate::diagnostic::Report;
use crate::document;
use crate::model::{self, InputTypes, Model, ModulePath, OutputTypes, Workflow};
use crate::names::{self, Names, Space};
use crate::openapi::{Library, Node};
use crate::resolve::draft::Draft;

/// The documents, their workflows, and what is resolved of these so far.
pub(crate) struct Project {
    pub(crate) documents: Documents,
    pub(crate) plan: Plan,
    /// What each planned workflow takes.
    pub(crate) inputs: Vec<InputTypes>,
    /// The workflows that are resolved, in the order of the plan.
    pub(crate) resolved: Vec<Draft>,
}

impl Project {
    pub(crate) fn new(documents: Documents) -> Project {
        Project { documents, plan: Plan::default(), inputs: Vec::new(), resolved: Vec::new() }
    }

    /// The model, with its workflows as `finish` makes them of the drafts.
    pub(crate) fn into_model(self, mut output_types: OutputTypes, finish: fn(Draft) -> Workflow) -> Model {
        let document = |index: usize| {
            let (ident, document) = (self.documents.module(index).to_owned(), self.documents.get(index));
            let (title, version) = (document.title.clone(), document.version.clone());
            model::Document { title, version, ident: (index > 0).then_some(ident) }
        };
        let documents = (0..self.documents.len()).map(document).collect();
        let group = self.group(!output_types.types.is_empty());
        output_types.module = group.is_some().then(|| self.types_module());
        let workflows = self.resolved.into_iter().map(finish).collect();
        Model { documents, group, workflows, output_types }
    }

    /// A name for the module around the workflows, when some of them call others, or have types together: after the first one.
    fn group(&self, has_types: bool) -> Option<String> {
        let mut steps = self.resolved.iter().flat_map(|workflow| &workflow.steps);
        let calls = steps.any(|step| step.call.workflow().is_some());
        (calls || has_types && self.resolved.len() > 1).then_some(())?;
        let own = self.plan.order.iter().filter(|at| at.document == 0);
        let first = own.min_by_key(|at| at.workflow).map(|at| self.id_at(*at))?;
        let idents = self.resolved.iter().map(|workflow| workflow.ident.as_str());
        let mut names = Names::new(Space::Modules).reserving(idents.chain(self.documents.modules()));
        Some(names.claim(names::snake(&format!("{first} workflows"))))
    }

    /// A name for the module of the types of outputs, beside those of the workflows.
    fn types_module(&self) -> String {
        let idents = self.resolved.iter().map(|workflow| workflow.ident.as_str());
        let taken = idents.chain(self.documents.modules());
        Names::new(Space::Modules).reserving(taken).claim("types".to_owned())
    }

    /// Where the module of one workflow is, seen from that of another.
    pub(crate) fn module(&self, from: usize, to: usize) -> ModulePath {
        let (from, to) = (self.plan.order[from], self.plan.order[to]);
        let mut path = vec!["super".to_owned()];
        if from.document != to.document {
            path.extend((from.document != 0).then(|| "super".to_owned()));
            path.extend((to.document != 0).then(|| self.documents.module(to.document).to_owned()));
        }
        path.push(names::module(self.id_at(to)));
        ModulePath(path)
    }

    /// The names of the outputs of a planned workflow, as its document has them.
    pub(crate) fn output_names(&self, planned: usize) -> Vec<String> {
        let outputs = self.planned(planned).map(|workflow| workflow.outputs.iter().map(|output| output.name.clone()));
        outputs.map(Iterator::collect).unwrap_or_default()
    }

    /// The ids of the workflows of a document that was opened.
    pub(crate) fn workflow_names(&self, document: usize) -> Vec<String> {
        self.documents.get(document).workflows.iter().map(|workflow| workflow.id.text.clone()).collect()
    }

    pub(crate) fn planned(&self, index: usize) -> Option<&document::Workflow> {
        self.plan.order.get(index).and_then(|at| self.written(*at))
    }

    /// The document that a planned workflow stands in.
    pub(crate) fn document_of(&self, planned: usize) -> Option<usize> {
        self.plan.order.get(planned).map(|at| at.document)
    }

    /// The schema that a planned workflow declares for an input.
    pub(crate) fn input_schema(
        &self,
        planned: usize,
        name: &str,
        library: &mut Library,
        report: &mut Report,
    ) -> Option<Node> {
        let inputs = self.planned(planned)?.inputs.clone()?;
        let node = Node { value: inputs.value, place: inputs.place };
        library.resolve_own(node, report)?.get("properties")?.get(name)
    }

    /// The id of a planned workflow.
    pub(crate) fn id_of(&self, planned: usize) -> &str {
        self.planned(planned).map_or("", |workflow| &workflow.id.text)
    }

    fn id_at(&self, at: WorkflowRef) -> &str {
        self.written(at).map_or("", |workflow| &workflow.id.text)
    }

    fn written(&self, at: WorkflowRef) -> Option<&document::Workflow> {
        self.documents.workflow(at.document, at.workflow)
    }
}
