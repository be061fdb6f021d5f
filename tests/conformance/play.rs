//! Playing a run, and comparing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use arazzo::testing::{Script, Sent, VirtualClock};
use arazzo::{Client, ClientBuilder, Error, Event, Limits};
use serde_json::Value;

use crate::case::{Case, Exchange, Failure, Run, bytes, hex};
use crate::journal::Memory;

/// How a call ended without an output.
pub(crate) enum Unsuccessful {
    /// The input does not fit its type.
    Refused(String),
    Failed(Box<Error>),
}

/// What a call gives: the output as JSON, and how Rust shows input and output.
pub(crate) type Outcome = Result<(Value, String), Unsuccessful>;

/// `Send`, as programs with several threads need it: every case asserts it.
type Call = fn(ClientBuilder, bool, Option<Memory>, Value) -> Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What an error shows of a body that is replayed.
const UNKEPT: &str = "[the journal has only what the workflow reads of it]";

fn refused(error: &serde_json::Error) -> Unsuccessful {
    Unsuccessful::Refused(error.to_string())
}

fn failed(error: Error) -> Unsuccessful {
    Unsuccessful::Failed(Box::new(error))
}

/// A function for each line that the build script wrote.
macro_rules! cases {
    ($($(#[$attribute:meta])* $module:ident $name:literal $function:ident [$($method:ident $constant:path, $value:expr;)*])*) => {
        $($(#[$attribute])*
        mod $module {
            include!(concat!(env!("OUT_DIR"), "/conformance/", $name, "/workflow.rs"));
        })*

        // Names of cases may begin with a digit.
        #[allow(clippy::used_underscore_items)]
        static CALLS: &[(&str, Call)] = &[$(($name, |client, credentials, journal, input| {
            Box::pin(async move {
                let client = if credentials { client$(.$method($constant, $value))* } else { client };
                let client = client.build().map_err(failed)?;
                let client = journal.map_or_else(|| client.clone(), |journal| journal.around(&client));
                let input: $module::$function::Input = serde_json::from_value(input).map_err(|why| refused(&why))?;
                let shown = format!("{input:?}");
                let output = $module::$function(&client, input).await.map_err(failed)?;
                let shown = format!("{shown} {output:?}");
                Ok((serde_json::to_value(output).map_err(|why| refused(&why))?, shown))
            })
        })),*];
    };
}

include!(concat!(env!("OUT_DIR"), "/conformance/table.rs"));

/// The names of everything that can be called.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|(name, _)| *name)
}

/// Calls a workflow by the name of its case; `None` if it does not compile.
pub(crate) async fn call(
    name: &str,
    client: ClientBuilder,
    credentials: bool,
    journal: Option<&Memory>,
    input: Value,
) -> Option<Outcome> {
    let (_, call) = CALLS.iter().find(|(known, _)| *known == name)?;
    Some(call(client, credentials, journal.cloned(), input).await)
}

/// How a run is played.
#[derive(Clone, Copy)]
pub(crate) enum How<'m> {
    Plain,
    /// Over a journal.
    Over(&'m Memory),
    /// The same after a part of it. What was waited before is no matter.
    After(&'m Memory),
}

/// What a run does otherwise than it is expected to.
pub(crate) async fn differences(case: &Case, run: &Run, how: How<'_>) -> Option<String> {
    let (script, clock) = (script(&run.script), VirtualClock::new());
    let limits = run.limit.map_or_else(Limits::default, |steps| Limits::default().steps(steps));
    let left_out = Arc::new(Mutex::new(Vec::new()));
    let client = Client::builder().script(script.clone()).clock(clock.clone()).limits(limits).observer({
        let left_out = Arc::clone(&left_out);
        move |event| {
            if let Event::LeftOut { step, output, why, times, .. } = event {
                left_out.lock().unwrap().push(format!("{step}.{output}: {why} ({times})"));
            }
        }
    });
    let Some(outcome) = call(&case.name, client, run.credentials, how.journal(), run.input.clone()).await else {
        return Some("the document does not compile".to_owned());
    };
    let mut wrong = String::new();
    let mut compare = |what: &str, expected: String, seen: String| {
        if expected != seen {
            let _ = write!(wrong, "{what}: expected\n{expected}\nbut it is\n{seen}\n");
        }
    };
    let expected: Vec<String> = run.script.iter().map(expected_request).collect();
    let seen: Vec<String> =
        script.requests().iter().zip(0..).map(|(sent, at)| seen_request(sent, run.script.get(at))).collect();
    compare("requests", expected.join("\n"), seen.join("\n"));
    let waits: Vec<f64> = clock.slept().iter().map(std::time::Duration::as_secs_f64).collect();
    if !matches!(how, How::After(_)) {
        compare("waits", format!("{:?}", run.waits), format!("{waits:?}"));
    }
    let seen = result(&outcome);
    compare("result", expected_result(run, seen.contains(UNKEPT)), seen);
    compare("left out", run.left_out.join("\n"), left_out.lock().unwrap().join("\n"));
    let shown = shown(&outcome);
    for secret in run.hidden.iter().filter(|secret| shown.contains(*secret)) {
        let _ = write!(wrong, "`{secret}` is shown:\n{shown}\n");
    }
    (!wrong.is_empty()).then_some(wrong)
}

impl<'m> How<'m> {
    fn journal(self) -> Option<&'m Memory> {
        match self {
            Self::Plain => None,
            Self::Over(journal) | Self::After(journal) => Some(journal),
        }
    }
}

fn script(exchanges: &[Exchange]) -> Script {
    exchanges.iter().fold(Script::new(), |script, exchange| {
        let (method, url) = exchange.request.split_once(' ').expect("a method and a URL");
        let target = url.splitn(4, '/').nth(3).unwrap_or_default();
        let target = format!("/{target}");
        let Some(status) = exchange.status else { return script.no_answer(method, &target) };
        let body = match (&exchange.answer, &exchange.answer_hex) {
            (Some(json), _) => json.to_string().into_bytes(),
            (None, Some(hex)) => bytes(hex),
            (None, None) => exchange.answer_text.clone().unwrap_or_default().into_bytes(),
        };
        let headers = exchange.answer_headers.iter().map(|(name, value)| (name, value.as_str().unwrap_or_default()));
        headers.fold(script.answer_bytes(method, &target, status, body), |script, (name, value)| {
            script.with_header(name, value)
        })
    })
}

/// As HTTP would write it, headers sorted. All answers of the descriptions are JSON, so every request accepts it, if nothing else
/// is said; and a body declares what it is.
fn expected_request(exchange: &Exchange) -> String {
    let mut headers = BTreeMap::from([("accept", Value::from("application/json, */*;q=0.1"))]);
    if exchange.body.is_some() {
        headers.insert("content-type", Value::from("application/json"));
    }
    headers.extend(exchange.headers.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let mut text = format!("  {}", exchange.request);
    for (name, value) in headers.iter().filter_map(|(name, value)| value.as_str().map(|value| (name, value))) {
        let _ = write!(text, "\n    {name}: {value}");
    }
    match (&exchange.body, &exchange.text, &exchange.hex) {
        (Some(json), ..) => text + &format!("\n    {json}"),
        (None, Some(body), _) => text + &format!("\n    {body:?}"),
        (None, None, Some(body)) => text + &format!("\n    {}", hex(&bytes(body))),
        (None, None, None) => text,
    }
}

/// The body is shown as JSON where JSON is expected.
fn seen_request(sent: &Sent, expected: Option<&Exchange>) -> String {
    let mut headers: Vec<(&str, &str)> =
        sent.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or("(not text)"))).collect();
    headers.sort_unstable();
    let mut text = format!("  {} {}", sent.method, sent.url);
    for (name, value) in headers {
        let _ = write!(text, "\n    {name}: {value}");
    }
    let as_json = expected.is_none_or(|exchange| exchange.text.is_none());
    if expected.is_some_and(|exchange| exchange.hex.is_some()) {
        return text + &format!("\n    {}", hex(&sent.bytes));
    }
    // What is no text is never shown as one.
    if std::str::from_utf8(&sent.bytes).is_err() {
        return text + &format!("\n    (bytes) {}", hex(&sent.bytes));
    }
    match serde_json::from_str::<Value>(&sent.body) {
        _ if sent.body.is_empty() => text,
        Ok(json) if as_json => text + &format!("\n    {json}"),
        _ => text + &format!("\n    {:?}", sent.body),
    }
}

/// A journal does not keep the whole body of a successful response.
fn expected_result(run: &Run, is_unkept: bool) -> String {
    match (&run.output, &run.error) {
        (Some(output), None) => pretty(output),
        (None, Some(failure)) if is_unkept && failure.status.is_some_and(|status| status < 300) => {
            format!("{:#?}", Failure { body: Some(UNKEPT.to_owned()), ..failure.clone() })
        }
        (None, Some(failure)) => format!("{failure:#?}"),
        _ => "either an output or an error".to_owned(),
    }
}

fn result(outcome: &Outcome) -> String {
    match outcome {
        Ok((output, _)) => pretty(output),
        Err(Unsuccessful::Refused(says)) => {
            let failure = Failure { kind: "Refused".to_owned(), says: says.clone(), ..Failure::default() };
            format!("{failure:#?}")
        }
        Err(Unsuccessful::Failed(error)) => format!("{:#?}", failure(error)),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON")
}

fn failure(error: &Error) -> Failure {
    let completed = error.completed().iter().map(|done| (done.step.clone(), done.status, done.attempts));
    Failure {
        kind: format!("{:?}", error.kind()),
        says: error.to_string(),
        step: error.step().map(str::to_owned),
        status: error.status(),
        attempt: error.attempt(),
        body: error.body().map(str::to_owned),
        completed: completed.collect(),
        outputs: error.outputs().clone(),
    }
}

/// Everything that a log could get hold of.
fn shown(outcome: &Outcome) -> String {
    match outcome {
        Ok((_, shown)) => shown.clone(),
        Err(Unsuccessful::Refused(says)) => says.clone(),
        Err(Unsuccessful::Failed(error)) => format!("{error} {error:?} {:?}", error.body()),
    }
}
