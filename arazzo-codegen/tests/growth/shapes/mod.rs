//! Documents of any length, by what is long or deep in them.

mod actions;
mod conditions;
mod descriptions;
mod expressions;
mod inputs;
mod payloads;
mod schemas;
mod steps;
mod texts;
mod workflows;

use std::ops::Range;

/// What a shape writes.
pub(crate) struct Files {
    pub(crate) document: String,
    pub(crate) description: String,
}

impl Files {
    fn length(&self) -> usize {
        self.document.len() + self.description.len()
    }
}

/// A kind of documents, by how much there is of it.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) write: fn(usize) -> Files,
}

impl Shape {
    /// The files that together are about as long as asked for.
    pub(crate) fn files(&self, length: usize) -> Files {
        let (few, many) = ((self.write)(16).length(), (self.write)(1040).length());
        let fixed = few.saturating_sub((many - few) / 64);
        let mut count = (length.saturating_sub(fixed)) * 1024 / (many - few).max(1);
        // Numbers have more digits where there are more of them, and some grow with the square.
        for _ in 0..6 {
            let found = (self.write)(count.max(1)).length().saturating_sub(fixed).max(1);
            count = (count.max(1) * length.saturating_sub(fixed) / found).max(1);
        }
        (self.write)(count)
    }
}

pub(crate) fn shapes() -> Vec<Shape> {
    let all: [&[Shape]; 10] = [
        &actions::SHAPES,
        &conditions::SHAPES,
        &descriptions::SHAPES,
        &expressions::SHAPES,
        &inputs::SHAPES,
        &payloads::SHAPES,
        &schemas::SHAPES,
        &steps::SHAPES,
        &texts::SHAPES,
        &workflows::SHAPES,
    ];
    all.into_iter().flatten().map(|Shape { name, write }| Shape { name, write: *write }).collect()
}

/// Pieces of text for the numbers below one.
fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

/// Pieces with something between them.
fn joined(count: usize, between: &str, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().join(between)
}

/// Opening and closing pieces around something, as deep as asked.
fn nested(count: usize, open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(count), close.repeat(count))
}

/// Steps with so many numbers each, until all numbers are used.
fn grouped(count: usize, most: usize, fields: impl Fn(Range<usize>) -> String) -> String {
    let starts = (0..count.max(1)).step_by(most).enumerate();
    starts.map(|(step, start)| format!("  - stepId: s{step}\n{}", fields(start..(start + most).min(count)))).collect()
}

/// A number that looks like chance.
fn scattered(number: usize) -> usize {
    number.wrapping_mul(2_654_435_761) >> 8
}

const HEAD: &str = "arazzo: 1.1.0\ninfo: {title: Long, version: '1'}\nsourceDescriptions: [{name: api, url: api.yml, type: openapi}]\n";

/// A document with these workflows; whatever else stands behind them.
fn document(workflows: &str) -> Files {
    Files { document: format!("{HEAD}workflows:\n{workflows}"), description: API.to_owned() }
}

/// One workflow with these steps.
fn steps(steps: &str) -> Files {
    document(&format!("- workflowId: long\n  steps:\n{steps}"))
}

/// One step with these fields, each on lines of its own.
fn step(fields: &str) -> Files {
    steps(&format!("  - stepId: first\n    operationId: list\n{fields}\n  - {{stepId: last, operationId: list}}\n"))
}

/// One workflow with these inputs.
fn inputs(schema: &str) -> Files {
    document(&format!("- workflowId: long\n  inputs: {schema}\n  steps: [{{stepId: first, operationId: list}}]\n"))
}

/// A step that sends this body.
fn body(payload: &str) -> Files {
    steps(&format!("  - stepId: first\n    operationId: make\n    requestBody:\n      payload: {payload}\n"))
}

/// A description with more, and a document that calls it.
fn described(operations: &str, components: &str, step: &str) -> Files {
    Files { description: format!("{API}{operations}components:\n{components}"), ..steps(step) }
}

/// A step that sends what this schema is of.
fn sent(schema: &str, components: &str, payload: &str) -> Files {
    let operation = format!(
        "  /send:\n    post:\n      operationId: send\n      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}\n      \
         responses: {{'200': {{description: ok}}}}\n"
    );
    described(
        &operation,
        components,
        &format!("  - stepId: first\n    operationId: send\n    requestBody: {{payload: {payload}}}\n"),
    )
}

/// A step that reads what is behind a pointer into a response with this schema.
fn received(schema: &str, components: &str, pointer: &str) -> Files {
    let operation = format!(
        "  /get:\n    get:\n      operationId: get\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}\n"
    );
    let step = format!("  - stepId: first\n    operationId: get\n    outputs: {{out: '$response.body{pointer}'}}\n");
    let mut files = described(&operation, components, &step);
    files.document += "  outputs: {out: $steps.first.outputs.out}\n";
    files
}

const API: &str = "\
openapi: 3.1.0
info: {title: Api, version: '1'}
servers: [{url: 'https://api.example'}]
paths:
  /list:
    get:
      operationId: list
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [next]
                properties: {next: {type: string}, more: {type: boolean}, count: {type: integer}, items: {type: array, items: {}}}
        '404': {description: None}
  /make:
    post:
      operationId: make
      requestBody: {content: {application/json: {schema: {}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {}}}}}
";
