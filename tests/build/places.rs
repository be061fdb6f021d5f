//! Values of every type in every place of a document, compiled: what the compiler accepts, rustc must compile too.
//!
//! A workflow has a value of one type, and steps that put it into places; which ones, rotates, so that all types and all places
//! meet in the end. A step that is an error where a value of this type goes there is left out.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Compiled, Document, Severity, compile};
use quote::quote;
use serde_json::{Value, json};

use crate::conformance::write;

/// So many places has each workflow.
const STEPS: usize = 6;

/// Schemas of inputs and of members of responses.
fn types() -> Vec<Value> {
    let letter = json!({"type": "string", "enum": ["a", "b"]});
    let list = |items: Value| json!({"type": "array", "items": items});
    let map = |values: Value| json!({"type": "object", "additionalProperties": values});
    let member = json!({"k": {"type": "string"}, "n": {"type": "integer"}, "l": list(json!({"type": "string"})), "m": {"type": "object", "properties": {"z": {"type": "string"}}}});
    let object = json!({"type": "object", "required": ["k"], "properties": member});
    let open =
        json!({"type": "object", "required": ["k"], "properties": member, "additionalProperties": {"type": "integer"}});
    let (text, whole) = (json!({"type": "string"}), json!({"type": "integer"}));
    vec![
        text.clone(),
        whole.clone(),
        json!({"type": "number"}),
        json!({"type": "boolean"}),
        letter.clone(),
        json!({"type": "string", "format": "password"}),
        list(text.clone()),
        list(whole.clone()),
        list(json!({"type": "number"})),
        list(letter.clone()),
        list(object.clone()),
        list(list(whole.clone())),
        json!({"type": "array"}),
        map(text.clone()),
        map(letter),
        map(object.clone()),
        json!({"oneOf": [text, whole]}),
        json!({"oneOf": [object, list(json!({"type": "string"})), {"type": "boolean"}]}),
        object,
        open,
        json!({}),
        json!({"$ref": "#/components/inputs/Tree"}),
        json!({"$ref": "#/components/inputs/Either"}),
    ]
}

/// Types that contain themselves.
fn components() -> Value {
    let tree = json!({"$ref": "#/components/inputs/Tree"});
    let either = json!({"$ref": "#/components/inputs/Either"});
    json!({"inputs": {
        "Tree": {"type": "object", "properties": {"k": {"type": "string"}, "left": tree, "rest": {"type": "array", "items": tree}}},
        "Either": {"anyOf": [{"type": "string"}, {"type": "array", "items": either}]},
    }})
}

/// Whether a value is there, and how the schema of a property `v` says so.
#[derive(Clone, Copy)]
enum Presence {
    Required,
    Optional,
    Nullable,
    Default,
}

const PRESENCES: [Presence; 4] = [Presence::Required, Presence::Optional, Presence::Nullable, Presence::Default];

impl Presence {
    fn object(self, schema: &Value) -> Value {
        let schema = match self {
            Presence::Nullable => json!({"anyOf": [schema, {"type": "null"}]}),
            Presence::Default => {
                let default = match schema["type"].as_str() {
                    Some("integer") => json!(1),
                    Some("number") => json!(1.5),
                    Some("boolean") => json!(true),
                    Some("array") => json!([]),
                    Some("object") => json!({"k": 1}),
                    _ => json!("a"),
                };
                let mut schema = schema.clone();
                schema["default"] = if schema["required"].is_array() { json!({"k": "a"}) } else { default };
                schema
            }
            _ => schema.clone(),
        };
        let required: &[&str] = if matches!(self, Presence::Optional | Presence::Default) { &[] } else { &["v"] };
        json!({"type": "object", "required": required, "properties": {"v": schema}})
    }
}

/// The steps that a value comes from, its expression, and the inputs that it needs.
fn source(number: usize, operation: &str, object: &Value) -> (Vec<Value>, &'static str, Option<Value>) {
    let output = json!({"v": "$response.body#/v"});
    let own = Some(object.clone());
    match number % 6 {
        0 | 1 => (vec![], "$inputs.v", own),
        2 => (vec![], "$inputs.o#/v", Some(json!({"type": "object", "required": ["o"], "properties": {"o": object}}))),
        3 => (vec![json!({"stepId": "a", "operationId": operation, "outputs": output})], "$steps.a.outputs.v", None),
        4 => {
            let copy = json!({"stepId": "a", "operationId": "look", "outputs": {"v": "$inputs.v"}});
            (vec![copy], "$steps.a.outputs.v", own)
        }
        _ => {
            let call =
                json!({"stepId": "a", "workflowId": "called", "parameters": [{"name": "v", "value": "$inputs.v"}]});
            (vec![call], "$steps.a.outputs.v", own)
        }
    }
}

