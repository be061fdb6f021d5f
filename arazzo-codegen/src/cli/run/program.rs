//! Runs one workflow; `cargo arazzo run` says on the standard input with what.

mod bindings;
mod workflow;

use arazzo::serde_json::{self, Value};
use arazzo::testing::{Exchange, Recording, Script};
use arazzo::{Client, ClientBuilder, Error, ErrorKind, Event};
use std::io::{Read, Write};
use std::process::ExitCode;

/// The workflow did not end with its outputs.
const FAILED: u8 = 1;

fn main() -> ExitCode {
    match start() {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::from(FAILED)
        }
    }
}

fn start() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut order = String::new();
    std::io::stdin().read_to_string(&mut order)?;
    let mut order: Value = serde_json::from_str(&order)?;
    let recording = Recording::new();
    let client = client(&order, &recording)?;
    let input = order["input"].take();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(bindings::run(&client, input));
    let result = result.map_err(|why| format!("the inputs do not fit: {}", without_value(&why.to_string())))?;
    let code = if order["dry_run"] == true && !recording.exchanges().is_empty() {
        print(&recording.exchanges().iter().map(shown).collect::<String>())
    } else {
        match result {
            Ok(output) => print(&format!("{output:#}\n")),
            Err(error) => {
                complain(&error);
                Ok(ExitCode::from(FAILED))
            }
        }
    };
    // What came of the run is told first, whatever becomes of the file.
    if let Some(file) = order["har"].as_str() {
        std::fs::write(file, recording.har()).map_err(|why| format!("{file} cannot be written: {why}"))?;
    }
    code
}

/// A sentence of the parser without the value that it quotes, which may be a secret: `invalid type, expected i64`.
fn without_value(sentence: &str) -> String {
    let quotes = ["invalid type", "invalid value", "unknown variant"];
    match quotes.into_iter().find(|start| sentence.starts_with(start)) {
        Some(start) => match sentence.rsplit_once(", expected ") {
            Some((_, expected)) => format!("{start}, expected {expected}"),
            None => start.to_owned(),
        },
        None => sentence.to_owned(),
    }
}

fn print(text: &str) -> Result<ExitCode, Box<dyn std::error::Error>> {
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn client(order: &Value, recording: &Recording) -> Result<Client, Box<dyn std::error::Error>> {
    let mut builder = Client::builder().record(recording.clone());
    for (name, url) in members(&order["base_urls"]) {
        builder = bindings::base_url(builder, name, url);
    }
    for (name, variable) in members(&order["credentials"]) {
        let value = std::env::var(variable).map_err(|why| format!("the variable {variable}: {why}"))?;
        let given = bindings::credential(builder, name, &value);
        builder = given.map_err(|why| format!("the variable {variable}: {why}"))?;
    }
    if order["dry_run"] == true {
        // Nothing answers, so nothing is sent after the first request.
        return Ok(builder.script(Script::new()).build()?);
    }
    let builder = if order["quiet"] == true { builder } else { watched(builder) };
    Ok(builder.build()?)
}

fn members(object: &Value) -> impl Iterator<Item = (&String, &str)> {
    object.as_object().into_iter().flatten().filter_map(|(name, value)| Some((name, value.as_str()?)))
}

/// Steps are told as they happen.
fn watched(builder: ClientBuilder) -> ClientBuilder {
    builder.observer(|event| match event {
        Event::Sending { step, attempt, method, url, .. } => {
            let again = if *attempt > 1 { format!(" (attempt {attempt})") } else { String::new() };
            eprintln!("{step}{again}: {method} {url}");
        }
        Event::Answered { step, status, .. } => eprintln!("{step}: {status}"),
        Event::Unanswered { step, .. } => eprintln!("{step}: no response"),
        Event::Retrying { step, delay, .. } => eprintln!("{step}: waits {} s", delay.as_secs_f64()),
        Event::LeftOut { step, output, why, .. } => eprintln!("{step}: the output `{output}` lacks a part: {why}"),
        _ => {}
    })
}

/// A request as it would go out.
fn shown(exchange: &Exchange) -> String {
    let mut text = format!("{} {}\n", exchange.method, exchange.url);
    for (name, value) in &exchange.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    if !exchange.body.is_empty() {
        text.push_str(&format!("\n{}\n", exchange.body));
    }
    text
}

/// What is wrong, why, and what had been done by then.
fn complain(error: &Error) {
    eprintln!("error: {error:?}");
    if let Some(body) = error.body() {
        eprintln!("  the response: {body}");
    }
    if !error.completed().is_empty() {
        let steps = error.completed().iter().map(|step| match step.status {
            Some(status) => format!("{} ({status})", step.step),
            None => format!("{} (no response)", step.step),
        });
        eprintln!("  before it ran: {}", steps.collect::<Vec<_>>().join(", "));
    }
    if error.kind() == ErrorKind::Configuration && !bindings::SCHEMES.is_empty() {
        let schemes = bindings::SCHEMES.join(", ");
        eprintln!("  credentials are given with --credential NAME=env:VARIABLE; the names are {schemes}");
    }
}
