//! `upsert-customer`: asks, then changes or adds.

use crate::common::{KEY, Step, assert_failure, fails_at_each_step, failure, light, nobody};
use arazzo::{Client, Error, ErrorKind};
use serde_json::{Value, json};
use tests::support::{Exchange, Server, expect};

use super::generated::upsert_customer;
use upsert_customer::{BILLING_API, Input, Output, Required};

fn input() -> Input {
    Required { api_key: KEY.into(), customer_id: "c-42".into(), customer_name: "Acme Corp".into() }.into()
}

fn full_input() -> Input {
    Input { customer_email: Some("billing@acme.example".into()), lifecycle_stage: Some("ACTIVE".into()), ..input() }
}

fn client(server: &Server) -> Client {
    light().base_url(BILLING_API, server.url()).only_overridden().build().unwrap()
}

async fn call(server: &Server) -> Result<Output, Error> {
    upsert_customer(&client(server), full_input()).await
}

fn sent(method: &str, target: &str) -> Exchange {
    expect(method, target).header("x-api-key", KEY).header("accept", "application/json, */*;q=0.1")
}

fn find() -> Exchange {
    sent("GET", "/customers/c-42")
}

fn found() -> Exchange {
    find().answer(200, json!({"customerId": "c-42", "customerName": "Acme"}))
}

fn missing() -> Exchange {
    find().answer(404, json!({"message": "no such customer"}))
}

fn full_body() -> Value {
    json!({
        "customerId": "c-42",
        "customerName": "Acme Corp",
        "customerEmail": "billing@acme.example",
        "lifecycleStage": "ACTIVE",
    })
}

fn update() -> Exchange {
    sent("PUT", "/customers").json(full_body()).answer(200, json!({"customerId": "c-42-updated"}))
}

fn create() -> Exchange {
    sent("POST", "/customers").json(full_body()).answer(200, json!({"customerId": "c-42-created"}))
}

/// Runs a script that is to fail.
async fn error(script: impl IntoIterator<Item = Exchange>) -> Error {
    let server = Server::start(script);
    let error = call(&server).await.unwrap_err();
    server.finish();
    error
}

#[tokio::test]
async fn a_customer_that_exists_is_updated() {
    let server = Server::start([found(), update()]);
    let output = call(&server).await.unwrap();
    let expected = Output { updated_customer_id: Some("c-42-updated".into()), created_customer_id: None };
    assert_eq!(output, expected);
    server.finish();
}

#[tokio::test]
async fn a_customer_that_is_missing_is_created() {
    let server = Server::start([missing(), create()]);
    let output = call(&server).await.unwrap();
    let expected = Output { updated_customer_id: None, created_customer_id: Some("c-42-created".into()) };
    assert_eq!(output, expected);
    server.finish();
}

