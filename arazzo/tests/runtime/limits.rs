//! Limits of a run.

use crate::fixtures::*;
use crate::peer::{Peer, answer};
use arazzo::rt::{Json, Operation, Query, Received, simple};
use arazzo::testing::Script;
use arazzo::{Client, ErrorKind, Limits};
use std::error::Error as _;
use std::time::Duration;

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

/// Calls itself as deep as it may: a future inside of a future, as generated code has them.
fn call(client: &Client) -> std::pin::Pin<Box<dyn Future<Output = Result<u32, arazzo::Error>> + Send + '_>> {
    Box::pin(async move {
        let mut run = client.start(&ANY)?;
        run.step(&LIST).send().await?;
        match call(run.client()).await {
            Ok(depth) => Ok(depth + 1),
            Err(error) if error.kind() == ErrorKind::Limit => Ok(1),
            Err(error) => Err(error),
        }
    })
}

#[test]
fn the_deepest_calls_fit_the_stack_of_a_thread() {
    let script = (0..Limits::MAX_DEPTH).fold(Script::new(), |script, _| script.answer("GET", "/v1/things", 200, ""));
    let client = scripted(&script).0.limits(Limits::default().depth(5000)).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    let depth = thread.spawn(move || runtime.block_on(call(&client))).unwrap().join().unwrap();
    assert_eq!(depth.unwrap(), Limits::MAX_DEPTH);
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

#[tokio::test]
async fn values_that_are_read_at_once() {
    let body = r#"{"few": [1, 2], "many": [[], [], [], []]}"#;
    let script = Script::new().answer("GET", "/v1/things", 200, body);
    let client = scripted(&script).0.limits(Limits::default().response_values(4)).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let response = run.step(&LIST).send().await.unwrap();
    assert!(run.required::<Json>(&response, "few", "/few").is_ok());
    let errors = [
        run.optional::<Json>(&response, "many", "/many").unwrap_err(),
        run.optional::<Vec<Json>>(&response, "many", "/many").unwrap_err(),
        run.required::<Received>(&response, "many", "/many").unwrap_err(),
        run.selected(&response, "many", "/many", &Query::new("$[*]")).unwrap_err(),
    ];
    for error in errors {
        assert_eq!((error.kind(), error.step(), error.status()), (ErrorKind::Limit, Some("listThings"), Some(200)));
        let why = "output `many`: what the body has at `/many` exceeds the client's limit of 4 values";
        assert!(error.to_string().ends_with(why), "{error}");
    }
    assert_eq!(run.lenient::<Json>(&response, "many", "/many"), None);
}

#[tokio::test]
async fn a_condition_that_would_read_too_much_is_told_from_one_that_does_not_hold() {
    let script = Script::new().answer("GET", "/v1/things", 200, r#"{"many": [1, 2, 3, 4]}"#);
    let client = scripted(&script).0.limits(Limits::default().response_values(4)).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let response = run.step(&LIST).send().await.unwrap();
    assert!(!simple::truthy(response.at("/many")));
    let error = run.failed(&response);
    assert_eq!((error.kind(), error.status()), (ErrorKind::Limit, Some(200)));
    assert!(
        error.to_string().ends_with("what the body has at `/many` exceeds the client's limit of 4 values"),
        "{error}"
    );
}

#[tokio::test]
async fn the_values_of_a_long_body_are_bounded() {
    let body = format!("[{}[]]", "[],".repeat(2_000_000));
    let peer = Peer::start(vec![answer(200, "Content-Type: application/json\r\n", &body)]);
    let mut run = Client::builder().base_url(API, &peer.url).build().unwrap().start(&ANY).unwrap();
    let response = run.step(&LIST).send().await.unwrap();
    let error = run.required::<Json>(&response, "all", "").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert!(error.to_string().ends_with("what the body has at the root exceeds the client's limit of 1000000 values"));
    assert!(run.required::<Json>(&response, "one", "/7").is_ok());
}

#[test]
fn a_long_body_is_checked_where_no_other_task_waits_and_a_time_limit_ends_it() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let body = format!("[{}1]", "1,".repeat(200_000));
        let peer = Peer::start(vec![answer(200, "", &body), answer(200, "", &body)]);
        let mut run = Client::builder().base_url(API, &peer.url).build().unwrap().start(&ANY).unwrap();
        // The only thread for blocking work has something else to do.
        let (free, busy) = std::sync::mpsc::channel::<()>();
        let work = tokio::task::spawn_blocking(move || busy.recv());
        let attempt = run.step(&LIST).timeout(Duration::from_millis(300)).attempt().await.unwrap();
        let error = run.failed(&attempt);
        assert_eq!((attempt.status(), error.kind()), (None, ErrorKind::Transport));
        assert_eq!(error.source().unwrap().to_string(), "no complete response came within 300ms");
        free.send(()).unwrap();
        work.await.unwrap().unwrap();
        let response = run.step(&LIST).send().await.unwrap();
        assert!(simple::eq(response.at("/7"), 1));
    });
}

static HEAD: Operation = Operation::new("headThing", "HEAD", API, "/things").server("https://api.example.com");

#[tokio::test]
async fn a_length_beyond_the_limit_is_refused_where_a_body_follows() {
    let limits = Limits::default().response_bytes(5);
    let heads = ["HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", "HTTP/1.1 304 X\r\nContent-Length: 6\r\n\r\n"];
    for (operation, head, is_refused) in [(&LIST, heads[0], true), (&HEAD, heads[0], false), (&LIST, heads[1], false)] {
        let peer = Peer::start(vec![head.to_owned()]);
        let client = Client::builder().base_url(API, &peer.url).limits(limits).build().unwrap();
        let result = client.start(&ANY).unwrap().step(operation).attempt().await;
        // The peer has closed the connection: who reads the body gets no response.
        let kind = result.as_ref().err().map(arazzo::Error::kind);
        assert_eq!(kind, is_refused.then_some(ErrorKind::Limit), "{head}");
        assert_eq!(result.ok().map(|attempt| attempt.status().is_some()), (!is_refused).then_some(true), "{head}");
    }
}
