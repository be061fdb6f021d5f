//! What a client sends and receives, kept without its secrets.

use super::lock;
use crate::effects::{BoxFuture, Effects, Incoming, Outgoing, Unanswered, World};
use crate::redact::{REDACTED, Redactor};
use crate::rt::says_secret;
use reqwest::header::{HeaderMap, SET_COOKIE};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// Remembers the exchanges of a client, for a [HAR file](Recording::har) or for the [script](Recording::script) of a test.
///
/// Secrets are replaced by `[redacted]`: those that the client and its workflows know, and values whose names say that they are
/// secret. Which secrets a run knows is certain when it has ended, so an exchange is told when no run of the client is going on.
/// Clones are the same recording.
///
/// ```
/// # fn main() -> Result<(), arazzo::Error> {
/// use arazzo::testing::Recording;
///
/// let recording = Recording::new();
/// let client = arazzo::Client::builder().record(recording.clone()).build()?;
/// // … call workflows with the client …
/// assert!(recording.exchanges().is_empty());
/// # let _ = client; Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Recording(Arc<Mutex<Tape>>);

#[derive(Default)]
struct Tape {
    /// Runs that have begun and not ended.
    runs: usize,
    /// What was exchanged since none was going on, secrets included.
    raw: Vec<Raw>,
    /// The secrets of those that have ended since.
    known: Redactor,
    told: Vec<Exchange>,
}

/// Shows no secrets: what is not told yet is only counted.
impl std::fmt::Debug for Tape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (going_on, not_told) = (self.runs, self.raw.len());
        write!(f, "{:?}, {going_on} runs going on with {not_told} exchanges", self.told)
    }
}

/// An exchange as it was.
struct Raw {
    method: String,
    url: String,
    headers: HeaderMap,
    body: Vec<u8>,
    began: SystemTime,
    took: Duration,
    response: Option<(u16, HeaderMap, Vec<u8>)>,
}

/// A request, and the response to it, without secrets.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body as text; empty when there is none. Of bytes that are no text it says how many they are.
    pub body: String,
    /// When it was sent, by the clock of the client.
    pub began: SystemTime,
    /// How long it took until the response was complete, or failed to come.
    pub took: Duration,
    /// The response; `None` where no complete one came.
    pub response: Option<Response>,
}

/// A response without secrets.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status code.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body as text; empty when there is none. Of bytes that are no text it says how many they are.
    pub body: String,
}

impl Recording {
    /// A recording of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The exchanges, in the order in which they ended. Those of runs that are going on, and of others beside them, are not told yet.
    pub fn exchanges(&self) -> Vec<Exchange> {
        lock(&self.0).told.clone()
    }

    /// A run has begun.
    pub(crate) fn begin(&self) {
        lock(&self.0).runs += 1;
    }

    /// A run has ended; these are the secrets that it knew.
    pub(crate) fn end(&self, known: &Redactor) {
        let mut tape = lock(&self.0);
        tape.known = tape.known.joined(known);
        tape.runs = tape.runs.saturating_sub(1);
        if tape.runs == 0 {
            let (raw, known) = (std::mem::take(&mut tape.raw), std::mem::take(&mut tape.known));
            tape.told.extend(raw.into_iter().map(|exchange| exchange.told(&known)));
        }
    }
}

impl Raw {
    fn told(self, known: &Redactor) -> Exchange {
        Exchange {
            method: self.method,
            url: whole(known, &self.url),
            headers: headers(known, &self.headers),
            body: body(known, &self.body),
            began: self.began,
            took: self.took,
            response: self.response.map(|(status, fields, bytes)| Response {
                status,
                headers: headers(known, &fields),
                body: body(known, &bytes),
            }),
        }
    }
}

fn whole(known: &Redactor, text: &str) -> String {
    known.clean_body(text, text.len())
}

fn headers(known: &Redactor, headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        let is_secret = says_secret(name) || *name == SET_COOKIE || value.is_sensitive();
        let value =
            if is_secret { REDACTED.to_owned() } else { whole(known, &String::from_utf8_lossy(value.as_bytes())) };
        (name.to_string(), value)
    };
    headers.iter().map(shown).collect()
}

fn body(known: &Redactor, bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => whole(known, text),
        Err(_) => format!("[{} bytes that are no text]", bytes.len()),
    }
}

/// Another world, of which everything is recorded.
pub(crate) struct Recorded {
    pub(crate) world: World,
    pub(crate) recording: Recording,
}

impl Effects for Recorded {
    fn send(&self, request: Outgoing, limit: usize) -> BoxFuture<'_, Result<Incoming, Unanswered>> {
        let (began, since) = (self.world.now(), self.world.elapsed());
        let mut raw = Raw {
            method: request.method.to_string(),
            url: request.url.to_string(),
            headers: request.headers.clone(),
            body: request.body.as_deref().unwrap_or_default().to_owned(),
            began,
            took: Duration::ZERO,
            response: None,
        };
        Box::pin(async move {
            let answer = self.world.send(request, limit).await;
            raw.took = self.world.elapsed().saturating_sub(since);
            let incoming = answer.as_ref().ok();
            raw.response = incoming.map(|it| (it.status, it.headers.clone(), it.body.to_vec()));
            lock(&self.recording.0).raw.push(raw);
            answer
        })
    }

    fn sleep(&self, delay: Duration) -> BoxFuture<'_, ()> {
        self.world.sleep(delay)
    }

    fn now(&self) -> SystemTime {
        self.world.now()
    }

    fn elapsed(&self) -> Duration {
        self.world.elapsed()
    }
}
