//! From names to things: document and operations become the model.
//!
//! Invariant: no dangling name, every type known.

mod actions;
mod answers;
mod asked;
mod base64;
mod binary;
mod body;
mod callee;
mod calls;
mod comparison;
mod condition;
mod constant;
mod deduced;
mod described;
mod expression;
mod fields;
mod fitting;
mod given;
mod handed;
mod holes;
mod inputs;
mod json_text;
mod leaks;
mod listed;
mod media;
mod multipart;
mod naming;
mod objects;
mod operation_path;
mod operations;
mod order;
mod outputs;
mod own_types;
mod parameter_value;
mod parts;
mod passing;
mod plan;
mod program;
mod projection;
mod queries;
mod querystring;
mod replacements;
mod request;
mod secrets;
mod security;
mod selector;
mod sendable;
mod sent;
mod site;
mod steps;
mod styles;
mod templates;
mod type_names;
mod types;
mod unbraced;
mod unions;
mod unused;
mod wanted;
mod workflow;
mod xml;

pub(crate) use operations::Operations;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::diagnostic::{CODES, Kind, Relation, Report};
use crate::document::{self, Document};
use crate::model::{self, InputTypes, Model, ModulePath, Workflow};
use crate::names::{self, Names, Space};
use crate::openapi::{Library, Node};
use crate::options::Options;
use crate::place::FileId;
use crate::suggest::closest;
use described::Described;
use inputs::input_types;
use plan::{Plan, WorkflowRef};

/// What every part of this stage needs.
pub(crate) struct Context<'a> {
    /// The document at hand.
    pub(crate) document: Rc<Document>,
    pub(crate) operations: Operations,
    /// All documents in the order in which they were opened; the place of the one at hand is empty.
    parked: Vec<Option<(Rc<Document>, Operations)>>,
    at: usize,
    pub(crate) options: &'a Options,
    pub(crate) library: &'a mut Library,
    pub(crate) report: &'a mut Report,
    plan: Plan,
    /// What each planned workflow takes.
    inputs: Vec<InputTypes>,
    /// How many schemas of inputs may still be looked at.
    input_schemas: usize,
    /// The workflows that are resolved, in the order of the plan.
    resolved: Vec<Workflow>,
    /// The names of the modules for other documents; that of the first one is never used.
    modules: Vec<String>,
    /// The sources that something is taken of, each with its document.
    used_sources: BTreeSet<(usize, String)>,
    /// Where responses describe the outputs of each resolved workflow.
    described: Vec<Vec<Described>>,
    /// The outputs that workflows read of those that they call, by their places in the plan.
    read_by_callers: BTreeSet<(usize, usize)>,
}

/// Resolves the workflows that the options select, with those that they call.
pub(crate) fn resolve(document: Document, options: &Options, library: &mut Library, report: &mut Report) -> Model {
    let idents = document.workflows.iter().map(|workflow| names::module(&workflow.id.text));
    let idents: Vec<String> = idents.collect();
    check_collisions(&document, report);
    let mut context = Context {
        operations: Operations::new(&document, options),
        document: Rc::new(document),
        parked: vec![None],
        at: 0,
        options,
        library,
        report,
        plan: Plan::default(),
        inputs: Vec::new(),
        input_schemas: inputs::MAX_SCHEMAS,
        resolved: Vec::new(),
        modules: vec![String::new()],
        used_sources: BTreeSet::new(),
        described: Vec::new(),
        read_by_callers: BTreeSet::new(),
    };
    check_selection(&mut context);
    context.plan = context.plan();
    let mut names = Names::new(Space::Modules).reserving(idents.iter().map(String::as_str));
    context.modules = context.modules.iter().map(|module| names.claim(module.clone())).collect();
    check_sources(&mut context);
    context.workflows();
    if context.report.propagate().is_ok() {
        context.report_unused();
    }
    context.model()
}

