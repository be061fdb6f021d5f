//! What long inputs cost: `cargo bench -p tests --bench scale`, or with `-- --quick` on inputs a tenth as long.
//!
//! The profile `bench` of this workspace builds everything as cargo builds procedural macros, so that the numbers are those of
//! a user's build. Each is measured in a process of its own, three times, and the best counts.

#![expect(clippy::cast_precision_loss, reason = "these are numbers for people")]

mod description;
mod measure;
mod steps;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Document, Severity};
use measure::Cost;

/// What a long description may cost, in CPU seconds.
const LIMIT: f64 = 0.15;
/// How much memory, in lengths of the file.
const MEMORY: f64 = 4.0;
/// How large the future of a hundred steps may be, in bytes.
const FUTURE: usize = 16 * 1024;

mod hundred {
    arazzo::include_workflows!("hundred");
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["measure", what, path] => measure::report(|| work(what, Path::new(path))),
        words => all(words.contains(&"--quick")),
    }
}

/// What a process of its own does.
fn work(what: &str, path: &Path) {
    match what {
        "nothing" => {}
        "read" => drop(fs::read_to_string(path).expect("the file is there")),
        "parse" => parse(path),
        "compile" => compile(path),
        "again" => {
            compile(path);
            measure::restart();
            compile(path);
        }
        _ => panic!("nothing is called {what}"),
    }
}

/// The plain parse that everything is compared with.
fn parse(path: &Path) {
    let text = fs::read_to_string(path).expect("the file is there");
    if path.extension().is_some_and(|extension| extension == "json") {
        let _: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    } else {
        let _: serde_yaml::Value = serde_yaml::from_str(&text).expect("it is YAML");
    }
}

fn compile(path: &Path) {
    let root = path.parent().expect("a file is in a folder");
    let compiled = arazzo_codegen::compile(root, &Document::new(path), &quote::quote!(::arazzo));
    let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let errors: Vec<&str> = errors.map(|error| error.rendered.as_str()).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

fn all(quick: bool) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("scale");
    fs::create_dir_all(&folder).expect("a folder for the inputs");
    let mut missed = Vec::new();
    descriptions(&folder, if quick { 120 } else { 1223 }, &mut missed);
    documents(&folder, if quick { &[30, 100, 300] } else { &[100, 300, 1000, 3000] });
    future(&mut missed);
    // On another machine than the one of the targets this is no mistake.
    println!(
        "\n{}",
        if missed.is_empty() { "all targets are met".to_owned() } else { format!("missed: {}", missed.join(", ")) }
    );
}

fn descriptions(folder: &Path, operations: usize, missed: &mut Vec<String>) {
    println!("a description with {operations} operations          CPU     of a parse   memory");
    let description = description::synthesise(operations);
    for (name, text) in
        [("api.yml", description::to_yaml(&description)), ("api.json", description::to_json(&description))]
    {
        let file = folder.join(name);
        fs::write(&file, &text).expect("the folder is ours");
        let document = folder.join(format!("{name}.workflow.yml"));
        fs::write(&document, description::document(name, operations)).expect("the folder is ours");
        measure::settle(&file);
        let megabytes = text.len() as f64 / 1e6;
        println!("{name}, {megabytes:.1} MB");
        let plain = measure::run("parse", &file);
        line("a plain parse", plain, plain, text.len());
        line("reading it", measure::run("read", &file), plain, text.len());
        let cost = measure::run("compile", &document);
        line("five operations", cost, plain, text.len());
        line("the same once more", measure::run("again", &document), plain, text.len());
        if cost.seconds > LIMIT {
            missed.push(format!("{name}: over {LIMIT} s"));
        }
        if cost.bytes as f64 > MEMORY * text.len() as f64 {
            missed.push(format!("{name}: over {MEMORY} times the file in memory"));
        }
    }
}

fn line(what: &str, cost: Cost, plain: Cost, length: usize) {
    println!(
        "  {what:38} {:7.3} s {:9.1} % {:8.1} x",
        cost.seconds,
        100.0 * cost.seconds / plain.seconds,
        cost.bytes as f64 / length as f64
    );
}

/// Some kinds of documents: time for each step should not grow with their number.
fn documents(folder: &Path, counts: &[usize]) {
    for steps::Kind { title, write, most } in steps::KINDS {
        println!("\n{title}");
        for count in counts.iter().filter(|count| **count <= most) {
            let path = folder.join("steps.yml");
            fs::write(&path, write(*count)).expect("the folder is ours");
            fs::write(folder.join("steps.api.yml"), steps::API).expect("the folder is ours");
            let cost = measure::run("compile", &path);
            println!("  {count:6} steps {:9.3} s {:9.2} ms a step", cost.seconds, 1e3 * cost.seconds / *count as f64);
        }
    }
}

fn future(missed: &mut Vec<String>) {
    let client = arazzo::Client::builder().build().expect("nothing is set that could be wrong");
    let input = hundred::many::Input { first: "first".to_owned() };
    let size = size_of_val(&hundred::many(&client, input));
    println!("\nthe future of 100 steps: {size} bytes");
    if size >= FUTURE {
        missed.push(format!("the future has {size} bytes"));
    }
}
