//! Which workflows are compiled, and in which order: one that is called comes before its callers, unless they call each other.

use std::collections::{BTreeSet, HashMap};

use super::Context;
use crate::cycles::components;
use crate::diagnostic::Kind;
use crate::document::{self, Action, ActionKind, Destination, Document, OrReference, SourceKind, Target, Word};
use crate::place::Place;
use crate::suggest::closest;
use crate::syntax::expression::Expression;

/// A workflow: its document, by the order in which they were opened, and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct WorkflowRef {
    pub(super) document: usize,
    pub(super) workflow: usize,
}

/// What the references between workflows mean.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The model has the workflows in this order.
    pub(super) order: Vec<WorkflowRef>,
    /// By the place where a workflow is named: its index in `order`.
    references: HashMap<Place, usize>,
    /// By caller: which workflows it may come back to it from.
    together: Vec<BTreeSet<usize>>,
    /// How many workflows depend on each.
    dependents: Vec<usize>,
}

impl Plan {
    /// The workflow that is named at a place, as far as it was found.
    pub(super) fn named(&self, word: &Word) -> Option<usize> {
        self.references.get(&word.place).copied()
    }

    /// Whether a workflow that is called may call its caller.
    pub(super) fn is_recursive(&self, caller: usize, workflow: usize) -> bool {
        self.together.get(caller).is_some_and(|part| part.contains(&workflow))
    }

    /// Whether a workflow calls it or depends on it.
    pub(super) fn is_called(&self, workflow: usize) -> bool {
        self.references.values().any(|called| *called == workflow)
    }

    pub(super) fn dependents(&self, workflow: usize) -> usize {
        self.dependents.get(workflow).copied().unwrap_or_default()
    }
}

/// A workflow whose references are being followed.
struct Open {
    workflow: WorkflowRef,
    references: std::vec::IntoIter<Word>,
}

impl Context<'_> {
    /// Follows the references of the workflows that the options select.
    pub(super) fn plan(&mut self) -> Plan {
        let mut named: HashMap<Place, WorkflowRef> = HashMap::new();
        let mut indices: HashMap<WorkflowRef, Option<usize>> = HashMap::new();
        let mut plan = Plan::default();
        for root in self.selected() {
            let mut stack = Vec::new();
            self.open_references(WorkflowRef { document: 0, workflow: root }, &mut indices, &mut stack);
            while let Some(Open { workflow, references }) = stack.last_mut() {
                let workflow = *workflow;
                let Some(word) = references.next() else {
                    indices.insert(workflow, Some(plan.order.len()));
                    plan.order.push(workflow);
                    stack.pop();
                    continue;
                };
                let found = named.get(&word.place).copied().or_else(|| self.find_workflow(&word, workflow.document));
                if let Some(found) = found {
                    named.insert(word.place, found);
                    self.open_references(found, &mut indices, &mut stack);
                }
            }
        }
        let index = |at: &WorkflowRef| indices.get(at).copied().flatten();
        plan.references = named.iter().filter_map(|(place, at)| Some((place.clone(), index(at)?))).collect();
        self.check_cycles(&mut plan);
        self.enter(0);
        plan
    }

    fn open_references(
        &mut self,
        workflow: WorkflowRef,
        indices: &mut HashMap<WorkflowRef, Option<usize>>,
        stack: &mut Vec<Open>,
    ) {
        if indices.contains_key(&workflow) {
            return;
        }
        indices.insert(workflow, None);
        self.enter(workflow.document);
        let references = references(&self.document, workflow.workflow);
        stack.push(Open { workflow, references: references.into_iter() });
    }

    /// The workflows of the document that the options ask for, without those that only AsyncAPI could run: they are left
    /// out with a warning, so that the others can be compiled.
    fn selected(&mut self) -> Vec<usize> {
        let document = std::rc::Rc::clone(&self.document);
        let named = |workflow: &document::Workflow| {
            self.options.workflows.as_ref().map(|names| names.contains(&workflow.id.text))
        };
        let workflows: Vec<_> = document.workflows.iter().enumerate().collect();
        let runs = workflows.iter().any(|(_, workflow)| asynchronous(&document, workflow).is_none());
        let mut selected = Vec::new();
        for (index, workflow) in workflows {
            match (named(workflow), asynchronous(&document, workflow)) {
                (Some(false), _) => {}
                (None, Some(step)) if runs => {
                    let kind = Kind::AsyncWorkflow { workflow: workflow.id.text.clone(), step: step.id.text.clone() };
                    self.report.add(step.target.word().place.name(), kind);
                }
                _ => selected.push(index),
            }
        }
        selected
    }

    /// The workflow that is named in a document, or a report that there is none.
    fn find_workflow(&mut self, word: &Word, document: usize) -> Option<WorkflowRef> {
        self.enter(document);
        let (document, name, mark, source) = match Expression::parse(&word.text) {
            Ok(Expression::Source { source, reference }) => {
                let mark = word.place.range(reference.range);
                let document = self.open_document(&source.value, &word.place, source.range)?;
                (document, reference.value, mark, Some(source.value))
            }
            _ => (document, word.text.clone(), word.place.value(), None),
        };
        self.enter(document);
        let workflows = &self.document.workflows;
        let found = workflows.iter().position(|workflow| workflow.id.text == name);
        if found.is_none() {
            let closest = closest(&name, workflows.iter().map(|workflow| workflow.id.text.as_str()));
            self.report.add(mark, Kind::UnknownWorkflow { workflow: name, source, closest });
        }
        found.map(|workflow| WorkflowRef { document, workflow })
    }

    /// Finds workflows that lead to each other: dependencies must not, calls may.
    fn check_cycles(&mut self, plan: &mut Plan) {
        let mut calls: Vec<Vec<usize>> = Vec::new();
        let mut dependencies: Vec<Vec<(usize, Word)>> = Vec::new();
        for at in plan.order.clone() {
            self.enter(at.document);
            let depends_on = &self.document.workflows[at.workflow].depends_on;
            dependencies.push(depends_on.iter().filter_map(|word| Some((plan.named(word)?, word.clone()))).collect());
            let references = references(&self.document, at.workflow);
            calls.push(references.iter().filter_map(|word| plan.named(word)).collect());
        }
        let nodes: BTreeSet<usize> = (0..plan.order.len()).collect();
        plan.dependents = vec![0; plan.order.len()];
        for (dependency, _) in dependencies.iter().flatten() {
            plan.dependents[*dependency] += 1;
        }
        plan.together = vec![BTreeSet::new(); plan.order.len()];
        for part in components(&nodes, |node| calls[node].clone()) {
            let circle = |node: &&usize| part.len() > 1 || calls[**node].contains(node);
            for node in part.iter().filter(circle) {
                plan.together[*node].clone_from(&part);
            }
            if let Some(node) = part.iter().find(circle) {
                self.note_recursion(plan, *node, &part);
            }
        }
        self.report_circles(&nodes, &dependencies);
    }

    /// Says once of a circle of calls that it is one.
    fn note_recursion(&mut self, plan: &Plan, caller: usize, part: &BTreeSet<usize>) {
        let at = plan.order[caller];
        self.enter(at.document);
        let references = references(&self.document, at.workflow);
        // That dependencies must not go round is an error of its own.
        let depends_on = self.document.workflows[at.workflow].depends_on.clone();
        let inside =
            |word: &&Word| !depends_on.contains(word) && plan.named(word).is_some_and(|called| part.contains(&called));
        if let Some(word) = references.iter().find(inside) {
            self.report.add(word.place.value(), Kind::RecursiveCall { workflow: word.text.clone() });
        }
    }

    fn report_circles(&mut self, nodes: &BTreeSet<usize>, dependencies: &[Vec<(usize, Word)>]) {
        let targets = |node: usize| dependencies[node].iter().map(|(target, _)| *target).collect();
        for part in components(nodes, targets) {
            let mut inside = part.iter().rev().flat_map(|node| dependencies[*node].iter().rev());
            if let Some((_, word)) = inside.find(|(target, _)| part.contains(target)) {
                self.report
                    .add(word.place.value(), Kind::DependencyCircle { what: "workflow", name: word.text.clone() });
            }
        }
    }
}

