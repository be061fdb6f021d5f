//! What other implementations make of conditions, queries, expressions and templates, where their vectors are at hand. Rows
//! that we treat otherwise on purpose are listed here, each with the reason.

mod documents;

use std::io::{self, Write};
use std::path::Path;

use arazzo_codegen::{Document, Severity};
use quote::quote;
use serde_json::{Value, json};
use tests::support::{Server, expect};

/// What a run of a vector's workflow came to: its outputs, or that its step failed.
type Outcome = Result<Value, arazzo::Error>;

#[cfg(vectors)]
mod generated {
    use super::Outcome;

    /// The values of the vectors' own tests.
    const INPUT: &str = r#"{"x": "AVAILABLE", "n": 17, "a": "A", "b": 5, "host": "h"}"#;

    /// Runs the workflow of a module.
    macro_rules! vector {
        ($code:ident, $module:ident, $server:ident) => {{
            let client = arazzo::Client::builder().http(arazzo::reqwest::Client::builder().tls_certs_only([]));
            let client = client.base_url($code::$module::API, $server.url()).build().unwrap();
            let input = serde_json::from_str(INPUT).unwrap();
            let output = $code::$module(&client, input).await;
            Some(output.map(|output| serde_json::to_value(output).unwrap()))
        }};
    }

    include!(concat!(env!("OUT_DIR"), "/vectors/table.rs"));
}

#[cfg(not(vectors))]
mod generated {
    use std::future::{Ready, ready};

    pub(crate) fn run(_: &str, _: &tests::support::Server) -> Ready<Option<super::Outcome>> {
        ready(None)
    }
}

/// Rows that are understood otherwise, and why.
struct Otherwise(&'static [(&'static str, &'static str)]);

impl Otherwise {
    fn is(&self, text: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == text)
    }
}

fn vectors(file: &str) -> Option<Value> {
    let vectors = documents::read(Path::new(env!("CARGO_MANIFEST_DIR")), file);
    if vectors.is_none() {
        let _ = writeln!(io::stderr(), "NOTE: {file} is not beside the repository: nothing is compared with it.");
    }
    vectors
}

/// The codes that a document gets, and whether it compiles.
fn compiled(document: &documents::Document) -> (Vec<&'static str>, bool) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vectors").join(&document.name);
    std::fs::create_dir_all(&folder).expect("a folder below target/");
    std::fs::write(folder.join("api.json"), documents::description()).expect("a file below target/");
    let file = folder.join(format!("{}.json", document.name));
    std::fs::write(&file, &document.text).expect("a file below target/");
    let compiled = arazzo_codegen::compile(&folder, &Document::new(&file), &quote! { ::arazzo });
    let codes = compiled.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    (codes, compiled.diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error))
}

/// Runs a vector against one answer; nothing when it does not compile.
async fn run(name: &str, body: &Value) -> Option<Outcome> {
    let answer = expect("GET", "/v")
        .header("accept", "application/json, */*;q=0.1")
        .answer(200, body)
        .answer_header("x-rate", "10");
    let server = Server::start([answer]);
    let outcome = generated::run(name, &server).await;
    match outcome {
        Some(_) => server.finish(),
        None => server.abandon(),
    }
    outcome
}

