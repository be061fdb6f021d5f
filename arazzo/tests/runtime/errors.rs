//! What errors say, and what they keep to themselves.

use crate::fixtures::*;
use arazzo::testing::Script;
use arazzo::{Client, Error, ErrorKind, Event};
use serde_json::json;
use std::sync::{Arc, Mutex};

fn all_text(error: &Error) -> String {
    format!("{error} {error:?} {error:#?} {}", error.body().unwrap_or_default())
}

#[tokio::test]
async fn an_error_says_where_and_what_was_done() {
    let script = Script::new().answer("GET", "/v1/things", 200, "{}").answer("POST", "/v1/things", 422, "{\"why\":1}");
    let mut run = run(&script);
    run.step(&LIST).send().await.unwrap();
    run.output("count", 12.0);
    run.output("absent", None::<i64>);
    let response = run.step(&POST).send().await.unwrap();
    let error = run.failed(&response);
    assert_eq!(
        error.to_string(),
        "step `postThing` of workflow `any` (status 422): the response does not meet the step's success criteria"
    );
    assert_eq!((error.kind(), error.workflow(), error.step()), (ErrorKind::StepFailed, "any", Some("postThing")));
    assert_eq!((error.status(), error.attempt(), error.body()), (Some(422), 1, Some("{\"why\":1}")));
    assert_eq!(serde_json::Value::Object(error.outputs().clone()), json!({"count": 12}));
    let done = &error.completed()[0];
    assert_eq!(
        (error.completed().len(), done.step.as_str(), done.status, done.attempts),
        (1, "listThings", Some(200), 1)
    );
    let error = run.ended(&response, "giveUp");
    assert_eq!(error.kind(), ErrorKind::Ended);
    assert!(error.to_string().ends_with("the failure action `giveUp` ended the workflow"), "{error}");
    let error = run.require(None::<i64>, "poll", "path parameter `id`", "$steps.start.outputs.id").unwrap_err();
    assert_eq!(
        error.to_string(),
        "step `poll` of workflow `any`: path parameter `id` needs `$steps.start.outputs.id`, which has no value"
    );
    assert_eq!((error.kind(), error.attempt(), error.completed().len()), (ErrorKind::MissingValue, 0, 2));
}

#[tokio::test]
async fn a_problem_has_a_type() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Problem {
        code: String,
        tries: i64,
    }
    let body = "{\"code\":\"declined\",\"tries\":3}";
    let script = Script::new().answer("GET", "/v1/things", 402, body).answer("POST", "/v1/things", 402, body);
    let mut run = run(&script);
    let response = run.step(&LIST).send().await.unwrap();
    let error = run.failed(&response);
    assert_eq!(error.json::<Problem>(), Some(Problem { code: "declined".to_owned(), tries: 3 }));
    assert_eq!((error.json::<Vec<i64>>(), error.header("X-Nothing")), (None, None));
    assert_eq!(error.header("Content-Type"), response.header("content-type"));
    let limits = arazzo::Limits::default().error_body(body.len() - 1);
    let client = scripted(&script).0.limits(limits).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let response = run.step(&POST).send().await.unwrap();
    let error = run.failed(&response);
    assert_eq!((error.json::<Problem>(), error.body()), (None, Some(body)));
}

#[tokio::test]
async fn debug_is_the_sentence_and_its_causes() {
    let script = Script::new().no_answer("GET", "/v1/things");
    let mut run = run(&script);
    let error = run.step(&LIST).send().await.unwrap_err();
    let shown = format!("{error:?}");
    assert!(shown.starts_with(&format!("{error}\n  caused by: ")), "{shown}");
    assert!(format!("{error:#?}").starts_with("Error {"), "{error:#?}");
}

