//! A journal in memory.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use arazzo::Client;
use arazzo::durable::{Asked, Journal, Key, Known, Waited};

/// What one run wrote, in order. Clones are the same journal.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Written>>);

#[derive(Default)]
struct Written {
    records: Vec<(String, Vec<u8>)>,
    /// How many of them the run has read or written.
    known: usize,
}

impl Memory {
    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap().records.len()
    }

    /// How many of the records are those of requests; the others say that a workflow was called.
    pub(crate) fn requests(&self) -> usize {
        self.0.lock().unwrap().records.iter().filter(|(name, _)| name.contains('/')).count()
    }

    /// What a later process finds where this one was killed behind so many records.
    pub(crate) fn cut(&self, most: usize) -> Self {
        let records = self.0.lock().unwrap().records.iter().take(most).cloned().collect();
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
        let found = written.records.iter().find(|(known, _)| known == name).map(|(_, record)| record.clone());
        written.known += usize::from(found.is_some());
        let known = found.map_or(Known::Nothing, Known::Record);
        Box::pin(async { Ok(known) })
    }

    fn intend<'a>(&'a self, _: &'a str) -> Asked<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn finish<'a>(&'a self, name: &'a str, record: Vec<u8>) -> Asked<'a, ()> {
        let mut written = self.0.lock().unwrap();
        assert!(!written.records.iter().any(|(known, _)| known == name), "`{name}` is written twice");
        assert_eq!(written.known, written.records.len(), "`{name}` is new, and not all that was known was asked for");
        written.known += 1;
        written.records.push((name.to_owned(), record));
        Box::pin(async { Ok(()) })
    }

    fn wait(&self, _: Duration) -> Asked<'_, Waited> {
        let written = self.0.lock().unwrap();
        let waited = if written.known < written.records.len() { Waited::Already } else { Waited::Not };
        Box::pin(async move { Ok(waited) })
    }
}
