//! The caller's last word on a request.

use crate::effects::Outgoing;
use crate::error::BoxError;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

pub(crate) type Hook = Box<dyn Fn(&mut OutgoingRequest<'_>) -> Result<(), BoxError> + Send + Sync>;

/// A complete request just before it is sent; see [`ClientBuilder::on_request`](crate::ClientBuilder::on_request).
pub struct OutgoingRequest<'a> {
    pub(crate) workflow: &'a str,
    pub(crate) step: &'a str,
    pub(crate) request: &'a mut Outgoing,
}

impl OutgoingRequest<'_> {
    /// The workflow's id.
    pub fn workflow(&self) -> &str {
        self.workflow
    }

    /// The step's id.
    pub fn step(&self) -> &str {
        self.step
    }

    /// The HTTP method.
    pub fn method(&self) -> &str {
        self.request.method.as_str()
    }

    /// The whole URL, query values included.
    pub fn url(&self) -> &str {
        self.request.url.as_str()
    }

    /// The headers, credentials included.
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// The body; empty when there is none.
    pub fn body(&self) -> &[u8] {
        self.request.body.as_deref().unwrap_or_default()
    }

    /// Sets a header, replacing an existing one of that name.
    ///
    /// # Errors
    ///
    /// The name or value is not allowed in a header, or the header belongs to the connection (`Host`,
    /// `Content-Length` and their like).
    pub fn set_header(&mut self, name: &str, value: &str) -> Result<(), BoxError> {
        let (name, value) = header(name, value)?;
        self.request.headers.insert(name, value);
        Ok(())
    }
}

/// A header that may be sent, or what is wrong with it.
fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), &'static str> {
    let name = check_header(name)?;
    let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| "the value has a control character")?;
    Ok((name, value))
}

/// The name of a header that may be sent.
pub(crate) fn check_header(name: &str) -> Result<HeaderName, &'static str> {
    // Whoever sets these changes where a request goes or where it ends.
    const OURS: [&str; 5] = ["host", "content-length", "transfer-encoding", "connection", "upgrade"];
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "the name is not a header name")?;
    if OURS.contains(&name.as_str()) {
        return Err("this header belongs to the connection");
    }
    Ok(name)
}
