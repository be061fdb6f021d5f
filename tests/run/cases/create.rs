//! `create-customer-and-assign-plan`: the answer to one step feeds the next.

use crate::common::{KEY, Step, assert_failure, fails_at_each_step, failure, light};
use arazzo::{Client, Error, ErrorKind};
use serde_json::{Value, json};
use tests::support::{Exchange, Server, expect};

use super::generated::create_customer_and_assign_plan;
use create_customer_and_assign_plan::{BILLING_API, Input, Output, Required};

/// The first integer that a float cannot hold.
const BIG: i64 = 9_007_199_254_740_993;

fn input() -> Input {
    let required = Required {
        api_key: KEY.into(),
        customer_id: "c-42".into(),
        customer_name: "Acme Corp".into(),
        product_id: "plan-1".into(),
    };
    required.into()
}

fn client(server: &Server) -> Client {
    light().base_url(BILLING_API, server.url()).only_overridden().build().unwrap()
}

async fn call(server: &Server) -> Result<Output, Error> {
    create_customer_and_assign_plan(&client(server), input()).await
}

fn sent(target: &str, body: Value) -> Exchange {
    expect("POST", target).header("x-api-key", KEY).header("accept", "application/json, */*;q=0.1").json(body)
}

fn create() -> Exchange {
    create_with(json!({"customerId": "c-42", "customerName": "Acme Corp", "lifecycleStage": "ACTIVE"}))
}

fn create_with(body: Value) -> Exchange {
    sent("/customers", body).answer(200, json!({"customerId": "c-42-new"}))
}

/// With the id that came back, not the one that was given.
fn assign() -> Exchange {
    assign_with(json!({"customerId": "c-42-new", "productId": "plan-1"}))
}

fn assign_with(body: Value) -> Exchange {
    let answer = json!({"customerId": "c-42-new", "productId": "plan-1-assigned"});
    sent("/payments-pricing-amberflo-customer-pricing", body).answer(200, answer)
}

#[tokio::test]
async fn without_optional_inputs() {
    let server = Server::start([create(), assign()]);
    let expected = Output { customer_id: "c-42-new".into(), assigned_product_id: Some("plan-1-assigned".into()) };
    assert_eq!(call(&server).await.unwrap(), expected);
    server.finish();
}

#[tokio::test]
async fn with_optional_inputs_and_exact_integers() {
    for start_time in [BIG, -BIG, i64::MAX, i64::MIN, 0] {
        let server = Server::start([
            create_with(json!({
                "customerId": "c-42",
                "customerName": "Acme Corp",
                "customerEmail": "billing@acme.example",
                "lifecycleStage": "ACTIVE",
            })),
            assign_with(json!({"customerId": "c-42-new", "productId": "plan-1", "startTime": start_time})),
        ]);
        let input =
            Input { customer_email: Some("billing@acme.example".into()), start_time: Some(start_time), ..input() };
        create_customer_and_assign_plan(&client(&server), input).await.unwrap();
        server.finish();
    }
}

#[test]
fn integers_of_an_input_document_are_exact() {
    let text = format!(r#"{{"apiKey":"k","customerId":"c","customerName":"n","productId":"p","startTime":{BIG}}}"#);
    let input: Input = serde_json::from_str(&text).unwrap();
    assert_eq!(input.start_time, Some(BIG));
    assert_eq!(serde_json::to_string(&input).unwrap(), text);
    for wrong in ["1.5", "9223372036854775808", "\"1\"", "12.5e0"] {
        let text = text.replace(&BIG.to_string(), wrong);
        assert!(serde_json::from_str::<Input>(&text).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn it_fails_where_the_server_refuses() {
    let steps = [
        Step { id: "createCustomer", exchange: create(), status: 200, outputs: json!({}) },
        Step { id: "assignPlan", exchange: assign(), status: 200, outputs: json!({"customerId": "c-42-new"}) },
    ];
    fails_at_each_step("create-customer-and-assign-plan", &steps, call).await;
}

#[tokio::test]
async fn without_the_id_the_next_step_is_not_sent() {
    for (body, kind) in [
        ("{}", ErrorKind::MissingValue),
        (r#"{"customerId": null}"#, ErrorKind::MissingValue),
        (r#"{"customerId": 42}"#, ErrorKind::Decode),
        ("created", ErrorKind::Decode),
        ("", ErrorKind::MissingValue),
    ] {
        let server = Server::start([create().answer(200, body)]);
        let error = call(&server).await.unwrap_err();
        assert_failure(&error, &failure(kind).at("createCustomer", 1).answered(200, body));
        server.finish();
    }
}

#[tokio::test]
async fn an_output_that_the_api_does_not_promise_may_be_missing() {
    for body in ["{}", r#"{"productId": null}"#, "", "[]"] {
        let server = Server::start([create(), assign().answer(200, body)]);
        let expected = Output { customer_id: "c-42-new".into(), assigned_product_id: None };
        assert_eq!(call(&server).await.unwrap(), expected, "{body}");
        server.finish();
    }
}

#[tokio::test]
async fn an_output_that_is_there_must_have_its_type() {
    for body in [r#"{"productId": 7}"#, "assigned"] {
        let server = Server::start([create(), assign().answer(200, body)]);
        let error = call(&server).await.unwrap_err();
        let expected = failure(ErrorKind::Decode).at("assignPlan", 1).answered(200, body);
        let expected = expected.after(&[("createCustomer", 200)]).with(json!({"customerId": "c-42-new"}));
        assert_failure(&error, &expected);
        server.finish();
    }
}
