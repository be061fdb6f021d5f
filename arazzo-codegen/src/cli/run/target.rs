//! The workflow that is run, as the compiler knows it.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::diagnostic::Report;
use crate::files::Files;
use crate::model::{Feature, Field, InputTypes, Language, Model, TypeDef, Workflow};
use crate::openapi::{Library, SecurityKind};
use crate::suggest::closest;
use crate::{Document, analyse, resolve};

/// What a run needs to know.
pub(super) struct Target {
    /// Its id.
    pub(super) id: String,
    /// The name of its module and function.
    pub(super) module: Vec<String>,
    pub(super) inputs: InputTypes,
    pub(super) sources: Vec<Source>,
    pub(super) schemes: Vec<Scheme>,
    /// Features of the runtime.
    pub(super) features: BTreeSet<&'static str>,
}

/// An API that it calls, or a workflow that it calls.
pub(super) struct Source {
    pub(super) name: String,
    /// The path of the constant in the generated code.
    pub(super) constant: Vec<String>,
    /// The description: sources with the same one are one.
    pub(super) path: String,
}

/// A credential that may be needed.
pub(super) struct Scheme {
    pub(super) source: String,
    /// The description of its source: schemes of two APIs never share a credential.
    path: String,
    pub(super) name: String,
    pub(super) constant: Vec<String>,
    /// Sent as a user name and a password.
    pub(super) is_basic: bool,
}

impl Scheme {
    /// The name that tells it from those of other APIs.
    pub(super) fn full_name(&self) -> String {
        format!("{}.{}", self.source, self.name)
    }
}

impl Target {
    /// The workflow with an id, or the only one. The document has no errors.
    pub(super) fn of(root: &Path, document: &Document, wanted: Option<&str>) -> io::Result<Target> {
        let model = model(root, document)?;
        let own = || model.workflows.iter().filter(|workflow| workflow.document == 0);
        let workflow = match wanted {
            Some(id) => own().find(|workflow| workflow.id == id),
            None => Some(own()).filter(|_| own().count() == 1).and_then(|mut own| own.next()),
        };
        let ids: Vec<&str> = own().map(|workflow| workflow.id.as_str()).collect();
        let workflow = workflow.ok_or_else(|| io::Error::other(not_chosen(wanted, &ids)))?;
        Ok(Target {
            id: workflow.id.clone(),
            module: module(&model, workflow),
            inputs: workflow.inputs.clone(),
            sources: sources(&model),
            schemes: schemes(&model),
            features: features(&model),
        })
    }

    /// The fields of its inputs.
    pub(super) fn fields(&self) -> &[Field] {
        match self.inputs.types.first() {
            Some(TypeDef::Struct(object)) => &object.fields,
            _ => &[],
        }
    }
}

fn not_chosen(wanted: Option<&str>, ids: &[&str]) -> String {
    let all = ids.join(", ");
    match wanted {
        Some(id) => match closest(id, ids.iter().copied()) {
            Some(closest) => format!("there is no workflow `{id}`; did you mean `{closest}`?"),
            None => format!("there is no workflow `{id}`; there are {all}"),
        },
        None => format!("the document has several workflows; choose one with --workflow: {all}"),
    }
}

fn model(root: &Path, document: &Document) -> io::Result<Model> {
    let mut library = Library::new(Files::new(root.to_owned()));
    let file = library.files.read(&document.path).map_err(|error| io::Error::other(error.to_string()))?;
    let mut report = Report::default();
    let read = analyse::read(&mut library, file, &mut report);
    let read = read.ok_or_else(|| io::Error::other("the document has changed meanwhile"))?;
    Ok(resolve::resolve(read, &document.options, &mut library, &mut report).model)
}

/// How generated code outside of all modules names one.
fn module(model: &Model, workflow: &Workflow) -> Vec<String> {
    let document = model.documents.get(workflow.document).and_then(|document| document.ident.clone());
    document.into_iter().chain([workflow.ident.clone()]).collect()
}

fn sources(model: &Model) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for workflow in &model.workflows {
        for source in &workflow.sources {
            if !sources.iter().any(|known| known.path == source.path && known.name == source.name) {
                let constant = constant(model, workflow, &source.constant);
                sources.push(Source { name: source.name.clone(), constant, path: source.path.clone() });
            }
        }
    }
    sources
}

fn schemes(model: &Model) -> Vec<Scheme> {
    let mut schemes: Vec<Scheme> = Vec::new();
    for workflow in &model.workflows {
        for scheme in &workflow.schemes {
            let Some(source) = workflow.sources.get(scheme.source) else { continue };
            let (source, path) = (source.name.clone(), source.path.clone());
            let is_basic = matches!(scheme.kind, SecurityKind::Basic);
            let constant = constant(model, workflow, &scheme.constant);
            let scheme = Scheme { source, path, name: scheme.name.clone(), constant, is_basic };
            if !schemes.iter().any(|known| known.path == scheme.path && known.name == scheme.name) {
                schemes.push(scheme);
            }
        }
    }
    schemes
}

fn constant(model: &Model, workflow: &Workflow, name: &str) -> Vec<String> {
    module(model, workflow).into_iter().chain([name.to_owned()]).collect()
}

fn features(model: &Model) -> BTreeSet<&'static str> {
    let needs = model.workflows.iter().flat_map(|workflow| &workflow.needs);
    let needs = needs.map(|need| match need.feature {
        Feature::Language(Language::Regex) => "regex",
        Feature::Language(Language::JsonPath) => "jsonpath",
        Feature::Language(Language::XPath) => "xpath",
        Feature::Xml => "xml",
    });
    needs.collect()
}
