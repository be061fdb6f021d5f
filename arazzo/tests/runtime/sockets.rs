//! The HTTP client underneath.

use crate::fixtures::*;
use crate::peer::{Peer, answer};
use arazzo::reqwest::dns::{Name, Resolve, Resolving};
use arazzo::rt::Retry;
use arazzo::{Client, ErrorKind, Limits};
use std::io::Write as _;
use std::time::Duration;

fn client(peer: &Peer) -> Client {
    Client::builder().base_url(API, format!("{}/base/", peer.url)).build().unwrap()
}

#[tokio::test]
async fn what_the_server_sees() {
    let peer = Peer::start(vec![answer(200, "X-A: b\r\n", r#"{"id": "c-1"}"#)]);
    let mut run = client(&peer).start(&ANY).unwrap();
    let response = run.step(&GET).path("id", "a/b").header("X-Q", "d, e").send().await.unwrap();
    assert_eq!(run.required::<String>(&response, "id", "/id").unwrap(), "c-1");
    let request = peer.requests().remove(0);
    assert!(request.starts_with("GET /base/things/a%2Fb HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("x-q: d, e\r\n"), "{request}");
    assert!(request.contains(concat!("user-agent: arazzo/", env!("CARGO_PKG_VERSION"))), "{request}");
}

#[tokio::test]
async fn no_response_is_an_error_or_an_attempt() {
    // Nobody listens on this port any more.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder().base_url(API, format!("http://{gone}")).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let error = run.step(&LIST).query("key", "value-of-key").send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempt()), (ErrorKind::Transport, None, 1));
    assert_eq!((error.is_connect(), error.is_timeout()), (true, false));
    assert_eq!((error.is_refused(), error.is_dns(), error.is_tls()), (true, false, false));
    let why = format!("no complete response came from `{gone}`: the connection was refused");
    assert!(error.to_string().ends_with(&why), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert!(!format!("{error:?}").contains("value-of-key"), "{error:?}");
    let attempt = run.step(&LIST).attempt().await.unwrap();
    assert_eq!(attempt.status(), None);
    assert_eq!(run.optional::<String>(&attempt, "id", "/id").unwrap(), None);
    assert_eq!(run.failed(&attempt).kind(), ErrorKind::Transport);
    assert!(run.retry(&mut Retry::new("again", 1, Duration::ZERO), &attempt).await.unwrap());
}

#[tokio::test]
async fn a_response_cut_short_is_no_response() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\"".to_owned();
    let peer = Peer::start(vec![cut.clone(), cut]);
    let mut run = client(&peer).start(&ANY).unwrap();
    let error = run.step(&LIST).send().await.unwrap_err();
    assert_eq!((error.kind(), error.is_connect()), (ErrorKind::Transport, false));
    assert!(error.to_string().contains("no complete response came from `127.0.0.1:"), "{error}");
    assert_eq!(run.step(&LIST).attempt().await.unwrap().status(), None);
}

/// Finds no host.
struct Nowhere;

impl Resolve for Nowhere {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(async { Err("no such host".into()) })
    }
}

#[tokio::test]
async fn a_host_that_is_not_found_is_named() {
    let http = arazzo::reqwest::Client::builder().dns_resolver(Nowhere);
    let client = Client::builder().base_url(API, "http://shop.example/v1").http(http).build().unwrap();
    let error = client.start(&ANY).unwrap().step(&LIST).query("key", "value-of-key").send().await.unwrap_err();
    assert_eq!((error.is_connect(), error.is_refused(), error.is_dns(), error.is_tls()), (true, false, true, false));
    let why = "no complete response came from `shop.example`: the name of the host was not found";
    assert!(error.to_string().ends_with(why), "{error}");
    assert!(!format!("{error:?}{error:#?}").contains("value-of-key"), "{error:?}");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_told_apart() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").unwrap();
        // What the client says is read, so that the connection is not reset before the answer is.
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        std::io::copy(&mut stream, &mut std::io::sink()).ok();
    });
    let client = Client::builder().base_url(API, format!("https://{address}")).build().unwrap();
    let error = client.start(&ANY).unwrap().step(&LIST).send().await.unwrap_err();
    server.join().unwrap();
    assert_eq!((error.is_connect(), error.is_refused(), error.is_dns(), error.is_tls()), (true, false, false, true));
    let why = format!("no complete response came from `{address}`: no secure connection was made");
    assert!(error.to_string().ends_with(&why), "{error}");
}

#[tokio::test]
async fn reading_stops_at_the_limit() {
    let peer = Peer::start(vec![answer(200, "", &"x".repeat(3 << 20))]);
    let builder = Client::builder().base_url(API, &peer.url).limits(Limits::default().response_bytes(1 << 20));
    let mut run = builder.build().unwrap().start(&ANY).unwrap();
    let error = run.step(&LIST).attempt().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert!(error.to_string().contains("1048576 bytes"), "{error}");
}

#[tokio::test]
async fn a_callers_http_client_does_not_follow_redirects() {
    let http = arazzo::reqwest::Client::builder().redirect(arazzo::reqwest::redirect::Policy::limited(5));
    let peer = Peer::start(vec![answer(302, "Location: /x\r\n", "")]);
    let client = Client::builder().base_url(API, &peer.url).http(http).build().unwrap();
    assert_eq!(client.start(&ANY).unwrap().step(&LIST).send().await.unwrap().status(), 302);
}

#[tokio::test]
async fn a_client_can_be_used_as_it_is() {
    let peer = Peer::start(vec![answer(302, "Location: /x\r\n", ""), answer(204, "", "")]);
    // Puts a crypto provider in place.
    drop(Client::builder().build().unwrap());
    let http = arazzo::reqwest::Client::new();
    let client = Client::builder().base_url(API, &peer.url).http_client_as_is(http).build().unwrap();
    assert_eq!(client.start(&ANY).unwrap().step(&LIST).send().await.unwrap().status(), 204);
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let client = Client::builder().base_url(API, "http://127.0.0.1:1").build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let mut future = Box::pin(run.step(&LIST).attempt());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Configuration),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn https_needs_no_preparation() {
    // The peer hangs up: what matters is that the client can try.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || drop(listener.accept()));
    let client = Client::builder().base_url(API, url).build().unwrap();
    let error = client.start(&ANY).unwrap().step(&LIST).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn what_is_asked_for_is_decompressed() {
    let peer = Peer::start(vec![answer(200, "Content-Encoding: br\r\n", "\u{b}\u{d}"), answer(200, "", "")]);
    let mut run = client(&peer).start(&ANY).unwrap();
    let response = run.step(&LIST).send().await.unwrap();
    let error = run.optional::<String>(&response, "id", "/id").unwrap_err();
    let why = "the body is not JSON (line 1, column 1): its bytes are compressed (Content-Encoding: br), which the client has \
               not undone, without a Content-Type";
    assert!(error.to_string().ends_with(why), "{error}");
    run.step(&LIST).header("Accept-Encoding", "br").send().await.unwrap();
    let requests = peer.requests();
    let asked = |at: usize| requests[at].lines().filter(|line| line.starts_with("accept-encoding")).collect::<Vec<_>>();
    assert_eq!(asked(0), ["accept-encoding: gzip,deflate"]);
    assert_eq!(asked(1), ["accept-encoding: br"]);
}
