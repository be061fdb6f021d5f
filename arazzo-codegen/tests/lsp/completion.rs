//! Completion: in a small document position by position, and in the five workflows wherever something stands.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::client::{Client, Folder, edited, position};
use crate::workflows::workflows;
use crate::{BUY, SHOP};

/// What can be written at the mark in a text, by the labels.
fn labels(items: &Value) -> Vec<String> {
    let items = items["items"].as_array().expect("a list");
    items.iter().map(|item| item["label"].as_str().expect("a text").to_owned()).collect()
}

/// A server with a document in which a part is replaced by another with the cursor in it.
struct Typed {
    client: Client,
    file: PathBuf,
    text: String,
    offset: usize,
    _folder: Folder,
}

impl Typed {
    fn new(from: &str, to: &str) -> Typed {
        let folder = Folder::new(&[("shop.yml", SHOP)]);
        let file = folder.file("buy.yml");
        let mut client = Client::start();
        client.open(&file, BUY);
        assert_eq!(BUY.matches(from).count(), 1, "{from}");
        let marked = BUY.replacen(from, to, 1);
        let offset = marked.find('‸').expect("a cursor");
        let text = marked.replacen('‸', "", 1);
        client.change(&file, 2, &text);
        Typed { client, file, text, offset, _folder: folder }
    }

    fn complete(&mut self) -> Value {
        self.client.at("completion", &self.file, &position(&self.text, self.offset))
    }

    /// The text with the candidate of a label.
    fn accept(&mut self, label: &str) -> String {
        let items = self.complete();
        let items = items["items"].as_array().expect("a list");
        let item = items.iter().find(|item| item["label"] == label);
        let item = item.unwrap_or_else(|| {
            panic!("no {label} in {:?}", items.iter().map(|item| &item["label"]).collect::<Vec<_>>())
        });
        edited(&self.text, std::slice::from_ref(&item["textEdit"]))
    }
}

#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert_eq!(labels(&Typed::new(from, to).complete()), expected, "{to}");
}

/// The document with a candidate at the cursor.
#[track_caller]
fn check_accepted(from: &str, to: &str, label: &str, expected: &str) {
    assert_eq!(Typed::new(from, to).accept(label), BUY.replacen(from, expected, 1), "{to}");
}

#[test]
fn operations_are_those_of_the_descriptions() {
    check("operationId: getOrder", "operationId: ‸", &["createOrder", "getOrder"]);
    check_accepted("operationId: getOrder", "operationId: get‸", "getOrder", "operationId: getOrder");
    check_accepted("operationId: getOrder", "operationId:‸", "getOrder", "operationId: getOrder");
    check_accepted("operationId: getOrder", "operationId: \"‸\"", "getOrder", "operationId: \"getOrder\"");
    check_accepted(
        "operationId: getOrder",
        "operationPath: ‸",
        "GET /orders/{orderId}",
        "operationPath: '{$sourceDescriptions.shop.url}#/paths/~1orders~1{orderId}/get'",
    );
}

#[test]
fn expressions_are_completed_part_by_part() {
    check("article: $inputs.article", "article: $inputs.‸", &["$inputs.article", "$inputs.count"]);
    check_accepted(
        "article: $inputs.article",
        "article: x {$inputs.‸} y",
        "$inputs.count",
        "article: x {$inputs.count} y",
    );
    // Only what can have run.
    check("value: $steps.order.outputs.id", "value: $steps.‸", &["$steps.order.outputs.", "$steps.order.outputs.id"]);
    check("value: false", "value: $steps.‸", &[]);
    let all = ["$response.body#/id", "$response.body#/state", "$response.body#/note", "$response.body#/lines"];
    check("note: $response.body#/note", "note: $response.body#/‸", &all);
    check("note: $response.body#/note", "note: $response.body#/lines/0/‸", &["$response.body#/lines/0/price"]);
    check("id: $response.body#/id", "id: $response.header.‸", &["$response.header.ETag"]);
    check("reference: $components.failureActions.again", "reference: ‸", &["$components.failureActions.again"]);
}

