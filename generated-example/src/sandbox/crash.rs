//! A charge that is made and never answered: what a process that is killed at the wrong moment leaves behind.

use std::future::pending;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tokio::sync::oneshot;

use super::lock;

/// The end of the path of a charge.
const CHARGE: &str = "/CreateInvoiceAndChargeImmediately";

/// Keeps back the answer to the first charge.
#[derive(Clone)]
pub(crate) struct Crash(Arc<Mutex<Option<oneshot::Sender<()>>>>);

impl Crash {
    /// One that tells when the charge was made.
    pub(crate) fn new() -> (Self, oneshot::Receiver<()>) {
        let (made, told) = oneshot::channel();
        (Self(Arc::new(Mutex::new(Some(made)))), told)
    }

    pub(super) fn around(self, router: Router) -> Router {
        router.layer(from_fn_with_state(self, keep_back))
    }
}

async fn keep_back(State(crash): State<Crash>, request: Request, next: Next) -> Response {
    let is_charge = request.uri().path().ends_with(CHARGE);
    let answer = next.run(request).await;
    let first = is_charge.then(|| lock(&crash.0).take()).flatten();
    match first.map(|made| made.send(())) {
        // Whoever waits for this answer is killed.
        Some(Ok(())) => pending().await,
        _ => answer,
    }
}
