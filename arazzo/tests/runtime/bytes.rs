//! Bodies that are bytes, or text in any charset.

use crate::fixtures::*;
use arazzo::rt::{Operand, Pattern, Query, Received, Response, Run, XPath, jsonpath, operand, simple};
use arazzo::testing::Script;
use arazzo::{Content, ErrorKind};
use serde_json::{Value, json};

async fn got(bytes: &[u8], content_type: &str) -> (Run, Response) {
    let script = Script::new().answer_bytes("GET", "/v1/things", 200, bytes).with_header("Content-Type", content_type);
    let mut run = run(&script);
    let response = run.step(&LIST).send().await.unwrap();
    (run, response)
}

#[tokio::test]
async fn a_body_is_what_it_is_read_as() {
    for (bytes, content_type, value) in [
        (
            &b"\xFF\xFE\x01\x02"[..],
            "application/octet-stream",
            Received::Bytes(Content::from(&b"\xFF\xFE\x01\x02"[..])),
        ),
        (b"\xEF\xBB\xBFa", "application/octet-stream", Received::Bytes(Content::from(&b"\xEF\xBB\xBFa"[..]))),
        (b"\xE9", "text/plain", Received::Bytes(Content::from(&b"\xE9"[..]))),
        (b"a", "text/plain; charset=klingon", Received::Bytes(Content::from("a"))),
        (b"plain", "application/octet-stream", Received::from(json!("plain"))),
        (b"\xE9", "text/plain; charset=iso-8859-1", Received::from(json!("é"))),
        (b"[1]", "application/hal+json", Received::from(json!([1]))),
        (b"null", "application/json", Received::from(Value::Null)),
    ] {
        let (run, response) = got(bytes, content_type).await;
        let content: Content = run.required(&response, "all", "").unwrap();
        assert_eq!((content.bytes(), content.media_type()), (bytes, Some(content_type)));
        let value = match value {
            Received::Bytes(content) => Received::Bytes(content.with_media_type(content_type)),
            value @ Received::Value(_) => value,
        };
        assert_eq!(run.required::<Received>(&response, "all", "").unwrap(), value, "{content_type}");
        assert_eq!(run.lenient::<Received>(&response, "all", ""), Some(value));
    }
    let (run, response) = got(b"", "image/png").await;
    assert_eq!(run.required::<Content>(&response, "all", "").unwrap().bytes(), b"");
    assert_eq!(run.optional::<Received>(&response, "all", "").unwrap(), None);
}

#[tokio::test]
async fn text_that_cannot_be_read_is_an_error_that_says_why() {
    let lines = "step `listThings` of workflow `any` (status 200): output `all`: the body";
    for (bytes, content_type, why) in [
        (
            &b"\xE9"[..],
            "text/plain",
            "(`text/plain`) cannot be read as text: its bytes are not valid in the charset `utf-8`",
        ),
        (b"a", "text/plain; charset=x", "(`text/plain; charset=x`) cannot be read as text: its charset `x` is unknown"),
        (
            b"\x1F\x8B\x08",
            "application/json",
            "is not JSON (line 1, column 1): its bytes are compressed (gzip), declared as `application/json`",
        ),
        (
            b" <!DOCTYPE html>",
            "application/json",
            "is not JSON (line 1, column 2): it is HTML, declared as `application/json`",
        ),
    ] {
        let (run, response) = got(bytes, content_type).await;
        let error = run.required::<String>(&response, "all", "").unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Decode, format!("{lines} {why}")));
        assert_eq!(run.lenient::<String>(&response, "all", ""), None);
    }
    let script = Script::new().answer_bytes("GET", "/v1/things", 200, b"\x1F\x8B\x08".to_vec());
    let script = script.with_header("Content-Type", "text/plain").with_header("Content-Encoding", "identity, br");
    let mut compressed = run(&script);
    let response = compressed.step(&LIST).send().await.unwrap();
    let why = "its bytes are compressed (Content-Encoding: br), which the client has not undone";
    for error in [
        compressed.required::<String>(&response, "all", "").unwrap_err(),
        compressed.required::<Received>(&response, "all", "").unwrap_err(),
    ] {
        assert_eq!(error.to_string(), format!("{lines} (`text/plain`) cannot be read as text: {why}"));
    }
    assert_eq!(compressed.required::<Content>(&response, "all", "").unwrap().bytes(), b"\x1F\x8B\x08");
    let (run, response) = got(b"<a>\xE9</a>", "text/xml").await;
    let xpath = run.xpath::<String>(&response, "all", "", &XPath::new("/a")).unwrap_err();
    assert!(xpath.to_string().contains("cannot be read as text"), "{xpath}");
}

#[tokio::test]
async fn criteria_see_text_in_any_charset_and_the_length_of_bytes() {
    let (_, latin) = got(b"Jos\xE9", "text/plain; charset=iso-8859-1").await;
    assert!(simple::eq(latin.at(""), "JOSÉ") && jsonpath::eq(latin.at("").length(), 4));
    assert!(Pattern::new("^José$").matches(latin.at("")));
    let (_, xml) = got(b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9</a>", "application/xml").await;
    assert!(XPath::new("/a = 'é'").holds(xml.xml("")));
    let (_, bytes) = got(b"\x01\xFF", "image/png").await;
    assert!(jsonpath::eq(bytes.at("").length(), 2) && simple::truthy(bytes.at("")));
    assert!(simple::eq(bytes.at(""), bytes.at("")) && !simple::eq(bytes.at(""), "\u{1}"));
    assert!(!Pattern::new("").matches(bytes.at("")) && !Query::new("$").finds(bytes.json("")));
    let (run, text) = got(b"ok", "application/octet-stream").await;
    assert!(simple::eq(text.at(""), "OK") && Pattern::new("ok").matches(text.at("")));
    let file: Content = run.required(&text, "all", "").unwrap();
    assert!(simple::eq(operand(&file), "ok") && matches!(operand(Some(&file)), Operand::Bytes(_)));
}

#[tokio::test]
async fn the_error_of_a_step_says_what_its_criteria_could_not_read() {
    let (run, response) = got(b"\xE9", "text/plain").await;
    let success = "the response does not meet the step's success criteria";
    assert!(run.failed(&response).to_string().ends_with(success));
    assert!(!simple::eq(response.at(""), "é"));
    let error = run.failed(&response);
    assert!(
        error.to_string().contains(&format!("{success}: the body (`text/plain`) cannot be read as text")),
        "{error}"
    );
    assert_eq!(error.body(), Some("[1 bytes that are no text]"));
}

#[tokio::test]
async fn secrets_are_found_in_text_of_any_charset() {
    let script = Script::new()
        .answer_bytes("GET", "/v1/things", 500, b"\xFE\xFF\0h\0u\0s\0h\0-\0h\0u\0s\0h".to_vec())
        .with_header("Content-Type", "text/plain");
    let mut run = run(&script);
    run.conceal("hush-hush");
    let response = run.step(&LIST).send().await.unwrap();
    assert_eq!(run.failed(&response).body(), Some("[redacted]"));
}
