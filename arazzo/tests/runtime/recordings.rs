//! What a recording keeps, and what it does not show.

use crate::fixtures::*;
use arazzo::Client;
use arazzo::testing::{Recording, Script, VirtualClock};
use serde_json::Value;
use std::time::Duration;

/// A client of a script that is recorded.
fn recorded(script: Script) -> (Client, Recording) {
    let recording = Recording::new();
    let client = Client::builder().script(script).clock(VirtualClock::new()).record(recording.clone());
    (client.credential(KEY, "s3cret-key").build().unwrap(), recording)
}

#[tokio::test]
async fn secrets_are_replaced_wherever_they_stand() {
    let body = r#"{"id":"a","echo":"s3cret-key","access_token":"t-1"}"#;
    let script = Script::new().answer("GET", "/v1/keyed?q=s3cret-key", 200, body).with_header("Set-Cookie", "sid=1");
    let (client, recording) = recorded(script);
    let mut run = client.start(&ANY).unwrap();
    run.step(&KEYED).query("q", "s3cret-key").send().await.unwrap();
    // The run may learn of more secrets.
    assert!(recording.exchanges().is_empty());
    assert!(!format!("{recording:?}").contains("s3cret"), "{recording:?}");
    run.conceal("a");
    drop(run);

    let exchange = recording.exchanges().remove(0);
    assert_eq!(exchange.url, "https://api.example.com/v1/keyed?q=[redacted]");
    assert!(exchange.headers.contains(&("x-api-key".to_owned(), "[redacted]".to_owned())), "{exchange:?}");
    let response = exchange.response.unwrap();
    assert_eq!(response.body, r#"{"id":"[redacted]","echo":"[redacted]","access_token":"[redacted]"}"#);
    assert!(response.headers.contains(&("set-cookie".to_owned(), "[redacted]".to_owned())), "{:?}", response.headers);
    let all = recording.har() + &recording.script() + &format!("{recording:?}");
    assert!(!all.contains("s3cret") && !all.contains("t-1") && !all.contains("sid=1"), "{all}");
}

#[tokio::test]
async fn a_run_beside_another_is_told_when_both_have_ended() {
    let (client, recording) =
        recorded(Script::new().answer("GET", "/v1/things", 200, "").no_answer("GET", "/v1/things"));
    let (mut one, other) = (client.start(&ANY).unwrap(), client.start(&ANY).unwrap());
    one.step(&LIST).send().await.unwrap();
    one.step(&LIST).attempt().await.unwrap();
    drop(one);
    assert_eq!(recording.exchanges().len(), 0);
    drop(other);
    assert_eq!(recording.exchanges().len(), 2);
}

#[tokio::test]
async fn a_har_file_has_an_entry_for_each_exchange() {
    let script = Script::new()
        .answer("POST", "/v1/things?a=1", 201, r#"{"id":7}"#)
        .with_header("Location", "/v1/things/7")
        .no_answer("GET", "/v1/things");
    let (client, recording) = recorded(script);
    let mut run = client.start(&ANY).unwrap();
    run.step(&POST).query("a", 1).json(serde_json::json!({ "b": 2 })).send().await.unwrap();
    run.step(&LIST).attempt().await.unwrap();
    drop(run);

    let har: Value = serde_json::from_str(&recording.har()).unwrap();
    let entries = &har["log"]["entries"];
    let (request, response) = (&entries[0]["request"], &entries[0]["response"]);
    assert_eq!(entries[0]["startedDateTime"], "2026-01-01T00:00:00.000Z");
    assert_eq!(
        (&request["method"], &request["url"]),
        (&"POST".into(), &"https://api.example.com/v1/things?a=1".into())
    );
    assert_eq!(request["queryString"][0], serde_json::json!({ "name": "a", "value": "1" }));
    assert_eq!(request["postData"], serde_json::json!({ "mimeType": "application/json", "text": r#"{"b":2}"# }));
    assert_eq!((&response["status"], &response["redirectURL"]), (&201.into(), &"/v1/things/7".into()));
    assert_eq!(response["content"]["text"], r#"{"id":7}"#);
    assert_eq!(entries[1]["response"]["status"], 0);
}

#[tokio::test]
async fn a_script_is_written_from_a_run() {
    let script = Script::new()
        .answer("POST", "/v1/things", 201, r#"{"id":7}"#)
        .with_header("Retry-After", "3")
        .answer("GET", "/v1/things", 204, "")
        .no_answer("GET", "/v1/things");
    let (client, recording) = recorded(script);
    let mut run = client.start(&ANY).unwrap();
    run.step(&POST).send().await.unwrap();
    run.step(&LIST).send().await.unwrap();
    run.step(&LIST).attempt().await.unwrap();
    drop(run);
    let expected = r##"Script::new()
    .answer("POST", "/v1/things", 201, r#"{"id":7}"#)
    .with_header("retry-after", "3")
    .answer("GET", "/v1/things", 204, "")
    .no_answer("GET", "/v1/things")"##;
    assert_eq!(recording.script(), expected);
    assert_eq!(recording.exchanges()[0].took, Duration::ZERO);
}
