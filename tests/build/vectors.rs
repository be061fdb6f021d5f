//! The code of the vectors, where there are any: a document for each, and a function that runs it by its name.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Builder, Document};
use serde_json::Value;

use crate::conformance::write;
use crate::documents;

/// Codes of what the vectors bend, or say on purpose.
const ALLOWED: [&str; 10] = [
    "braced-condition",
    "condition-always-holds",
    "condition-never-holds",
    "dotted-part",
    "double-quotes",
    "impossible-comparison",
    "jsonpath-comparison",
    "length-suffix",
    "media-range",
    "unbraced-expression",
];

/// Generates the code; documents that do not compile are left out, and missed by the tests.
pub(crate) fn generate() {
    println!("cargo::rerun-if-changed=vectors");
    println!("cargo::rustc-check-cfg=cfg(vectors)");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("vectors");
    let Some(all) = all() else { return };
    println!("cargo::rustc-cfg=vectors");
    write(&folder.join("api.json"), &documents::description());
    let (mut modules, mut arms) = (String::new(), String::new());
    for documents::Document { name, text } in all {
        let file = folder.join(format!("{name}.json"));
        fs::write(&file, text).expect("the folder is ours");
        let document = ALLOWED.into_iter().fold(Document::new(&file), Document::allow);
        if Builder::new().out_dir(folder.join("code")).document(document).try_generate().is_ok() {
            let module = name.replace('-', "_");
            let _ = writeln!(
                modules,
                "mod {module}_code {{ include!(concat!(env!(\"OUT_DIR\"), \"/vectors/code/{name}.rs\")); }}"
            );
            let _ = writeln!(arms, "        \"{name}\" => vector!({module}_code, {module}, server),");
        }
    }
    let run = format!(
        "#[expect(clippy::too_many_lines, reason = \"a line for each vector\")]\npub(crate) async fn run(name: &str, server: &tests::support::Server) -> Option<Outcome> {{\n    match name {{\n{arms}        _ => None,\n    }}\n}}\n"
    );
    write(&folder.join("table.rs"), &(modules + &run));
}

fn all() -> Option<Vec<documents::Document>> {
    let root = Path::new(".");
    let conditions = documents::read(root, "simple-condition.json")?;
    let queries = documents::read(root, "jsonpath.json")?;
    let expressions = documents::read(root, "runtime-expression.json")?;
    let numbered = |texts: Vec<&str>, make: fn(usize, &str) -> documents::Document| -> Vec<documents::Document> {
        texts.into_iter().enumerate().map(|(number, text)| make(number, text)).collect()
    };
    let mut all = numbered(texts(&conditions, "conditions", "c"), documents::simple);
    all.extend(numbered(texts(&queries, "paths", "p"), documents::query));
    all.extend(numbered(texts(&queries, "paths", "p"), documents::selector));
    all.extend(numbered(texts(&expressions, "templates", "t"), documents::template));
    Some(all)
}

/// The texts of a list of vectors.
fn texts<'a>(vectors: &'a Value, list: &str, key: &str) -> Vec<&'a str> {
    let rows = vectors[list].as_array().expect("a list of vectors");
    rows.iter().map(|row| row[key].as_str().expect("a text")).collect()
}
