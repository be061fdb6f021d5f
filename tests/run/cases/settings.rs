//! Settings of a client, as workflows meet them.

use std::sync::{Arc, Mutex};

use crate::common::{KEY, assert_failure, failure};
use arazzo::testing::VirtualClock;
use arazzo::{Client, ClientBuilder, ErrorKind, Event, Limits};
use serde_json::json;
use tests::support::{Exchange, Server, expect};

use super::generated::{
    bill_customer_location, create_customer_and_assign_plan, export_monthly_billing, upsert_customer,
};
use export_monthly_billing as export;
use upsert_customer::BILLING_API;

fn input() -> upsert_customer::Input {
    let required =
        upsert_customer::Required { api_key: KEY.into(), customer_id: "c-42".into(), customer_name: "n".into() };
    required.into()
}

fn sent(method: &str, target: &str) -> Exchange {
    expect(method, target).header("accept", "application/json, */*;q=0.1").header("x-api-key", KEY)
}

fn find() -> Exchange {
    sent("GET", "/customers/c-42").answer(200, "")
}

fn update() -> Exchange {
    let body = json!({"customerId": "c-42", "customerName": "n"});
    sent("PUT", "/customers").json(body).answer(200, json!({"customerId": "c-42"}))
}

fn client(server: &Server) -> ClientBuilder {
    Client::builder().base_url(BILLING_API, server.url())
}

#[tokio::test]
async fn a_body_over_the_limit() {
    let body = json!({"customerId": "x".repeat(80)}).to_string();
    let limits = Limits::default().response_bytes(body.len());
    let server = Server::start([find(), update().answer(200, &body)]);
    upsert_customer(&client(&server).limits(limits).build().unwrap(), input()).await.unwrap();
    server.finish();

    let limits = Limits::default().response_bytes(body.len() - 1);
    let server = Server::start([find(), update().answer(200, &body)]);
    let error = upsert_customer(&client(&server).limits(limits).build().unwrap(), input()).await.unwrap_err();
    let expected = failure(ErrorKind::Limit).at("updateExisting", 1).after(&[("findCustomer", 200)]);
    assert_failure(&error, &expected);
    assert!(error.to_string().contains(&format!("limit of {} bytes", body.len() - 1)), "{error}");
    server.finish();

    // Also where nobody reads the body.
    let server = Server::start([find().answer(404, "x".repeat(100_000))]);
    let error = upsert_customer(&client(&server).limits(limits).build().unwrap(), input()).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Limit).at("findCustomer", 1));
    server.finish();
}

#[tokio::test]
async fn no_more_steps_than_allowed() {
    let limited = |server: &Server, steps| client(server).limits(Limits::default().steps(steps)).build().unwrap();
    let server = Server::start([find(), update()]);
    upsert_customer(&limited(&server, 2), input()).await.unwrap();
    server.finish();

    let server = Server::start([find(), find()]);
    let client = limited(&server, 1);
    // Each run has its own count.
    for _ in 0..2 {
        let error = upsert_customer(&client, input()).await.unwrap_err();
        let expected = failure(ErrorKind::Limit).at("updateExisting", 0).after(&[("findCustomer", 200)]);
        assert_failure(&error, &expected);
        assert!(error.to_string().contains("limit of 1 steps"), "{error}");
    }
    server.finish();

    let server = Server::start([]);
    let error = upsert_customer(&limited(&server, 0), input()).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Limit).at("findCustomer", 0));
    server.finish();
}

