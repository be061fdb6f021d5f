//! A step's request in the making.

use super::charset;
use super::cookie::check_cookie;
use super::exact::{Carried, Inexact, carried, exact, flat, json_text};
use super::header;
use super::json::Value;
use super::multipart::Multipart;
use super::operation::Operation;
use super::response::{Attempt, Exchange, Response, Sending};
use super::run::Run;
use super::sink::Given;
use super::style::{In, Parameter};
use super::text::Text;
use super::xml::{self, Xml};
use crate::content::Content;
use crate::effects::BoxFuture;
use crate::{Error, ErrorKind};
use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde::Serialize;
use std::borrow::Cow;
use std::time::Duration;

/// The type of most bodies.
pub(super) const JSON: &str = "application/json";

/// The type of bytes of which nothing is known.
pub(super) const OCTETS: &str = "application/octet-stream";

/// Why a variable of a path cannot be sent.
const EMPTY: &str = "it is empty, which would make another path";

/// What was set so far, encoded.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) sending: Sending,
    pub(crate) path: Vec<(&'static str, String)>,
    /// Pairs with `&` between them.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) body: Option<Bytes>,
    pub(crate) content_type: Option<Cow<'static, str>>,
    /// The whole of the query, instead of its parts.
    pub(crate) querystring: Option<String>,
    pub(crate) timeout: Option<Duration>,
    /// The first thing that cannot be sent.
    pub(crate) problem: Option<Error>,
}

impl Draft {
    /// Nothing is set any more.
    fn begin(&mut self, sending: Sending) {
        let mut path = std::mem::take(&mut self.path);
        path.clear();
        *self = Self { sending, path, ..Self::default() };
    }
}

/// A request of a step. What cannot be sent is remembered, and sending returns it as the error.
///
/// What was set is in the run, because requests live in the futures of generated code.
#[must_use = "a request does nothing until it is sent"]
pub struct Request<'r> {
    run: &'r mut Run,
    operation: &'static Operation,
}

impl<'r> Request<'r> {
    pub(crate) fn new(run: &'r mut Run, operation: &'static Operation, sending: Sending) -> Self {
        run.draft.begin(sending);
        Self { run, operation }
    }

    /// A variable of the path in the default style. It must have a value that is not empty.
    pub fn path(self, name: &'static str, value: impl Serialize) -> Self {
        self.add(&Parameter::path(name), flat(value))
    }

    /// A query parameter in the default style; left out when it has no value.
    pub fn query(self, name: &'static str, value: impl Serialize) -> Self {
        self.add(&Parameter::query(name), flat(value))
    }

    /// A header in the default style; left out when it has no value.
    pub fn header(self, name: &'static str, value: impl Serialize) -> Self {
        self.add(&Parameter::header(name), flat(value))
    }

    /// A cookie in the default style; left out when it has no value.
    pub fn cookie(self, name: &'static str, value: impl Serialize) -> Self {
        self.add(&Parameter::cookie(name), flat(value))
    }

    /// A parameter in any style.
    pub fn parameter(self, parameter: &Parameter, value: impl Serialize) -> Self {
        self.add(parameter, if parameter.is_json() { exact(value).map(Given::whole) } else { flat(value) })
    }

    /// The whole of the query as it is; left out when it has no value. What cannot stand in a query is encoded.
    pub fn querystring(mut self, query: impl Into<Text>) -> Self {
        match query.into().into_result() {
            Ok(query) => self.run.draft.querystring = query,
            Err(why) => self.problem(ErrorKind::Input, format!("the query cannot be sent: {why}")),
        }
        self
    }

