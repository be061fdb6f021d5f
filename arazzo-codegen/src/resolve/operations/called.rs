//! The operations that the steps of a workflow call.

use super::finder::Found;
use super::fitting::Given;
use crate::diagnostic::Kind;
use crate::document;
use crate::model::{Ids, SourceId, StepId};
use crate::openapi::{Description, Node, Operation, read_operation};
use crate::resolve::draft::{Source, Unnamed};
use crate::resolve::plan::{Workspace, is_asynchronous};

/// The operations of a workflow, and the sources that they stand in.
#[derive(Default)]
pub(crate) struct Called {
    /// What each step calls, as far as it was found: the index of the source in `sources`, and the operation.
    pub(crate) operations: Ids<StepId, Option<(SourceId, Operation)>>,
    pub(crate) sources: Ids<SourceId, Source>,
    /// The root of the description of each of `sources`.
    pub(crate) roots: Ids<SourceId, Node>,
    /// The index in the document of each of `sources`.
    positions: Ids<SourceId, usize>,
}

/// Finds the operation of each step of a workflow in a document.
pub(crate) fn find_operations(workspace: &mut Workspace<'_>, document: usize, workflow: &document::Workflow) -> Called {
    let own = std::rc::Rc::clone(workspace.project.documents.get(document));
    let mut called = Called::default();
    for step in &workflow.steps {
        for field in step.of_asyncapi.iter().filter(|_| !is_asynchronous(&own, &step.target)) {
            let kind = Kind::Misplaced { field, reason: "only steps of AsyncAPI have it" };
            workspace.report.add(step.place.key(field).name(), kind);
        }
        let given = Given::of(&own, workflow, step);
        let found = workspace.finder(document).find_operation(&step.target, &given);
        let operation = found.ok().flatten().and_then(|found| called.operation(workspace, document, &found));
        called.operations.push(operation);
    }
    called
}

impl Called {
    fn operation(
        &mut self,
        workspace: &mut Workspace<'_>,
        document: usize,
        found: &Found,
    ) -> Option<(SourceId, Operation)> {
        let description = workspace.project.documents.operations(document).description(found.source)?.clone();
        let operation = read_operation(workspace.library, &description, &found.entry, workspace.report);
        let source = self.source(workspace, document, found.source, &description);
        if let Some(source) = self.sources.get_mut(source).filter(|source| source.server.is_none()) {
            source.server.clone_from(&operation.server);
        }
        Some((source, operation))
    }

    /// The index of a source among those that the workflow uses.
    fn source(
        &mut self,
        workspace: &Workspace<'_>,
        document: usize,
        position: usize,
        description: &Description,
    ) -> SourceId {
        if let Some(index) = self.positions.position(|known| *known == position) {
            return index;
        }
        let name = workspace.project.documents.operations(document).source_name(position).to_owned();
        let path = workspace.library.files.get(description.root.place.file).identity.clone();
        self.positions.push(position);
        self.roots.push(description.root.clone());
        self.sources.push(Source { name, constant: Unnamed, path, server: None })
    }
}
