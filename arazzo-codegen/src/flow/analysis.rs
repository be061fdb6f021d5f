//! What is known about the flow of a workflow before it is written as blocks.

use std::collections::BTreeSet;

use super::dominators::Dominators;
use super::graph::Graph;
use super::nest::Nest;
use super::terms::{Layout, Slot, Task, Visit};
use super::unmet::{Unmet, unmet};
use super::values::Values;
use crate::model::Workflow;

/// What is known about the flow of a workflow.
pub(crate) struct Analysis {
    pub(crate) graph: Graph,
    pub(crate) dominators: Dominators,
    pub(super) nest: Nest,
    pub(crate) values: Values,
    pub(crate) unmet: Vec<Unmet>,
}

impl Analysis {
    /// Adds the checks that required positions need, until no such position reads an uncertain value.
    pub(super) fn of(task: Task<'_>, layout: Layout) -> Analysis {
        let mut required: Vec<(Visit, Slot)> = Vec::new();
        let mut checked = BTreeSet::new();
        loop {
            let analysis = Analysis::with(task, layout, &required);
            let checks = uncertain(task.workflow, &analysis, &checked);
            if checks.is_empty() {
                return analysis;
            }
            checked.extend(checks.iter().copied());
            required.extend(checks);
        }
    }

    fn with(task: Task<'_>, layout: Layout, required: &[(Visit, Slot)]) -> Analysis {
        let mut graph = Graph::build(task, required);
        if layout == Layout::Dispatched {
            graph.dispatch_joins();
        }
        let mut dominators = Dominators::of(&graph);
        if !dominators.is_reducible() {
            graph.reduce();
            dominators = Dominators::of(&graph);
        }
        let mut nest = Nest::of(&dominators);
        if !required.is_empty() && graph.require_before_loops(&dominators, &nest) {
            dominators = Dominators::of(&graph);
            nest = Nest::of(&dominators);
        }
        if graph.add_preheaders(&dominators, &nest) {
            dominators = Dominators::of(&graph);
            nest = Nest::of(&dominators);
        }
        let values = Values::of(task.workflow, &graph, &dominators, &nest, layout);
        let unmet = unmet(task.workflow, &graph, &dominators);
        Analysis { graph, dominators, nest, values, unmet }
    }
}

/// The first place, in the order of the graph, at which each value must be there, may be absent, and is not checked yet. Behind
/// that place it may be certain already.
fn uncertain(workflow: &Workflow, analysis: &Analysis, checked: &BTreeSet<(Visit, Slot)>) -> Vec<(Visit, Slot)> {
    let Analysis { graph, dominators, values, .. } = analysis;
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for node in dominators.order() {
        let Some(visit) = graph.visit(node) else { continue };
        for (value, _) in workflow.steps[visit.step].call.required() {
            let Some(slot) = Slot::of(value) else { continue };
            let uncertain = values.at(node, slot).is_some_and(|version| !values.is_certain(version));
            if uncertain && !checked.contains(&(visit, slot)) && known.insert(slot) {
                found.push((visit, slot));
            }
        }
    }
    found
}
