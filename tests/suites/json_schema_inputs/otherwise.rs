//! Valid data that are treated otherwise on purpose: `otherwise.txt`.

use std::collections::BTreeSet;
use std::fmt::Write;

/// Compares complaints of a test with the list. A line is `given` or `default` or `both`, a row of the rule book, and names.
pub(crate) fn check(test: &str, complaints: &[(String, String)]) {
    let listed: BTreeSet<&str> = include_str!("otherwise.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .filter(|(of, _)| *of == test || *of == "both")
        .flat_map(|(_, rest)| rest.split_whitespace().skip(1))
        .collect();
    let mut wrong = String::new();
    for (name, why) in complaints.iter().filter(|(name, _)| !listed.contains(name.as_str())) {
        let _ = writeln!(wrong, "{name}: {why}");
    }
    for name in listed.iter().filter(|name| complaints.iter().all(|(known, _)| known != *name)) {
        let _ = writeln!(wrong, "{name}: it is listed, and right");
    }
    assert!(wrong.is_empty(), "{test}\n{wrong}");
}
