//! From a draft to a request on the wire.

use super::cookie::check_cookie;
use super::encode::{Keep, encode, strict};
use super::operation::Operation;
use super::path::{PathProblem, fill, fill_text};
use super::plan::Plan;
use super::request::{Draft, JSON};
use super::run::Run;
use super::security::Demanded;
use crate::client::Credential;
use crate::effects::Outgoing;
use crate::scheme::{KeyIn, Place};
use crate::{Error, ErrorKind};
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use std::borrow::Cow;
use std::mem::take;
use std::sync::Arc;

/// A request that lacks only the client's credentials.
pub(crate) struct Prepared {
    pub(crate) target: Target,
    pub(crate) unsigned: Unsigned,
}

/// What is sent there. It can be sent again with other credentials.
#[derive(Clone)]
pub(crate) struct Unsigned {
    /// The request without query and cookies.
    pub(crate) request: Outgoing,
    cookies: Vec<(String, String)>,
}

/// Where a request goes, as the workflow made it: without keys of the client.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) plan: Arc<Plan>,
    path: String,
    query: String,
}

impl Target {
    /// The whole URL, if it is one.
    pub(crate) fn url(&self) -> Option<String> {
        let mut url = self.plan.url(&self.path)?;
        set_query(&mut url, &self.query);
        Some(url.into())
    }
}

/// Builds the URL and the headers of what the run has drafted.
pub(crate) fn prepare(run: &mut Run, operation: &'static Operation) -> Result<Prepared, Error> {
    if let Some(problem) = run.draft.problem.take() {
        return Err(problem);
    }
    let settings = &run.client().settings;
    let plan = settings.plans.of(operation, settings);
    let prepared = plan.and_then(|plan| planned(plan, &mut run.draft));
    prepared.map_err(|(kind, message)| run.error_at(kind, run.draft.sending, message))
}

fn planned(plan: Arc<Plan>, draft: &mut Draft) -> Result<Prepared, (ErrorKind, String)> {
    let mut path = String::with_capacity(plan.prefix.len() + 64);
    path.push_str(&plan.prefix);
    fill(&plan.path, &draft.path, &mut path).map_err(|problem| match problem {
        PathProblem::Missing(name) => missing(&name),
        PathProblem::Dots => (
            ErrorKind::Input,
            "a segment of the path is `.` or `..`, or decodes to it, which would make another path".to_owned(),
        ),
    })?;
    // The last word on what URL parsers do to paths.
    let other = || (ErrorKind::Input, "the path would become another one on the way".to_owned());
    let url = plan.url(&path).ok_or_else(other)?;
    let query = query(&plan, draft)?;
    let mut headers = take(&mut draft.headers);
    if let Some(accept) = &plan.accept {
        headers.entry(ACCEPT).or_insert_with(|| accept.clone());
    }
    if let Some(content_type) = draft.content_type.take()
        && !headers.contains_key(CONTENT_TYPE)
    {
        headers.insert(CONTENT_TYPE, content_type_header(&content_type)?);
    }
    let (method, body, timeout) = (plan.method.clone(), draft.body.take(), draft.timeout);
    let request = Outgoing { method, url, headers, body, timeout };
    let unsigned = Unsigned { request, cookies: take(&mut draft.cookies) };
    Ok(Prepared { target: Target { plan, path, query }, unsigned })
}

fn content_type_header(content_type: &str) -> Result<HeaderValue, (ErrorKind, String)> {
    if content_type == JSON {
        return Ok(HeaderValue::from_static(JSON));
    }
    HeaderValue::from_str(content_type)
        .map_err(|_| (ErrorKind::Input, "the value of `content-type` has a control character".to_owned()))
}

fn missing(name: &str) -> (ErrorKind, String) {
    (ErrorKind::MissingValue, format!("path parameter `{name}` has no value"))
}

