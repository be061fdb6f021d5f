//! A clock and a peer for tests of programs that call workflows.
//!
//! Only with feature `testing`.
//!
//! A workflow finds an order, charges for it, and asks every three seconds until the charge is done:
//!
//! ```
//! use arazzo::{Client, testing::{Script, VirtualClock}};
//! use std::time::Duration;
//!
//! arazzo::arazzo!("tests/faults/order.yml");
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let script = Script::new()
//!     .answer("GET", "/order", 200, r#"{"id": "o-1"}"#)
//!     .answer("POST", "/charges", 201, r#"{"id": "c-1"}"#)
//!     .answer("GET", "/charges/c-1", 200, r#"{"id": "c-1", "state": "pending"}"#)
//!     .answer("GET", "/charges/c-1", 200, r#"{"id": "c-1", "state": "done"}"#);
//! let clock = VirtualClock::new();
//! let client = Client::builder().script(script.clone()).clock(clock.clone()).build()?;
//!
//! let output = order(&client, order::Input { note: None }).await?;
//!
//! assert_eq!(output.receipt, "c-1");
//! assert_eq!(clock.slept(), [Duration::from_secs(3)]);
//! assert_eq!(script.requests()[1].body, r#"{"order":"o-1"}"#);
//! assert_eq!(script.left(), 0);
//! # Ok(())
//! # }
//! ```

mod har;
mod recording;

pub(crate) use recording::Recorded;
pub use recording::{Exchange, Recording, Response};

use crate::effects::{BoxFuture, Effects, Incoming, Outgoing, Unanswered, World};
use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// A clock that goes on by itself when somebody waits on it: a workflow with retries is tested without waiting.
///
/// Clones are the same clock.
///
/// ```
/// let clock = arazzo::testing::VirtualClock::new();
/// let client = arazzo::Client::builder().clock(clock.clone());
/// assert!(clock.slept().is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct VirtualClock(Arc<Mutex<Time>>);

#[derive(Debug)]
struct Time {
    now: SystemTime,
    elapsed: Duration,
    slept: Vec<Duration>,
}

impl VirtualClock {
    /// A clock that shows 1 January 2026, 00:00 UTC.
    pub fn new() -> Self {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
        Self(Arc::new(Mutex::new(Time { now, elapsed: Duration::ZERO, slept: Vec::new() })))
    }

    /// The time of day it shows.
    pub fn now(&self) -> SystemTime {
        lock(&self.0).now
    }

    /// Sets the time of day. Deadlines do not move.
    pub fn set_now(&self, now: SystemTime) {
        lock(&self.0).now = now;
    }

    /// How long was waited, each time.
    pub fn slept(&self) -> Vec<Duration> {
        lock(&self.0).slept.clone()
    }

    fn sleep(&self, delay: Duration) {
        lock(&self.0).slept.push(delay);
        self.advance(delay);
    }

    /// Goes on by so much, as if the program had done something else meanwhile.
    pub fn advance(&self, duration: Duration) {
        let mut time = lock(&self.0);
        time.now = time.now.checked_add(duration).unwrap_or(time.now);
        time.elapsed = time.elapsed.saturating_add(duration);
    }
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::new()
    }
}

/// A peer that answers requests from a list, in order, without any network. Clones are the same list.
///
/// A request that is not the next one of the list gets no answer: the workflow fails with
/// [`ErrorKind::Transport`](crate::ErrorKind::Transport), whose source says what was expected.
///
/// ```
/// let script = arazzo::testing::Script::new()
///     .answer("GET", "/customers/c-42", 404, "")
///     .answer("POST", "/customers", 200, r#"{"customerId": "c-42"}"#);
/// let client = arazzo::Client::builder().script(script.clone());
/// assert!(script.requests().is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Script(Arc<Mutex<Lines>>);

#[derive(Debug, Default)]
struct Lines {
    coming: VecDeque<Line>,
    seen: Vec<Sent>,
}

#[derive(Debug)]
struct Line {
    method: String,
    target: String,
    answer: Answer,
}

#[derive(Debug)]
enum Answer {
    Reply(Reply),
    /// The connection is lost.
    Lost,
    /// Nothing comes.
    Silence,
}

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

/// A request that reached a [`Script`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Sent {
    /// The HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text; empty when there is none.
    pub body: String,
    /// The body, byte for byte.
    pub bytes: Vec<u8>,
}

impl Script {
    /// A script without answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next request must have this method and this path with query; it gets this status and body. A body is
    /// declared as JSON.
    #[must_use]
    pub fn answer(self, method: &str, target: &str, status: u16, body: &str) -> Self {
        self.answer_bytes(method, target, status, body.as_bytes())
    }

