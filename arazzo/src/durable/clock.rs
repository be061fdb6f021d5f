//! The clock of a durable run: it shows the same in every life of the run.

use std::time::{Duration, SystemTime};

/// While records are read, time stands still at the last one. Between two records of this process it goes on.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// The time of day of the last record.
    at: Option<SystemTime>,
    /// How long processes have worked on the run by then.
    ran: Duration,
    /// When this process has gone on from there, on its own steady clock.
    since: Option<Duration>,
}

impl Clock {
    /// The time of day, if there is a record.
    pub(super) fn now(&self) -> Option<SystemTime> {
        self.at
    }

    /// How long processes have worked on the run; `steady` is the steady clock of this one.
    pub(super) fn ran(&self, steady: Duration) -> Duration {
        self.ran + self.since.map_or(Duration::ZERO, |since| steady.saturating_sub(since))
    }

    /// The same by the last record.
    pub(super) fn recorded(&self) -> Duration {
        self.ran
    }

    /// A record was read.
    pub(super) fn replay(&mut self, at: SystemTime, ran: Duration) {
        *self = Self { at: Some(at), ran, since: None };
    }

    /// Something new is about to be done.
    pub(super) fn go_on(&mut self, steady: Duration) {
        self.since.get_or_insert(steady);
    }

    /// A record was made.
    pub(super) fn record(&mut self, at: SystemTime, steady: Duration) {
        *self = Self { at: Some(at), ran: self.ran(steady), since: Some(steady) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_only_while_something_new_is_done() {
        let second = Duration::from_secs;
        let day = |seconds| SystemTime::UNIX_EPOCH + second(seconds);
        let mut clock = Clock::default();
        assert_eq!((clock.now(), clock.ran(second(9))), (None, second(0)));
        clock.replay(day(100), second(3));
        assert_eq!((clock.now(), clock.ran(second(50))), (Some(day(100)), second(3)));
        clock.go_on(second(60));
        clock.go_on(second(61));
        assert_eq!((clock.now(), clock.ran(second(62))), (Some(day(100)), second(5)));
        clock.record(day(9000), second(64));
        assert_eq!(
            (clock.now(), clock.ran(second(64)), clock.ran(second(65))),
            (Some(day(9000)), second(7), second(8))
        );
    }
}
