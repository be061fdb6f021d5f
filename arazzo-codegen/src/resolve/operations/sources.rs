//! The sources of a document, and the files behind them.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Kind, Named, Report, Reported};
use crate::document::{Document, SourceDescription, SourceKind, Word, report_syntax};
use crate::files::{ReadError, normalise, similar};
use crate::openapi::{Description, Library, relative_path};
use crate::options::Options;
use crate::place::{FileId, Place};

/// The sources of a document. A description is opened when a step first needs it.
pub(crate) struct Operations {
    pub(super) sources: Vec<Source>,
}

pub(super) struct Source {
    pub(super) name: String,
    pub(super) url: Word,
    pub(super) kind: Option<SourceKind>,
    /// Where the options say it is.
    pub(super) path: Option<PathBuf>,
    pub(super) opened: Opened,
}

/// What is known about the description of a source.
pub(super) enum Opened {
    NotYet,
    /// It cannot be.
    Failed(Reported),
    Open(Box<Description>),
    /// It is another Arazzo document: its index among those that were opened.
    Document(usize),
}

impl Operations {
    pub(crate) fn new(document: &Document, options: &Options) -> Operations {
        let source = |description: &SourceDescription| Source {
            name: description.name.text.clone(),
            url: description.url.clone(),
            kind: description.kind,
            path: options
                .sources
                .iter()
                .chain(&options.package_sources)
                .find(|(name, _)| *name == description.name.text)
                .map(|(_, path)| path.clone()),
            opened: Opened::NotYet,
        };
        Operations { sources: document.sources.iter().map(source).collect() }
    }

    pub(super) fn source_name(&self, index: usize) -> &str {
        self.sources.get(index).map_or("", |source| &source.name)
    }

    /// The sources that may be APIs.
    pub(crate) fn apis(&self) -> Vec<usize> {
        let kinds = self.sources.iter().enumerate();
        let apis = kinds.filter(|(_, source)| matches!(source.kind, None | Some(SourceKind::OpenApi)));
        apis.map(|(position, _)| position).collect()
    }

    pub(super) fn are_several(&self) -> bool {
        self.sources.len() > 1
    }

    /// Whether the file of a source has the same name as that of a URL.
    pub(crate) fn is_called(&self, index: usize, url: &str) -> bool {
        let name = |url: &str| url.rsplit('/').next().unwrap_or_default().to_owned();
        self.sources.get(index).is_some_and(|source| name(&source.url.text) == name(url))
    }

    /// The description of a source that was opened.
    pub(crate) fn description(&self, index: usize) -> Option<&Description> {
        match &self.sources.get(index)?.opened {
            Opened::Open(description) => Some(description),
            Opened::NotYet | Opened::Failed(_) | Opened::Document(_) => None,
        }
    }

    /// The file of a source that was opened.
    pub(crate) fn file(&self, index: usize) -> Option<FileId> {
        self.description(index).map(|description| description.root.place.file)
    }

    pub(super) fn description_mut(&mut self, index: usize) -> Option<&mut Description> {
        match &mut self.sources.get_mut(index)?.opened {
            Opened::Open(description) => Some(description),
            Opened::NotYet | Opened::Failed(_) | Opened::Document(_) => None,
        }
    }

    /// The document of a source, if a workflow of it is called.
    pub(crate) fn called_document(&self, source: usize) -> Option<usize> {
        match self.sources.get(source)?.opened {
            Opened::Document(index) => Some(index),
            Opened::NotYet | Opened::Failed(_) | Opened::Open(_) => None,
        }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.sources.iter().map(|source| source.name.clone()).collect()
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.name == name)
    }
}

pub(super) fn open(
    source: &Source,
    document: &Place,
    library: &mut Library,
    report: &mut Report,
) -> Result<Description, Reported> {
    let file = read(source, document, library, report)?;
    match library.root(file) {
        Ok(root) => {
            let opened = Description::open(library, root, &source.name, &source.url.place, report);
            opened.ok_or_else(|| report.refused(source.url.place.value()))
        }
        Err(error) => {
            report_syntax(file, &error, report);
            Err(report.refused(source.url.place.value()))
        }
    }
}

pub(super) fn read(
    source: &Source,
    document: &Place,
    library: &mut Library,
    report: &mut Report,
) -> Result<FileId, Reported> {
    let folder = library.files.get(document.file).path.parent().unwrap_or(Path::new("")).to_owned();
    let path = match &source.path {
        Some(path) => library.files.in_package(path),
        None => folder.join(local_path(source, report)?),
    };
    match library.files.read(&path) {
        Ok(file) => Ok(file),
        Err(error) => {
            let (shown, reason) = (library.files.shown(&path), error.to_string());
            let name = source.name.clone();
            let named =
                if source.path.is_some() { Named::Options(name, library.files.base()) } else { Named::Document(name) };
            // The names of other folders are not ours to tell, but for one that the caller names.
            let is_listed =
                source.path.is_some() || library.files.is_in_package(&path) || normalise(&path).starts_with(&folder);
            let similar = similar(&path).filter(|_| is_listed && error == ReadError::NotFound);
            let written = source.path.as_deref().unwrap_or(Path::new(&source.url.text));
            let closest = similar.map(|name| written.with_file_name(name).to_string_lossy().replace('\\', "/"));
            let kind = Kind::FileNotFound { path: shown, reason, named, closest };
            Err(report.refuse(source.url.place.value(), kind))
        }
    }
}

/// The path that a relative URL means. Nothing is fetched, and nothing outside the reach of relative paths is read unasked.
fn local_path(source: &Source, report: &mut Report) -> Result<PathBuf, Reported> {
    let url = &source.url.text;
    let has_scheme =
        url.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|char| char.is_ascii_alphanumeric()));
    if has_scheme || url.starts_with('/') {
        let kind = Kind::RemoteSource { source: source.name.clone(), url: url.clone() };
        return Err(report.refuse(source.url.place.value(), kind));
    }
    let path = url.split_once('#').map_or(url.as_str(), |(path, _)| path);
    let refuse = |reason: &str| {
        let (path, reason, named) = (url.clone(), reason.to_owned(), Named::Document(source.name.clone()));
        report.refuse(source.url.place.value(), Kind::FileNotFound { path, reason, named, closest: None })
    };
    relative_path(path).map_err(refuse)
}
