//! Generated code as rustc sees it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::documents::{Corpus, Entry};
use crate::outcome;
use crate::say;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Checks the code of so many documents that compile, in one scratch crate. Which ones depends on their paths alone.
pub(crate) fn check(corpus: &Corpus, count: usize) {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus-check");
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(scratch.join("src")).expect("a folder below target/");
    let checked = write_code(corpus, count, &scratch.join("src"));
    fs::write(scratch.join("Cargo.toml"), manifest()).expect("a file below target/");
    fs::copy(Path::new(REPOSITORY).join("Cargo.lock"), scratch.join("Cargo.lock")).expect("a file below target/");
    let (succeeded, output) = cargo_check(&scratch);
    assert!(succeeded, "{output}");
    say(&format!("The code of {checked} documents has no errors and no warnings."));
}

/// A module for each document; how many there are. Of two of them one is read leniently, and tells its ends.
fn write_code(corpus: &Corpus, count: usize, folder: &Path) -> usize {
    let mut library = "#![deny(warnings)]\n//! Generated code of the corpus.\n".to_owned();
    let compiled = shuffled(&corpus.documents).enumerate().map(|(index, entry)| {
        let (document, is_other) = (outcome::document(entry), index % 2 == 1);
        (entry, outcome::compiled(corpus, &document.outcome_enum(is_other).lenient(is_other)))
    });
    let mut written = 0;
    for (entry, compiled) in compiled.filter(|(_, compiled)| !compiled.has_errors()).take(count) {
        let file = format!("document_{written}.rs");
        fs::write(folder.join(&file), compiled.to_source().expect("it is Rust")).expect("a file below target/");
        let _ = write!(library, "\n/// {}\npub mod d{written} {{\n    include!(\"{file}\");\n}}\n", entry.path);
        written += 1;
    }
    fs::write(folder.join("lib.rs"), library).expect("a file below target/");
    written
}

/// In an order that has nothing to do with who made the documents.
fn shuffled(documents: &[Entry]) -> impl Iterator<Item = &Entry> {
    let mut documents: Vec<&Entry> = documents.iter().collect();
    documents.sort_by_key(|entry| fnv(&entry.path));
    documents.into_iter()
}

/// FNV-1a: small, and the same everywhere.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn manifest() -> String {
    format!(
        "\
[workspace]

[package]
name = \"corpus-check\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
# Without TLS: the fewest crates.
arazzo = {{ path = '{REPOSITORY}/arazzo', default-features = false, features = [\"jsonpath\", \"regex\"] }}
"
    )
}

fn cargo_check(scratch: &Path) -> (bool, String) {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--offline", "--color=never"]).current_dir(scratch);
    cargo.env("CARGO_TARGET_DIR", target()).env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    let Output { status, stderr, .. } = cargo.output().expect("cargo runs");
    (status.success(), String::from_utf8_lossy(&stderr).into_owned())
}

/// The one of the scratch workspace of `rebuild`, which has checked the same dependencies.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("rebuild/target")
}
