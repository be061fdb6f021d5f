//! Control flow: from steps that jump to nested blocks.
//!
//! ```text
//! terms      nodes, slots and their variables: what the other files speak of
//! analysis   the stages from `graph` to `values`, again and again until every check is in its place
//! decision   what a step does with its response: a tree of tests with outcomes as leaves
//! ended      failure actions that end the workflow and take the same outputs
//! live       which outputs of a step are read behind it
//! graph      nodes (calls, values taken from responses) and edges
//! dominators who must have run before whom
//! reduce     a loop with several entries gets one
//! nest       loops, and which are inside of which
//! invariant  checks in front of the loops that do not change their values
//! reshape    a node in front of every loop
//! spots      where code stands
//! wanted     which values are read behind a node
//! versions   which variable a value has where (points)
//! values     which variables surely hold a value
//! notes      what a run is told of values: which are secrets, and which are outputs
//! absent     values that surely are not there
//! structure  blocks, labelled blocks and loops
//! tidy       guards instead of nesting, no label that nobody breaks to
//! labels     names for those that are left; no label shadows another
//! cut        private functions for the parts of a long workflow
//! variables  which variable a slot is, and its name
//! own        names of variables that the document has no name for
//! unmet      steps that must have run before others, and perhaps have not
//! named      names of what a caller can tell apart: steps and ends
//! outcome    the ends of the workflow, and what each of them returns
//! ```
//!
//! What is wrong with the flow of a document is not said here, but by the stage `judge`.
//!
//! Invariant: each use of a value is dominated by its definition, or the value is an `Option`.

mod absent;
mod analysis;
mod block;
mod cut;
mod decision;
mod dominators;
mod ended;
mod graph;
mod invariant;
mod labels;
mod live;
mod named;
mod nest;
mod notes;
mod outcome;
mod own;
mod points;
mod reduce;
mod reshape;
mod spots;
mod structure;
mod terms;
#[cfg(test)]
pub(crate) mod tests;
mod tidy;
mod unmet;
mod values;
mod variables;
mod versions;
mod wanted;

pub(crate) use absent::is_absent;
pub(crate) use analysis::Analysis;
pub(crate) use block::{
    Argument, Asked, Block, Condition, Construct, Env, Exit, Function, Held, Label, Leaving, Note, OutputField, Part,
    Signature, Stmt, Tail, Variable, Way,
};
pub(crate) use decision::{Outcome, OutcomeKind, decide};
pub(crate) use dominators::Dominators;
pub(crate) use graph::{Graph, NodeKind, is_attempt};
pub(crate) use terms::{ENTRY, How, Leaf, NodeId, RetryRef, Slot, Version, Visit};
pub(crate) use unmet::Unmet;
pub(crate) use values::Values;

use std::collections::BTreeSet;

use crate::diagnostic::{Kind, Report};
use crate::model::{Exchange, Expr, Model, OutputRef, Workflow};
use structure::Style;
use terms::{Layout, Task};

/// Blocks are not nested deeper than this: nobody could read them, and rustc could not compile them.
const MAX_DEPTH: usize = 50;

/// The flow of all workflows of a model, in its order.
#[derive(Default)]
pub(crate) struct Flow {
    pub(crate) functions: Vec<Function>,
    /// What is known of each before it is written as blocks.
    pub(crate) analyses: Vec<Analysis>,
}

/// Structures all workflows of a model. What is known of one is known to those that call it.
///
/// `tells_ends`: a workflow with several ends returns at which one it came.
pub(crate) fn flow(model: &Model, tells_ends: bool, report: &mut Report) -> Flow {
    let mut flow = Flow::default();
    for workflow in &model.workflows {
        let returned = always_returned(workflow, &flow.functions);
        // A workflow that calls it may send on what is there.
        let lenient = model.output_types.lenient && !model.is_called(workflow);
        let task = Task { workflow, returned: &returned, tells_ends, lenient };
        let analysis = Analysis::of(task, Layout::Nested);
        let function = structure(task, &analysis, MAX_DEPTH, report);
        flow.functions.push(cut::cut(workflow, function, cut::SIZES));
        flow.analyses.push(analysis);
    }
    flow
}

/// The outputs of steps that a called workflow always returns. Of workflows that call each other nothing is known yet.
fn always_returned(workflow: &Workflow, functions: &[Function]) -> BTreeSet<OutputRef> {
    let mut returned = BTreeSet::new();
    for (step, definition) in workflow.steps.enumerate() {
        let Some(function) = definition.call.workflow().and_then(|call| functions.get(call.workflow)) else { continue };
        let is_returned = |value: &Expr| match value {
            Expr::Exchange(Exchange::Output { output, pointer }) if pointer.is_empty() => {
                function.outputs.get(*output).is_some_and(|field| field.certain)
            }
            _ => false,
        };
        let outputs = definition.outputs.enumerate().filter(|(_, output)| is_returned(&output.value));
        returned.extend(outputs.map(|(output, _)| OutputRef { step, output }));
    }
    returned
}

/// Structures one workflow. `depth`: how deep blocks may be nested.
fn structure(task: Task<'_>, analysis: &Analysis, depth: usize, report: &mut Report) -> Function {
    let workflow = task.workflow;
    let nested = |style| structure::function(workflow, analysis, style);
    nested(Style::nested(depth)).or_else(|| nested(Style::flat(depth))).or_else(|| dispatched(task)).unwrap_or_else(
        || {
            let what = "a workflow whose branches are nested more than fifty deep".to_owned();
            if let Some(step) = workflow.steps.first() {
                report.add(step.place.value(), Kind::Unsupported { what });
            }
            unknown(workflow, task.tells_ends)
        },
    )
}

/// The function of a workflow whose branches no blocks can hold: one loop that says where to go next.
fn dispatched(task: Task<'_>) -> Option<Function> {
    let analysis = Analysis::of(task, Layout::Dispatched);
    structure::function(task.workflow, &analysis, Style::flat(MAX_DEPTH))
}

/// The function of a workflow that cannot be compiled: it never returns, and promises nothing.
pub(crate) fn unknown(workflow: &Workflow, tells_ends: bool) -> Function {
    let endless = Construct::Loop(None);
    let stmts = vec![Stmt::Construct { results: Vec::new(), construct: endless, body: Block::of(Tail::Fall) }];
    Function {
        body: Block { stmts, tail: Tail::Fall },
        parts: Vec::new(),
        outputs: workflow.outputs.iter().map(|_| OutputField { certain: false }).collect(),
        steps: Vec::new(),
        always: Vec::new(),
        step_names: named::steps(workflow),
        ways: if tells_ends { outcome::unknown(workflow) } else { Vec::new() },
    }
}
