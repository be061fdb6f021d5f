//! Which workflows are compiled, and in which order: one that is called comes before its callers, unless they call each other.

use std::collections::{BTreeSet, HashMap};

use super::asynchronous::asynchronous;
use super::documents::Documents;
use super::references::{Plan, WorkflowRef, references};
use super::workspace::Workspace;
use crate::cycles::components;
use crate::diagnostic::{Kind, Report};
use crate::document::{self, Word};
use crate::place::Place;
use crate::suggest::similar;
use crate::syntax::expression::Expression;

/// A workflow whose references are being followed.
struct Open {
    workflow: WorkflowRef,
    references: std::vec::IntoIter<Word>,
}

/// Follows the references of the workflows that the options select.
pub(crate) fn plan(workspace: &mut Workspace<'_>) -> Plan {
    let mut walk = Walk::default();
    for root in selected(workspace) {
        let mut stack = Vec::new();
        walk.open(WorkflowRef { document: 0, workflow: root }, &workspace.project.documents, &mut stack);
        while let Some(Open { workflow, references }) = stack.last_mut() {
            let workflow = *workflow;
            let Some(word) = references.next() else {
                walk.close(workflow);
                stack.pop();
                continue;
            };
            let known = walk.named.get(&word.place).copied();
            if let Some(found) = known.or_else(|| find_workflow(workspace, &word, workflow.document)) {
                walk.named.insert(word.place, found);
                walk.open(found, &workspace.project.documents, &mut stack);
            }
        }
    }
    let mut plan = walk.into_plan();
    Circles { plan: &mut plan, documents: &workspace.project.documents, report: workspace.report }.find();
    plan
}

/// What was found on the way from the selected workflows.
#[derive(Default)]
struct Walk {
    named: HashMap<Place, WorkflowRef>,
    /// The workflows that were opened; those that are complete with their index in `order`.
    indices: HashMap<WorkflowRef, Option<usize>>,
    order: Vec<WorkflowRef>,
}

impl Walk {
    fn open(&mut self, workflow: WorkflowRef, documents: &Documents, stack: &mut Vec<Open>) {
        if self.indices.contains_key(&workflow) {
            return;
        }
        self.indices.insert(workflow, None);
        let references = references(documents.get(workflow.document), workflow.workflow);
        stack.push(Open { workflow, references: references.into_iter() });
    }

    fn close(&mut self, workflow: WorkflowRef) {
        self.indices.insert(workflow, Some(self.order.len()));
        self.order.push(workflow);
    }

    fn into_plan(self) -> Plan {
        let index = |at: &WorkflowRef| self.indices.get(at).copied().flatten();
        let references = self.named.iter().filter_map(|(place, at)| Some((place.clone(), index(at)?))).collect();
        Plan { order: self.order, references, ..Plan::default() }
    }
}

/// The workflows of the document that the options ask for, without those that only AsyncAPI could run: they are left
/// out with a warning, so that the others can be compiled.
fn selected(workspace: &mut Workspace<'_>) -> Vec<usize> {
    let Workspace { project, options, report, .. } = workspace;
    let document = project.documents.get(0);
    let named =
        |workflow: &document::Workflow| options.workflows.as_ref().map(|names| names.contains(&workflow.id.text));
    let workflows: Vec<_> = document.workflows.iter().enumerate().collect();
    let runs = workflows.iter().any(|(_, workflow)| asynchronous(document, workflow).is_none());
    let mut selected = Vec::new();
    for (index, workflow) in workflows {
        match (named(workflow), asynchronous(document, workflow)) {
            (Some(false), _) => {}
            (None, Some(step)) if runs => {
                let kind = Kind::AsyncWorkflow { workflow: workflow.id.text.clone(), step: step.id.text.clone() };
                report.add(step.target.word().place.name(), kind);
            }
            _ => selected.push(index),
        }
    }
    selected
}

/// The workflow that is named in a document, or a report that there is none.
fn find_workflow(workspace: &mut Workspace<'_>, word: &Word, document: usize) -> Option<WorkflowRef> {
    let (document, name, mark, source) = match Expression::parse(&word.text) {
        Ok(Expression::Source { source, reference }) => {
            let mark = word.place.range(reference.range);
            let document = workspace.finder(document).open_document(&source.value, &word.place, source.range);
            let document = document.ok()?;
            (document, reference.value, mark, Some(source.value))
        }
        _ => (document, word.text.clone(), word.place.value(), None),
    };
    let workflows = &workspace.project.documents.get(document).workflows;
    let found = workflows.iter().position(|workflow| workflow.id.text == name);
    if found.is_none() {
        let similar = similar(&name, workflows.iter().map(|workflow| workflow.id.text.as_str()));
        workspace.report.add(mark, Kind::UnknownWorkflow { workflow: name, source, similar });
    }
    found.map(|workflow| WorkflowRef { document, workflow })
}

/// Looks for workflows that lead to each other: dependencies must not, calls may.
struct Circles<'w> {
    plan: &'w mut Plan,
    documents: &'w Documents,
    report: &'w mut Report,
}

impl Circles<'_> {
    fn find(&mut self) {
        let mut calls: Vec<Vec<usize>> = Vec::new();
        let mut dependencies: Vec<Vec<(usize, Word)>> = Vec::new();
        for at in &self.plan.order {
            let (references, depends_on) = self.references(*at);
            let named = |word: Word| Some((self.plan.named(&word)?, word));
            dependencies.push(depends_on.into_iter().filter_map(named).collect());
            calls.push(references.iter().filter_map(|word| self.plan.named(word)).collect());
        }
        let nodes: BTreeSet<usize> = (0..self.plan.order.len()).collect();
        self.plan.dependents = vec![0; nodes.len()];
        for (dependency, _) in dependencies.iter().flatten() {
            self.plan.dependents[*dependency] += 1;
        }
        self.plan.together = vec![BTreeSet::new(); nodes.len()];
        for part in components(&nodes, |node| calls[node].clone()) {
            let circle = |node: &&usize| part.len() > 1 || calls[**node].contains(node);
            for node in part.iter().filter(circle) {
                self.plan.together[*node].clone_from(&part);
            }
            if let Some(node) = part.iter().find(circle) {
                self.note_recursion(*node, &part);
            }
        }
        self.report_circles(&nodes, &dependencies);
    }

    /// All that a workflow names, and what of it are dependencies.
    fn references(&self, at: WorkflowRef) -> (Vec<Word>, Vec<Word>) {
        let document = self.documents.get(at.document);
        let depends_on = document.workflows.get(at.workflow).map(|workflow| workflow.depends_on.clone());
        (references(document, at.workflow), depends_on.unwrap_or_default())
    }

    /// Says once of a circle of calls that it is one.
    fn note_recursion(&mut self, caller: usize, part: &BTreeSet<usize>) {
        // That dependencies must not go round is an error of its own.
        let (references, depends_on) = self.references(self.plan.order[caller]);
        let inside = |word: &&Word| {
            !depends_on.contains(word) && self.plan.named(word).is_some_and(|called| part.contains(&called))
        };
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
