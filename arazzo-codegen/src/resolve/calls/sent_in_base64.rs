//! Inputs that a workflow sends in base64.

use crate::model::{Body, BodyForm, Expr, PartForm};
use crate::resolve::draft::Draft;

/// Whether a workflow sends one of its inputs in base64, and reads it nowhere else.
pub(super) fn is_sent_in_base64(workflow: &Draft, field: usize) -> bool {
    let is_it = |value: &Expr| matches!(value, Expr::Input(path) if path.root == field && path.pointer.is_empty());
    let (mut all, mut encoded) = (0, 0);
    let mut count = |value: &Expr| {
        value.each(&mut |part| {
            all += usize::from(is_it(part));
            encoded += usize::from(matches!(part, Expr::Base64(inner) if is_it(inner)));
        });
    };
    for step in &workflow.steps {
        step.call.values().into_iter().for_each(|(value, _)| count(value));
        step.outputs.iter().for_each(|output| count(&output.value));
    }
    workflow.outputs.iter().for_each(|output| count(&output.value));
    let bodies = workflow.steps.iter().filter_map(|step| step.call.request()?.body.as_ref());
    let parts = bodies.flat_map(base64_parts).filter(|part| is_it(part)).count();
    all > 0 && all == encoded + parts
}

/// The parts of a multipart body that are base64.
fn base64_parts(body: &Body) -> Vec<&Expr> {
    let (BodyForm::Multipart(parts), Expr::Object(members)) = (&body.form, &body.value) else { return Vec::new() };
    let is_base64 =
        |name: &str| parts.forms.iter().any(|(known, form)| known == name && matches!(form, PartForm::Base64(_)));
    members.iter().filter(|(name, _)| is_base64(name)).map(|(_, value)| value).collect()
}
