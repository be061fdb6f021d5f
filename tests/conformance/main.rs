//! The rule book of Arazzo, row by row: documents that are compiled by the build script and run, and what must come of it.
//!
//! A case is a folder with a `workflow.yml` and a `case.yml`; descriptions that many share are beside the folders. Nothing else
//! is needed: the build script finds new folders, and no code names a case. A `case.yml` says, in this order,
//!
//! - in a comment, what a reader of the specification could get wrong here;
//! - `found`: the codes of the warnings and notes that the compiler has about the document (none when absent);
//! - `workflow`: which one of several is called; `function`: its Rust name, where that is not just its id in snake case;
//! - `credentials` and `base-urls` of the client, by the names of the generated constants;
//! - `runs`: each a call of the workflow, see [`case::Run`].
//!
//! `rows.yml` lists the rows of the rule book, one for each rule of the specification (or each decision where it is silent). A run
//! cites those that it shows, and says whether it is a `happy` one or a `boundary`. What is `refused` is shown by the cases of
//! `tests/fail`, where a file `rows` cites. `left-out.yml` has the reasons for what no case shows. `docs/conformance.md` is made of
//! all that: `ARAZZO_BLESS=1 cargo test -p tests --test conformance` writes it. `ARAZZO_CASE=actions/` runs only what is called so.

mod case;
mod interpreter;
mod journal;
#[path = "../options.rs"]
mod options;
mod play;
mod random;
mod rows;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::compile;
use case::{Case, Run};
use journal::Memory;
use play::How;
use quote::quote;

/// The folder of all cases.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance")
}

/// What the compiler says of a case's document, when it is not what the case expects.
fn findings(case: &Case) -> Result<(), String> {
    let document = options::document(&root(), &case.folder, "workflow.yml");
    let diagnostics = compile(&root(), &document, &quote! { ::arazzo }).diagnostics;
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    if codes == case.found {
        return Ok(());
    }
    let rendered: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.rendered.as_str()).collect();
    Err(format!("is expected to find {:?} but the compiler says\n{}", case.found, rendered.join("\n\n")))
}

#[test]
fn every_case_is_compiled_as_expected() {
    let wrong = case::all().into_iter().filter_map(|case| findings(&case).err().map(|why| (case.name, why)));
    let wrong: Vec<String> = wrong.map(|(name, why)| format!("=== {name} {why}")).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_run_does_what_is_expected() {
    let only = std::env::var("ARAZZO_CASE").unwrap_or_default();
    let mut wrong = Vec::new();
    for case in case::all().iter().filter(|case| case.name.starts_with(&only)) {
        for run in &case.runs {
            wrong.extend(
                play::differences(case, run, How::Plain)
                    .await
                    .map(|why| format!("=== {}: {}\n{why}", case.name, run.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Over a journal nothing is different. Killed behind any record, a run ends as if nothing had been; from all of its records no request
/// is sent and nothing waited for.
#[tokio::test]
async fn every_run_is_the_same_over_a_journal_and_goes_on_from_it() {
    let only = std::env::var("ARAZZO_CASE").unwrap_or_default();
    let mut wrong = Vec::new();
    for case in case::all().iter().filter(|case| case.name.starts_with(&only)) {
        for run in &case.runs {
            let differences = journaled(case, run).await;
            wrong.extend(differences.map(|(how, why)| format!("=== {}: {} ({how})\n{why}", case.name, run.name)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The first difference that a journal makes, and after how many records it is.
async fn journaled(case: &Case, run: &Run) -> Option<(String, String)> {
    let journal = Memory::default();
    if let Some(why) = play::differences(case, run, How::Over(&journal)).await {
        return Some(("over a journal".to_owned(), why));
    }
    for records in 0..journal.len() {
        let left = journal.cut(records);
        let script = run.script.get(left.requests()..).unwrap_or_default().to_vec();
        if let Some(why) = play::differences(case, &Run { script, ..run.clone() }, How::After(&left)).await {
            return Some((format!("killed behind {records} records"), why));
        }
    }
    let again = Run { script: Vec::new(), waits: Vec::new(), ..run.clone() };
    let why = play::differences(case, &again, How::Over(&journal.cut(usize::MAX))).await?;
    Some(("from all records".to_owned(), why))
}

#[test]
fn every_row_is_shown_or_left_out_with_a_reason() {
    let wrong = rows::Book::read().mistakes();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_table_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/conformance.md");
    let table = table::table(&rows::Book::read());
    if std::env::var_os("ARAZZO_BLESS").is_some_and(|value| value == "1") {
        fs::write(&path, &table).expect("the table can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == table, "docs/conformance.md is not what the cases say (ARAZZO_BLESS=1 writes it)");
}
