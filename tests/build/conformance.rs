//! The code of every case below `conformance/` and of random workflows, and a table of functions that call it.
//!
//! A case that does not compile gets no entry: the tests say so, with the diagnostics, and everything else is still run.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::Builder;
use heck::ToSnakeCase;
use serde_yaml::Value;

use crate::{options, random};

/// Generates the code of all cases.
pub(crate) fn generate() {
    // Cargo looks at everything below: a new folder is a new case.
    println!("cargo::rerun-if-changed=conformance");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("conformance");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("conformance");
    let mut folders = Vec::new();
    collect(&root, &mut folders);
    folders.sort();
    let mut table = String::from("cases! {\n");
    for (number, folder) in folders.iter().enumerate() {
        let name = folder.strip_prefix(&root).expect("below the root").display().to_string().replace('\\', "/");
        let document = options::document(&root, folder, "workflow.yml");
        // Each on its own, so that a mistake in one is not one of all.
        if Builder::new().root(&root).out_dir(out.join(&name)).document(document).try_generate().is_ok() {
            let _ = writeln!(table, "    {}", entry(&name, number, folder));
        }
    }
    for entry in random::generate(&out) {
        let _ = writeln!(table, "    {entry}");
    }
    table.push_str("}\n");
    write(&out.join("table.rs"), &table);
}

/// Writes a file only if it says something new, so that nothing is compiled again in vain.
pub(crate) fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

fn collect(folder: &Path, folders: &mut Vec<PathBuf>) {
    if folder.join("case.yml").is_file() {
        folders.push(folder.to_owned());
        return;
    }
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, folders);
        }
    }
}

/// A line of the table: the case's name, its module, the function, and what is set on the client of every run.
fn entry(name: &str, number: usize, folder: &Path) -> String {
    let parsed = |file: &str| -> Value {
        // What ends lines in YAML 1.1 alone is text in a case, and of no interest here.
        let text =
            fs::read_to_string(folder.join(file)).unwrap_or_default().replace(['\u{85}', '\u{2028}', '\u{2029}'], "?");
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}/{file}: {error}"))
    };
    let case = parsed("case.yml");
    let given = |key: &str| case.get(key).and_then(Value::as_str).map(str::to_owned);
    // Not where a case names its workflow: this parser does not know all numbers.
    let first = || parsed("workflow.yml")["workflows"][0]["workflowId"].as_str().unwrap_or_default().to_owned();
    let function = given("function").unwrap_or_else(|| given("workflow").unwrap_or_else(first).to_snake_case());
    let module = format!("case_{number}");
    let mut settings = String::new();
    for (key, method) in [("base-urls", "base_url"), ("credentials", "credential")] {
        for (constant, value) in case.get(key).and_then(Value::as_mapping).into_iter().flatten() {
            let constant = constant.as_str().unwrap_or_default();
            let _ = write!(settings, " {method} {module}::{function}::{constant}, {};", literal(value));
        }
    }
    format!("{module} {name:?} {function} [{settings} ]")
}

/// A string, or the pair of user name and password.
fn literal(value: &Value) -> String {
    match value {
        Value::Sequence(pair) => format!("({})", pair.iter().map(literal).collect::<Vec<_>>().join(", ")),
        value => format!("{:?}", value.as_str().unwrap_or_default()),
    }
}
