//! Limits of a run.

use crate::fixtures::*;
use arazzo::testing::Script;
use arazzo::{Client, ErrorKind, Limits};

#[tokio::test]
async fn steps_count_through_called_workflows() {
    let script = (0..3).fold(Script::new(), |script, _| script.answer("GET", "/v1/things", 200, ""));
    let client = scripted(&script).0.limits(Limits::default().steps(2)).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    run.step(&LIST).send().await.unwrap();
    let mut callee = run.client().start(&ANY).unwrap();
    callee.step(&LIST).send().await.unwrap();
    let error = run.step(&LIST).attempt().await.unwrap_err();
    assert_eq!((error.kind(), error.attempt()), (ErrorKind::Limit, 0));
    assert_eq!(script.requests().len(), 2);
    // Another call from outside starts anew.
    client.start(&ANY).unwrap().step(&LIST).send().await.unwrap();
}

#[test]
fn depth() {
    let client = Client::builder().limits(Limits::default().depth(2)).build().unwrap();
    let first = client.start(&ANY).unwrap();
    let second = first.client().start(&ANY).unwrap();
    let error = second.client().start(&ANY).unwrap_err();
    assert_eq!((error.kind(), error.workflow(), error.step()), (ErrorKind::Limit, "any", None));
}

#[tokio::test]
async fn response_bytes() {
    let script = Script::new().answer("GET", "/v1/things", 200, "12345").answer("GET", "/v1/things", 200, "123456");
    let client = scripted(&script).0.limits(Limits::default().response_bytes(5)).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    run.step(&LIST).send().await.unwrap();
    let error = run.step(&LIST).attempt().await.unwrap_err();
    assert_eq!((error.kind(), error.attempt()), (ErrorKind::Limit, 1));
}
