//! The `timeout` of a step: how long one attempt may take, with redirects and a second sending after a 401. Where the step calls a
//! workflow, it is the time of all that this one does.

use super::response::Sending;
use super::run::Run;
use crate::client::Caller;
use crate::{Client, Error, ErrorKind};
use std::fmt;
use std::time::Duration;

/// The end of an attempt, or of all that a run does. Times are those of [`Client::elapsed`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    started: Duration,
    limit: Duration,
    set_by: SetBy,
}

/// Who sets a deadline.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SetBy {
    /// The step itself, or the client for every response.
    Step,
    /// The step that calls the workflow.
    Caller,
    /// The client's limit for a whole run.
    Client,
}

impl Deadline {
    pub(crate) fn new(limit: Duration, set_by: SetBy, now: Duration) -> Self {
        Self { started: now, limit, set_by }
    }

    /// What is left of the time.
    pub(crate) fn left(self, now: Duration) -> Duration {
        self.limit.saturating_sub(now.saturating_sub(self.started))
    }

    /// Whichever ends first.
    pub(crate) fn earliest(one: Option<Self>, other: Option<Self>, now: Duration) -> Option<Self> {
        [one, other].into_iter().flatten().min_by_key(|deadline| deadline.left(now))
    }

    pub(crate) fn has_passed(self, now: Duration) -> bool {
        self.left(now).is_zero()
    }

    pub(crate) fn passed(self) -> TimedOut {
        TimedOut(self.limit)
    }

    /// The error that the time of a run is over.
    fn error(self) -> (ErrorKind, String) {
        let limit = self.limit;
        match self.set_by {
            SetBy::Client => (ErrorKind::Limit, format!("the run takes longer than the client's limit of {limit:?}")),
            SetBy::Step | SetBy::Caller => {
                let message = format!("the step that calls the workflow waits {limit:?} for it, and no longer");
                (ErrorKind::Transport, message)
            }
        }
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
        let now = self.client().settled();
        let deadline = Deadline::earliest(self.caller.deadline, Some(Deadline::new(limit, SetBy::Caller, now)), now);
        let caller = Caller { deadline, ..self.caller.clone() };
        self.client().called_by(caller)
    }

    /// An error once the time of the run is over, or that of the step which called this workflow. No failure action goes on from
    /// there.
    pub(crate) fn in_time(&self, sending: Sending) -> Result<(), Error> {
        self.in_time_after(sending, Duration::ZERO, self.client().elapsed())
    }

    /// The same of the time after a wait that begins now.
    pub(crate) fn in_time_after(&self, sending: Sending, wait: Duration, now: Duration) -> Result<(), Error> {
        let Some(deadline) = self.caller.deadline else { return Ok(()) };
        if !deadline.has_passed(now) && deadline.left(now) >= wait {
            return Ok(());
        }
        let (kind, message) = deadline.error();
        Err(self.error_at(kind, sending, message))
    }
}
