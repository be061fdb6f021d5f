//! The one error type of every workflow function.

use crate::redact::Redactor;
use crate::rt::{Later, TimedOut};
use crate::transport::{self, Reason};
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// An error of any type, for callbacks of the client.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// How much of a response body an error shows, in bytes.
const BODY: usize = 1024;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client lacks something, or was set up wrongly: a base URL, a credential, permission for plain http, a
    /// provider or hook that failed. The message names the constant and the method to use.
    Configuration,
    /// A value cannot be sent where the workflow puts it.
    Input,
    /// The response does not meet the step's success criteria and no failure action goes on.
    StepFailed,
    /// A value that a step or an output needs is absent.
    MissingValue,
    /// A response holds something else than the workflow reads from it.
    Decode,
    /// No complete response came.
    Transport,
    /// One of the client's [`Limits`](crate::Limits) would be exceeded.
    Limit,
    /// A failure action ended the workflow on purpose.
    Ended,
    /// In a durable run: the process ended between sending a request and writing down its answer. The request may have been carried out,
    /// and the API cannot recognise it. See `ClientBuilder::idempotency` and `ClientBuilder::resend_in_doubt`.
    InDoubt,
    /// The durable run was cancelled. [`Error::completed`] says what had been done.
    Cancelled,
    /// The journal of a durable run cannot be read or written, is that of another version of the workflow, or of another run.
    Journal,
}

/// A step that ran before the one that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completed {
    /// The step's id.
    pub step: String,
    /// Status code of its last response; `None` when there was no response.
    pub status: Option<u16>,
    /// How often its request was sent, retries included.
    pub attempts: u32,
}

/// A text that is the id of no step of a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownStep {
    workflow: &'static str,
}

impl UnknownStep {
    #[doc(hidden)]
    pub const fn new(workflow: &'static str) -> Self {
        Self { workflow }
    }
}

impl fmt::Display for UnknownStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the workflow `{}` has no step of this name", self.workflow)
    }
}

impl StdError for UnknownStep {}

/// Why a workflow function returned no output, or a client could not be built.
///
/// `Display` is one sentence without any data of the API. It, `Debug` and [`body`](Error::body) have every secret that
/// the client or the workflow knows replaced by `[redacted]`.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    workflow: String,
    step: Option<String>,
    status: Option<u16>,
    attempt: u32,
    body: Option<String>,
    response: Option<Arc<Kept>>,
    completed: Vec<Completed>,
    outputs: Map<String, Value>,
    message: String,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    redactor: Redactor,
}

/// What an error keeps of a response, for the program alone: nothing of it is shown.
struct Kept {
    headers: HeaderMap,
    /// The body, where it is text, and no longer than the client keeps.
    text: Option<String>,
}

