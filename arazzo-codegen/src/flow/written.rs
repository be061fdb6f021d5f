//! What of a call is written where it is made: what surely has no value there is left out.

use super::block::{BodyWritten, Env, Written};
use super::reading::Reading;
use crate::model::{Body, Call, Expr, Workflow};

/// What is written of the call of a step.
pub(super) fn written(workflow: &Workflow, call: &Call, env: &Env) -> Written {
    let reading = Reading { workflow, env };
    let present = |values: &mut dyn Iterator<Item = &Expr>| {
        let values = values.enumerate().filter(|(_, value)| !reading.is_absent(value));
        values.map(|(index, _)| index).collect()
    };
    match call {
        Call::Operation { request, .. } => {
            let body = request.body.as_ref().filter(|body| !reading.is_absent(&body.value));
            Written {
                values: present(&mut request.arguments.iter().map(|argument| &argument.value)),
                body: body.map(|body| body_written(body, &reading)),
            }
        }
        Call::Workflow(call) => {
            Written { values: present(&mut call.passed().iter().map(|passed| &passed.value)), body: None }
        }
        Call::Unknown(_) => Written { values: Vec::new(), body: None },
    }
}

fn body_written(body: &Body, reading: &Reading<'_>) -> BodyWritten {
    BodyWritten {
        checked: body.required && !reading.is_certain(&body.value),
        or_null: reading.is_null_none(&body.value),
    }
}
