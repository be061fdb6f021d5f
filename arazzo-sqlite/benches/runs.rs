//! A thousand runs at once, plain and over one journal, against a server that answers after 10 ms.
//!
//! `cargo bench -p arazzo-sqlite --profile release`; a number behind `--` is another number of runs.

use std::net::Ipv4Addr;
use std::path::Path;
use std::time::{Duration, Instant};

use arazzo::Client;
use arazzo::durable::Key;
use arazzo_sqlite::Journal;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

arazzo::arazzo!("../tests/kills/charge.yml");

/// How fast a plain run may be beside one with a journal.
const LIMIT: f64 = 3.0;

#[tokio::main]
async fn main() {
    let runs = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1000);
    let client = client(&server().await);
    // Both find the connections that the first one opens.
    let _warm = plain(&client, runs).await;
    let (plain, journaled) = (plain(&client, runs).await, journaled(&client, runs).await);
    let per_second = |time: Duration| f64::from(runs) / time.as_secs_f64();
    println!("{runs} runs of 3 requests, all at once");
    println!("  plain           {:>8.0} runs a second", per_second(plain));
    println!("  over a journal  {:>8.0} runs a second", per_second(journaled));
    let factor = journaled.as_secs_f64() / plain.as_secs_f64();
    println!("  a plain run is {factor:.2} times as fast (limit: {LIMIT})");
    assert!(factor <= LIMIT, "a journal costs too much");
}

fn input() -> charge_customer::Input {
    charge_customer::Input { customer: "c-1".to_owned(), pin: "4711".to_owned() }
}

async fn plain(client: &Client, runs: u32) -> Duration {
    let begin = Instant::now();
    let mut set = JoinSet::new();
    for _ in 0..runs {
        let client = client.clone();
        set.spawn(async move { charge_customer(&client, input()).await.unwrap() });
    }
    set.join_all().await;
    begin.elapsed()
}

async fn journaled(client: &Client, runs: u32) -> Duration {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{}.db", std::process::id()));
    let journal = Journal::open(&path, &Key::new([7; 32])).unwrap();
    let begin = Instant::now();
    let mut set = JoinSet::new();
    for number in 0..runs {
        let (client, journal) = (client.clone(), journal.clone());
        set.spawn(async move {
            let workflow = |client, input| async move { charge_customer(&client, input).await };
            journal.run(&client, &format!("run-{number}"), input(), workflow).await.unwrap()
        });
    }
    set.join_all().await;
    let time = begin.elapsed();
    drop(journal);
    std::fs::remove_file(path).unwrap();
    time
}

fn client(url: &str) -> Client {
    let client = Client::builder().base_url(charge_customer::TILL, url).credential(charge_customer::TOKEN, "token");
    client.idempotency(charge_customer::TILL, "Idempotency-Key").build().unwrap()
}

async fn server() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let created = |answer| (StatusCode::CREATED, answer);
    let router = Router::new()
        .route(
            "/charges",
            post(move || async move { created(later(json!({ "id": "c-1", "state": "pending" })).await) }),
        )
        .route("/charges/{id}", get(|| later(json!({ "id": "c-1", "state": "settled" }))))
        .route("/receipts", post(move || async move { created(later(json!({ "number": "r-1" })).await) }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn later(answer: Value) -> Json<Value> {
    tokio::time::sleep(Duration::from_millis(10)).await;
    Json(answer)
}
