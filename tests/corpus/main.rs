//! Published documents: each compiles to Rust, or is on the reviewed list of those that cannot.
//!
//! The documents are found in the folder `ARAZZO_CORPUS`, or in `../shared/corpus` beside the repository; without them there is
//! nothing to test. `ARAZZO_BLESS=1 cargo test -p tests --test corpus` writes the list, and the table of `docs/corpus.md`.
//! `ARAZZO_CORPUS_CHECK=200` has rustc check the code of so many documents, too.

mod check;
mod documents;
mod outcome;
mod outputs;
mod refused;
mod table;

use std::io::{self, Write};

use refused::List;

/// Shows a line although the test succeeds.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

#[test]
fn every_document_compiles_or_is_listed() {
    let Some(corpus) = documents::find() else { return };
    let (outcomes, outputs) = outcome::all(&corpus);
    let table = format!("{}\n{}", table::of(&outcomes), outputs.table());
    say(&format!("\n{table}"));
    let mut list = List::read();
    if std::env::var_os("ARAZZO_BLESS").is_some_and(|value| value == "1") {
        list = list.update(&outcomes);
        list.write();
        table::publish(&table);
    }
    let complaints = list.complaints(&outcomes);
    assert!(complaints.is_empty(), "{}\n(ARAZZO_BLESS=1 writes the list)", complaints.join("\n"));
}

#[test]
fn generated_code_is_clean() {
    let Ok(count) = std::env::var("ARAZZO_CORPUS_CHECK") else { return };
    let count = count.parse().expect("ARAZZO_CORPUS_CHECK is a number");
    let Some(corpus) = documents::find() else { return };
    check::check(&corpus, count);
}
