//! A caller of one vendor's API for tests: it speaks to the router itself, without a socket.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt as _;

use super::{Vendor, router};

/// One sandbox of its own, with the headers that every request carries.
#[derive(Clone)]
pub(super) struct Probe {
    router: Router,
    vendor: Vendor,
    headers: Vec<(&'static str, String)>,
}

/// A response, read to its end. An empty body is `null`.
pub(super) struct Seen {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Value,
}

impl Probe {
    pub(super) fn new(vendor: Vendor, headers: &[(&'static str, &str)]) -> Self {
        Self { router: router(&Arc::default()), vendor, headers: Vec::new() }.with_headers(headers)
    }

    /// The same sandbox, called with other headers.
    pub(super) fn with_headers(&self, headers: &[(&'static str, &str)]) -> Self {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { headers, ..self.clone() }
    }

    pub(super) async fn get(&self, path: &str) -> Seen {
        self.send(Method::GET, path, Body::empty()).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Seen {
        self.send(Method::POST, path, Body::from(body.to_string())).await
    }

    pub(super) async fn send(&self, method: Method, path: &str, body: Body) -> Seen {
        let uri = format!("{}{path}", self.vendor.path());
        let mut request = Request::builder().method(method).uri(uri).header(header::CONTENT_TYPE, "application/json");
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
        Seen { status: head.status, headers: head.headers, body }
    }
}

impl Seen {
    /// Asserts a status and, of a refusal, that its message says why.
    #[track_caller]
    pub(super) fn is_refused(&self, status: u16, reason: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        let message = self.body["message"].as_str().unwrap_or_default();
        assert!(message.contains(reason), "`{message}` does not say `{reason}`");
    }

    /// Asserts that the request was answered as it should be, and gives the body.
    #[track_caller]
    pub(super) fn accepted(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.body
    }
}
