//! Descriptions in every version and form: what is sent, and the types of what comes back.

use arazzo::ErrorKind;
use serde_json::json;
use tests::support::{Server, expect};

use crate::common::light;

/// The workflows of `tests/descriptions`.
pub mod generated {
    arazzo::include_workflows!("workflows");
}

use generated::{beside_a_reference, new_words, nowhere, old_words, other_files};

#[tokio::test]
async fn swagger_says_the_same_in_other_words() {
    let query = "plain=x,y%20z&many=x&many=y%20z&pipes=x%7Cy%20z&tabs=x%09y%20z&api_key=k";
    let server = Server::start([
        expect("GET", &format!("/a%2Fb/items?{query}"))
            .header("accept", "application/json, */*;q=0.1")
            .header("x-tags", "x y z")
            .header("authorization", "Basic dTpw")
            .answer(200, json!([{"id": "i0", "size": 1}])),
        expect("POST", "/b/items")
            .header("accept", "application/json, */*;q=0.1")
            .without("authorization")
            .json(json!({"id": "i1", "size": 4}))
            .answer(201, json!({"id": "i1", "size": 4, "note": null}))
            .answer_header("X-Remaining", "12"),
        expect("POST", "/b/labels")
            .header("accept", "text/plain, */*;q=0.1")
            .body("application/x-www-form-urlencoded", "copies=2&text=a+b")
            .answer(200, json!("[a b]")),
    ]);
    let client = light()
        .base_url(old_words::DEPOT, server.url())
        .credential(old_words::ACCOUNT, ("u", "p"))
        .credential(old_words::KEY, "k")
        .only_overridden()
        .build()
        .unwrap();
    let input = old_words::Input { tags: vec!["x".into(), "y z".into()] };
    let output = old_words::old_words(&client, input).await.unwrap();
    assert_eq!(output.first.as_deref(), Some("i0"));
    // Required, not null: no `Option`.
    let size: i64 = output.size;
    let remaining: Option<i64> = output.remaining;
    assert_eq!((size, output.note, remaining), (4, None, Some(12)));
    assert_eq!(output.label, Some("[a b]".into()));
    server.finish();
}

#[tokio::test]
async fn version_3_2_has_methods_cookies_and_shared_media_types() {
    let server = Server::start([
        expect("QUERY", "/search")
            .header("accept", "application/json;charset=utf-8, */*;q=0.1")
            .header("cookie", "SID=s")
            .json(json!({"text": "tree"}))
            .answer(200, json!({"hits": 3})),
        expect("COPY", "/files/a.txt?filter=%7B%22deep%22%3A%5B1%2C2%5D%7D")
            .header("accept", "*/*")
            .header("cookie", "theme=dark blue")
            .header("authorization", "Digest abc")
            .answer(201, "")
            .answer_header("X-Copies", "2")
            .answer_header("X-Cached", "true"),
        expect("POST", "/files/a.txt:rename").header("accept", "*/*").without("authorization").answer(204, ""),
        expect("GET", "/report.pdf?action=print&lang=d%26e&page=2").header("accept", "*/*").answer(200, ""),
    ]);
    let client = light()
        .base_url(new_words::MODERN, server.url())
        .credential(new_words::SESSION, "s")
        .credential(new_words::DIGEST, "Digest abc")
        .only_overridden()
        .build()
        .unwrap();
    let output = new_words::new_words(&client, new_words::Input {}).await.unwrap();
    let hits: i64 = output.hits;
    assert_eq!((hits, output.copies, output.cached), (3, Some(2), Some(true)));
    server.finish();
}

#[tokio::test]
async fn a_description_may_be_in_several_files() {
    let server = Server::start([
        expect("GET", "/nodes/7")
            .header("accept", "application/json, */*;q=0.1")
            .answer(200, json!({"name": "a", "parent": {"parent": {"name": "c"}}, "kind": {"weight": 2}})),
        expect("PUT", "/nodes/8")
            .header("accept", "*/*")
            .json(json!({"name": "n", "parent": null, "kind": {"weight": 1.5}}))
            .answer(204, ""),
    ]);
    let client = light().base_url(other_files::TREE, server.url()).only_overridden().build().unwrap();
    let output = other_files::other_files(&client, other_files::Input {}).await.unwrap();
    // Every kind has a weight, and only some have a colour.
    let (grandparent, weight): (String, f64) = (output.grandparent, output.weight);
    let (colour, above, deeper): (Option<String>, Option<String>, Option<String>) =
        (output.colour, output.above, output.deeper);
    assert_eq!((grandparent.as_str(), weight, above, colour, deeper), ("c", 2.0, None, None, None));
    server.finish();
}

#[tokio::test]
async fn what_stands_beside_a_reference_of_a_path_counts_first() {
    let server = Server::start([
        expect("GET", "/leaves/7?depths=1,2")
            .header("accept", "application/json, */*;q=0.1")
            .header("x-kind", "a,b")
            .answer(200, json!({"name": "a", "parent": null, "kind": {"weight": 2}})),
        expect("DELETE", "/leaves/7").header("accept", "*/*").answer(204, ""),
    ]);
    let client = light().base_url(beside_a_reference::TREE, server.url()).only_overridden().build().unwrap();
    let output = beside_a_reference::beside_a_reference(&client, beside_a_reference::Input {}).await.unwrap();
    let name: String = output.name;
    assert_eq!(name, "a");
    server.finish();
}

#[tokio::test]
async fn without_a_server_the_client_has_to_say_where_the_api_is() {
    let error = nowhere::nowhere(&light().build().unwrap(), nowhere::Input {}).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "step `odd` of workflow `nowhere`: the description of `tree` names no absolute server; call \
         `.base_url(nowhere::TREE, …)` on the client's builder"
    );
}
