//! The feature `tracing`: a run is a span with its id.

#![cfg(feature = "tracing")]

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex};

use arazzo::Client;
use arazzo::durable::Key;
use arazzo::testing::Script;
use arazzo_sqlite::Journal;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

arazzo::arazzo!("../arazzo/tests/faults/order.yml");

/// Writes down where events stand.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// The ids of runs.
    spans: Vec<String>,
    inside: usize,
    /// Events inside and outside of a span.
    events: (usize, usize),
}

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.lock().unwrap().spans.push(format!("{field}={value:?}"));
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "arazzo"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        assert_eq!(span.metadata().name(), "run");
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn event(&self, _: &Event<'_>) {
        let seen = &mut *self.0.lock().unwrap();
        if seen.inside > 0 { seen.events.0 += 1 } else { seen.events.1 += 1 }
    }

    fn enter(&self, _: &Id) {
        self.0.lock().unwrap().inside += 1;
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().inside -= 1;
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
}

#[tokio::test]
async fn a_run_is_a_span_with_its_id() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spans.db");
    let _ = std::fs::remove_file(&path);
    let journal = Journal::open(&path, &Key::new([7; 32])).unwrap();
    let script = Script::new()
        .answer("GET", "/order", 200, r#"{"id": "o-1"}"#)
        .answer("POST", "/charges", 201, r#"{"id": "c-1"}"#)
        .answer("GET", "/charges/c-1", 200, r#"{"id": "c-1", "state": "done"}"#);
    let client = Client::builder().script(script).build().unwrap();
    let workflow = |client, input| async move { order(&client, input).await };
    journal.run(&client, "order-7", order::Input { note: None }, workflow).await.unwrap();
    let seen = log.0.lock().unwrap();
    // It starts, sends three requests with an answer each, and finishes.
    assert_eq!((seen.spans.as_slice(), seen.events), (&[r#"id="order-7""#.to_owned()][..], (8, 0)));
}
