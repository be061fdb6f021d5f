//! Actions that never run, and retries that may do harm.

use super::workflow::Scope;
use crate::diagnostic::{Kind, Relation};
use crate::model::{Action, Test, Then};
use crate::status::StatusSet;

/// Methods that may be sent again: RFC 9110, section 9.2.2.
const IDEMPOTENT: [&str; 7] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

impl Scope<'_, '_> {
    pub(super) fn check_actions(&mut self, step: usize, success: &Test, on_success: &[Action], on_failure: &[Action]) {
        let every = StatusSet::everything();
        let missed = success.as_status().map_or_else(|| every.clone(), |held| every.without(&held));
        let definition = &self.workflow.steps[step];
        self.check_reached(on_success, definition.on_success.len(), &success.statuses());
        self.check_reached(on_failure, definition.on_failure.len(), &missed);
        self.check_retries(step, on_success, &success.statuses());
        self.check_retries(step, on_failure, &missed);
    }

    /// Actions for which the ones before them leave no status. What the criteria of the step exclude is reported at the condition.
    fn check_reached(&mut self, actions: &[Action], own: usize, statuses: &StatusSet) {
        for (index, action) in actions.iter().enumerate() {
            let asked = action.test.statuses().intersection(statuses);
            // The workflow's actions are for many steps: only one of their own list may keep one of them from running.
            let before = if index < own { &actions[..index] } else { &actions[own.min(index)..index] };
            if !asked.is_empty() {
                self.check_shadowed(action, before, &asked);
            }
        }
    }

    /// An action behind others that take every status which it asks for is never looked at. A retry steps aside when its limit is
    /// reached.
    fn check_shadowed(&mut self, action: &Action, before: &[Action], asked: &StatusSet) {
        let mut left = asked.clone();
        for other in before.iter().filter(|other| !matches!(other.then, Then::Retry { .. })) {
            let Some(taken) = other.test.as_status().filter(|taken| taken.intersects(&left)) else { continue };
            left = left.without(&taken);
            if left.is_empty() {
                let kind = Kind::ShadowedAction { action: action.name.clone(), by: other.name.clone() };
                let report = self.context.report.add(action.place.key("name").value(), kind);
                report.also(other.place.key("name").value(), Relation::Always);
            }
        }
    }

    /// Retries of requests that may have done their work (SPEC R-14). With a status of the client's mistakes, or with 503, nothing
    /// was done.
    fn check_retries(&mut self, step: usize, actions: &[Action], statuses: &StatusSet) {
        let Some((_, operation)) = self.operations.get(step).and_then(Option::as_ref) else { return };
        let keyed = |name: &str| name.to_ascii_lowercase().contains("idempotency");
        let has_key =
            matches!(&self.request, Some(request) if request.arguments.iter().any(|argument| keyed(&argument.name)));
        if IDEMPOTENT.contains(&operation.method.as_str()) || has_key {
            return;
        }
        let method = operation.method.clone();
        let harmless = StatusSet::of(400..=499).union(&StatusSet::single(503));
        for action in actions.iter().filter(|action| matches!(action.then, Then::Retry { .. })) {
            if !action.test.statuses().intersection(statuses).is_subset(&harmless) {
                let kind = Kind::UnsafeRetry { action: action.name.clone(), method: method.clone() };
                self.context.report.add(action.place.key("type").value(), kind);
            }
        }
    }
}
