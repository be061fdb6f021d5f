//! Documents that are right, each broken in one place: what is said about it, and where.
//!
//! `operators` says for each way to break a document what must be said, before anything is measured. A mutant is detected when a
//! diagnostic with one of these codes, that the document itself does not have, stands at each place that is wrong now. Those that
//! are not detected are listed in `undetected.txt`, with the reason for each operator; a new one fails the test.
//! `ARAZZO_BLESS=1 cargo test -p tests --test mutations` writes the list and `docs/mutations.md`.

mod descriptions;
mod operators;
mod subjects;
mod tree;
mod undetected;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use arazzo_codegen::{Compiled, Diagnostic, Document, Severity, compile};
use descriptions::{CHANGES, Change, Changed, pairs};
use operators::{OPERATORS, Operator};
use quote::quote;
use serde_yaml::Value;
use subjects::{Copy, Subject};
use tree::{Printed, print, shown};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/mutations.md");

const INTRODUCTION: &str = "\
# Broken documents

Every document of `workflows/`, `tests/shapes` and `tests/conformance` is broken in one place, in each way of the table and at each
place where that is possible; of the mistakes of form, which are possible nearly everywhere, in a quarter of the places. In the same
way the descriptions beside them are changed, as an API changes. A mutant counts as detected when the compiler says what the table
says, at the line of the document that is wrong now.

(Written by `ARAZZO_BLESS=1 cargo test -p tests --test mutations`. What is not detected, and why, is in
[`tests/mutations/undetected.txt`](../tests/mutations/undetected.txt).)
";

/// Operators that apply to nearly every line.
const MANY: [&str; 3] = ["misspell-field", "drop-field", "change-kind"];

/// How often each operator was applied, and what was not detected.
#[derive(Default)]
struct Tally {
    made: BTreeMap<&'static str, usize>,
    undetected: BTreeMap<&'static str, Vec<String>>,
    panics: Vec<String>,
}

#[test]
fn what_is_broken_is_said_where_it_is() {
    let copy = Copy::of(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")));
    let subjects = copy.subjects();
    let (next, tally) = (AtomicUsize::new(0), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for thread in 0..std::thread::available_parallelism().map_or(1, usize::from).min(8) {
            let (next, tally, subjects, root) = (&next, &tally, &subjects, copy.root());
            scope.spawn(move || {
                while let Some(subject) = subjects.get(next.fetch_add(1, Ordering::Relaxed)) {
                    break_everywhere(root, subject, thread, tally);
                    change_apis(root, subject, thread, tally);
                }
            });
        }
    });
    let tally = tally.into_inner().expect("no panic escapes");
    assert!(tally.panics.is_empty(), "{}", tally.panics.join("\n"));
    let made: usize = tally.made.values().sum();
    assert!(made >= 1500, "only {made} mutants");
    let table = table(&tally);
    println!("{table}");
    undetected::check(&tally.undetected);
    check_page(&format!("{INTRODUCTION}\n{table}"));
}

/// FNV-1a: small, and the same everywhere.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Every mutant of a document.
fn break_everywhere(root: &Path, subject: &Subject, thread: usize, tally: &Mutex<Tally>) {
    let file = subject.folder.join(format!("mutant-{thread}.json"));
    let said = |printed: &Printed| -> Option<Compiled> {
        fs::write(&file, &printed.text).expect("written");
        let document = Document::new(&file).strict(true);
        catch_unwind(AssertUnwindSafe(|| compile(root, &document, &quote! { ::arazzo }))).ok()
    };
    let known = said(&print(&subject.document)).map(|compiled| compiled.diagnostics).unwrap_or_default();
    for operator in OPERATORS {
        for mutant in (operator.mutants)(&subject.document) {
            let name = format!("{}#{}", subject.name, shown(&mutant.broken));
            // Mistakes of form are so many that one of four will do.
            if MANY.contains(&operator.name) && !fnv(&name).is_multiple_of(4) {
                continue;
            }
            let printed = print(&mutant.document);
            let compiled = said(&printed);
            let mut tally = tally.lock().expect("no panic escapes");
            *tally.made.entry(operator.name).or_default() += 1;
            match compiled {
                None => tally.panics.push(format!("{}: {name}", operator.name)),
                Some(compiled)
                    if is_detected(operator.codes, &mutant.places, &printed, &compiled.diagnostics, &known) => {}
                Some(_) => tally.undetected.entry(operator.name).or_default().push(name),
            }
        }
    }
    let _ = fs::remove_file(&file);
}

