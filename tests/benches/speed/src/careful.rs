//! By hand, with what generated code guarantees: a value stays in its segment of the path, a status that nobody expects is an
//! error, a body may have 64 MiB, an error names its step and shows no secret.

use crate::{Client, Customer, Flow, customer};
use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Method, Request, Url};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

const LONGEST_BODY: usize = 64 * 1024 * 1024;
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const CUSTOMER_KEY: HeaderName = HeaderName::from_static("x-api-key");
const BILLING_KEY: HeaderName = HeaderName::from_static("x-soracom-api-key");
const BILLING_TOKEN: HeaderName = HeaderName::from_static("x-soracom-token");

/// The client with guarantees.
#[derive(Debug)]
pub struct Careful {
    http: reqwest::Client,
    base: Url,
    keys: [(HeaderName, HeaderValue); 2],
}

/// Why a run ended. Boxed, so that results stay small.
#[derive(Debug)]
struct Failure(Box<(Step, Reason)>);

/// The name of a step.
type Step = &'static str;

#[derive(Debug)]
enum Reason {
    Value(&'static str),
    Transport(reqwest::Error),
    TooLong,
    Status(u16, String),
    Body { line: usize, column: usize },
    Lacks(&'static str),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (step, reason) = &*self.0;
        write!(f, "step `{step}`: ")?;
        match reason {
            Reason::Value(why) => f.write_str(why),
            Reason::Transport(_) => f.write_str("there is no complete response"),
            Reason::TooLong => f.write_str("the body of the response is too long"),
            Reason::Status(status, body) => write!(f, "the status is {status}, with the body {body}"),
            Reason::Body { line, column } => write!(f, "the body is another one (line {line}, column {column})"),
            Reason::Lacks(member) => write!(f, "the body has no member `{member}`"),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.1 {
            Reason::Transport(why) => Some(why),
            _ => None,
        }
    }
}

#[cold]
fn failure(step: Step, reason: Reason) -> Failure {
    Failure(Box::new((step, reason)))
}

#[cold]
fn transport(step: Step, why: reqwest::Error) -> Failure {
    failure(step, Reason::Transport(why.without_url()))
}

/// What came, with what it came for.
struct Answer<'s> {
    step: Step,
    secrets: &'s [&'s str],
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer<'_> {
    #[cold]
    fn refused(&self) -> Failure {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        let mut shown = self.secrets.iter().fold(text, |text, secret| text.replace(secret, "[hidden]"));
        let end = (0..=shown.len().min(1024)).rev().find(|at| shown.is_char_boundary(*at)).unwrap_or(0);
        shown.truncate(end);
        failure(self.step, Reason::Status(self.status, shown))
    }

    fn expect(self, status: u16) -> Result<Self, Failure> {
        if self.status == status { Ok(self) } else { Err(self.refused()) }
    }

    /// The error has no words of the parser, which may quote the body.
    fn body<'b, T: Deserialize<'b>>(&'b self) -> Result<T, Failure> {
        let other = |why: serde_json::Error| Reason::Body { line: why.line(), column: why.column() };
        serde_json::from_slice(&self.body).map_err(|why| failure(self.step, other(why)))
    }

    fn lacks(&self, member: &'static str) -> Failure {
        failure(self.step, Reason::Lacks(member))
    }

    /// How long the server asks to wait.
    fn delay(&self) -> Duration {
        let asked = self.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        Duration::from_secs(asked.unwrap_or(5).min(300))
    }
}

fn secret(step: Step, text: &str) -> Result<HeaderValue, Failure> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| failure(step, Reason::Value("the key has a character that no header may have")))?;
    value.set_sensitive(true);
    Ok(value)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wanted<'c> {
    customer_id: &'c str,
    customer_name: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_email: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifecycle_stage: Option<&'c str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    customer_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    exported_file_id: Option<String>,
}

#[derive(Deserialize)]
struct File<'b> {
    #[serde(borrow)]
    status: Option<Cow<'b, str>>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct List {
    list: Option<String>,
    count: Option<i64>,
}

