//! A workflow, step by step, as the specification says it: without graphs, types or blocks, and without the compiler.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Runs stop here: random workflows like to loop.
pub(crate) const LIMIT: u32 = 30;

/// A request that must come, and its answer.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) target: String,
    /// `None`: the connection is lost.
    pub(crate) status: Option<u16>,
    pub(crate) body: Value,
}

/// How a run ends.
#[derive(Debug, PartialEq)]
pub(crate) enum End {
    Output(Value),
    /// Kind, step and status.
    Error(&'static str, String, Option<u16>),
}

/// What comes of a workflow when its peer answers at random.
pub(crate) fn run(workflow: &Value, seed: u64) -> (Vec<Exchange>, Vec<f64>, End) {
    let mut run = Run { workflow, seed, known: BTreeMap::new(), sent: Vec::new(), waits: Vec::new() };
    let mut at = Some(0);
    let end = loop {
        let Some(step) = at.and_then(|at| workflow["steps"].get(at)) else { break End::Output(run.outputs()) };
        match run.step(step) {
            Ok(Next::Step(id)) => at = run.position(&id),
            Ok(Next::Following) => at = at.map(|at| at + 1),
            Ok(Next::End) => at = None,
            Err(end) => break end,
        }
    };
    (run.sent, run.waits, end)
}

enum Next {
    Following,
    Step(String),
    End,
}

struct Run<'w> {
    workflow: &'w Value,
    seed: u64,
    /// The outputs that there are, by their expressions.
    known: BTreeMap<String, Value>,
    sent: Vec<Exchange>,
    waits: Vec<f64>,
}

/// What a step got.
struct Answer {
    status: Option<u16>,
    body: Value,
}

