//! What JSON Schema can say of inputs, as Rust types, and what is sent of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::support::{Server, expect};

use crate::common::light;

/// The workflow of `tests/descriptions/inputs.yml`.
pub mod generated {
    arazzo::include_workflows!("inputs");
}

use generated::every_schema::{self, Input, Merged, Place, Required, Rest, Size, Target, TargetPerson, Tree};

async fn sent(input: Input, body: Value) -> every_schema::Output {
    let server = Server::start([expect("POST", "/b/items")
        .header("accept", "application/json, */*;q=0.1")
        .json(body)
        .answer(201, json!({"id": "i", "size": 1}))]);
    let client = light().base_url(every_schema::DEPOT, server.url()).only_overridden().build().unwrap();
    let output = every_schema::every_schema(&client, input).await.unwrap();
    server.finish();
    output
}

#[tokio::test]
async fn defaults_are_sent_and_null_is_said() {
    let input: Input = Required { base: "b".into(), target: None }.into();
    assert_eq!(input.place, Place { city: "Bern".into(), zip: "0".into(), street: Some("Gasse".into()) });
    let place = json!({"city": "Bern", "zip": "0", "street": "Gasse"});
    sent(input, json!({"id": null, "place": place, "limits": {"a": 1}})).await;
}

#[tokio::test]
async fn every_schema_has_its_type() {
    let leaf = Tree { leaf: Some(true), ..Tree::default() };
    let person = TargetPerson { first: "Ada".into(), password: Some("pass-4711".into()) };
    let input = Input {
        size: Some(Size::Integer(3)),
        name: Some("n".into()),
        place: Place { city: "Bern".into(), zip: "1".into(), street: None },
        limits: BTreeMap::new(),
        pair: Some(vec![json!("a"), json!(1), json!(true)]),
        tagged: Some([("x-a".to_owned(), "b".to_owned())].into()),
        merged: Some(Merged { first: "Eve".into(), password: None, age: 4 }),
        tree: Some(Tree { left: Some(Box::new(leaf)), rest: Some(Rest::from("r".to_owned())), leaf: None }),
        anything: Some(json!([null])),
        ..Required { base: "b".into(), target: Some(Target::Person(person)) }.into()
    };
    assert!(!format!("{input:?}").contains("pass-4711"), "{input:?}");
    let target = json!({"first": "Ada", "password": "pass-4711"});
    let body = json!({
        "id": target, "size": 3, "name": "n", "place": {"city": "Bern", "zip": "1"}, "limits": {},
        "pair": ["a", 1, true], "tagged": {"x-a": "b"}, "merged": {"first": "Eve", "age": 4},
        "tree": {"left": {"leaf": true}, "rest": "r"}, "anything": [null],
    });
    let output = sent(input, body).await;
    assert_eq!(output.target, Some(target));
}

#[test]
fn a_union_is_read_by_what_a_value_looks_like() {
    for (written, expected) in [
        (json!(5), Target::ById(5)),
        (json!(["a"]), Target::List(vec!["a".into()])),
        (json!({"first": "x"}), Target::Person(TargetPerson { first: "x".into(), password: None })),
    ] {
        assert_eq!(serde_json::from_value::<Target>(written.clone()).unwrap(), expected);
        assert_eq!(serde_json::to_value(expected).unwrap(), written);
    }
    assert!(serde_json::from_value::<Target>(json!({"first": "x", "second": 1})).is_err());
}
