//! Selector Objects of Arazzo 1.1, in outputs, payloads and the outputs of a workflow.

use arazzo::{Client, ErrorKind};
use serde_json::{Value, json};
use tests::support::{Server, expect};

use crate::common::light;

/// The workflows of `tests/criteria/selectors.yml`.
pub mod generated {
    arazzo::include_workflows!("selectors");
}

use generated::{selecting, selecting_typed};

fn client(server: &Server) -> Client {
    light().base_url(selecting::JOBS, server.url()).only_overridden().build().unwrap()
}

fn input() -> selecting::Input {
    selecting::Input {
        filter: Some(serde_json::from_value(json!({"size": 3})).unwrap()),
        ..selecting::Required { kind: "x' || true".into() }.into()
    }
}

fn tell(all: &Value, ids: &Value, total: &Value) -> tests::support::Exchange {
    let data = json!({"context": "nothing", "selector": "$.size", "type": "jsonpath"});
    let mut body = json!({"all": all, "ids": ids, "total": total, "size": 3, "data": data});
    body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    expect("POST", "/tell").header("accept", "*/*").json(body).answer(204, "")
}

#[tokio::test]
async fn a_selector_gives_a_list_or_one_value_by_its_query() {
    let items = json!([{"id": 1, "kind": "x"}, {"id": null, "kind": "x' || true"}, {"id": "c", "kind": "x' || true"}]);
    let server = Server::start([
        expect("GET", "/job")
            .header("accept", "application/json, */*;q=0.1")
            .answer(200, json!({"items": items, "total": 3})),
        tell(&json!([null, "c"]), &json!([1, null, "c"]), &json!(3)),
    ]);
    let output = selecting::selecting(&client(&server), input()).await.unwrap();
    assert_eq!(output.all, Some(vec![Value::Null, json!("c")]));
    assert_eq!((output.last, output.first, output.total), (Some(json!("c")), Some(json!(1)), Some(json!(3))));
    assert_eq!(output.kinds.map(|kinds| kinds.len()), Some(3));
    server.finish();
}

#[tokio::test]
async fn what_finds_nothing_is_an_empty_list_or_no_value() {
    let server = Server::start([
        expect("GET", "/job").header("accept", "application/json, */*;q=0.1").answer(200, json!({"items": []})),
        tell(&json!([]), &json!([]), &Value::Null),
    ]);
    let output = selecting::selecting(&client(&server), input()).await.unwrap();
    assert_eq!((output.all, output.last, output.first, output.total), (Some(vec![]), None, None, None));
    server.finish();
}

#[tokio::test]
async fn a_body_that_is_not_json_is_an_error() {
    let server =
        Server::start([expect("GET", "/job").header("accept", "application/json, */*;q=0.1").answer(200, "<html>")]);
    let error = selecting::selecting(&client(&server), input()).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::Decode, Some("get")));
    server.finish();
}

#[tokio::test]
async fn a_query_with_one_place_has_the_type_of_the_schema() {
    let job = |body: Value| expect("GET", "/jobs/1").header("accept", "application/json, */*;q=0.1").answer(200, body);
    let server = Server::start([job(json!({"id": "1", "state": "done", "pets": ["a"]}))]);
    let input = || selecting_typed::Input { id: "1".into() };
    let output = selecting_typed::selecting_typed(&client(&server), input()).await.unwrap();
    let state: String = output.state;
    assert_eq!((state.as_str(), output.pets), ("done", Some(vec![json!("a")])));
    server.finish();
}
