//! What the stage gives to those after it: the model, and what it was made of.

use std::rc::Rc;

use super::finish::finish;
use super::plan::{Project, WorkflowRef, Workspace};
use super::request::Sent;
use super::responses::ResponseRead;
use super::values::{Compared, Read};
use crate::document::Document;
use crate::model::{Ids, Model, OutputTypes, SourceId, StepId};
use crate::openapi::Operation;
use crate::place::FileId;

/// A model, and what it was made of: `judge` holds the one against the other.
pub(crate) struct Resolved {
    pub(crate) model: Model,
    /// The document first, then those whose workflows it calls.
    pub(crate) documents: Vec<Rc<Document>>,
    /// Of each workflow of the model.
    pub(crate) materials: Vec<Material>,
    /// Of each source of the first document.
    pub(crate) sources: Vec<SourceUse>,
}

/// What a workflow was made of.
pub(crate) struct Material {
    pub(crate) at: WorkflowRef,
    /// What each step calls, as far as it was found: the index of the source in the model's workflow, and the operation.
    pub(crate) operations: Ids<StepId, Option<(SourceId, Operation)>>,
    /// What its expressions read.
    pub(crate) read: Read,
    pub(crate) responses_read: Vec<ResponseRead>,
    /// What its criteria compare.
    pub(crate) compared: Vec<Compared>,
    /// What its steps send.
    pub(crate) sent: Vec<Sent>,
}

/// What became of a source.
pub(crate) struct SourceUse {
    /// Something was taken of it.
    pub(crate) used: bool,
    /// Its file, where it is a description that was opened.
    pub(crate) file: Option<FileId>,
}

impl Resolved {
    pub(super) fn new(
        project: Project,
        output_types: OutputTypes,
        materials: Vec<Material>,
        sources: Vec<SourceUse>,
    ) -> Resolved {
        let documents = (0..project.documents.len()).map(|index| Rc::clone(project.documents.get(index)));
        Resolved { documents: documents.collect(), model: project.into_model(output_types, finish), materials, sources }
    }
}

/// What became of the sources of the first document.
pub(super) fn sources(workspace: &Workspace<'_>) -> Vec<SourceUse> {
    let documents = &workspace.project.documents;
    let uses = documents.get(0).sources.iter().enumerate().map(|(index, source)| SourceUse {
        used: workspace.used_sources.contains(&(0, source.name.text.clone())),
        file: documents.operations(0).file(index),
    });
    uses.collect()
}
