//! What came back.

use super::body::{Body, Declared, Unread};
use super::checked::Checked;
use super::operand::Operand;
use super::operation::Operation;
use super::prepare::Target;
use super::xml::On;
use crate::Error;
use crate::effects::Incoming;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Which sending this answers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sending {
    pub(crate) step: &'static str,
    /// The step's entry in the run's list.
    pub(crate) entry: u32,
    /// 1 for the first attempt; 0 when nothing was sent yet.
    pub(crate) attempt: u32,
}

/// What a request led to.
pub(crate) struct Exchange {
    pub(crate) sending: Sending,
    /// Where the request went; `None` of a step that calls a workflow.
    target: Option<Target>,
    /// Its URL, once somebody has asked.
    url: OnceLock<String>,
    pub(crate) outcome: Result<Incoming, Missing>,
    /// The body as JSON, once somebody has asked.
    json: Checked,
    /// Why a condition could not read the body.
    pub(crate) unread: OnceLock<Unread>,
    /// How many values may be read from its body at once.
    values: usize,
}

/// Why there is no response.
#[derive(Clone)]
pub(crate) enum Missing {
    /// It did not come, or not whole.
    Transport(Arc<dyn StdError + Send + Sync>),
    /// The step calls a workflow, which has failed or not.
    Workflow(Option<Arc<Error>>),
}

impl Missing {
    pub(crate) fn source(&self) -> Option<Arc<dyn StdError + Send + Sync>> {
        match self {
            Self::Transport(why) => Some(Arc::clone(why)),
            Self::Workflow(error) => error.clone().map(|error| error as Arc<dyn StdError + Send + Sync>),
        }
    }
}

impl Exchange {
    /// What a request led to; of the body of the response so many values may be read at once.
    pub(crate) fn of(sending: Sending, target: Target, outcome: Result<Incoming, Missing>, values: usize) -> Self {
        let (target, url, unread) = (Some(target), OnceLock::new(), OnceLock::new());
        Self { sending, target, url, outcome, json: Checked::default(), unread, values }
    }

    /// What the call of a workflow led to.
    pub(crate) fn of_workflow(sending: Sending, error: Option<Arc<Error>>) -> Self {
        let outcome = Err(Missing::Workflow(error));
        let (url, json, unread) = (OnceLock::new(), Checked::default(), OnceLock::new());
        Self { sending, target: None, url, outcome, json, unread, values: usize::MAX }
    }

    fn url(&self) -> &str {
        self.url.get_or_init(|| self.target.as_ref().and_then(Target::url).unwrap_or_default())
    }

    fn operation(&self) -> Option<&'static Operation> {
        self.target.as_ref().map(|target| target.plan.operation)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.outcome.as_ref().ok()?.header(name)
    }

    fn status(&self) -> Option<u16> {
        self.outcome.as_ref().ok().map(|incoming| incoming.status)
    }

    /// The body, with what the response says of it; `None` without a response.
    pub(crate) fn body(&self) -> Option<Body<'_>> {
        let incoming = self.outcome.as_ref().ok()?;
        Some(Body {
            bytes: &incoming.body,
            declared: Declared::By(&incoming.headers),
            xml: self.operation().and_then(|operation| On::find(operation.xml, incoming.status)),
            checked: incoming.json.as_deref().unwrap_or(&self.json),
            values: self.values,
        })
    }

    /// The text of the body, for an error; of a replayed response it is what an error shows.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        #[cfg(feature = "durable")]
        if let Some(shown) = self.outcome.as_ref().ok().and_then(|incoming| incoming.shown.as_deref()) {
            return Some(Cow::Borrowed(shown));
        }
        self.body()?.text().ok()
    }

    /// What cannot be read has no value for a condition; that is kept for the error of the step, if it comes to that.
    fn readable<'a, T>(&self, body: Body<'a>, read: impl FnOnce(Body<'a>) -> Result<Option<T>, Unread>) -> Option<T> {
        match read(body) {
            Ok(value) => value,
            Err(why) => {
                self.unread.get_or_init(|| why);
                None
            }
        }
    }

    fn xml(&self, pointer: &str) -> Operand<'_> {
        if !pointer.is_empty() {
            return self.at(pointer);
        }
        let text =
            |body: Body<'_>| if body.bytes.is_empty() { Ok(None) } else { body.text().map(Cow::into_owned).map(Some) };
        self.body().and_then(|body| self.readable(body, text)).into()
    }

    fn json(&self, pointer: &str) -> Operand<'static> {
        self.body().and_then(|body| self.readable(body, |body| body.json(pointer))).into()
    }

    fn at(&self, pointer: &str) -> Operand<'_> {
        let Some(body) = self.body() else { return Operand::Nothing };
        if !pointer.is_empty() || body.bytes.is_empty() || body.is_json() {
            return self.readable(body, |body| body.operand(pointer)).unwrap_or(Operand::Nothing);
        }
        match body.text() {
            Ok(text) if !body.is_binary() => text.into_owned().into(),
            Ok(_) => Operand::Bytes(body.content()),
            Err(why) => {
                // Its comparisons with text do not hold.
                self.unread.get_or_init(|| why);
                Operand::Bytes(body.content())
            }
        }
    }
}

