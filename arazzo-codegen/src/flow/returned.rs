//! What the outputs are made of where the workflow returns.

use super::block::{Env, Returned};
use super::reading::Reading;
use crate::model::{Expr, Presence, Ty, Workflow, WorkflowOutput};

/// The outputs with the variables of one place. `is_certain`: whether the field of an output is no `Option`.
pub(super) fn fields(workflow: &Workflow, is_certain: &impl Fn(usize) -> bool, env: &Env) -> Vec<Returned> {
    let reading = Reading { workflow, env };
    let field = |(index, output): (usize, &WorkflowOutput)| {
        let presence = reading.given(&output.value);
        let mut later = workflow.outputs.iter().skip(index + 1);
        Returned {
            presence,
            wrapped: presence == Presence::Certain && !is_certain(index),
            again: later.any(|later| is_same_source(&later.value, &output.value)),
            converted: output.value.step().filter(|_| output.given.is_some() || changes(&reading, output)),
        }
    };
    workflow.outputs.iter().enumerate().map(field).collect()
}

/// Whether two outputs are made of one variable.
fn is_same_source(left: &Expr, right: &Expr) -> bool {
    match (left, right) {
        (Expr::Input(left), Expr::Input(right)) => left.root == right.root,
        (Expr::Output { output: left, .. }, Expr::Output { output: right, .. }) => left == right,
        _ => false,
    }
}

/// Whether a value has another type outside, where numbers have the types of Rust and a body of which nothing is known is JSON.
fn changes(reading: &Reading<'_>, output: &WorkflowOutput) -> bool {
    match &output.value {
        Expr::Output { pointer, .. } if pointer.is_empty() => reading.ty(&output.value).is_some_and(Ty::is_inside_only),
        other => other.has_digits() && output.ty.clone().with_digits().is_inside_only(),
    }
}
