//! Tokens of the grant `client_credentials`.

use crate::fixtures::*;
use crate::peer::{Peer, answer};
use arazzo::oauth2::{ClientCredentials, client_credentials};
use arazzo::testing::{Script, VirtualClock};
use arazzo::{Client, Error, ErrorKind};
use std::error::Error as _;
use std::time::Duration;

fn token(text: &str, seconds: u32) -> String {
    answer(200, "", &format!(r#"{{"access_token":"{text}","token_type":"Bearer","expires_in":{seconds}}}"#))
}

/// A client that gets its tokens like this, and whose API accepts everything.
fn client(login: ClientCredentials, requests: usize) -> (Client, Script, VirtualClock) {
    let script = (0..requests).fold(Script::new(), |script, _| script.answer("GET", "/v1/tokened", 200, ""));
    let (builder, clock) = scripted(&script);
    (builder.credential_provider(TOKEN, login.provider().unwrap()).build().unwrap(), script, clock)
}

async fn send(client: &Client) -> Result<(), Error> {
    client.start(&ANY)?.step(&TOKENED).send().await.map(drop)
}

fn sent(script: &Script) -> Vec<String> {
    script.requests().iter().map(|sent| sent.headers["authorization"].to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_again_before_it_expires() {
    let peer = Peer::start(vec![token("one", 3600), token("two", 3600)]);
    let login = client_credentials(format!("{}/token", peer.url), "my id", "s:cret&").scope("pay").scope("read");
    let (client, script, clock) = client(login, 4);
    send(&client).await.unwrap();
    send(&client).await.unwrap();
    clock.advance(Duration::from_secs(3539));
    send(&client).await.unwrap();
    clock.advance(Duration::from_secs(1));
    send(&client).await.unwrap();
    assert_eq!(sent(&script), ["Bearer one", "Bearer one", "Bearer one", "Bearer two"]);
    let asked = &peer.requests()[0];
    assert!(asked.starts_with("POST /token HTTP/1.1\r\n"), "{asked}");
    // `my+id:s%3Acret%26`
    assert!(asked.contains("authorization: Basic bXkraWQ6cyUzQWNyZXQlMjY=\r\n"), "{asked}");
    assert!(asked.ends_with("\r\n\r\ngrant_type=client_credentials&scope=pay+read"), "{asked}");
    assert_eq!(peer.requests().len(), 2);
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced() {
    let peer = Peer::start(vec![token("one", 3600), token("two", 3600)]);
    let login = client_credentials(&peer.url, "id", "secret").in_body().audience("https://api.example.com");
    let script = Script::new().answer("GET", "/v1/tokened", 401, "").answer("GET", "/v1/tokened", 200, "");
    let client = scripted(&script).0.credential_provider(TOKEN, login.provider().unwrap()).build().unwrap();
    send(&client).await.unwrap();
    assert_eq!(sent(&script), ["Bearer one", "Bearer two"]);
    let asked = &peer.requests()[0];
    let form = "grant_type=client_credentials&audience=https%3A%2F%2Fapi.example.com&client_id=id&client_secret=secret";
    assert!(asked.ends_with(form) && !asked.to_lowercase().contains("authorization:"), "{asked}");
}

#[tokio::test]
async fn troubles_of_the_server_are_tried_again_once() {
    let peer = Peer::start(vec![answer(503, "", ""), token("one", 60)]);
    let (client, script, _) = client(client_credentials(&peer.url, "id", "secret"), 1);
    send(&client).await.unwrap();
    assert_eq!(sent(&script), ["Bearer one"]);
}

#[tokio::test]
async fn a_refusal_is_an_error_without_secrets() {
    let echo = r#"{"error":"invalid_client","error_description":"s3cret is wrong"}"#;
    for (response, why) in [
        (answer(401, "", echo), "the token endpoint gave the status 401 Unauthorized: invalid_client"),
        (answer(400, "", r#"{"error":"s3cret!"}"#), "the token endpoint gave the status 400 Bad Request"),
        (answer(302, "Location: http://127.0.0.1:1\r\n", ""), "the token endpoint gave the status 302 Found"),
        (
            answer(200, "", r#"{"token":"s3cret"}"#),
            "the response of the token endpoint is no JSON object with an `access_token`",
        ),
        (
            answer(200, "", r#"{"access_token":"a","token_type":"mac"}"#),
            "the token endpoint gives a token of another type than `Bearer`",
        ),
    ] {
        let peer = Peer::start(vec![response]);
        let (client, script, _) = client(client_credentials(&peer.url, "id", "s3cret"), 1);
        let error = send(&client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().contains("the provider of `pay::TOKEN` failed")),
            (ErrorKind::Configuration, true)
        );
        assert_eq!(error.source().unwrap().to_string(), why);
        assert!(script.requests().is_empty() && !format!("{error:?}").contains("s3cret"), "{error:?}");
    }
}

#[tokio::test]
async fn a_secret_goes_along_no_redirect() {
    let other = Peer::start(vec![token("one", 60)]);
    let peer = Peer::start(vec![answer(307, &format!("Location: {}\r\n", other.url), "")]);
    let login = client_credentials(&peer.url, "id", "s3cret").in_body().http(arazzo::reqwest::Client::builder());
    let (client, ..) = client(login, 1);
    let error = send(&client).await.unwrap_err();
    assert_eq!(error.source().unwrap().to_string(), "the token endpoint gave the status 307 Temporary Redirect");
    assert!(other.requests().is_empty());
}

#[test]
fn a_secret_goes_nowhere_in_plain_sight() {
    for url in ["http://login.example.com/token", "ftp://a", "/token"] {
        let login = client_credentials(url, "id", "s3cret");
        assert!(!format!("{login:?}").contains("s3cret"), "{login:?}");
        assert!(login.provider().err().unwrap().to_string().starts_with("the token URL `"), "{url}");
    }
}
