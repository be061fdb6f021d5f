//! How many of the invalid data are refused, by keyword: `refused.txt`. It may only become more.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use crate::data::Datum;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/suites/json_schema_inputs/refused.txt");

/// Compares what was refused with the list, or writes it.
pub(crate) fn check(judged: &[(Datum, bool)]) {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (datum, is_refused) in judged {
        let (refused, all) = counts.entry(&datum.file).or_default();
        (*refused, *all) = (*refused + usize::from(*is_refused), *all + 1);
    }
    let mut text = String::new();
    for (file, (refused, all)) in &counts {
        let _ = writeln!(text, "{file}: {refused} of {all}");
    }
    let sum = counts.values().fold((0, 0), |(refused, all), (more, of)| (refused + more, all + of));
    let _ = writeln!(text, "all: {} of {}", sum.0, sum.1);
    if std::env::var_os("ARAZZO_BLESS").is_some_and(|value| value == "1") {
        fs::write(LIST, &text).expect("the list can be written");
        return;
    }
    let known = fs::read_to_string(LIST).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(known, text, "\n(ARAZZO_BLESS=1 writes the list: it may only become more)");
}
