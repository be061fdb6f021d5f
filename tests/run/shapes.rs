//! The shapes of control flow that ARCHITECTURE.md names: what their code looks like, and what it does.

use std::fs;
use std::path::Path;
use std::time::Duration;

use arazzo::testing::VirtualClock;
use arazzo::{Client, ErrorKind};
use arazzo_codegen::{Document, compile};
use quote::quote;
use serde_json::{Value, json};
use tests::support::{Exchange, Server, expect};

use crate::common::light;

/// The workflows of `tests/shapes`.
pub mod generated {
    arazzo::include_workflows!("shapes");
}

use generated::{bodies, chasing, deciding, joining, paging, rejoining, settling, tangled, typed_inputs};

/// The workflow of `tests/shapes/ends.yml`.
pub mod ends {
    arazzo::arazzo!("shapes/ends.yml", outcome: enum);
}

/// The code of every workflow stands beside the document, to be read and reviewed. `ARAZZO_BLESS=1` writes it anew.
#[test]
fn the_code_is_what_it_was() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for workflow in
        ["paging", "joining", "rejoining", "settling", "chasing", "deciding", "tangled", "typed-inputs", "bodies"]
    {
        let document = Document::new("shapes/shapes.yml").workflow(workflow);
        let source = compile(root, &document, &quote!(::arazzo)).to_source().unwrap();
        assert_unchanged(workflow, &source);
    }
    for name in ["calls", "typed-outputs"] {
        let document = Document::new(format!("shapes/{name}.yml"));
        assert_unchanged(name, &compile(root, &document, &quote!(::arazzo)).to_source().unwrap());
    }
    let document = Document::new("shapes/ends.yml").outcome_enum(true);
    assert_unchanged("ends", &compile(root, &document, &quote!(::arazzo)).to_source().unwrap());
}

fn assert_unchanged(name: &str, source: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("shapes").join(format!("{name}.rs.txt"));
    if std::env::var_os("ARAZZO_BLESS").is_some() {
        fs::write(&path, source).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), source, "{name}");
}

fn client(server: &Server) -> Client {
    // All workflows of the document share its one source.
    light().base_url(paging::SHOP, server.url()).only_overridden().build().unwrap()
}

fn get(target: &str) -> Exchange {
    expect("GET", target).header("accept", "application/json, */*;q=0.1")
}

fn post(target: &str) -> Exchange {
    expect("POST", target).header("accept", "application/json, */*;q=0.1")
}

/// The description says nothing of what comes back, so anything is welcome.
fn mail(body: Value) -> Exchange {
    expect("POST", "/mails").header("accept", "*/*").json(body).answer(202, "")
}

#[tokio::test]
async fn a_loop_carries_a_value_to_its_next_round_and_out() {
    let server = Server::start([
        get("/orders").answer(200, json!({"more": true, "next": "p 2"})),
        get("/orders?cursor=p%202").answer(200, json!({"more": true})),
        get("/orders").answer(200, json!({"more": false, "next": "p4"})),
        mail(json!({"last": "p4"})),
    ]);
    let output = paging::paging(&client(&server), paging::Input {}).await.unwrap();
    assert_eq!(output.last.as_deref(), Some("p4"));
    server.finish();
}

#[tokio::test]
async fn each_end_returns_what_it_surely_has() {
    use ends::paying::{Input, Outcome, Output, paying};
    let pay = || post("/orders/1/payment").json(json!({}));
    let input = || Input { id: "1".into() };

    let server = Server::start([pay().answer(200, json!({"receipt": "c"}))]);
    let outcome = paying(&client(&server), input()).await.unwrap();
    server.finish();
    assert_eq!(outcome, Outcome::Charged { order: "1".into(), charged: "c".into() });
    let output = Output { order: "1".into(), charged: Some("c".into()), invoiced: None };
    assert_eq!(Output::from(outcome), output);

    let server = Server::start([pay().answer(402, ""), post("/orders/1/invoice").answer(201, json!({"receipt": "i"}))]);
    let outcome = paying(&client(&server), input()).await.unwrap();
    server.finish();
    let Outcome::Invoice { invoiced, .. } = &outcome else { panic!("{outcome:?}") };
    assert_eq!(invoiced, "i");
}

