//! What is known of a workflow once its operations and callees are found. Nothing changes it.

use crate::document::{self, Document};
use crate::model::{Expr, Field, Ids, InputTypes, SourceId, StepId, Ty};
use crate::openapi::{Node, Operation};
use crate::resolve::draft::{Source, Step};
use crate::resolve::inputs::AskedVariable;
use crate::resolve::plan::Project;

/// A workflow as it is written, and what its names lead to.
pub(crate) struct Lookup<'k> {
    pub(crate) project: &'k Project,
    pub(crate) document: &'k Document,
    pub(crate) workflow: &'k document::Workflow,
    /// Its place in the plan.
    pub(crate) index: usize,
    pub(crate) inputs: InputTypes,
    /// Variables of paths that the caller gives.
    pub(crate) asked: Vec<AskedVariable>,
    /// What each step calls, as far as it was found: the index of the source in `sources`, and the operation.
    pub(crate) operations: Ids<StepId, Option<(SourceId, Operation)>>,
    pub(crate) sources: Ids<SourceId, Source>,
    /// The root of the description of each of `sources`.
    pub(crate) roots: Ids<SourceId, Node>,
    /// The steps that call workflows, and the workflow by its place in the plan.
    pub(crate) callees: Vec<(StepId, usize)>,
    /// The steps for dependencies, which stand behind those that the document lists and run first.
    pub(crate) dependencies: Vec<Step>,
}

/// An output of a workflow that a step calls.
pub(crate) struct CalleeOutput {
    pub(crate) name: String,
    pub(crate) ty: Ty,
}

impl Lookup<'_> {
    /// The operation that a step calls, as far as it was found.
    pub(crate) fn operation(&self, step: StepId) -> Option<&Operation> {
        self.operations.get(step).and_then(Option::as_ref).map(|(_, operation)| operation)
    }

    /// How many steps the document lists.
    pub(crate) fn listed(&self) -> usize {
        self.workflow.steps.len()
    }

    /// The index of the document among those that are open.
    pub(crate) fn own_document(&self) -> Option<usize> {
        self.project.document_of(self.index)
    }

    /// The workflow that a step calls, by its index in the plan.
    pub(crate) fn callee(&self, step: StepId) -> Option<usize> {
        self.callees.iter().find(|(known, _)| *known == step).map(|(_, callee)| *callee)
    }

    pub(crate) fn callee_id(&self, callee: usize) -> String {
        self.project.id_of(callee).to_owned()
    }

    /// What a called workflow returns, as far as it is known: of one that calls back, only the names.
    pub(crate) fn callee_outputs(&self, callee: usize) -> Vec<CalleeOutput> {
        if let Some(workflow) = self.project.resolved.get(callee) {
            let outputs = workflow.outputs.iter();
            let outputs = outputs.filter(|output| !matches!(output.value, Expr::Transfer(_)));
            return outputs.map(|output| CalleeOutput { name: output.name.clone(), ty: output.ty.clone() }).collect();
        }
        let names = self.project.output_names(callee);
        names.into_iter().map(|name| CalleeOutput { name, ty: Ty::Value }).collect()
    }

    /// The fields that the document declares: no expression names one of those that were added.
    pub(crate) fn declared_fields(&self) -> &[Field] {
        let fields = self.inputs.fields();
        fields.get(..fields.len().saturating_sub(self.asked.len())).unwrap_or_default()
    }
}
