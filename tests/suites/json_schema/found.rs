//! How many of the invalid data are found, by keyword: `found.txt`. It may only become more.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use crate::say;
use crate::suite::Case;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/suites/json_schema/found.txt");

/// Found, and how many there are.
type Counts = BTreeMap<String, (usize, usize)>;

/// Compares what was found with the list, or writes it.
pub(crate) fn check<'a>(judged: impl Iterator<Item = (&'a Case, bool)>) {
    let mut counts = Counts::new();
    for (case, is_found) in judged {
        let (found, all) = counts.entry(case.keyword().to_owned()).or_default();
        (*found, *all) = (*found + usize::from(is_found), *all + 1);
        if !is_found && std::env::var_os("ARAZZO_SHOW").is_some() {
            say(&format!("not found: {}: {} of {}", case.name, case.datum, case.schema));
        }
    }
    let text = shown(&counts);
    say(&format!("\nInvalid data of the JSON Schema Test Suite that are found:\n{text}"));
    if std::env::var_os("ARAZZO_BLESS").is_some_and(|value| value == "1") {
        fs::write(LIST, &text).expect("the list can be written");
        return;
    }
    let known = fs::read_to_string(LIST).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(known, text, "\n(ARAZZO_BLESS=1 writes the list: it may only become more)");
}

fn shown(counts: &Counts) -> String {
    let mut text = String::new();
    for (keyword, (found, all)) in counts {
        let _ = writeln!(text, "{keyword}: {found} of {all}");
    }
    let sum = counts.values().fold((0, 0), |(found, all), (more, of)| (found + more, all + of));
    let _ = writeln!(text, "all: {} of {}", sum.0, sum.1);
    text
}