/// The first step that only AsyncAPI could run.
fn asynchronous<'w>(document: &Document, workflow: &'w document::Workflow) -> Option<&'w document::Step> {
    workflow.steps.iter().find(|step| is_asynchronous(document, &step.target))
}

/// Whether a step is one of AsyncAPI: it names a channel, or an operation of such a source.
pub(super) fn is_asynchronous(document: &Document, target: &Target) -> bool {
    let of_source = |name: &str| {
        let mut sources = document.sources.iter().filter(|source| source.name.text == name);
        sources.any(|source| source.kind == Some(SourceKind::AsyncApi))
    };
    match target {
        Target::ChannelPath(_) => true,
        Target::WorkflowId(_) => false,
        Target::OperationId(word) => match Expression::parse(&word.text) {
            Ok(Expression::Source { source, .. }) => of_source(&source.value),
            // Nothing else could have it.
            _ => {
                let mut apis =
                    document.sources.iter().filter(|source| source.kind != Some(SourceKind::Arazzo)).peekable();
                apis.peek().is_some() && apis.all(|source| source.kind == Some(SourceKind::AsyncApi))
            }
        },
        Target::OperationPath(word) => {
            let named = word.text.split_once("$sourceDescriptions.").and_then(|(_, rest)| rest.split('.').next());
            named.is_some_and(of_source)
        }
    }
}

/// Every place where a workflow names another one: dependencies, steps, actions.
fn references(document: &Document, workflow: usize) -> Vec<Word> {
    let Some(workflow) = document.workflows.get(workflow) else { return Vec::new() };
    let mut words = workflow.depends_on.clone();
    let components = &document.components;
    let actions = |list: &[OrReference<Action>], components: &[(String, Action)]| {
        list.iter().filter_map(|action| workflow_of(action.inline(components)?)).cloned().collect::<Vec<Word>>()
    };
    for step in &workflow.steps {
        if let Target::WorkflowId(word) = &step.target {
            words.push(word.clone());
        }
        words.extend(actions(&step.on_success, &components.success_actions));
        words.extend(actions(&step.on_failure, &components.failure_actions));
    }
    words.extend(actions(&workflow.success_actions, &components.success_actions));
    words.extend(actions(&workflow.failure_actions, &components.failure_actions));
    words
}

fn workflow_of(action: &Action) -> Option<&Word> {
    match &action.kind {
        ActionKind::Goto(Destination::Workflow(word))
        | ActionKind::Retry { detour: Some(Destination::Workflow(word)), .. } => Some(word),
        _ => None,
    }
}
