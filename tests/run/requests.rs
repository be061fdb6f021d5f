//! Everything that a step can send: the requests of `tests/requests/requests.yml`, byte by byte.

use arazzo::testing::{Script, Sent};
use arazzo::{Client, Error, ErrorKind};
use serde_json::{Value, json};

/// The workflows of `tests/requests`.
pub mod generated {
    arazzo::include_workflows!("requests");
}

use generated::{bytes, forms, json_text, xml_text};

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

async fn send_file(file: &str) -> (Result<bytes::Output, Error>, Script) {
    let (client, script) = client(&[
        ("PUT", "/blobs"),
        ("PUT", "/images"),
        ("PUT", "/images"),
        ("POST", "/anything"),
        ("POST", "/amazon"),
    ]);
    (bytes::bytes(&client, bytes::Required { file: file.into() }.into()).await, script)
}

#[tokio::test]
async fn strings_are_bytes_and_data_urls_are_other_bytes() {
    let rest = [("application/json", "{\"size\":1}"), ("application/x-amz-json-1.1", "{\"size\":1}")];
    let (result, script) = send_file("<svg/>").await;
    result.expect("it runs");
    let octets = "application/octet-stream";
    let sent = [(octets, "<svg/>"), (octets, "<svg/>"), ("image/png", "<svg/>")];
    assert_eq!(bodies(&script), own(&[&sent[..], &rest].concat()));

    let (result, script) = send_file("data:image/gif;base64,R0lGODlh").await;
    result.expect("it runs");
    let sent = [(octets, "GIF89a"), ("image/gif", "GIF89a"), ("image/png", "GIF89a")];
    assert_eq!(bodies(&script), own(&[&sent[..], &rest].concat()));

    let (result, script) = send_file("data:image/gif;base64,no").await;
    let error = result.expect_err("it is not base64");
    assert_eq!((error.kind(), error.step()), (ErrorKind::Input, Some("store")));
    assert!(script.requests().is_empty());
}
