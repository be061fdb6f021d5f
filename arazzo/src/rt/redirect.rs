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
    if becomes_get(&next.method, response.status) {
        next.method = Method::GET;
        next.body = None;
        next.headers.remove(CONTENT_TYPE);
        next.headers.remove(CONTENT_LENGTH);
    }
    Some(next)
}

/// After 303 every request but HEAD is a GET; after 301 and 302 a POST may be one, and other methods are kept (RFC 9110, sections
/// 15.4.2 to 15.4.4). A PUT or DELETE that became a GET would succeed and change nothing.
fn becomes_get(method: &Method, status: u16) -> bool {
    match status {
        303 => *method != Method::HEAD,
        301 | 302 => *method == Method::POST,
        _ => false,
    }
}
