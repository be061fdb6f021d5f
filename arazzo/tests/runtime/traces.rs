//! The feature `tracing`.

use crate::fixtures::*;
use arazzo::testing::Script;
use std::fmt::{self, Write};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes events down, one a line.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0.lock().unwrap(), " {field}={value:?}");
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "arazzo"
    }

    fn event(&self, event: &Event<'_>) {
        let _ = write!(self.0.lock().unwrap(), "{}", event.metadata().level());
        event.record(&mut self.clone());
        self.0.lock().unwrap().push('\n');
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_subscriber_hears_what_an_observer_sees() {
    let log = Log::default();
    // With one subscriber alone, an event whose place another test's thread reaches first is never heard.
    let _second = tracing::Dispatch::new(Log::default());
    let _guard = tracing::subscriber::set_default(log.clone());
    let script = Script::new().answer("GET", "/v1/things?q=x", 503, "").no_answer("GET", "/v1/things");
    let mut run = run(&script);
    run.step(&LIST).query("q", "x").send().await.unwrap();
    run.step(&LIST).attempt().await.unwrap();
    drop(run);
    let heard = log.0.lock().unwrap().clone();
    let lines: Vec<&str> = heard.lines().collect();
    assert_eq!(
        lines,
        [
            r#"DEBUG message=workflow started workflow="any""#,
            r#"DEBUG message=sending workflow="any" step="listThings" attempt=1 method="GET" url="/v1/things?q""#,
            r#"DEBUG message=answered workflow="any" step="listThings" attempt=1 status=503"#,
            r#"DEBUG message=sending workflow="any" step="listThings" attempt=1 method="GET" url="/v1/things""#,
            r#"WARN message=no answer workflow="any" step="listThings" attempt=1"#,
            r#"DEBUG message=workflow finished workflow="any""#,
        ]
    );
}
