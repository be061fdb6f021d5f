//! The outcomes, counted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use arazzo_codegen::Severity;

use crate::documents::Entry;
use crate::outcome::Outcome;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/corpus.md");

const INTRODUCTION: &str = "\
# Real documents

`tests/corpus` compiles published Arazzo documents, written by people and by programs, with the OpenAPI descriptions they name,
and parses what comes of them as Rust. *Resolvable* are those all of whose operations an independent script finds in these
descriptions. A document that is refused is listed in `tests/corpus/refused.txt`.
";

/// A row for each outcome, with how many documents had it, and how many of those are resolvable.
pub(crate) fn of(outcomes: &[(Entry, Outcome)]) -> String {
    let mut rows: BTreeMap<(usize, String), (usize, usize)> = BTreeMap::new();
    let mut sum = (0, 0);
    for (entry, outcome) in outcomes {
        let row = rows.entry(row(outcome)).or_default();
        for count in [row, &mut sum] {
            count.0 += 1;
            count.1 += usize::from(entry.is_resolvable());
        }
    }
    let mut text = String::from("| outcome | documents | resolvable |\n|---|---:|---:|\n");
    for ((_, name), (all, resolvable)) in rows {
        let _ = writeln!(text, "| {name} | {all} | {resolvable} |");
    }
    let _ = writeln!(text, "| all | {} | {} |", sum.0, sum.1);
    text
}

/// The order of a row, and its name.
fn row(outcome: &Outcome) -> (usize, String) {
    match outcome {
        Outcome::Generated(None) => (0, "generated".to_owned()),
        Outcome::Generated(Some(Severity::Note | Severity::Lint)) => (1, "generated, with notes".to_owned()),
        Outcome::Generated(Some(_)) => (2, "generated, with warnings".to_owned()),
        Outcome::Refused(code) => (3, format!("refused: `{code}`")),
        Outcome::Broken(_) => (4, "panicked".to_owned()),
    }
}

/// Writes the table and its date where the README links to.
pub(crate) fn publish(table: &str) {
    let page = format!("{INTRODUCTION}\nAs of {}:\n\n{table}", today());
    fs::write(PAGE, page).expect("the page can be written");
}

/// `2026-02-28`, of the days since 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let days = seconds / 86_400 + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    format!("{}-{month:02}-{day:02}", era * 400 + year + u64::from(month <= 2))
}