#[test]
fn conditions_know_statuses_and_words() {
    let check_at = |to, expected: &[&str]| check("- condition: $statusCode == 200", to, expected);
    check_at("- condition: $statusCode == ‸", &["200", "404"]);
    check_at("- condition: $statusCode == 200 && $response.body#/state == ‸", &["'open'", "'paid'"]);
    check_accepted(
        "- condition: $statusCode == 200",
        "- condition: $statusCode == 200 && $response.body#/sta‸",
        "$response.body#/state",
        "- condition: $statusCode == 200 && $response.body#/state",
    );
}

#[test]
fn parameters_are_those_that_are_missing() {
    check("- name: dryRun\n            in: query", "- name: ‸", &["dryRun", "X-Trace"]);
    check_accepted(
        "- name: dryRun\n            in: query",
        "- name: dry‸",
        "dryRun",
        "- name: dryRun\n            in: query",
    );
    check("in: path", "in: ‸", &["path", "query", "header", "cookie", "querystring"]);
    let values = labels(&Typed::new("value: false", "value: ‸").complete());
    assert_eq!(values[..2], ["true", "false"]);
}

#[test]
fn payloads_follow_the_schema() {
    check("            speed: fast", "            ‸", &["speed"]);
    check_accepted("            speed: fast", "            sp‸", "speed", "            speed: ");
    let values = labels(&Typed::new("speed: fast", "speed: ‸").complete());
    assert_eq!(values[..2], ["slow", "fast"]);
    check("contentType: application/json", "contentType: ‸", &["application/json"]);
}

#[test]
fn names_are_those_of_the_document() {
    check("            stepId: find", "            stepId: ‸", &["find"]);
    check("required: [article]", "required: [article, ‸]", &["count"]);
    check("url: shop.yml", "url: ‸", &["shop.yml"]);
    check("type: openapi", "type: ‸", &["openapi", "arazzo", "asyncapi"]);
    check(
        "          - name: look\n            type: goto",
        "          - name: look\n            type: ‸",
        &["end", "goto"],
    );
}

#[test]
fn keys_are_those_that_are_still_allowed() {
    check(
        "      - stepId: find\n",
        "      - stepId: find\n        ‸\n",
        &["description", "requestBody", "onSuccess", "onFailure"],
    );
    check("            stepId: find\n", "            stepId: find\n            ‸\n", &["criteria"]);
    check_accepted(
        "            stepId: find\n",
        "            stepId: find\n            cri‸\n",
        "criteria",
        "            stepId: find\n            criteria:\n",
    );
    check("info: { title: Buy, version: 1.0.0 }", "info: { title: Buy, ‸ }", &["summary", "description", "version"]);
    check("          note: $response.body#/note", "          ‸", &["id", "note", "lines"]);
    check_accepted(
        "          note: $response.body#/note",
        "          no‸",
        "note",
        "          note: $response.body#/note",
    );
}

/// A document that calls another one.
const CALLER: &str = "\
arazzo: 1.0.1
info: { title: Call, version: 1.0.0 }
sourceDescriptions:
  - { name: orders, url: buy.yml, type: arazzo }
workflows:
  - workflowId: first
    steps:
      - { stepId: a, workflowId: $sourceDescriptions.orders.buy, parameters: [{ name: article, value: x }] }
  - workflowId: second
    steps:
      - stepId: b
        workflowId: ‸
";

#[test]
fn workflows_are_those_of_other_documents_too() {
    let folder = Folder::new(&[("shop.yml", SHOP), ("buy.yml", BUY)]);
    let file = folder.file("call.yml");
    let mut client = Client::start();
    let (text, offset) = (CALLER.replacen('‸', "", 1), CALLER.find('‸').expect("a cursor"));
    client.open(&file, &text);
    let items = client.at("completion", &file, &position(&text, offset));
    assert_eq!(labels(&items), ["first", "$sourceDescriptions.orders.buy"]);
    // The inputs of a workflow that a step calls.
    let (from, to) = ("parameters: [{ name: article, value: x }]", "parameters: [{ name: ‸ }]");
    let marked = text.replacen(from, to, 1);
    let (text, offset) = (marked.replacen('‸', "", 1), marked.find('‸').expect("a cursor"));
    client.change(&file, 2, &text);
    let items = client.at("completion", &file, &position(&text, offset));
    assert_eq!(labels(&items), ["article", "count"]);
    assert_eq!(client.end(), Some(0));
}