#[tokio::test]
async fn a_join_has_the_value_of_the_side_that_ran() {
    let input = || joining::Input { id: "o/1".into() };
    let paid = |coupon| post("/orders/o%2F1/payment").json(coupon).answer(200, json!({"receipt": "r1"}));

    let server = Server::start([
        get("/coupons/latest").answer(200, json!({"code": "TEN"})),
        mail(json!({"text": "Your coupon is TEN."})),
        paid(json!({"coupon": "TEN"})),
    ]);
    let output = joining::joining(&client(&server), input()).await.unwrap();
    assert_eq!((output.receipt.as_str(), output.coupon.as_deref()), ("r1", Some("TEN")));
    server.finish();

    let server = Server::start([get("/coupons/latest").answer(404, json!({})), paid(json!({}))]);
    let output = joining::joining(&client(&server), input()).await.unwrap();
    assert_eq!((output.receipt.as_str(), output.coupon), ("r1", None));
    server.finish();
}

#[tokio::test]
async fn a_failure_goes_another_way_and_joins_again() {
    let input = || rejoining::Input { id: "1".into() };
    let pay = || post("/orders/1/payment").json(json!({}));

    let server = Server::start([pay().answer(200, json!({"receipt": "c"})), mail(json!({"charged": "c"}))]);
    rejoining::rejoining(&client(&server), input()).await.unwrap();
    server.finish();

    let server = Server::start([
        pay().answer(402, ""),
        post("/orders/1/invoice").answer(201, json!({"receipt": "i"})),
        mail(json!({"invoiced": "i"})),
    ]);
    rejoining::rejoining(&client(&server), input()).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn retries_wait_and_run_out_and_an_action_can_end_the_workflow() {
    let pay = || post("/orders/1/payment").json(json!({}));
    let clock = VirtualClock::new();
    let server = Server::start([1, 2, 3, 4].map(|_| pay().answer(503, "")));
    let client = light().base_url(rejoining::SHOP, server.url()).clock(clock.clone()).build().unwrap();
    let error = rejoining::rejoining(&client, rejoining::Input { id: "1".into() }).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempt()), (ErrorKind::StepFailed, Some(503), 4));
    assert_eq!(clock.slept(), [Duration::from_millis(500); 3]);
    server.finish();

    let server = Server::start([pay().answer(409, "")]);
    let error = rejoining::rejoining(&self::client(&server), rejoining::Input { id: "1".into() }).await.unwrap_err();
    assert_eq!((error.kind(), error.step(), error.status()), (ErrorKind::Ended, Some("charge"), Some(409)));
    server.finish();

    // A response that never came fits none of the actions.
    let server = Server::start([pay().hang_up()]);
    let error = rejoining::rejoining(&self::client(&server), rejoining::Input { id: "1".into() }).await.unwrap_err();
    assert_eq!((error.kind(), error.step(), error.status()), (ErrorKind::Transport, Some("charge"), None));
    server.finish();
}

#[tokio::test]
async fn an_end_after_retries_has_what_was_done() {
    let clock = VirtualClock::new();
    let server = Server::start([
        post("/orders/1/payment").json(json!({})).answer(503, ""),
        post("/orders/1/payment").json(json!({})).answer(200, json!({"receipt": "c"})),
        post("/orders/1/invoice").answer(503, ""),
        post("/orders/1/invoice").answer(409, ""),
    ]);
    let client = light().base_url(settling::SHOP, server.url()).clock(clock.clone()).build().unwrap();
    let error = settling::settling(&client, settling::Input { id: "1".into() }).await.unwrap_err();
    assert_eq!((error.kind(), error.step(), error.attempt()), (ErrorKind::Ended, Some("invoice"), 2));
    assert_eq!(Value::Object(error.outputs().clone()), json!({"charged": "c"}));
    assert_eq!(clock.slept(), [Duration::from_millis(500); 2]);
    server.finish();
}