fn id(step: &Value) -> String {
    step["stepId"].as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

impl Run<'_> {
    fn position(&self, id: &str) -> Option<usize> {
        list(&self.workflow["steps"]).iter().position(|step| step["stepId"] == id)
    }

    fn outputs(&self) -> Value {
        let outputs = self.workflow["outputs"].as_object().into_iter().flatten();
        let values = outputs.filter_map(|(name, value)| Some((name.clone(), self.known.get(value.as_str()?)?.clone())));
        Value::Object(values.collect())
    }

    /// Attempts of a step until an action, or none, says what is next.
    fn step(&mut self, step: &Value) -> Result<Next, End> {
        let mut retries = BTreeMap::new();
        loop {
            let answer = self.send(step)?;
            let success = self.succeeds(step, &answer);
            let actions = list(&step[if success { "onSuccess" } else { "onFailure" }]);
            let chosen = actions.iter().enumerate().find(|(index, action)| {
                let used: u64 = retries.get(index).copied().unwrap_or_default();
                let exhausted = action["type"] == "retry" && used >= action["retryLimit"].as_u64().unwrap_or(1);
                self.all_hold(&action["criteria"], step, &answer) && !exhausted
            });
            match chosen {
                Some((index, action)) if action["type"] == "retry" => {
                    *retries.entry(index).or_default() += 1;
                    self.before_retry(step, action)?;
                    continue;
                }
                Some((_, action)) if action["type"] == "end" && !success => {
                    return Err(End::Error("Ended", id(step), answer.status));
                }
                None if !success => return Err(failed(step, &answer)),
                _ => {}
            }
            self.keep(step, &answer);
            return Ok(match chosen {
                Some((_, action)) if action["type"] == "end" => Next::End,
                Some((_, action)) => Next::Step(action["stepId"].as_str().unwrap_or_default().to_owned()),
                None => Next::Following,
            });
        }
    }

    /// The wait, and the step that runs first: once, and without its own actions. A step before itself is none (SPEC A-24).
    fn before_retry(&mut self, repeated: &Value, action: &Value) -> Result<(), End> {
        self.waits.extend(action["retryAfter"].as_f64());
        let Some(target) = action["stepId"].as_str().filter(|target| *target != id(repeated)) else { return Ok(()) };
        let workflow = self.workflow;
        let step = &workflow["steps"][self.position(target).unwrap_or_default()];
        let answer = self.send(step)?;
        if !self.succeeds(step, &answer) {
            return Err(failed(step, &answer));
        }
        self.keep(step, &answer);
        Ok(())
    }

    /// The outputs of a step are those of its last response.
    fn keep(&mut self, step: &Value, answer: &Answer) {
        for name in ["x", "y"] {
            let key = format!("$steps.{}.outputs.{name}", id(step));
            match answer.body.get(name) {
                Some(value) => self.known.insert(key, value.clone()),
                None => self.known.remove(&key),
            };
        }
    }

    fn send(&mut self, step: &Value) -> Result<Answer, End> {
        let mut path = format!("/{}", step["operationId"].as_str().unwrap_or_default());
        let mut query = Vec::new();
        for parameter in list(&step["parameters"]) {
            let text = parameter["value"].as_str().unwrap_or_default();
            let value =
                if text.starts_with('$') { self.known.get(text).map(Value::to_string) } else { Some(text.to_owned()) };
            match (parameter["in"] == "path", value) {
                (true, Some(value)) => path = format!("{path}/{value}"),
                (true, None) => return Err(End::Error("MissingValue", id(step), None)),
                (false, Some(value)) => {
                    query.push(format!("{}={value}", parameter["name"].as_str().unwrap_or_default()));
                }
                (false, None) => {}
            }
        }
        if self.sent.len() >= LIMIT as usize {
            return Err(End::Error("Limit", id(step), None));
        }
        let target = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
        let (status, body) = answer(self.seed, self.sent.len() as u64 + 1);
        self.sent.push(Exchange { target, status, body: body.clone() });
        Ok(Answer { status, body })
    }

    fn succeeds(&self, step: &Value, answer: &Answer) -> bool {
        let Some(status) = answer.status else { return false };
        match step.get("successCriteria") {
            Some(criteria) => self.all_hold(criteria, step, answer),
            None => (200..300).contains(&status),
        }
    }

    fn all_hold(&self, criteria: &Value, step: &Value, answer: &Answer) -> bool {
        list(criteria)
            .iter()
            .all(|criterion| self.holds(criterion["condition"].as_str().unwrap_or_default(), step, answer))
    }

    fn holds(&self, condition: &str, step: &Value, answer: &Answer) -> bool {
        if let Some(inner) = condition.strip_prefix("!(").and_then(|rest| rest.strip_suffix(')')) {
            return !self.holds(inner, step, answer);
        }
        condition.split(" || ").any(|part| {
            let words: Vec<&str> = part.split(' ').collect();
            let [left, operator, right] = words[..] else { panic!("{part} is not a comparison") };
            let (left, right) = (self.operand(left, step, answer), self.operand(right, step, answer));
            match operator {
                "==" => left == right,
                "!=" => left != right,
                "<" => matches!((left.as_i64(), right.as_i64()), (Some(left), Some(right)) if left < right),
                ">=" => matches!((left.as_i64(), right.as_i64()), (Some(left), Some(right)) if left >= right),
                other => panic!("{other} is not an operator"),
            }
        })
    }

    /// What is absent is null. A step's own outputs are those of the response at hand.
    fn operand(&self, text: &str, step: &Value, answer: &Answer) -> Value {
        let own = text.strip_prefix(&format!("$steps.{}.outputs.", id(step)));
        if let Some(name) = own.or_else(|| text.strip_prefix("$response.body#/")) {
            return answer.body.get(name).cloned().unwrap_or_default();
        }
        match text {
            "$statusCode" => answer.status.map_or(Value::Null, Value::from),
            _ if text.starts_with('$') => self.known.get(text).cloned().unwrap_or_default(),
            literal => serde_json::from_str(literal).expect("a literal"),
        }
    }
}

/// Nothing handles it: a lost connection is what it is.
fn failed(step: &Value, answer: &Answer) -> End {
    End::Error(if answer.status.is_some() { "StepFailed" } else { "Transport" }, id(step), answer.status)
}

/// The answer to the so-manieth request: what its description says, at random.
fn answer(seed: u64, number: u64) -> (Option<u16>, Value) {
    let mut noise = seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3 {
        noise = (noise ^ noise >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    let noise = noise >> 16;
    let flag = |shift: u32| noise >> shift & 1 == 0;
    let status = [200, 200, 201, 201, 404, 404, 503, 503][(noise & 7) as usize];
    if (noise >> 8).is_multiple_of(16) {
        return (None, Value::Null);
    }
    let mut body = json!({});
    if status == 200 {
        body["x"] = json!(number * 10);
    }
    if status < 300 && flag(16) {
        body["y"] = json!(number * 10 + 1);
    }
    if status < 500 && flag(17) {
        body["flag"] = json!(flag(18));
    }
    (Some(status), if status == 503 { Value::Null } else { body })
}
