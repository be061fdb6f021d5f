//! Which credentials are sent where, and when nothing is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{KEY, assert_failure, failure};
use arazzo::{BoxError, Client, ClientBuilder, Error, ErrorKind};
use serde_json::json;
use tests::support::{Exchange, Server, expect};

use super::generated::{export_monthly_billing, provision_partner_billing, upsert_customer};
use export_monthly_billing as export;
use provision_partner_billing as provision;

fn provision_input() -> provision::Input {
    let required = provision::Required {
        account_uid: "acc-1".into(),
        account_type: "I".into(),
        domain: "d".into(),
        ends_at: "2030".into(),
    };
    required.into()
}

fn provision_client(server: &Server) -> ClientBuilder {
    Client::builder().base_url(provision::PARTNERSHIP_API, server.url()).only_overridden()
}

async fn call(client: ClientBuilder) -> Result<provision::Output, Error> {
    provision_partner_billing(&client.build()?, provision_input()).await
}

fn sent(method: &str, target: &str, token: &str) -> Exchange {
    expect(method, target)
        .header("accept", "application/json, */*;q=0.1")
        .header("authorization", &format!("Bearer {token}"))
}

fn create(token: &str) -> Exchange {
    let body = json!({"account_uid": "acc-1", "account_type": "I", "domain": "d"});
    sent("POST", "/partners/accounts", token).json(body).answer(201, json!({"account_uid": "acc-1"}))
}

fn confirm(token: &str) -> Exchange {
    sent("GET", "/partners/accounts/acc-1", token).answer(200, "{}")
}

fn schedule(token: &str) -> Exchange {
    sent("PATCH", "/partners/accounts/acc-1", token).json(json!({"ends_at": "2030"})).answer(200, "{}")
}

fn upsert_input() -> upsert_customer::Input {
    let required =
        upsert_customer::Required { api_key: KEY.into(), customer_id: "c-42".into(), customer_name: "n".into() };
    required.into()
}

fn find() -> Exchange {
    expect("GET", "/customers/c-42")
        .header("accept", "application/json, */*;q=0.1")
        .header("x-api-key", KEY)
        .answer(200, "")
}

fn update() -> Exchange {
    let sent = expect("PUT", "/customers").header("accept", "application/json, */*;q=0.1").header("x-api-key", KEY);
    sent.json(json!({"customerId": "c-42", "customerName": "n"})).answer(200, json!({"customerId": "c-42"}))
}

#[tokio::test]
async fn a_missing_credential_is_named_and_nothing_is_sent() {
    let server = Server::start([]);
    let error = call(provision_client(&server)).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Configuration).at("createAccount", 0));
    let text = error.to_string();
    assert!(text.contains("`.credential(provision_partner_billing::BEARER_AUTH, …)`"), "{text}");
    server.finish();
}

#[tokio::test]
async fn of_two_credentials_the_missing_one_is_named() {
    let server = Server::start([]);
    let base =
        || Client::builder().base_url(export::BILLING_API, server.url()).base_url(export::HARVEST_API, server.url());
    let billing = || base().credential(export::BILLING_API_API_KEY, "k").credential(export::BILLING_API_API_TOKEN, "t");
    for (client, step, missing) in [
        (base(), "getBill", &["BILLING_API_API_KEY", "BILLING_API_API_TOKEN"][..]),
        (base().credential(export::BILLING_API_API_KEY, "k"), "getBill", &["BILLING_API_API_TOKEN"]),
        (base().credential(export::BILLING_API_API_TOKEN, "t"), "getBill", &["BILLING_API_API_KEY"]),
        // Known before anything is sent, though it is the last step that needs them.
        (billing(), "pollExport", &["HARVEST_API_API_KEY", "HARVEST_API_API_TOKEN"]),
        (billing().credential(export::HARVEST_API_API_TOKEN, "t"), "pollExport", &["HARVEST_API_API_KEY"]),
    ] {
        let client = client.build().unwrap();
        let input = export::Required { yyyy_mm: "202208".into() }.into();
        let error = export_monthly_billing(&client, input).await.unwrap_err();
        assert_failure(&error, &failure(ErrorKind::Configuration).at(step, 0));
        let named: Vec<_> = error
            .to_string()
            .split("`.credential(export_monthly_billing::")
            .skip(1)
            .map(|rest| rest.split(',').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(named, missing, "{error}");
    }
    server.finish();
}

#[tokio::test]
async fn anonymous_sends_without() {
    let server = Server::start([
        create("").without("authorization"),
        confirm("").without("authorization"),
        schedule("").without("authorization"),
    ]);
    call(provision_client(&server).anonymous()).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn an_input_that_is_the_credential_wins_over_the_clients() {
    let server = Server::start([find(), update()]);
    let client = Client::builder()
        .base_url(upsert_customer::BILLING_API, server.url())
        .credential(upsert_customer::API_KEY_AUTH, "the client's")
        .build()
        .unwrap();
    upsert_customer(&client, upsert_input()).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn a_key_that_would_be_another_header_is_not_sent() {
    let server = Server::start([]);
    let client = Client::builder().base_url(upsert_customer::BILLING_API, server.url()).build().unwrap();
    for key in ["key-4711\r\nX-Evil: 1", "key-4711\n", "key-4711\0"] {
        let input = upsert_customer::Input { api_key: key.into(), ..upsert_input() };
        let error = upsert_customer(&client, input).await.unwrap_err();
        assert_failure(&error, &failure(ErrorKind::Input).at("findCustomer", 0));
        assert!(!format!("{error} {error:?}").contains("4711"), "{error:?}");
    }
    server.finish();
}

/// A provider that counts, and hands out `token-1`, `token-2` and so on.
fn counting(asked: &Arc<AtomicUsize>) -> impl Fn() -> std::future::Ready<Result<String, BoxError>> + use<> {
    let asked = Arc::clone(asked);
    move || std::future::ready(Ok(format!("token-{}", asked.fetch_add(1, Ordering::SeqCst) + 1)))
}

#[tokio::test]
async fn a_provider_is_asked_once_and_again_after_a_401() {
    let asked = Arc::default();
    let server = Server::start([
        create("token-1"),
        confirm("token-1").answer(401, "expired"),
        confirm("token-2"),
        schedule("token-2"),
    ]);
    let client = provision_client(&server).credential_provider(provision::BEARER_AUTH, counting(&asked));
    call(client).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    server.finish();
}

#[tokio::test]
async fn a_second_401_is_the_answer() {
    let asked = Arc::default();
    let server = Server::start([
        create("token-1"),
        confirm("token-1").answer(401, "expired"),
        confirm("token-2").answer(401, "not you, token-2 of token-1"),
    ]);
    let client = provision_client(&server).credential_provider(provision::BEARER_AUTH, counting(&asked));
    let error = call(client).await.unwrap_err();
    // Still the first attempt of the document.
    let expected = failure(ErrorKind::StepFailed).at("confirmAccount", 1).after(&[("createAccount", 201)]);
    assert_failure(&error, &expected.answered(401, "not you, [redacted] of [redacted]"));
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    server.finish();
}

#[tokio::test]
async fn other_refusals_do_not_ask_again() {
    let asked = Arc::default();
    let server = Server::start([create("token-1").answer(403, "")]);
    let client = provision_client(&server).credential_provider(provision::BEARER_AUTH, counting(&asked));
    let error = call(client).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::StepFailed).at("createAccount", 1).answered(403, ""));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    server.finish();
}

#[tokio::test]
async fn a_provider_that_fails_sends_nothing() {
    let server = Server::start([]);
    let provider = || async { Err::<String, BoxError>("the vault is locked".into()) };
    let error =
        call(provision_client(&server).credential_provider(provision::BEARER_AUTH, provider)).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Configuration).at("createAccount", 0));
    assert!(error.to_string().contains("provision_partner_billing::BEARER_AUTH"), "{error}");
    assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("the vault is locked"));
    server.finish();
}

