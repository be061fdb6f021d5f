//! `provision-partner-billing`: a bearer token that only the client knows, and path parameters from an answer.

use crate::common::{KEY, Step, assert_failure, fails_at_each_step, failure, light};
use arazzo::{Client, Error, ErrorKind};
use serde_json::{Value, json};
use tests::support::{Exchange, Server, expect};

use super::generated::provision_partner_billing;
use provision_partner_billing::{BEARER_AUTH, Input, Output, PARTNERSHIP_API, Required};

fn input() -> Input {
    let required = Required {
        account_uid: "acc-1".into(),
        account_type: "F".into(),
        domain: "acme.example".into(),
        ends_at: "2030-01-31T00:00:00Z".into(),
    };
    required.into()
}

fn client(server: &Server) -> Client {
    let builder = light().base_url(PARTNERSHIP_API, server.url()).only_overridden();
    builder.credential(BEARER_AUTH, KEY).build().unwrap()
}

async fn call(server: &Server) -> Result<Output, Error> {
    provision_partner_billing(&client(server), input()).await
}

fn sent(method: &str, target: &str) -> Exchange {
    let authorization = format!("Bearer {KEY}");
    expect(method, target).header("authorization", &authorization).header("accept", "application/json, */*;q=0.1")
}

fn account(uid: &str) -> Value {
    json!({
        "account_uid": uid,
        "activation_token": "act-99",
        "ends_at": "2030-01-31T00:00:00.000Z",
        "status": "A",
        "more": [1, {"x": null}],
    })
}

fn create() -> Exchange {
    let body = json!({"account_uid": "acc-1", "account_type": "F", "domain": "acme.example"});
    sent("POST", "/partners/accounts").json(body).answer(201, account("acc-1"))
}

fn confirm() -> Exchange {
    sent("GET", "/partners/accounts/acc-1").answer(200, account("acc-1"))
}

fn schedule() -> Exchange {
    let body = json!({"ends_at": "2030-01-31T00:00:00Z"});
    sent("PATCH", "/partners/accounts/acc-1").json(body).answer(200, account("acc-1"))
}

#[tokio::test]
async fn three_calls_with_the_clients_token() {
    let server = Server::start([create(), confirm(), schedule()]);
    let expected = Output {
        account_uid: Some("acc-1".into()),
        activation_token: Some("act-99".into()),
        ends_at: Some("2030-01-31T00:00:00.000Z".into()),
    };
    assert_eq!(call(&server).await.unwrap(), expected);
    server.finish();
}

#[tokio::test]
async fn an_id_from_an_answer_is_one_encoded_segment() {
    let target = "/partners/accounts/a%2Fb%20c%3Fd";
    let script = [create().answer(201, account("a/b c?d")), confirm().at(target), schedule().at(target)];
    let server = Server::start(script);
    assert_eq!(call(&server).await.unwrap().account_uid.as_deref(), Some("acc-1"));
    server.finish();
}

#[tokio::test]
async fn an_id_from_an_answer_that_would_be_another_path_is_not_sent() {
    for uid in [".", "..", "%2e%2e", ""] {
        let server = Server::start([create().answer(201, account(uid))]);
        let error = call(&server).await.unwrap_err();
        let expected = failure(ErrorKind::Input).at("confirmAccount", 0).after(&[("createAccount", 201)]);
        assert_failure(&error, &expected);
        assert!(error.to_string().contains("would make another path"), "{error}");
        server.finish();
    }
}

#[tokio::test]
async fn a_step_without_its_id_is_not_sent() {
    for body in ["{}", r#"{"account_uid": null}"#, "", "[]"] {
        let server = Server::start([create().answer(201, body)]);
        let error = call(&server).await.unwrap_err();
        let expected = failure(ErrorKind::MissingValue).at("confirmAccount", 0).after(&[("createAccount", 201)]);
        assert_failure(&error, &expected);
        let text = error.to_string();
        assert!(text.contains("path parameter `accountUid`"), "{text}");
        assert!(text.contains("`$steps.createAccount.outputs.accountUid`"), "{text}");
        server.finish();
    }
}

#[tokio::test]
async fn a_body_that_is_read_must_be_json() {
    let html = "<html>";
    let outputs = json!({"activationToken": "act-99"});
    for (script, expected) in [
        (vec![create().answer(201, html)], failure(ErrorKind::Decode).at("createAccount", 1).answered(201, html)),
        (
            vec![create(), confirm().answer(200, html)],
            failure(ErrorKind::Decode).at("confirmAccount", 1).answered(200, html).after(&[("createAccount", 201)]),
        ),
        (
            vec![create(), confirm(), schedule().answer(200, html)],
            failure(ErrorKind::Decode)
                .at("scheduleEnd", 1)
                .answered(200, html)
                .after(&[("createAccount", 201), ("confirmAccount", 200)])
                .with(outputs),
        ),
    ] {
        let server = Server::start(script);
        assert_failure(&call(&server).await.unwrap_err(), &expected);
        server.finish();
    }
}

#[tokio::test]
async fn outputs_that_the_api_does_not_promise_may_be_missing() {
    for body in ["{}", r#"{"account_uid": null, "activation_token": null, "ends_at": null}"#, ""] {
        let server = Server::start([create(), confirm().answer(200, body), schedule().answer(200, body)]);
        let expected = Output { account_uid: None, activation_token: None, ends_at: None };
        assert_eq!(call(&server).await.unwrap(), expected, "{body}");
        server.finish();
    }
}

#[tokio::test]
async fn it_fails_where_the_server_refuses() {
    let steps = [
        Step { id: "createAccount", exchange: create(), status: 201, outputs: json!({}) },
        Step { id: "confirmAccount", exchange: confirm(), status: 200, outputs: json!({}) },
        Step { id: "scheduleEnd", exchange: schedule(), status: 200, outputs: json!({"activationToken": "act-99"}) },
    ];
    fails_at_each_step("provision-partner-billing", &steps, call).await;
}

#[tokio::test]
async fn what_creates_must_say_created() {
    let server = Server::start([create().answer(200, account("acc-1"))]);
    let error = call(&server).await.unwrap_err();
    assert_eq!((error.kind(), error.step(), error.status()), (ErrorKind::StepFailed, Some("createAccount"), Some(200)));
    server.finish();
}