type Cause<'e> = &'e (dyn StdError + 'static);

impl Error {
    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The workflow's id; empty when the client could not be built.
    pub fn workflow(&self) -> &str {
        &self.0.workflow
    }

    /// The step that could not go on, if it is one step's matter.
    pub fn step(&self) -> Option<&str> {
        self.0.step.as_deref()
    }

    /// The HTTP status code of that step's last response. Of a step that calls a workflow: of the step that failed there.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Which attempt of the step it was: 1 for the first, 0 when nothing was sent.
    pub fn attempt(&self) -> u32 {
        self.0.attempt
    }

    /// The first KiB of the response body as text, without known secrets and without the values of members with
    /// names such as `password`, `clientSecret` or `access_token`. Of bytes that are no text it says how many they are.
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// Whether no complete response came in time. The request may have been carried out.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Transport && is_timeout(StdError::source(self))
    }

    /// Whether there was no connection, for whatever reason (the name of the host, its port, TLS): nothing was sent in the last attempt.
    /// It is false where a redirect or a 401 had come in that attempt: something was sent then.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Transport && is_unconnected(StdError::source(self))
    }

    /// Whether nobody listens at the port of the API. Then [`is_connect`](Error::is_connect) is true, too, unless something was sent before
    /// in that attempt.
    pub fn is_refused(&self) -> bool {
        self.has_reason(Reason::Refused)
    }

    /// Whether the name of the API's host was not found.
    pub fn is_dns(&self) -> bool {
        self.has_reason(Reason::Name)
    }

    /// Whether no secure connection was made, such as where the certificate of the API is not trusted. It is always false where TLS is that
    /// of the operating system (feature `native-tls`), whose errors do not tell.
    pub fn is_tls(&self) -> bool {
        self.has_reason(Reason::Tls)
    }

    fn has_reason(&self, reason: Reason) -> bool {
        self.kind() == ErrorKind::Transport && StdError::source(self).and_then(transport::reason) == Some(reason)
    }

    /// Whether it is about the run itself, and says nothing of the API: it may not know what the API has done.
    pub(crate) fn is_stopped(&self) -> bool {
        matches!(self.kind(), ErrorKind::InDoubt | ErrorKind::Cancelled | ErrorKind::Journal)
    }

    #[cfg(feature = "durable")]
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// The response body as a type, such as the problem details of RFC 9457; `None` where it is no JSON of this type, or longer than
    /// [`Limits::error_body`](crate::Limits::error_body). These are the values themselves: if the body holds a secret, so does this.
    ///
    /// ```
    /// #[derive(serde::Deserialize)]
    /// struct Problem {
    ///     code: String,
    /// }
    ///
    /// fn is_declined(error: &arazzo::Error) -> bool {
    ///     error.json::<Problem>().is_some_and(|problem| problem.code == "card_declined")
    /// }
    /// # let _ = is_declined;
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.0.response.as_ref()?.text.as_ref()?).ok()
    }

    /// A header of the response, such as `x-request-id`: the first of this name, if it is text. Its value is not redacted.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.response.as_ref()?.headers.get(name)?.to_str().ok()
    }

    /// The steps that had run before this one, in order.
    pub fn completed(&self) -> &[Completed] {
        &self.0.completed
    }

    /// The workflow outputs that were known by then, under the document's names. These are the values themselves: if an
    /// output is secret, so is this.
    pub fn outputs(&self) -> &Map<String, Value> {
        &self.0.outputs
    }
}

/// An error and those behind it.
pub(crate) fn causes<'e>(first: Option<Cause<'e>>) -> impl Iterator<Item = Cause<'e>> {
    std::iter::successors(first, |error: &Cause<'e>| -> Option<Cause<'e>> { (*error).source() })
}

/// Whether no complete response came in time.
pub(crate) fn is_timeout(cause: Option<Cause<'_>>) -> bool {
    causes(cause).any(|cause| {
        #[cfg(feature = "durable")]
        if let Some(lost) = cause.downcast_ref::<crate::durable::Lost>() {
            return lost.timed_out;
        }
        cause.is::<TimedOut>() || cause.downcast_ref().is_some_and(reqwest::Error::is_timeout)
    })
}

/// Whether there was no connection, and nothing was sent.
pub(crate) fn is_unconnected(cause: Option<Cause<'_>>) -> bool {
    let is_it = |cause: Cause<'_>| {
        #[cfg(feature = "durable")]
        if let Some(lost) = cause.downcast_ref::<crate::durable::Lost>() {
            return lost.unconnected;
        }
        cause.downcast_ref().is_some_and(reqwest::Error::is_connect)
    };
    !causes(cause).any(<dyn StdError>::is::<Later>) && causes(cause).any(is_it)
}

/// The start of a body as an error shows it; `text` is the body, if it is one.
pub(crate) fn shown(body: &[u8], text: Option<&str>, redactor: &Redactor) -> Option<String> {
    match text {
        _ if body.is_empty() => None,
        Some(text) => Some(redactor.clean_body(text, BODY)),
        None => Some(format!("[{} bytes that are no text]", body.len())),
    }
}

