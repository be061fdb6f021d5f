//! From `operationId` and `operationPath` to operations.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::Context;
use super::fitting::Given;
use super::plan::is_asynchronous;
use crate::diagnostic::{Kind, Named, Relation, Report};
use crate::document::{Document, SourceDescription, SourceKind, Target, Word};
use crate::files::{ReadError, normalise, similar};
use crate::openapi::{Description, Entry, Library, against, has_scheme, relative_path, report_merge, self_uri};
use crate::options::Options;
use crate::place::FileId;
use crate::place::{Mark, Place};
use crate::suggest::closest;
use crate::syntax::expression::Expression;
use crate::value::Value;

/// The sources of a document. A description is opened when a step first needs it.
pub(crate) struct Operations {
    sources: Vec<Source>,
}

struct Source {
    name: String,
    url: Word,
    kind: Option<SourceKind>,
    /// Where the options say it is.
    path: Option<PathBuf>,
    opened: Opened,
}

/// What is known about the description of a source.
enum Opened {
    NotYet,
    /// What is wrong with it was reported.
    Failed,
    Open(Box<Description>),
    /// It is another Arazzo document: its index among those that were opened.
    Document(usize),
}

/// An operation that was found.
pub(crate) struct Found {
    /// The index of the source description.
    pub(crate) source: usize,
    pub(crate) entry: Entry,
}

impl Operations {
    pub(crate) fn new(document: &Document, options: &Options) -> Operations {
        let source = |description: &SourceDescription| Source {
            name: description.name.text.clone(),
            url: description.url.clone(),
            kind: description.kind,
            path: options.sources.iter().find(|(name, _)| *name == description.name.text).map(|(_, path)| path.clone()),
            opened: Opened::NotYet,
        };
        Operations { sources: document.sources.iter().map(source).collect() }
    }

    pub(crate) fn source_name(&self, index: usize) -> &str {
        self.sources.get(index).map_or("", |source| &source.name)
    }

    /// The sources that may be APIs.
    pub(super) fn apis(&self) -> Vec<usize> {
        let kinds = self.sources.iter().enumerate();
        let apis = kinds.filter(|(_, source)| matches!(source.kind, None | Some(SourceKind::OpenApi)));
        apis.map(|(position, _)| position).collect()
    }

    pub(super) fn are_several(&self) -> bool {
        self.sources.len() > 1
    }

    /// Whether the file of a source has the same name as that of a URL.
    pub(super) fn is_called(&self, index: usize, url: &str) -> bool {
        let name = |url: &str| url.rsplit('/').next().unwrap_or_default().to_owned();
        self.sources.get(index).is_some_and(|source| name(&source.url.text) == name(url))
    }

    /// The description of a source that was opened.
    pub(crate) fn description(&self, index: usize) -> Option<&Description> {
        match &self.sources.get(index)?.opened {
            Opened::Open(description) => Some(description),
            Opened::NotYet | Opened::Failed | Opened::Document(_) => None,
        }
    }

    /// The file of a source that was opened.
    pub(super) fn file(&self, index: usize) -> Option<FileId> {
        self.description(index).map(|description| description.root.place.file)
    }

    pub(super) fn description_mut(&mut self, index: usize) -> Option<&mut Description> {
        match &mut self.sources.get_mut(index)?.opened {
            Opened::Open(description) => Some(description),
            Opened::NotYet | Opened::Failed | Opened::Document(_) => None,
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.sources.iter().position(|source| source.name == name)
    }
}

impl Context<'_> {
    /// Finds the operation that a step calls, if it calls one.
    pub(super) fn find_operation(&mut self, target: &Target, given: &Given) -> Option<Found> {
        let found = self.find_target(target, given)?;
        let source = self.operations.source_name(found.source).to_owned();
        self.uses(&source);
        Some(found)
    }

    fn find_target(&mut self, target: &Target, given: &Given) -> Option<Found> {
        match target {
            Target::WorkflowId(_) => None,
            target if is_asynchronous(&self.document, target) => {
                let what = "a step of AsyncAPI".to_owned();
                self.report.add(target.word().place.name(), Kind::Unsupported { what });
                None
            }
            Target::ChannelPath(_) => None,
            Target::OperationPath(word) => self.find_by_path(word),
            Target::OperationId(word) => match Expression::parse(&word.text) {
                Ok(Expression::Source { source, reference }) => {
                    let position = self.find_source(&source.value, &word.place, source.range)?;
                    self.find_in(position, &reference.value, word.place.range(reference.range), given)
                }
                _ => self.find_anywhere(word, given),
            },
        }
    }

