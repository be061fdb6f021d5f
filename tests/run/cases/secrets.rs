//! What held a secret does not show it.

use std::fmt::Debug;

use crate::common::KEY;
use arazzo::{Client, ClientBuilder, Error};
use serde_json::json;
use tests::support::{Exchange, Server, expect};

use super::generated::{
    bill_customer_location, create_customer_and_assign_plan, export_monthly_billing, provision_partner_billing,
    upsert_customer,
};
use provision_partner_billing as provision;

const TOKEN: &str = "activation-token-0815";

/// Everything that `Debug` can write.
fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[track_caller]
fn assert_hides(text: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// All that an error can say, its causes too.
fn all_text(error: &Error) -> String {
    let mut text = format!("{error} {} {}", debug(error), error.body().unwrap_or_default());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text} {cause} {cause:?}");
        source = cause.source();
    }
    text
}

#[test]
fn keys_among_the_inputs() {
    let required =
        upsert_customer::Required { api_key: KEY.into(), customer_id: "c-42".into(), customer_name: "n".into() };
    let shown = debug(&required) + &debug(&upsert_customer::Input::from(required));
    assert_hides(&shown, &[KEY]);
    // The rest is there, for people who look for a mistake.
    assert!(shown.contains("api_key: [redacted], customer_id: \"c-42\""), "{shown}");

    let required = create_customer_and_assign_plan::Required {
        api_key: KEY.into(),
        customer_id: "c".into(),
        customer_name: "n".into(),
        product_id: "p".into(),
    };
    assert_hides(&debug(&required), &[KEY]);
    assert_hides(&debug(&create_customer_and_assign_plan::Input::from(required)), &[KEY]);

    let required = bill_customer_location::Required {
        api_key: KEY.into(),
        location_id: "l".into(),
        billing_organization_id: "o".into(),
        amount: 1.0,
        description: "d".into(),
    };
    assert_hides(&debug(&required), &[KEY]);
    assert_hides(&debug(&bill_customer_location::Input::from(required)), &[KEY]);
}

#[test]
fn a_token_among_the_outputs() {
    let output =
        provision::Output { account_uid: Some("acc-1".into()), activation_token: Some(TOKEN.into()), ends_at: None };
    let shown = debug(&output);
    assert_hides(&shown, &[TOKEN]);
    assert!(shown.contains("acc-1") && shown.contains("activation_token: [redacted]"), "{shown}");
    let shown = debug(&provision::Output { activation_token: None, ..output });
    assert!(shown.contains("activation_token: None"), "{shown}");
}

#[test]
fn credentials_of_a_client() {
    let builder = || {
        Client::builder()
            .base_url(provision::PARTNERSHIP_API, "http://127.0.0.1:9")
            .credential(provision::BEARER_AUTH, KEY)
            .credential(export_monthly_billing::BILLING_API_API_KEY, "billing-key-1")
            .credential(export_monthly_billing::BILLING_API_API_TOKEN, "billing-token-1")
            .on_request(|request| request.set_header("x-signature", "signature-1"))
    };
    let secrets = [KEY, "billing-key-1", "billing-token-1", "signature-1"];
    assert_hides(&debug(&builder()), &secrets);
    let shown = debug(&builder().build().unwrap());
    assert_hides(&shown, &secrets);
    assert!(shown.contains("provision_partner_billing::BEARER_AUTH"), "{shown}");

    let error = Client::builder().credential(provision::BEARER_AUTH, "key-4711\u{7f}").build().unwrap_err();
    assert_hides(&all_text(&error), &["4711"]);
    let error =
        Client::builder().base_url(provision::PARTNERSHIP_API, "https://me:pass-4711@host").build().unwrap_err();
    assert_hides(&all_text(&error), &["4711"]);
}

fn find() -> Exchange {
    expect("GET", "/customers/c-42").header("accept", "application/json, */*;q=0.1").header("x-api-key", KEY)
}

