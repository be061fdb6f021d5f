//! What goes out, and what does not.

use crate::fixtures::*;
use arazzo::rt::{self, Operand, Parameter, Style};
use arazzo::testing::Script;
use arazzo::{Client, ErrorKind};
use serde_json::{Value, json};

#[tokio::test]
async fn a_request_in_full() {
    let script = Script::new().answer("POST", "/v1/things?q=a%20b&q=2&n=12&=1", 200, "");
    let mut run = run(&script);
    let response = run
        .step(&POST)
        .query("q", json!(["a b", 2.0]))
        .query("n", 12.0)
        .query("o", json!({"": 1}))
        .query("absent", None::<&str>)
        .query("null", Value::Null)
        .header("X-A", "b c")
        .header("X-Absent", &None::<String>)
        .cookie("one", 1)
        .cookie("two", "2")
        .json(rt::json!({ "id": 9_007_199_254_740_993_i64, "list": [1.0, true] }))
        .send()
        .await
        .unwrap();
    assert_eq!((response.method(), response.url()), ("POST", "https://api.example.com/v1/things?q=a%20b&q=2&n=12&=1"));
    let sent = &script.requests()[0];
    assert_eq!(sent.body, r#"{"id":9007199254740993,"list":[1,true]}"#);
    let header = |name: &str| sent.headers.get(name).map(|value| value.to_str().unwrap());
    assert_eq!(header("x-a"), Some("b c"));
    assert_eq!(header("x-absent"), None);
    assert_eq!(header("cookie"), Some("one=1; two=2"));
    assert_eq!(header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn media_types_and_accept() {
    let script = Script::new()
        .answer("POST", "/v1/things", 200, "")
        .answer("POST", "/v1/things", 200, "")
        .answer("POST", "/v1/things", 200, "")
        .answer("POST", "/v1/things", 200, "")
        .answer("GET", "/v1/things", 200, "")
        .answer("GET", "/v1/things", 200, "");
    let mut run = run(&script);
    run.step(&POST).json_as("application/vnd.x+json", json!({"a": 1.0})).send().await.unwrap();
    run.step(&POST).text("text/csv", "a,b".to_owned()).send().await.unwrap();
    run.step(&POST)
        .header("Content-Type", "text/x")
        .form(json!({"grant_type": "client_credentials", "o": {"k": 1}, "scope": ["a b", "c"], "x": null}))
        .send()
        .await
        .unwrap();
    run.step(&POST).json(None::<Value>).send().await.unwrap();
    run.step(&LIST).send().await.unwrap();
    run.step(&LIST).header("accept", "text/csv").send().await.unwrap();
    let seen: Vec<_> = script
        .requests()
        .iter()
        .map(|sent| {
            let header = |name: &str| sent.headers.get(name).map_or("-", |v| v.to_str().unwrap()).to_owned();
            format!("{} {} {}", header("content-type"), header("accept"), sent.body)
        })
        .collect();
    assert_eq!(
        seen,
        [
            r#"application/vnd.x+json - {"a":1}"#,
            "text/csv - a,b",
            "text/x - grant_type=client_credentials&o=%7B%22k%22%3A1%7D&scope=a+b&scope=c",
            "- - ",
            "- application/json ",
            "- text/csv ",
        ]
    );
}

#[tokio::test]
async fn paths_and_styles() {
    const TAGS: Parameter = Parameter::query("tags").style(Style::PipeDelimited).explode(false);
    const A: Parameter = Parameter::path("a").style(Style::Label).explode(true);
    let script = Script::new()
        .answer("GET", "/v1/things/a%2Fb%20c%3Fd", 200, "")
        .answer("GET", "/v1/things?action=list&x=a%20b&tags=a%7Cb", 200, "")
        .answer("GET", "/v1/things/.1.2-x.%C3%A9", 200, "");
    let mut run = run(&script);
    run.step(&GET).path("id", "a/b c?d").send().await.unwrap();
    run.step(&FIXED).parameter(&TAGS, ["a", "b"]).send().await.unwrap();
    run.step(&TWO).parameter(&A, [1, 2]).path("b", "x").path("c", "é").send().await.unwrap();
    assert_eq!(script.left(), 0);
}

#[tokio::test]
async fn paths_that_would_be_others_are_refused() {
    let script = Script::new();
    let mut run = run(&script);
    for id in ["", ".", "..", "%2e%2e", "%2E", "%252e%252e"] {
        let error = run.step(&GET).path("id", id).send().await.unwrap_err();
        assert_eq!((error.kind(), error.step(), error.attempt()), (ErrorKind::Input, Some("getThing"), 0), "{id}");
    }
    let error = run.step(&TWO).path("a", "").path("b", ".").path("c", "x").attempt().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    for request in [run.step(&GET).path("id", None::<i64>).send().await, run.step(&GET).send().await] {
        let error = request.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingValue);
        assert_eq!(error.to_string(), "step `getThing` of workflow `any`: path parameter `id` has no value");
    }
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn values_that_cannot_be_sent() {
    const RAW: Parameter = Parameter::cookie("c").style(Style::Cookie);
    let script = Script::new();
    let mut run = run(&script);
    let split = run.step(&LIST).header("X-A", "a\r\nX-B: c").send().await.unwrap_err();
    assert_eq!(
        split.to_string(),
        "step `listThings` of workflow `any`: header `X-A` cannot be sent: the value has a control character"
    );
    let mut errors = vec![split];
    for name in ["Host", "content-length", "Transfer-Encoding", "Connection", "Upgrade", "a b"] {
        errors.push(run.step(&LIST).header(name, "x").send().await.unwrap_err());
    }
    errors.push(run.step(&LIST).query("n", f64::NAN).send().await.unwrap_err());
    errors.push(run.step(&POST).json(rt::json!({ "a": f64::INFINITY })).send().await.unwrap_err());
    errors.push(run.step(&LIST).parameter(&RAW, "a; b=c").send().await.unwrap_err());
    errors.push(run.step(&LIST).cookie("c", json!({"a;b": 1})).send().await.unwrap_err());
    errors.push(run.step(&LIST).cookie("c", json!({"a=b": 1})).send().await.unwrap_err());
    errors.push(run.step(&LIST).header("X-A", "Zoë").send().await.unwrap_err());
    errors.push(run.step(&GET).path("id", json!([])).send().await.unwrap_err());
    for error in &errors {
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn the_first_problem_is_reported() {
    let script = Script::new();
    let mut run = run(&script);
    let error = run.step(&GET).header("Host", "x").path("id", "").send().await.unwrap_err();
    assert!(error.to_string().contains("header `Host`"), "{error}");
}

#[tokio::test]
async fn operands_can_be_sent() {
    let script = Script::new().answer("GET", "/v1/things?a=x", 200, "");
    let mut run = run(&script);
    let request = run.step(&LIST).query("a", Operand::from("x")).query("b", Operand::Nothing);
    request.send().await.unwrap();
}

#[tokio::test]
async fn base_urls_replace_the_server_and_join_once() {
    for (base, target) in [
        ("http://127.0.0.1:1", "/things/1"),
        ("http://127.0.0.1:1/", "/things/1"),
        ("http://127.0.0.1:1/api/v2/", "/api/v2/things/1"),
        ("http://127.0.0.1:1/a b/../c", "/c/things/1"),
    ] {
        let script = Script::new().answer("GET", target, 200, "");
        // Through another constant of the same description.
        let client = scripted(&script).0.base_url(SAME, base).only_overridden().build().unwrap();
        client.start(&ANY).unwrap().step(&GET).path("id", 1).send().await.unwrap();
        assert!(script.requests()[0].url.starts_with("http://127.0.0.1:1/"));
    }
}

#[test]
fn wrong_base_urls_do_not_build() {
    for url in ["", "/v1", "example.com", "ftp://example.com", "https://user:secret@example.com", "https://a?b"] {
        let error = Client::builder().base_url(API, url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
        assert!(error.to_string().contains("`.base_url(pay::BILLING_API, …)`"), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn a_missing_server_is_known_at_entry() {
    let client = Client::builder().base_url(OTHER, "http://127.0.0.1:1").build().unwrap();
    let error = client.start(&NEEDS_SERVER).unwrap_err();
    assert_eq!((error.kind(), error.workflow()), (ErrorKind::Configuration, "needs-server"));
    assert!(error.to_string().contains("call `.base_url(pay::BILLING_API, …)`"), "{error}");
    let client = Client::builder().base_url(API, "http://127.0.0.1:1").build().unwrap();
    client.start(&NEEDS_SERVER).unwrap();
}

#[test]
fn only_overridden_refuses_the_real_api() {
    let client = Client::builder().only_overridden().build().unwrap();
    let error = client.start(&NEEDS_KEY).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("only_overridden"), "{error}");
}
