//! Workflows that call workflows: `tests/shapes/calls.yml`.

use std::error::Error as _;
use std::time::Duration;

use arazzo::testing::VirtualClock;
use arazzo::{Client, ClientBuilder, Error, ErrorKind, Limits};
use serde_json::json;
use tests::support::{Exchange, Server, expect};

use crate::common::light;

/// The workflows of `tests/shapes/calls.yml`.
pub mod generated {
    arazzo::include_workflows!("calls");
}

use generated::{auditing, back_office, buying, refunding, signing_in, walking};

fn builder(server: &Server) -> ClientBuilder {
    light().base_url(buying::SHOP, server.url()).base_url(back_office::filing::ARCHIVE, server.url()).only_overridden()
}

fn client(server: &Server) -> Client {
    builder(server).build().unwrap()
}

fn exchange(method: &str, target: &str) -> Exchange {
    expect(method, target).header("accept", "application/json, */*;q=0.1")
}

fn login(user: &str, token: &str) -> Exchange {
    let request = exchange("GET", &format!("/coupons/latest?user={user}&days=30"));
    request.answer(200, json!({"code": "TEN"})).answer_header("X-Token", token)
}

fn pay(token: &str) -> Exchange {
    exchange("POST", "/orders/o1/payment")
        .header("authorization", &format!("Bearer {token}"))
        .json(json!({"coupon": "TEN"}))
}

fn file() -> Exchange {
    exchange("POST", "/files").json(json!({"receipt": "r1", "note": "n"}))
}

fn mail(body: serde_json::Value) -> Exchange {
    expect("POST", "/mails").header("accept", "*/*").json(body)
}

fn input() -> buying::Input {
    buying::Input { note: Some("n".into()), ..buying::Required { id: "o1".into(), user: "ann".into() }.into() }
}

async fn buy(script: impl IntoIterator<Item = Exchange>) -> (Result<buying::Output, Error>, VirtualClock) {
    let server = Server::start(script);
    let clock = VirtualClock::new();
    let client = builder(&server).clock(clock.clone()).build().unwrap();
    let result = buying(&client, input()).await;
    server.finish();
    (result, clock)
}

#[tokio::test]
async fn steps_call_workflows_and_read_their_outputs() {
    let (output, _) = buy([
        login("ann", "t1"),
        pay("t1").answer(200, json!({"receipt": "r1"})),
        file().answer(201, json!({"pages": 2})),
        mail(json!({"pages": 2})).answer(202, ""),
    ])
    .await;
    let expected =
        buying::Output { receipt: Some("r1".into()), copy: Some("r1".into()), pages: Some(2), then_apologising: None };
    assert_eq!(output.unwrap(), expected);
}

#[tokio::test]
async fn a_detour_runs_before_the_retry_and_changes_what_it_sends() {
    let (output, clock) = buy([
        login("ann", "old"),
        pay("old").answer(401, ""),
        login("ann", "new"),
        pay("new").answer(409, "").answer_header("X-Reason", "full"),
        expect("DELETE", "/files?reason=full").header("accept", "*/*").answer(204, ""),
        pay("new").answer(200, json!({"receipt": "r1"})),
        file().answer(201, json!({"pages": 1})),
        mail(json!({"pages": 1})).answer(202, ""),
    ])
    .await;
    assert_eq!(output.unwrap().receipt.as_deref(), Some("r1"));
    assert_eq!(clock.slept(), [Duration::from_millis(1500)]);
}

#[tokio::test]
async fn a_detour_that_fails_is_the_end() {
    let (output, _) = buy([login("ann", "old"), pay("old").answer(401, ""), login("ann", "x").answer(500, "")]).await;
    let error = output.unwrap_err();
    assert_eq!((error.kind(), error.workflow(), error.step()), (ErrorKind::StepFailed, "buying", Some("login")));
    assert_eq!((error.status(), error.attempt()), (Some(500), 1));
    let completed: Vec<_> = error.completed().iter().map(|done| (done.step.as_str(), done.status)).collect();
    assert_eq!(completed, [("login", None), ("pay", Some(401))]);
}

/// A renamed step breaks this `match` when it is compiled, not when it is needed.
#[tokio::test]
async fn the_step_of_an_error_is_one_of_an_enum() {
    let (output, _) = buy([login("ann", "old"), pay("old").answer(401, ""), login("ann", "x").answer(500, "")]).await;
    let error = output.unwrap_err();
    let said = match buying::Step::of(&error) {
        Some(buying::Step::Login) => "nobody is signed in",
        Some(buying::Step::Pay) => "nothing is paid",
        _ => "something else",
    };
    assert_eq!(said, "nobody is signed in");
    let ran: Vec<buying::Step> = error.completed().iter().map(|done| done.step.parse().unwrap()).collect();
    assert_eq!(ran, [buying::Step::Login, buying::Step::Pay]);
    // The error behind it is one of the called workflow, which has steps of its own.
    let inner = error.source().and_then(|inner| inner.downcast_ref::<Error>()).unwrap();
    assert_eq!((signing_in::Step::of(&error), buying::Step::of(inner)), (None, None));
    assert_eq!(signing_in::Step::of(inner).map(signing_in::Step::id), inner.step());
}

#[tokio::test]
async fn another_workflow_takes_over() {
    let (output, _) =
        buy([login("ann", "t1"), pay("t1").answer(402, ""), mail(json!({"to": "o1", "worth": 3})).answer(202, "")])
            .await;
    let output = output.unwrap();
    assert_eq!(output.receipt, None);
    assert_eq!(output.then_apologising.map(|then| then.id).as_deref(), Some("o1"));
}

