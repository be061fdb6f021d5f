//! Workflows, and what they share.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Expr, Fragment, Given, Ids, InputTypes, Need, OutputRef, OutputTypes, SchemeId, SourceId, Static, StaticId, Step,
    StepId, StepOutput, Ty, XmlId, XmlStatic,
};
use crate::names::Import;
use crate::openapi::{Hides, SecurityKind};
use crate::place::{Mark, Place};

/// Everything that is generated from one document.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// The document first, then those whose workflows it calls.
    pub(crate) documents: Vec<Document>,
    /// The name of the module around all workflows, where some call others.
    pub(crate) group: Option<String>,
    /// Callees come before callers, except where workflows call each other.
    pub(crate) workflows: Vec<Workflow>,
    pub(crate) output_types: OutputTypes,
}

impl Model {
    /// Whether a step of another workflow, or its own, calls a workflow.
    pub(crate) fn is_called(&self, workflow: &Workflow) -> bool {
        let calls = self.workflows.iter().flat_map(|caller| &caller.steps).filter_map(|step| step.call.workflow());
        let mut called = calls.filter_map(|call| self.workflows.get(call.workflow));
        called.any(|called| called.document == workflow.document && called.id == workflow.id)
    }
}

/// What is known about a document besides its workflows.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) title: String,
    pub(crate) version: String,
    /// The name of the module that holds its workflows, for a document that another one names.
    pub(crate) ident: Option<String>,
}

/// One workflow: one module, one function. `N` is what its parts are called in Rust: [`Unnamed`] in a draft.
#[derive(Clone, Debug)]
pub(crate) struct Workflow<N = String> {
    pub(crate) id: String,
    /// Of its id.
    pub(crate) place: Place,
    /// The name of the module and of the function.
    pub(crate) ident: String,
    /// Its document, by its index in the model.
    pub(crate) document: usize,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) inputs: InputTypes,
    /// The fields that may be absent and must not be, by their indices: the variables that hold them once they were checked.
    pub(crate) checked: BTreeMap<usize, N>,
    /// Those that the steps use.
    pub(crate) sources: Ids<SourceId, Source<N>>,
    /// Those that the steps may need.
    pub(crate) schemes: Ids<SchemeId, Scheme<N>>,
    pub(crate) steps: Ids<StepId, Step<N>>,
    /// How many of them the document lists; the others call workflows that it depends on, or that actions lead to.
    pub(crate) listed: usize,
    /// The step that begins.
    pub(crate) first: StepId,
    /// Steps of called workflows that steps of this one depend on.
    pub(crate) inner: Vec<InnerStep>,
    pub(crate) outputs: Vec<WorkflowOutput>,
    /// Patterns and queries.
    pub(crate) statics: Ids<StaticId, Static<N>>,
    /// What is sent and read as XML.
    pub(crate) xml: Ids<XmlId, XmlStatic<N>>,
    pub(crate) needs: Vec<Need>,
    /// What it sends where a description has passwords.
    pub(crate) confided: Vec<Confided>,
}

impl<N> Workflow<N> {
    /// What its module imports of the runtime.
    pub(crate) fn imports(&self) -> BTreeSet<Import> {
        let mut imports = BTreeSet::from([Import::Client, Import::Error, Import::Runtime]);
        imports.extend((!self.sources.is_empty()).then_some(Import::Source));
        for scheme in &self.schemes {
            let kind = match scheme.kind {
                SecurityKind::ApiKey { .. } => Import::ApiKey,
                SecurityKind::Basic => Import::Basic,
                SecurityKind::Bearer => Import::Bearer,
            };
            imports.extend([kind, Import::Scheme]);
        }
        imports
    }
}

impl Workflow {
    /// An output of a step.
    pub(crate) fn output(&self, OutputRef { step, output }: OutputRef) -> Option<&StepOutput> {
        self.steps.get(step)?.outputs.get(output)
    }

