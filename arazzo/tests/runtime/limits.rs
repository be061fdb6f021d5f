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