impl Context<'_> {
    /// Takes a document in hand.
    fn enter(&mut self, index: usize) {
        let Some((document, operations)) = self.parked.get_mut(index).and_then(Option::take) else { return };
        let document = std::mem::replace(&mut self.document, document);
        let operations = std::mem::replace(&mut self.operations, operations);
        self.parked[self.at] = Some((document, operations));
        self.at = index;
    }

    /// Notes that a source of the document at hand is used.
    pub(super) fn uses(&mut self, source: &str) {
        self.used_sources.insert((self.at, source.to_owned()));
    }

    /// The index of the document of a file, if it was opened.
    fn document_of(&self, file: FileId) -> Option<usize> {
        let is_it = |document: &Document| document.root.place.file == file;
        if is_it(&self.document) {
            return Some(self.at);
        }
        self.parked.iter().position(|parked| parked.as_ref().is_some_and(|(document, _)| is_it(document)))
    }

    /// Opens one more document; workflows of it are generated in a module of this name.
    fn park(&mut self, document: Document, module: String) -> usize {
        let operations = Operations::new(&document, self.options);
        self.parked.push(Some((Rc::new(document), operations)));
        self.modules.push(module);
        self.parked.len() - 1
    }

    /// Resolves what was planned: first what every workflow takes, because calls need it, then the rest.
    fn workflows(&mut self) {
        let order = self.plan.order.clone();
        for at in &order {
            self.enter(at.document);
            let document = Rc::clone(&self.document);
            let types = input_types(self, &document.workflows[at.workflow]);
            self.inputs.push(types);
        }
        for (index, at) in order.into_iter().enumerate() {
            self.enter(at.document);
            let document = Rc::clone(&self.document);
            let workflow = workflow::resolve(self, &document, index, at);
            self.resolved.push(workflow);
        }
        secrets::mark_secrets(&mut self.resolved);
        self.enter(0);
    }

    fn model(mut self) -> Model {
        let modules = self.modules.clone();
        let document = |(index, ident): (usize, String)| {
            self.enter(index);
            let (title, version) = (self.document.title.clone(), self.document.version.clone());
            model::Document { title, version, ident: (index > 0).then_some(ident) }
        };
        let documents = modules.into_iter().enumerate().map(document).collect();
        let mut output_types = self.output_types();
        let group = self.group(!output_types.types.is_empty());
        output_types.module = group.is_some().then(|| self.types_module());
        Model { documents, group, workflows: self.resolved, output_types }
    }

    /// A name for the module around the workflows, when some of them call others, or have types together: after the first one.
    fn group(&self, has_types: bool) -> Option<String> {
        let mut steps = self.resolved.iter().flat_map(|workflow| &workflow.steps);
        let calls = steps.any(|step| step.call.workflow().is_some());
        (calls || has_types && self.resolved.len() > 1).then_some(())?;
        let own = self.plan.order.iter().filter(|at| at.document == 0);
        let first = own.min_by_key(|at| at.workflow).map(|at| self.id_of(*at))?;
        let idents: Vec<&str> = self.resolved.iter().map(|workflow| workflow.ident.as_str()).collect();
        let mut names =
            Names::new(Space::Modules).reserving(idents.into_iter().chain(self.modules.iter().map(String::as_str)));
        Some(names.claim(names::snake(&format!("{first} workflows"))))
    }

    /// A name for the module of the types of outputs, beside those of the workflows.
    fn types_module(&self) -> String {
        let idents = self.resolved.iter().map(|workflow| workflow.ident.as_str());
        let taken = idents.chain(self.modules.iter().map(String::as_str));
        Names::new(Space::Modules).reserving(taken).claim("types".to_owned())
    }

    /// Where the module of one workflow is, seen from that of another.
    fn module(&self, from: usize, to: usize) -> ModulePath {
        let (from, to) = (self.plan.order[from], self.plan.order[to]);
        let mut path = vec!["super".to_owned()];
        if from.document != to.document {
            path.extend((from.document != 0).then(|| "super".to_owned()));
            path.extend((to.document != 0).then(|| self.modules[to.document].clone()));
        }
        path.push(names::module(self.id_of(to)));
        ModulePath(path)
    }

    /// The names of the outputs of a planned workflow, as its document has them.
    fn output_names(&self, planned: usize) -> Vec<String> {
        let outputs = self.planned(planned).map(|workflow| workflow.outputs.iter().map(|output| output.name.clone()));
        outputs.map(Iterator::collect).unwrap_or_default()
    }

    /// The ids of the workflows of a document that was opened.
    fn workflow_names(&self, document: usize) -> Vec<String> {
        let document = self.opened(document);
        let names = document.map(|document| document.workflows.iter().map(|workflow| workflow.id.text.clone()));
        names.map(Iterator::collect).unwrap_or_default()
    }

    fn planned(&self, index: usize) -> Option<&document::Workflow> {
        self.plan.order.get(index).and_then(|at| self.written(*at))
    }

    /// The schema that a planned workflow declares for an input.
    fn input_schema(&mut self, planned: usize, name: &str) -> Option<Node> {
        let inputs = self.planned(planned)?.inputs.clone()?;
        let node = Node { value: inputs.value, place: inputs.place };
        let node = self.library.resolve_own(node, self.report)?;
        node.get("properties")?.get(name)
    }

    /// The id of a planned workflow.
    fn id_of(&self, at: WorkflowRef) -> &str {
        self.written(at).map_or("", |workflow| &workflow.id.text)
    }

    fn written(&self, at: WorkflowRef) -> Option<&document::Workflow> {
        self.opened(at.document).and_then(|document| document.workflows.get(at.workflow))
    }

    fn opened(&self, index: usize) -> Option<&Rc<Document>> {
        let parked = || self.parked.get(index).and_then(Option::as_ref).map(|(document, _)| document);
        if index == self.at { Some(&self.document) } else { parked() }
    }
}

