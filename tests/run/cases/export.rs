//! `export-monthly-billing`: two APIs, two keys at once, and a poll.

use std::time::{Duration, SystemTime};

use crate::common::{Step, assert_failure, fails_at_each_step, failure, light, nobody};
use arazzo::testing::VirtualClock;
use arazzo::{ClientBuilder, Error, ErrorKind, Limits};
use serde_json::json;
use tests::support::{Exchange, Server, expect};

use super::generated::export_monthly_billing;
use export_monthly_billing::{
    BILLING_API, BILLING_API_API_KEY, BILLING_API_API_TOKEN, HARVEST_API, HARVEST_API_API_KEY, HARVEST_API_API_TOKEN,
    Input, Output, Required,
};

const PROCESSING: &str = r#"{"status": "processing"}"#;
const STEP: &str = "pollExport";

fn input() -> Input {
    Required { yyyy_mm: "202208".into() }.into()
}

/// One server plays both APIs, under two base paths.
fn builder(server: &Server, clock: &VirtualClock) -> ClientBuilder {
    light()
        .base_url(BILLING_API, server.url() + "/billing")
        .base_url(HARVEST_API, server.url() + "/harvest/")
        .only_overridden()
        .credential(BILLING_API_API_KEY, "billing-key")
        .credential(BILLING_API_API_TOKEN, "billing-token")
        .credential(HARVEST_API_API_KEY, "harvest-key")
        .credential(HARVEST_API_API_TOKEN, "harvest-token")
        .clock(clock.clone())
}

async fn call(server: &Server) -> Result<Output, Error> {
    let client = builder(server, &VirtualClock::new()).build()?;
    export_monthly_billing(&client, input()).await
}

fn sent(method: &str, target: &str, api: &str) -> Exchange {
    expect(method, target)
        .header("accept", "application/json, */*;q=0.1")
        .header("x-soracom-api-key", &format!("{api}-key"))
        .header("x-soracom-token", &format!("{api}-token"))
}

fn bill() -> Exchange {
    sent("GET", "/billing/bills/202208", "billing").answer(200, json!({"amount": 7.5, "state": "closed"}))
}

fn start() -> Exchange {
    let exchange = sent("POST", "/billing/bills/202208/export?export_mode=async", "billing");
    exchange.answer(200, json!({"exportedFileId": "f-1"}))
}

fn poll() -> Exchange {
    sent("GET", "/harvest/files/exported/f-1", "harvest").answer(200, PROCESSING)
}

fn exported() -> Exchange {
    poll().answer(200, json!({"status": "exported", "url": "https://files.example/f-1"}))
}

/// What the error of a poll says that was given up at this attempt.
fn given_up(kind: ErrorKind, attempt: u32) -> crate::common::Failure<'static> {
    failure(kind)
        .at(STEP, attempt)
        .after(&[("getBill", 200), ("startExport", 200)])
        .with(json!({"exportedFileId": "f-1"}))
}

/// Runs these polls; returns what came of it and the waits in between.
async fn polls(polls: impl IntoIterator<Item = Exchange>) -> (Result<Output, Error>, Vec<Duration>) {
    polls_with(polls, |builder| builder).await
}

async fn polls_with(
    polls: impl IntoIterator<Item = Exchange>,
    set: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Result<Output, Error>, Vec<Duration>) {
    let clock = VirtualClock::new();
    let server = Server::start([bill(), start()].into_iter().chain(polls));
    let client = set(builder(&server, &clock)).build().unwrap();
    let result = export_monthly_billing(&client, input()).await;
    server.finish();
    (result, clock.slept())
}

fn seconds(seconds: &[u64]) -> Vec<Duration> {
    seconds.iter().map(|seconds| Duration::from_secs(*seconds)).collect()
}

#[tokio::test]
async fn exported_at_once() {
    let (result, slept) = polls([exported()]).await;
    let expected = Output { exported_file_id: "f-1".into(), download_url: Some("https://files.example/f-1".into()) };
    assert_eq!((result.unwrap(), slept), (expected, vec![]));
}

#[tokio::test]
async fn two_polls_in_between() {
    let (result, slept) = polls([poll(), poll(), exported()]).await;
    assert_eq!(result.unwrap().download_url.as_deref(), Some("https://files.example/f-1"));
    assert_eq!(slept, seconds(&[5, 5]));
}

#[tokio::test]
async fn a_url_may_be_missing() {
    for body in [r#"{"status": "exported"}"#, r#"{"status": "exported", "url": null}"#] {
        let (result, _) = polls([exported().answer(200, body)]).await;
        assert_eq!(result.unwrap(), Output { exported_file_id: "f-1".into(), download_url: None });
    }
}

