//! The room of requests.

use super::base64::Base64;
use super::security::Security;
use super::sent::Sent;
use crate::diagnostic::Report;
use crate::model::{Confided, Ids, SchemeId};
use crate::openapi::Library;
use crate::resolve::draft::Scheme;
use crate::resolve::lookup::Lookup;
use crate::resolve::values::{Notes, Values};
use crate::resolve::xml::XmlStatics;

/// Makes the requests of steps.
pub(crate) struct Requests<'r> {
    pub(crate) known: &'r Lookup<'r>,
    pub(crate) library: &'r mut Library,
    pub(crate) report: &'r mut Report,
    pub(crate) notes: &'r mut Notes,
    pub(crate) outgoing: &'r mut Outgoing,
}

/// What the requests of a workflow have together.
#[derive(Default)]
pub(crate) struct Outgoing {
    pub(crate) schemes: Ids<SchemeId, Scheme>,
    pub(crate) xml: XmlStatics,
    /// What is judged when the types of all outputs are known.
    pub(crate) sent: Vec<Sent>,
    /// Values that are sent where a description has passwords.
    pub(crate) confided: Vec<Confided>,
}

impl Requests<'_> {
    pub(super) fn values(&mut self) -> Values<'_> {
        Values { known: self.known, library: self.library, report: self.report, notes: self.notes }
    }

    pub(super) fn security(&mut self) -> Security<'_> {
        let schemes = &mut self.outgoing.schemes;
        Security { known: self.known, library: self.library, report: self.report, schemes }
    }

    pub(super) fn base64(&mut self) -> Base64<'_> {
        Base64 { known: self.known, library: self.library, report: self.report }
    }
}
