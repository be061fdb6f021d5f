//! `bill-customer-location`: four calls in a row, a number in a payload, an output that is an input.

use crate::common::{KEY, Step, assert_failure, fails_at_each_step, failure, light};
use arazzo::{Client, Error, ErrorKind};
use serde_json::{Value, json};
use tests::support::{Exchange, Server, expect};

use super::generated::bill_customer_location;
use bill_customer_location::{BILLING_API, Input, Output, Required};

fn input() -> Input {
    let required = Required {
        api_key: KEY.into(),
        location_id: "loc-1".into(),
        billing_organization_id: "org-2".into(),
        amount: 12.5,
        description: "Robots in June".into(),
    };
    required.into()
}

fn client(server: &Server) -> Client {
    light().base_url(BILLING_API, server.url()).only_overridden().build().unwrap()
}

async fn call(server: &Server) -> Result<Output, Error> {
    bill_customer_location(&client(server), input()).await
}

fn sent(operation: &str, body: Value) -> Exchange {
    let target = format!("/viam.app.v1.BillingService/{operation}");
    // Its answers are not described, so it is asked for anything.
    expect("POST", &target).header("key", KEY).header("accept", "*/*").json(body).answer(200, "{}")
}

fn charge(amount: &Value) -> Exchange {
    let body = json!({"org_id": "org-2", "amount": amount, "description": "Robots in June"});
    sent("CreateInvoiceAndChargeImmediately", body)
}

fn before_the_charge() -> [Exchange; 3] {
    [
        sent("GetLocationBillingOrganization", json!({"location_id": "loc-1"})),
        sent("UpdateLocationBillingOrganization", json!({"location_id": "loc-1", "billing_organization_id": "org-2"})),
        sent("GetCurrentMonthUsage", json!({"org_id": "org-2"})),
    ]
}

fn script(amount: &Value) -> impl Iterator<Item = Exchange> {
    before_the_charge().into_iter().chain([charge(amount)])
}

#[tokio::test]
async fn four_calls_in_a_row() {
    let server = Server::start(script(&json!(12.5)));
    assert_eq!(call(&server).await.unwrap(), Output { billing_organization_id: "org-2".into() });
    server.finish();
}

#[tokio::test]
async fn whole_amounts_have_no_fraction_on_the_wire() {
    // The script tells 12 from 12.0.
    for (amount, written) in
        [(12.0, json!(12)), (-0.0, json!(0)), (0.1, json!(0.1)), (-3.0, json!(-3)), (1e300, json!(1e300))]
    {
        let server = Server::start(script(&written));
        bill_customer_location(&client(&server), Input { amount, ..input() }).await.unwrap();
        server.finish();
    }
}

#[tokio::test]
async fn an_amount_that_json_cannot_say_is_refused_before_anything_is_sent() {
    for amount in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let server = Server::start([]);
        let error = bill_customer_location(&client(&server), Input { amount, ..input() }).await.unwrap_err();
        assert_failure(&error, &failure(ErrorKind::Input));
        assert_eq!(error.to_string(), "workflow `bill-customer-location`: NaN and infinity cannot be sent");
        server.finish();
    }
}

#[tokio::test]
async fn it_fails_where_the_server_refuses() {
    let ids = ["readBillingOrg", "assignBillingOrg", "readUsage", "chargeCustomer"];
    let outputs = json!({"billingOrganizationId": "org-2"});
    let step = |(id, exchange)| Step { id, exchange, status: 200, outputs: outputs.clone() };
    let steps: Vec<_> = ids.into_iter().zip(script(&json!(12.5))).map(step).collect();
    assert_eq!(steps.len(), 4);
    fails_at_each_step("bill-customer-location", &steps, call).await;
}

#[tokio::test]
async fn answers_that_nobody_reads_may_be_anything() {
    for body in ["<html>", "", "not json", "[1"] {
        let server = Server::start(script(&json!(12.5)).map(|exchange| exchange.answer(200, body)));
        assert_eq!(call(&server).await.unwrap().billing_organization_id, "org-2");
        server.finish();
    }
}