#[tokio::test]
async fn what_a_loop_does_not_change_is_required_before_it() {
    let orders = || get("/orders").answer(200, json!({"more": false, "next": "o1"}));
    let pay = || post("/orders/o1/payment").json(json!({}));
    let input = |buyer: Option<&str>| chasing::Input { buyer: buyer.map(str::to_owned) };
    let clock = VirtualClock::new();
    let server = Server::start([
        orders(),
        pay().answer(402, ""),
        mail(json!({"order": "o1"})),
        pay().answer(200, json!({"receipt": "r"})),
        post("/orders/ann/invoice").answer(201, json!({"receipt": "i"})),
    ]);
    let client = light().base_url(chasing::SHOP, server.url()).clock(clock.clone()).build().unwrap();
    let output = chasing::chasing(&client, input(Some("ann"))).await.unwrap();
    assert_eq!((output.buyer.as_str(), output.order.as_str(), output.receipt), ("ann", "o1", Some(json!("r"))));
    assert_eq!(clock.slept(), [Duration::from_mins(1)]);
    server.finish();

    let server = Server::start([orders(), pay().answer(200, json!({"receipt": "r"}))]);
    let error = chasing::chasing(&self::client(&server), input(None)).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::MissingValue, Some("invoice")));
    server.finish();

    let server = Server::start([get("/orders").answer(200, json!({"more": false}))]);
    let error = chasing::chasing(&self::client(&server), input(Some("ann"))).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::MissingValue, Some("pay")));
    server.finish();
}

#[tokio::test]
async fn an_action_that_names_the_next_step_goes_there() {
    let find = |code| get("/coupons/latest").answer(200, json!({"code": code}));
    for code in ["TEN", "TWENTY"] {
        let server = Server::start([find(code), mail(json!({"text": "There is a coupon."}))]);
        deciding::deciding(&client(&server), deciding::Input {}).await.unwrap();
        server.finish();
    }
    let server = Server::start([find("NONE")]);
    deciding::deciding(&client(&server), deciding::Input {}).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn a_loop_can_be_entered_in_its_middle() {
    let mail = || mail(json!({"text": "More to come."}));
    let list = |more: bool, next| get("/orders").answer(200, json!({"more": more, "next": next}));

    let server = Server::start([
        get("/coupons/latest").answer(404, json!({})),
        mail(),
        list(true, "a"),
        mail(),
        list(false, "b"),
    ]);
    let output = tangled::tangled(&client(&server), tangled::Input {}).await.unwrap();
    assert_eq!(output.next.as_deref(), Some("b"));
    server.finish();

    let server = Server::start([get("/coupons/latest").answer(200, json!({"code": "x"})), list(false, "c")]);
    let output = tangled::tangled(&client(&server), tangled::Input {}).await.unwrap();
    assert_eq!(output.next.as_deref(), Some("c"));
    server.finish();
}

fn required() -> typed_inputs::Input {
    use typed_inputs::{Address, Required, Stage};
    let address = Address { city: "Bonn".into(), street: None, access: None };
    Required { id: "1".into(), stage: Stage::InReview, r#type: "card".into(), address }.into()
}

#[tokio::test]
async fn inputs_keep_their_types_on_the_wire() {
    let server = Server::start([post("/orders/1/payment")
        .json(json!({
            "stage": "in-review",
            "kind": "card",
            "city": "Bonn",
            "address": {"city": "Bonn"},
            "pageSize": 20,
            "nested": [{"text": "1/in-review"}, null, 1.5, true],
        }))
        .answer(200, json!({"receipt": "r"}))]);
    let output = typed_inputs::typed_inputs(&client(&server), required()).await.unwrap();
    assert_eq!((output.stage.as_str(), output.amount), ("in-review", None));
    assert_eq!(output.address, Some(json!({"city": "Bonn"})));
    assert!(format!("{output:?}").contains("Bonn"));
    server.finish();

    let server = Server::start([post("/orders/1/payment")
        .json(json!({
            "stage": "2nd",
            "kind": "card",
            "city": "Bonn",
            "street": "Main Road",
            "address": {"city": "Bonn", "street": "Main Road", "access": "d00r"},
            "amount": 12,
            "pageSize": 9_007_199_254_740_993_i64,
            "verbose": false,
            "tags": ["a", "b"],
            "firstTag": "a",
            "labels": {"x": 1},
            "anything": null,
            "nested": [{"text": "1/2nd"}, null, 1.5, true],
        }))
        .answer(200, json!({"receipt": "r"}))]);
    let input: typed_inputs::Input = serde_json::from_value(json!({
        "id": "1", "stage": "2nd", "type": "card", "amount": 12.0,
        "address": {"city": "Bonn", "street": "Main Road", "access": "d00r"},
        "page_size": 9_007_199_254_740_993_i64, "verbose": false, "tags": ["a", "b"], "labels": {"x": 1},
        "more": "of it",
    }))
    .unwrap();
    assert_eq!(input.extra.get("more").map(String::as_str), Some("of it"));
    let input = typed_inputs::Input { anything: Some(json!(null)), password: Some("pa55w0rd!".into()), ..input };
    assert!(!format!("{input:?}").contains("pa55w0rd!"));
    let output = typed_inputs::typed_inputs(&client(&server), input).await.unwrap();
    // Of an object only what is a secret is hidden.
    let shown = format!("{output:?}");
    assert!(shown.contains("Main Road") && shown.contains("[redacted]") && !shown.contains("d00r"), "{shown}");
    server.finish();
}

#[tokio::test]
async fn a_number_that_json_cannot_say_is_refused_before_anything_is_sent() {
    let server = Server::start([]);
    let input = typed_inputs::Input { amount: Some(f64::NAN), ..required() };
    let error = typed_inputs::typed_inputs(&client(&server), input).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::Input, None));
    server.finish();
}