/// Conditions and contexts with a value in them.
const CONDITIONS: [&str; 22] = [
    "{e} == 'a'",
    "{e} != 3",
    "1.5 < {e}",
    "{e} >= 1 && !({e} == 2)",
    "{e} == true",
    "{e} == null || {e} != null",
    "{e}",
    "!{e}",
    "{e} == {e}",
    "{e} == $statusCode",
    "$response.body#/k == {e}",
    "{e} != $response.header.X-K",
    "$url == {e} || {e} == $method",
    "{e}.length > 1",
    "{e}.k == 'x'",
    "{e}.k.length == 1",
    "{e}[0] == 'x'",
    "{e}[0].k == 'x'",
    "{e}.m.z",
    "{e}#/k == 'x'",
    "'a' <= {e}.k",
    "{e}.n < {e}.n",
];
const QUERIES: [&str; 14] = [
    "$.k",
    "$.k == 'A' && $.n",
    "!$.n || $.m.z == 'x'",
    "$.m && $.m.z && $.l",
    "$.n == null",
    "$ == 'A'",
    "$",
    "$..k",
    "$[*]",
    "$[?@.k == 'x']",
    "$[0].k && $[0]",
    "length($.l) > 0",
    "$.l.length > 0",
    "$[?count(@.*) > 0]",
];

/// The steps that put a value into places.
fn places(e: &str) -> Vec<Value> {
    let hole = format!("x-{{{e}}}-y");
    let mut places = Vec::new();
    for (name, location) in [("p", "query"), ("X-P", "header"), ("c", "cookie"), ("d", "query")] {
        places.push(json!({"operationId": "get", "parameters": [{"name": name, "in": location, "value": e}]}));
        places.push(json!({"operationId": "get", "parameters": [{"name": name, "in": location, "value": hole}]}));
    }
    for value in [e, &hole] {
        places.push(json!({"operationId": "path", "parameters": [{"name": "v", "in": "path", "value": value}]}));
    }
    places.push(json!({"operationId": "get", "parameters": [{"name": "p", "in": "query", "value": [e, {"a": e}]}]}));
    for media in [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/octet-stream",
    ] {
        for payload in [json!(e), json!(hole), json!({"a": e, "b": [e], "c": {"d": hole}})] {
            places.push(json!({"operationId": "send", "requestBody": {"contentType": media, "payload": payload}}));
        }
    }
    let xml = format!("<a b=\"{{{e}}}\">{{{e}}}<![CDATA[{{{e}}}]]></a>");
    places.push(json!({"operationId": "send", "requestBody": {"contentType": "application/xml", "payload": xml}}));
    let replaced = |payload: Value, replacement: Value| json!({"operationId": "send", "requestBody": {"contentType": "application/json", "payload": payload, "replacements": [replacement]}});
    places.push(replaced(json!({"a": 1}), json!({"target": "/a", "value": e})));
    places.push(replaced(json!(e), json!({"target": "/k", "value": hole})));
    places.push(replaced(json!({"a": [1]}), json!({"target": "$.a[*]", "targetSelectorType": "jsonpath", "value": e})));
    places.push(replaced(
        json!({"a": [1]}),
        json!({"target": format!("$.a[?@ == {{{e}}}]"), "targetSelectorType": "jsonpath", "value": 1}),
    ));
    let selected = |selector: &str, kind: &str| json!({"context": e, "selector": selector, "type": kind});
    let outputs = json!({"a": selected("$.k", "jsonpath"), "b": selected("$..k", "jsonpath"), "c": selected("/k", "jsonpointer"), "e": e, "t": hole});
    places.push(json!({"operationId": "look", "outputs": outputs}));
    places.push(json!({"operationId": "look", "outputs": {"x": selected("//k", "xpath")}}));
    places.push(json!({"workflowId": "callee", "parameters": [{"name": "any", "value": e}]}));
    places.push(
        json!({"workflowId": "callee", "parameters": [{"name": "text", "value": e}, {"name": "any", "value": hole}]}),
    );
    places.extend(criteria(e));
    places
}

/// A value in criteria of all types, in turn those of the step and of its actions.
fn criteria(e: &str) -> impl Iterator<Item = Value> {
    let simple = CONDITIONS.iter().map(|condition| json!({"condition": condition.replace("{e}", e)}));
    let of = |kind: &str, condition: &str| json!({"context": e, "type": kind, "condition": condition});
    let with =
        |kind: &str, condition: String| json!({"context": "$response.body", "type": kind, "condition": condition});
    let others = [
        of("regex", "^a"),
        with("regex", format!("^{{{e}}}$")),
        of("xpath", "//k = 'a'"),
        with("xpath", format!("//k[. = {{{e}}}]")),
        with("jsonpath", format!("$.a[?@.k == {{{e}}}]")),
        with("jsonpath", format!("$.a == {{{e}}} && $.k")),
    ];
    let all: Vec<Value> = simple.chain(QUERIES.iter().map(|query| of("jsonpath", query))).chain(others).collect();
    all.into_iter().enumerate().map(|(index, criterion)| {
        let action = |kind: &str| json!([{"name": "act", "type": kind, "criteria": [criterion]}]);
        match index % 3 {
            0 => json!({"operationId": "look", "successCriteria": [criterion]}),
            1 => json!({"operationId": "look", "onSuccess": action("end")}),
            _ => json!({"operationId": "look", "onFailure": action("retry")}),
        }
    })
}

