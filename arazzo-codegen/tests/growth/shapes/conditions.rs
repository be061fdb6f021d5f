//! Criteria, and what stands in them.

use super::{Files, Shape, each, grouped, joined, nested, step, steps};

pub(super) const SHAPES: [Shape; 31] = [
    Shape {
        name: "criteria-of-one-step",
        write: |n| {
            step(&format!(
                "    successCriteria:\n{}",
                each(n, |i| format!("    - {{condition: $response.body#/count != {i}}}\n"))
            ))
        },
    },
    Shape { name: "criteria", write: |n| criteria(n, |i| format!("condition: $response.body#/count != {i}")) },
    Shape {
        name: "criteria-all-equal",
        write: |n| criteria(n, |_| "condition: $response.body#/more == true".to_owned()),
    },
    Shape {
        name: "criteria-on-the-status",
        write: |n| criteria(n, |i| format!("condition: $statusCode != {}", i % 500 + 100)),
    },
    Shape { name: "criteria-on-one-status", write: |n| criteria(n, |_| "condition: $statusCode == 200".to_owned()) },
    Shape {
        name: "criteria-that-are-queries",
        write: |n| criteria(n, |i| format!("context: $response.body, type: jsonpath, condition: '$.items[{i}]'")),
    },
    Shape {
        name: "criteria-that-are-patterns",
        write: |n| criteria(n, |i| format!("context: $response.body#/next, type: regex, condition: '^a{i}'")),
    },
    Shape {
        name: "criteria-that-are-paths",
        write: |n| criteria(n, |i| format!("context: $response.body, type: xpath, condition: '/a/b[{i}]'")),
    },
    Shape { name: "criteria-that-are-simple", write: |n| criteria(n, |_| "condition: '1==1'".to_owned()) },
    Shape { name: "criteria-with-a-mistake", write: |n| criteria(n, |_| "condition: '='".to_owned()) },
    Shape {
        name: "condition-of-many-parts",
        write: |n| condition(&joined(n, " && ", |i| format!("$response.body#/count != {i}"))),
    },
    Shape {
        name: "condition-of-alternatives",
        write: |n| condition(&joined(n, " || ", |i| format!("$response.body#/count == {i}"))),
    },
    Shape {
        name: "condition-of-both",
        write: |n| {
            condition(&joined(n, " || ", |i| format!("$response.body#/count == {i} && $response.body#/more == true")))
        },
    },
    Shape {
        name: "condition-of-parentheses-side-by-side",
        write: |n| condition(&joined(n, " && ", |i| format!("($response.body#/count == {i} || $statusCode == 200)"))),
    },
    Shape {
        name: "condition-of-statuses",
        write: |n| condition(&joined(n, " || ", |i| format!("$statusCode == {}", i % 500 + 100))),
    },
    Shape { name: "condition-in-parentheses", write: |n| condition(&nested(n, "(", "$statusCode == 200", ")")) },
    Shape { name: "condition-in-open-parentheses", write: |n| condition(&"(".repeat(n)) },
    Shape { name: "condition-negated", write: |n| condition(&nested(n, "!", "($statusCode == 200)", "")) },
    Shape {
        name: "condition-negated-in-parentheses",
        write: |n| condition(&nested(n, "!(", "$response.body#/more", ")")),
    },
    Shape {
        name: "condition-with-a-long-string",
        write: |n| condition(&format!("$response.body#/next == ''{}''", "a".repeat(n))),
    },
    Shape {
        name: "condition-with-quotes",
        write: |n| condition(&format!("$response.body#/next == ''{}''", "''''".repeat(n))),
    },
    Shape {
        name: "condition-with-a-long-number",
        write: |n| condition(&format!("$response.body#/count == {}", "9".repeat(n))),
    },
    Shape {
        name: "condition-with-a-long-fraction",
        write: |n| condition(&format!("$response.body#/count == 1.{}", "7".repeat(n))),
    },
    Shape { name: "query-long", write: |n| query(&format!("$.items{}", ".a".repeat(n))) },
    Shape {
        name: "query-of-filters-in-filters",
        write: |n| query(&format!("$.items{}", nested(n, "[?(@.a", "", ")]"))),
    },
    Shape { name: "query-of-parentheses", write: |n| query(&format!("$.items[?{}]", nested(n, "(", "@.a", ")"))) },
    Shape {
        name: "query-of-conditions",
        write: |n| query(&format!("$.items[?{}]", joined(n, " && ", |i| format!("@.a == {i}")))),
    },
    Shape { name: "query-of-indices", write: |n| query(&format!("$.items[{}]", joined(n, ",", |i| i.to_string()))) },
    Shape { name: "path-long", write: |n| xpath(&"/a".repeat(n)) },
    Shape { name: "path-of-predicates", write: |n| xpath(&format!("/a{}", nested(n, "[a", "", "]"))) },
    Shape { name: "path-of-parentheses", write: |n| xpath(&nested(n, "(", "/a", ")")) },
];

fn criteria(count: usize, piece: impl Fn(usize) -> String) -> Files {
    steps(&grouped(count, 400, |numbers| {
        let criteria: String = numbers.map(|i| format!("    - {{{}}}\n", piece(i))).collect();
        format!("    operationId: list\n    successCriteria:\n{criteria}")
    }))
}

fn condition(text: &str) -> Files {
    step(&format!("    successCriteria: [{{condition: '{text}'}}]"))
}

fn query(text: &str) -> Files {
    step(&format!("    successCriteria: [{{context: $response.body, type: jsonpath, condition: '{text}'}}]"))
}

fn xpath(text: &str) -> Files {
    step(&format!("    successCriteria: [{{context: $response.body, type: xpath, condition: '{text}'}}]"))
}
