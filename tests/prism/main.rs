//! Generated code against a mock server of somebody else, which checks every request against the API's description.
//!
//! Runs when `ARAZZO_PRISM` is set, with Node and the corpus at hand: `ARAZZO_PRISM=1 cargo test -p tests --test prism`. The mock
//! server is Prism, which npm installs below `target/`.

#[path = "../corpus/documents.rs"]
#[expect(dead_code, reason = "the other test counts the documents")]
mod documents;
mod scratch;
mod server;

use std::io::{self, Write};
use std::path::Path;

use scratch::Scratch;
use server::Server;

/// A workflow of the corpus, and an input for it.
struct Case {
    name: &'static str,
    document: &'static str,
    description: &'static str,
    input: &'static str,
    /// How many requests it sends.
    requests: usize,
    /// What its output says of the mock server's answers.
    output: &'static str,
}

const CASES: [Case; 3] = [
    Case {
        name: "canvas",
        document: "canvas-lms/arazzo/canvas-lms-create-assignment-and-confirm-workflow.yml",
        description: "canvas-lms/openapi/canvas-lms-rest-api-openapi.yml",
        input: r#"{"courseId": "a b/c", "name": "Essay", "pointsPossible": 12.5, "submissionTypes": ["online_upload"], "published": true}"#,
        requests: 3,
        output: "assignmentId",
    },
    Case {
        name: "amberflo",
        document: "amberflo/arazzo/amberflo-provision-customer-billing-workflow.yml",
        description: "amberflo/openapi/amberflo-billing-openapi.yaml",
        input: r#"{"apiKey": "key", "customerId": "c-42", "customerName": "Acme", "productId": "p-1", "amount": 12.5, "currency": "USD"}"#,
        requests: 3,
        output: "assignedProductId",
    },
    Case {
        name: "nanonets",
        document: "nanonets/arazzo/nanonets-resolve-integration-and-query-workflow.yml",
        description: "nanonets/openapi/nanonets-external-integrations-api-openapi.yml",
        input: r#"{"authorization": "Basic a2V5Og==", "query": "select name from buyers"}"#,
        requests: 2,
        output: "integrationId",
    },
];

/// Shows a line although the test succeeds.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

#[test]
fn a_strict_mock_server_accepts_every_request() {
    if std::env::var_os("ARAZZO_PRISM").is_none() {
        say("NOTE: ARAZZO_PRISM is not set: no requests are checked by Prism.");
        return;
    }
    let Some(corpus) = documents::find() else { return };
    let Some(prism) = server::installed() else { return };
    let scratch = Scratch::new(&corpus.folder, &CASES);
    for case in &CASES {
        check(&prism, &scratch, &corpus.folder, case);
    }
}

fn check(prism: &Path, scratch: &Scratch, corpus: &Path, case: &Case) {
    let server = Server::start(prism, &corpus.join(case.description));
    let (succeeded, output) = scratch.run(case.name, &server.url, case.input);
    let log = server.stop();
    let lines = |part: &str| log.lines().filter(|line| line.contains(part)).count();
    assert_eq!(lines("did not pass the validation rules"), 0, "{}: {log}\n{output}", case.name);
    assert_eq!(lines("passed the validation rules"), case.requests, "{}: {log}\n{output}", case.name);
    assert!(succeeded && output.contains(case.output), "{}: {output}\n{log}", case.name);
}
