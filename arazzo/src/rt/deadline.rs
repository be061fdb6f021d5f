//! The `timeout` of a step: how long one attempt may take, with redirects and a second sending after a 401. Where the step calls a
//! workflow, it is the time of all that this one does.

use super::response::Sending;
use super::run::Run;
use crate::client::Caller;
use crate::{Client, Error, ErrorKind};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The end of an attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    started: SystemTime,
    limit: Duration,
}

impl Deadline {
    pub(crate) fn new(limit: Duration, now: SystemTime) -> Self {
        Self { started: now, limit }
    }

    /// What is left of the time.
    pub(crate) fn left(self, now: SystemTime) -> Duration {
        self.limit.saturating_sub(now.duration_since(self.started).unwrap_or_default())
    }

    /// Whichever ends first.
    pub(crate) fn earliest(one: Option<Self>, other: Option<Self>, now: SystemTime) -> Option<Self> {
        [one, other].into_iter().flatten().min_by_key(|deadline| deadline.left(now))
    }

    pub(crate) fn has_passed(self, now: SystemTime) -> bool {
        self.left(now).is_zero()
    }

    pub(crate) fn passed(self) -> TimedOut {
        TimedOut(self.limit)
    }
}

/// Why there is no response.
#[derive(Debug, Default)]
pub(crate) struct TimedOut(Duration);

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no complete response came within {:?}", self.0)
    }
}

impl std::error::Error for TimedOut {}

impl Run {
    /// The client to give to a workflow that may take so long.
    pub fn client_within(&self, limit: Duration) -> Client {
        let now = self.client().settings.effects.now();
        let deadline = Deadline::earliest(self.caller.deadline, Some(Deadline::new(limit, now)), now);
        let caller = Caller { deadline, ..self.caller.clone() };
        Client { settings: Arc::clone(&self.client().settings), caller: Some(caller) }
    }

    /// An error once the time is over that the step has which called this workflow. No failure action of this workflow goes
    /// on from there.
    pub(crate) fn in_time(&self, sending: Sending, wait: Duration) -> Result<(), Error> {
        let now = self.client().settings.effects.now();
        let Some(deadline) = self.caller.deadline else { return Ok(()) };
        if !deadline.has_passed(now) && deadline.left(now) >= wait {
            return Ok(());
        }
        let message = format!("the step that calls the workflow waits {:?} for it, and no longer", deadline.limit);
        Err(self.error_at(ErrorKind::Transport, sending, message))
    }
}
