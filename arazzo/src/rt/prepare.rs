//! From a draft to a request on the wire.

use super::cookie::check_cookie;
use super::encode::{Keep, encode, strict};
use super::entry;
use super::operation::Operation;
use super::path::{PathProblem, fill, fill_text};
use super::request::Draft;
use super::run::Run;
use super::security::header_of;
use crate::client::Credential;
use crate::effects::Outgoing;
use crate::scheme::{KeyIn, Place};
use crate::{Error, ErrorKind};
use bytes::Bytes;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use std::time::Duration;

/// A request that lacks only the client's credentials. It can be sent again with others.
pub(crate) struct Prepared {
    pub(crate) operation: &'static Operation,
    method: Method,
    /// The URL without a query.
    address: Url,
    query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<(String, String)>,
    body: Option<Bytes>,
    /// How long an attempt may take.
    pub(crate) timeout: Option<Duration>,
}

/// Builds the URL and the headers.
pub(crate) fn prepare(run: &Run, draft: Draft) -> Result<Prepared, Error> {
    let sending = draft.sending;
    if let Some(problem) = draft.problem {
        return Err(problem);
    }
    let fail = |(kind, message): (ErrorKind, String)| run.error_at(kind, sending, message);
    let operation = draft.operation;
    let method = Method::from_bytes(operation.method.as_bytes())
        .map_err(|_| fail((ErrorKind::Input, "the operation's method is not an HTTP method".to_owned())))?;
    let (template, fixed) = operation.path.split_once('?').unwrap_or((operation.path, ""));
    let address = address(run, operation, template, &draft.path).map_err(fail)?;
    let mut query = fixed_query(fixed, &draft).map_err(|name| fail(missing(&name)))?;
    query.extend(draft.query.iter().map(|(name, value)| format!("{name}={value}")));
    query.extend(draft.querystring.iter().map(|whole| encode(whole, Keep::QueryText)).filter(|q| !q.is_empty()));
    let mut headers = draft.headers;
    default_header(&mut headers, ACCEPT, operation.accept).map_err(fail)?;
    default_header(&mut headers, CONTENT_TYPE, draft.content_type.as_deref()).map_err(fail)?;
    Ok(Prepared {
        operation,
        method,
        address,
        query,
        headers,
        cookies: draft.cookies,
        body: draft.body,
        timeout: draft.timeout,
    })
}

fn address(
    run: &Run,
    operation: &Operation,
    template: &str,
    values: &[(&str, String)],
) -> Result<Url, (ErrorKind, String)> {
    let base = entry::base(operation, &run.client().settings).map_err(|why| (ErrorKind::Configuration, why))?;
    let path = fill(template, values).map_err(|problem| match problem {
        PathProblem::Missing(name) => missing(&name),
        PathProblem::Dots => (
            ErrorKind::Input,
            "a segment of the path is `.` or `..`, or decodes to it, which would make another path".to_owned(),
        ),
    })?;
    let path = format!("{}/{}", base.path, path.trim_start_matches('/'));
    let other = || (ErrorKind::Input, "the path would become another one on the way".to_owned());
    let url = Url::parse(&format!("{}{path}", base.origin)).map_err(|_| other())?;
    // The last word on what URL parsers do to paths.
    if url.path() == path { Ok(url) } else { Err(other()) }
}

fn missing(name: &str) -> (ErrorKind, String) {
    (ErrorKind::MissingValue, format!("path parameter `{name}` has no value"))
}

/// The query that belongs to the path, without what a query parameter of the step says instead.
fn fixed_query(fixed: &str, draft: &Draft) -> Result<Vec<String>, String> {
    let pairs = fixed.split('&').filter(|pair| !pair.is_empty());
    let pairs =
        pairs.filter(|pair| names([*pair].into_iter()).all(|name| draft.query.iter().all(|(own, _)| own != name)));
    pairs.map(|pair| fill_text(pair, Keep::QueryText, &draft.path)).collect()
}

