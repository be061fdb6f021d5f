//! The one seam through which a run touches the world.
//!
//! Sending, sleeping and reading the clock happen here and nowhere else, so that tests can put a virtual clock and a
//! scripted peer in its place. A run with a journal asks that first (`rt/journal.rs`).

use crate::rt::Checked;
use crate::transport::without_secrets;
use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode, Url};
use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant, SystemTime};

/// A future behind a pointer: it keeps the futures of generated code small.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A request as it goes out.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
    /// How long to wait for the complete response.
    pub(crate) timeout: Option<Duration>,
}

/// A complete response.
pub(crate) struct Incoming {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body as JSON, where it was looked through already.
    pub(crate) json: Option<Box<Checked>>,
    /// The start of the body as an error shows it, where a journal has kept no more of it.
    #[cfg(feature = "durable")]
    pub(crate) shown: Option<Box<str>>,
}

impl Incoming {
    pub(crate) fn new(status: u16, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
            json: None,
            #[cfg(feature = "durable")]
            shown: None,
        }
    }

    /// A header that is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(text_of)
    }
}

/// The value of a header that is text.
pub(crate) fn text_of(value: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()
}

/// Why there is no complete response.
pub(crate) enum Unanswered {
    /// The connection failed, timed out or was cut.
    Transport(Arc<dyn StdError + Send + Sync>),
    /// There was none in time.
    TimedOut,
    /// The body is longer than allowed.
    TooLong,
    /// There is no runtime to send in.
    NoRuntime,
}

/// The world that a client lives in: everything that a run does to it.
pub(crate) enum World {
    Real(Live),
    /// One that a test has made.
    #[cfg(feature = "testing")]
    Made(Box<dyn Effects>),
}

impl World {
    /// Sends a request and reads up to `limit` bytes of response body.
    pub(crate) async fn send(&self, request: Outgoing, limit: usize) -> Result<Incoming, Unanswered> {
        match self {
            Self::Real(live) => live.exchange_in_time(request, limit).await,
            #[cfg(feature = "testing")]
            Self::Made(world) => world.send(request, limit).await,
        }
    }

    /// Waits.
    pub(crate) fn sleep(&self, delay: Duration) -> BoxFuture<'_, ()> {
        match self {
            Self::Real(_) => Box::pin(sleep(delay)),
            #[cfg(feature = "testing")]
            Self::Made(world) => world.sleep(delay),
        }
    }

    /// The time of day, for `Retry-After` dates.
    pub(crate) fn now(&self) -> SystemTime {
        match self {
            Self::Real(_) => SystemTime::now(),
            #[cfg(feature = "testing")]
            Self::Made(world) => world.now(),
        }
    }

    /// The time since a moment that stays the same, for deadlines: setting the clock of the machine does not change it.
    pub(crate) fn elapsed(&self) -> Duration {
        match self {
            Self::Real(_) => elapsed(),
            #[cfg(feature = "testing")]
            Self::Made(world) => world.elapsed(),
        }
    }
}

fn elapsed() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// What a [`World`] that a test has made does.
#[cfg(feature = "testing")]
pub(crate) trait Effects: Send + Sync {
    /// See [`World::send`].
    fn send(&self, request: Outgoing, limit: usize) -> BoxFuture<'_, Result<Incoming, Unanswered>>;

    /// See [`World::sleep`].
    fn sleep(&self, delay: Duration) -> BoxFuture<'_, ()>;

    /// See [`World::now`].
    fn now(&self) -> SystemTime;

    /// See [`World::elapsed`].
    fn elapsed(&self) -> Duration {
        elapsed()
    }
}

/// reqwest and tokio's timer.
pub(crate) struct Live {
    pub(crate) http: reqwest::Client,
}

impl Live {
    async fn exchange_in_time(&self, request: Outgoing, limit: usize) -> Result<Incoming, Unanswered> {
        // Without a runtime the socket would panic.
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Unanswered::NoRuntime);
        }
        let timeout = request.timeout;
        let exchange = self.exchange(request, limit);
        match timeout {
            None => exchange.await,
            Some(timeout) => match tokio::time::timeout(timeout, exchange).await {
                Ok(answer) => answer,
                Err(_) => Err(Unanswered::TimedOut),
            },
        }
    }

    async fn exchange(&self, request: Outgoing, limit: usize) -> Result<Incoming, Unanswered> {
        let has_body = request.method != Method::HEAD;
        let mut wire = reqwest::Request::new(request.method, request.url);
        *wire.headers_mut() = request.headers;
        *wire.body_mut() = request.body.map(reqwest::Body::from);
        let mut response = self.http.execute(wire).await.map_err(transport)?;
        if has_body && announces_more(&response, limit) {
            return Err(Unanswered::TooLong);
        }
        let body = body(&mut response, limit).await?;
        let headers = std::mem::take(response.headers_mut());
        let incoming = Incoming::new(response.status().as_u16(), headers, body);
        Ok(if incoming.body.len() > LONG { looked_through(incoming).await } else { incoming })
    }
}

/// The whole body. One that comes in one piece, as most do, is not copied.
async fn body(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, Unanswered> {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut whole = BytesMut::new();
    let mut first = Bytes::new();
    // What ends a body does not say where it came from.
    let unread = |error: reqwest::Error, from: &Url| transport(error.with_url(from.clone()));
    while let Some(chunk) = response.chunk().await.map_err(|error| unread(error, response.url()))? {
        if first.len() + whole.len() + chunk.len() > limit {
            return Err(Unanswered::TooLong);
        }
        if first.is_empty() && whole.is_empty() {
            first = chunk;
            continue;
        }
        if whole.is_empty() {
            whole.reserve(announced.min(limit).max(first.len() + chunk.len()));
            whole.extend_from_slice(&std::mem::take(&mut first));
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(if whole.is_empty() { first } else { whole.freeze() })
}

/// Whether a body follows that is longer than the limit. A 304 has the length of another body, as the answer to a HEAD has.
fn announces_more(response: &reqwest::Response, limit: usize) -> bool {
    let length = response.content_length().filter(|_| response.status() != StatusCode::NOT_MODIFIED);
    length.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > limit))
}

/// Bodies that are longer are checked on a thread for blocking work.
const LONG: usize = 256 << 10;

/// A response with its long body checked to be JSON already: later that would be done where no other task could go on, and no
/// time limit be kept.
async fn looked_through(incoming: Incoming) -> Incoming {
    let (body, media_type) = (incoming.body.clone(), incoming.headers.get(CONTENT_TYPE).cloned());
    let check = tokio::task::spawn_blocking(move || Checked::of(&body, media_type.as_ref().and_then(text_of)));
    // A runtime that ends does not get to it: then nobody reads the body, or it is checked by then.
    Incoming { json: check.await.ok().map(Box::new), ..incoming }
}

/// Waits for real.
pub(crate) async fn sleep(delay: Duration) {
    // Creating a timer without a runtime would panic. Only a scripted peer can lead here.
    if tokio::runtime::Handle::try_current().is_ok() {
        tokio::time::sleep(delay).await;
    }
}

fn transport(error: reqwest::Error) -> Unanswered {
    Unanswered::Transport(Arc::new(without_secrets(error)))
}
