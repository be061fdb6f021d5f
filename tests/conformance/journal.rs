//! A journal in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arazzo::Client;
use arazzo::durable::{Asked, Journal, Key, Known, Waited};

/// What one run wrote. Clones are the same journal.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Written>>);

#[derive(Default)]
struct Written {
    records: HashMap<String, Vec<u8>>,
    /// How many of them the run has read or written.
    known: usize,
}

impl Memory {
    /// What a later process finds.
    pub(crate) fn again(&self) -> Self {
        let records = self.0.lock().unwrap().records.clone();
        Self(Arc::new(Mutex::new(Written { records, known: 0 })))
    }

    pub(crate) fn around(&self, client: &Client) -> Client {
        client.journaled(self.clone(), &Key::new([7; 32]))
    }
}

impl Journal for Memory {
    fn run(&self) -> &'static str {
        "a case"
    }

    fn begin<'a>(&'a self, name: &'a str) -> Asked<'a, Known> {
        let mut written = self.0.lock().unwrap();
        let found = written.records.get(name).cloned();
        written.known += usize::from(found.is_some());
        let known = found.map_or(Known::Nothing, Known::Record);
        Box::pin(async { Ok(known) })
    }

    fn intend<'a>(&'a self, _: &'a str) -> Asked<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn finish<'a>(&'a self, name: &'a str, record: Vec<u8>) -> Asked<'a, ()> {
        let mut written = self.0.lock().unwrap();
        written.known += 1;
        assert!(written.records.insert(name.to_owned(), record).is_none(), "`{name}` is written twice");
        Box::pin(async { Ok(()) })
    }

    fn wait(&self, _: Duration) -> Asked<'_, Waited> {
        let written = self.0.lock().unwrap();
        let waited = if written.known < written.records.len() { Waited::Already } else { Waited::Not };
        Box::pin(async move { Ok(waited) })
    }
}
