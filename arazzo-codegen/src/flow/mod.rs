//! Control flow: from steps that jump to nested blocks.
//!
//! ```text
//! decision   what a step does with its response: a tree of tests with outcomes as leaves
//! ended      failure actions that end the workflow and take the same outputs
//! graph      nodes (calls, values taken from responses) and edges
//! dominators who must have run before whom
//! reduce     a loop with several entries gets one
//! nest       loops, and which are inside of which
//! invariant  checks in front of the loops that do not change their values
//! live       which outputs of a step are read behind it
//! wanted     which values are read behind a node
//! versions   which variable a value has where (points)
//! values     where code stands, and which variables surely hold a value
//! structure  blocks, labelled blocks and loops
//! tidy       guards instead of nesting, no label that nobody breaks to
//! labels     names for those that are left; no label shadows another
//! ```
//!
//! Beside them, what is reported about the graph: `assigned` (values that are not there), `order` (steps that must run before
//! others), `loops` and `branches`; with `ways` and `steps`, which find the steps to show.
//!
//! Invariant: each use of a value is dominated by its definition, or the value is an `Option`; the emitter has nothing left to
//! decide.

mod assigned;
mod block;
mod branches;
mod decision;
mod dominators;
mod ended;
mod graph;
mod invariant;
mod labels;
mod live;
mod loops;
mod nest;
mod order;
mod own;
mod points;
mod reduce;
mod steps;
mod structure;
#[cfg(test)]
mod tests;
mod tidy;
mod values;
mod versions;
mod wanted;
mod ways;

pub(crate) use block::{
    Argument, Asked, Block, Condition, Construct, Env, Field, Function, Held, How, Label, Retry, Slot, Stmt, Tail,
    Variable,
};

pub(crate) use graph::is_attempt;

use std::collections::BTreeSet;

use crate::diagnostic::{Kind, Report};
use crate::model::{Exchange, Expr, Model, Presence, PresenceByStatus, Workflow};
use dominators::Dominators;
use graph::{Graph, Visit};
use nest::Nest;
use steps::StepGraph;
use structure::Style;
use values::Values;

/// Blocks are not nested deeper than this: nobody could read them, and rustc could not compile them.
const MAX_DEPTH: usize = 50;

/// Structures all workflows of a model. What is known of one is known to those that call it.
pub(crate) fn functions(model: &mut Model, report: &mut Report) -> Vec<Function> {
    let mut functions: Vec<Function> = Vec::new();
    for workflow in &mut model.workflows {
        learn(workflow, &functions);
        order::report_inner(workflow, &functions, report);
        functions.push(structure(workflow, MAX_DEPTH, report));
    }
    functions
}

/// An output that a called workflow always returns is certain. Of workflows that call each other nothing is known yet.
fn learn(workflow: &mut Workflow, functions: &[Function]) {
    for step in &mut workflow.steps {
        let Some(function) = step.call.workflow().and_then(|call| functions.get(call.workflow)) else { continue };
        for output in &mut step.outputs {
            if let Expr::Exchange(Exchange::Output { output: index, pointer }) = &output.value
                && pointer.is_empty()
                && function.outputs.get(*index).is_some_and(|field| field.certain)
            {
                output.presence = PresenceByStatus::always(Presence::Certain);
            }
        }
    }
}

/// Structures one workflow. `depth`: how deep blocks may be nested.
fn structure(workflow: &Workflow, depth: usize, report: &mut Report) -> Function {
    let analysis = Analysis::of(workflow, Shape::Nested);
    let Analysis { graph, dominators, values, .. } = &analysis;
    report_unreachable(workflow, graph, report);
    assigned::report(workflow, graph, dominators, values, report);
    loops::report_endless(workflow, graph, dominators, report);
    let steps = StepGraph::of(workflow);
    loops::report_busy(workflow, &steps, report);
    branches::report(workflow, &steps, report);
    let checks = order::prerequisites(workflow, graph, dominators, report);
    let nested = |style| structure::function(workflow, &analysis, &checks, style);
    nested(Style::nested(depth)).or_else(|| nested(Style::flat(depth))).or_else(|| dispatched(workflow)).unwrap_or_else(
        || {
            let what = "a workflow whose branches are nested more than fifty deep".to_owned();
            if let Some(step) = workflow.steps.first() {
                report.add(step.place.value(), Kind::Unsupported { what });
            }
            Function::unknown(workflow)
        },
    )
}

/// The function of a workflow whose branches no blocks can hold: one loop that says where to go next. What it reports was
/// reported of the graph as it is.
fn dispatched(workflow: &Workflow) -> Option<Function> {
    let analysis = Analysis::of(workflow, Shape::Dispatched);
    let checks = order::prerequisites(workflow, &analysis.graph, &analysis.dominators, &mut Report::default());
    structure::function(workflow, &analysis, &checks, Style::flat(MAX_DEPTH))
}

/// How a workflow's graph is made ready for blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Only loops with several entries get one.
    Nested,
    /// Wherever paths meet, they do so in one loop.
    Dispatched,
}

/// What is known about the flow of a workflow.
struct Analysis {
    graph: Graph,
    dominators: Dominators,
    nest: Nest,
    values: Values,
}

impl Analysis {
    /// Adds the checks that required positions need, until no such position reads an uncertain value.
    fn of(workflow: &Workflow, shape: Shape) -> Analysis {
        let mut required: Vec<(Visit, Slot)> = Vec::new();
        let mut checked = BTreeSet::new();
        loop {
            let analysis = Analysis::with(workflow, shape, &required);
            let checks = uncertain(workflow, &analysis, &checked);
            if checks.is_empty() {
                return analysis;
            }
            checked.extend(checks.iter().copied());
            required.extend(checks);
        }
    }

    fn with(workflow: &Workflow, shape: Shape, required: &[(Visit, Slot)]) -> Analysis {
        let mut graph = Graph::build(workflow, required);
        if shape == Shape::Dispatched {
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
        let values = Values::of(workflow, &graph, &dominators, &nest, shape);
        Analysis { graph, dominators, nest, values }
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

fn report_unreachable(workflow: &Workflow, graph: &Graph, report: &mut Report) {
    let calls = graph.calls();
    for (index, step) in workflow.steps.iter().enumerate() {
        if !calls.contains_key(&index) {
            report.add(step.place.key("stepId").value(), Kind::UnreachableStep { step: step.name.clone() });
        }
    }
}