#[tokio::test]
async fn a_url_that_is_no_string_is_refused() {
    let body = r#"{"status": "exported", "url": 7}"#;
    let (result, _) = polls([exported().answer(200, body)]).await;
    assert_failure(&result.unwrap_err(), &given_up(ErrorKind::Decode, 1).answered(200, body));
}

#[tokio::test]
async fn the_last_retry_can_succeed() {
    let (result, slept) = polls((0..20).map(|_| poll()).chain([exported()])).await;
    assert!(result.is_ok());
    assert_eq!(slept, seconds(&[5; 20]));
}

#[tokio::test]
async fn after_twenty_retries_it_is_over() {
    let (result, slept) = polls((0..21).map(|_| poll())).await;
    let error = result.unwrap_err();
    assert_failure(&error, &given_up(ErrorKind::StepFailed, 21).answered(200, PROCESSING));
    assert_eq!(slept, seconds(&[5; 20]));
    assert!(
        error
            .to_string()
            .starts_with("step `pollExport` of workflow `export-monthly-billing` (status 200, attempt 21)")
    );
}

#[tokio::test]
async fn retry_after_overrules_the_document() {
    // The clock shows 1 January 2026, 00:00:00.
    for (header, wait) in [
        ("1", 1),
        (" 42 ", 42),
        ("300", 300),
        ("Thu, 01 Jan 2026 00:00:30 GMT", 30),
        ("Thursday, 01-Jan-26 00:02:00 GMT", 120),
        ("Thu Jan  1 00:00:07 2026", 7),
        // Not readable: as if it was not there.
        ("soon", 5),
        ("-1", 5),
        ("1.5", 5),
        ("", 5),
    ] {
        let (result, slept) = polls([poll().answer_header("Retry-After", header), exported()]).await;
        assert!(result.is_ok(), "{header}");
        assert_eq!(slept, seconds(&[wait]), "{header}");
    }
}

#[tokio::test]
async fn retry_after_can_say_now() {
    for header in ["0", "Wed, 31 Dec 2025 23:59:59 GMT"] {
        let (result, slept) = polls([poll().answer_header("retry-after", header), exported()]).await;
        assert!(result.is_ok(), "{header}");
        assert_eq!(slept, vec![], "{header}");
    }
}

#[tokio::test]
async fn retry_after_counts_for_one_retry_and_dates_from_now() {
    let script = [
        poll().answer_header("retry-after", "Thu, 01 Jan 2026 00:00:10 GMT"),
        poll(),
        // The clock has gone on by 15 seconds.
        poll().answer_header("retry-after", "Thu, 01 Jan 2026 00:00:16 GMT"),
        exported(),
    ];
    let (result, slept) = polls(script).await;
    assert!(result.is_ok());
    assert_eq!(slept, seconds(&[10, 5, 1]));
}

#[tokio::test]
async fn too_long_a_retry_after_is_not_waited_for() {
    for header in ["301", "99999999999999999999999", "Fri, 02 Jan 2026 00:00:00 GMT"] {
        let (result, slept) = polls([poll().answer_header("Retry-After", header)]).await;
        assert_failure(&result.unwrap_err(), &given_up(ErrorKind::Limit, 1).answered(200, PROCESSING));
        assert_eq!(slept, vec![]);
    }
    let wider = |builder: ClientBuilder| builder.limits(Limits::default().retry_after(Duration::from_secs(301)));
    let (result, slept) = polls_with([poll().answer_header("Retry-After", "301"), exported()], wider).await;
    assert!(result.is_ok());
    assert_eq!(slept, seconds(&[301]));
}

#[tokio::test]
async fn waiting_has_a_limit_in_total() {
    let limited = |builder: ClientBuilder| builder.limits(Limits::default().time_off(Duration::from_secs(11)));
    let (result, slept) = polls_with([poll(), poll(), poll()], limited).await;
    assert_failure(&result.unwrap_err(), &given_up(ErrorKind::Limit, 3).answered(200, PROCESSING));
    assert_eq!(slept, seconds(&[5, 5]));
}

#[tokio::test]
async fn attempts_count_as_steps() {
    let limited = |builder: ClientBuilder| builder.limits(Limits::default().steps(4));
    let (result, slept) = polls_with([poll(), poll()], limited).await;
    // The third attempt was not sent.
    assert_failure(&result.unwrap_err(), &given_up(ErrorKind::Limit, 2));
    assert_eq!(slept, seconds(&[5, 5]));
}

#[tokio::test]
async fn other_statuses_of_the_export_are_errors_at_once() {
    for body in [
        r#"{"status": "failed"}"#,
        // RFC 9535: strings compare exactly, and types are not converted.
        r#"{"status": "Processing"}"#,
        r#"{"status": ["processing"]}"#,
        r#"{"status": null}"#,
        r#"{"state": "processing"}"#,
        r#"["processing"]"#,
        "{}",
        "",
        "processing",
        r#"{"status": "processing""#,
    ] {
        let (result, slept) = polls([poll().answer(200, body)]).await;
        assert_failure(&result.unwrap_err(), &given_up(ErrorKind::StepFailed, 1).answered(200, body));
        assert_eq!(slept, vec![], "{body}");
    }
}