#[tokio::test]
async fn only_what_is_overridden() {
    let client = Client::builder().only_overridden().build().unwrap();
    let error = upsert_customer(&client, input()).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Configuration).at("findCustomer", 0));
    assert!(error.to_string().contains("`.base_url(upsert_customer::BILLING_API, …)`"), "{error}");

    // The second API is missed before the first one is called; another vendor's `billingApi` does not count.
    let server = Server::start([]);
    let client = Client::builder()
        .base_url(export::BILLING_API, server.url())
        .base_url(bill_customer_location::BILLING_API, server.url())
        .credential(export::BILLING_API_API_KEY, "k")
        .credential(export::BILLING_API_API_TOKEN, "t")
        .only_overridden()
        .build()
        .unwrap();
    let error = export_monthly_billing(&client, export::Required { yyyy_mm: "1".into() }.into()).await.unwrap_err();
    assert_failure(&error, &failure(ErrorKind::Configuration).at("pollExport", 0));
    assert!(error.to_string().contains("`.base_url(export_monthly_billing::HARVEST_API, …)`"), "{error}");
    server.finish();
}

#[tokio::test]
async fn workflows_of_one_api_share_its_settings() {
    let body = json!({"customerId": "c-42", "customerName": "n", "lifecycleStage": "ACTIVE"});
    let assign = json!({"customerId": "c-42", "productId": "p"});
    let server = Server::start([
        sent("POST", "/customers").json(body).answer(200, json!({"customerId": "c-42"})),
        sent("POST", "/payments-pricing-amberflo-customer-pricing").json(assign),
        find(),
        update(),
    ]);
    let client = client(&server).only_overridden().build().unwrap();
    let required = create_customer_and_assign_plan::Required {
        api_key: KEY.into(),
        customer_id: "c-42".into(),
        customer_name: "n".into(),
        product_id: "p".into(),
    };
    create_customer_and_assign_plan(&client, required.into()).await.unwrap();
    upsert_customer(&client.clone(), input()).await.unwrap();
    server.finish();
}

/// An observer and what it has seen.
fn observer() -> (Arc<Mutex<Vec<String>>>, impl Fn(&Event<'_>) + Send + Sync + 'static) {
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let log = Arc::clone(&seen);
    (seen, move |event: &Event<'_>| log.lock().unwrap().push(format!("{event:?}")))
}

#[tokio::test]
async fn an_observer_sees_what_happens_in_order() {
    let (seen, observer) = observer();
    let server = Server::start([find(), update().hang_up()]);
    upsert_customer(&client(&server).observer(observer).build().unwrap(), input()).await.unwrap_err();
    server.finish();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            r#"Started { workflow: "upsert-customer" }"#,
            r#"Sending { workflow: "upsert-customer", step: "findCustomer", attempt: 1, method: "GET", url: "/customers/c-42" }"#,
            r#"Answered { workflow: "upsert-customer", step: "findCustomer", attempt: 1, status: 200 }"#,
            r#"Sending { workflow: "upsert-customer", step: "updateExisting", attempt: 1, method: "PUT", url: "/customers" }"#,
            r#"Unanswered { workflow: "upsert-customer", step: "updateExisting", attempt: 1 }"#,
            r#"Finished { workflow: "upsert-customer" }"#,
        ]
    );
}

fn export_sent(method: &str, target: &str) -> Exchange {
    let sent = expect(method, target).header("accept", "application/json, */*;q=0.1");
    sent.header("x-soracom-api-key", "k").header("x-soracom-token", "t")
}

fn export_client(server: &Server) -> ClientBuilder {
    Client::builder()
        .base_url(export::BILLING_API, server.url())
        .base_url(export::HARVEST_API, server.url())
        .credential(export::BILLING_API_API_KEY, "k")
        .credential(export::BILLING_API_API_TOKEN, "t")
        .credential(export::HARVEST_API_API_KEY, "k")
        .credential(export::HARVEST_API_API_TOKEN, "t")
        .clock(VirtualClock::new())
}

