//! What the compiler knows of a document.

use std::path::Path;
use std::rc::Rc;

use crate::Document as Asked;
use crate::analyse::{Analysed, analyse};
use crate::diagnostic::{Diagnostic, Report, levelled};
use crate::document::Document;
use crate::files::{Files, Overlay};
use crate::flow::Flow;
use crate::openapi::Library;
use crate::options::Options;
use crate::resolve::{Api, Resolved, apis, documents, resolve};

/// Texts that stand for files.
pub(super) type Texts<'t> = &'t [(&'t Path, Overlay)];

/// A document that was compiled.
pub(super) struct Compiled {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// With the files that diagnostics stand in.
    pub(super) library: Library,
    known: Option<(Resolved, Option<Flow>)>,
}

/// What the names of a document mean, and the files that say it.
pub(super) struct Meaning {
    pub(super) library: Library,
    pub(super) resolved: Resolved,
    /// Where the document has no errors.
    pub(super) flow: Option<Flow>,
    options: Options,
    apis: Option<Rc<[Api]>>,
}

/// Compiles a document with the texts that an editor has.
pub(super) fn compile(root: &Path, asked: &Asked, texts: Texts<'_>) -> Option<Compiled> {
    let mut files = Files::new(root.to_owned());
    for (path, text) in texts {
        files.put(path, text.clone());
    }
    let mut library = Library::new(files);
    let file = library.files.read(&asked.path).ok()?;
    let mut report = Report::default();
    let analysed = analyse(&mut library, file, &asked.options, &mut report);
    let diagnostics = levelled(&library.files, report.into_findings(), &asked.options);
    let known = known(analysed, &mut library, &asked.options);
    Some(Compiled { diagnostics, library, known })
}

fn known(analysed: Analysed, library: &mut Library, options: &Options) -> Option<(Resolved, Option<Flow>)> {
    match analysed {
        Analysed::Nothing => None,
        // What follows from mistakes of the form is not said, but what was read means something.
        Analysed::Read(document) => Some((resolve(document, options, library, &mut Report::default()), None)),
        Analysed::Resolved(resolved) => Some((resolved, None)),
        Analysed::Flowing(resolved, flow) => Some((resolved, Some(flow))),
    }
}

impl Compiled {
    /// None where nothing of the document could be read.
    pub(super) fn into_meaning(self, options: &Options) -> Option<Meaning> {
        let (resolved, flow) = self.known?;
        Some(Meaning { library: self.library, resolved, flow, options: options.clone(), apis: None })
    }
}

impl Meaning {
    pub(super) fn document(&self) -> Option<&Document> {
        self.resolved.documents.first().map(|document| &**document)
    }

    /// The workflows of the other documents that it names: the source, the id and what it is for.
    pub(super) fn workflows_elsewhere(&mut self) -> Vec<(String, String, Option<String>)> {
        let own = self.resolved.documents.first().map(Rc::clone);
        let others = own.map(|own| documents(&own, &self.options, &mut self.library)).unwrap_or_default();
        let workflows = others.into_iter().flat_map(|(source, other)| {
            other.workflows.into_iter().map(move |workflow| (source.clone(), workflow.id.text, workflow.summary))
        });
        workflows.collect()
    }

    /// The descriptions of the document's sources, opened when somebody asks for them.
    pub(super) fn apis(&mut self) -> Rc<[Api]> {
        if let Some(known) = &self.apis {
            return Rc::clone(known);
        }
        let document = self.resolved.documents.first().map(Rc::clone);
        let opened = document.map(|document| apis(&document, &self.options, &mut self.library));
        let opened: Rc<[Api]> = opened.unwrap_or_default().into();
        self.apis = Some(Rc::clone(&opened));
        opened
    }
}