/// Sources that the options name and no document has.
fn check_sources(context: &mut Context<'_>) {
    let mut known: Vec<String> = Vec::new();
    for index in 0..context.parked.len() {
        context.enter(index);
        known.extend(context.document.sources.iter().map(|source| source.name.text.clone()));
    }
    context.enter(0);
    for (name, _) in context.options.sources.iter().filter(|(name, _)| !known.contains(name)) {
        let closest = closest(name, known.iter().map(String::as_str));
        let mark = context.document.root.place.key("sourceDescriptions").name();
        context.report.add(mark, Kind::UnusedOption { option: "sources", value: name.clone(), closest });
    }
}

/// Options that name codes or workflows which do not exist.
fn check_selection(context: &mut Context<'_>) {
    let options = context.options;
    for (option, codes) in [("allow", &options.allow), ("warn", &options.warn), ("deny", &options.deny)] {
        for code in codes.iter().filter(|code| !CODES.contains(&code.as_str())) {
            let closest = closest(code, CODES.iter().copied());
            let mark = context.document.root.place.key("arazzo").name();
            context.report.add(mark, Kind::UnusedOption { option, value: code.clone(), closest });
        }
    }
    let known: Vec<&str> = context.document.workflows.iter().map(|workflow| workflow.id.text.as_str()).collect();
    for name in context.options.workflows.iter().flatten().filter(|name| !known.contains(&name.as_str())) {
        let closest = closest(name, known.iter().copied());
        let mark = context.document.root.place.key("workflows").name();
        context.report.add(mark, Kind::UnknownWorkflow { workflow: name.clone(), source: None, closest });
    }
}

/// Two workflows that would be the same function.
fn check_collisions(document: &Document, report: &mut Report) {
    let workflows = &document.workflows;
    let mut known: HashMap<String, &document::Workflow> = HashMap::new();
    for second in workflows {
        let rust = names::module(&second.id.text);
        let first = known.get(&rust).copied();
        known.entry(rust.clone()).or_insert(second);
        // Equal ids are reported as duplicates.
        if let Some(first) = first.filter(|first| first.id.text != second.id.text) {
            let (place, first, second_id) = (&first.id.place, first.id.text.clone(), second.id.text.clone());
            let kind = Kind::NameCollision { what: "workflow", first, second: second_id, rust };
            report.add(second.id.place.value(), kind).also(place.value(), Relation::First);
        }
    }
}
