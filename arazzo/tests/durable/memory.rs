//! A journal in memory that fails when it is told to.

use arazzo::durable::{Asked, Journal, Known, Stopped, Waited};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was written, in order. A life of a run is a clone of it.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<State>>);

#[derive(Clone, Default)]
struct State {
    written: Vec<(String, Option<Vec<u8>>)>,
    /// How many records this life has read or made.
    known: usize,
    /// How many writes there may be; then the disk is full.
    most: Option<usize>,
    is_cancelled: bool,
}

impl Memory {
    /// Another life of the run: as far as the first `most` writes, and then without a limit.
    pub(crate) fn cut(&self, most: usize) -> Self {
        let written = self.0.lock().unwrap().written.iter().take(most).cloned().collect();
        Self(Arc::new(Mutex::new(State { written, ..State::default() })))
    }

    pub(crate) fn again(&self) -> Self {
        self.cut(usize::MAX)
    }

    /// Fails every write behind the first `most`.
    pub(crate) fn failing_after(self, most: usize) -> Self {
        self.0.lock().unwrap().most = Some(most);
        self
    }

    pub(crate) fn cancel(&self) {
        self.0.lock().unwrap().is_cancelled = true;
    }

    /// What was written: a name with `?` is an intent.
    pub(crate) fn names(&self) -> Vec<String> {
        let state = self.0.lock().unwrap();
        state
            .written
            .iter()
            .map(|(name, record)| if record.is_some() { name.clone() } else { format!("{name}?") })
            .collect()
    }

    /// All records, one after the other.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().written.iter().filter_map(|(_, record)| record.clone()).flatten().collect()
    }

    /// How many bytes the longest record has.
    pub(crate) fn longest(&self) -> usize {
        self.0.lock().unwrap().written.iter().filter_map(|(_, record)| Some(record.as_ref()?.len())).max().unwrap_or(0)
    }

    /// Exchanges two records.
    pub(crate) fn swap(&self, one: usize, other: usize) {
        let mut state = self.0.lock().unwrap();
        let (first, second) = (state.written[one].1.clone(), state.written[other].1.clone());
        state.written[one].1 = second;
        state.written[other].1 = first;
    }

    fn write(&self, name: &str, record: Option<Vec<u8>>) -> Result<(), Stopped> {
        let mut state = self.0.lock().unwrap();
        if state.most.is_some_and(|most| state.written.len() >= most) {
            return Err(Stopped::failed("the disk is full"));
        }
        state.known += usize::from(record.is_some());
        state.written.push((name.to_owned(), record));
        Ok(())
    }
}

impl Journal for Memory {
    fn run(&self) -> &'static str {
        "run-1"
    }

    fn begin<'a>(&'a self, name: &'a str) -> Asked<'a, Known> {
        let mut state = self.0.lock().unwrap();
        let is_cancelled = state.is_cancelled;
        let found = state.written.iter().rev().find(|(known, _)| known == name).cloned();
        state.known += usize::from(matches!(found, Some((_, Some(_)))));
        let known = match found {
            Some((_, Some(record))) => Known::Record(record),
            Some((_, None)) => Known::Intent,
            None => Known::Nothing,
        };
        Box::pin(async move { if is_cancelled { Err(Stopped::cancelled()) } else { Ok(known) } })
    }

    fn intend<'a>(&'a self, name: &'a str) -> Asked<'a, ()> {
        Box::pin(async move { self.write(name, None) })
    }

    fn finish<'a>(&'a self, name: &'a str, record: Vec<u8>) -> Asked<'a, ()> {
        Box::pin(async move { self.write(name, Some(record)) })
    }

    fn wait(&self, _: Duration) -> Asked<'_, Waited> {
        let state = self.0.lock().unwrap();
        let records = state.written.iter().filter(|(_, record)| record.is_some()).count();
        let waited = if state.known < records { Waited::Already } else { Waited::Not };
        Box::pin(async move { Ok(waited) })
    }
}
