//! What is judged: a workflow that is finished, beside what it was made of.

use crate::document::{self, Document};
use crate::model::{Expr, StepId, Workflow};
use crate::openapi::{Library, Operation};
use crate::place::{Mark, Place};
use crate::resolve::{Material, Resolved, hole};

/// A workflow, and what it was made of.
pub(crate) struct Subject<'j> {
    pub(crate) workflow: &'j Workflow,
    /// As the document has it.
    pub(crate) written: &'j document::Workflow,
    pub(crate) material: &'j Material,
}

impl<'j> Subject<'j> {
    /// All workflows of a model, in its order.
    pub(crate) fn all(resolved: &'j Resolved) -> impl Iterator<Item = Subject<'j>> {
        resolved.model.workflows.iter().zip(&resolved.materials).filter_map(|(workflow, material)| {
            let document: &Document = resolved.documents.get(material.at.document)?;
            let written = document.workflows.get(material.at.workflow)?;
            Some(Subject { workflow, written, material })
        })
    }

    /// The operation that a step calls, as far as it was found.
    pub(crate) fn operation(&self, step: StepId) -> Option<&'j Operation> {
        self.material.operations.get(step).and_then(Option::as_ref).map(|(_, operation)| operation)
    }

    /// Where an input or an output stands in a string.
    pub(crate) fn hole(&self, library: &Library, value: &Expr, place: &Place) -> Mark {
        hole((&self.workflow.inputs, self.written), library, value, place)
    }
}
