//! The room of steps, which has a door to all others.

use crate::diagnostic::Report;
use crate::model::InnerStep;
use crate::openapi::Library;
use crate::resolve::calls::Calls;
use crate::resolve::criteria::Tests;
use crate::resolve::draft::Step;
use crate::resolve::lookup::Lookup;
use crate::resolve::request::{Outgoing, Requests};
use crate::resolve::values::{Notes, Values};

/// Makes the steps of a workflow.
pub(crate) struct Steps<'s> {
    pub(crate) known: &'s Lookup<'s>,
    pub(crate) library: &'s mut Library,
    pub(crate) report: &'s mut Report,
    pub(crate) notes: &'s mut Notes,
    pub(crate) outgoing: &'s mut Outgoing,
    /// The workflows of actions, behind the steps for dependencies.
    pub(crate) appended: &'s mut Vec<Step>,
    pub(crate) inner: &'s mut Vec<InnerStep>,
}

impl Steps<'_> {
    pub(super) fn values(&mut self) -> Values<'_> {
        Values { known: self.known, library: self.library, report: self.report, notes: self.notes }
    }

    pub(super) fn tests(&mut self) -> Tests<'_> {
        Tests { values: self.values() }
    }

    pub(super) fn requests(&mut self) -> Requests<'_> {
        let (notes, outgoing) = (&mut *self.notes, &mut *self.outgoing);
        Requests { known: self.known, library: self.library, report: self.report, notes, outgoing }
    }

    pub(super) fn calls(&mut self) -> Calls<'_> {
        let (notes, appended) = (&mut *self.notes, &mut *self.appended);
        Calls { known: self.known, library: self.library, report: self.report, notes, appended }
    }
}
