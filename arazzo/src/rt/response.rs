//! What came back.

use super::json::Value;
use super::operand::Operand;
use super::project::{NotJson, project};
use super::xpath::{Problem, decoded};
use crate::Error;
use crate::effects::Incoming;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// Which sending this answers.
#[derive(Clone, Copy, Debug)]
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
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) outcome: Result<Incoming, Missing>,
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
    fn header(&self, name: &str) -> Option<&str> {
        let value = self.outcome.as_ref().ok()?.headers.get(name)?;
        std::str::from_utf8(value.as_bytes()).ok()
    }

    fn status(&self) -> Option<u16> {
        self.outcome.as_ref().ok().map(|incoming| incoming.status)
    }

    /// The value at a pointer into the body; an empty body has none. The whole of a body that is declared as something
    /// else than JSON is its text.
    pub(crate) fn value(&self, pointer: &str) -> Result<Option<Value>, NotJson> {
        match &self.outcome {
            Ok(incoming) if !incoming.body.is_empty() => {
                if pointer.is_empty() && self.is_text() {
                    return Ok(Some(String::from_utf8_lossy(&incoming.body).into()));
                }
                project(&incoming.body, pointer)
            }
            _ => Ok(None),
        }
    }

    fn is_text(&self) -> bool {
        let media_type = self.header("content-type").unwrap_or("application/json");
        let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_json = media_type.ends_with("/json") || media_type.ends_with("+json");
        !(is_json || media_type.starts_with("application/x-amz-json-"))
    }

    /// The value at a pointer into the body, which is JSON whatever its declared type; an empty body has none.
    pub(crate) fn json_value(&self, pointer: &str) -> Result<Option<Value>, NotJson> {
        match &self.outcome {
            Ok(incoming) if !incoming.body.is_empty() => project(&incoming.body, pointer),
            _ => Ok(None),
        }
    }

    /// The text of a body that is XML, whatever its declared type; an empty body has none.
    pub(crate) fn xml_text(&self) -> Result<Option<&str>, Problem> {
        match &self.outcome {
            Ok(incoming) if !incoming.body.is_empty() => decoded(&incoming.body).map(Some),
            _ => Ok(None),
        }
    }

    fn xml(&self, pointer: &str) -> Operand<'static> {
        match self.xml_text() {
            _ if !pointer.is_empty() => self.at(pointer),
            Ok(Some(text)) => text.to_owned().into(),
            Ok(None) | Err(_) => Operand::Nothing,
        }
    }

    fn json(&self, pointer: &str) -> Operand<'static> {
        self.json_value(pointer).ok().flatten().into()
    }

    fn at(&self, pointer: &str) -> Operand<'static> {
        self.value(pointer).ok().flatten().into()
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
            /// body that is not JSON, makes it no value.
            pub fn at(&self, pointer: &str) -> Operand<'static> {
                self.exchange.at(pointer)
            }

            /// The value at a JSON Pointer into a JSON body, whatever its declared type, for a query. What is not JSON is no
            /// value.
            pub fn json(&self, pointer: &str) -> Operand<'static> {
                self.exchange.json(pointer)
            }

            /// The text of a body that is XML, whatever its declared type, or of a part of a body that is JSON; for an XPath.
            pub fn xml(&self, pointer: &str) -> Operand<'static> {
                self.exchange.xml(pointer)
            }

            /// The URL of the request as the workflow sent it (`$url`).
            pub fn url(&self) -> &str {
                &self.exchange.url
            }

            /// The method of the request (`$method`).
            pub fn method(&self) -> &str {
                self.exchange.method
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