#[tokio::test]
async fn secrets_stay_inside() {
    let body = r#"{"echo":"key-4711","basic":"dTpwYXNzd29yZC0x","in":"hunter2 \"x\"","pw":"password-1","pin":"42"}"#;
    let script = Script::new().answer("GET", "/v1/keyed", 500, body).answer("GET", "/v1/things", 200, "");
    let builder = scripted(&script).0.credential(KEY, "key-4711").credential(LOGIN, ("u", "password-1"));
    let client = builder.build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    run.conceal(Some("hunter2 \"x\""));
    run.conceal(42);
    run.conceal(None::<String>);
    run.conceal("");
    run.output("token", "key-4711");
    let response = run.step(&KEYED).send().await.unwrap();
    let error = run.ended(&response, "key-4711");
    let text = all_text(&error);
    for secret in ["key-4711", "hunter2", "password-1", "dTpwYXNzd29yZC0x", "\"42\""] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert_eq!(
        error.body(),
        Some(r#"{"echo":"[redacted]","basic":"[redacted]","in":"[redacted]","pw":"[redacted]","pin":"[redacted]"}"#)
    );
    assert_eq!(error.outputs()["token"], "key-4711");
    for shown in [format!("{client:?}"), format!("{run:?} {response:?}"), format!("{:?}", arazzo::Client::builder())] {
        assert!(!shown.contains("key-4711"), "{shown}");
    }
}

#[tokio::test]
async fn a_provided_token_and_a_bearer_parameter_are_secrets() {
    let script = Script::new().answer("GET", "/v1/tokened", 500, "fresh-token-1").answer(
        "GET",
        "/v1/things",
        500,
        "Bearer inner-token, inner-token",
    );
    let provider = || async { Ok("fresh-token-1") };
    let client = scripted(&script).0.credential_provider(TOKEN, provider).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let response = run.step(&TOKENED).send().await.unwrap();
    assert_eq!(run.failed(&response).body(), Some("[redacted]"));
    run.conceal("Bearer inner-token");
    let response = run.step(&LIST).header("Authorization", "Bearer inner-token").send().await.unwrap();
    assert_eq!(run.failed(&response).body(), Some("[redacted], [redacted]"));
}

#[tokio::test]
async fn a_body_is_kept_to_the_first_kib() {
    let script = Script::new().answer("GET", "/v1/things", 500, &format!("{}secret-0123456789", "é".repeat(508)));
    let mut run = run(&script);
    run.conceal("secret-0123456789");
    let response = run.step(&LIST).send().await.unwrap();
    assert_eq!(run.failed(&response).body(), Some(format!("{}[redacted]", "é".repeat(508)).as_str()));
}

#[tokio::test]
async fn observers_see_names_only() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let script = Script::new().answer("GET", "/v1/things/hunter22?q=x&q=y", 204, "");
    let builder = scripted(&script).0.observer(move |event: &Event<'_>| log.lock().unwrap().push(format!("{event:?}")));
    let client = builder.build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    run.conceal("hunter22");
    run.step(&GET).path("id", "hunter22").query("q", ["x", "y"]).send().await.unwrap();
    drop(run);
    assert_eq!(
        *seen.lock().unwrap(),
        [
            r#"Started { workflow: "any" }"#,
            r#"Sending { workflow: "any", step: "getThing", attempt: 1, method: "GET", url: "/v1/things/[redacted]?q&q" }"#,
            r#"Answered { workflow: "any", step: "getThing", attempt: 1, status: 204 }"#,
            r#"Finished { workflow: "any" }"#,
        ]
    );
}

#[tokio::test]
async fn a_called_workflow_counts_as_a_step() {
    let script = Script::new().answer("GET", "/v1/things", 500, "");
    let mut run = run(&script);
    let done: Result<i64, Error> = Ok(1);
    assert_eq!(run.called("callIt", done).unwrap(), 1);
    let mut callee = run.client().start(&NEEDS_KEY_LATER).unwrap();
    let response = callee.step(&LIST).send().await.unwrap();
    let failed: Result<(), Error> = Err(callee.failed(&response));
    let error = run.called("callAgain", failed).unwrap_err();
    assert_eq!((error.workflow(), error.step(), error.attempt()), ("any", Some("callAgain"), 1));
    assert_eq!((error.kind(), error.status()), (ErrorKind::StepFailed, Some(500)));
    assert_eq!(
        error.to_string(),
        "step `callAgain` of workflow `any` (status 500): \
        workflow `needs-key-later`, which it calls, has failed at its step `listThings`"
    );
    let inner = std::error::Error::source(&error).and_then(|inner| inner.downcast_ref::<Error>()).unwrap();
    assert_eq!((inner.workflow(), inner.step()), ("needs-key-later", Some("listThings")));
    let error = run.require(None::<i64>, "next", "query parameter `q`", "$inputs.q").unwrap_err();
    assert_eq!(error.completed().iter().map(|done| done.step.as_str()).collect::<Vec<_>>(), ["callIt", "callAgain"]);
}

#[tokio::test]
async fn a_dependency_runs_once_and_not_with_two_inputs() {
    let script = Script::new();
    let run = run(&script);
    let first = run.once("login", &"ann".to_owned(), async { Ok::<i64, Error>(1) }).await;
    assert_eq!(first.unwrap(), 1);
    let again = run.once("login", &"ann".to_owned(), async { panic!("it has run") }).await;
    assert_eq!(again.map(|output: i64| output).unwrap(), 1);
    let other = run.once("login", &"bob".to_owned(), async { Ok::<i64, Error>(2) }).await.unwrap_err();
    assert_eq!(other.kind(), ErrorKind::Input);
    assert_eq!(other.to_string(), "workflow `any`: workflow `login` runs once, and is given two different inputs");
}

#[tokio::test]
async fn a_prerequisite_must_have_run() {
    let script = Script::new();
    let mut run = run(&script);
    let error = run.prerequisite("pay", "login").unwrap_err();
    assert_eq!((error.kind(), error.step(), error.attempt()), (ErrorKind::MissingValue, Some("pay"), 0));
    assert_eq!(error.to_string(), "step `pay` of workflow `any`: it depends on step `login`, which has not run");
    run.called("login", Ok::<i64, Error>(1)).unwrap();
    assert!(run.prerequisite("pay", "login").is_ok());
}

#[test]
fn an_observer_that_panics_does_not_end_the_process() {
    let client = Client::builder().observer(|_| panic!("the observer's own mistake")).build().unwrap();
    let started = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| client.start(&ANY).map(drop)));
    assert!(started.is_err());
}
