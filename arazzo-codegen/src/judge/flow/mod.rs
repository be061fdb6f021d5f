//! What is wrong with the order in which steps run, and with the values that they have then.
//!
//! `assigned` values that are not there, `order` steps that must run before others, `unreachable` steps that never run, `loops`,
//! `branches`; `ways` and `steps` find the steps to show.

mod assigned;
mod branches;
mod loops;
mod order;
mod steps;
#[cfg(test)]
mod tests;
mod unreachable;
mod ways;

use crate::diagnostic::Report;
use crate::flow::Flow;
use crate::model::Model;
use steps::StepGraph;

/// Judges the flow of all workflows of a model.
pub(crate) fn flow(model: &Model, flow: &Flow, report: &mut Report) {
    for (index, (workflow, analysis)) in model.workflows.iter().zip(&flow.analyses).enumerate() {
        // Of workflows that call each other nothing is known.
        let callees = flow.functions.get(..index).unwrap_or_default();
        order::report_inner(workflow, callees, report);
        unreachable::report(workflow, &analysis.graph, report);
        assigned::report(workflow, analysis, report);
        loops::report_endless(workflow, analysis, report);
        let steps = StepGraph::of(workflow);
        loops::report_busy(workflow, &steps, report);
        branches::report(workflow, &steps, report);
        order::report_unmet(workflow, &analysis.unmet, report);
    }
}
