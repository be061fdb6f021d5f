//! Steps, and where they lead.

use super::{Files, Shape, document, each, joined, scattered, step, steps};

pub(super) const SHAPES: [Shape; 22] = [
    Shape { name: "steps", write: |n| steps(&each(n, |i| format!("  - {{stepId: s{i}, operationId: list}}\n"))) },
    Shape {
        name: "steps-of-one-name",
        write: |n| steps(&each(n, |_| "  - {stepId: same, operationId: list}\n".to_owned())),
    },
    Shape {
        name: "steps-whose-names-collide",
        write: |n| {
            steps(&each(n, |i| {
                format!("  - {{stepId: 'a{}b{}', operationId: list}}\n", "-".repeat(i % 64), "_".repeat(i / 64))
            }))
        },
    },
    Shape {
        name: "steps-of-unknown-operations",
        write: |n| steps(&each(n, |i| format!("  - {{stepId: s{i}, operationId: lst{i}}}\n"))),
    },
    Shape { name: "steps-that-read-the-one-before", write: |n| chained(n, |_| String::new()) },
    Shape {
        name: "steps-that-read-the-first",
        write: |n| {
            steps(&each(n, |i| {
                format!(
                    "  - {{stepId: s{i}, operationId: list, outputs: {{next: $response.body#/next}}, parameters: [{{name: cursor, in: query, value: {}}}]}}\n",
                    if i == 0 { "x" } else { "$steps.s0.outputs.next" }
                )
            }))
        },
    },
    Shape { name: "steps-all-read-at-the-end", write: all_read },
    Shape { name: "steps-to-the-last", write: |n| chained(n, |_| goto(n - 1)) },
    Shape { name: "steps-to-the-first", write: |n| chained(n, |_| goto(0)) },
    Shape { name: "steps-over-the-next", write: |n| chained(n, |i| goto((i + 2).min(n - 1))) },
    Shape { name: "steps-back-by-one", write: |n| chained(n, |i| goto(i.saturating_sub(1))) },
    Shape { name: "steps-to-themselves", write: |n| chained(n, goto) },
    Shape {
        name: "steps-to-one-near",
        write: |n| chained(n, |i| goto((i + scattered(i) % 17).saturating_sub(8).min(n - 1))),
    },
    Shape { name: "steps-to-any", write: |n| chained(n, |i| goto(scattered(i) % n)) },
    Shape { name: "steps-to-the-mirrored", write: |n| chained(n, |i| goto(n - 1 - i)) },
    Shape {
        name: "steps-that-retry",
        write: |n| {
            chained(n, |_| {
                ", onFailure: [{name: again, type: retry, criteria: [{condition: $statusCode == 503}]}]".to_owned()
            })
        },
    },
    Shape {
        name: "steps-not-reached",
        write: |n| {
            steps(&format!(
                "  - {{stepId: first, operationId: list, onSuccess: [{{name: e, type: end}}]}}\n{}",
                each(n, |i| format!("  - {{stepId: s{i}, operationId: list}}\n"))
            ))
        },
    },
    Shape {
        name: "steps-that-depend-on-the-one-before",
        write: |n| {
            steps(&format!(
                "  - {{stepId: s0, operationId: list}}\n{}",
                each(n, |i| format!("  - {{stepId: s{}, operationId: list, dependsOn: [s{i}]}}\n", i + 1))
            ))
        },
    },
    Shape {
        name: "step-that-depends-on-all",
        write: |n| {
            steps(&format!(
                "{}  - {{stepId: last, operationId: list, dependsOn: [{}]}}\n",
                each(n, |i| format!("  - {{stepId: s{i}, operationId: list}}\n")),
                joined(n, ",", |i| format!("s{i}"))
            ))
        },
    },
    Shape {
        name: "step-with-outputs",
        write: |n| {
            let mut files =
                step(&format!("    outputs:\n{}", each(n, |i| format!("      o{i}: $response.body#/next\n"))));
            files.document += "  outputs: {a: $steps.first.outputs.o0}\n";
            files
        },
    },
    Shape {
        name: "step-with-outputs-all-read",
        write: |n| {
            let mut files =
                step(&format!("    outputs:\n{}", each(n, |i| format!("      o{i}: $response.body#/next\n"))));
            files.document += &format!("  outputs:\n{}", each(n, |i| format!("    o{i}: $steps.first.outputs.o{i}\n")));
            files
        },
    },
    Shape {
        name: "step-with-outputs-of-headers",
        write: |n| {
            let mut files =
                step(&format!("    outputs:\n{}", each(n, |i| format!("      o{i}: $response.header.x{i}\n"))));
            files.document += &format!("  outputs:\n{}", each(n, |i| format!("    o{i}: $steps.first.outputs.o{i}\n")));
            files
        },
    },
];

/// Steps that each read from the one before, and lead on with a 404.
fn chained(count: usize, action: impl Fn(usize) -> String) -> Files {
    steps(&each(count, |i| {
        let cursor = i.checked_sub(1).map_or("first".to_owned(), |before| format!("$steps.s{before}.outputs.next"));
        format!(
            "  - {{stepId: s{i}, operationId: list, outputs: {{next: $response.body#/next}}, parameters: [{{name: cursor, in: query, value: \
             {cursor}}}], successCriteria: [{{condition: $statusCode == 200 || $statusCode == 404}}]{}}}\n",
            action(i)
        )
    }))
}

fn goto(step: usize) -> String {
    format!(
        ", onSuccess: [{{name: other, type: goto, stepId: s{step}, criteria: [{{condition: $statusCode == 404}}]}}]"
    )
}

fn all_read(count: usize) -> Files {
    let steps =
        each(count, |i| format!("  - {{stepId: s{i}, operationId: list, outputs: {{next: $response.body#/next}}}}\n"));
    let outputs = each(count, |i| format!("    o{i}: $steps.s{i}.outputs.next\n"));
    document(&format!("- workflowId: long\n  steps:\n{steps}  outputs:\n{outputs}"))
}
