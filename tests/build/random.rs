//! Random workflows: what their code does is compared with what a plain interpreter of the document says.
//!
//! Always the same ones: the seed is fixed. They are short and full of jumps: loops with several doors, values that are there on
//! some ways only, retries that give up, other steps before a retry.

use std::path::{Path, PathBuf};

use arazzo_codegen::{Diagnostic, Document, Severity, compile};
use quote::quote;
use serde_json::{Value, json};

use crate::conformance::write;
use crate::draw::Random;

/// How many are compiled.
const WORKFLOWS: usize = 40;

/// What the compiler may have against one: it reads what no way leads to, or what no status that is a success has.
const REFUSED: [&str; 2] = ["never-assigned", "impossible-pointer"];

/// What jumps at random leave behind in the code. That of the other cases is linted without exceptions.
const ALLOWED: &str = "#[allow(clippy::match_same_arms, clippy::needless_continue, clippy::redundant_else)]";

/// Generates their documents and code below a folder; a line of the table for each.
pub(crate) fn generate(out: &Path) -> Vec<String> {
    write(&out.join("random/api.json"), &description().to_string());
    let entry = |number: usize| {
        let folder = out.join(format!("random/{number}"));
        // Each number has its own documents, whatever becomes of the others.
        for attempt in 0_u64.. {
            let mut random = Random(0x00c0_ffee ^ (number as u64) << 32 ^ attempt << 48);
            write(&folder.join("workflow.json"), &document(&mut random, number).to_string());
            if let Some(code) = code(out, &folder) {
                write(&folder.join("workflow.rs"), &code);
                break;
            }
        }
        format!("{ALLOWED} at_random_{number} \"random/{number}\" random_{number} [ ]")
    };
    (0..WORKFLOWS).map(entry).collect()
}

/// The code of a document, unless it is refused.
fn code(root: &Path, folder: &Path) -> Option<String> {
    let path: PathBuf = folder.strip_prefix(root).ok()?.join("workflow.json");
    let compiled = compile(root, &Document::new(path), &quote! { ::arazzo });
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    let errors: Vec<&Diagnostic> = compiled.diagnostics.iter().filter(is_error).collect();
    if let Some(error) = errors.iter().find(|error| !REFUSED.contains(&error.code)) {
        panic!("a random workflow is refused:\n{}", error.rendered);
    }
    if !errors.is_empty() {
        return None;
    }
    Some(compiled.to_source().expect("Rust"))
}

/// Each step calls an operation of its own. What an answer surely has, maybe has and never has depends on its status.
fn description() -> Value {
    let schema = |required: Value, names: &[&str]| {
        let properties: serde_json::Map<String, Value> = names
            .iter()
            .map(|name| ((*name).to_owned(), json!({"type": if *name == "flag" { "boolean" } else { "integer" }})))
            .collect();
        let schema =
            json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties});
        json!({"description": "An answer.", "content": {"application/json": {"schema": schema}}})
    };
    let responses = json!({
        "200": schema(json!(["x"]), &["x", "y", "flag"]),
        "201": schema(json!([]), &["y", "flag"]),
        "404": schema(json!([]), &["flag"]),
        "503": {"description": "Nothing."},
    });
    let mut paths = serde_json::Map::new();
    for step in 0..6 {
        let query = json!([{"name": "a", "in": "query", "schema": {}}, {"name": "b", "in": "query", "schema": {}}]);
        let get = json!({"operationId": format!("q{step}"), "parameters": query, "responses": responses});
        paths.insert(format!("/q{step}"), json!({"get": get}));
        let path = json!([{"name": "v", "in": "path", "required": true, "schema": {}}]);
        let get = json!({"operationId": format!("p{step}"), "parameters": path, "responses": responses});
        paths.insert(format!("/p{step}/{{v}}"), json!({"get": get}));
    }
    let servers = json!([{"url": "https://random.example"}]);
    json!({"openapi": "3.1.0", "info": {"title": "Random", "version": "1"}, "servers": servers, "paths": paths})
}

impl Random {
    fn output(&mut self, steps: usize) -> String {
        let step = self.below(steps);
        format!("$steps.s{step}.outputs.{}", ["x", "y"][self.below(2)])
    }

    fn condition(&mut self, steps: usize) -> String {
        match self.below(9) {
            0 | 1 => format!("$statusCode == {}", [200, 201, 404, 503][self.below(4)]),
            2 => format!("$statusCode {} 404", ["!=", "<", ">="][self.below(3)]),
            3 => "$statusCode == 200 || $statusCode == 404".to_owned(),
            4 => "$response.body#/flag == true".to_owned(),
            5 => "!($response.body#/flag == true)".to_owned(),
            6 => "$response.body#/flag != null || $statusCode == 503".to_owned(),
            7 => format!("{} {} null", self.output(steps), ["==", "!="][self.below(2)]),
            _ => format!("{} < 50", self.output(steps)),
        }
    }

    /// Up to two conditions, or none at all.
    fn criteria(&mut self, steps: usize, object: &mut Value, name: &str) {
        let count = self.below(3);
        if count > 0 {
            object[name] = (0..count).map(|_| json!({"condition": self.condition(steps)})).collect();
        }
    }

    fn action(&mut self, steps: usize, name: usize, failure: bool) -> Value {
        let target = format!("s{}", self.below(steps));
        let mut action = match self.below(if failure { 7 } else { 4 }) {
            0 => json!({"type": "end"}),
            1..=3 => json!({"type": "goto", "stepId": target}),
            4 | 5 => json!({"type": "retry", "retryLimit": self.below(3)}),
            _ => json!({"type": "retry", "retryAfter": 1.5, "stepId": target}),
        };
        action["name"] = json!(format!("a{name}"));
        self.criteria(steps, &mut action, "criteria");
        action
    }

    fn step(&mut self, steps: usize, index: usize) -> Value {
        let value =
            |random: &mut Random| if random.below(4) == 0 { json!("text") } else { json!(random.output(steps)) };
        let in_path = self.below(4) == 0;
        let parameters: Vec<Value> = if in_path {
            vec![json!({"name": "v", "in": "path", "value": value(self)})]
        } else {
            let count = self.below(3);
            ["a", "b"][..count].iter().map(|name| json!({"name": name, "in": "query", "value": value(self)})).collect()
        };
        let mut step = json!({
            "stepId": format!("s{index}"),
            "operationId": format!("{}{index}", if in_path { "p" } else { "q" }),
            "parameters": parameters,
            "outputs": {"x": "$response.body#/x", "y": "$response.body#/y"},
        });
        self.criteria(steps, &mut step, "successCriteria");
        for (name, failure) in [("onSuccess", false), ("onFailure", true)] {
            let count = self.below(3);
            if count > 0 {
                step[name] = (0..count).map(|action| self.action(steps, action, failure)).collect();
            }
        }
        step
    }
}

fn document(random: &mut Random, number: usize) -> Value {
    let count = 2 + random.below(4);
    let steps: Vec<Value> = (0..count).map(|index| random.step(count, index)).collect();
    let outputs: serde_json::Map<String, Value> =
        (0..random.below(4)).map(|output| (format!("o{output}"), json!(random.output(count)))).collect();
    let mut workflow = json!({"workflowId": format!("random-{number}"), "steps": steps});
    if !outputs.is_empty() {
        workflow["outputs"] = outputs.into();
    }
    json!({
        "arazzo": "1.0.1",
        "info": {"title": "Random", "version": "1"},
        "sourceDescriptions": [{"name": "api", "url": "../api.json", "type": "openapi"}],
        "workflows": [workflow],
    })
}
