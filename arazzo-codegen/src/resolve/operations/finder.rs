//! What a document names in its sources.

use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use super::sources::{Opened, Operations, open, read};
use crate::diagnostic::{Kind, Relation, Report, Reported};
use crate::document::{self, Document, SourceKind};
use crate::openapi::{Description, Entry, Library, against, has_scheme, self_uri};
use crate::options::Options;
use crate::place::{FileId, Mark, Place};
use crate::resolve::collisions::check_collisions;
use crate::resolve::plan::Documents;

/// Opens the sources of one document, and finds what they have.
pub(crate) struct Finder<'w> {
    /// The index of the document.
    pub(crate) at: usize,
    pub(crate) documents: &'w mut Documents,
    pub(crate) options: &'w Options,
    pub(crate) library: &'w mut Library,
    pub(crate) report: &'w mut Report,
    /// The sources that something is taken of, each with its document.
    pub(crate) used: &'w mut BTreeSet<(usize, String)>,
}

/// An operation that was found.
pub(crate) struct Found {
    /// The index of the source description.
    pub(crate) source: usize,
    pub(crate) entry: Entry,
}

impl Finder<'_> {
    pub(super) fn document(&self) -> &Document {
        self.documents.get(self.at)
    }

    pub(super) fn operations(&self) -> &Operations {
        self.documents.operations(self.at)
    }

    /// Notes that a source of the document is used.
    pub(super) fn uses(&mut self, source: &str) {
        self.used.insert((self.at, source.to_owned()));
    }

    pub(super) fn find_source(&mut self, name: &str, place: &Place, range: Range<usize>) -> Result<usize, Reported> {
        let found = self.documents.source(self.at, name);
        found.map_err(|kind| self.report.refuse(place.range(range), kind))
    }

    /// Opens the Arazzo document of a source, once.
    pub(crate) fn open_document(&mut self, name: &str, place: &Place, range: Range<usize>) -> Result<usize, Reported> {
        let mark = place.range(range.clone());
        let position = self.find_source(name, place, range)?;
        self.uses(name);
        let opened = match self.operations().sources.get(position).map(|source| &source.opened) {
            Some(Opened::Document(index)) => return Ok(*index),
            Some(Opened::Failed(reported)) => return Err(*reported),
            // That an API is named where a workflow is expected is reported for its file.
            Some(Opened::NotYet | Opened::Open(_)) | None => self.read_document(position, mark),
        };
        if let Some(source) = self.documents.operations_mut(self.at).sources.get_mut(position) {
            source.opened = opened.map_or_else(Opened::Failed, Opened::Document);
        }
        opened
    }

    /// `mark`: where it is named.
    fn read_document(&mut self, position: usize, mark: Mark) -> Result<usize, Reported> {
        let source = self.documents.operations(self.at).sources.get(position);
        let source = source.ok_or_else(|| self.report.refused(mark.clone()))?;
        let file = read(source, &self.documents.get(self.at).root.place, self.library, self.report)?;
        let module = crate::names::snake(&source.name);
        if let Some(index) = self.documents.of_file(file) {
            return Ok(index);
        }
        let document = document::open(self.library, file, self.report);
        let document = document.ok_or_else(|| self.report.refused(mark))?;
        self.check_identity(position, file);
        check_collisions(&document, self.report);
        Ok(self.documents.open(document, module, self.options))
    }

    /// The operations of a source with an id.
    pub(super) fn entries(&mut self, position: usize, id: &str) -> Vec<Entry> {
        let operations = self.documents.operations_mut(self.at);
        let Some(description) = operations.description_mut(position) else { return Vec::new() };
        description.operations(id, self.library, self.report).to_vec()
    }

    /// The ids of a source's operations, in their order.
    pub(super) fn ids(&self, position: usize) -> Vec<String> {
        let ids = self.operations().description(position).into_iter().flat_map(Description::ids);
        ids.map(str::to_owned).collect()
    }

    /// Opens the description of a source, once.
    pub(super) fn open(&mut self, position: usize) -> Result<&Description, Reported> {
        self.open_once(position);
        // Where it is another document, that is reported for its file.
        let source = self.documents.operations(self.at).sources.get(position);
        match source.map(|source| &source.opened) {
            Some(Opened::Open(description)) => Ok(description),
            Some(Opened::Failed(reported)) => Err(*reported),
            _ => Err(self.report.refused(self.documents.get(self.at).root.place.key("sourceDescriptions").name())),
        }
    }

    fn open_once(&mut self, position: usize) {
        let document = Rc::clone(self.documents.get(self.at));
        let Some(source) = self.documents.operations_mut(self.at).sources.get_mut(position) else { return };
        if matches!(source.opened, Opened::NotYet) {
            let opened = open(source, &document.root.place, self.library, self.report);
            if let (Some(kind @ SourceKind::Arazzo), true) = (source.kind, opened.is_ok()) {
                let (source, found) = (source.name.clone(), "an OpenAPI description".to_owned());
                let place = document.root.place.key("sourceDescriptions").index(position).key("type");
                self.report.add(place.value(), Kind::SourceType { source, declared: kind.text(), found });
            }
            let file = opened.as_ref().ok().map(|description| description.root.place.file);
            source.opened = opened.map_or_else(Opened::Failed, |description| Opened::Open(Box::new(description)));
            if let Some(file) = file {
                self.check_identity(position, file);
            }
        }
    }

    /// Says of a source that is found by where its file is, although a `$self` means something else by its `url` (SPEC D-18, A-02).
    fn check_identity(&mut self, position: usize, file: FileId) {
        let document = self.documents.get(self.at);
        let base = document.self_uri.as_deref().filter(|uri| has_scheme(uri) && !document.is_1_0());
        let source = self.documents.operations(self.at).sources.get(position);
        let (Some(base), Some(source)) = (base, source) else { return };
        // What the options name is meant.
        if source.path.is_some() {
            return;
        }
        let uri = against(base, &source.url.text);
        let own = self.library.root(file).ok().and_then(|root| self_uri(&root.value));
        if own.as_deref().is_none_or(|own| against(&uri, own) != uri) {
            let kind = Kind::OtherIdentity { source: source.name.clone(), uri, own };
            let base = document.root.place.key("$self").value();
            self.report.add(source.url.place.value(), kind).also(base, Relation::Base);
        }
    }
}
