//! A shop's till that takes money, remembers what it did, and says so to nobody when it is told not to.

use std::collections::HashMap;
use std::future::pending;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What the till is told to do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manners {
    /// A charge or receipt whose `Idempotency-Key` is known is answered again, and not made again.
    pub(crate) honours_keys: bool,
    /// The first request of this kind is carried out, and never answered.
    pub(crate) keeps_back: Option<Kind>,
    /// All charges are declined.
    pub(crate) declines: bool,
    /// So many bytes are added to what is said of a charge.
    pub(crate) chatter: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Charge,
    Poll,
    Receipt,
}

/// The till, from outside.
pub(crate) struct Till {
    pub(crate) url: String,
    shared: Arc<Shared>,
    told: UnboundedReceiver<usize>,
}

struct Shared {
    manners: Manners,
    books: Mutex<Books>,
    tell: UnboundedSender<usize>,
}

#[derive(Default)]
struct Books {
    /// The customers of charges, in order.
    charges: Vec<String>,
    /// The keys with which charges were asked for, whether they were made or not.
    keys: Vec<Option<String>>,
    receipts: usize,
    /// Answers by key.
    known: HashMap<String, Value>,
    /// How often each charge was asked for.
    polls: HashMap<String, usize>,
    has_kept_back: bool,
    requests: usize,
}

impl Till {
    pub(crate) async fn open(manners: Manners) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (tell, told) = unbounded_channel();
        let shared = Arc::new(Shared { manners, books: Mutex::default(), tell });
        let router = Router::new()
            .route("/charges", post(charge))
            .route("/charges/{id}", get(find))
            .route("/receipts", post(receipt))
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, shared, told }
    }

    /// Waits until an answer was kept back.
    pub(crate) async fn has_kept_back(&mut self) {
        while self.told.recv().await.unwrap() != 0 {}
    }

    /// Waits until so many requests have come.
    pub(crate) async fn has_seen(&mut self, requests: usize) {
        while self.told.recv().await.unwrap() < requests {}
    }

    pub(crate) fn charges(&self) -> Vec<String> {
        self.shared.books().charges.clone()
    }

    pub(crate) fn keys(&self) -> Vec<Option<String>> {
        self.shared.books().keys.clone()
    }

    pub(crate) fn receipts(&self) -> usize {
        self.shared.books().receipts
    }

    pub(crate) fn requests(&self) -> usize {
        self.shared.books().requests
    }
}

impl Shared {
    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    /// Answers, unless this is what is kept back.
    async fn answer(&self, kind: Kind, status: StatusCode, answer: Value) -> Response {
        let is_kept_back = {
            let mut books = self.books();
            books.requests += 1;
            let _ = self.tell.send(books.requests);
            let first = self.manners.keeps_back == Some(kind) && !books.has_kept_back;
            books.has_kept_back |= first;
            first
        };
        if is_kept_back {
            let _ = self.tell.send(0);
            return pending().await;
        }
        (status, Json(answer)).into_response()
    }

    fn known(&self, headers: &HeaderMap) -> (Option<String>, Option<Value>) {
        let key = headers.get("idempotency-key").map(|key| key.to_str().unwrap().to_owned());
        let known = key.as_ref().filter(|_| self.manners.honours_keys);
        let known = known.and_then(|key| self.books().known.get(key).cloned());
        (key, known)
    }
}

async fn charge(State(till): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    assert_eq!(headers["authorization"], "Bearer t-4711-token");
    if till.manners.declines {
        return till.answer(Kind::Charge, StatusCode::PAYMENT_REQUIRED, json!({ "code": "card_declined" })).await;
    }
    let (key, known) = till.known(&headers);
    till.books().keys.push(key.clone());
    let answer = known.unwrap_or_else(|| {
        let body: Value = serde_json::from_slice(&body).unwrap();
        let mut books = till.books();
        books.charges.push(body["customer"].as_str().unwrap().to_owned());
        let answer = json!({ "id": format!("ch-{}", books.charges.len()), "state": "pending" });
        books.known.extend(key.map(|key| (key, answer.clone())));
        answer
    });
    till.answer(Kind::Charge, StatusCode::CREATED, answer).await
}

/// A charge is settled when it was asked for three times.
async fn find(State(till): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    let polls = *till.books().polls.entry(id.clone()).and_modify(|polls| *polls += 1).or_insert(1);
    let state = if polls < 3 { "pending" } else { "settled" };
    let answer = json!({ "id": id, "state": state, "chatter": "x".repeat(till.manners.chatter) });
    till.answer(Kind::Poll, StatusCode::OK, answer).await
}

async fn receipt(State(till): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let (key, known) = till.known(&headers);
    let answer = known.unwrap_or_else(|| {
        let body: Value = serde_json::from_slice(&body).unwrap();
        let mut books = till.books();
        books.receipts += 1;
        let answer = json!({ "number": format!("receipt of {}", body["charge"].as_str().unwrap()) });
        books.known.extend(key.map(|key| (key, answer.clone())));
        answer
    });
    till.answer(Kind::Receipt, StatusCode::CREATED, answer).await
}
