//! Redirects, over real sockets.

use crate::fixtures::*;
use crate::peer::{Peer, answer};
use arazzo::{Client, ErrorKind};

fn to(status: u16, location: &str) -> String {
    answer(status, &format!("Location: {location}\r\n"), "")
}

fn client(peer: &Peer, follow: bool) -> Client {
    let builder = Client::builder().base_url(API, &peer.url).credential(KEY, "k-secret");
    builder.follow_same_origin_redirects(follow).build().unwrap()
}

#[tokio::test]
async fn a_redirect_is_the_response() {
    let peer = Peer::start(vec![to(302, "/elsewhere")]);
    let response = client(&peer, false).start(&ANY).unwrap().step(&KEYED).send().await.unwrap();
    assert_eq!((response.status(), response.header("location")), (302, Some("/elsewhere")));
}

#[tokio::test]
async fn another_origin_never_sees_the_credential() {
    let stranger = Peer::start(vec![answer(200, "", "")]);
    for status in [301, 302, 303, 307, 308] {
        let peer = Peer::start(vec![to(status, &format!("{}/keyed", stranger.url))]);
        let response = client(&peer, true).start(&ANY).unwrap().step(&KEYED).send().await.unwrap();
        assert_eq!(response.status(), status);
        assert!(peer.requests()[0].contains("x-api-key: k-secret"));
    }
    assert!(stranger.requests().is_empty());
}

#[tokio::test]
async fn the_same_origin_is_followed_on_request() {
    let peer = Peer::start(vec![to(307, "/a"), to(303, "b?c=d"), answer(200, "", "[1]")]);
    let mut run = client(&peer, true).start(&ANY).unwrap();
    let response = run.step(&POST).json([2]).send().await.unwrap();
    assert_eq!((response.status(), response.url()), (200, format!("{}/things", peer.url).as_str()));
    let requests = peer.requests();
    assert!(requests[1].starts_with("POST /a HTTP/1.1\r\n") && requests[1].ends_with("[2]"), "{}", requests[1]);
    assert!(requests[2].starts_with("GET /b?c=d HTTP/1.1\r\n") && requests[2].ends_with("\r\n\r\n"), "{}", requests[2]);
    assert!(!requests[2].contains("content-type"), "{}", requests[2]);
}

#[tokio::test]
async fn circles_end() {
    let peer = Peer::start(vec![to(302, "/keyed"); 12]);
    let response = client(&peer, true).start(&ANY).unwrap().step(&KEYED).send().await.unwrap();
    assert_eq!((response.status(), peer.requests().len()), (302, 11));
}

#[tokio::test]
async fn only_a_post_becomes_a_get_before_303() {
    for (operation, status, method) in [
        (&POST, 301, "GET"),
        (&POST, 302, "GET"),
        (&PUT, 301, "PUT"),
        (&PUT, 302, "PUT"),
        (&PUT, 303, "GET"),
        (&DELETE, 301, "DELETE"),
        (&DELETE, 302, "DELETE"),
        (&DELETE, 303, "GET"),
        (&DELETE, 308, "DELETE"),
    ] {
        let peer = Peer::start(vec![to(status, "/a"), answer(200, "", "")]);
        let mut run = client(&peer, true).start(&ANY).unwrap();
        assert_eq!(run.step(operation).json([2]).send().await.unwrap().status(), 200);
        let sent = &peer.requests()[1];
        assert!(sent.starts_with(&format!("{method} /a HTTP/1.1\r\n")), "{status} {sent}");
        assert_eq!(sent.ends_with("[2]"), method != "GET", "{status} {sent}");
    }
}

#[tokio::test]
async fn a_request_that_was_redirected_was_sent() {
    // It ends with its last answer, and nobody listens to the next request.
    let peer = Peer::start(vec![to(307, "/a")]);
    let error = client(&peer, true).start(&ANY).unwrap().step(&KEYED).send().await.unwrap_err();
    assert_eq!((error.kind(), error.is_connect()), (ErrorKind::Transport, false));
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "a redirect or a 401 came, but no response to the request after it");
}