#[tokio::test]
async fn an_observer_sees_retries_and_no_values() {
    let (seen, observer) = observer();
    let poll = || export_sent("GET", "/files/exported/f-1");
    let server = Server::start([
        export_sent("GET", "/bills/202208"),
        export_sent("POST", "/bills/202208/export?export_mode=async").answer(200, json!({"exportedFileId": "f-1"})),
        poll().answer(200, json!({"status": "processing"})).answer_header("retry-after", "2"),
        poll().answer(200, json!({"status": "exported"})),
    ]);
    let client = export_client(&server).observer(observer).build().unwrap();
    export_monthly_billing(&client, export::Required { yyyy_mm: "202208".into() }.into()).await.unwrap();
    server.finish();
    let seen = seen.lock().unwrap();
    // A query shows its names only.
    assert!(
        seen[3].ends_with(r#"attempt: 1, method: "POST", url: "/bills/202208/export?export_mode" }"#),
        "{}",
        seen[3]
    );
    assert_eq!(
        seen[5..],
        [
            r#"Sending { workflow: "export-monthly-billing", step: "pollExport", attempt: 1, method: "GET", url: "/files/exported/f-1" }"#,
            r#"Answered { workflow: "export-monthly-billing", step: "pollExport", attempt: 1, status: 200 }"#,
            r#"Retrying { workflow: "export-monthly-billing", step: "pollExport", action: "stillProcessing", attempt: 2, delay: 2s }"#,
            r#"Sending { workflow: "export-monthly-billing", step: "pollExport", attempt: 2, method: "GET", url: "/files/exported/f-1" }"#,
            r#"Answered { workflow: "export-monthly-billing", step: "pollExport", attempt: 2, status: 200 }"#,
            r#"Finished { workflow: "export-monthly-billing" }"#,
        ]
    );
}

#[tokio::test]
async fn an_observer_sees_the_end_of_a_run_that_is_dropped() {
    let (seen, observer) = observer();
    let server = Server::start([]);
    let client = client(&server).observer(observer).build().unwrap();
    let mut run = Box::pin(upsert_customer(&client, input()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(run.as_mut().poll(&mut context).is_pending());
    drop(run);
    assert_eq!(seen.lock().unwrap().last().map(String::as_str), Some(r#"Finished { workflow: "upsert-customer" }"#));
    drop(client);
    // Whether the request had left by then is not the question.
    server.abandon();
}

#[tokio::test]
async fn a_hook_sees_every_request_and_signs_it() {
    let server = Server::start([
        find().header("x-signature", "findCustomer-0"),
        update().header("x-signature", "updateExisting-40"),
    ]);
    let url = server.url();
    let client = client(&server).on_request(move |request| {
        assert_eq!(request.workflow(), "upsert-customer");
        let (method, path) = match request.step() {
            "findCustomer" => ("GET", "/customers/c-42"),
            _ => ("PUT", "/customers"),
        };
        assert_eq!((request.method(), request.url()), (method, format!("{url}{path}").as_str()));
        assert_eq!(request.headers()["x-api-key"], KEY);
        let signature = format!("{}-{}", request.step(), request.body().len());
        request.set_header("X-Signature", &signature)
    });
    upsert_customer(&client.build().unwrap(), input()).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn a_hook_that_fails_stops_the_run() {
    let server = Server::start([find()]);
    let client = client(&server).on_request(|request| match request.method() {
        "GET" => Ok(()),
        _ => Err("no more".into()),
    });
    let error = upsert_customer(&client.build().unwrap(), input()).await.unwrap_err();
    let expected = failure(ErrorKind::Configuration).at("updateExisting", 0).after(&[("findCustomer", 200)]);
    assert_failure(&error, &expected);
    assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("no more"));
    server.finish();

    for name in ["host", "Content-Length", "transfer-encoding", "connection", "upgrade", "no name", ""] {
        let server = Server::start([]);
        let client = Client::builder().base_url(BILLING_API, server.url());
        let client = client.on_request(move |request| request.set_header(name, "1"));
        let error = upsert_customer(&client.build().unwrap(), input()).await.unwrap_err();
        assert_failure(&error, &failure(ErrorKind::Configuration).at("findCustomer", 0));
        server.finish();
    }
}
