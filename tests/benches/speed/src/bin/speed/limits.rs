//! `tests/benches/limits.txt`: how much each measure may be.

use std::collections::BTreeMap;
use std::process::ExitCode;

use crate::Measure;

const LIMITS: &str = include_str!("../../../../limits.txt");

/// Says what is over its limit. Whoever makes something worse, and has a reason, changes the file.
pub(crate) fn judge(measures: &[Measure], has_valgrind: bool) -> ExitCode {
    let mut limits = limits();
    let mut is_kept = true;
    for Measure { name, value } in measures {
        let Some(limit) = limits.remove(name.as_str()) else {
            println!("MISSING: there is no limit for `{name}`, which is {value:.3}");
            is_kept = false;
            continue;
        };
        let verdict = if *value > limit { "OVER" } else { "ok" };
        println!("{verdict}: {name}: {value:.3}, limit {limit}");
        is_kept &= *value <= limit;
    }
    for name in limits.keys().filter(|name| has_valgrind || !name.contains("instructions")) {
        println!("UNUSED: nothing is measured that is called `{name}`");
        is_kept = false;
    }
    if is_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn limits() -> BTreeMap<&'static str, f64> {
    let lines = LIMITS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let limit = |line: &'static str| {
        let (limit, name) = line.split_once(' ').expect("a limit and a name");
        (name.trim(), limit.parse().expect("a number"))
    };
    lines.map(limit).collect()
}