    /// How long an attempt may take, from sending to the end of the response. Then it is one without a response.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.run.draft.timeout = Some(timeout);
        self
    }

    /// A JSON body; no body when there is no value.
    pub fn json(self, body: impl Serialize) -> Self {
        self.json_body(JSON, json_text(body))
    }

    /// A JSON body under another media type.
    pub fn json_as(self, content_type: &str, body: impl Serialize) -> Self {
        self.json_body(content_type, json_text(body))
    }

    /// A body of the media type `application/x-www-form-urlencoded`: the members of an object. Arrays repeat the name,
    /// objects are JSON text, null and absent members are left out. A string is such a body already.
    pub fn form(self, body: impl Serialize) -> Self {
        self.form_body("application/x-www-form-urlencoded", &[], exact(body))
    }

    /// The same with parameters of the media type, and with fields that are written as the description says.
    pub fn form_as(self, content_type: &str, fields: &[Parameter], body: impl Serialize) -> Self {
        self.form_body(content_type, fields, exact(body))
    }

    /// A body of text, in the charset that the content type names; no body when there is no value.
    pub fn text(self, content_type: &str, body: impl Into<Text>) -> Self {
        let body = body.into().into_result().map_err(|why| why.to_string());
        let body = body.and_then(|text| text.map(|text| written(&text, content_type)).transpose());
        self.encoded(content_type, body)
    }

    /// A body of bytes: those that came in a response, as they came; or those of a string, which are its own, in the charset that
    /// the content type names, or those of a data URL in base64. No body when there is no value.
    ///
    /// A content type such as `image/*` stands for what the data URL says, and for `application/octet-stream` without one.
    pub fn bytes(self, content_type: &str, body: impl Serialize) -> Self {
        self.bytes_body(content_type, carried(body))
    }

    /// A body of XML: a value as its description says; a string is XML already. No body when there is no value.
    pub fn xml(self, content_type: &str, xml: &'static Xml, body: impl Serialize) -> Self {
        self.xml_body(content_type, xml, carried(body))
    }

    /// A body of the media type `multipart/form-data`.
    pub fn multipart(self, parts: Multipart) -> Self {
        self.multipart_as("multipart/form-data", parts)
    }

    /// The same with parameters of the media type; the boundary is added to them.
    pub fn multipart_as(mut self, content_type: &str, parts: Multipart) -> Self {
        match parts.encode(content_type) {
            Ok(Some((content_type, body))) => return self.body(&content_type, Some(body)),
            Ok(None) => {}
            Err(why) => self.problem(ErrorKind::Input, format!("the body cannot be sent: {why}")),
        }
        self
    }

    /// The operation cannot do without the body: that there is none, because it had no value, is an error.
    pub fn body_required(mut self) -> Self {
        if self.run.draft.body.is_none() {
            self.problem(ErrorKind::MissingValue, "the request body has no value".to_owned());
        }
        self
    }

    /// Sends it. A missing or incomplete response is an error.
    pub async fn send(self) -> Result<Response, Error> {
        let Self { run, operation } = self;
        // One allocation here keeps what sending needs out of the caller's future.
        let sent: BoxFuture<'_, _> = Box::pin(async move {
            let exchange = super::send::exchange(run, operation).await?;
            response(run, exchange)
        });
        sent.await
    }

    /// Sends it. A missing or incomplete response is an attempt without one, for steps whose document says what to do
    /// then; an error is what happened before.
    pub async fn attempt(self) -> Result<Attempt, Error> {
        let Self { run, operation } = self;
        let sent: BoxFuture<'_, _> = Box::pin(super::send::exchange(run, operation));
        sent.await.map(Attempt::new)
    }
}

fn response(run: &Run, exchange: Box<Exchange>) -> Result<Response, Error> {
    match &exchange.outcome {
        Ok(incoming) => Ok(Response::new(incoming.status, exchange)),
        Err(_) => Err(run.failed(&Attempt::new(exchange))),
    }
}

