//! The `timeout` of a step: how long one attempt may take, with redirects and a second sending after a 401.

use std::fmt;
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
