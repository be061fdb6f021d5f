//! The types of what workflows return.

use std::collections::{BTreeSet, HashSet};

use super::inputs::{Ty, TypeDef, TypeId};
use super::secrets::within;
use super::{Model, Workflow, WorkflowOutput};

/// The types that the outputs of all workflows of a model are made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct OutputTypes {
    pub(crate) types: Vec<TypeDef>,
    /// The names of members that are not to be shown where a value is any JSON, besides those that say it themselves.
    pub(crate) hidden: BTreeSet<String>,
    /// A part that contradicts its schema and may be absent is left out.
    pub(crate) lenient: bool,
    /// The module that has them; none where they stand in that of the only workflow.
    pub(crate) module: Option<String>,
}

impl OutputTypes {
    /// The types that a value of a type is made of, by their order.
    pub(crate) fn within(&self, ty: &Ty) -> BTreeSet<usize> {
        within(&self.types, ty).into_iter().map(|id| id.0).collect()
    }

    /// The names of the types that a workflow returns.
    pub(crate) fn names_of(&self, workflow: &Workflow) -> BTreeSet<&str> {
        let returned = workflow.outputs.iter().filter_map(WorkflowOutput::made);
        let ids: HashSet<TypeId> = returned.flat_map(|ty| within(&self.types, ty)).collect();
        ids.into_iter().filter_map(|id| self.types.get(id.0)).map(TypeDef::name).collect()
    }
}

impl Model {
    /// All types of outputs, each at the place where it is returned.
    pub(crate) fn returned(&self) -> impl Iterator<Item = &Ty> {
        self.workflows.iter().flat_map(|workflow| &workflow.outputs).filter_map(WorkflowOutput::made)
    }
}

impl Workflow {
    /// Whether it returns a value of a type that a response may contradict.
    pub(crate) fn reads_types(&self) -> bool {
        self.outputs.iter().any(|output| output.given.is_some())
    }
}

/// What the caller gets an output as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// One of `Model::output_types`, or a type that is made of them.
    Made(Ty),
    /// A type of the user's own, as he spells it.
    Own(String),
}

impl WorkflowOutput {
    /// The type that was made for it.
    pub(crate) fn made(&self) -> Option<&Ty> {
        match &self.given {
            Some(Given::Made(ty)) => Some(ty),
            Some(Given::Own(_)) | None => None,
        }
    }

    /// The type that the caller of the workflow gets it as, unless that is one of his own.
    pub(crate) fn outside(&self) -> Ty {
        self.made().cloned().unwrap_or_else(|| self.ty.outside())
    }
}

/// The variant of values that a description does not list; no other one is called so.
pub(crate) const OTHER: &str = "Other";
