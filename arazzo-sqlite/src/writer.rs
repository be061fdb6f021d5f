//! The thread that reads and writes the file. What runs ask for at the same time is written together.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, Result};
use tokio::sync::oneshot;

use crate::trouble::{Trouble, TroubleKind};

/// So much is written at once, at most.
const BATCH: usize = 256;

/// How safe something has to be when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Safe {
    /// It survives the end of the process.
    FromKill,
    /// And that of the machine, with all that was written before.
    FromPowerFailure,
}

/// The way to the thread.
#[derive(Debug)]
pub(crate) struct Writer {
    path: PathBuf,
    /// `None` only when it ends.
    works: Option<Sender<Box<dyn Work>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(path: &Path, connection: Connection) -> std::result::Result<Self, Trouble> {
        let (works, asked) = channel();
        let own = path.to_owned();
        let serve = move || serve(&own, &connection, &asked);
        let thread = std::thread::Builder::new().name("arazzo-sqlite".to_owned()).spawn(serve);
        let thread = thread.map_err(|why| Trouble::io(path, &why))?;
        Ok(Self { path: path.to_owned(), works: Some(works), thread: Some(thread) })
    }

    /// Does something with the file; it may be done twice, if it fails in company.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        safe: Safe,
        work: impl FnMut(&Connection) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, Trouble> {
        let (reply, answer) = oneshot::channel();
        let work = Box::new(Asked { work, safe, value: None, reply });
        let sent = self.works.as_ref().map(|works| works.send(work));
        let ended = || Trouble::new(&self.path, TroubleKind::Io, "the thread that writes it has ended");
        match sent {
            Some(Ok(())) => answer.await.map_err(|_| ended())?,
            _ => Err(ended()),
        }
    }
}

/// The file is closed when this returns.
impl Drop for Writer {
    fn drop(&mut self) {
        self.works = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Something to do.
trait Work: Send {
    fn safe(&self) -> Safe;
    fn run(&mut self, connection: &Connection) -> Result<()>;
    /// Says how it went, when it was written.
    fn done(self: Box<Self>, outcome: std::result::Result<(), Trouble>);
}

struct Asked<T, F> {
    work: F,
    safe: Safe,
    value: Option<T>,
    reply: oneshot::Sender<std::result::Result<T, Trouble>>,
}

impl<T: Send, F: FnMut(&Connection) -> Result<T> + Send> Work for Asked<T, F> {
    fn safe(&self) -> Safe {
        self.safe
    }

    fn run(&mut self, connection: &Connection) -> Result<()> {
        self.value = Some((self.work)(connection)?);
        Ok(())
    }

    fn done(self: Box<Self>, outcome: std::result::Result<(), Trouble>) {
        let Self { value, reply, .. } = *self;
        // Whoever has asked may have gone.
        let _ = match (outcome, value) {
            (Ok(()), Some(value)) => reply.send(Ok(value)),
            (Err(trouble), _) => reply.send(Err(trouble)),
            (Ok(()), None) => return,
        };
    }
}

fn serve(path: &Path, connection: &Connection, asked: &Receiver<Box<dyn Work>>) {
    let file = File { connection, set: Cell::new(None) };
    while let Ok(first) = asked.recv() {
        let mut works = vec![first];
        works.extend(asked.try_iter().take(BATCH));
        let together = file.write(&mut works);
        if together.is_ok() || works.len() == 1 {
            let outcome = together.map_err(|why| Trouble::sqlite(path, &why));
            for work in works {
                work.done(outcome.clone());
            }
            continue;
        }
        // One of them is the reason; the others need not suffer.
        for work in works {
            let mut alone = [work];
            let outcome = file.write(&mut alone).map_err(|why| Trouble::sqlite(path, &why));
            let [work] = alone;
            work.done(outcome);
        }
    }
}

struct File<'c> {
    connection: &'c Connection,
    /// How safe the next transaction will be.
    set: Cell<Option<Safe>>,
}

impl File<'_> {
    /// Writes all or nothing.
    fn write(&self, works: &mut [Box<dyn Work>]) -> Result<()> {
        self.make_safe(works.iter().map(|work| work.safe()).max().unwrap_or(Safe::FromKill))?;
        let transaction = self.connection.unchecked_transaction()?;
        for work in works {
            work.run(&transaction)?;
        }
        transaction.commit()
    }

    fn make_safe(&self, safe: Safe) -> Result<()> {
        if self.set.get() == Some(safe) {
            return Ok(());
        }
        let synchronous = if safe == Safe::FromPowerFailure { "FULL" } else { "NORMAL" };
        self.connection.pragma_update(None, "synchronous", synchronous)?;
        self.set.set(Some(safe));
        Ok(())
    }
}