/// The parts without type parameters.
impl Request<'_> {
    fn add(mut self, parameter: &Parameter, value: Result<Given, Inexact>) -> Self {
        let placed = match value {
            Err(why) => Err(why.to_string()),
            Ok(Given::Nothing) if parameter.place == In::Path => {
                self.problem(ErrorKind::MissingValue, format!("{} has no value", describe(parameter)));
                Ok(())
            }
            Ok(Given::Nothing) => Ok(()),
            Ok(Given::Text(text)) if parameter.is_plain() => self.place_text(parameter, text).map_err(str::to_owned),
            Ok(Given::Text(text)) => self.place(parameter, &text.into()).map_err(str::to_owned),
            Ok(Given::Whole(value)) => self.place(parameter, &value).map_err(str::to_owned),
        };
        if let Err(why) = placed {
            self.problem(ErrorKind::Input, format!("{} cannot be sent: {why}", describe(parameter)));
        }
        self
    }

    fn place(&mut self, parameter: &Parameter, value: &Value) -> Result<(), &'static str> {
        match parameter.place {
            // An empty list is no value (RFC 6570, section 2.3).
            In::Path if parameter.has_no_part(value) => return Err(EMPTY),
            // Here as in a path and a query.
            In::Header if parameter.has_no_part(value) => {}
            In::Path | In::Header => return self.place_encoded(parameter, parameter.flat(value)),
            In::Query | In::Form | In::Part => {
                for (name, value) in parameter.pairs(value) {
                    self.pair(&name, &value);
                }
            }
            In::Cookie => {
                for (name, value) in parameter.pairs(value) {
                    check_cookie(&name, &value)?;
                    self.run.draft.cookies.push((name, value));
                }
            }
        }
        Ok(())
    }

    /// A value that is one text in every style.
    fn place_text(&mut self, parameter: &Parameter, text: String) -> Result<(), &'static str> {
        let text = parameter.encoded(text);
        match parameter.place {
            In::Path | In::Header => return self.place_encoded(parameter, text),
            In::Query | In::Form | In::Part => self.pair(&parameter.encode_name(parameter.name), &text),
            In::Cookie => {
                check_cookie(parameter.name, &text)?;
                self.run.draft.cookies.push((parameter.name.to_owned(), text));
            }
        }
        Ok(())
    }

    /// A variable of the path or a header.
    fn place_encoded(&mut self, parameter: &Parameter, text: String) -> Result<(), &'static str> {
        if parameter.place == In::Path {
            if text.is_empty() {
                return Err(EMPTY);
            }
            self.run.draft.path.push((parameter.name, text));
            return Ok(());
        }
        if !text.is_ascii() {
            return Err("the value has a character that is not ASCII");
        }
        let (name, value) = header::header(parameter.name, text)?;
        self.run.draft.headers.insert(name, value);
        Ok(())
    }

    fn pair(&mut self, name: &str, value: &str) {
        let between = if self.run.draft.query.is_empty() { "" } else { "&" };
        self.run.draft.query.extend([between, name, "=", value]);
    }

    fn json_body(self, content_type: &str, body: Result<Option<String>, Inexact>) -> Self {
        match body {
            Ok(body) => {
                let body = body.map(|body| charset::written_json(body, content_type));
                self.body(content_type, body)
            }
            Err(why) => self.encoded(content_type, Err(why.to_string())),
        }
    }

    fn encoded(mut self, content_type: &str, body: Result<Option<Vec<u8>>, String>) -> Self {
        match body {
            Ok(body) => return self.body(content_type, body),
            Err(why) => self.problem(ErrorKind::Input, format!("the body cannot be sent: {why}")),
        }
        self
    }

    fn form_body(mut self, content_type: &str, fields: &[Parameter], body: Result<Option<Value>, Inexact>) -> Self {
        match body {
            Ok(Some(Value::Object(members))) => {
                let pairs = members.iter().flat_map(|(name, value)| pairs(fields, name, value));
                let body = pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
                return self.body(content_type, Some(body));
            }
            Ok(Some(Value::String(text))) => return self.body(content_type, Some(text)),
            Ok(None) => {}
            Ok(Some(_)) => self.problem(ErrorKind::Input, "the body of a form must be an object".to_owned()),
            Err(why) => self.problem(ErrorKind::Input, format!("the body cannot be sent: {why}")),
        }
        self
    }

    fn bytes_body(self, content_type: &str, body: Result<Option<Carried>, Inexact>) -> Self {
        let body = match body {
            Ok(None) => Ok(None),
            Ok(Some(Carried::Bytes(content))) => return self.content(content_type, &content),
            Ok(Some(Carried::Verbatim(Value::String(text)))) => written(&text, content_type).map(Some),
            Ok(Some(Carried::Json(Value::String(text)))) => match Content::of_data_url(&text) {
                Some(Ok(content)) => return self.content(content_type, &content),
                Some(Err(why)) => Err(why.to_owned()),
                None => written(&text, content_type).map(Some),
            },
            Ok(Some(Carried::Json(_) | Carried::Verbatim(_))) => Err("it is made of a string".to_owned()),
            Err(why) => Err(why.to_string()),
        };
        let content_type = if content_type.contains('*') { OCTETS } else { content_type };
        self.encoded(content_type, body)
    }

    fn content(self, content_type: &str, content: &Content) -> Self {
        let own = Some(content_type).filter(|own| !own.contains('*'));
        self.body(own.or(content.media_type()).unwrap_or(OCTETS), Some(content.shared()))
    }

    fn xml_body(self, content_type: &str, xml: &Xml, body: Result<Option<Carried>, Inexact>) -> Self {
        match body {
            Ok(Some(Carried::Json(body) | Carried::Verbatim(body))) if !matches!(body, Value::String(_)) => {
                let body = xml::write(xml, &body).and_then(|text| written(&text, content_type));
                self.encoded(content_type, body.map(Some))
            }
            body => self.bytes_body(content_type, body),
        }
    }

    fn body(self, content_type: &str, body: Option<impl Into<Bytes>>) -> Self {
        if let Some(body) = body {
            self.run.draft.body = Some(body.into());
            let is_json = content_type == JSON;
            self.run.draft.content_type = Some(if is_json { JSON.into() } else { content_type.to_owned().into() });
        }
        self
    }

    fn problem(&mut self, kind: ErrorKind, message: String) {
        if self.run.draft.problem.is_none() {
            self.run.draft.problem = Some(self.run.error_at(kind, self.run.draft.sending, message));
        }
    }
}

/// A text as its content type says.
fn written(text: &str, content_type: &str) -> Result<Vec<u8>, String> {
    charset::encode(text, content_type).map_err(|why| format!("{why}, declared as `{content_type}`"))
}

/// The pairs that a member of a form becomes.
fn pairs(fields: &[Parameter], name: &str, value: &Value) -> Vec<(String, String)> {
    const PLAIN: Parameter = Parameter::plain_field();
    let field = fields.iter().find(|field| field.name == name).unwrap_or(&PLAIN);
    if value.is_null() { Vec::new() } else { field.pairs_of(name, value) }
}

fn describe(parameter: &Parameter) -> String {
    let place = match parameter.place {
        In::Path => "path parameter",
        In::Query => "query parameter",
        In::Header => "header",
        In::Cookie => "cookie",
        In::Form => "field",
        In::Part => "part",
    };
    format!("{place} `{}`", parameter.name)
}
