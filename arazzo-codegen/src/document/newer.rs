//! Fields that a document of version 1.0 cannot know: Arazzo has them since version 1.1 (SPEC D-04).

use super::{Action, Document, OrReference, Step, Workflow};
use crate::diagnostic::{Kind, Report};
use crate::place::Place;

/// Says of each such field that it is understood anyway.
pub(super) fn report_newer(document: &Document, report: &mut Report) {
    if !document.is_1_0() {
        return;
    }
    let components = [&document.components.success_actions, &document.components.failure_actions];
    let shared = components.into_iter().flatten().filter_map(|(_, action)| of_action(action));
    let own = document.self_uri.iter().map(|_| (document.root.place.key("$self"), "`$self`"));
    for (place, what) in own.chain(document.workflows.iter().flat_map(of_workflow)).chain(shared) {
        report.add(place.name(), Kind::NewerFeature { what, plain: false });
    }
}

fn of_workflow(workflow: &Workflow) -> impl Iterator<Item = (Place, &'static str)> {
    let actions = of_actions(&workflow.success_actions).chain(of_actions(&workflow.failure_actions));
    actions.chain(workflow.steps.iter().flat_map(of_step))
}

fn of_step(step: &Step) -> impl Iterator<Item = (Place, &'static str)> {
    let timeout = step.timeout.iter().map(|_| (step.place.key("timeout"), "`timeout` of a step"));
    let depends_on = step.depends_on.first().map(|_| (step.place.key("dependsOn"), "`dependsOn` of a step"));
    timeout.chain(depends_on).chain(of_actions(&step.on_success)).chain(of_actions(&step.on_failure))
}

fn of_actions(actions: &[OrReference<Action>]) -> impl Iterator<Item = (Place, &'static str)> {
    actions.iter().filter_map(|action| match action {
        OrReference::Inline(action) => of_action(action),
        // What it refers to is seen where that stands.
        OrReference::Reference(_) => None,
    })
}

fn of_action(action: &Action) -> Option<(Place, &'static str)> {
    (!action.parameters.is_empty()).then(|| (action.place.key("parameters"), "the field `parameters` of an action"))
}
