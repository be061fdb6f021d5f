//! Whole compilations: how much of a long description they parse, and which of its mistakes they see.

use std::fmt::Write as _;

use super::*;
use crate::files::tests::folder;
use crate::parse::parsed_bytes;
use crate::{Compiled, Document, Severity};

const DOCUMENT: &str = "\
arazzo: 1.0.1
info: { title: Long, version: 1.0.0 }
sourceDescriptions:
  - { name: api, url: FILE, type: openapi }
workflows:
  - workflowId: use-it
    inputs: { type: object, properties: { id: { type: string } }, required: [id] }
    steps:
      - stepId: find
        operationId: operation7
        parameters:
          - { name: id, in: path, value: $inputs.id }
        successCriteria:
          - condition: $statusCode == 200
        outputs:
          name: $response.body#/name
    outputs:
      name: $steps.find.outputs.name
";

/// A description of so many operations, each with a schema of its own.
fn description(operations: usize) -> String {
    let mut text =
        "openapi: 3.1.0\ninfo:\n  title: Long\n  version: 1.0.0\nservers:\n  - url: https://api.example\npaths:\n"
            .to_owned();
    for number in 0..operations {
        let _ = write!(
            text,
            "  /things{number}/{{id}}:
    get:
      operationId: operation{number}
      description: |
        Finds thing {number}.

        ```
        paths:
          /never: here
        ```
      parameters:
        - name: id
          in: path
          required: true
          schema:
            type: string
      responses:
        '200':
          description: The thing
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/thing{number}'
"
        );
    }
    text += "components:\n  schemas:\n";
    for number in 0..operations {
        let _ = write!(
            text,
            "    thing{number}:
      type: object
      required: [name]
      properties:
        name:
          type: string
        other:
          $ref: '#/components/schemas/thing{}'
",
            (number + 1) % operations
        );
    }
    text
}

fn compile(name: &str, description: &str) -> Compiled {
    let root = folder();
    fs::write(root.join(name), description).unwrap();
    fs::write(root.join("workflow.yml"), DOCUMENT.replace("FILE", name)).unwrap();
    let compiled = crate::compile(&root, &Document::new("workflow.yml"), &quote::quote!(::arazzo));
    fs::remove_dir_all(root).unwrap();
    compiled
}

fn errors(compiled: &Compiled) -> Vec<String> {
    let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|error| format!("{}:{} {}", error.line, error.column, error.message)).collect()
}

fn to_json(text: &str) -> String {
    parse(text, Format::Yaml).unwrap().to_json().to_string()
}

#[test]
fn only_what_is_named_is_parsed() {
    let long = description(1000);
    for (name, text) in [("api.yml", long.clone()), ("api.json", to_json(&long))] {
        let before = parsed_bytes();
        let compiled = compile(name, &text);
        assert_eq!(errors(&compiled), [""; 0]);
        let parsed = parsed_bytes() - before;
        // The identifiers of all operations, and one operation with its schema.
        assert!(parsed * 8 < text.len(), "{parsed} of {} bytes were parsed", text.len());
        let short = compile(name, &if name == "api.yml" { description(20) } else { to_json(&description(20)) });
        assert_eq!(compiled.items.to_string(), short.items.to_string());
    }
}

#[test]
fn what_is_not_named_may_be_broken() {
    for count in [20, 1000] {
        let text = description(count)
            .replacen("Finds thing 3.", "Finds thing \u{1b}3.", 1)
            .replacen("    thing4:\n      type: object", "    thing4:\n      type: object\n      type: object", 1)
            .replacen("operationId: operation5\n", "operationId: operation5\n      summary: *nowhere\n", 1)
            .replacen(
                "    thing9:\n      type: object",
                "    thing9:\n      default: 123456789012345678901234567890",
                1,
            );
        assert!(parse(&text, Format::Yaml).is_err());
        assert_eq!(errors(&compile("api.yml", &text)), [""; 0]);
        // What is said about the rest has its place anyway.
        let text = text.replacen("    thing7:\n", "    thing8x:\n", 1);
        let compiled = compile("api.yml", &text);
        let [warning] = compiled.diagnostics.as_slice() else { panic!("{:?}", compiled.diagnostics) };
        let line = text[..text.find("schemas/thing7'").unwrap()].matches('\n').count() + 1;
        assert_eq!((warning.code, warning.line, warning.column), ("broken-reference", line, 23));
    }
}

#[test]
fn what_is_named_may_not_be_broken() {
    for count in [20, 1000] {
        let text = description(count);
        let schema =
            text.replacen("    thing7:\n      type: object", "    thing7:\n      type: object\n      type: array", 1);
        let line = schema[..schema.find("type: array").unwrap()].matches('\n').count() + 1;
        let expected = format!("{line}:7 the file cannot be parsed: duplicate key `type`");
        assert_eq!(errors(&compile("api.yml", &schema)), [expected]);
        // An operation that cannot be read may be the one that is looked for.
        // An operation that cannot be read may be the one that is looked for.
        let hidden = text.replacen("operationId: operation7\n", "operationId: \"operation\\x7\"\n", 1);
        let found = errors(&compile("api.yml", &hidden));
        assert!(found.iter().any(|error| error.contains("cannot be parsed")), "{found:?}");
        assert!(found.iter().any(|error| error.contains("no operation")), "{found:?}");
    }
}