/// The document as JSON with a part replaced and a candidate at the cursor, which is JSON again.
#[track_caller]
fn check_json(from: &str, to: &str, label: &str, expected: &str) {
    let value: Value = serde_yaml::from_str(BUY).expect("YAML");
    let whole = serde_json::to_string_pretty(&value).expect("JSON");
    assert_eq!(whole.matches(from).count(), 1, "{from}");
    let marked = whole.replacen(from, to, 1);
    let (text, offset) = (marked.replacen('‸', "", 1), marked.find('‸').expect("a cursor"));
    let folder = Folder::new(&[("shop.yml", SHOP)]);
    let file = folder.file("buy.json");
    let mut client = Client::start();
    client.open(&file, &text);
    let items = client.at("completion", &file, &position(&text, offset));
    let mut items = items["items"].as_array().expect("a list").iter();
    let item = items.find(|item| item["label"] == label).expect("it is offered");
    let accepted = edited(&text, std::slice::from_ref(&item["textEdit"]));
    assert_eq!(accepted, whole.replacen(from, expected, 1), "{to}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn json_stays_json() {
    let operation = "\"operationId\": \"getOrder\"";
    check_json(operation, "\"operationId\": \"get‸\"", "getOrder", operation);
    check_json(operation, "\"operationId\": ‸", "getOrder", operation);
    check_json(operation, "\"operationId\":‸", "getOrder", operation);
    check_json(operation, "\"oper‸\"", "operationId", "\"operationId\": ");
    check_json(operation, "\"oper‸\": \"getOrder\"", "operationId", operation);
    check_json(
        "\"article\": \"$inputs.article\"",
        "\"article\": \"$inputs.‸\"",
        "$inputs.count",
        "\"article\": \"$inputs.count\"",
    );
    let parameter = "\"in\": \"path\",\n              \"name\": \"orderId\",";
    check_json(parameter, "\"name\": \"‸\",", "orderId", "\"name\": \"orderId\", \"in\": \"path\",");
}

/// Keys whose values can all be completed.
const COMPLETED: [&str; 10] =
    ["operationId", "operationPath", "workflowId", "in", "type", "url", "contentType", "value", "reference", "context"];

#[test]
fn what_stands_in_a_document_could_have_been_completed() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut missing = Vec::new();
    for file in workflows() {
        let text = std::fs::read_to_string(&file).expect("a document");
        let mut client = Client::start();
        client.open(&file, &text);
        let mut start = 0;
        let mut in_inputs = false;
        for line in text.split_inclusive('\n') {
            let entry = line.trim_start().trim_start_matches("- ");
            in_inputs = (in_inputs || entry.starts_with("inputs:")) && !entry.starts_with("steps:");
            let found = entry.trim_end().split_once(": ").filter(|(key, value)| {
                COMPLETED.contains(key)
                    && !(*key == "workflowId" && line.starts_with("  - "))
                    && !value.starts_with(['\'', '"', '|', '>'])
                    && (*key != "value" || value.starts_with('$'))
            });
            if let Some((key, value)) = found {
                let at = start + line.find(&format!("{key}: ")).expect("it is there") + key.len() + 2;
                let items = client.at("completion", &file, &position(&text, at));
                let texts = items["items"].as_array().expect("a list").iter().flat_map(|item| {
                    [&item["textEdit"]["newText"], &item["label"]].map(|text| text.as_str().expect("a text").to_owned())
                });
                let texts: Vec<String> = texts.collect();
                *seen.entry(key.to_owned()).or_default() += 1;
                if !texts.contains(&value.to_owned()) {
                    missing.push(format!("{}: {}: {texts:?}", file.display(), line.trim()));
                }
            }
            start += line.len();
        }
        assert_eq!(client.end(), Some(0));
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(["operationId", "in", "type", "url", "value"].iter().all(|key| seen.contains_key(*key)), "{seen:?}");
}