/// The query of the path, without what a query parameter of the step says instead; then those parameters.
fn query(plan: &Plan, draft: &Draft) -> Result<String, (ErrorKind, String)> {
    let mut query = String::new();
    for (name, pair) in &plan.query {
        if names(&draft.query, '&').any(|own| own == *name) {
            continue;
        }
        let mut text = String::new();
        fill_text(pair, &draft.path, &mut text).map_err(missing)?;
        add(&mut query, &text);
    }
    add(&mut query, &draft.query);
    if let Some(whole) = &draft.querystring {
        add(&mut query, &encode(whole, Keep::QueryText));
    }
    Ok(query)
}

/// Adds pairs to a query.
fn add(query: &mut String, pairs: &str) {
    if !query.is_empty() && !pairs.is_empty() {
        query.push('&');
    }
    query.push_str(pairs);
}

impl Prepared {
    /// Whether the step itself has put something where a credential would go.
    pub(crate) fn sends(&self, demanded: &Demanded) -> bool {
        if let Some(header) = &demanded.name {
            return self.unsigned.request.headers.contains_key(header);
        }
        match demanded.scheme.place() {
            Place::Key(KeyIn::Query, name) => {
                let name = strict(name);
                names(&self.target.query, '&').any(|given| given == name)
            }
            Place::Key(KeyIn::Cookie, name) => {
                let Unsigned { request, cookies } = &self.unsigned;
                let written = request.headers.get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
                let mut given = names(written, ';').chain(cookies.iter().map(|(name, _)| name.as_str()));
                given.any(|given| given == name)
            }
            _ => false,
        }
    }
}

impl Unsigned {
    /// Completes the request with these credentials. An error says where one cannot go.
    pub(crate) fn complete<'c>(
        &mut self,
        target: &Target,
        credentials: impl Iterator<Item = (&'c Demanded, &'c Credential)>,
    ) -> Result<(), (ErrorKind, String)> {
        let configuration = |why: String| (ErrorKind::Configuration, why);
        let Self { request, cookies } = self;
        let headers = &mut request.headers;
        let mut query = Cow::Borrowed(target.query.as_str());
        for (demanded, credential) in credentials {
            let sent = credential.sent.as_str();
            if let Some((name, value)) = &demanded.header {
                headers.insert(name.clone(), value.clone());
                continue;
            }
            match demanded.scheme.place() {
                Place::Bearer => {
                    insert(headers, AUTHORIZATION, &format!("Bearer {sent}")).map_err(configuration)?;
                }
                Place::Basic => insert(headers, AUTHORIZATION, &format!("Basic {sent}")).map_err(configuration)?,
                Place::Key(KeyIn::Query, name) => add(query.to_mut(), &format!("{}={}", strict(name), strict(sent))),
                Place::Key(KeyIn::Cookie, name) => {
                    let refused =
                        |why: &str| (ErrorKind::Input, format!("the credential `{name}` cannot be sent: {why}"));
                    check_cookie(name, sent).map_err(refused)?;
                    cookies.push((name.to_owned(), sent.to_owned()));
                }
                Place::Key(KeyIn::Header, name) => {
                    let refused = |_| configuration(format!("`{name}` is not a header name"));
                    let name = HeaderName::try_from(name).map_err(refused)?;
                    insert(headers, name, sent).map_err(configuration)?;
                }
            }
        }
        add_cookies(headers, cookies).map_err(|why| (ErrorKind::Input, why))?;
        set_query(&mut request.url, &query);
        Ok(())
    }
}

/// The names of `name=value` pairs.
fn names(pairs: &str, between: char) -> impl Iterator<Item = &str> {
    pairs.split(between).filter_map(|pair| pair.split('=').next()).map(str::trim)
}

/// Adds a header that is a credential, or may hold one.
fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), String> {
    let mut value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| format!("the value for `{name}` has a control character"))?;
    value.set_sensitive(true);
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

fn set_query(url: &mut Url, query: &str) {
    if !query.is_empty() {
        url.set_query(Some(query));
    }
}
