//! Runs that go on after their process was killed.
//!
//! Only with feature `durable`. The crate `arazzo-sqlite` has a journal in a file, which is what most programs want; this module is what
//! another journal is made of.
//!
//! A client with a journal (`Client::journaled`) writes down what came of every request of a run. When the process was killed, the
//! program calls the same function with the same input and the same journal again. As far as the journal has records, nothing is sent
//! and nothing is waited for; then the run goes on.
//!
//! ```
//! use arazzo::durable::{Asked, Journal, Key, Known, Waited};
//! use std::collections::HashMap;
//! use std::sync::{Arc, Mutex};
//! use std::time::Duration;
//!
//! /// A journal in memory, for a test.
//! #[derive(Clone, Default)]
//! struct Memory(Arc<Mutex<HashMap<String, Option<Vec<u8>>>>>);
//!
//! impl Journal for Memory {
//!     fn run(&self) -> &str {
//!         "run-1"
//!     }
//!
//!     fn begin<'a>(&'a self, name: &'a str) -> Asked<'a, Known> {
//!         let known = match self.0.lock().unwrap().get(name) {
//!             Some(Some(record)) => Known::Record(record.clone()),
//!             Some(None) => Known::Intent,
//!             None => Known::Nothing,
//!         };
//!         Box::pin(async { Ok(known) })
//!     }
//!
//!     fn intend<'a>(&'a self, name: &'a str) -> Asked<'a, ()> {
//!         self.0.lock().unwrap().insert(name.to_owned(), None);
//!         Box::pin(async { Ok(()) })
//!     }
//!
//!     fn finish<'a>(&'a self, name: &'a str, record: Vec<u8>) -> Asked<'a, ()> {
//!         self.0.lock().unwrap().insert(name.to_owned(), Some(record));
//!         Box::pin(async { Ok(()) })
//!     }
//!
//!     fn wait(&self, _: Duration) -> Asked<'_, Waited> {
//!         Box::pin(async { Ok(Waited::Not) })
//!     }
//! }
//!
//! # fn main() -> Result<(), arazzo::Error> {
//! let client = arazzo::Client::builder().build()?;
//! let durable = client.journaled(Memory::default(), &Key::new([7; 32]));
//! # let _ = durable;
//! # Ok(())
//! # }
//! ```

mod clock;
mod idempotency;
mod journaled;
mod key;
mod record;

pub use key::Key;

pub(crate) use idempotency::{Recognition, idempotency_key};
pub(crate) use journaled::{Begun, Journaled};
pub(crate) use record::{Answer, Begin, Lost, Refused, What};

use crate::error::BoxError;
use crate::{Client, Error, ErrorKind};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// What a journal is asked for.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, Stopped>> + Send + 'a>>;

/// What writes down one run.
///
/// A run asks for one thing at a time. Names are those of exchanges, such as `1.charge-customer/poll#3.2`, and of calls of workflows, such
/// as `1.charge-customer`: they are the same whenever the run is called with the same input.
pub trait Journal: Send + Sync + 'static {
    /// The id of the run. Records are bound to it.
    fn run(&self) -> &str;

    /// What the journal has under this name.
    fn begin<'a>(&'a self, name: &'a str) -> Asked<'a, Known>;

    /// Remembers that a request that may change something is about to be sent. It is sent when this returns: from then on the intent, and
    /// all records before it, must survive whatever happens to the machine.
    fn intend<'a>(&'a self, name: &'a str) -> Asked<'a, ()>;

    /// Keeps a record. When this returns, it survives the end of the process.
    fn finish<'a>(&'a self, name: &'a str, record: Vec<u8>) -> Asked<'a, ()>;

    /// Waits before a request is sent again, or says that nobody has.
    fn wait(&self, delay: Duration) -> Asked<'_, Waited>;
}

/// What a journal has under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// The record, as it was given.
    Record(Vec<u8>),
    /// An intent without a record.
    Intent,
    /// Nothing.
    Nothing,
}

/// Who has waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// The journal, or an earlier life of the run.
    Already,
    /// Nobody: the run waits by itself, for what is left of the time since the last record.
    Not,
}

/// Why a run cannot go on.
#[derive(Debug)]
pub struct Stopped(Option<BoxError>);

impl Stopped {
    /// The run was cancelled: [`ErrorKind::Cancelled`].
    pub fn cancelled() -> Self {
        Self(None)
    }

    /// The journal cannot be read or written, or is that of another run: [`ErrorKind::Journal`].
    pub fn failed(why: impl Into<BoxError>) -> Self {
        Self(Some(why.into()))
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        if self.0.is_some() { ErrorKind::Journal } else { ErrorKind::Cancelled }
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(why) => write!(f, "the journal stopped the run: {why}"),
            None => f.write_str("the run was cancelled"),
        }
    }
}

impl std::error::Error for Stopped {}

impl From<Stopped> for Error {
    fn from(stopped: Stopped) -> Self {
        Self::new(stopped.kind(), stopped.to_string())
    }
}

impl Client {
    /// A client whose runs go through a journal. Calls of workflows with it must come in the same order whenever the run is called, one
    /// after the other. `key` seals the records.
    #[must_use]
    pub fn journaled(&self, journal: impl Journal, key: &Key) -> Self {
        let journal = Some(Arc::new(Journaled::new(Box::new(journal), key.clone())));
        Self { journal, ..self.clone() }
    }
}
