//! The JSON Schema Test Suite: no valid datum is accused, and as many invalid ones are found as can be.
//!
//! Each case of the suite is a small workflow with a description that holds the schema (`documents`). A datum is sent (`payload`)
//! and read from a response (`response`). `ARAZZO_JSON_SCHEMA=1 cargo test -p tests --test json-schema` runs it, see `suite`;
//! with `ARAZZO_BLESS=1` it writes how many of the invalid data are found, `found.txt`, which may only become more.

mod documents;
mod fetch;
mod found;
mod payload;
mod response;
mod suite;

use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use documents::Folder;
use suite::Case;

/// Shows a line although the test succeeds.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Judges every case, on all processors; the verdicts, in the order of the cases.
fn each<T: Send>(name: &str, cases: &[Case], judge: impl Fn(&Folder, &Case) -> T + Sync) -> Vec<T> {
    let (next, said) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for thread in 0..std::thread::available_parallelism().map_or(1, usize::from).min(8) {
            let (next, said, judge) = (&next, &said, &judge);
            scope.spawn(move || {
                let folder = Folder::new(&format!("{name}-{thread}"));
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(index) else { return };
                    let judged = judge(&folder, case);
                    said.lock().expect("no judge panics").push((index, judged));
                }
            });
        }
    });
    let mut said = said.into_inner().expect("no judge panics");
    said.sort_by_key(|(index, _)| *index);
    said.into_iter().map(|(_, judged)| judged).collect()
}

/// Cases that are treated otherwise on purpose: which, and why.
type Otherwise = &'static [(&'static str, &'static str)];

/// The complaints that no exception covers, and the exceptions that nothing is complained about.
fn unexpected(complaints: &[(&Case, String)], otherwise: Otherwise) -> Vec<String> {
    let covers = |case: &Case| otherwise.iter().any(|(name, _)| *name == case.name);
    let new = complaints.iter().filter(|(case, _)| !covers(case));
    let new = new.map(|(case, text)| format!("{}: {} of {}: {text}", case.name, case.datum, case.schema));
    let is_met = |name: &str| complaints.iter().any(|(case, _)| case.name == name);
    let old = otherwise.iter().filter(|(name, _)| !is_met(name));
    new.chain(old.map(|(name, _)| format!("{name}: it is listed, and right"))).collect()
}

#[test]
fn what_is_sent_is_judged_as_the_suite_does() {
    let Some(cases) = suite::cases() else { return };
    let codes = each("payload", &cases, payload::codes);
    let judged: Vec<(&Case, &Vec<String>)> = cases.iter().zip(&codes).collect();
    let accused = judged.iter().filter(|(case, codes)| case.valid && !codes.is_empty());
    let accused: Vec<(&Case, String)> = accused.map(|(case, codes)| (*case, codes.join(", "))).collect();
    let complaints = unexpected(&accused, payload::OTHERWISE);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let invalid = judged.iter().filter(|(case, _)| !case.valid);
    found::check(invalid.map(|(case, codes)| (*case, !codes.is_empty())));
}

#[test]
fn what_a_response_has_can_be_read() {
    let Some(cases) = suite::cases() else { return };
    let cases: Vec<Case> = cases.into_iter().filter(|case| case.valid).collect();
    let said = each("response", &cases, response::complaints);
    let refused = cases.iter().zip(said).filter(|(_, said)| !said.is_empty());
    let refused: Vec<(&Case, String)> = refused.map(|(case, said)| (case, said.join(", "))).collect();
    let complaints = unexpected(&refused, response::OTHERWISE);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
