//! Expressions, templates, pointers and patterns.

use super::{Files, Shape, document, each, inputs, joined, nested, received, step, steps};

pub(super) const SHAPES: [Shape; 31] = [
    Shape { name: "path-of-alternatives", write: |n| xpath(&joined(n, " or ", |i| format!("/a = {i}"))) },
    Shape { name: "path-of-functions", write: |n| xpath(&nested(n, "not(", "/a", ")")) },
    Shape { name: "pattern-long", write: |n| regex(&"a".repeat(n)) },
    Shape { name: "pattern-of-groups", write: |n| regex(&nested(n, "(", "a", ")")) },
    Shape { name: "pattern-of-alternatives", write: |n| regex(&joined(n, "|", |i| format!("a{i}"))) },
    Shape { name: "pattern-of-classes", write: |n| regex(&"[a-z]".repeat(n)) },
    Shape { name: "pattern-of-repetitions", write: |n| regex(&"\\w{9}".repeat(n)) },
    Shape { name: "expression-of-members", write: |n| output(&format!("$inputs.a{}", ".a".repeat(n))) },
    Shape { name: "expression-of-indices", write: |n| output(&format!("$steps.first.outputs.a{}", "[0]".repeat(n))) },
    Shape { name: "expression-of-indices-in-text", write: |n| text(&format!("'see $inputs.a{}'", "[0]".repeat(n))) },
    Shape { name: "expression-of-members-in-text", write: |n| text(&format!("'see $inputs.a{}'", ".a".repeat(n))) },
    Shape { name: "expression-of-pointers-in-text", write: |n| text(&format!("'see $inputs.a#{}'", "/a".repeat(n))) },
    Shape {
        name: "expression-of-indices-of-a-list-in-text",
        write: |n| Files {
            document: text(&format!("'see $inputs.a{}'", "[0]".repeat(n)))
                .document
                .replace("type: string", "type: array, items: {}"),
            ..document("")
        },
    },
    Shape {
        name: "expressions-in-a-condition-in-text",
        write: |n| {
            step(&format!(
                "    successCriteria: [{{condition: '$response.body#/next == ''{}'''}}]",
                "$inputs.a[0]".repeat(n)
            ))
        },
    },
    Shape {
        name: "expression-of-indices-of-a-step-in-text",
        write: |n| text(&format!("'see $steps.first.outputs.a{}'", "[0]".repeat(n))),
    },
    Shape { name: "expression-with-a-long-name", write: |n| output(&format!("$inputs.{}", "a".repeat(n))) },
    Shape { name: "expression-unknown", write: |n| output(&format!("$x{}", "y".repeat(n))) },
    Shape { name: "expressions-in-text", write: |n| holes(n, |i| format!(" $inputs.a{i}")) },
    Shape { name: "expressions-in-text-side-by-side", write: |n| holes(n, |i| format!("$inputs.a{i}")) },
    Shape { name: "expressions-that-are-none", write: |n| text(&format!("'{}'", "$inputs".repeat(n))) },
    Shape { name: "dollars", write: |n| text(&format!("'{}'", "$".repeat(n))) },
    Shape { name: "holes", write: |n| holes(n, |i| format!("{{$inputs.a{i}}}")) },
    Shape {
        name: "holes-in-a-url",
        write: |n| {
            step(&format!("    parameters: [{{name: cursor, in: query, value: '{}'}}]", "{$workflow.x}".repeat(n)))
        },
    },
    Shape { name: "braces-open", write: |n| text(&format!("'{}'", "{$".repeat(n))) },
    Shape { name: "braces-nested", write: |n| text(&format!("'{}'", nested(n, "{", "$inputs.a", "}"))) },
    Shape { name: "pointer-long", write: |n| received("{}", "  schemas: {}\n", &format!("#{}", "/a".repeat(n))) },
    Shape {
        name: "pointer-of-indices",
        write: |n| received("{type: array}", "  schemas: {}\n", &format!("#{}", "/0".repeat(n))),
    },
    Shape {
        name: "pointer-of-escapes",
        write: |n| received("{}", "  schemas: {}\n", &format!("#/{}", "~1".repeat(n))),
    },
    Shape {
        name: "pointer-into-a-circle",
        write: |n| {
            received(
                "{$ref: '#/components/schemas/a'}",
                "  schemas: {a: {type: object, properties: {a: {$ref: '#/components/schemas/a'}}}}\n",
                &format!("#{}", "/a".repeat(n)),
            )
        },
    },
    Shape {
        name: "outputs-that-read-each-other",
        write: |n| {
            steps(&each(n, |i| {
                format!("  - {{stepId: s{i}, operationId: list, outputs: {{a: $steps.s{}.outputs.b}}}}\n", (i + 1) % n)
            }))
        },
    },
    Shape {
        name: "outputs-in-text-twice",
        write: |n| {
            steps(&each(n, |i| {
                format!(
                    "  - {{stepId: s{i}, operationId: list, outputs: {{a: '{{$steps.s{0}.outputs.a}}{{$steps.s{0}.outputs.a}}'}}}}\n",
                    i.max(1) - 1
                )
            }))
        },
    },
];

/// A text that is sent, in a workflow with an input.
fn text(value: &str) -> Files {
    document(&format!(
        "- workflowId: long\n  inputs: {{type: object, properties: {{a: {{type: string}}}}}}\n  steps:\n  - stepId: first\n    operationId: \
         list\n    outputs: {{a: $response.body#/items}}\n  - stepId: second\n    operationId: list\n    parameters: [{{name: cursor, in: query, \
         value: {value}}}]\n"
    ))
}

fn xpath(text: &str) -> Files {
    step(&format!("    successCriteria: [{{context: $response.body, type: xpath, condition: '{text}'}}]"))
}

fn regex(text: &str) -> Files {
    step(&format!("    successCriteria: [{{context: $response.body#/next, type: regex, condition: '{text}'}}]"))
}

fn output(value: &str) -> Files {
    let mut files = inputs("{type: object, properties: {a: {}}}");
    files.document =
        files.document.replace("operationId: list", "operationId: list, outputs: {a: $response.body#/items}");
    files.document += &format!("  outputs: {{out: '{value}'}}\n");
    files
}

/// A body with that many values of inputs in its text.
fn holes(count: usize, hole: impl Fn(usize) -> String) -> Files {
    let text = each(count, |i| hole(i % 9));
    let names = joined(9, ", ", |i| format!("a{i}: {{type: string}}"));
    document(&format!(
        "- workflowId: long\n  inputs: {{type: object, properties: {{{names}}}}}\n  steps:\n  - stepId: first\n    operationId: \
         make\n    requestBody: {{payload: {{text: '{text}'}}}}\n"
    ))
}
