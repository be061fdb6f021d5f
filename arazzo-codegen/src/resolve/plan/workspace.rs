//! What the whole stage works with.

use std::collections::BTreeSet;

use super::project::Project;
use crate::diagnostic::Report;
use crate::openapi::Library;
use crate::options::Options;
use crate::resolve::operations::Finder;

/// The project, and what reads files and takes mistakes.
pub(crate) struct Workspace<'a> {
    pub(crate) project: Project,
    pub(crate) options: &'a Options,
    pub(crate) library: &'a mut Library,
    pub(crate) report: &'a mut Report,
    /// The sources that something is taken of, each with its document.
    pub(crate) used_sources: BTreeSet<(usize, String)>,
}

impl Workspace<'_> {
    /// Finds what one of the documents names in its sources.
    pub(crate) fn finder(&mut self, document: usize) -> Finder<'_> {
        Finder {
            at: document,
            documents: &mut self.project.documents,
            options: self.options,
            library: self.library,
            report: self.report,
            used: &mut self.used_sources,
        }
    }
}