    /// The names of the constants and statics of its module.
    pub(crate) fn constants(&self) -> impl Iterator<Item = &str> {
        let sources = self.sources.iter().map(|source| &source.constant);
        let schemes = self.schemes.iter().map(|scheme| &scheme.constant);
        let steps = self.steps.iter().filter_map(|step| step.call.constant());
        let programs = self.statics.iter().map(|program| &program.constant);
        sources.chain(schemes).chain(steps).chain(programs).map(String::as_str)
    }

    /// The names of the variables of its function.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        let inputs = self.checked.values();
        let steps = self.steps.iter().flat_map(|step| {
            let actions = step.on_success.iter().chain(&step.on_failure).map(|action| &action.ident);
            step.outputs.iter().map(|output| &output.ident).chain(actions).chain([&step.ident])
        });
        inputs.chain(steps).map(String::as_str)
    }
}

/// A value that is sent where a description says that it must not be shown, or some members of it.
#[derive(Clone, Debug)]
pub(crate) struct Confided {
    pub(crate) value: Expr,
    pub(crate) hides: Hides,
}

/// A step of a called workflow that must have run when that workflow is done.
#[derive(Clone, Debug)]
pub(crate) struct InnerStep {
    /// By its index in the model.
    pub(crate) workflow: usize,
    /// By its index there.
    pub(crate) step: StepId,
    /// Where it is named.
    pub(crate) mark: Mark,
}

/// An API that the steps call.
#[derive(Clone, Debug)]
pub(crate) struct Source<N = String> {
    pub(crate) name: String,
    pub(crate) constant: N,
    /// The description, relative to the package root: what makes two sources the same.
    pub(crate) path: String,
    pub(crate) server: Option<String>,
}

/// A credential that an API asks for.
#[derive(Clone, Debug)]
pub(crate) struct Scheme<N = String> {
    pub(crate) source: SourceId,
    pub(crate) name: String,
    pub(crate) constant: N,
    pub(crate) kind: SecurityKind,
    pub(crate) description: Option<String>,
}

/// An output of the workflow.
#[derive(Clone, Debug)]
pub(crate) struct WorkflowOutput {
    pub(crate) name: String,
    /// The name of the field.
    pub(crate) ident: String,
    pub(crate) value: Expr,
    /// The type of the value in the function, but for the digits of numbers.
    pub(crate) ty: Ty,
    /// The type that the caller gets it as, where it is another one.
    pub(crate) given: Option<Given>,
    pub(crate) secret: bool,
    /// The names of members that are not to be shown, besides those that say it themselves.
    pub(crate) hides: BTreeSet<String>,
    pub(crate) place: Place,
}

impl<N> Workflow<N> {
    /// Whether a text may be a data URL that stands for bytes: of an input, or where the document writes it. Text that came in a
    /// response is what it is.
    pub(crate) fn may_be_data_url(&self, value: &Expr) -> bool {
        match value {
            Expr::Input(_) | Expr::Literal(_) | Expr::Object(_) | Expr::Array(_) => true,
            Expr::Template(fragments) => match fragments.first() {
                Some(Fragment::Literal(text)) => text.starts_with("data:"),
                Some(Fragment::Hole(first) | Fragment::Escaped(_, first)) => self.may_be_data_url(first),
                None => false,
            },
            Expr::Output { output, .. } => matches!(self.origin(*output), Some(Expr::Input(_) | Expr::Literal(_))),
            Expr::Replaced(whole, _) => self.may_be_data_url(whole),
            _ => false,
        }
    }

    /// What an output is, or the one that it is a copy of; none where copies go in a circle.
    fn origin(&self, mut of: OutputRef) -> Option<&Expr> {
        let outputs = self.steps.iter().map(|step| step.outputs.len()).sum();
        for _ in 0..=outputs {
            match &self.steps.get(of.step)?.outputs.get(of.output)?.value {
                Expr::Output { output, .. } => of = *output,
                other => return Some(other),
            }
        }
        None
    }
}
