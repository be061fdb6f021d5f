//! All runs of a file.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arazzo::durable::{Key, Stopped};
use arazzo::{Client, Error, ErrorKind};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::file;
use crate::run::Run;
use crate::trouble::Trouble;
use crate::writer::{Safe, Writer};

/// What the column `state` of a run says.
const OPEN: i64 = 0;
const ENDED: i64 = 1;
const CANCELLED: i64 = 2;

/// A journal: one file with many runs. Clones are the same journal.
#[derive(Clone)]
pub struct Journal(Arc<Inner>);

struct Inner {
    path: PathBuf,
    writer: Arc<Writer>,
    key: Key,
    /// The runs of this process, and whether they were cancelled.
    running: Mutex<HashMap<String, Arc<AtomicBool>>>,
}

/// A run that has not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unfinished {
    /// Its id.
    pub id: String,
    /// When it was begun.
    pub started: SystemTime,
}

/// What the file has of a run.
struct Stored {
    input: Vec<u8>,
    state: i64,
    entries: HashMap<String, Option<Vec<u8>>>,
}

impl Journal {
    /// Opens the journal in a file, or makes it where there is none. It stays locked until the last clone is dropped: no second process
    /// can work on its runs.
    ///
    /// This reads the whole file once, to see whether it is as it was written.
    ///
    /// # Errors
    ///
    /// The file is no journal, is damaged, of another version, in use, or cannot be written. Nothing of it was changed then.
    pub fn open(path: impl AsRef<Path>, key: &Key) -> Result<Self, Trouble> {
        let path = path.as_ref();
        let writer = Arc::new(Writer::start(path, file::open(path)?)?);
        Ok(Self(Arc::new(Inner { path: path.to_owned(), writer, key: key.clone(), running: Mutex::default() })))
    }

    /// Begins the run `id`, or goes on with it. `workflow` is given a client that writes down what it does, and the input. It may call
    /// several workflows, one after the other, and must do the same each time.
    ///
    /// A run that has ended gives the same again, and sends nothing.
    ///
    /// # Errors
    ///
    /// Those of the workflow, and [`ErrorKind::Journal`]: the journal cannot be written, the run was begun with another input or another
    /// version of the workflow, or is running already. A run is unfinished after this one, and after [`ErrorKind::InDoubt`] and
    /// [`ErrorKind::Configuration`]; all others end it.
    pub async fn run<I, O, F, R>(&self, client: &Client, id: &str, input: I, workflow: F) -> Result<O, Error>
    where
        I: Serialize,
        F: FnOnce(Client, I) -> R,
        R: Future<Output = Result<O, Error>>,
    {
        let running = self.enter(id)?;
        let text = serde_json::to_vec(&input).map_err(Stopped::failed)?;
        let stored = match self.stored(id).await? {
            Some(stored) => stored,
            None => self.create(id, &text).await?,
        };
        if self.0.key.open(&input_of(id), &stored.input)? != text {
            return Err(Stopped::failed(format!("run `{id}` was begun with another input")).into());
        }
        self.go_on(client, running, stored, |client| workflow(client, input)).await
    }

    /// Goes on with the run `id`, with the input that it was begun with.
    ///
    /// # Errors
    ///
    /// See [`run`](Self::run). There is no run `id`, or its input is not of this type.
    pub async fn resume<I, O, F, R>(&self, client: &Client, id: &str, workflow: F) -> Result<O, Error>
    where
        I: DeserializeOwned,
        F: FnOnce(Client, I) -> R,
        R: Future<Output = Result<O, Error>>,
    {
        let running = self.enter(id)?;
        let unknown = || Stopped::failed(format!("{} has no run `{id}`", self.name()));
        let stored = self.stored(id).await?.ok_or_else(unknown)?;
        let text = self.0.key.open(&input_of(id), &stored.input)?;
        // The parser's own words may quote a value.
        let input = serde_json::from_slice(&text);
        let input =
            input.map_err(|_| Stopped::failed(format!("the input of run `{id}` is one of another workflow")))?;
        self.go_on(client, running, stored, |client| workflow(client, input)).await
    }

