//! Documents around the vectors, for the build script, which compiles them, and for the tests, which name them.

use serde_json::{Value, json};

/// Where vectors are, beside the repository; they are other people's and have no place in it.
const SHARED: &str = "../../shared/vectors";

/// The vectors of a file: nothing where there are none.
pub(crate) fn read(root: &std::path::Path, file: &str) -> Option<Value> {
    let text = std::fs::read_to_string(root.join(SHARED).join(file)).ok()?;
    Some(serde_json::from_str(&text).expect("vectors are JSON"))
}

/// A document around one vector.
pub(crate) struct Document {
    /// The name of its file and of its workflow.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The description that all documents name.
pub(crate) fn description() -> String {
    let answer = json!({"description": "d", "content": {"application/json": {"schema": {}}}});
    let get = json!({"operationId": "get", "responses": {"200": answer}});
    let note = json!({"content": {"text/plain": {"schema": {"type": "string"}}}});
    let send = json!({"operationId": "send", "requestBody": note, "responses": {"204": {"description": "d"}}});
    let info = json!({"title": "t", "version": "1"});
    let servers = json!([{"url": "https://vectors.example"}]);
    json!({"openapi": "3.1.0", "info": info, "servers": servers, "paths": {"/v": {"get": get, "post": send}}})
        .to_string()
}

fn document(name: &str, step: &Value, outputs: &Value) -> Document {
    let inputs = json!({"type": "object", "properties": {
        "x": {"type": "string"}, "n": {"type": "integer"}, "a": {"type": "string"}, "b": {"type": "integer"},
        "host": {"type": "string"}
    }});
    let workflow = json!({"workflowId": name, "inputs": inputs, "steps": [step], "outputs": outputs});
    let source = json!([{"name": "api", "url": "api.json", "type": "openapi"}]);
    let info = json!({"title": "t", "version": "1"});
    let text = json!({"arazzo": "1.1.0", "info": info, "sourceDescriptions": source, "workflows": [workflow]});
    Document { name: name.to_owned(), text: text.to_string() }
}

/// A simple condition as the criterion of a step.
pub(crate) fn simple(number: usize, condition: &str) -> Document {
    let step = json!({"stepId": "s", "operationId": "get", "successCriteria": [{"condition": condition}]});
    document(&format!("simple-{number}"), &step, &json!({}))
}

/// A query as the criterion of a step.
pub(crate) fn query(number: usize, query: &str) -> Document {
    let criterion = json!({"context": "$response.body", "type": "jsonpath", "condition": query});
    let step = json!({"stepId": "s", "operationId": "get", "successCriteria": [criterion]});
    document(&format!("query-{number}"), &step, &json!({}))
}

/// A query as the selector of an output.
pub(crate) fn selector(number: usize, query: &str) -> Document {
    let selector = json!({"context": "$response.body", "type": "jsonpath", "selector": query});
    let step = json!({"stepId": "s", "operationId": "get", "outputs": {"nodes": selector}});
    document(&format!("selector-{number}"), &step, &json!({"nodes": "$steps.s.outputs.nodes"}))
}

/// An expression as an output.
#[allow(dead_code, reason = "the build script has no use for it: its names lead nowhere")]
pub(crate) fn expression(number: usize, expression: &str) -> Document {
    let step = json!({"stepId": "s", "operationId": "get", "outputs": {"o": expression}});
    document(&format!("expression-{number}"), &step, &json!({}))
}

/// A template as the body of a request.
pub(crate) fn template(number: usize, template: &str) -> Document {
    let body = json!({"contentType": "text/plain", "payload": template});
    document(
        &format!("template-{number}"),
        &json!({"stepId": "s", "operationId": "send", "requestBody": body}),
        &json!({}),
    )
}
