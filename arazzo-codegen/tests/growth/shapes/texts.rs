//! YAML and JSON as texts.

use super::{API, Files, HEAD, Shape, document, each, joined, nested, step, steps};

pub(super) const SHAPES: [Shape; 32] = [
    Shape { name: "comments", write: |n| extended(&each(n, |_| "# a comment\n".to_owned())) },
    Shape { name: "comment-long", write: |n| extended(&format!("# {}\n", "a".repeat(n))) },
    Shape { name: "lines-empty", write: |n| extended(&"\n".repeat(n)) },
    Shape { name: "lines-ended-by-returns", write: |n| with_ends(n, "\r\n") },
    Shape { name: "lines-ended-by-returns-alone", write: |n| with_ends(n, "\r") },
    Shape { name: "lines-that-are-none", write: |n| extended(&format!("x-a: '{}'\n", "\u{2028}".repeat(n))) },
    Shape { name: "spaces", write: |n| extended(&format!("x-a: {}1\n", " ".repeat(n))) },
    Shape { name: "tabs", write: |n| extended(&format!("x-a: {}1\n", "\t".repeat(n))) },
    Shape { name: "quotes", write: |n| extended(&format!("x-a: '{}'\n", "''".repeat(n))) },
    Shape { name: "escapes", write: |n| extended(&format!("x-a: \"{}\"\n", "\\u0041".repeat(n))) },
    Shape { name: "text-of-lines", write: |n| extended(&format!("x-a: |\n{}", "  a line\n".repeat(n))) },
    Shape { name: "text-folded", write: |n| extended(&format!("x-a: >\n{}", "  a line\n".repeat(n))) },
    Shape { name: "text-plain-of-lines", write: |n| extended(&format!("x-a: a\n{}", "  a line\n".repeat(n))) },
    Shape { name: "description-long", write: |n| step(&format!("    description: {}", "word ".repeat(n))) },
    Shape { name: "maps-in-flow", write: |n| extended(&format!("x-a: {}\n", nested(n, "{a: ", "1", "}"))) },
    Shape { name: "lists-in-flow", write: |n| extended(&format!("x-a: {}\n", nested(n, "[", "1", "]"))) },
    Shape { name: "lists-in-flow-open", write: |n| extended(&format!("x-a: {}\n", "[".repeat(n))) },
    Shape { name: "lists-by-lines", write: |n| extended(&format!("x-a:\n  {}1\n", "- ".repeat(n))) },
    Shape {
        name: "maps-by-lines",
        write: |n| extended(&format!("x-a:\n{}", each(n.isqrt(), |i| format!("{:1$}a:\n", "", i + 1)))),
    },
    Shape { name: "maps-by-question-marks", write: |n| extended(&format!("x-a:\n  {}1\n", "? ".repeat(n))) },
    Shape { name: "anchors", write: |n| extended(&format!("x-a: [{}]\n", joined(n, ",", |i| format!("&a{i} 1")))) },
    Shape {
        name: "aliases",
        write: |n| extended(&format!("x-a: &a [1, 2, 3]\nx-b: [{}]\n", joined(n, ",", |_| "*a".to_owned()))),
    },
    Shape {
        name: "aliases-of-the-one-before",
        write: |n| extended(&format!("x-a: &a0 [1]\n{}", each(n, |i| format!("x-{i}: &a{} [*a{i}]\n", i + 1)))),
    },
    Shape {
        name: "aliases-twice",
        write: |n| extended(&format!("x-a: &a0 [1]\n{}", each(n, |i| format!("x-{i}: &a{} [*a{i}, *a{i}]\n", i + 1)))),
    },
    Shape {
        name: "merges",
        write: |n| extended(&format!("x-a: &a {{b: 1}}\nx-b: [{}]\n", joined(n, ",", |_| "{<<: *a}".to_owned()))),
    },
    Shape { name: "tags", write: |n| extended(&format!("x-a: [{}]\n", joined(n, ",", |_| "!t 1".to_owned()))) },
    Shape { name: "numbers", write: |n| extended(&format!("x-a: [{}]\n", joined(n, ",", |i| format!("{i}.5e3")))) },
    Shape { name: "number-long", write: |n| extended(&format!("x-a: {}\n", "9".repeat(n))) },
    Shape { name: "names-long", write: |n| steps(&format!("  - {{stepId: {0}, operationId: list}}\n", "a".repeat(n))) },
    Shape {
        name: "names-of-words",
        write: |n| steps(&format!("  - {{stepId: {0}, operationId: list}}\n", "a-".repeat(n))),
    },
    Shape {
        name: "document-in-json",
        write: |n| Files {
            document: format!(
                "{{\"arazzo\": \"1.0.1\", \"info\": {{\"title\": \"t\", \"version\": \"1\"}}, \"sourceDescriptions\": [{{\"name\": \"api\", \"url\": \"api.yml\", \"type\": \"openapi\"}}], \"workflows\": [{{\"workflowId\": \"w\", \"steps\": [{}]}}]}}",
                joined(n, ",", |i| format!("{{\"stepId\": \"s{i}\", \"operationId\": \"list\"}}"))
            ),
            ..document("")
        },
    },
    Shape {
        name: "description-with-comments",
        write: |n| Files { description: format!("{API}{}", "# a comment\n".repeat(n)), ..step("") },
    },
];

/// A document with more behind it.
fn extended(text: &str) -> Files {
    let files = step("");
    Files { document: files.document + text, ..files }
}

fn with_ends(count: usize, end: &str) -> Files {
    let steps = each(count, |i| format!("  - {{stepId: s{i}, operationId: list}}\n"));
    let text = format!("{HEAD}workflows:\n- workflowId: long\n  steps:\n{steps}");
    Files { document: text.replace('\n', end), ..document("") }
}
