//! All operations and workflows of the sources of a document, for those who choose one.

use super::sources::{Operations, open, read};
use crate::diagnostic::Report;
use crate::document::{self, Document, SourceKind};
use crate::openapi::{Description, Entry, Library};
use crate::options::Options;

/// The description of a source.
pub(crate) struct Api {
    /// The name of the source.
    pub(crate) source: String,
    pub(crate) description: Description,
    /// By path and method.
    pub(crate) operations: Vec<Entry>,
}

/// The descriptions that can be opened. What is wrong with the others is reported where they are needed.
pub(crate) fn apis(document: &Document, options: &Options, library: &mut Library) -> Vec<Api> {
    let operations = Operations::new(document, options);
    let mut report = Report::default();
    let sources = operations.apis().into_iter().filter_map(|index| operations.sources.get(index));
    let opened = sources.filter_map(|source| {
        let description = open(source, &document.root.place, library, &mut report).ok()?;
        Some((source.name.clone(), description))
    });
    let opened: Vec<_> = opened.collect();
    let api = |(source, mut description): (String, Description)| {
        let operations = description.all(library, &mut report);
        Api { source, description, operations }
    };
    opened.into_iter().map(api).collect()
}

/// The other documents that it names, by the names of their sources.
pub(crate) fn documents(document: &Document, options: &Options, library: &mut Library) -> Vec<(String, Document)> {
    let operations = Operations::new(document, options);
    let mut report = Report::default();
    let sources = operations.sources.iter().filter(|source| source.kind == Some(SourceKind::Arazzo));
    let opened = sources.filter_map(|source| {
        let file = read(source, &document.root.place, library, &mut report).ok()?;
        Some((source.name.clone(), document::open(library, file, &mut report)?))
    });
    opened.collect()
}
