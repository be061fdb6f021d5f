//! The journal of one run.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arazzo::durable::{Asked, Journal, Known, Stopped, Waited};
use rusqlite::params;

use crate::writer::{Safe, Writer};

/// A run in this process.
pub(crate) struct Run {
    pub(crate) writer: Arc<Writer>,
    pub(crate) id: String,
    /// It was cancelled, perhaps while it runs.
    pub(crate) is_cancelled: Arc<AtomicBool>,
    /// It has ended before: nothing more is sent.
    pub(crate) has_ended: bool,
    /// What earlier processes have written and this one has not read yet.
    pub(crate) unread: Mutex<HashMap<String, Option<Vec<u8>>>>,
}

impl Run {
    fn unread(&self) -> MutexGuard<'_, HashMap<String, Option<Vec<u8>>>> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known under a name. Where there is no record, something new is about to be done: an error if it must not be.
    fn known(&self, name: &str) -> Result<Known, Stopped> {
        let mut unread = self.unread();
        let known = match unread.remove(name) {
            Some(Some(record)) => return Ok(Known::Record(record)),
            Some(None) => Known::Intent,
            None => Known::Nothing,
        };
        if self.is_cancelled.load(Ordering::Relaxed) {
            return Err(Stopped::cancelled());
        }
        if self.has_ended {
            return Err(Stopped::failed(format!("run `{}` has ended, and nothing more is sent for it", self.id)));
        }
        match unread.keys().min() {
            Some(other) => Err(Stopped::failed(format!(
                "run `{}` has done `{other}` before, and now would do `{name}` instead: what calls the workflow must do the same \
                 each time",
                self.id
            ))),
            None => Ok(known),
        }
    }
}

impl Journal for Run {
    fn run(&self) -> &str {
        &self.id
    }

    fn begin<'a>(&'a self, name: &'a str) -> Asked<'a, Known> {
        let known = self.known(name);
        Box::pin(async { known })
    }

    fn intend<'a>(&'a self, name: &'a str) -> Asked<'a, ()> {
        let (run, name) = (self.id.clone(), name.to_owned());
        let write = self.writer.ask(Safe::FromPowerFailure, move |connection| {
            let sql = "INSERT INTO entry (run, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            connection.prepare_cached(sql)?.execute(params![run, name]).map(drop)
        });
        Box::pin(async { write.await.map_err(Stopped::failed) })
    }

    fn finish<'a>(&'a self, name: &'a str, record: Vec<u8>) -> Asked<'a, ()> {
        let (run, name) = (self.id.clone(), name.to_owned());
        let write = self.writer.ask(Safe::FromKill, move |connection| {
            let sql = "INSERT INTO entry (run, name, record) VALUES (?1, ?2, ?3) \
                       ON CONFLICT DO UPDATE SET record = excluded.record WHERE record IS NULL";
            connection.prepare_cached(sql)?.execute(params![run, name, record]).map(drop)
        });
        Box::pin(async { write.await.map_err(Stopped::failed) })
    }

    fn wait(&self, _: Duration) -> Asked<'_, Waited> {
        let waited = match self.unread().is_empty() {
            false => Ok(Waited::Already),
            true if self.is_cancelled.load(Ordering::Relaxed) => Err(Stopped::cancelled()),
            true => Ok(Waited::Not),
        };
        Box::pin(async { waited })
    }
}
