//! What is read from responses.

use crate::fixtures::*;
use arazzo::ErrorKind;
use arazzo::rt::{Decode, Json, Number, Operand, Response, Run, jsonpath, simple};
use arazzo::testing::Script;
use serde_json::{Value, json};

async fn got(script: Script) -> (Run, Response) {
    let mut run = run(&script);
    let response = run.step(&LIST).send().await.unwrap();
    (run, response)
}

async fn json(body: &str) -> (Run, Response) {
    got(Script::new().answer("GET", "/v1/things", 200, body)).await
}

fn read<T: Decode>(run: &Run, response: &Response, pointer: &str) -> T {
    run.required(response, "out", pointer).unwrap()
}

/// Any JSON as a caller gets it.
fn given(run: &Run, response: &Response, pointer: &str) -> Value {
    run.give("listThings", "out", read::<Json>(run, response, pointer)).unwrap()
}

#[tokio::test]
async fn typed_outputs() {
    let body =
        r#"{"s":"x","i":12.0,"big":9007199254740993,"f":1,"b":true,"a":["x","y"],"n":null,"o":{"k":[1]},"d":1,"d":2}"#;
    let (run, response) = json(body).await;
    assert_eq!(read::<String>(&run, &response, "/s"), "x");
    assert_eq!(read::<i64>(&run, &response, "/i"), 12);
    assert_eq!(read::<i64>(&run, &response, "/big"), 9_007_199_254_740_993);
    assert_eq!(read::<Number>(&run, &response, "/f").to_string(), "1");
    assert!(read::<bool>(&run, &response, "/b"));
    assert_eq!(read::<Vec<String>>(&run, &response, "/a"), ["x", "y"]);
    assert_eq!(given(&run, &response, "/n"), Value::Null);
    assert_eq!(given(&run, &response, "/o"), json!({"k": [1]}));
    assert_eq!(read::<i64>(&run, &response, "/d"), 2);
    assert_eq!(run.optional::<String>(&response, "out", "/n").unwrap(), None);
    assert_eq!(run.optional::<Json>(&response, "out", "/none").unwrap(), None);
    assert_eq!(run.lenient::<i64>(&response, "out", "/s"), None);
    assert_eq!(run.lenient::<String>(&response, "out", "/s").as_deref(), Some("x"));
    assert_eq!(response.at("/o/k/0"), Operand::Number(1.into()));
    assert_eq!(response.at("/nope"), Operand::Nothing);
    assert_eq!(response.at("/n"), Operand::Null);
    assert!(simple::eq(response.at("/s"), "X") && !jsonpath::eq(response.at("/s"), "X"));
}

#[tokio::test]
async fn outputs_that_are_not_there_or_of_another_type() {
    let (run, response) = json(r#"{"s":"x","n":null}"#).await;
    for pointer in ["/n", "/none", "/s/x"] {
        let error = run.required::<String>(&response, "name", pointer).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingValue);
        assert!(error.to_string().contains(&format!("output `name`: the body has no value at `{pointer}`")), "{error}");
    }
    let error = run.optional::<i64>(&response, "count", "/s").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "step `listThings` of workflow `any` (status 200): output `count`: expected a 64-bit integer at `/s` of the body, found a string"
    );
    assert_eq!((error.step(), error.status(), error.attempt()), (Some("listThings"), Some(200), 1));
}

#[tokio::test]
async fn bodies_that_are_not_json() {
    for body in ["<html>", r#"{"a":1"#, r#"{"a":1} trailing"#] {
        let (run, response) = json(body).await;
        let error = run.optional::<i64>(&response, "count", "/a").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("the body is not JSON"), "{error}");
        assert!(!error.to_string().contains("<html"), "{error}");
        assert_eq!(response.at("/a"), Operand::Nothing);
        assert_eq!(run.lenient::<i64>(&response, "count", "/a"), None);
    }
    let (run, response) = json("").await;
    assert_eq!(run.optional::<i64>(&response, "count", "/a").unwrap(), None);
    let text = Script::new().answer("GET", "/v1/things", 200, "plain").with_header("Content-Type", "text/plain; x=y");
    let (run, response) = got(text).await;
    assert_eq!(run.required::<String>(&response, "all", "").unwrap(), "plain");
    let whole =
        Script::new().answer("GET", "/v1/things", 200, "[1]").with_header("Content-Type", "application/hal+json");
    let (run, response) = got(whole).await;
    assert_eq!(given(&run, &response, ""), json!([1]));
}

#[tokio::test]
async fn headers() {
    let script = Script::new().answer("GET", "/v1/things", 200, "").with_header("X-Rate", "10");
    let (run, response) = got(script).await;
    assert_eq!(response.header("x-rate"), Some("10"));
    assert!(simple::gt(response.header("X-Rate"), 9));
    assert_eq!(run.required_header::<String>(&response, "rate", "X-RATE").unwrap(), "10");
    assert_eq!(run.required_header::<i64>(&response, "rate", "X-RATE").unwrap(), 10);
    assert_eq!(run.optional_header::<String>(&response, "rate", "X-None").unwrap(), None);
    let error = run.required_header::<String>(&response, "rate", "X-None").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingValue);
    let error = run.optional_header::<bool>(&response, "rate", "X-Rate").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("output `rate`: the header `X-Rate` is not `true` or `false`"), "{error}");
}

#[tokio::test]
async fn json_that_is_not_read_is_not_called_something_else() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for (body, why) in [
        ("[1e99999999999999999]", "with a number that is not read (line 1, column 2): its exponent is too long"),
        ("[\"\\ud800\"]", "with a text that is not read (line 1, column 9): an escape in it is half a character"),
        (&deep, "that is nested too deep to be read (line 1, column 129)"),
    ] {
        let (run, response) = json(body).await;
        let error = run.required::<Json>(&response, "out", "").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().ends_with(&format!("output `out`: the body is JSON {why}")), "{error}");
    }
    let (run, response) = json("[1e400]").await;
    let error = run.required::<i64>(&response, "out", "/0").unwrap_err();
    assert!(error.to_string().ends_with("found an integer out of its range"), "{error}");
    let number = run.give("listThings", "out", read::<Number>(&run, &response, "/0")).unwrap_err();
    assert!(number.to_string().ends_with("output `out`: a number is beyond the range of `f64`"), "{number}");
    let any = run.give("listThings", "out", read::<Json>(&run, &response, "")).unwrap_err();
    assert!(any.to_string().contains("output `out`: a number is beyond the range that"), "{any}");
}
