//! Workflows, and what they call.

use super::{Files, HEAD, Shape, document, each, inputs, joined, step};

pub(super) const SHAPES: [Shape; 16] = [
    Shape {
        name: "workflows",
        write: |n| {
            document(&each(n, |i| format!("- {{workflowId: w{i}, steps: [{{stepId: a, operationId: list}}]}}\n")))
        },
    },
    Shape {
        name: "workflows-of-one-name",
        write: |n| document(&each(n, |_| "- {workflowId: same, steps: [{stepId: a, operationId: list}]}\n".to_owned())),
    },
    Shape {
        name: "workflows-whose-names-collide",
        write: |n| {
            document(&each(n, |i| {
                format!(
                    "- {{workflowId: 'a{}b{}', steps: [{{stepId: a, operationId: list}}]}}\n",
                    "-".repeat(i % 64),
                    "_".repeat(i / 64)
                )
            }))
        },
    },
    Shape { name: "workflows-that-call-the-next", write: |n| calling(n, |i| i + 1) },
    Shape { name: "workflows-that-call-the-one-before", write: |n| calling(n, |i| i.max(1) - 1) },
    Shape { name: "workflows-that-call-the-last", write: |n| calling(n, |_| n) },
    Shape { name: "workflows-in-a-circle", write: |n| calling(n, |i| (i + 1) % n) },
    Shape {
        name: "workflows-that-depend-on-the-one-before",
        write: |n| {
            document(&format!(
                "- {{workflowId: w0, steps: [{{stepId: a, operationId: list}}]}}\n{}",
                each(n, |i| format!(
                    "- {{workflowId: w{}, dependsOn: [w{i}], steps: [{{stepId: a, operationId: list}}]}}\n",
                    i + 1
                ))
            ))
        },
    },
    Shape {
        name: "workflow-with-outputs",
        write: |n| {
            let mut files = inputs("{type: object, properties: {a: {type: string}}}");
            files.document += &format!("  outputs:\n{}", each(n, |i| format!("    o{i}: $inputs.a\n")));
            files
        },
    },
    Shape { name: "workflow-called-with-inputs", write: with_inputs },
    Shape {
        name: "sources",
        write: |n| Files {
            document: format!(
                "arazzo: 1.1.0\ninfo: {{title: t, version: '1'}}\nsourceDescriptions:\n{}workflows: [{{workflowId: w, steps: [{{stepId: a, operationId: $sourceDescriptions.a0.list}}]}}]\n",
                each(n, |i| format!("- {{name: a{i}, url: api.yml, type: openapi}}\n"))
            ),
            ..document("")
        },
    },
    Shape {
        name: "sources-of-an-unqualified-operation",
        write: |n| Files {
            document: format!(
                "arazzo: 1.1.0\ninfo: {{title: t, version: '1'}}\nsourceDescriptions:\n{}workflows: [{{workflowId: w, steps: [{{stepId: a, operationId: list}}]}}]\n",
                each(n, |i| format!("- {{name: a{i}, url: api.yml, type: openapi}}\n"))
            ),
            ..document("")
        },
    },
    Shape {
        name: "sources-that-are-not-there",
        write: |n| Files {
            document: format!(
                "arazzo: 1.1.0\ninfo: {{title: t, version: '1'}}\nsourceDescriptions:\n{}workflows: [{{workflowId: w, steps: [{{stepId: a, operationId: list}}]}}]\n",
                each(n, |i| format!("- {{name: a{i}, url: no{i}.yml, type: openapi}}\n"))
            ),
            ..document("")
        },
    },
    Shape { name: "unknown-fields", write: |n| step(&each(n, |i| format!("    f{i}: 1\n"))) },
    Shape { name: "extensions", write: |n| step(&each(n, |i| format!("    x-f{i}: 1\n"))) },
    Shape {
        name: "field-repeated",
        write: |n| Files {
            document: format!(
                "{HEAD}workflows: [{{workflowId: w, steps: [{{stepId: a, operationId: list, outputs: {{{}}}}}]}}]\n",
                joined(n, ",", |_| "a: $statusCode".to_owned())
            ),
            ..document("")
        },
    },
];

fn calling(count: usize, called: impl Fn(usize) -> usize) -> Files {
    let callers = each(count, |i| {
        format!(
            "- {{workflowId: w{i}, steps: [{{stepId: a, workflowId: w{}, outputs: {{x: $outputs.x}}}}], outputs: {{x: $steps.a.outputs.x}}}}\n",
            called(i)
        )
    });
    document(&format!(
        "{callers}- {{workflowId: w{count}, steps: [{{stepId: a, operationId: list, outputs: {{x: $response.body#/next}}}}], outputs: {{x: $steps.a.outputs.x}}}}\n"
    ))
}

fn with_inputs(count: usize) -> Files {
    let given = joined(count, ",", |i| format!("{{name: a{i}, value: x}}"));
    let taken = joined(count, ",", |i| format!("a{i}: {{type: string}}"));
    document(&format!(
        "- {{workflowId: w, steps: [{{stepId: a, workflowId: v, parameters: [{given}]}}]}}\n- {{workflowId: v, inputs: {{type: object, properties: {{{taken}}}}}, steps: [{{stepId: a, operationId: list}}]}}\n"
    ))
}