/// Operations that take anything, and one for each type that answers with it.
fn description(types: &[Value]) -> Value {
    let any = json!({"200": {"description": "ok", "content": {"application/json": {"schema": {}}}}});
    let parameter = |name: &str, location: &str| json!({"name": name, "in": location, "schema": {}});
    let mut deep = parameter("d", "query");
    deep["style"] = json!("deepObject");
    let parameters = json!([parameter("p", "query"), parameter("X-P", "header"), parameter("c", "cookie"), deep]);
    let media = [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/octet-stream",
        "application/xml",
    ];
    let content: serde_json::Map<String, Value> =
        media.into_iter().map(|media| (media.to_owned(), json!({"schema": {}}))).collect();
    let path = json!([{"name": "v", "in": "path", "required": true, "schema": {}}]);
    let mut paths = json!({
        "/get": {"get": {"operationId": "get", "parameters": parameters, "responses": any}},
        "/look": {"get": {"operationId": "look", "responses": any}},
        "/path/{v}": {"get": {"operationId": "path", "parameters": path, "responses": any}},
        "/send": {"post": {"operationId": "send", "requestBody": {"content": content}, "responses": any}},
    });
    for (number, schema) in types.iter().enumerate() {
        for (index, presence) in PRESENCES.iter().enumerate() {
            let answer = json!({"200": {"description": "ok", "content": {"application/json": {"schema": presence.object(schema)}}}});
            paths[format!("/of/{number}/{index}")] =
                json!({"get": {"operationId": format!("of-{number}-{index}"), "responses": answer}});
        }
    }
    json!({"openapi": "3.1.0", "info": {"title": "Places", "version": "1"}, "servers": [{"url": "https://places.example"}], "paths": paths, "components": components()})
}

/// A document, each step on a line of its own, so that the line of an error says which one it is about.
fn document(inputs: Option<&Value>, object: &Value, steps: &[Value]) -> String {
    let called = json!({"workflowId": "called", "inputs": object, "steps": [{"stepId": "look", "operationId": "look"}], "outputs": {"v": "$inputs.v"}});
    let members = json!({"any": {}, "text": {"type": "string"}});
    let inner = json!({"workflowId": "callee", "inputs": {"type": "object", "properties": members}, "steps": [{"stepId": "look", "operationId": "look"}]});
    let inputs = inputs.map(|inputs| format!("\"inputs\": {inputs},")).unwrap_or_default();
    let steps: Vec<String> = steps.iter().map(Value::to_string).collect();
    format!(
        "{{\"arazzo\": \"1.1.0\", \"info\": {{\"title\": \"Places\", \"version\": \"1\"}}, \"components\": {}, \
         \"sourceDescriptions\": [{{\"name\": \"api\", \"url\": \"api.json\", \"type\": \"openapi\"}}], \
         \"workflows\": [{called}, {inner}, {{\"workflowId\": \"value\", {inputs} \"steps\": [\n{}\n]}}]}}",
        components(),
        steps.join(",\n")
    )
}

/// Compiles it without the steps that are errors; how many places are left.
fn accepted(folder: &Path, inputs: Option<&Value>, object: &Value, mut steps: Vec<Value>) -> Option<(Compiled, usize)> {
    loop {
        write(&folder.join("places.json"), &document(inputs, object, &steps));
        let compiled = compile(folder, &Document::new("places.json"), &quote! { ::arazzo });
        let wrong = |line: usize| {
            compiled.diagnostics.iter().any(|found| found.severity == Severity::Error && found.line == line)
        };
        let before = steps.len();
        let mut line = 1;
        steps.retain(|_| {
            line += 1;
            !wrong(line)
        });
        if !compiled.has_errors() {
            return Some((compiled, before));
        }
        if steps.len() == before {
            return None;
        }
    }
}

/// Generates their code: `places.rs`, a module for each workflow.
pub(crate) fn generate(out: &Path) {
    println!("cargo::rerun-if-changed=build/places.rs");
    let folder: PathBuf = out.join("places");
    let types = types();
    write(&folder.join("api.json"), &description(&types).to_string());
    let (mut code, mut reached) = (String::new(), 0);
    for (number, (schema, presence)) in
        (0..types.len()).flat_map(|ty| (0..PRESENCES.len()).map(move |at| (ty, at))).enumerate()
    {
        let object = PRESENCES[presence].object(&types[schema]);
        let (mut steps, expression, inputs) = source(schema + presence, &format!("of-{schema}-{presence}"), &object);
        let places = places(expression);
        let chosen = (0..STEPS).map(|step| places[(number * STEPS + step) % places.len()].clone());
        steps.extend(chosen);
        for (index, step) in steps.iter_mut().enumerate().filter(|(_, step)| step["stepId"].is_null()) {
            step["stepId"] = json!(format!("s{index}"));
        }
        if let Some((compiled, steps)) = accepted(&folder, inputs.as_ref(), &object, steps) {
            reached += steps;
            let _ = writeln!(code, "mod places_{number} {{\n{}\n}}", compiled.to_source().expect("Rust"));
        }
    }
    assert!(reached > types.len() * PRESENCES.len() * STEPS / 2, "only {reached} places");
    write(&out.join("places.rs"), &code);
}
