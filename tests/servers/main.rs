//! Generated code against servers of web frameworks, compiled from the descriptions that the frameworks export.
//!
//! Each folder has a print shop: a server, its description as the framework wrote it, and a workflow over it. utoipa and
//! poem-openapi are libraries of Rust and always run. `FastAPI` and Hono come from their registries and run when `ARAZZO_SERVERS` is
//! set: `ARAZZO_SERVERS=1 cargo test -p tests --test servers`. `ARAZZO_BLESS=1` writes the descriptions anew.

mod foreign;
mod poem;
mod utoipa;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use arazzo::Client;
use serde_json::{Value, json};
use tokio::net::TcpListener;

arazzo::include_workflows!("fastapi");
arazzo::include_workflows!("hono");
arazzo::include_workflows!("poem_openapi");
arazzo::include_workflows!("utoipa_axum");

/// Shows a line although the test succeeds.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn folder(framework: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("servers").join(framework)
}

/// What was compiled is what the framework says today.
fn check_description(framework: &str, exported: &str) {
    let path = folder(framework).join("openapi.json");
    let exported: Value = serde_json::from_str(exported).expect("the framework exports JSON");
    if std::env::var_os("ARAZZO_BLESS").is_some_and(|value| value == "1") {
        let text = serde_json::to_string_pretty(&exported).expect("JSON") + "\n";
        std::fs::write(&path, text).expect("the description can be written");
    }
    let stored = std::fs::read_to_string(&path).expect("the description is stored");
    let stored: Value = serde_json::from_str(&stored).expect("it is JSON");
    assert_eq!(exported, stored, "{framework} exports another description (ARAZZO_BLESS=1 writes it)");
}

/// What every workflow is called with, but for some members; the file is not text.
fn input(others: Value) -> Value {
    let mut input = json!({
        "user": "Ada",
        "shop": "b & c",
        "session": "s-1",
        "scopes": ["read", "write"],
        "tags": ["a,b", "ü&="],
        "page": 3,
        "copies": 2,
        "paper": "glossy",
        "note": null,
        "payment": { "kind": "transfer", "iban": "DE02" },
        "file": arazzo::data_url("image/png", [0x89, b'P', 0, 0xff]),
    });
    if let (Value::Object(input), Value::Object(others)) = (&mut input, others) {
        input.extend(others);
    }
    input
}

/// What the servers understood of it.
fn expected(reason: &str) -> Value {
    json!({
        "scopes": ["read", "write"],
        "shop": "b & c",
        "tags": ["a,b", "ü&="],
        "page": 3,
        "request": "r-1",
        "session": "s-1",
        "paper": "glossy",
        "payment": { "kind": "transfer", "iban": "DE02" },
        "reason": reason,
        "size": 4,
        "type": "image/png",
        "label": "a \"label\"",
    })
}

/// Calls a workflow: its output as JSON, or the step that failed and the status of its response.
macro_rules! call {
    ($workflow:ident, $url:expr, $input:expr) => {{
        let client = Client::builder().base_url($workflow::SHOP, $url).build().expect("the client is built");
        let input = serde_json::from_value($input).expect("the input is one of the workflow");
        let result = $workflow(&client, input).await;
        result
            .map(|output| serde_json::to_value(output).expect("an output is JSON"))
            .map_err(|error| (error.step().unwrap_or_default().to_owned(), error.status()))
    }};
}

/// That the `order` step failed with a status.
fn refused(status: u16) -> Result<Value, (String, Option<u16>)> {
    Err(("order".to_owned(), Some(status)))
}

#[tokio::test]
async fn fastapi_understands_every_request() {
    let Some(server) = foreign::fastapi() else { return };
    check_description("fastapi", &server.description);
    let output = call!(fastapi, &server.url, input(json!({})));
    let mut understood = expected("Input should be greater than or equal to 1");
    // The description says the type of the file, whatever the data URL says.
    understood["type"] = json!("application/octet-stream");
    assert_eq!(output, Ok(understood));
    // The rows of docs/servers.md.
    assert_eq!(call!(fastapi, &server.url, input(json!({ "shop": "a/b" }))), refused(404));
    let output = call!(fastapi, &server.url, input(json!({ "session": "50%" })));
    assert_eq!(output.map(|output| output["session"].clone()), Ok(json!("50%25")));
}

#[tokio::test]
async fn hono_understands_every_request() {
    let Some(server) = foreign::hono() else { return };
    check_description("hono", &server.description);
    assert_eq!(call!(hono, &server.url, input(json!({}))), Ok(expected("ZodError")));
    // The rows of docs/servers.md.
    assert_eq!(call!(hono, &server.url, input(json!({ "tags": ["a"] }))), refused(400));
    let output = call!(hono, &server.url, input(json!({ "session": "50%", "shop": "a/b" })));
    assert_eq!(
        output.map(|output| (output["session"].clone(), output["shop"].clone())),
        Ok((json!("50%"), json!("a/b")))
    );
}

/// A socket of this machine, and its address.
async fn socket() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, url)
}

#[tokio::test]
async fn axum_with_utoipa_understands_every_request() {
    check_description("utoipa", &utoipa::description());
    let (listener, url) = socket().await;
    let server = tokio::spawn(async { axum::serve(listener, utoipa::routes()).await });
    let output = call!(utoipa_axum, &url, input(json!({ "shop": "a/b", "session": "50%" })));
    let mut understood = expected("no copies");
    understood["shop"] = json!("a/b");
    understood["session"] = json!("50%25");
    assert_eq!(output, Ok(understood));
    server.abort();
}

#[tokio::test]
async fn poem_understands_every_request() {
    check_description("poem", &poem::description());
    let (listener, url) = socket().await;
    let acceptor = ::poem::listener::TcpAcceptor::from_tokio(listener).expect("an acceptor");
    let server = tokio::spawn(async { ::poem::Server::new_with_acceptor(acceptor).run(poem::routes()).await });
    let mut input = input(json!({ "shop": "a/b" }));
    // The list is in the document: a form of poem has none.
    input.as_object_mut().expect("it is an object").remove("scopes");
    let mut understood = expected("no copies");
    understood["shop"] = json!("a/b");
    assert_eq!(call!(poem_openapi, &url, input), Ok(understood));
    server.abort();
}
