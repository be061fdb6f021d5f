//! What steps send.

use super::{Files, Shape, body, document, each, grouped, joined, nested, steps};

pub(super) const SHAPES: [Shape; 23] = [
    Shape { name: "payload-of-members", write: |n| body(&format!("{{{}}}", joined(n, ",", |i| format!("a{i}: 1")))) },
    Shape { name: "payload-of-numbers", write: |n| body(&format!("[{}]", joined(n, ",", |_| "0".to_owned()))) },
    Shape { name: "payload-of-words", write: |n| body(&format!("[{}]", joined(n, ",", |_| "a".to_owned()))) },
    Shape { name: "payload-of-values", write: |n| given(&format!("[{}]", joined(n, ",", |_| "$inputs.a".to_owned()))) },
    Shape { name: "payload-of-objects", write: |n| body(&format!("[{}]", joined(n, ",", |_| "{a: 1}".to_owned()))) },
    Shape { name: "payload-nested", write: |n| body(&nested(n, "{a: ", "1", "}")) },
    Shape { name: "payload-of-nested-lists", write: |n| body(&nested(n, "[", "1", "]")) },
    Shape { name: "payload-of-nested-values", write: |n| given(&nested(n, "{a: ", "$inputs.a", "}")) },
    Shape { name: "payload-nested-by-lines", write: by_lines },
    Shape { name: "payload-of-a-long-text", write: |n| body(&format!("{{a: '{}'}}", "a".repeat(n))) },
    Shape { name: "payload-that-is-no-json", write: |n| body(&format!("'{}'", "a".repeat(n))) },
    Shape { name: "payload-of-json-in-text", write: |n| body(&format!("'[{}]'", joined(n, ",", |_| "0".to_owned()))) },
    Shape { name: "payload-of-nested-json-in-text", write: |n| body(&format!("'{}'", nested(n, "[", "1", "]"))) },
    Shape {
        name: "payload-of-values-in-json-in-text",
        write: |n| given(&format!("'[{}]'", joined(n, ",", |_| "\"{$inputs.a}\"".to_owned()))),
    },
    Shape { name: "payload-of-a-long-number", write: |n| body(&format!("[{}]", "9".repeat(n))) },
    Shape {
        name: "payload-of-bytes",
        write: |n| body(&format!("{{a: 'data:application/octet-stream;base64,{}'}}", "AAAA".repeat(n))),
    },
    Shape { name: "replacements", write: |n| replaced(&each(n, |i| format!("      - {{target: /a{i}, value: 1}}\n"))) },
    Shape {
        name: "replacements-of-one",
        write: |n| replaced(&each(n, |_| "      - {target: /a, value: 1}\n".to_owned())),
    },
    Shape {
        name: "replacement-deep",
        write: |n| replaced(&format!("      - {{target: '{}', value: 1}}\n", "/a".repeat(n))),
    },
    Shape { name: "parameters", write: |n| parameters(n, |i| format!("a{i}")) },
    Shape { name: "parameters-of-one-name", write: |n| parameters(n, |_| "cursor".to_owned()) },
    Shape { name: "parameters-of-the-workflow-for-many-steps", write: inherited },
    Shape { name: "parameters-of-components", write: components },
];

fn given(payload: &str) -> Files {
    document(&format!(
        "- workflowId: long\n  inputs: {{type: object, properties: {{a: {{type: string}}}}}}\n  steps:\n  - stepId: first\n    operationId: \
         make\n    requestBody: {{payload: {payload}}}\n"
    ))
}

fn by_lines(count: usize) -> Files {
    let count = count.isqrt();
    body(&format!("\n{}", each(count, |i| format!("{:1$}a:\n", "", i + 7))))
}

fn replaced(replacements: &str) -> Files {
    steps(&format!(
        "  - stepId: first\n    operationId: make\n    requestBody:\n      payload: {{a: 1}}\n      replacements:\n{replacements}"
    ))
}

fn parameters(count: usize, name: impl Fn(usize) -> String) -> Files {
    steps(&grouped(count, 400, |numbers| {
        let parameters: String =
            numbers.map(|i| format!("    - {{name: {}, in: query, value: {i}}}\n", name(i))).collect();
        format!("    operationId: list\n    parameters:\n{parameters}")
    }))
}

fn inherited(count: usize) -> Files {
    let parameters = each(count, |i| format!("  - {{name: a{i}, in: query, value: 1}}\n"));
    let steps = each(count, |i| format!("  - {{stepId: s{i}, operationId: list}}\n"));
    document(&format!("- workflowId: long\n  parameters:\n{parameters}  steps:\n{steps}"))
}

fn components(count: usize) -> Files {
    let used = each(count, |i| format!("    - reference: $components.parameters.a{i}\n"));
    let defined = each(count, |i| format!("    a{i}: {{name: a{i}, in: query, value: 1}}\n"));
    let mut files = steps(&format!("  - stepId: first\n    operationId: list\n    parameters:\n{used}"));
    files.document += &format!("components:\n  parameters:\n{defined}");
    files
}
