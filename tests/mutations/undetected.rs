//! The reviewed list of mutants that are not detected: for each operator the reason, and the places.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use crate::bless;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/mutations/undetected.txt");

/// What a new operator has until somebody has looked.
const UNKNOWN: &str = "?";

type Sections = BTreeMap<String, (String, Vec<String>)>;

/// Compares what was found with the list, or writes it; the reasons are kept.
pub(crate) fn check(found: &BTreeMap<&'static str, Vec<String>>) {
    let known = read();
    if bless() {
        write(found, &known);
        return;
    }
    let mut complaints = String::new();
    for (operator, names) in found {
        let (reason, listed) = known.get(*operator).cloned().unwrap_or_default();
        for name in names.iter().filter(|name| !listed.contains(name)) {
            let _ = writeln!(complaints, "{operator}: {name} is not detected");
        }
        if reason.is_empty() || reason == UNKNOWN {
            let _ = writeln!(complaints, "{operator}: {LIST} gives no reason");
        }
    }
    for (operator, (_, listed)) in &known {
        let names = found.get(operator.as_str()).cloned().unwrap_or_default();
        for name in listed.iter().filter(|name| !names.contains(name)) {
            let _ = writeln!(complaints, "{operator}: {name} is listed, and detected or gone");
        }
    }
    assert!(complaints.is_empty(), "{complaints}(ARAZZO_BLESS=1 writes the list)");
}

/// `## operator`, the reason on the lines that begin with `#`, and a mutant on each other line.
fn read() -> Sections {
    let text = fs::read_to_string(LIST).unwrap_or_default().replace("\r\n", "\n");
    let mut sections = Sections::new();
    for section in text.split("\n## ").skip(1) {
        let mut lines = section.lines();
        let operator = lines.next().unwrap_or_default().to_owned();
        let (reason, names): (Vec<&str>, Vec<&str>) =
            lines.filter(|line| !line.is_empty()).partition(|line| line.starts_with("# "));
        let reason: Vec<&str> = reason.iter().map(|line| line.trim_start_matches("# ")).collect();
        sections.insert(operator, (reason.join("\n"), names.into_iter().map(str::to_owned).collect()));
    }
    sections
}

fn write(found: &BTreeMap<&'static str, Vec<String>>, known: &Sections) {
    let mut text = "# Mutants that are not detected, and why: see main.rs.\n".to_owned();
    for (operator, names) in found {
        let reason = known.get(*operator).map_or(UNKNOWN, |(reason, _)| reason);
        let _ = writeln!(text, "\n## {operator}\n\n# {}\n", reason.replace('\n', "\n# "));
        let mut names = names.clone();
        names.sort();
        for name in names {
            let _ = writeln!(text, "{name}");
        }
    }
    fs::write(LIST, text).expect("the list can be written");
}
