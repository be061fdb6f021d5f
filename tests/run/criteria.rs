//! Criteria of all types on responses that they hold for, just fail on, and cannot be evaluated on.

use arazzo::{Client, ErrorKind};
use serde_json::{Value, json};
use tests::support::{Exchange, Server, expect};

use crate::common::light;

/// The workflows of `tests/criteria`.
pub mod generated {
    arazzo::include_workflows!("criteria");
}

use generated::{comparisons, negations, pattern_inputs, patterns, queries, root_filter, typed_root_filter};

fn client(server: &Server) -> Client {
    light().base_url(patterns::JOBS, server.url()).only_overridden().build().unwrap()
}

fn job() -> Exchange {
    expect("GET", "/job").header("accept", "application/json, */*;q=0.1")
}

/// Whether the one step of a workflow succeeds with an answer.
macro_rules! holds {
    ($workflow:ident, $input:expr, $exchange:expr) => {{
        let server = Server::start([$exchange]);
        let result = $workflow::$workflow(&client(&server), $input).await;
        server.finish();
        match result {
            Ok(_) => true,
            Err(error) => {
                assert_eq!((error.kind(), error.step()), (ErrorKind::StepFailed, Some("get")), "{error}");
                false
            }
        }
    }};
}

#[tokio::test]
async fn patterns_look_at_the_text_of_their_context() {
    let input = |id: Option<&str>| patterns::Input { id: id.map(str::to_owned), index: None, pattern: None };
    let answer = |id: Value, kind: &str| job().answer(200, json!({"id": id, "ok": true})).answer_header("x-kind", kind);
    assert!(holds!(patterns, input(Some("a.b")), answer(json!("job-42"), "KIND OF A.B.")));
    // A value stands for itself: its dot is a dot.
    assert!(!holds!(patterns, input(Some("a.b")), answer(json!("job-42"), "kind of aXb.")));
    assert!(!holds!(patterns, input(Some("(")), answer(json!("job-42"), "kind of a.")));
    assert!(!holds!(patterns, input(Some("a")), answer(json!("my job-42"), "kind of a.")));
    assert!(!holds!(patterns, input(Some("a")), answer(Value::Null, "kind of a.")));
    // Without a value there is no pattern.
    assert!(!holds!(patterns, input(None), answer(json!("job-42"), "kind of .")));
    assert!(!holds!(patterns, input(Some("a")), job().answer(200, json!({"id": "job-1", "ok": true}))));
}

#[tokio::test]
async fn a_pattern_can_be_an_input() {
    let input = |pattern: &str| pattern_inputs::Input { pattern: Some(pattern.into()), ..Default::default() };
    let answer = || job().answer(200, json!({"id": "job-42"}));
    assert!(holds!(pattern_inputs, input("^job-.2$"), answer()));
    assert!(!holds!(pattern_inputs, input("^job-.3$"), answer()));
    // It is no pattern: nobody could know before.
    assert!(!holds!(pattern_inputs, input("("), answer()));
    assert!(!holds!(pattern_inputs, pattern_inputs::Input::default(), answer()));
}

#[tokio::test]
async fn queries_find_something_or_fail() {
    let input = |id: &str, index| queries::Input { id: Some(id.into()), index, pattern: None };
    let items = |items: Value| job().answer(200, json!({"items": items}));
    let two =
        || items(json!([{"id": "a", "size": 1, "tags": []}, {"id": "b' || true", "size": 2, "tags": ["x", null]}]));
    assert!(holds!(queries, input("b' || true", Some(1)), two()));
    assert!(!holds!(queries, input("b", Some(1)), two()));
    // The size is not greater.
    assert!(!holds!(queries, input("b' || true", Some(2)), two()));
    // A slice of a list that is too short.
    assert!(!holds!(queries, input("a", Some(0)), two()));
    assert!(!holds!(queries, input("a", None), two()));
    assert!(!holds!(queries, input("a", Some(1)), items(json!([]))));
    assert!(!holds!(queries, input("a", Some(1)), job().answer(200, "<html>")));
    assert!(!holds!(queries, input("a", Some(1)), job().answer(200, "")));
}

#[tokio::test]
async fn comparisons_hold_for_the_context() {
    let input = || comparisons::Input { id: Some("b".into()), ..Default::default() };
    let answer = |state: &str, items: Value| job().answer(200, json!({"state": state, "items": items}));
    let items = || json!([{"id": "a"}, {"id": "b"}]);
    assert!(holds!(comparisons, input(), answer("running", items())));
    assert!(!holds!(comparisons, input(), answer("queued", items())));
    assert!(!holds!(comparisons, input(), answer("Running", items())));
    assert!(!holds!(comparisons, input(), answer("running", json!([]))));
    assert!(!holds!(comparisons, input(), answer("running", json!([{"id": "b"}, {"id": "b"}]))));
    assert!(!holds!(comparisons, input(), answer("running", json!([{"id": "b"}, {"id": "a"}]))));
}

#[tokio::test]
async fn what_is_not_there_satisfies_no_negation() {
    let answer = |body: Value| job().answer(200, body);
    assert!(holds!(negations, negations::Input {}, answer(json!({"state": "done", "items": []}))));
    assert!(holds!(negations, negations::Input {}, answer(json!({}))));
    assert!(!holds!(negations, negations::Input {}, answer(json!({"state": "failed"}))));
    assert!(!holds!(negations, negations::Input {}, answer(json!({"items": [{"state": "failed"}]}))));
    for nothing in ["", "<html>", "null"] {
        assert!(!holds!(negations, negations::Input {}, job().answer(200, nothing)), "{nothing}");
    }
}

#[tokio::test]
async fn a_filter_on_the_root_is_about_an_object_itself_and_about_the_elements_of_a_list() {
    let answer = |body: Value| job().answer(200, body);
    assert!(holds!(root_filter, root_filter::Input {}, answer(json!({"pets": [1]}))));
    assert!(!holds!(root_filter, root_filter::Input {}, answer(json!({"pets": [], "other": {"pets": [1]}}))));
    assert!(holds!(root_filter, root_filter::Input {}, answer(json!([{"pets": []}, {"pets": [1]}]))));
    assert!(!holds!(root_filter, root_filter::Input {}, answer(json!([]))));

    let typed = |state: &str| {
        let body = json!({"id": "1", "state": state});
        expect("GET", "/jobs/1").header("accept", "application/json, */*;q=0.1").answer(200, body)
    };
    let input = || typed_root_filter::Input { id: Some("1".into()), ..Default::default() };
    assert!(holds!(typed_root_filter, input(), typed("running")));
    // Its other members are not `queued`, and are not meant.
    assert!(!holds!(typed_root_filter, input(), typed("queued")));
}
