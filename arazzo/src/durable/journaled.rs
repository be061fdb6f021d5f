//! A journal as a client uses it: records instead of bytes, and a clock.

use super::clock::Clock;
use super::key::{Key, random};
use super::record::{Head, Record, What, nanoseconds};
use super::{Begin, Journal, Known, Stopped, Waited};
use crate::effects::World;
use bytes::Bytes;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A run and its journal.
pub(crate) struct Journaled {
    journal: Box<dyn Journal>,
    key: Key,
    /// How many workflows were called.
    calls: AtomicU32,
    clock: Mutex<Clock>,
}

/// What is known of an exchange before it is made.
pub(crate) enum Begun {
    /// What came of it.
    Known { what: What, body: Bytes, requests: u32 },
    /// It may have been made.
    InDoubt,
    /// It was not.
    New,
}

impl Journaled {
    pub(crate) fn new(journal: Box<dyn Journal>, key: Key) -> Self {
        Self { journal, key, calls: AtomicU32::new(0), clock: Mutex::default() }
    }

    /// The number of a call of a workflow that begins.
    pub(crate) fn next_call(&self) -> u32 {
        self.calls.fetch_add(1, Ordering::Relaxed).saturating_add(1)
    }

    /// What the journal has under this name. Where it has no record, something new is about to be done, and the clock goes on.
    pub(crate) async fn begin(&self, name: &str, world: &World) -> Result<Begun, Stopped> {
        let sealed = match self.journal.begin(name).await? {
            Known::Record(sealed) => sealed,
            known => {
                self.clock().go_on(world.elapsed());
                return Ok(if known == Known::Intent { Begun::InDoubt } else { Begun::New });
            }
        };
        let place = self.place(name);
        let plain = self.key.open(&place, &sealed)?;
        let unknown = || Stopped::failed(format!("the record `{place}` has a form that this version does not know"));
        let Record { head, body } = Record::decode(plain).ok_or_else(unknown)?;
        self.clock().replay(head.at(), head.ran());
        Ok(Begun::Known { what: head.what, body, requests: head.requests })
    }

    pub(crate) async fn intend(&self, name: &str) -> Result<(), Stopped> {
        self.journal.intend(name).await
    }

    pub(crate) async fn finish(
        &self,
        name: &str,
        (what, body, requests): (What, Bytes, u32),
        world: &World,
    ) -> Result<(), Stopped> {
        let (at, steady) = (world.now(), world.elapsed());
        let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
        let (at, ran) = (nanoseconds(since), nanoseconds(self.clock().ran(steady)));
        let record = Record { head: Head { at, ran, requests, what }, body };
        let sealed = self.key.seal(&self.place(name), &record.encode()?)?;
        self.clock().record(record.head.at(), steady);
        self.journal.finish(name, sealed).await
    }

    /// The record that a workflow is called: that of an earlier life, or a new one.
    pub(crate) async fn call(&self, name: &str, fingerprint: u64, world: &World) -> Result<Begin, Stopped> {
        match self.begin(name, world).await? {
            Begun::Known { what: What::Begin(begin), .. } => Ok(begin),
            Begun::Known { .. } => Err(Stopped::failed(format!("the record `{name}` is one of something else"))),
            Begun::InDoubt | Begun::New => {
                let begin = Begin { nonce: u128::from_le_bytes(random()?), fingerprint };
                self.finish(name, (What::Begin(begin), Bytes::new(), 0), world).await?;
                Ok(begin)
            }
        }
    }

    /// Waits for what is left of a delay since the last record.
    pub(crate) async fn wait(&self, delay: Duration, world: &World) -> Result<(), Stopped> {
        if self.journal.wait(delay).await? == Waited::Not {
            // A clock that was set back makes nobody wait longer.
            let passed = world.now().duration_since(self.now(world)).unwrap_or_default();
            world.sleep(delay.saturating_sub(passed)).await;
        }
        Ok(())
    }

    /// The time of day in the run.
    pub(crate) fn now(&self, world: &World) -> SystemTime {
        self.clock().now().unwrap_or_else(|| world.now())
    }

    /// How long processes have worked on the run.
    pub(crate) fn ran(&self, world: &World) -> Duration {
        self.clock().ran(world.elapsed())
    }

    /// The same by the last record: what is decided by it is decided alike in every life of the run.
    pub(crate) fn recorded(&self) -> Duration {
        self.clock().recorded()
    }

    /// What a record is bound to.
    fn place(&self, name: &str) -> String {
        format!("{}/{name}", self.journal.run())
    }

    fn clock(&self) -> MutexGuard<'_, Clock> {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