    pub(super) fn find_source(&mut self, name: &str, place: &Place, range: Range<usize>) -> Option<usize> {
        if let Some(position) = self.operations.position(name) {
            return Some(position);
        }
        let known: Vec<String> = self.operations.sources.iter().map(|source| source.name.clone()).collect();
        let closest = closest(name, known.iter().map(String::as_str));
        self.report.add(place.range(range), Kind::UnknownSource { source: name.to_owned(), closest, known });
        None
    }

    fn find_in(&mut self, position: usize, id: &str, mark: Mark, given: &Given) -> Option<Found> {
        let source = self.operations.source_name(position).to_owned();
        self.open(position)?;
        match self.entries(position, id).as_slice() {
            [entry] => Some(Found { source: position, entry: entry.clone() }),
            [] => {
                if let Some(found) = self.in_other_case(&[position], id, &mark) {
                    return Some(found);
                }
                let closest = closest(id, self.ids(position).iter().map(String::as_str));
                let meant =
                    closest.as_deref().and_then(|closest| self.entries(position, closest).first().map(Entry::id));
                let kind = Kind::UnknownOperation { operation: id.to_owned(), source: Some(source), closest };
                self.report.add(mark, kind).also_if(meant, Relation::Meant);
                self.report_unread(position);
                None
            }
            entries => {
                let found = entries.iter().map(|entry| Found { source: position, entry: entry.clone() });
                self.one_of(found.collect(), id, mark, given)
            }
        }
    }

    /// An unqualified id: it must be the only one of its name in all descriptions of the document.
    fn find_anywhere(&mut self, word: &Word, given: &Given) -> Option<Found> {
        let candidates = self.operations.apis();
        if let [only] = candidates.as_slice() {
            return self.find_in(*only, &word.text, word.place.value(), given);
        }
        let mut found = Vec::new();
        for position in candidates.iter().copied() {
            self.open(position)?;
            let entries = self.entries(position, &word.text).into_iter();
            found.extend(entries.map(|entry| Found { source: position, entry }));
        }
        // Descriptions of one vendor often share operations: it does not matter which of them says it.
        if let [first, others @ ..] = found.as_slice()
            && others.iter().all(|other| self.is_same(first, other))
        {
            found.truncate(1);
        }
        if found.len() > 1 {
            return self.one_of(found, &word.text, word.place.value(), given);
        }
        let Some(found) = found.pop().or_else(|| self.in_other_case(&candidates, &word.text, &word.place.value()))
        else {
            return self.not_anywhere(word, &candidates);
        };
        let source = self.operations.source_name(found.source).to_owned();
        self.report.add(word.place.value(), Kind::UnqualifiedOperation { operation: word.text.clone(), source });
        Some(found)
    }

    /// The only operation whose id is the same but for upper and lower case.
    fn in_other_case(&mut self, candidates: &[usize], id: &str, mark: &Mark) -> Option<Found> {
        let mut alike = Vec::new();
        for position in candidates.iter().copied() {
            let known = self.ids(position).into_iter().filter(|known| known.eq_ignore_ascii_case(id));
            alike.extend(known.map(|known| (position, known)));
        }
        let [(source, known)] = alike.as_slice() else { return None };
        let entry = self.entries(*source, known).first().cloned()?;
        let kind = Kind::OperationCase { written: id.to_owned(), operation: known.clone() };
        self.report.add(mark.clone(), kind).also(entry.id(), Relation::Called);
        Some(Found { source: *source, entry })
    }

    /// The only one of several operations that the step can mean; else a report that it could be any of them.
    fn one_of(&mut self, mut found: Vec<Found>, id: &str, mark: Mark, given: &Given) -> Option<Found> {
        let candidates: Vec<Mark> = found.iter().map(|found| found.entry.id()).collect();
        let Some(index) = self.fitting(&found, given) else {
            let sources = found.iter().map(|found| self.operations.source_name(found.source).to_owned());
            let mut sources: Vec<String> = sources.collect();
            sources.dedup();
            let requests = found.iter().map(|found| found.entry.request()).collect();
            let kind = Kind::AmbiguousOperation { operation: id.to_owned(), sources, requests };
            self.report.add(mark, kind).also_if(candidates, Relation::Candidate);
            return None;
        };
        let called = candidates.get(index).cloned();
        let found = found.swap_remove(index);
        let source = self.operations.source_name(found.source).to_owned();
        let kind = Kind::DeducedOperation {
            operation: id.to_owned(),
            request: found.entry.request(),
            path: format!("{{$sourceDescriptions.{source}.url}}#{}", found.entry.pointer()),
        };
        self.report.add(mark, kind).also_if(called, Relation::Called);
        Some(found)
    }

