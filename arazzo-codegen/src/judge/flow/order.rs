//! Steps that must have run before others (`dependsOn` of a step, SPEC DO-07 and DO-09).

use std::collections::BTreeSet;

use crate::diagnostic::{Kind, Report};
use crate::flow::{Function, Unmet};
use crate::model::Workflow;

/// A called workflow does not say which of its steps have run: others can depend only on those that it cannot end without.
pub(super) fn report_inner(workflow: &Workflow, functions: &[Function], report: &mut Report) {
    for inner in &workflow.inner {
        let function = functions.get(inner.workflow);
        if !function.is_some_and(|function| function.always.contains(&inner.step)) {
            let what = "a dependency on a step that its workflow may leave out".to_owned();
            report.add(inner.mark.clone(), Kind::Unsupported { what });
        }
    }
}

/// What surely has not run, and what perhaps has not.
pub(super) fn report_unmet(workflow: &Workflow, unmet: &[Unmet], report: &mut Report) {
    let mut reported = BTreeSet::new();
    for unmet in unmet.iter().filter(|unmet| reported.insert((unmet.step, unmet.before))) {
        let (step, before) = (&workflow.steps[unmet.step], &workflow.steps[unmet.before]);
        let (name, prerequisite) = (step.name.clone(), before.name.clone());
        let kind = if unmet.possible {
            Kind::PerhapsNotBefore { step: name, prerequisite }
        } else {
            Kind::NeverBefore { step: name, prerequisite }
        };
        report.add(step.place.key("dependsOn").name(), kind);
    }
}