/// Building one.
impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            workflow: String::new(),
            step: None,
            status: None,
            attempt: 0,
            body: None,
            response: None,
            completed: Vec::new(),
            outputs: Map::new(),
            message: message.into(),
            source: None,
            redactor: Redactor::default(),
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn in_workflow(mut self, workflow: &str) -> Self {
        workflow.clone_into(&mut self.0.workflow);
        self
    }

    pub(crate) fn in_step(mut self, step: &str, attempt: u32) -> Self {
        self.0.step = Some(step.to_owned());
        self.0.attempt = attempt;
        self
    }

    pub(crate) fn after(mut self, completed: Vec<Completed>, outputs: Map<String, Value>) -> Self {
        self.0.completed = completed;
        self.0.outputs = outputs;
        self
    }

    pub(crate) fn caused_by(mut self, source: Arc<dyn StdError + Send + Sync>) -> Self {
        self.0.source = Some(source);
        self
    }

    /// Keeps the headers of the response, and the text of its body up to so many bytes.
    pub(crate) fn keeping(mut self, headers: &HeaderMap, text: Option<&str>, most: usize) -> Self {
        let text = text.filter(|text| text.len() <= most).map(str::to_owned);
        self.0.response = Some(Arc::new(Kept { headers: headers.clone(), text }));
        self
    }

    /// Takes the status and the [shown] start of the body from the response.
    pub(crate) fn answered(mut self, status: u16, shown: Option<String>) -> Self {
        self.0.status = Some(status);
        self.0.body = shown;
        self
    }

    /// Takes status and body of the error behind this one.
    pub(crate) fn with_response_of(mut self, inner: &Self) -> Self {
        self.0.status = inner.status();
        self.0.body = inner.body().map(str::to_owned);
        self.0.response.clone_from(&inner.0.response);
        self
    }

    /// Must come last: what was set before is cleaned here.
    pub(crate) fn redacted(mut self, redactor: Redactor) -> Self {
        self.0.message = redactor.clean(&self.0.message);
        self.0.redactor = redactor;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        match (&inner.step, inner.workflow.is_empty()) {
            (Some(step), _) => write!(f, "step `{step}` of workflow `{}`", inner.workflow)?,
            (None, false) => write!(f, "workflow `{}`", inner.workflow)?,
            (None, true) => return f.write_str(&inner.message),
        }
        match (inner.status, inner.attempt) {
            (Some(status), 0 | 1) => write!(f, " (status {status})")?,
            (Some(status), attempt) => write!(f, " (status {status}, attempt {attempt})")?,
            (None, 0 | 1) => {}
            (None, attempt) => write!(f, " (attempt {attempt})")?,
        }
        write!(f, ": {}", inner.message)
    }
}

impl Error {
    /// The sentence, and those of the errors behind it: what a program shows whose `main` returns the error.
    fn report(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut cause = StdError::source(self);
        while let Some(error) = cause {
            write!(f, "\n  caused by: {}", self.0.redactor.clean(&error.to_string()))?;
            cause = error.source();
        }
        Ok(())
    }
}

/// `{:?}` is the sentence with its causes, `{:#?}` all that is known.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return self.report(f);
        }
        let inner = &*self.0;
        let clean = |text: String| inner.redactor.clean(&text);
        let outputs = Value::Object(inner.outputs.clone()).to_string();
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &inner.message)
            .field("workflow", &inner.workflow)
            .field("step", &inner.step)
            .field("status", &inner.status)
            .field("attempt", &inner.attempt)
            .field("body", &inner.body)
            .field("completed", &inner.completed)
            .field("outputs", &Verbatim(inner.redactor.clean_body(&outputs, outputs.len())))
            .field("source", &inner.source.as_ref().map(|source| Verbatim(clean(format!("{source:?}")))))
            .finish()
    }
}

/// Text that is already in the form in which it is to be shown.
struct Verbatim(String);

impl fmt::Debug for Verbatim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pointer_wide_and_shareable() {
        fn shareable<T: Send + Sync + 'static>() {}
        shareable::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }

    #[test]
    fn the_sentence_names_what_is_known() {
        let error = Error::new(ErrorKind::StepFailed, "it failed").in_workflow("w");
        assert_eq!(error.to_string(), "workflow `w`: it failed");
        let error = error.in_step("s", 2).answered(500, Some("no".to_owned()));
        assert_eq!(error.to_string(), "step `s` of workflow `w` (status 500, attempt 2): it failed");
    }
}