#[tokio::test]
async fn an_error_in_the_middle_of_the_poll() {
    let (result, slept) = polls([poll(), poll(), poll().answer(500, "no")]).await;
    assert_failure(&result.unwrap_err(), &given_up(ErrorKind::StepFailed, 3).answered(500, "no"));
    assert_eq!(slept, seconds(&[5, 5]));
    let (result, slept) = polls([poll(), poll().hang_up()]).await;
    assert_failure(&result.unwrap_err(), &given_up(ErrorKind::Transport, 2));
    assert_eq!(slept, seconds(&[5]));
}

#[tokio::test]
async fn the_action_looks_at_the_body_alone() {
    // As the document says it: a 503 that says `processing` is tried again, a 500 that says `exported` is not good.
    let (result, slept) = polls([poll().answer(503, PROCESSING), exported()]).await;
    assert!(result.is_ok());
    assert_eq!(slept, seconds(&[5]));
    let body = r#"{"status": "exported"}"#;
    let (result, _) = polls([poll().answer(500, body)]).await;
    assert_failure(&result.unwrap_err(), &given_up(ErrorKind::StepFailed, 1).answered(500, body));
}

#[tokio::test]
async fn a_poll_that_nobody_answers() {
    let server = Server::start([bill(), start()]);
    let client = builder(&server, &VirtualClock::new()).base_url(HARVEST_API, nobody()).build().unwrap();
    let error = export_monthly_billing(&client, input()).await.unwrap_err();
    assert_failure(&error, &given_up(ErrorKind::Transport, 1));
    server.finish();
}

#[tokio::test]
async fn it_fails_where_the_server_refuses() {
    let step = |id, exchange, outputs| Step { id, exchange, status: 200, outputs };
    let steps = [
        step("getBill", bill(), json!({})),
        step("startExport", start(), json!({})),
        step(STEP, exported(), json!({"exportedFileId": "f-1"})),
    ];
    fails_at_each_step("export-monthly-billing", &steps, call).await;
}

#[tokio::test]
async fn ids_are_one_encoded_segment() {
    let server = Server::start([
        bill().at("/billing/bills/a%2Fb%20c%3Fd"),
        start()
            .at("/billing/bills/a%2Fb%20c%3Fd/export?export_mode=async")
            .answer(200, r#"{"exportedFileId": "../?"}"#),
        exported().at("/harvest/files/exported/..%2F%3F"),
    ]);
    let client = builder(&server, &VirtualClock::new()).build().unwrap();
    let output = export_monthly_billing(&client, Input { yyyy_mm: "a/b c?d".into() }).await.unwrap();
    assert_eq!(output.exported_file_id, "../?");
    server.finish();
}

#[tokio::test]
async fn ids_that_would_be_another_path_are_refused() {
    for id in [".", "..", "%2e%2e", ""] {
        let server = Server::start([]);
        let client = builder(&server, &VirtualClock::new()).build().unwrap();
        let error = export_monthly_billing(&client, Input { yyyy_mm: id.into() }).await.unwrap_err();
        assert_failure(&error, &failure(ErrorKind::Input).at("getBill", 0));
        server.finish();

        let server = Server::start([bill(), start().answer(200, json!({"exportedFileId": id}))]);
        let error = call(&server).await.unwrap_err();
        let expected = given_up(ErrorKind::Input, 0).with(json!({"exportedFileId": id}));
        assert_failure(&error, &expected);
        server.finish();
    }
}

#[tokio::test]
async fn without_a_file_there_is_nothing_to_poll() {
    for body in ["{}", r#"{"exportedFileId": null}"#, "", r#""f-1""#] {
        let server = Server::start([bill(), start().answer(200, body)]);
        let error = call(&server).await.unwrap_err();
        let expected = failure(ErrorKind::MissingValue).at(STEP, 0).after(&[("getBill", 200), ("startExport", 200)]);
        assert_failure(&error, &expected);
        assert!(error.to_string().contains("`$steps.startExport.outputs.exportedFileId`"), "{error}");
        server.finish();
    }
}

#[tokio::test]
async fn the_clock_goes_on_by_what_was_waited() {
    let clock = VirtualClock::new();
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
    clock.set_now(day);
    let server = Server::start([
        bill(),
        start(),
        poll().answer_header("retry-after", "Fri, 02 Jan 1970 00:01:00 GMT"),
        poll(),
        exported(),
    ]);
    let client = builder(&server, &clock).build().unwrap();
    export_monthly_billing(&client, input()).await.unwrap();
    assert_eq!(clock.now(), day + Duration::from_secs(65));
    server.finish();
}
