//! What ends a run besides the time for a response.

use crate::peer::{FIRST, LATER, Peer};
use crate::rows::{Do, ORDER, Row, Then, row};
use crate::{http, order};
use arazzo::testing::VirtualClock;
use arazzo::{Client, ClientBuilder, Error, ErrorKind, Limits};
use std::time::Duration;

static SILENT: Row = row("silent", &[Do::Silence], Then::Late);
static DRIPPING: Row = row("dripping", &[Do::Drip("HTTP/1.1 102 A\r\nB: C\r\n\r\n", 100), Do::Silence], Then::Late);
static TWO_ANSWERS: Row = row("two answers", &[Do::Answer("", ORDER), Do::Answer("", b"{}"), Do::Next], Then::Done);

async fn run(
    row: &'static Row,
    place: usize,
    set: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<String, Error> {
    let (_peer, url) = Peer::start(row, place, true).await;
    let client =
        set(Client::builder().base_url(order::SHOP, url).http(http()).clock(VirtualClock::new())).build().unwrap();
    crate::order(&client, order::Input::default()).await.map(|output| output.receipt)
}

#[tokio::test(start_paused = true)]
async fn a_run_has_an_end() {
    for row in [&SILENT, &DRIPPING] {
        for place in [FIRST, LATER] {
            let limits = Limits::default().run_time(Duration::from_secs(1000));
            let error = run(row, place, |client| client.limits(limits)).await.unwrap_err();
            assert_eq!((error.kind(), error.attempt()), (ErrorKind::Limit, 1));
            assert!(error.to_string().ends_with("the run takes longer than the client's limit of 1000s"), "{error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_default_client_does_not_wait_for_ever() {
    let (_peer, url) = Peer::start(&SILENT, FIRST, true).await;
    let client = Client::builder().base_url(order::SHOP, url).build().unwrap();
    let before = tokio::time::Instant::now();
    let error = crate::order(&client, order::Input::default()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(before.elapsed().as_secs(), 120);
}

/// On a connection that is kept, an answer that nobody asked for is the answer to the next request: HTTP/1.1 does not number them.
#[tokio::test(start_paused = true)]
async fn without_kept_connections_no_answer_is_taken_for_another_one() {
    for place in [FIRST, LATER] {
        let set = |client: ClientBuilder| client.http(http().pool_max_idle_per_host(0));
        assert_eq!(run(&TWO_ANSWERS, place, set).await.unwrap(), "x-1");
    }
}