#[tokio::test]
async fn the_failure_of_a_called_workflow_is_one_of_the_step() {
    // Without failure actions it is the end, and says where.
    let (output, _) = buy([login("ann", "x").answer(503, r#"{"message": "no"}"#)]).await;
    let error = output.unwrap_err();
    assert_eq!((error.kind(), error.workflow(), error.step()), (ErrorKind::StepFailed, "buying", Some("login")));
    assert_eq!((error.status(), error.body()), (Some(503), Some(r#"{"message": "no"}"#)));
    assert_eq!(
        error.to_string(),
        "step `login` of workflow `buying` (status 503): \
        workflow `signing-in`, which it calls, has failed at its step `find`"
    );
    let inner = error.source().and_then(|source| source.downcast_ref::<Error>()).unwrap();
    assert_eq!((inner.workflow(), inner.step()), ("signing-in", Some("find")));

    // With them the document decides; so it does where the outputs do not meet the criteria.
    for answer in [file().answer(500, ""), file().answer(201, json!({"pages": 0}))] {
        let pages = if matches!(&answer, exchange if format!("{exchange:?}").contains("500")) {
            json!({})
        } else {
            json!({"pages": 0})
        };
        let script =
            [login("ann", "t1"), pay("t1").answer(200, json!({"receipt": "r1"})), answer, mail(pages).answer(202, "")];
        assert_eq!(buy(script).await.0.unwrap().receipt.as_deref(), Some("r1"));
    }
}

#[tokio::test]
async fn dependencies_run_first_and_once() {
    let ann = || signing_in::Required { user: "ann".into() }.into();
    let input = |audited: signing_in::Input| refunding::Input {
        id: "o1".into(),
        signing_in: ann(),
        auditing: auditing::Input { signing_in: audited },
    };
    let server = Server::start([
        login("ann", "t1"),
        mail(json!({"auditor": "ann"})).answer(202, ""),
        exchange("POST", "/orders/o1/invoice")
            .header("authorization", "Bearer t1")
            .answer(201, json!({"receipt": "i"})),
    ]);
    assert_eq!(refunding(&client(&server), input(ann())).await.unwrap().audited, 202);
    server.finish();

    // One run cannot be two.
    let server = Server::start([login("ann", "t1")]);
    let other = input(signing_in::Required { user: "bob".into() }.into());
    let error = refunding(&client(&server), other).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::Input, Some("auditing")));
    server.finish();

    // Without what it depends on, the workflow does not begin.
    let server = Server::start([login("ann", "x").answer(500, "")]);
    let error = refunding(&client(&server), input(ann())).await.unwrap_err();
    assert_eq!((error.workflow(), error.step()), ("refunding", Some("signing-in")));
    server.finish();
}

#[tokio::test]
async fn a_workflow_may_call_itself_as_deep_as_the_limit() {
    let page = |target: &str, next: &str| exchange("GET", target).answer(200, json!({"more": true, "next": next}));
    let script = || [page("/orders", "b"), page("/orders?cursor=b", "c")];
    let server = Server::start(
        script().into_iter().chain([exchange("GET", "/orders?cursor=c").answer(200, json!({"more": false}))]),
    );
    let output = walking(&client(&server), walking::Input::default()).await.unwrap();
    assert_eq!(output.last.as_deref(), Some("b"));
    server.finish();

    let server = Server::start(script());
    let client = builder(&server).limits(Limits::default().depth(2)).build().unwrap();
    let error = walking(&client, walking::Input::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::Limit, Some("walk")));
    server.finish();
}

#[test]
fn workflows_that_call_others_can_be_compiled_inside_of_a_function() {
    arazzo::arazzo! {
        "shapes/calls.yml",
        workflows: ["refunding"],
        allow: ["undeclared-parameter", "recursive-call"],
    }
    // Those that are called come along.
    let signing_in: signing_in::Input = signing_in::Required { user: "ann".into() }.into();
    let auditing = auditing::Input { signing_in: signing_in.clone() };
    let input = refunding::Input { id: "o1".into(), signing_in, auditing };
    let read: refunding::Input = serde_json::from_value(serde_json::to_value(&input).unwrap()).unwrap();
    assert_eq!(read, input);
}

#[tokio::test]
async fn an_output_that_must_be_there_is_missed_where_it_is_read() {
    arazzo::arazzo! {
        "shapes/calls.yml",
        workflows: ["relaying"],
        required_outputs: ["code"],
        allow: ["undeclared-parameter"],
    }
    let client = |server: &Server| light().base_url(signing_in::SHOP, server.url()).only_overridden().build().unwrap();
    let server = Server::start([login("ann", "t1")]);
    assert_eq!(relaying(&client(&server), relaying::Input {}).await.unwrap().code, "TEN");
    server.finish();

    let server = Server::start([login("ann", "t1").answer(404, "{}")]);
    let error = relaying(&client(&server), relaying::Input {}).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::MissingValue, Some("login")));
    assert!(error.to_string().ends_with("output `coupon` needs `$outputs.coupon`, which has no value"), "{error}");
    server.finish();
}

#[test]
fn everything_can_be_sent_to_another_thread() {
    fn is_send(_: impl Send) {}
    let client = light().build().unwrap();
    is_send(buying(&client, input()));
    is_send(walking(&client, walking::Input::default()));
}

#[tokio::test]
async fn what_a_called_workflow_needs_is_missed_before_anything_is_sent() {
    let client = light().base_url(buying::SHOP, "http://127.0.0.1:1").only_overridden().build().unwrap();
    let error = buying(&client, input()).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::Configuration, Some("file")));
    assert!(error.to_string().contains("call `.base_url(back_office::filing::ARCHIVE, …)`"), "{error}");
}