#[test]
fn nested_objects_refuse_what_they_do_not_know() {
    let address = json!({"city": "Bonn", "zip": "53111"});
    let input = json!({"id": "1", "stage": "NEW", "type": "card", "address": address});
    assert!(serde_json::from_value::<typed_inputs::Input>(input).unwrap_err().to_string().contains("zip"));
    let unknown_stage = json!({"id": "1", "stage": "OLD", "type": "card", "address": {"city": "Bonn"}});
    assert!(serde_json::from_value::<typed_inputs::Input>(unknown_stage).is_err());
}

#[tokio::test]
async fn bodies_are_what_their_types_say() {
    let form = |body: &str| {
        let form = "application/x-www-form-urlencoded";
        post("/customers").body(form, body).answer(200, json!({"tags": [{"id": "t/1"}]}))
    };
    let server = Server::start([
        form("active=true&name=A%26B&role=x&role=y"),
        expect("POST", "/notes").header("accept", "*/*").body("text/plain", "Registered A&B: t/1").answer(204, ""),
        post("/orders/t%2F1/payment").json(json!({"all": [1, "text"]})).answer(200, json!({"receipt": "r"})),
    ]);
    let input = bodies::Input { name: "A&B".into(), roles: Some(vec!["x".into(), "y".into()]), note: None };
    bodies::bodies(&client(&server), input).await.unwrap();
    server.finish();
}

#[tokio::test]
async fn a_length_decides() {
    let sent = post("/customers").body("application/x-www-form-urlencoded", "active=true&name=A");
    let server = Server::start([sent.answer(200, json!({"tags": []}))]);
    let input = bodies::Required { name: "A".into() }.into();
    let error = bodies::bodies(&client(&server), input).await.unwrap_err();
    assert_eq!((error.kind(), error.step(), error.status()), (ErrorKind::StepFailed, Some("register"), Some(200)));
    server.finish();
}

#[tokio::test]
async fn a_secret_inside_an_input_is_not_shown_either() {
    let answer = "the code 7411-secret does not open the door";
    let expected = json!({
        "stage": "in-review", "kind": "card", "city": "Bonn", "pageSize": 20,
        "address": {"city": "Bonn", "access": "7411-secret"},
        "nested": [{"text": "1/in-review"}, null, 1.5, true],
    });
    let server = Server::start([post("/orders/1/payment").json(expected).answer(403, answer)]);
    let mut input = required();
    input.address.access = Some("7411-secret".into());
    assert!(!format!("{input:?}").contains("7411"));
    let error = typed_inputs::typed_inputs(&client(&server), input).await.unwrap_err();
    assert_eq!(error.body(), Some("the code [redacted] does not open the door"));
    assert!(!format!("{error:?} {error}").contains("7411"));
    server.finish();
}
