//! What generated code calls. Not for direct use; changes with the compiler.

mod body;
mod called;
pub(crate) mod charset;
mod checked;
mod cookie;
mod deadline;
mod decode;
pub(crate) mod encode;
mod entry;
mod exact;
#[cfg(fuzzing)]
pub(crate) mod fuzz;
mod generated;
mod given;
mod grammar;
mod header;
mod input;
#[cfg(feature = "durable")]
mod journal;
mod json;
pub mod jsonpath;
#[cfg(feature = "durable")]
mod kept;
pub(crate) mod media;
mod members;
mod multipart;
mod number;
mod operand;
mod operation;
mod path;
mod pattern;
mod plan;
mod prepare;
mod project;
mod query;
mod read;
mod received;
mod redirect;
mod replaced;
mod request;
mod response;
mod retry;
mod run;
mod security;
mod send;
mod shown;
pub mod simple;
mod sink;
mod spared;
mod steps;
mod style;
mod text;
mod typed;
mod union;
mod words;
mod written;
mod xml;
mod xpath;

pub use arazzo_macros::{expand, json as json_calls};
pub use body::{Body, Unread};
pub use called::Called;
pub(crate) use called::Done;
pub(crate) use checked::Checked;
pub use core::ops::ControlFlow;
pub(crate) use deadline::{Deadline, SetBy, TimedOut};
pub use decode::{Decode, FromHeader, Mismatch, from_header};
pub use exact::Inexact;
pub use generated::generated_by;
pub use given::{Give, To};
#[cfg(feature = "testing")]
pub(crate) use header::says_secret;
pub use input::{FromObject, given, or_null};
pub use json::Value as Json;
pub use multipart::{Multipart, Part};
pub use number::{Number, digits};
pub use operand::{Operand, operand};
pub use operation::{Demand, Operation, Workflow};
pub use pattern::Pattern;
pub(crate) use plan::Plans;
pub use query::{Query, literal};
pub use received::Received;
pub use replaced::Replaced;
pub use request::Request;
pub use response::{Answer, Attempt, Response};
pub use retry::Retry;
pub use run::Run;
pub(crate) use send::Later;
pub use serde;
pub use serde_json;
pub use shown::{Hidden, Show, Shown};
pub use spared::lenient;
pub use std::time::Duration;
pub use style::{In, Parameter, Style};
pub use text::{Passed, Text, as_input, as_is, base64, cdata, json, part, percent, template, text, urls, xml};
pub use union::By;
pub use written::Written;
pub use xml::{On, Xml};
pub use xpath::{Found, ReplacedXml, XPath};

pub use crate::content::Content;
pub use crate::scheme::{AnyScheme, KeyIn};
pub use crate::{
    __json as json, __need_jsonpath as need_jsonpath, __need_regex as need_regex, __need_xml as need_xml,
    __need_xpath as need_xpath, __object as object, __steps as steps, __union as union, __words as words,
};