#[tokio::test]
async fn another_origin_sees_nothing_and_the_redirect_fails_the_step() {
    let stranger = Server::start([]);
    for follow in [false, true] {
        for status in [301, 302, 303, 307, 308] {
            let location = stranger.url() + "/partners/accounts/acc-1";
            let redirect = confirm(KEY).answer(status, "").answer_header("Location", &location);
            let server = Server::start([create(KEY), redirect]);
            let client = provision_client(&server).credential(provision::BEARER_AUTH, KEY);
            let error = call(client.follow_same_origin_redirects(follow)).await.unwrap_err();
            let expected = failure(ErrorKind::StepFailed).at("confirmAccount", 1).after(&[("createAccount", 201)]);
            assert_failure(&error, &expected.answered(status, ""));
            server.finish();
        }
    }
    // The key of an input is as safe as one of the client.
    let server = Server::start([find().answer(302, "").answer_header("Location", &stranger.url())]);
    let client = Client::builder().base_url(upsert_customer::BILLING_API, server.url());
    let client = client.follow_same_origin_redirects(true).build().unwrap();
    let error = upsert_customer(&client, upsert_input()).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::StepFailed).at("findCustomer", 1).answered(302, ""));
    server.finish();
    stranger.finish();
}

#[tokio::test]
async fn redirects_to_the_same_origin_are_followed_on_request() {
    let script = [
        create(KEY).answer(308, "").answer_header("Location", "/v2/partners/accounts"),
        create(KEY).at("/v2/partners/accounts"),
        confirm(KEY).answer(302, "").answer_header("Location", "../moved?x=1"),
        confirm(KEY).at("/partners/moved?x=1"),
        schedule(KEY).answer(303, "").answer_header("Location", "/done"),
        sent("GET", "/done", KEY).answer(200, json!({"ends_at": "2031"})),
    ];
    let server = Server::start(script);
    let client = provision_client(&server).credential(provision::BEARER_AUTH, KEY).follow_same_origin_redirects(true);
    assert_eq!(call(client).await.unwrap().ends_at.as_deref(), Some("2031"));
    server.finish();

    // Without the switch, the first of them is the answer.
    let server = Server::start([create(KEY).answer(308, "").answer_header("Location", "/v2/partners/accounts")]);
    let error = call(provision_client(&server).credential(provision::BEARER_AUTH, KEY)).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::StepFailed).at("createAccount", 1).answered(308, ""));
    server.finish();
}

#[tokio::test]
async fn nothing_secret_goes_over_plain_http_to_another_machine() {
    let plain = "http://api.example.invalid";
    let client = Client::builder().base_url(provision::PARTNERSHIP_API, plain).credential(provision::BEARER_AUTH, KEY);
    let error = call(client).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Configuration).at("createAccount", 0));
    assert!(error.to_string().contains("`.allow_plain_http(provision_partner_billing::PARTNERSHIP_API)`"), "{error}");

    // The key is an input here.
    let client = Client::builder().base_url(upsert_customer::BILLING_API, plain).build().unwrap();
    let error = upsert_customer(&client, upsert_input()).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Configuration).at("findCustomer", 0));
    assert!(error.to_string().contains("`.allow_plain_http(upsert_customer::BILLING_API)`"), "{error}");
}
