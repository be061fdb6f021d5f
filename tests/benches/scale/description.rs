//! A description like that of GitHub's API: many operations, longer schemas, and examples longer than both.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

const WORDS: [&str; 12] =
    ["branch", "commit", "release", "issue", "label", "review", "runner", "secret", "team", "user", "webhook", "pull"];

pub(crate) fn synthesise(operations: usize) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    let mut examples = Map::new();
    for number in 0..operations {
        let word = WORDS[number % WORDS.len()];
        let path = format!("/repos/{{owner}}/{{repo}}/{word}s/{number}");
        paths.insert(path, json!({ METHODS[number % METHODS.len()]: operation(number, word) }));
        schemas.insert(format!("{word}-{number}"), schema(number, word, operations));
        examples.insert(
            format!("{word}-{number}"),
            json!({ "value": [example(number, word), example(number + 1, word), example(number + 2, word)] }),
        );
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "A long API", "version": "1.1.4", "description": "Made by a program." },
        "servers": [{ "url": "https://api.long.example" }],
        "tags": WORDS.map(|word| json!({ "name": word })),
        "paths": paths,
        "components": { "parameters": parameters(), "schemas": schemas, "examples": examples },
    })
}

const METHODS: [&str; 3] = ["get", "post", "delete"];

fn parameters() -> Value {
    let path = |name: &str| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" },
                "description": "The name is not case sensitive." })
    };
    json!({ "owner": path("owner"), "repo": path("repo") })
}

fn operation(number: usize, word: &str) -> Value {
    let name = format!("{word}-{number}");
    let content = json!({
        "application/json": {
            "schema": { "$ref": format!("#/components/schemas/{name}") },
            "examples": { "default": { "$ref": format!("#/components/examples/{name}") } },
        },
    });
    json!({
        "summary": format!("Do something with a {word}"),
        "description": prose(word, number),
        "tags": [word],
        "operationId": format!("{word}s/operation-{number}"),
        "externalDocs": { "url": format!("https://docs.long.example/rest/{word}s#{number}") },
        "parameters": [
            { "$ref": "#/components/parameters/owner" },
            { "$ref": "#/components/parameters/repo" },
            { "name": "per_page", "in": "query", "schema": { "type": "integer", "default": 30 },
              "description": "How many: \"up to\" 100." },
        ],
        "responses": {
            "200": { "description": "Response", "content": content },
            "404": { "description": "Resource not found" },
        },
        "x-long": { "githubCloudOnly": false, "enabledForGitHubApps": true, "category": word, "subcategory": name },
    })
}

fn prose(word: &str, number: usize) -> String {
    let line = format!("Works on the {word} number {number}: see `GET /{word}s`, \"{word}\" # and what follows.\n");
    format!("{line}\n{line}\n> [!NOTE]\n> - key: value\n\n{line}{line}")
}

fn schema(number: usize, word: &str, operations: usize) -> Value {
    let mut properties = Map::new();
    for (index, other) in WORDS.iter().enumerate() {
        let text = json!({ "type": "string", "format": "uri", "example": format!("https://api.long.example/{other}/{number}") });
        properties.insert(format!("{other}_url"), text);
        properties.insert(
            format!("{other}_count"),
            json!({ "type": "integer", "description": format!("How many {other}s.") }),
        );
        properties.insert(format!("is_{other}"), json!({ "type": "boolean", "default": index % 2 == 0 }));
    }
    let next = (number + 1) % operations;
    let reference = format!("#/components/schemas/{}-{next}", WORDS[next % WORDS.len()]);
    properties.insert("next".to_owned(), json!({ "$ref": reference }));
    let required: Vec<&String> = properties.keys().filter(|key| key.starts_with(word)).collect();
    json!({ "title": format!("The {word}"), "type": "object", "required": required, "properties": properties })
}

fn example(number: usize, word: &str) -> Value {
    let mut members = Map::new();
    for other in WORDS {
        members.insert(format!("{other}_url"), format!("https://api.long.example/{word}/{number}/{other}").into());
        members.insert(format!("{other}_count"), number.into());
    }
    Value::Object(members)
}

pub(crate) fn to_json(description: &Value) -> String {
    serde_json::to_string_pretty(description).expect("every value is JSON")
}

/// In block style, as generators write it.
pub(crate) fn to_yaml(description: &Value) -> String {
    let mut text = String::from("---\n");
    if let Value::Object(members) = description {
        write_members(members, 0, &mut text);
    }
    text
}

fn write_members(members: &Map<String, Value>, depth: usize, text: &mut String) {
    for (key, value) in members {
        let _ = write!(text, "{:depth$}{}:", "", scalar(key));
        write_value(value, depth + 2, text);
    }
}

/// What stands behind `key:` or `-`.
fn write_value(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            text.push('\n');
            write_members(members, depth, text);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            for item in items {
                let _ = write!(text, "{:1$}-", "", depth - 2);
                write_value(item, depth, text);
            }
        }
        Value::String(string) if string.contains('\n') => {
            text.push_str(" |\n");
            for line in string.lines() {
                let _ = writeln!(text, "{:1$}{line}", "", if line.is_empty() { 0 } else { depth });
            }
        }
        Value::String(string) => {
            let _ = writeln!(text, " {}", scalar(string));
        }
        other => {
            let _ = writeln!(text, " {other}");
        }
    }
}

fn scalar(string: &str) -> String {
    let plain = string.starts_with(|char: char| char.is_ascii_alphabetic() || char == '/')
        && !string.contains(": ")
        && !string.contains(" #");
    if plain { string.to_owned() } else { format!("'{}'", string.replace('\'', "''")) }
}

/// A document that calls five of the operations.
pub(crate) fn document(description: &str, operations: usize) -> String {
    let mut text = format!(
        "arazzo: 1.0.1\ninfo: {{ title: Five, version: 1.0.0 }}\nsourceDescriptions:\n  - {{ name: api, url: {description}, type: \
         openapi }}\nworkflows:\n  - workflowId: five\n    parameters:\n      - {{ name: owner, in: path, value: us }}\n      \
         - {{ name: repo, in: path, value: it }}\n    steps:\n"
    );
    for step in 0..5 {
        let number = step * (operations / 5);
        let word = WORDS[number % WORDS.len()];
        let _ = write!(
            text,
            "      - stepId: step{step}\n        operationId: {word}s/operation-{number}\n        successCriteria:\n          \
             - condition: $statusCode == 200\n        outputs:\n          url: $response.body#/next/next/user_url\n"
        );
    }
    text + "    outputs:\n      first: $steps.step0.outputs.url\n      last: $steps.step4.outputs.url\n"
}