    /// Whether two sources mean the same request.
    fn is_same(&self, left: &Found, right: &Found) -> bool {
        let servers = |found: &Found| {
            let root = self.operations.description(found.source).map(|description| &description.root);
            let levels = [Some(&found.entry.operation), Some(&found.entry.item), root];
            levels.into_iter().flatten().find_map(|level| level.value.get("servers").cloned())
        };
        (&left.entry.path, &left.entry.method) == (&right.entry.path, &right.entry.method)
            && servers(left) == servers(right)
            && servers(left).is_some()
    }

    /// Reports that none of these sources has an operation.
    fn not_anywhere(&mut self, word: &Word, candidates: &[usize]) -> Option<Found> {
        if self.report_types() {
            return None;
        }
        let ids: Vec<String> = candidates.iter().flat_map(|position| self.ids(*position)).collect();
        let closest = closest(&word.text, ids.iter().map(String::as_str));
        let meant = closest.as_deref().and_then(|closest| {
            candidates.iter().find_map(|position| self.entries(*position, closest).first().map(Entry::id))
        });
        let kind = Kind::UnknownOperation { operation: word.text.clone(), source: None, closest };
        self.report.add(word.place.value(), kind).also_if(meant, Relation::Meant);
        for position in candidates {
            self.report_unread(*position);
        }
        None
    }

    /// Opens the APIs that the document calls other documents, and reports each. Whether there are any.
    fn report_types(&mut self) -> bool {
        let is_api = |root: &Value| root.get("openapi").or_else(|| root.get("swagger")).is_some();
        let mut found = false;
        for position in 0..self.operations.sources.len() {
            let source = &self.operations.sources[position];
            if source.kind != Some(SourceKind::Arazzo) {
                continue;
            }
            // A file that cannot be read is a mistake where it is needed.
            let file = read(source, &self.document.root.place, self.library, &mut Report::default());
            if file.is_some_and(|file| self.library.root(file).is_ok_and(|root| is_api(&root.value))) {
                found |= self.open(position).is_some();
            }
        }
        found
    }

    /// Says why an operation may be missing in the index: a part of the description cannot be parsed, or is not merged.
    pub(super) fn report_unread(&mut self, position: usize) {
        let Some(description) = self.operations.description(position) else { return };
        for (file, error) in description.unread() {
            crate::report_syntax(*file, error, self.report);
        }
        for place in description.unmerged() {
            report_merge(place, self.report);
        }
    }

    /// Opens the Arazzo document of a source, once.
    pub(super) fn open_document(&mut self, name: &str, place: &Place, range: Range<usize>) -> Option<usize> {
        let position = self.find_source(name, place, range)?;
        self.uses(name);
        let opened = match &self.operations.sources.get(position)?.opened {
            Opened::Document(index) => return Some(*index),
            Opened::Failed => return None,
            // That an API is named where a workflow is expected is reported for its file.
            Opened::NotYet | Opened::Open(_) => self.read_document(position),
        };
        self.operations.sources.get_mut(position)?.opened = opened.map_or(Opened::Failed, Opened::Document);
        opened
    }

    /// The document of a source, if a workflow of it is called.
    pub(super) fn called_document(&self, source: usize) -> Option<usize> {
        match self.operations.sources.get(source)?.opened {
            Opened::Document(index) => Some(index),
            Opened::NotYet | Opened::Failed | Opened::Open(_) => None,
        }
    }

    fn read_document(&mut self, position: usize) -> Option<usize> {
        let source = self.operations.sources.get(position)?;
        let file = read(source, &self.document.root.place, self.library, self.report)?;
        let module = crate::names::snake(&source.name);
        if let Some(index) = self.document_of(file) {
            return Some(index);
        }
        let document = crate::read_document(self.library, file, self.report)?;
        self.check_identity(position, file);
        super::check_collisions(&document, self.report);
        Some(self.park(document, module))
    }

    /// The operations of a source with an id.
    pub(super) fn entries(&mut self, position: usize, id: &str) -> Vec<Entry> {
        let Some(description) = self.operations.description_mut(position) else { return Vec::new() };
        description.operations(id, self.library, self.report).to_vec()
    }

    /// The ids of a source's operations, in their order.
    fn ids(&self, position: usize) -> Vec<String> {
        let ids = self.operations.description(position).into_iter().flat_map(Description::ids);
        ids.map(str::to_owned).collect()
    }