/// Every mutant of the descriptions of a document.
fn change_apis(root: &Path, subject: &Subject, thread: usize, tally: &Mutex<Tally>) {
    let document = subject.folder.join(format!("mutant-{thread}.json"));
    for pair in pairs(subject) {
        let file = pair.file.with_file_name(format!("mutant-api-{thread}.json"));
        let printed = print(&pair.document_with(&file));
        fs::write(&document, &printed.text).expect("written");
        let said = |description: &Value| -> Option<Vec<Diagnostic>> {
            fs::write(&file, print(description).text).expect("written");
            let document = Document::new(&document).strict(true);
            let compiled = catch_unwind(AssertUnwindSafe(|| compile(root, &document, &quote! { ::arazzo }))).ok();
            compiled.map(|compiled| compiled.diagnostics)
        };
        let known = said(&pair.description).unwrap_or_default();
        for change in CHANGES {
            for Changed { broken, description, places } in (change.mutants)(&pair) {
                let name = format!("{}#{} of {}", subject.name, shown(&pair.url), shown(&broken));
                let said = said(&description);
                let mut tally = tally.lock().expect("no panic escapes");
                *tally.made.entry(change.name).or_default() += 1;
                match said {
                    None => tally.panics.push(format!("{}: {name}", change.name)),
                    Some(said) if is_detected(change.codes, &places, &printed, &said, &known) => {}
                    Some(_) => tally.undetected.entry(change.name).or_default().push(name),
                }
            }
        }
        let _ = fs::remove_file(&file);
    }
    let _ = fs::remove_file(&document);
}

fn is_detected(
    codes: &[&str],
    places: &[tree::Path],
    printed: &Printed,
    said: &[Diagnostic],
    known: &[Diagnostic],
) -> bool {
    let is_new = |diagnostic: &Diagnostic| {
        let same = |other: &&Diagnostic| other.code == diagnostic.code && other.message == diagnostic.message;
        said.iter().filter(same).count() > known.iter().filter(same).count()
    };
    let meant: Vec<&Diagnostic> =
        said.iter().filter(|diagnostic| codes.contains(&diagnostic.code) && is_new(diagnostic)).collect();
    places.iter().all(|place| {
        let lines = printed.lines.get(place);
        lines.is_some_and(|lines| meant.iter().any(|diagnostic| lines.contains(&diagnostic.line)))
    })
}

fn table(tally: &Tally) -> String {
    let mut table = "| way | what is broken | said | mutants | detected |\n|---|---|---|---:|---:|\n".to_owned();
    let (mut all, mut found) = (0, 0);
    let documents = OPERATORS.iter().map(|Operator { name, about, codes, .. }| (*name, *about, *codes));
    let apis = CHANGES.iter().map(|Change { name, about, codes, .. }| (*name, *about, *codes));
    for (name, about, codes) in documents.chain(apis) {
        let made = tally.made.get(name).copied().unwrap_or_default();
        let detected = made - tally.undetected.get(name).map_or(0, Vec::len);
        let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
        let _ = writeln!(table, "| {name} | {about} | {} | {made} | {detected} |", codes.join(", "));
        (all, found) = (all + made, found + detected);
    }
    let _ = writeln!(table, "| all | | | {all} | {found} |");
    table
}

fn check_page(page: &str) {
    let known = fs::read_to_string(PAGE).unwrap_or_default().replace("\r\n", "\n");
    if known != page && bless() {
        fs::write(PAGE, page).expect("the page can be written");
    } else {
        assert!(known == page, "{PAGE} is not up to date; ARAZZO_BLESS=1 writes it\n{page}");
    }
}

/// Whether expected texts are to be written instead of compared.
fn bless() -> bool {
    std::env::var_os("ARAZZO_BLESS").is_some_and(|value| value == "1")
}

/// A file that ends too early is an error, wherever it ends.
#[test]
fn cut_files_are_errors() {
    let copy = Copy::of(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")));
    for subject in copy.subjects() {
        let text = print(&subject.document).text;
        let file = subject.folder.join("cut.json");
        for part in 1..6 {
            let at = text.len() * part / 6;
            let end = (0..=at).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
            fs::write(&file, &text[..end]).expect("written");
            let compiled = compile(copy.root(), &Document::new(&file), &quote! { ::arazzo });
            let first = compiled.diagnostics.first();
            assert!(first.is_some_and(|first| first.severity == Severity::Error), "{} cut at {end}", subject.name);
        }
        let _ = fs::remove_file(&file);
    }
}

/// A description that ends too early is an error, or what is lost of it was not needed.
#[test]
fn cut_descriptions_change_nothing_unsaid() {
    let copy = Copy::of(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")));
    for subject in copy.subjects() {
        for pair in pairs(&subject) {
            let (document, file) = (subject.folder.join("cut.json"), pair.file.with_file_name("cut-api.yml"));
            fs::write(&document, print(&pair.document_with(&file)).text).expect("written");
            let text = fs::read_to_string(&pair.file).expect("a description");
            let said = |text: &str| {
                fs::write(&file, text).expect("written");
                compile(copy.root(), &Document::new(&document), &quote! { ::arazzo })
            };
            let whole = said(&text);
            for part in 1..6 {
                let at = text.len() * part / 6;
                let end = (0..=at).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
                let cut = said(&text[..end]);
                let same = cut.items.to_string() == whole.items.to_string();
                let is_said = cut.has_errors() || cut.diagnostics.len() > whole.diagnostics.len();
                // A shorter description may be a right one.
                let is_right = serde_yaml::from_str::<Value>(&text[..end]).is_ok();
                assert!(same || is_said || is_right, "{} cut at {end}", pair.file.display());
            }
            let _ = fs::remove_file(&file);
            let _ = fs::remove_file(&document);
        }
    }
}