/// Sets a header that the step has not set itself.
fn default_header(headers: &mut HeaderMap, name: HeaderName, value: Option<&str>) -> Result<(), (ErrorKind, String)> {
    let Some(value) = value.filter(|_| !headers.contains_key(&name)) else {
        return Ok(());
    };
    let value = HeaderValue::from_str(value)
        .map_err(|_| (ErrorKind::Input, format!("the value of `{name}` has a control character")))?;
    headers.insert(name, value);
    Ok(())
}

impl Prepared {
    /// The method's name as the operation has it.
    pub(crate) fn method(&self) -> &'static str {
        self.operation.method
    }

    /// The URL as the workflow made it: without keys of the client.
    pub(crate) fn url(&self) -> String {
        with_query(&self.address, &self.query).to_string()
    }

    /// Whether the step itself has put something where a credential would go.
    pub(crate) fn sends(&self, place: Place) -> bool {
        if let Some(header) = header_of(place) {
            return self.headers.contains_key(header);
        }
        match place {
            Place::Key(KeyIn::Query, name) => {
                let name = strict(name);
                let pairs = self.query.iter().flat_map(|part| part.split('&'));
                names(pairs).any(|given| given == name)
            }
            Place::Key(KeyIn::Cookie, name) => {
                let written = self.headers.get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
                let mut given = names(written.split(';')).chain(self.cookies.iter().map(|(name, _)| name.as_str()));
                given.any(|given| given == name)
            }
            _ => false,
        }
    }

    /// The request with these credentials. An error says where one cannot go.
    pub(crate) fn with<'c>(
        &self,
        credentials: impl Iterator<Item = (Place, &'c Credential)>,
    ) -> Result<Outgoing, (ErrorKind, String)> {
        let configuration = |why: String| (ErrorKind::Configuration, why);
        let (mut query, mut headers, mut cookies) = (self.query.clone(), self.headers.clone(), self.cookies.clone());
        for (place, credential) in credentials {
            let sent = credential.sent.as_str();
            match place {
                Place::Bearer => {
                    insert(&mut headers, AUTHORIZATION, &format!("Bearer {sent}")).map_err(configuration)?;
                }
                Place::Basic => insert(&mut headers, AUTHORIZATION, &format!("Basic {sent}")).map_err(configuration)?,
                Place::Key(KeyIn::Query, name) => query.push(format!("{}={}", strict(name), strict(sent))),
                Place::Key(KeyIn::Cookie, name) => {
                    let refused =
                        |why: &str| (ErrorKind::Input, format!("the credential `{name}` cannot be sent: {why}"));
                    check_cookie(name, sent).map_err(refused)?;
                    cookies.push((name.to_owned(), sent.to_owned()));
                }
                Place::Key(KeyIn::Header, name) => {
                    let refused = |_| configuration(format!("`{name}` is not a header name"));
                    let name = HeaderName::try_from(name).map_err(refused)?;
                    insert(&mut headers, name, sent).map_err(configuration)?;
                }
            }
        }
        add_cookies(&mut headers, &cookies).map_err(|why| (ErrorKind::Input, why))?;
        Ok(Outgoing {
            method: self.method.clone(),
            url: with_query(&self.address, &query),
            headers,
            body: self.body.clone(),
            timeout: None,
        })
    }
}

/// The names of `name=value` pairs.
fn names<'p>(pairs: impl Iterator<Item = &'p str>) -> impl Iterator<Item = &'p str> {
    pairs.filter_map(|pair| pair.split('=').next()).map(str::trim)
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), String> {
    let value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| format!("the value for `{name}` has a control character"))?;
    headers.insert(name, value);
    Ok(())
}

/// All cookies go into one header, after those that the step wrote there itself.
fn add_cookies(headers: &mut HeaderMap, cookies: &[(String, String)]) -> Result<(), String> {
    if cookies.is_empty() {
        return Ok(());
    }
    let written = headers.get(COOKIE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let pairs = cookies.iter().map(|(name, value)| format!("{name}={value}"));
    let all: Vec<String> = written.into_iter().chain(pairs).collect();
    insert(headers, COOKIE, &all.join("; "))
}

fn with_query(address: &Url, query: &[String]) -> Url {
    let mut url = address.clone();
    if !query.is_empty() {
        url.set_query(Some(&query.join("&")));
    }
    url
}
