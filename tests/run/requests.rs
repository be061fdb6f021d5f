//! Everything that a step can send: the requests of `tests/requests/requests.yml`, byte by byte.

use std::time::Duration;

use arazzo::testing::{Script, Sent, VirtualClock};
use arazzo::{Client, Content, Error, ErrorKind};
use serde_json::{Value, json};

/// The workflows of `tests/requests`.
pub mod generated {
    arazzo::include_workflows!("requests");
}

use generated::{
    bytes, forms, json_parameters, json_text, multipart, projection, querystring, replacements, sent, timeouts,
    xml_text,
};

/// A client whose peer expects these requests, and answers each with 200.
fn client(expected: &[(&str, &str)]) -> (Client, Script) {
    let script = expected
        .iter()
        .fold(Script::new(), |script, (method, target)| script.answer(method, &format!("/v1{target}"), 200, ""));
    (crate::common::light().script(script.clone()).build().expect("a valid client"), script)
}

/// The content type and the body of each request.
fn bodies(script: &Script) -> Vec<(String, String)> {
    assert_eq!(script.left(), 0);
    script.requests().iter().map(|sent| (header(sent, "content-type"), sent.body.clone())).collect()
}

fn header(sent: &Sent, name: &str) -> String {
    sent.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// One body, as JSON.
fn json_of(script: &Script) -> Value {
    let [(content_type, body)] = &bodies(script)[..] else { panic!("one request") };
    assert_eq!(content_type, "application/json");
    serde_json::from_str(body).expect("JSON")
}

fn own(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn text_of_json_is_a_value_with_typed_holes() {
    let (client, script) = client(&[("POST", "/orders")]);
    // What stands in a hole can never become another document.
    let name = "\"}, \"admin\": true, {\"x\": \"";
    let customer = serde_json::from_value(json!({"id": "c1"})).expect("an object");
    let input = json_text::Required { name: name.into(), quantity: 3, customer };
    json_text::json_text(&client, input.into()).await.expect("it runs");
    assert_eq!(
        json_of(&script),
        json!({
            "name": name,
            "quantity": 3,
            "customer": {"id": "c1"},
            "tags": [null, format!("for \"{name}\""), "number 3"],
            "price": 1.5,
        })
    );
}

#[tokio::test]
async fn values_in_xml_are_escaped() {
    let (client, script) = client(&[("POST", "/orders")]);
    let input = xml_text::Input { name: Some("<a> & \"b\" ]]>".into()), count: Some(2) };
    xml_text::xml_text(&client, input).await.expect("it runs");
    let body = "<order name=\"&lt;a&gt; &amp; &quot;b&quot; ]]&gt;\"><count>2</count>\
        <note><![CDATA[<a> & \"b\" ]]]]><![CDATA[>]]></note></order>";
    assert_eq!(bodies(&script), own(&[("application/xml", body)]));
}

#[tokio::test]
async fn a_template_with_an_absent_part_is_no_body() {
    let (client, script) = client(&[]);
    let input = xml_text::Input { name: Some("n".into()), count: None };
    let error = xml_text::xml_text(&client, input).await.expect_err("the operation needs a body");
    assert_eq!((error.kind(), error.step()), (ErrorKind::MissingValue, Some("order")));
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn values_in_forms_are_encoded_and_the_authors_text_is_not() {
    const FORM: &str = "application/x-www-form-urlencoded";
    let (client, script) = client(&[("POST", "/search"); 3]);
    let more = json!({"a": "x y", "list": [1, 2]});
    let input = forms::Required { text: "a&b=c d".into(), more: more.clone() };
    forms::forms(&client, input.into()).await.expect("it runs");
    let sent = [(FORM, "q=a%26b%3Dc%20d&sort=a+b"), (FORM, "a=x+y&list=1&list=2"), (FORM, "q=a%20b&sort=a+b")];
    assert_eq!(bodies(&script), own(&sent));
}

async fn send_file(file: Content) -> (Result<bytes::Output, Error>, Script) {
    let (client, script) = client(&[
        ("PUT", "/blobs"),
        ("PUT", "/images"),
        ("PUT", "/images"),
        ("POST", "/anything"),
        ("POST", "/amazon"),
    ]);
    (bytes::bytes(&client, bytes::Required { file }.into()).await, script)
}

#[tokio::test]
async fn strings_are_bytes_and_data_urls_are_other_bytes() {
    let rest = [("application/json", "{\"size\":1}"), ("application/x-amz-json-1.1", "{\"size\":1}")];
    let (result, script) = send_file("<svg/>".into()).await;
    result.expect("it runs");
    let octets = "application/octet-stream";
    let sent = [(octets, "<svg/>"), (octets, "<svg/>"), ("image/png", "<svg/>")];
    assert_eq!(bodies(&script), own(&[&sent[..], &rest].concat()));

    let gif = Content::from(b"GIF89a".to_vec()).with_media_type("image/gif");
    for gif in [gif, "data:image/gif;base64,R0lGODlh".parse().expect("it is base64")] {
        let (result, script) = send_file(gif).await;
        result.expect("it runs");
        let sent = [(octets, "GIF89a"), ("image/gif", "GIF89a"), ("image/png", "GIF89a")];
        assert_eq!(bodies(&script), own(&[&sent[..], &rest].concat()));
    }
}

#[tokio::test]
async fn parts_of_a_body_are_sent_as_the_description_says() {
    let (client, script) = client(&[("POST", "/uploads"); 2]);
    let whole = serde_json::from_value(json!({"file": "data:image/gif;name=a.gif;base64,R0lGODlh", "purpose": "1"}));
    let input = multipart::Input {
        page: Some("data:text/plain;base64,cGFnZQ==".into()),
        ..multipart::Required { file: "f-1".into(), whole: whole.expect("an object") }.into()
    };
    multipart::multipart(&client, input).await.expect("it runs");
    let sent: Vec<String> = bodies(&script)
        .into_iter()
        .map(|(content_type, body)| {
            let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
            body.replace(boundary, "B").replace("--B\r\nContent-Disposition: form-data; name=", "--B ")
        })
        .map(|body| body.replace("Content-Type: ", "").replace("\r\n", "|"))
        .collect();
    let octets = "application/octet-stream";
    let expected = format!(
        "--B \"purpose\"||test f-1|\
        --B \"file\"; filename=\"file\"|{octets}||f-1|\
        --B \"pages\"|{octets}||cGFnZQ==|\
        --B \"pages\"|{octets}||f-1|\
        --B \"meta\"|application/json||{{\"size\":1}}|\
        --B \"tags\"||a|--B \"tags\"||b|\
        --B \"image\"; filename=\"image\"|{octets}||f-1|\
        --B \"notes\"|text/markdown||# Notes|\
        --B \"settings\"|application/json||\"on\"|\
        --B \"csv\"|text/csv||a,b|\
        --B \"unknown\"||true|--B--|"
    );
    let whole = "--B \"file\"; filename=\"a.gif\"|image/gif||GIF89a|--B \"purpose\"||1|--B--|";
    assert_eq!(sent, [expected.as_str(), whole]);
}

async fn replace(customer: Value) -> (Result<replacements::Output, Error>, Script) {
    let (client, script) = client(&[("POST", "/orders"); 4]);
    let customer = serde_json::from_value(customer).expect("an object");
    let input = replacements::Required { customer, name: "Ann".into() };
    (replacements::replacements(&client, input.into()).await, script)
}

#[tokio::test]
async fn parts_of_a_payload_are_replaced_in_order() {
    let (result, script) = replace(json!({"id": "c", "address": {"street": "Main Road"}})).await;
    result.expect("it runs");
    let sent: Vec<Value> = bodies(&script).iter().map(|(_, body)| serde_json::from_str(body).expect("JSON")).collect();
    let written = json!({
        "name": "Order of Ann", "quantity": 2, "tags": ["z", "c", "Ann"], "new": {"a": [1]},
        "customer": {"id": "c", "name": "Ann", "address": {"street": "Main Road", "city": "Bonn"}},
    });
    let expected =
        [written, json!({"name": "Ann", "quantity": 3}), json!({"id": "c", "name": "Ann"}), json!({"name": "whole"})];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_replacement_without_a_place_is_an_error_before_anything_is_sent() {
    let (result, script) = replace(json!({"id": "c"})).await;
    let error = result.expect_err("there is no address");
    assert_eq!((error.kind(), error.step()), (ErrorKind::Input, Some("written")));
    assert!(error.to_string().contains("nothing at `/address`"), "{error}");
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_query_is_one_text_in_which_values_are_encoded() {
    let (client, script) =
        client(&[("GET", "/search?q=a%26b%20c&sort=a+b"), ("GET", "/search?a=b%20c&d=%2F/%23"), ("GET", "/search")]);
    let input = querystring::Required { text: "a&b c".into(), whole: "a=b c&d=%2F/#".into() };
    querystring::querystring(&client, input.into()).await.expect("it runs");
    assert_eq!(script.left(), 0);
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_one_without_a_response() {
    let clock = VirtualClock::new();
    let start = clock.now();
    let script = Script::new()
        .silence("GET", "/v1/search?page=1")
        .answer("GET", "/v1/search?page=1", 200, "")
        .silence("GET", "/v1/search?page=2");
    let client = crate::common::light().script(script.clone()).clock(clock.clone()).build().expect("a valid client");
    let error = timeouts::timeouts(&client, timeouts::Input {}).await.expect_err("the second step gives up");
    assert_eq!((error.kind(), error.step(), error.attempt()), (ErrorKind::Transport, Some("impatient"), 1));
    let why = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(why.as_deref(), Some("no complete response came within 2s"));
    assert_eq!((clock.slept(), script.left()), (vec![Duration::from_secs(2)], 0));
    // The first step waited, slept and was answered; the second one waited.
    assert_eq!(clock.now().duration_since(start).ok(), Some(Duration::from_millis(1500 + 2000 + 2000)));
}

#[tokio::test]
async fn what_was_sent_keeps_its_type() {
    let (client, script) = client(&[("GET", "/search?page=3"), ("POST", "/orders")]);
    let customer: Value = json!({"id": 7});
    let input = sent::Input {
        page: Some(3),
        token: Some("s3cret-token".into()),
        ..sent::Required { name: "Ann".into(), customer: serde_json::from_value(customer).expect("an object") }.into()
    };
    let output = sent::sent(&client, input).await.expect("it runs");
    assert_eq!((output.page, output.trace.as_deref()), (Some(3), Some("trace of Ann")));
    assert_eq!((output.url.as_str(), output.method.as_str()), ("https://archive.example/v1/search?page=3", "GET"));
    assert_eq!((&output.document, &output.kind), (&json!("https://documents.example/requests.yml"), &json!("openapi")));
    let body = json!({"name": "Ann", "customer": {"id": 7, "name": "Ann"}, "tags": ["a", 3]});
    assert_eq!(output.whole, Some(body.clone()));
    assert_eq!((output.tag, output.name.as_str(), output.id), (Some(3), "Ann", Some(json!(7))));
    assert_eq!(output.r#type, json!("application/json"));
    assert_eq!(output.authorization.as_deref(), Some("Bearer s3cret-token"));
    assert_eq!(serde_json::from_str::<Value>(&bodies(&script)[1].1).ok(), Some(body));
}

#[tokio::test]
async fn what_was_sent_is_compared_and_stays_hidden() {
    let (client, _) = client(&[("GET", "/search?page=12")]);
    let customer = serde_json::from_value(json!({})).expect("an object");
    let input = sent::Input { page: Some(12), ..sent::Required { name: "Ann".into(), customer }.into() };
    let error = sent::sent(&client, input).await.expect_err("the page is too far");
    assert_eq!((error.kind(), error.step()), (ErrorKind::StepFailed, Some("find")));
}

#[tokio::test]
async fn parameters_of_json_are_json_text() {
    let object = "by=%7B%22a%22%3A%22b%20%5C%22c%22%7D";
    let (client, script) = client(&[
        ("GET", &format!("/filter?{object}&word=%22b%20%5C%22c%22")),
        ("GET", &format!("/filter?{object}&word=%22%7B%5C%22a%5C%22%3A%201%7D%22")),
        ("GET", "/query?%7B%22a%22%3A%22b%20%5C%22c%22%7D"),
    ]);
    let input = json_parameters::Input { text: "b \"c".into() };
    json_parameters::json_parameters(&client, input).await.expect("it runs");
    assert_eq!(script.left(), 0);
}

#[tokio::test]
async fn a_query_behind_an_output_is_a_list() {
    let script = Script::new().answer("GET", "/v1/lists", 200, r#"{"items": [{"id": "a"}, {}, {"id": "b"}]}"#).answer(
        "POST",
        "/v1/anything",
        200,
        "",
    );
    let client = crate::common::light().script(script.clone()).build().expect("a valid client");
    projection::projection(&client, projection::Input {}).await.expect("it runs");
    let sent = serde_json::from_str::<Value>(&script.requests()[1].body).ok();
    assert_eq!(sent, Some(json!({"ids": ["a", "b"], "same": ["a", "b"]})));
}