    /// The same with a body of any bytes. Without [`with_header`](Self::with_header) it is declared as JSON.
    #[must_use]
    pub fn answer_bytes(self, method: &str, target: &str, status: u16, body: impl Into<Vec<u8>>) -> Self {
        let body: Vec<u8> = body.into();
        let mut headers = HeaderMap::new();
        if !body.is_empty() {
            headers.insert(reqwest::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        self.expect(method, target, Answer::Reply(Reply { status, headers, body: body.into() }))
    }

    /// The next request must have this method and this path with query; it gets no answer, as if the connection was lost.
    #[must_use]
    pub fn no_answer(self, method: &str, target: &str) -> Self {
        self.expect(method, target, Answer::Lost)
    }

    /// The next request must have this method and this path with query; it gets no answer until the `timeout` of its step has
    /// passed. Nobody waits for that: a [`VirtualClock`] goes on by so much. A step without `timeout` fails at once.
    #[must_use]
    pub fn silence(self, method: &str, target: &str) -> Self {
        self.expect(method, target, Answer::Silence)
    }

    fn expect(self, method: &str, target: &str, answer: Answer) -> Self {
        let line = Line { method: method.to_owned(), target: target.to_owned(), answer };
        lock(&self.0).coming.push_back(line);
        self
    }

    /// Adds a header to the last answer. A name or value that cannot be a header is left out.
    #[must_use]
    pub fn with_header(self, name: &str, value: &str) -> Self {
        let header = (HeaderName::try_from(name), HeaderValue::try_from(value));
        let mut lines = lock(&self.0);
        let last = lines.coming.back_mut().map(|line| &mut line.answer);
        if let (Some(Answer::Reply(reply)), (Ok(name), Ok(value))) = (last, header) {
            reply.headers.insert(name, value);
        }
        drop(lines);
        self
    }

    /// The requests that came, in order.
    pub fn requests(&self) -> Vec<Sent> {
        lock(&self.0).seen.clone()
    }

    /// How many answers are left.
    pub fn left(&self) -> usize {
        lock(&self.0).coming.len()
    }

    fn take(&self, request: &Outgoing) -> Result<Incoming, Unanswered> {
        let mut lines = lock(&self.0);
        let body = request.body.as_deref().unwrap_or_default();
        lines.seen.push(Sent {
            method: request.method.to_string(),
            url: request.url.to_string(),
            headers: request.headers.clone(),
            body: String::from_utf8_lossy(body).into_owned(),
            bytes: body.to_owned(),
        });
        let path = request.url.path();
        let target = request.url.query().map_or(path.to_owned(), |query| format!("{path}?{query}"));
        let got = format!("{} {target}", request.method);
        let line = lines.coming.pop_front().ok_or_else(|| off_script(format!("the script has ended before {got}")))?;
        let expected = format!("{} {}", line.method, line.target);
        if got != expected {
            return Err(off_script(format!("the script expected {expected} but got {got}")));
        }
        match line.answer {
            Answer::Reply(Reply { status, headers, body }) => Ok(Incoming::new(status, headers, body)),
            Answer::Lost => Err(off_script("the connection was lost".to_owned())),
            Answer::Silence if request.timeout.is_some() => Err(Unanswered::TimedOut),
            Answer::Silence => Err(off_script(format!("no answer to {got}, and its step has no `timeout`"))),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A script instead of the network.
pub(crate) struct Scripted(pub(crate) Script);

impl Effects for Scripted {
    fn send(&self, request: Outgoing, limit: usize) -> BoxFuture<'_, Result<Incoming, Unanswered>> {
        let answer = match self.0.take(&request) {
            Ok(incoming) if incoming.body.len() > limit => Err(Unanswered::TooLong),
            answer => answer,
        };
        Box::pin(std::future::ready(answer))
    }

    fn sleep(&self, delay: Duration) -> BoxFuture<'_, ()> {
        Box::pin(crate::effects::sleep(delay))
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// Another world with a virtual clock.
pub(crate) struct Clocked {
    pub(crate) world: World,
    pub(crate) clock: VirtualClock,
}

impl Effects for Clocked {
    fn send(&self, request: Outgoing, limit: usize) -> BoxFuture<'_, Result<Incoming, Unanswered>> {
        let timeout = request.timeout.unwrap_or_default();
        Box::pin(async move {
            let answer = self.world.send(request, limit).await;
            if matches!(answer, Err(Unanswered::TimedOut)) {
                self.clock.advance(timeout);
            }
            answer
        })
    }

    fn sleep(&self, delay: Duration) -> BoxFuture<'_, ()> {
        self.clock.sleep(delay);
        Box::pin(std::future::ready(()))
    }

    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn elapsed(&self) -> Duration {
        lock(&self.clock.0).elapsed
    }
}

fn off_script(why: String) -> Unanswered {
    Unanswered::Transport(Arc::new(OffScript(why)))
}

/// Why a request got no answer.
#[derive(Debug)]
struct OffScript(String);

impl std::fmt::Display for OffScript {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OffScript {}
