//! Documents of many steps.

use std::fmt::Write as _;

/// What the steps call.
pub(crate) const API: &str = "\
openapi: 3.1.0
info: { title: Steps, version: 1.0.0 }
servers:
  - url: https://steps.example
paths:
  /next:
    get:
      operationId: next
      parameters:
        - { name: cursor, in: query, required: true, schema: { type: string } }
      responses:
        '200':
          description: The next one
          content:
            application/json:
              schema:
                type: object
                required: [cursor]
                properties:
                  cursor: { type: string }
                  more: { type: boolean }
        '404': { description: None }
";

pub(crate) type Write = fn(usize) -> String;

/// A kind of documents.
pub(crate) struct Kind {
    pub(crate) title: &'static str,
    pub(crate) write: Write,
    /// More steps than this take minutes to measure.
    pub(crate) most: usize,
}

pub(crate) const KINDS: [Kind; 8] = [
    Kind { title: "steps in a row, each with a value for the next", write: straight, most: usize::MAX },
    Kind { title: "every tenth step repeats itself, or goes back to the one before", write: looping, most: usize::MAX },
    Kind { title: "all values are read again at the end", write: wide, most: usize::MAX },
    Kind {
        title: "each step goes to the last one after a 404",
        write: |count| branching(count, |_| count - 1),
        most: usize::MAX,
    },
    Kind {
        title: "each step skips the next one after a 404",
        write: |count| branching(count, |number| (number + 2).min(count - 1)),
        most: usize::MAX,
    },
    Kind { title: "each step goes back to the one before after a 404", write: back, most: usize::MAX },
    Kind {
        title: "each step goes to one near it after a 404, before or behind it",
        write: |count| branching(count, |number| (number + scattered(number) % 17).saturating_sub(8).min(count - 1)),
        most: 300,
    },
    Kind {
        // Wherever one is, any value may be there or not: what has to be known grows with the square.
        title: "each step goes to any other after a 404",
        write: |count| branching(count, |number| scattered(number) % count),
        most: 300,
    },
];

/// A number that looks like chance.
fn scattered(number: usize) -> usize {
    number.wrapping_mul(2_654_435_761) >> 8
}

fn document(steps: &str, outputs: &str) -> String {
    format!(
        "arazzo: 1.0.1\ninfo: {{ title: Steps, version: 1.0.0 }}\nsourceDescriptions:\n  - {{ name: api, url: steps.api.yml, type: \
         openapi }}\nworkflows:\n  - workflowId: many\n    inputs: {{ type: object, required: [first], properties: {{ first: {{ \
         type: string }} }} }}\n    steps:\n{steps}    outputs:\n{outputs}"
    )
}

fn step(number: usize) -> String {
    let cursor = match number.checked_sub(1) {
        None => "$inputs.first".to_owned(),
        Some(before) => format!("$steps.s{before}.outputs.cursor"),
    };
    format!(
        "      - stepId: s{number}\n        operationId: next\n        parameters:\n          - {{ name: cursor, in: query, value: {cursor} \
         }}\n        successCriteria:\n          - condition: $statusCode == 200\n        outputs:\n          cursor: \
         $response.body#/cursor\n"
    )
}

fn last(count: usize) -> String {
    format!("      last: $steps.s{}.outputs.cursor\n", count - 1)
}

pub(crate) fn straight(count: usize) -> String {
    document(&(0..count).map(step).collect::<String>(), &last(count))
}

fn looping(count: usize) -> String {
    let mut steps = String::new();
    for number in 0..count {
        steps += &step(number);
        let criteria = "criteria: [{ context: $response.body, condition: '$.more == true', type: jsonpath }]";
        let _ = match number % 20 {
            10 => write!(
                steps,
                "        onSuccess:\n          - {{ name: again, type: goto, stepId: s{}, {criteria} }}\n",
                number - 1
            ),
            0 if number > 0 => {
                let retry = "type: retry, retryAfter: 1, retryLimit: 3, criteria: [{ condition: $statusCode == 404 }]";
                write!(steps, "        onFailure:\n          - {{ name: wait, {retry} }}\n")
            }
            _ => Ok(()),
        };
    }
    document(&steps, &last(count))
}

fn wide(count: usize) -> String {
    let outputs = (0..count).fold(String::new(), |mut outputs, number| {
        let _ = writeln!(outputs, "      o{number}: $steps.s{number}.outputs.cursor");
        outputs
    });
    document(&(0..count).map(step).collect::<String>(), &outputs)
}

/// Each step goes back to the one before after a 404: loops inside of loops.
pub(crate) fn back(count: usize) -> String {
    branching(count, |number| number.saturating_sub(1))
}

/// Steps that end well with a 404 too, and then lead where `target` says.
fn branching(count: usize, target: impl Fn(usize) -> usize) -> String {
    let criteria = "criteria: [{ condition: $statusCode == 404 }]";
    let branch = |number: usize| {
        let step = step(number).replace("$statusCode == 200", "$statusCode == 200 || $statusCode == 404");
        let to = target(number);
        format!("{step}        onSuccess:\n          - {{ name: other, type: goto, stepId: s{to}, {criteria} }}\n")
    };
    document(&(0..count).map(branch).collect::<String>(), &last(count))
}
