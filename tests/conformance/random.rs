//! Random workflows, compiled by the build script, against an interpreter of their documents.

use std::fs;
use std::path::Path;
use std::time::Duration;

use arazzo::testing::{Script, VirtualClock};
use arazzo::{Client, Limits};
use serde_json::Value;

use crate::interpreter::{self, End, Exchange, LIMIT};
use crate::play;

/// How often each of them runs, with other answers each time. `ARAZZO_SEEDS` looks longer.
fn seeds() -> u64 {
    std::env::var("ARAZZO_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(200)
}

fn script(exchanges: &[Exchange]) -> Script {
    exchanges.iter().fold(Script::new(), |script, exchange| match exchange.status {
        Some(status) if exchange.body.is_null() => script.answer("GET", &exchange.target, status, ""),
        Some(status) => script.answer("GET", &exchange.target, status, &exchange.body.to_string()),
        None => script.no_answer("GET", &exchange.target),
    })
}

/// What the code of a workflow does otherwise than the interpreter.
async fn difference(name: &str, workflow: &Value, seed: u64) -> Option<String> {
    let (exchanges, waits, expected) = interpreter::run(workflow, seed);
    let (script, clock) = (script(&exchanges), VirtualClock::new());
    let limits = Limits::default().steps(LIMIT);
    let client = Client::builder().script(script.clone()).clock(clock.clone()).limits(limits);
    let end = match play::call(name, client, true, None, Value::Object(serde_json::Map::new())).await? {
        Ok((output, _)) => End::Output(output),
        Err(play::Unsuccessful::Refused(why)) => panic!("{name} takes no input: {why}"),
        Err(play::Unsuccessful::Failed(error)) => {
            let kinds = ["StepFailed", "Ended", "MissingValue", "Transport", "Limit"];
            let kind = format!("{:?}", error.kind());
            let kind = kinds.into_iter().find(|known| **known == kind).unwrap_or("another kind");
            End::Error(kind, error.step().unwrap_or_default().to_owned(), error.status())
        }
    };
    let sent: Vec<String> =
        script.requests().iter().map(|sent| sent.url.replace("https://random.example", "")).collect();
    let slept: Vec<f64> = clock.slept().iter().map(Duration::as_secs_f64).collect();
    let targets: Vec<&String> = exchanges.iter().map(|exchange| &exchange.target).collect();
    let same = sent.iter().eq(targets.iter().copied()) && slept == waits && end == expected;
    (!same).then(|| {
        format!(
            "=== {name}, seed {seed}\n{}\nanswers {exchanges:#?}\nexpected {targets:?}, waits {waits:?}, {expected:?}\n\
            but it is {sent:?}, waits {slept:?}, {end:?}",
            serde_json::to_string_pretty(workflow).expect("JSON"),
        )
    })
}

#[tokio::test]
async fn random_workflows_do_what_their_documents_say() {
    let folder = Path::new(concat!(env!("OUT_DIR"), "/conformance/random"));
    let names = play::names().filter(|name| name.starts_with("random/"));
    let (mut runs, mut complete) = (0, 0);
    for name in names {
        let text = fs::read_to_string(folder.join(&name["random/".len()..]).join("workflow.json")).expect("a document");
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let workflow = &document["workflows"][0];
        for seed in 0..seeds() {
            let difference = difference(name, workflow, seed).await;
            assert!(difference.is_none(), "{}", difference.unwrap_or_default());
            runs += 1;
            complete += u64::from(matches!(interpreter::run(workflow, seed).2, End::Output(_)));
        }
    }
    assert!(runs >= 40 * seeds() && complete * 20 > runs, "{runs} runs, {complete} with an output");
}
