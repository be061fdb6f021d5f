//! What the references between workflows mean.

use std::collections::{BTreeSet, HashMap};

use crate::document::{Action, ActionKind, Destination, Document, OrReference, Target, Word};
use crate::place::Place;

/// A workflow: its document, by the order in which they were opened, and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct WorkflowRef {
    pub(crate) document: usize,
    pub(crate) workflow: usize,
}

/// The workflows that are compiled, and what names them.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The model has the workflows in this order.
    pub(crate) order: Vec<WorkflowRef>,
    /// By the place where a workflow is named: its index in `order`.
    pub(super) references: HashMap<Place, usize>,
    /// By caller: which workflows it may come back to it from.
    pub(super) together: Vec<BTreeSet<usize>>,
    /// How many workflows depend on each.
    pub(super) dependents: Vec<usize>,
}

impl Plan {
    /// The workflow that is named at a place, as far as it was found.
    pub(crate) fn named(&self, word: &Word) -> Option<usize> {
        self.references.get(&word.place).copied()
    }

    /// Whether a workflow that is called may call its caller.
    pub(crate) fn is_recursive(&self, caller: usize, workflow: usize) -> bool {
        self.together.get(caller).is_some_and(|part| part.contains(&workflow))
    }

    /// Whether a workflow calls it or depends on it.
    pub(crate) fn is_called(&self, workflow: usize) -> bool {
        self.references.values().any(|called| *called == workflow)
    }

    pub(crate) fn dependents(&self, workflow: usize) -> usize {
        self.dependents.get(workflow).copied().unwrap_or_default()
    }
}

/// Every place where a workflow names another one: dependencies, steps, actions.
pub(super) fn references(document: &Document, workflow: usize) -> Vec<Word> {
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