pub(super) mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Response {}
    impl Sealed for super::Attempt {}
}

/// A [`Response`] or an [`Attempt`].
pub trait Answer: sealed::Sealed + Sync {
    #[doc(hidden)]
    fn exchange(&self) -> Exchanged<'_>;
}

/// What an [`Answer`] holds.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Exchanged<'a>(pub(crate) &'a Exchange);

/// A response.
pub struct Response {
    status: u16,
    exchange: Box<Exchange>,
}

impl Response {
    pub(crate) fn new(status: u16, exchange: Box<Exchange>) -> Self {
        Self { status, exchange }
    }

    /// The status code (`$statusCode`).
    pub fn status(&self) -> u16 {
        self.status
    }
}

impl Answer for Response {
    fn exchange(&self) -> Exchanged<'_> {
        Exchanged(&self.exchange)
    }
}

/// A response, or the failure to get one.
pub struct Attempt {
    exchange: Box<Exchange>,
}

impl Attempt {
    pub(crate) fn new(exchange: Box<Exchange>) -> Self {
        Self { exchange }
    }

    /// The status code (`$statusCode`); `None` when no response came.
    pub fn status(&self) -> Option<u16> {
        self.exchange.status()
    }
}

impl Answer for Attempt {
    fn exchange(&self) -> Exchanged<'_> {
        Exchanged(&self.exchange)
    }
}

macro_rules! accessors {
    ($($type:ident),*) => {
        $(impl $type {
            /// A header's first value (`$response.header.X`); names are case-insensitive.
            pub fn header(&self, name: &str) -> Option<&str> {
                self.exchange.header(name)
            }

            /// The value at a JSON Pointer into the body, for a condition. Whatever keeps it from being read, also a
            /// body that is not JSON, makes it no value; the whole of a body that is not text is bytes.
            pub fn at(&self, pointer: &str) -> Operand<'_> {
                self.exchange.at(pointer)
            }

            /// The value at a JSON Pointer into a JSON body, whatever its declared type, for a query. What is not JSON is no
            /// value.
            pub fn json(&self, pointer: &str) -> Operand<'static> {
                self.exchange.json(pointer)
            }

            /// The text of a body that is XML, whatever its declared type, or of a part of a body that is JSON; for an XPath.
            pub fn xml(&self, pointer: &str) -> Operand<'_> {
                self.exchange.xml(pointer)
            }

            /// The URL of the request as the workflow sent it (`$url`).
            pub fn url(&self) -> &str {
                self.exchange.url()
            }

            /// The method of the request (`$method`).
            pub fn method(&self) -> &str {
                self.exchange.operation().map_or("", |operation| operation.method)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // The body may hold secrets.
                f.debug_struct(stringify!($type)).field("status", &self.exchange.status()).finish_non_exhaustive()
            }
        })*
    };
}

accessors!(Response, Attempt);