    /// Opens the description of a source, once.
    pub(super) fn open(&mut self, position: usize) -> Option<&Description> {
        let source = self.operations.sources.get_mut(position)?;
        if matches!(source.opened, Opened::NotYet) {
            let opened = open(source, &self.document.root.place, self.library, self.report);
            if let (Some(kind @ SourceKind::Arazzo), true) = (source.kind, opened.is_some()) {
                let (source, found) = (source.name.clone(), "an OpenAPI description".to_owned());
                let place = self.document.root.place.key("sourceDescriptions").index(position).key("type");
                self.report.add(place.value(), Kind::SourceType { source, declared: kind.text(), found });
            }
            let file = opened.as_ref().map(|description| description.root.place.file);
            source.opened = opened.map_or(Opened::Failed, |description| Opened::Open(Box::new(description)));
            if let Some(file) = file {
                self.check_identity(position, file);
            }
        }
        self.operations.description(position)
    }
}

impl Context<'_> {
    /// Says of a source that is found by where its file is, although a `$self` means something else by its `url` (SPEC D-18, A-02).
    fn check_identity(&mut self, position: usize, file: FileId) {
        let base = self.document.self_uri.as_deref().filter(|uri| has_scheme(uri) && !self.document.is_1_0());
        let (Some(base), Some(source)) = (base, self.operations.sources.get(position)) else { return };
        // What the options name is meant.
        if source.path.is_some() {
            return;
        }
        let uri = against(base, &source.url.text);
        let own = self.library.root(file).ok().and_then(|root| self_uri(&root.value));
        if own.as_deref().is_none_or(|own| against(&uri, own) != uri) {
            let kind = Kind::OtherIdentity { source: source.name.clone(), uri, own };
            let base = self.document.root.place.key("$self").value();
            self.report.add(source.url.place.value(), kind).also(base, Relation::Base);
        }
    }
}

fn open(source: &Source, document: &Place, library: &mut Library, report: &mut Report) -> Option<Description> {
    let file = read(source, document, library, report)?;
    match library.root(file) {
        Ok(root) => Description::open(library, root, &source.name, &source.url.place, report),
        Err(error) => {
            crate::report_syntax(file, &error, report);
            None
        }
    }
}

fn read(source: &Source, document: &Place, library: &mut Library, report: &mut Report) -> Option<FileId> {
    let folder = library.files.get(document.file).path.parent().unwrap_or(Path::new("")).to_owned();
    let path = match &source.path {
        Some(path) => library.files.in_package(path),
        None => folder.join(local_path(source, report)?),
    };
    match library.files.read(&path) {
        Ok(file) => Some(file),
        Err(error) => {
            let (shown, reason) = (library.files.shown(&path), error.to_string());
            let name = source.name.clone();
            let named = if source.path.is_some() { Named::Options(name) } else { Named::Document(name) };
            // The names of other folders are not ours to tell, but for one that the caller names.
            let is_listed =
                source.path.is_some() || library.files.is_in_package(&path) || normalise(&path).starts_with(&folder);
            let similar = similar(&path).filter(|_| is_listed && error == ReadError::NotFound);
            let written = source.path.as_deref().unwrap_or(Path::new(&source.url.text));
            let closest = similar.map(|name| written.with_file_name(name).to_string_lossy().replace('\\', "/"));
            let kind = Kind::FileNotFound { path: shown, reason, named, closest };
            report.add(source.url.place.value(), kind);
            None
        }
    }
}

/// The path that a relative URL means. Nothing is fetched, and nothing outside the reach of relative paths is read unasked.
fn local_path(source: &Source, report: &mut Report) -> Option<PathBuf> {
    let url = &source.url.text;
    let has_scheme =
        url.split_once(':').is_some_and(|(scheme, _)| scheme.chars().all(|char| char.is_ascii_alphanumeric()));
    if has_scheme || url.starts_with('/') {
        let kind = Kind::RemoteSource { source: source.name.clone(), url: url.clone() };
        report.add(source.url.place.value(), kind);
        return None;
    }
    let path = url.split_once('#').map_or(url.as_str(), |(path, _)| path);
    let refuse = |reason: &str| {
        let (path, reason, named) = (url.clone(), reason.to_owned(), Named::Document(source.name.clone()));
        report.add(source.url.place.value(), Kind::FileNotFound { path, reason, named, closest: None });
    };
    relative_path(path).map_err(refuse).ok()
}