    /// The runs that were begun and have not ended, the oldest first: those that go on in this process, those of a process that was
    /// killed, and those that need somebody to look after them.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub async fn unfinished(&self) -> Result<Vec<Unfinished>, Trouble> {
        let list = |connection: &Connection| {
            let mut query = connection.prepare("SELECT id, started FROM run WHERE state = 0 ORDER BY started, id")?;
            let runs = query.query_map((), |row| Ok(Unfinished { id: row.get(0)?, started: time(row.get(1)?) }))?;
            runs.collect()
        };
        self.0.writer.ask(Safe::FromKill, list).await
    }

    /// Cancels a run: it ends at its next request or wait with [`ErrorKind::Cancelled`], in this process or when it is resumed. Says
    /// whether there is such a run that has not ended.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub async fn cancel(&self, id: &str) -> Result<bool, Trouble> {
        let was_open = self.end(id, CANCELLED).await?;
        if let Some(is_cancelled) = self.running().get(id) {
            is_cancelled.store(true, Ordering::Relaxed);
        }
        Ok(was_open)
    }

    /// Removes all that the journal has of a run. The same id can be used for another one then. Says whether there was such a run; one
    /// that is running in this process stays.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub async fn forget(&self, id: &str) -> Result<bool, Trouble> {
        let Ok(_running) = self.enter(id) else { return Ok(false) };
        let id = id.to_owned();
        let forget = move |connection: &Connection| connection.execute("DELETE FROM run WHERE id = ?1", params![id]);
        self.0.writer.ask(Safe::FromPowerFailure, forget).await.map(|removed| removed > 0)
    }

    async fn go_on<O, R>(
        &self,
        client: &Client,
        running: Running,
        stored: Stored,
        workflow: impl FnOnce(Client) -> R,
    ) -> Result<O, Error>
    where
        R: Future<Output = Result<O, Error>>,
    {
        // Never the other way: it may have been cancelled since the file was read.
        if stored.state == CANCELLED {
            running.is_cancelled.store(true, Ordering::Relaxed);
        }
        let run = Run {
            writer: Arc::clone(&self.0.writer),
            id: running.id.clone(),
            is_cancelled: Arc::clone(&running.is_cancelled),
            has_ended: stored.state == ENDED,
            unread: Mutex::new(stored.entries),
        };
        let workflow = workflow(client.journaled(run, &self.0.key));
        #[cfg(feature = "tracing")]
        let workflow =
            tracing::Instrument::instrument(workflow, tracing::info_span!(target: "arazzo", "run", id = running.id));
        let outcome = workflow.await;
        if stored.state == OPEN && outcome.as_ref().map_or_else(ends, |_| true) {
            self.end(&running.id, ENDED).await.map_err(Stopped::failed)?;
        }
        outcome
    }

    async fn stored(&self, id: &str) -> Result<Option<Stored>, Stopped> {
        let id = id.to_owned();
        let load = move |connection: &Connection| {
            let sql = "SELECT input, state FROM run WHERE id = ?1";
            let run = connection.query_row(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let Some((input, state)) = run else { return Ok(None) };
            let mut query = connection.prepare_cached("SELECT name, record FROM entry WHERE run = ?1")?;
            let entries = query.query_map(params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(Some(Stored { input, state, entries: entries.collect::<rusqlite::Result<_>>()? }))
        };
        self.0.writer.ask(Safe::FromKill, load).await.map_err(Stopped::failed)
    }

    async fn create(&self, id: &str, input: &[u8]) -> Result<Stored, Stopped> {
        let input = self.0.key.seal(&input_of(id), input)?;
        let stored = Stored { input: input.clone(), state: OPEN, entries: HashMap::new() };
        let (id, now) = (id.to_owned(), milliseconds(SystemTime::now()));
        let insert = move |connection: &Connection| {
            let sql = "INSERT INTO run (id, input, started, state) VALUES (?1, ?2, ?3, 0)";
            connection.prepare_cached(sql)?.execute(params![id, input, now]).map(drop)
        };
        self.0.writer.ask(Safe::FromKill, insert).await.map_err(Stopped::failed)?;
        Ok(stored)
    }

    /// A run with an intent and without a record stays in doubt, whatever its caller made of it.
    async fn end(&self, id: &str, state: i64) -> Result<bool, Trouble> {
        let id = id.to_owned();
        let end = move |connection: &Connection| {
            let sql = "UPDATE run SET state = ?2 WHERE id = ?1 AND state = 0 AND \
                       (?2 = 2 OR NOT EXISTS (SELECT 1 FROM entry WHERE run = ?1 AND record IS NULL))";
            connection.prepare_cached(sql)?.execute(params![id, state])
        };
        self.0.writer.ask(Safe::FromPowerFailure, end).await.map(|changed| changed > 0)
    }

    /// Sees to it that a run is in this process once only.
    fn enter(&self, id: &str) -> Result<Running, Stopped> {
        let mut running = self.running();
        if running.contains_key(id) {
            return Err(Stopped::failed(format!("run `{id}` is running already")));
        }
        let is_cancelled = Arc::<AtomicBool>::default();
        running.insert(id.to_owned(), Arc::clone(&is_cancelled));
        Ok(Running { journal: self.clone(), id: id.to_owned(), is_cancelled })
    }

    fn running(&self) -> MutexGuard<'_, HashMap<String, Arc<AtomicBool>>> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn name(&self) -> String {
        format!("the journal `{}`", self.0.path.display())
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("path", &self.0.path).finish_non_exhaustive()
    }
}

/// A run that is in this process, until this is dropped.
struct Running {
    journal: Journal,
    id: String,
    is_cancelled: Arc<AtomicBool>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.journal.running().remove(&self.id);
    }
}

/// Whether an error ends a run. The others are of the journal, or somebody can do something about them.
fn ends(error: &Error) -> bool {
    !matches!(error.kind(), ErrorKind::Journal | ErrorKind::InDoubt | ErrorKind::Configuration | ErrorKind::Cancelled)
}

/// What an input is bound to.
fn input_of(id: &str) -> String {
    format!("{id}/input")
}

fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn time(milliseconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(milliseconds).unwrap_or_default())
}
