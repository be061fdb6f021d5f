//! What an observer sees, as events of the crate `tracing`.

use crate::Event;
use tracing::{debug, warn};

/// Says it under the target `arazzo`: at level `warn` where no response came, a step is tried again or a part of an output is left out, else at `debug`. Like
/// the events themselves it carries no values.
pub(crate) fn trace(event: &Event<'_>) {
    match event {
        Event::Started { workflow } => debug!(target: "arazzo", workflow, "workflow started"),
        Event::Sending { workflow, step, attempt, method, url } => {
            debug!(target: "arazzo", workflow, step, attempt, method, url, "sending");
        }
        Event::Answered { workflow, step, attempt, status } => {
            debug!(target: "arazzo", workflow, step, attempt, status, "answered");
        }
        Event::Unanswered { workflow, step, attempt } => warn!(target: "arazzo", workflow, step, attempt, "no answer"),
        Event::Replayed { workflow, step, attempt, status } => {
            debug!(target: "arazzo", workflow, step, attempt, status, "replayed");
        }
        Event::Retrying { workflow, step, action, attempt, delay } => {
            warn!(target: "arazzo", workflow, step, action, attempt, ?delay, "trying again");
        }
        Event::LeftOut { workflow, step, output, why, times } => {
            warn!(target: "arazzo", workflow, step, output, why, times, "left out");
        }
        Event::Finished { workflow } => debug!(target: "arazzo", workflow, "workflow finished"),
    }
}

/// Whether anybody listens.
pub(crate) fn is_heard() -> bool {
    tracing::enabled!(target: "arazzo", tracing::Level::DEBUG)
}
