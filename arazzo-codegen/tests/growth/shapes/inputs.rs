//! Inputs and their types.

use super::{Files, Shape, document, each, inputs, joined, nested};

pub(super) const SHAPES: [Shape; 24] = [
    Shape { name: "inputs", write: |n| inputs(&object(n, |_| "{type: string}".to_owned())) },
    Shape {
        name: "inputs-required",
        write: |n| {
            inputs(&format!(
                "{{type: object, required: [{}], properties: {{{}}}}}",
                joined(n, ",", |i| format!("a{i}")),
                joined(n, ",", |i| format!("a{i}: {{}}"))
            ))
        },
    },
    Shape {
        name: "inputs-required-and-not-declared",
        write: |n| inputs(&format!("{{type: object, required: [{}]}}", joined(n, ",", |i| format!("a{i}")))),
    },
    Shape {
        name: "inputs-with-defaults",
        write: |n| inputs(&object(n, |i| format!("{{type: integer, default: {i}}}"))),
    },
    Shape {
        name: "inputs-whose-names-collide",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{{}}}}}",
                joined(n, ",", |i| format!("'{}a{}': {{}}", "-".repeat(i % 64), "_".repeat(i / 64)))
            ))
        },
    },
    Shape { name: "inputs-used-in-order", write: used },
    Shape {
        name: "enum-of-words",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {{type: string, enum: [{}]}}}}}}",
                joined(n, ",", |i| format!("w{i}"))
            ))
        },
    },
    Shape {
        name: "enum-of-equal-words",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {{type: string, enum: [{}]}}}}}}",
                joined(n, ",", |_| "w".to_owned())
            ))
        },
    },
    Shape {
        name: "enum-of-colliding-words",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {{type: string, enum: [{}]}}}}}}",
                joined(n, ",", |i| format!("'{}a{}'", "-".repeat(i % 64), "_".repeat(i / 64)))
            ))
        },
    },
    Shape {
        name: "enum-of-numbers",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {{type: integer, enum: [{}]}}}}}}",
                joined(n, ",", |i| i.to_string())
            ))
        },
    },
    Shape {
        name: "enum-with-a-default",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {{type: string, default: w0, enum: [{}]}}}}}}",
                joined(n, ",", |i| format!("w{i}"))
            ))
        },
    },
    Shape { name: "inputs-nested", write: |n| inputs(&nested(n, "{type: object, properties: {a: ", "{}", "}}")) },
    Shape {
        name: "inputs-nested-lists",
        write: |n| {
            inputs(&format!("{{type: object, properties: {{a: {}}}}}", nested(n, "{type: array, items: ", "{}", "}")))
        },
    },
    Shape {
        name: "inputs-all-of",
        write: |n| {
            inputs(&format!(
                "{{allOf: [{}]}}",
                joined(n, ",", |i| format!("{{type: object, properties: {{a{i}: {{}}}}}}"))
            ))
        },
    },
    Shape { name: "inputs-all-of-nested", write: |n| inputs(&nested(n, "{allOf: [", "{type: object}", "]}")) },
    Shape {
        name: "inputs-one-of-objects",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {{oneOf: [{}]}}}}}}",
                joined(n, ",", |i| format!("{{type: object, properties: {{a{i}: {{}}}}}}"))
            ))
        },
    },
    Shape {
        name: "inputs-any-of-types",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {{anyOf: [{}]}}}}}}",
                joined(n, ",", |i| format!("{{type: {}}}", ["string", "integer", "boolean"][i % 3]))
            ))
        },
    },
    Shape {
        name: "inputs-one-of-nested",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {}}}}}",
                nested(n, "{oneOf: [{type: string}, ", "{type: integer}", "]}")
            ))
        },
    },
    Shape {
        name: "inputs-of-components-in-a-chain",
        write: |n| {
            referenced(n, |i| {
                format!("{{type: object, properties: {{a: {{$ref: '#/components/inputs/i{}'}}}}}}", i + 1)
            })
        },
    },
    Shape {
        name: "inputs-of-components-in-a-circle",
        write: |n| {
            referenced(n, |i| {
                format!("{{type: object, properties: {{a: {{$ref: '#/components/inputs/i{}'}}}}}}", (i + 1) % n)
            })
        },
    },
    Shape {
        name: "inputs-of-components-twice",
        write: |n| {
            referenced(n, |i| {
                format!(
                    "{{type: object, properties: {{a: {{$ref: '#/components/inputs/i{0}'}}, b: {{$ref: '#/components/inputs/i{0}'}}}}}}",
                    i + 1
                )
            })
        },
    },
    Shape {
        name: "inputs-of-components-by-references-alone",
        write: |n| referenced(n, |i| format!("{{$ref: '#/components/inputs/i{}'}}", i + 1)),
    },
    Shape {
        name: "inputs-patterns-of-names",
        write: |n| {
            inputs(&format!(
                "{{type: object, patternProperties: {{{}}}}}",
                joined(n, ",", |i| format!("'^a{i}': {{}}"))
            ))
        },
    },
    Shape {
        name: "input-with-a-long-default",
        write: |n| {
            inputs(&format!(
                "{{type: object, properties: {{a: {{type: array, items: {{type: integer}}, default: [{}]}}}}}}",
                joined(n, ",", |_| "0".to_owned())
            ))
        },
    },
];

fn object(count: usize, schema: impl Fn(usize) -> String) -> String {
    format!("{{type: object, properties: {{{}}}}}", joined(count, ",", |i| format!("a{i}: {}", schema(i))))
}

fn used(count: usize) -> Files {
    let schema = object(count, |_| "{type: string}".to_owned());
    let steps = each(count, |i| {
        format!(
            "  - {{stepId: s{i}, operationId: list, parameters: [{{name: cursor, in: query, value: $inputs.a{i}}}]}}\n"
        )
    });
    document(&format!("- workflowId: long\n  inputs: {schema}\n  steps:\n{steps}"))
}

fn referenced(count: usize, schema: impl Fn(usize) -> String) -> Files {
    let mut files = inputs("{type: object, properties: {a: {$ref: '#/components/inputs/i0'}}}");
    files.document += &format!(
        "components:\n  inputs:\n{}    i{count}: {{type: string}}\n",
        each(count, |i| format!("    i{i}: {}\n", schema(i)))
    );
    files
}
