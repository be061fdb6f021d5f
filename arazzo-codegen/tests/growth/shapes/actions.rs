//! Actions of steps.

use super::{Files, Shape, document, each, grouped, scattered, step, steps};

pub(super) const SHAPES: [Shape; 21] = [
    Shape {
        name: "actions-on-success",
        write: |n| {
            step(&actions("onSuccess", n, |i| {
                format!("type: goto, stepId: last, criteria: [{{condition: $response.body#/count == {i}}}]")
            }))
        },
    },
    Shape {
        name: "actions-that-end",
        write: |n| {
            step(&actions("onSuccess", n, |i| {
                format!("type: end, criteria: [{{condition: $response.body#/count == {i}}}]")
            }))
        },
    },
    Shape {
        name: "actions-on-failure",
        write: |n| {
            step(&actions("onFailure", n, |i| {
                format!("type: end, criteria: [{{condition: $response.header.X == '{i}'}}]")
            }))
        },
    },
    Shape {
        name: "actions-that-retry",
        write: |n| {
            step(&actions("onFailure", n, |i| {
                format!("type: retry, retryLimit: {}, criteria: [{{condition: $response.header.X == '{i}'}}]", i + 1)
            }))
        },
    },
    Shape {
        name: "actions-that-retry-behind-another-step",
        write: |n| {
            step(&actions("onFailure", n, |i| {
                format!(
                    "type: retry, stepId: last, retryLimit: {}, criteria: [{{condition: $response.header.X == '{i}'}}]",
                    i + 1
                )
            }))
        },
    },
    Shape {
        name: "actions-by-status",
        write: |n| {
            step(&actions("onFailure", n, |i| {
                format!("type: end, criteria: [{{condition: $statusCode == {}}}]", 400 + i % 200)
            }))
        },
    },
    Shape {
        name: "actions-without-criteria",
        write: |n| step(&actions("onSuccess", n, |_| "type: goto, stepId: last".to_owned())),
    },
    Shape {
        name: "actions-of-many-steps",
        write: |n| {
            many("onSuccess", n, |i| {
                format!("type: goto, stepId: last, criteria: [{{condition: $response.body#/count == {i}}}]")
            })
        },
    },
    Shape {
        name: "actions-of-many-steps-that-end",
        write: |n| {
            many("onFailure", n, |i| format!("type: end, criteria: [{{condition: $response.header.X == '{i}'}}]"))
        },
    },
    Shape {
        name: "actions-of-many-steps-that-retry",
        write: |n| {
            many("onFailure", n, |i| {
                format!("type: retry, retryLimit: 3, criteria: [{{condition: $response.header.X == '{i}'}}]")
            })
        },
    },
    Shape {
        name: "actions-of-many-steps-to-others",
        write: |n| {
            many("onSuccess", n, |i| {
                format!(
                    "type: goto, stepId: s{}, criteria: [{{condition: $response.body#/count == {i}}}]",
                    scattered(i) % (n / 90 + 1)
                )
            })
        },
    },
    Shape {
        name: "actions-of-many-steps-back-or-on",
        write: |n| {
            many("onSuccess", n, |i| {
                if i % 2 == 0 {
                    format!("type: goto, stepId: s{}, criteria: [{{condition: $response.body#/count == {i}}}]", i / 90)
                } else {
                    format!("type: end, criteria: [{{condition: $response.body#/count == {i}}}]")
                }
            })
        },
    },
    Shape {
        name: "actions-of-many-steps-by-status",
        write: |n| {
            many("onFailure", n, |i| format!("type: end, criteria: [{{condition: $statusCode == {}}}]", 400 + i % 90))
        },
    },
    Shape {
        name: "actions-of-one-name",
        write: |n| {
            step(&format!(
                "    onSuccess:\n{}",
                each(n, |i| format!(
                    "    - {{name: one, type: end, criteria: [{{condition: $response.body#/count == {i}}}]}}\n"
                ))
            ))
        },
    },
    Shape { name: "actions-to-own-steps", write: to_own_steps },
    Shape { name: "actions-of-two-steps-crossed", write: crossed },
    Shape {
        name: "actions-of-the-workflow",
        write: |n| {
            document(&format!(
                "- workflowId: long\n{}\n  steps: [{{stepId: first, operationId: list}}, {{stepId: last, operationId: list}}]\n",
                actions("successActions", n, |i| format!(
                    "type: end, criteria: [{{condition: $response.body#/count == {i}}}]"
                ))
                .replace("    ", "  ")
            ))
        },
    },
    Shape { name: "actions-of-the-workflow-for-many-steps", write: inherited },
    Shape { name: "actions-of-components", write: components },
    Shape {
        name: "actions-nowhere-used",
        write: |n| {
            let mut files = step("");
            files.document += &format!(
                "components:\n  failureActions:\n{}",
                each(n, |i| format!("    a{i}: {{name: a{i}, type: end}}\n"))
            );
            files
        },
    },
    Shape {
        name: "actions-to-unknown-steps",
        write: |n| step(&actions("onSuccess", n, |i| format!("type: goto, stepId: none{i}"))),
    },
];

fn actions(field: &str, count: usize, rest: impl Fn(usize) -> String) -> String {
    format!("    {field}:\n{}", each(count, |i| format!("    - {{name: a{i}, {}}}\n", rest(i))))
}

/// As many steps as these actions need.
fn many(field: &str, count: usize, rest: impl Fn(usize) -> String) -> Files {
    let steps_of = grouped(count, 90, |numbers| {
        let actions: String = numbers.map(|i| format!("    - {{name: a{i}, {}}}\n", rest(i))).collect();
        format!("    operationId: list\n    {field}:\n{actions}")
    });
    steps(&format!("{steps_of}  - {{stepId: last, operationId: list}}\n"))
}

fn to_own_steps(count: usize) -> Files {
    let jumps = actions("onSuccess", count, |i| {
        format!("type: goto, stepId: s{i}, criteria: [{{condition: $response.body#/count == {i}}}]")
    });
    let targets = each(count, |i| format!("  - {{stepId: s{i}, operationId: list}}\n"));
    steps(&format!("  - stepId: first\n    operationId: list\n{jumps}{targets}"))
}

fn crossed(count: usize) -> Files {
    let to = |target: &str| {
        actions("onSuccess", count, |i| {
            format!("type: goto, stepId: {target}, criteria: [{{condition: $response.body#/count == {i}}}]")
        })
    };
    steps(&format!(
        "  - stepId: first\n    operationId: list\n{}  - stepId: last\n    operationId: list\n{}",
        to("last"),
        to("first")
    ))
}

fn inherited(count: usize) -> Files {
    let actions = each(count, |i| {
        format!("  - {{name: a{i}, type: end, criteria: [{{condition: $response.body#/count == {i}}}]}}\n")
    });
    let steps = each(count, |i| format!("  - {{stepId: s{i}, operationId: list}}\n"));
    document(&format!("- workflowId: long\n  successActions:\n{actions}  steps:\n{steps}"))
}

fn components(count: usize) -> Files {
    let mut files = step(&format!(
        "    onFailure:\n{}",
        each(count, |i| format!("    - reference: $components.failureActions.a{i}\n"))
    ));
    files.document += &format!(
        "components:\n  failureActions:\n{}",
        each(count, |i| format!(
            "    a{i}: {{name: a{i}, type: end, criteria: [{{condition: $response.header.X == '{i}'}}]}}\n"
        ))
    );
    files
}
