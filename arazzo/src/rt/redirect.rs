//! Redirects that stay at home.

use crate::effects::{Incoming, Outgoing};
use reqwest::Method;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};

/// The request that a redirect asks for, unless it leads to another scheme, host or port: credentials must not go
/// there, and without them the request would be another one.
pub(crate) fn next(request: &Outgoing, response: &Incoming) -> Option<Outgoing> {
    if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers.get(LOCATION)?.to_str().ok()?;
    let url = request.url.join(location).ok()?;
    if url.origin() != request.url.origin() || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let mut next = Outgoing { url, ..request.clone() };
    if response.status <= 303 && next.method != Method::HEAD {
        next.method = Method::GET;
        next.body = None;
        next.headers.remove(CONTENT_TYPE);
        next.headers.remove(CONTENT_LENGTH);
    }
    Some(next)
}