#[tokio::test]
async fn absent_inputs_are_left_out_of_the_body() {
    let required = json!({"customerId": "c-42", "customerName": "Acme Corp"});
    for (first, second) in [(found(), update()), (missing(), create())] {
        let script = [first, second.json(required.clone())];
        let server = Server::start(script);
        upsert_customer(&client(&server), input()).await.unwrap();
        server.finish();
    }
    let with_email = json!({"customerId": "c-42", "customerName": "Acme Corp", "customerEmail": ""});
    let server = Server::start([found(), update().json(with_email)]);
    upsert_customer(&client(&server), Input { customer_email: Some(String::new()), ..input() }).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn an_id_is_one_encoded_segment() {
    for (id, target) in [
        ("a/b c?d", "/customers/a%2Fb%20c%3Fd"),
        ("../x", "/customers/..%2Fx"),
        ("..;", "/customers/..%3B"),
        ("a#b%2Fc", "/customers/a%23b%252Fc"),
        ("é{customerId}", "/customers/%C3%A9%7BcustomerId%7D"),
        ("a\\..\\b", "/customers/a%5C..%5Cb"),
        ("...", "/customers/..."),
    ] {
        let body = json!({"customerId": id, "customerName": "Acme Corp"});
        let server = Server::start([found().at(target), update().json(body).answer(200, json!({"customerId": id}))]);
        let output = upsert_customer(&client(&server), Input { customer_id: id.into(), ..input() }).await.unwrap();
        assert_eq!(output.updated_customer_id.as_deref(), Some(id));
        server.finish();
    }
}

#[tokio::test]
async fn an_id_that_would_be_another_path_is_refused_before_sending() {
    for id in [".", "..", "%2e%2e", "%2E.", "%252e", ""] {
        let server = Server::start([]);
        let input = Input { customer_id: id.into(), ..input() };
        let error = upsert_customer(&client(&server), input).await.unwrap_err();
        assert_failure(&error, &failure(ErrorKind::Input).at("findCustomer", 0));
        server.finish();
    }
}

#[tokio::test]
async fn a_base_path_stays_in_front() {
    let script = [found().at("/v%201/customers/c-42"), update().at("/v%201/customers")];
    for suffix in ["/v%201", "/v 1/"] {
        let server = Server::start(script.clone());
        let client = Client::builder().base_url(BILLING_API, server.url() + suffix).build().unwrap();
        upsert_customer(&client, full_input()).await.unwrap();
        server.finish();
    }
}

#[tokio::test]
async fn it_fails_where_the_server_refuses() {
    let find = |exchange, status| Step { id: "findCustomer", exchange, status, outputs: json!({}) };
    let update = || Step { id: "updateExisting", exchange: update(), status: 200, outputs: json!({}) };
    let create = || Step { id: "createNew", exchange: create(), status: 200, outputs: json!({}) };
    fails_at_each_step("upsert-customer", &[find(found(), 200), update()], call).await;
    fails_at_each_step("upsert-customer", &[find(missing(), 404), create()], call).await;
}

#[tokio::test]
async fn a_404_is_only_good_where_the_document_says_so() {
    let error = error([missing(), create().answer(404, "")]).await;
    let expected = failure(ErrorKind::StepFailed).at("createNew", 1).answered(404, "");
    assert_failure(&error, &expected.after(&[("findCustomer", 404)]));
}

#[tokio::test]
async fn a_body_that_nobody_reads_may_be_anything() {
    let unread = ["<html>", "", "{\"customerId\": 1", "null"];
    for body in unread {
        let server = Server::start([find().answer(200, body), update()]);
        assert!(call(&server).await.is_ok(), "{body}");
        server.finish();
        let server = Server::start([find().answer(404, body), create()]);
        assert!(call(&server).await.is_ok(), "{body}");
        server.finish();
    }
}

#[tokio::test]
async fn a_body_that_is_read_must_be_json() {
    for (body, place) in [
        ("<html>oops</html>", "line 1, column 1"),
        ("{\n\"customerId\": \"c\"", "line 2"),
        ("{}{}", "line 1, column 3"),
    ] {
        let error = error([missing(), create().answer(200, body)]).await;
        let expected = failure(ErrorKind::Decode).at("createNew", 1).answered(200, body);
        assert_failure(&error, &expected.after(&[("findCustomer", 404)]));
        let text = error.to_string();
        assert!(text.contains("output `customerId`: the body is not JSON") && text.contains(place), "{text}");
        assert!(!text.contains("oops"), "{text}");
    }
}

#[tokio::test]
async fn an_output_that_the_api_promises_must_be_there() {
    for body in ["", "{}", "[]", "null", "7", r#"{"customerId": null}"#, r#"{"CustomerId": "c-42"}"#] {
        let error = error([found(), update().answer(200, body)]).await;
        let expected = failure(ErrorKind::MissingValue).at("updateExisting", 1).answered(200, body);
        assert_failure(&error, &expected.after(&[("findCustomer", 200)]));
        let text = error.to_string();
        assert!(text.ends_with("output `customerId`: the body has no value at `/customerId`"), "{text}");
    }
}

#[tokio::test]
async fn an_output_of_another_type_is_not_converted() {
    for (body, found) in [
        (r#"{"customerId": 42}"#, "a number"),
        (r#"{"customerId": true}"#, "a boolean"),
        (r#"{"customerId": ["c-42"]}"#, "an array"),
        (r#"{"customerId": {"id": "c-42"}}"#, "an object"),
    ] {
        let error = error([missing(), create().answer(200, body)]).await;
        let expected = failure(ErrorKind::Decode).at("createNew", 1).answered(200, body);
        assert_failure(&error, &expected.after(&[("findCustomer", 404)]));
        let text = error.to_string();
        let sentence = format!("output `customerId`: expected a string at `/customerId` of the body, found {found}");
        assert!(text.ends_with(&sentence), "{text}");
    }
}

#[tokio::test]
async fn a_connection_that_is_refused() {
    let nobody = nobody();
    let client = Client::builder().base_url(BILLING_API, &nobody).build().unwrap();
    let error = upsert_customer(&client, input()).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Transport).at("findCustomer", 1));
    let host = nobody.trim_start_matches("http://");
    let why = format!("no complete response came from `{host}`: the connection was refused");
    assert_eq!(error.to_string(), format!("step `findCustomer` of workflow `upsert-customer`: {why}"));
    assert!(error.is_connect() && error.is_refused());
    let mut source = std::error::Error::source(&error);
    let mut causes = 0;
    while let Some(cause) = source {
        let text = format!("{cause} {cause:?}");
        assert!(!text.contains("c-42") && !text.contains(KEY), "{text}");
        source = cause.source();
        causes += 1;
    }
    assert!(causes > 0);
}

#[tokio::test]
async fn text_of_any_kind_arrives_as_it_is() {
    let name = "Ácme \"Corp\" \\ \u{1F680}\n\u{0}</script>";
    let body = json!({"customerId": "c-42", "customerName": name});
    let server = Server::start([missing(), create().json(body)]);
    upsert_customer(&client(&server), Input { customer_name: name.into(), ..input() }).await.unwrap();
    server.finish();
}