impl Careful {
    fn request(&self, step: Step, method: Method, segments: &[&str]) -> Result<Request, Failure> {
        if segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return Err(failure(step, Reason::Value("a part of the path is empty or leads elsewhere")));
        }
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut path) => path.pop_if_empty().extend(segments),
            Err(()) => return Err(failure(step, Reason::Value("the base URL has no path"))),
        };
        let mut request = Request::new(method, url);
        request.headers_mut().insert(ACCEPT, JSON);
        Ok(request)
    }

    /// With the keys that the client holds.
    fn signed(&self, step: Step, method: Method, segments: &[&str]) -> Result<Request, Failure> {
        let mut request = self.request(step, method, segments)?;
        request.headers_mut().extend(self.keys.iter().cloned());
        Ok(request)
    }

    async fn send<'s>(&self, step: Step, request: Request, secrets: &'s [&'s str]) -> Result<Answer<'s>, Failure> {
        let mut response = self.http.execute(request).await.map_err(|why| transport(step, why))?;
        let declared = response.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
        if declared > LONGEST_BODY {
            return Err(failure(step, Reason::TooLong));
        }
        let mut body = response.chunk().await.map_err(|why| transport(step, why))?.unwrap_or_default();
        // Most bodies come in one piece, which needs no copy.
        if let Some(next) = response.chunk().await.map_err(|why| transport(step, why))? {
            let mut whole = Vec::with_capacity(declared.max(body.len() + next.len()));
            whole.extend_from_slice(&body);
            whole.extend_from_slice(&next);
            while let Some(next) = response.chunk().await.map_err(|why| transport(step, why))? {
                whole.extend_from_slice(&next);
                if whole.len() > LONGEST_BODY {
                    return Err(failure(step, Reason::TooLong));
                }
            }
            body = Bytes::from(whole);
        }
        let headers = std::mem::take(response.headers_mut());
        Ok(Answer { step, secrets, status: response.status().as_u16(), headers, body })
    }

    /// The identifier of a customer that is changed, and of one that is added.
    async fn write(&self, customer: Customer) -> Result<(Option<String>, Option<String>), Failure> {
        let secrets = [customer.key.as_str()];
        let step = "findCustomer";
        let key = secret(step, &customer.key)?;
        let mut find = self.request(step, Method::GET, &["customers", &customer.id])?;
        find.headers_mut().insert(CUSTOMER_KEY, key.clone());
        let found = self.send(step, find, &secrets).await?;
        let (step, method, there) = match found.status {
            200 => ("updateExisting", Method::PUT, true),
            404 => ("createNew", Method::POST, false),
            _ => return Err(found.refused()),
        };
        let mut write = self.request(step, method, &["customers"])?;
        write.headers_mut().insert(CUSTOMER_KEY, key);
        write.headers_mut().insert(CONTENT_TYPE, JSON);
        let wanted = Wanted {
            customer_id: &customer.id,
            customer_name: &customer.name,
            customer_email: customer.mail.as_deref(),
            lifecycle_stage: customer.stage.as_deref(),
        };
        let body = serde_json::to_vec(&wanted);
        *write.body_mut() = Some(body.map_err(|_| failure(step, Reason::Value("the body is no JSON")))?.into());
        let written = self.send(step, write, &secrets).await?.expect(200)?;
        let id = written.body::<Written>()?.customer_id.ok_or_else(|| written.lacks("customerId"))?;
        Ok(if there { (Some(id), None) } else { (None, Some(id)) })
    }

    async fn export(&self, month: &str) -> Result<(String, Option<String>), Failure> {
        let secrets = ["billing-key", "billing-token"];
        let step = "getBill";
        self.send(step, self.signed(step, Method::GET, &["bills", month])?, &secrets).await?.expect(200)?;
        let step = "startExport";
        let mut start = self.signed(step, Method::POST, &["bills", month, "export"])?;
        start.url_mut().set_query(Some("export_mode=async"));
        let begun = self.send(step, start, &secrets).await?.expect(200)?;
        let id = begun.body::<Begun>()?.exported_file_id.ok_or_else(|| begun.lacks("exportedFileId"))?;
        let step = "pollExport";
        for left in (0..=20).rev() {
            let poll = self.signed(step, Method::GET, &["files", "exported", &id])?;
            let answer = self.send(step, poll, &secrets).await?.expect(200)?;
            let file: File<'_> = answer.body()?;
            match file.status.as_deref() {
                Some("exported") => return Ok((id, file.url)),
                Some("processing") if left > 0 => wait(answer.delay()).await,
                _ => return Err(answer.refused()),
            }
        }
        Err(failure(step, Reason::Value("the file is not ready")))
    }

    async fn list(&self, megabytes: u8) -> Result<(String, i64), Failure> {
        let step = "list";
        let list = self.request(step, Method::GET, &["parts", &megabytes.to_string()])?;
        let answer = self.send(step, list, &[]).await?.expect(200)?;
        let List { list, count } = answer.body()?;
        Ok((list.ok_or_else(|| answer.lacks("list"))?, count.ok_or_else(|| answer.lacks("count"))?))
    }
}

async fn wait(delay: Duration) {
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
}

impl Client for Careful {
    fn new(base: &str) -> Self {
        // Another client of this process may have put it in place.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent("by-hand/1.0")
            .connect_timeout(Duration::from_secs(30))
            .read_timeout(Duration::from_secs(120))
            .redirect(reqwest::redirect::Policy::none());
        let key = |text| secret("settings", text).expect("a key that a header may have");
        Self {
            http: http.build().expect("these settings can be used"),
            base: Url::parse(base).expect("a base URL"),
            keys: [(BILLING_KEY, key("billing-key")), (BILLING_TOKEN, key("billing-token"))],
        }
    }

    async fn run(&self, flow: Flow) {
        match flow {
            Flow::Add | Flow::Change => {
                let (changed, added) = self.write(customer(flow == Flow::Change)).await.expect("a run that works");
                assert!(changed.is_some() == (flow == Flow::Change) && added.is_some() == (flow == Flow::Add));
            }
            Flow::Export => {
                let (id, url) = self.export("202208").await.expect("a run that works");
                assert!(id.starts_with("export-") && url.is_some());
            }
            Flow::List(megabytes) => {
                let (list, count) = self.list(megabytes).await.expect("a run that works");
                assert!(list == "stock" && count > 1000);
            }
        }
    }

    fn future(&self) -> usize {
        size_of_val(&self.write(customer(true)))
    }
}
