//! The room of values, and what it leaves behind.

use std::collections::{BTreeSet, HashMap};

use super::compared::Compared;
use super::implicit::Implicits;
use super::programs::Programs;
use crate::diagnostic::Report;
use crate::model::{InputPath, OutputRef, StepId};
use crate::openapi::Library;
use crate::place::Mark;
use crate::resolve::lookup::Lookup;
use crate::resolve::responses::{PartRead, ResponseRead, Responses};
use crate::syntax::expression::Named;

/// Makes values of what a document writes.
pub(crate) struct Values<'v> {
    pub(crate) known: &'v Lookup<'v>,
    pub(crate) library: &'v mut Library,
    pub(crate) report: &'v mut Report,
    pub(crate) notes: &'v mut Notes,
}

impl Values<'_> {
    /// Notes what is read of the response of a step.
    pub(crate) fn note_read(&mut self, step: StepId, part: PartRead, mark: Mark) {
        self.notes.responses_read.push(ResponseRead { step, part, mark });
    }

    pub(crate) fn responses(&mut self) -> Responses<'_> {
        Responses { operations: &self.known.operations, library: self.library, report: self.report }
    }
}

/// What the values of a workflow need, and what they read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) programs: Programs,
    pub(crate) implicit: Implicits,
    pub(crate) read: Read,
    /// What expressions read of responses.
    pub(crate) responses_read: Vec<ResponseRead>,
    /// What criteria compare.
    pub(crate) compared: Vec<Compared>,
    /// Inputs that no schema declares and that are called like secrets.
    pub(crate) concealed: Vec<InputPath>,
    /// The outputs that are read of called workflows: a place in the plan, and the index of the output there.
    pub(crate) read_of_callees: Vec<(usize, usize)>,
    /// The sources of which an expression reads the name, the URL or the type.
    pub(crate) sources: Vec<String>,
    /// The inputs that steps send by names which they do not declare as outputs, as far as somebody has asked.
    pub(super) deduced: HashMap<(StepId, String), Option<Named>>,
}

/// What the expressions of a workflow have read.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) inputs: BTreeSet<String>,
    pub(crate) outputs: BTreeSet<OutputRef>,
}