#[tokio::test]
async fn simple_conditions_hold_as_elsewhere() {
    const OTHERWISE: Otherwise = Otherwise(&[(
        r#"$response.body#/status == "available""#,
        "many documents have double quotes: they are understood, with a warning",
    )]);
    let Some(vectors) = vectors("simple-condition.json") else { return };
    let body = &vectors["context"]["$response.body"];
    for (number, row) in vectors["conditions"].as_array().unwrap().iter().enumerate() {
        let text = row["c"].as_str().unwrap();
        let document = documents::simple(number, text);
        let is_valid = row["ok"] == true || OTHERWISE.is(text);
        assert_eq!(compiled(&document).1, is_valid, "{text}");
        if let (true, Some(expected)) = (is_valid, row["value"].as_bool()) {
            let outcome = run(&document.name, body).await.unwrap_or_else(|| panic!("{text} has no code"));
            assert_eq!(outcome.is_ok(), expected, "{text}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn queries_find_as_much_as_elsewhere() {
    const COMPARISONS: Otherwise = Otherwise(&[
        (
            "$.total == 2",
            "most documents have comparisons in the place of queries: they are tests of the context, with a note",
        ),
        (r#"$.status == "exported""#, "as above"),
        ("$.status != 'failed'", "as above"),
        ("$.items.length > 0", "as above; `.length` is the length"),
        ("$.length == 0", "as above: an object has as many members"),
        ("@.total", "as above: the context is `@` as well"),
    ]);
    const ROOT: Otherwise = Otherwise(&[
        (
            "$[?@.total == 2]",
            "as a criterion it is a test of the object itself, as the specification's example means it",
        ),
        ("$[?count(@.items) > 0]", "as above"),
        ("$[?count(@.items[*]) > 0]", "as above"),
    ]);
    let Some(vectors) = vectors("jsonpath.json") else { return };
    let body = &vectors["body"];
    for (number, row) in vectors["paths"].as_array().unwrap().iter().enumerate() {
        let text = row["p"].as_str().unwrap();
        let (criterion, selector) = (documents::query(number, text), documents::selector(number, text));
        let is_valid = row["valid"] == true;
        assert_eq!(compiled(&criterion).1, is_valid || COMPARISONS.is(text), "{text}");
        if !is_valid {
            // A selector compares nothing.
            assert!(!compiled(&selector).1, "{text}");
            continue;
        }
        let count = row["nodes"].as_u64().unwrap();
        let holds = run(&criterion.name, body).await.unwrap_or_else(|| panic!("{text} has no code")).is_ok();
        assert_eq!(holds, count > 0 || ROOT.is(text), "{text}");
        let outputs = run(&selector.name, body).await.unwrap_or_else(|| panic!("{text} has no code")).unwrap();
        let is_list = compiled_as_list(text);
        let found = match outputs.get("nodes") {
            Some(Value::Array(nodes)) if is_list => nodes.len() as u64,
            found => u64::from(found.is_some()),
        };
        assert_eq!(found, count, "{text}: {outputs}");
    }
}

/// Queries with more than one place give lists.
fn compiled_as_list(query: &str) -> bool {
    ["[?", "*", "..", ":"].iter().any(|mark| query.contains(mark))
}

#[test]
fn expressions_are_those_of_the_grammar() {
    const OTHERWISE: Otherwise = Otherwise(&[
        ("$steps.s.outputs.o[0].id", "dots and brackets behind a value are understood as a pointer, with a note"),
        ("$response.body.id", "as above"),
        ("$response.body[0]", "as above"),
        ("$response.body#a", "as above, where the slash is left out"),
        ("$response.headers.x", "understood as the header, with a note"),
        ("$inputs", "understood as the object of all inputs, with a note"),
    ]);
    // An input may have any name: what is wrong is that there is none of this name.
    const NAMES: [&str; 4] = ["$inputs.a b", "$inputs.é", "$inputs.a ", "$inputs.a{b}"];
    let Some(vectors) = vectors("runtime-expression.json") else { return };
    let mut different = Vec::new();
    for (number, row) in vectors["expressions"].as_array().unwrap().iter().enumerate() {
        let text = row["e"].as_str().unwrap();
        let codes = compiled(&documents::expression(number, text)).0;
        let is_valid = row["ok"] == true || OTHERWISE.is(text);
        let code = if NAMES.contains(&text) { "unknown-input" } else { "bad-expression" };
        if codes.contains(&code) == is_valid {
            different.push((text, codes));
        }
    }
    assert!(different.is_empty(), "{different:#?}");
}

#[tokio::test]
async fn templates_become_the_same_text() {
    // The text that is sent instead; nothing when the document is refused.
    const OTHERWISE: &[(&str, Option<&str>, &str)] = &[
        ("{$inputs.a", None, "a brace that is not closed is a typing error"),
        ("{{$inputs.a}}", Some("{A}"), "braces around a hole are text: templates of JSON are full of them"),
        ("{$inputs.a#/x}", None, "the vector's `a` is text, and has no parts"),
        ("https://{$inputs.host}/api/{$steps.create.outputs.id}/status", None, "there is no such step here"),
        ("price $inputs.a", Some("price A"), "many documents leave the braces out: understood, with a note"),
        (r#"{ "a": "{$inputs.a}" }"#, Some(r#"{ "a": "A" }"#), "as for braces around a hole"),
        (r#"{"a":"{$inputs.a}","b":{$inputs.b}}"#, Some(r#"{"a":"A","b":5}"#), "as above"),
        ("", None, "an empty text is no body"),
    ];
    let Some(vectors) = vectors("runtime-expression.json") else { return };
    for (number, row) in vectors["templates"].as_array().unwrap().iter().enumerate() {
        let text = row["t"].as_str().unwrap();
        let otherwise = OTHERWISE.iter().find(|(known, ..)| *known == text);
        let Some(expected) = otherwise.map_or(row["out"].as_str(), |(_, expected, _)| *expected) else { continue };
        // The server reads JSON wherever it can.
        let sent = serde_json::from_str(expected).unwrap_or_else(|_| Value::from(expected));
        let request = expect("POST", "/v")
            .header("accept", "*/*")
            .json(sent)
            .header("content-type", "text/plain")
            .answer(204, "");
        let server = Server::start([request]);
        let outcome = generated::run(&documents::template(number, text).name, &server).await;
        assert_eq!(outcome.unwrap_or_else(|| panic!("{text} has no code")).unwrap(), json!({}), "{text}");
        server.finish();
    }
}