async fn upsert(script: impl IntoIterator<Item = Exchange>) -> Error {
    let server = Server::start(script);
    let client = Client::builder().base_url(upsert_customer::BILLING_API, server.url()).build().unwrap();
    let required =
        upsert_customer::Required { api_key: KEY.into(), customer_id: "c-42".into(), customer_name: "n".into() };
    let error = upsert_customer(&client, required.into()).await.unwrap_err();
    server.finish();
    error
}

#[tokio::test]
async fn a_key_that_the_server_echoes() {
    let echo = json!({"message": format!("{KEY} is not a key"), "headers": {"X-API-KEY": KEY}});
    let error = upsert([find().answer(401, &echo)]).await;
    assert_hides(&all_text(&error), &[KEY]);
    assert_eq!(error.body(), Some(r#"{"headers":{"X-API-KEY":"[redacted]"},"message":"[redacted] is not a key"}"#));

    let update = expect("PUT", "/customers").header("accept", "application/json, */*;q=0.1").header("x-api-key", KEY);
    let update = update.json(json!({"customerId": "c-42", "customerName": "n"}));
    // In the place of the id: the output is there, and of the wrong type.
    let error = upsert([find(), update.answer(200, json!({"customerId": [KEY]}))]).await;
    assert_hides(&all_text(&error), &[KEY]);
    let error = upsert([find().hang_up()]).await;
    assert_hides(&all_text(&error), &[KEY]);
}

#[tokio::test]
async fn a_key_across_the_end_of_what_an_error_keeps() {
    // It begins within the first KiB and ends behind it.
    let body = format!("{}{KEY}", "x".repeat(1020));
    let error = upsert([find().answer(500, body)]).await;
    assert_hides(&all_text(&error), &[KEY, &KEY[..5]]);
    assert!(error.body().unwrap().ends_with("x[redacted]"), "{error:?}");
}

fn provision_client(server: &Server) -> ClientBuilder {
    Client::builder().base_url(provision::PARTNERSHIP_API, server.url()).credential(provision::BEARER_AUTH, KEY)
}

async fn call(server: &Server) -> Error {
    let required = provision::Required {
        account_uid: "acc-1".into(),
        account_type: "I".into(),
        domain: "d".into(),
        ends_at: "2030".into(),
    };
    let client = provision_client(server).build().unwrap();
    provision_partner_billing(&client, required.into()).await.unwrap_err()
}

fn sent(method: &str, target: &str) -> Exchange {
    let authorization = format!("Bearer {KEY}");
    expect(method, target).header("accept", "application/json, */*;q=0.1").header("authorization", &authorization)
}

fn create() -> Exchange {
    let body = json!({"account_uid": "acc-1", "account_type": "I", "domain": "d"});
    let answer = json!({"account_uid": "acc-1", "activation_token": TOKEN});
    sent("POST", "/partners/accounts").json(body).answer(201, answer)
}

fn confirm() -> Exchange {
    sent("GET", "/partners/accounts/acc-1").answer(200, json!({"activation_token": TOKEN}))
}

fn schedule() -> Exchange {
    sent("PATCH", "/partners/accounts/acc-1").json(json!({"ends_at": "2030"}))
}

#[tokio::test]
async fn a_token_that_was_read_from_an_answer() {
    let echo = json!({"why": format!("{TOKEN} of {KEY}")});
    for schedule in [schedule().answer(500, &echo), schedule().answer(200, json!({"ends_at": [TOKEN, KEY]}))] {
        let server = Server::start([create(), confirm(), schedule]);
        let error = call(&server).await;
        assert_hides(&all_text(&error), &[TOKEN, KEY]);
        // The value itself is still there for who asks for it.
        assert_eq!(error.outputs()["activationToken"], TOKEN);
        server.finish();
    }
}

#[tokio::test]
async fn a_token_that_was_never_read() {
    // No step reads it, or the step that would read it fails first: its name tells that it is one.
    for script in [
        vec![create().answer(201, json!({"account_uid": 5, "activation_token": TOKEN}))],
        vec![create().answer(500, json!({"account": {"activation_token": TOKEN}}))],
        vec![create(), confirm().answer(500, json!([{"activation_token": TOKEN}]))],
    ] {
        let server = Server::start(script);
        assert_hides(&all_text(&call(&server).await), &[TOKEN]);
        server.finish();
    }
}
