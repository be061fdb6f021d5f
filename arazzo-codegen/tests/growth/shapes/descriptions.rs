//! Descriptions of APIs.

use super::{API, Files, Shape, described, each, joined, steps};

const FIRST: &str = "  - {stepId: first, operationId: list}\n";

pub(super) const SHAPES: [Shape; 20] = [
    Shape {
        name: "operations",
        write: |n| {
            described(
                &each(n, |i| {
                    format!("  /p{i}: {{get: {{operationId: o{i}, responses: {{'200': {{description: ok}}}}}}}}\n")
                }),
                "  schemas: {}\n",
                FIRST,
            )
        },
    },
    Shape {
        name: "operations-all-called",
        write: |n| {
            described(
                &each(n, |i| {
                    format!("  /p{i}: {{get: {{operationId: o{i}, responses: {{'200': {{description: ok}}}}}}}}\n")
                }),
                "  schemas: {}\n",
                &each(n, |i| format!("  - {{stepId: s{i}, operationId: o{i}}}\n")),
            )
        },
    },
    Shape {
        name: "operations-of-one-name",
        write: |n| {
            described(
                &each(n, |i| {
                    format!("  /p{i}: {{get: {{operationId: same, responses: {{'200': {{description: ok}}}}}}}}\n")
                }),
                "  schemas: {}\n",
                "  - {stepId: a, operationId: same}\n",
            )
        },
    },
    Shape {
        name: "operations-by-path",
        write: |n| {
            described(
                &each(n, |i| format!("  /p{i}: {{get: {{responses: {{'200': {{description: ok}}}}}}}}\n")),
                "  schemas: {}\n",
                "  - {stepId: a, operationPath: '{$sourceDescriptions.api.url}#/paths/~1p0/get'}\n",
            )
        },
    },
    Shape {
        name: "paths-in-a-chain",
        write: |n| {
            described(
                &each(n, |i| format!("  /p{i}: {{$ref: '#/paths/~1p{}'}}\n", i + 1)),
                "  schemas: {}\n",
                "  - {stepId: a, operationPath: '{$sourceDescriptions.api.url}#/paths/~1p0/get'}\n",
            )
        },
    },
    Shape {
        name: "responses",
        write: |n| {
            operation(
                &format!("responses: {{{}}}", joined(n, ",", |i| format!("'{}': {{description: ok}}", 100 + i % 500))),
                "",
                FIRST,
            )
        },
    },
    Shape {
        name: "media-types",
        write: |n| {
            operation(
                &format!(
                    "responses: {{'200': {{description: ok, content: {{{}}}}}}}",
                    joined(n, ",", |i| format!("application/x{i}: {{}}"))
                ),
                "",
                "  - {stepId: a, operationId: more, outputs: {a: '$response.body#/a'}}\n",
            )
        },
    },
    Shape {
        name: "media-types-of-the-request",
        write: |n| {
            operation(
                &format!(
                    "requestBody: {{content: {{{}}}}}, responses: {{}}",
                    joined(n, ",", |i| format!("application/x{i}: {{}}"))
                ),
                "",
                "  - {stepId: a, operationId: more, requestBody: {payload: {a: 1}}}\n",
            )
        },
    },
    Shape {
        name: "headers",
        write: |n| {
            operation(
                &format!(
                    "responses: {{'200': {{description: ok, headers: {{{}}}}}}}",
                    joined(n, ",", |i| format!("X{i}: {{schema: {{type: string}}}}"))
                ),
                "",
                "  - {stepId: a, operationId: more, outputs: {a: $response.header.X0}}\n",
            )
        },
    },
    Shape {
        name: "parameters-declared",
        write: |n| {
            operation(
                &format!(
                    "parameters: [{}], responses: {{}}",
                    joined(n, ",", |i| format!("{{name: a{i}, in: query, schema: {{}}}}"))
                ),
                "",
                "  - {stepId: a, operationId: more}\n",
            )
        },
    },
    Shape {
        name: "parameters-declared-and-given",
        write: |n| {
            operation(
                &format!(
                    "parameters: [{}], responses: {{}}",
                    joined(n, ",", |i| format!("{{name: a{i}, in: query, schema: {{}}}}"))
                ),
                "",
                &format!(
                    "  - {{stepId: a, operationId: more, parameters: [{}]}}\n",
                    joined(n, ",", |i| format!("{{name: a{i}, in: query, value: {i}}}"))
                ),
            )
        },
    },
    Shape {
        name: "parameters-declared-and-required",
        write: |n| {
            operation(
                &format!(
                    "parameters: [{}], responses: {{}}",
                    joined(n, ",", |i| format!("{{name: a{i}, in: query, required: true, schema: {{}}}}"))
                ),
                "",
                "  - {stepId: a, operationId: more}\n",
            )
        },
    },
    Shape {
        name: "parameters-declared-twice",
        write: |n| {
            operation(
                &format!(
                    "parameters: [{}], responses: {{}}",
                    joined(n, ",", |_| "{name: a, in: query, schema: {}}".to_owned())
                ),
                "",
                "  - {stepId: a, operationId: more}\n",
            )
        },
    },
    Shape { name: "segments", write: |n| templated(n, "/a") },
    Shape {
        name: "placeholders",
        write: |n| {
            described(
                &format!(
                    "  {}: {{get: {{operationId: more, parameters: [{}], responses: {{}}}}}}\n",
                    each(n, |i| format!("/{{a{i}}}")),
                    joined(n, ",", |i| format!("{{name: a{i}, in: path, required: true, schema: {{type: string}}}}"))
                ),
                "  schemas: {}\n",
                &format!(
                    "  - {{stepId: a, operationId: more, parameters: [{}]}}\n",
                    joined(n, ",", |i| format!("{{name: a{i}, in: path, value: x}}"))
                ),
            )
        },
    },
    Shape {
        name: "servers",
        write: |n| {
            operation(
                &format!(
                    "servers: [{}], responses: {{}}",
                    joined(n, ",", |i| format!("{{url: 'https://a{i}.example'}}"))
                ),
                "",
                "  - {stepId: a, operationId: more}\n",
            )
        },
    },
    Shape {
        name: "server-variables",
        write: |n| {
            operation(
                &format!(
                    "servers: [{{url: 'https://a.example/{}', variables: {{{}}}}}], responses: {{}}",
                    each(n, |i| format!("{{v{i}}}")),
                    joined(n, ",", |i| format!("v{i}: {{default: a}}"))
                ),
                "",
                "  - {stepId: a, operationId: more}\n",
            )
        },
    },
    Shape {
        name: "security-schemes",
        write: |n| {
            described(
                &format!(
                    "  /more: {{get: {{operationId: more, security: [{}], responses: {{}}}}}}\n",
                    joined(n, ",", |i| format!("{{s{i}: []}}"))
                ),
                &format!(
                    "  securitySchemes:\n{}",
                    each(n, |i| format!("    s{i}: {{type: apiKey, in: header, name: K{i}}}\n"))
                ),
                "  - {stepId: a, operationId: more}\n",
            )
        },
    },
    Shape {
        name: "security-schemes-together",
        write: |n| {
            described(
                &format!(
                    "  /more: {{get: {{operationId: more, security: [{{{}}}], responses: {{}}}}}}\n",
                    joined(n, ",", |i| format!("s{i}: []"))
                ),
                &format!(
                    "  securitySchemes:\n{}",
                    each(n, |i| format!("    s{i}: {{type: apiKey, in: header, name: K{i}}}\n"))
                ),
                "  - {stepId: a, operationId: more}\n",
            )
        },
    },
    Shape {
        name: "description-in-json",
        write: |n| Files {
            description: format!(
                "{{\"openapi\": \"3.0.0\", \"info\": {{\"title\": \"t\", \"version\": \"1\"}}, \"servers\": [{{\"url\": \"https://a.example\"}}], \"paths\": {{{}, \"/list\": {{\"get\": {{\"operationId\": \"list\", \"responses\": {{}}}}}}}}}}",
                joined(n.max(1), ",", |i| format!("\"/p{i}\": {{\"get\": {{\"responses\": {{}}}}}}"))
            ),
            ..steps(FIRST)
        },
    },
];

fn operation(fields: &str, components: &str, step: &str) -> Files {
    let components = if components.is_empty() { "  schemas: {}\n" } else { components };
    described(&format!("  /more: {{get: {{operationId: more, {fields}}}}}\n"), components, step)
}

fn templated(count: usize, segment: &str) -> Files {
    let path = segment.repeat(count);
    Files {
        description: format!("{API}  {path}: {{get: {{operationId: more, responses: {{}}}}}}\n"),
        ..steps("  - {stepId: a, operationId: more}\n")
    }
}
