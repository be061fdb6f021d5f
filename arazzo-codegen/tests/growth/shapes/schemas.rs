//! Schemas of descriptions.

use super::{Files, Shape, each, joined, nested, received, sent};

pub(super) const SHAPES: [Shape; 26] = [
    Shape { name: "schemas", write: |n| chain(n, |_| "{type: object}".to_owned(), "{a: 1}") },
    Shape { name: "schemas-in-a-chain", write: |n| chain(n, |i| link(i + 1), "{a: 1}") },
    Shape { name: "schemas-in-a-circle", write: |n| chain(n, |i| link((i + 1) % n), "{a: 1}") },
    Shape {
        name: "schemas-of-members-in-a-chain",
        write: |n| chain(n, |i| format!("{{type: object, properties: {{a: {}}}}}", link(i + 1)), "{a: {a: 1}}"),
    },
    Shape {
        name: "schemas-that-are-twice-the-next",
        write: |n| chain(n, |i| format!("{{allOf: [{0}, {0}]}}", link(i + 1)), "{a: 1}"),
    },
    Shape {
        name: "schemas-that-are-one-of-the-next",
        write: |n| chain(n, |i| format!("{{oneOf: [{0}, {0}]}}", link(i + 1)), "{a: 1}"),
    },
    Shape {
        name: "schemas-that-are-twice-the-next-received",
        write: |n| got(n, |i| format!("{{allOf: [{0}, {0}]}}", link(i + 1)), "#/a"),
    },
    Shape {
        name: "schemas-that-are-any-of-the-next-received",
        write: |n| got(n, |i| format!("{{anyOf: [{0}, {0}]}}", link(i + 1)), "#/a"),
    },
    Shape {
        name: "schemas-with-members-twice-received",
        write: |n| got(n, |i| format!("{{type: object, properties: {{a: {0}, b: {0}}}}}", link(i + 1)), "#/a/b"),
    },
    Shape { name: "schema-of-members-sent", write: |n| sent(&members(n), "  schemas: {}\n", "{a0: 1}") },
    Shape {
        name: "schema-of-members-all-sent",
        write: |n| sent(&members(n), "  schemas: {}\n", &format!("{{{}}}", joined(n, ",", |i| format!("a{i}: x")))),
    },
    Shape {
        name: "schema-of-members-that-must-be-there",
        write: |n| {
            sent(
                &format!("{{type: object, required: [{}]}}", joined(n, ",", |i| format!("a{i}"))),
                "  schemas: {}\n",
                "{b: 1}",
            )
        },
    },
    Shape { name: "schema-of-members-received", write: |n| received(&members(n), "  schemas: {}\n", "#/a0") },
    Shape {
        name: "schema-nested-sent",
        write: |n| {
            sent(
                &nested(n, "{type: object, properties: {a: ", "{}", "}}"),
                "  schemas: {}\n",
                &nested(n, "{a: ", "1", "}"),
            )
        },
    },
    Shape {
        name: "schema-nested-received",
        write: |n| {
            received(
                &nested(n, "{type: object, properties: {a: ", "{}", "}}"),
                "  schemas: {}\n",
                &format!("#{}", "/a".repeat(n)),
            )
        },
    },
    Shape {
        name: "schema-of-alternatives-sent",
        write: |n| sent(&format!("{{oneOf: [{}]}}", alternatives(n)), "  schemas: {}\n", "{a0: 1}"),
    },
    Shape {
        name: "schema-of-alternatives-received",
        write: |n| received(&format!("{{oneOf: [{}]}}", alternatives(n)), "  schemas: {}\n", "#/a0"),
    },
    Shape {
        name: "schema-of-nested-alternatives-received",
        write: |n| {
            received(&nested(n, "{anyOf: [{type: object, properties: {a: {}}}, ", "{}", "]}"), "  schemas: {}\n", "#/a")
        },
    },
    Shape {
        name: "schema-of-parts-sent",
        write: |n| sent(&format!("{{allOf: [{}]}}", alternatives(n)), "  schemas: {}\n", "{a0: 1}"),
    },
    Shape {
        name: "schema-of-parts-received",
        write: |n| received(&format!("{{allOf: [{}]}}", alternatives(n)), "  schemas: {}\n", "#/a0"),
    },
    Shape {
        name: "schema-of-words-sent",
        write: |n| {
            sent(&format!("{{type: string, enum: [{}]}}", joined(n, ",", |i| format!("w{i}"))), "  schemas: {}\n", "no")
        },
    },
    Shape {
        name: "schema-with-many-words-in-a-list-sent",
        write: |n| {
            sent(
                &format!("{{type: array, items: {{type: string, enum: [{}]}}}}", joined(n, ",", |i| format!("w{i}"))),
                "  schemas: {}\n",
                &format!("[{}]", joined(n, ",", |i| format!("w{i}"))),
            )
        },
    },
    Shape {
        name: "list-of-different-things-sent",
        write: |n| {
            sent(
                "{type: array, uniqueItems: true}",
                "  schemas: {}\n",
                &format!("[{}]", joined(n, ",", |i| i.to_string())),
            )
        },
    },
    Shape {
        name: "schema-of-nots",
        write: |n| sent(&nested(n, "{not: ", "{type: object}", "}"), "  schemas: {}\n", "{a: 1}"),
    },
    Shape {
        name: "schema-with-a-long-pattern",
        write: |n| sent(&format!("{{type: string, pattern: '{}'}}", "a".repeat(n)), "  schemas: {}\n", "no"),
    },
    Shape {
        name: "schema-with-names-by-pattern",
        write: |n| {
            sent(
                &format!(
                    "{{type: object, patternProperties: {{{}}}}}",
                    joined(n, ",", |i| format!("'^a{i}$': {{type: string}}"))
                ),
                "  schemas: {}\n",
                &format!("{{{}}}", joined(n, ",", |i| format!("a{i}: x"))),
            )
        },
    },
];

fn link(to: usize) -> String {
    format!("{{$ref: '#/components/schemas/c{to}'}}")
}

fn components(count: usize, schema: impl Fn(usize) -> String) -> String {
    format!(
        "  schemas:\n{}    c{count}: {{type: object, properties: {{a: {{type: string}}}}}}\n",
        each(count, |i| format!("    c{i}: {}\n", schema(i)))
    )
}

fn chain(count: usize, schema: impl Fn(usize) -> String, payload: &str) -> Files {
    sent(&link(0), &components(count, schema), payload)
}

fn got(count: usize, schema: impl Fn(usize) -> String, pointer: &str) -> Files {
    received(&link(0), &components(count, schema), pointer)
}

fn members(count: usize) -> String {
    format!("{{type: object, properties: {{{}}}}}", joined(count, ",", |i| format!("a{i}: {{type: string}}")))
}

fn alternatives(count: usize) -> String {
    joined(count, ",", |i| format!("{{type: object, required: [a{i}], properties: {{a{i}: {{type: integer}}}}}}"))
}
