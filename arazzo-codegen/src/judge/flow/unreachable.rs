//! Steps that no way leads to (SPEC W-16).

use crate::diagnostic::{Kind, Report};
use crate::flow::Graph;
use crate::model::Workflow;

pub(super) fn report(workflow: &Workflow, graph: &Graph, report: &mut Report) {
    let calls = graph.calls();
    for (index, step) in workflow.steps.enumerate() {
        if !calls.contains_key(&index) {
            report.add(step.place.key("stepId").value(), Kind::UnreachableStep { step: step.name.clone() });
        }
    }
}
