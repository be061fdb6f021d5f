//! The room of calls.

use crate::diagnostic::Report;
use crate::model::{CallInput, Field, Ids, Test, WorkflowCall};
use crate::openapi::Library;
use crate::place::Place;
use crate::resolve::draft::{Call, Step, Unnamed};
use crate::resolve::lookup::Lookup;
use crate::resolve::plan::Project;
use crate::resolve::request::Base64;
use crate::resolve::values::{Notes, Values};
use crate::status::StatusSet;

/// Makes the calls of workflows.
pub(crate) struct Calls<'c> {
    pub(crate) known: &'c Lookup<'c>,
    pub(crate) library: &'c mut Library,
    pub(crate) report: &'c mut Report,
    pub(crate) notes: &'c mut Notes,
    /// Steps that the document has no object for: the workflows of actions, behind those of dependencies.
    pub(crate) appended: &'c mut Vec<Step>,
}

impl<'c> Calls<'c> {
    pub(super) fn values(&mut self) -> Values<'_> {
        Values { known: self.known, library: self.library, report: self.report, notes: self.notes }
    }

    pub(super) fn base64(&mut self) -> Base64<'_> {
        Base64 { known: self.known, library: self.library, report: self.report }
    }

    /// The fields of what a workflow takes.
    pub(super) fn fields(&self, callee: usize) -> &'c [Field] {
        self.known.project.inputs.get(callee).map_or(&[], |inputs| inputs.fields())
    }
}

/// The call of one workflow by another, each by its place in the plan.
pub(super) fn call_of(project: &Project, from: usize, to: usize, input: CallInput) -> WorkflowCall {
    let id = project.id_of(to).to_owned();
    WorkflowCall {
        workflow: to,
        id,
        module: project.module(from, to),
        input,
        timeout: None,
        recursive: project.plan.is_recursive(from, to),
        once: false,
    }
}

/// A step that the document has no object for: it calls a workflow, and is named after it.
pub(super) fn calling_step(call: WorkflowCall, place: &Place) -> Step {
    Step {
        name: call.id.clone(),
        ident: Unnamed,
        description: None,
        call: Call::Workflow(call),
        success: Test::Status(StatusSet::any_response()),
        on_success: Vec::new(),
        on_failure: Vec::new(),
        outputs: Ids::default(),
        next: None,
        after: Vec::new(),
        place: place.clone(),
    }
}
