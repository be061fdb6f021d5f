//! Documents with mistakes, and what is said about them.
//!
//! A case is a folder below `fail/` with a `workflow.yml` or `workflow.json`, whatever descriptions it needs, and `expected.txt`:
//! the rendered diagnostics in their order. A file `options` may set options, see `options.rs`; a file `rows` names the rows of
//! the rule book that the case shows, see `conformance/main.rs`.
//!
//! `ARAZZO_BLESS=1 cargo test -p tests --test fail` writes what is said now: read the difference before you commit it.

mod cases;
mod catalogue;
mod edits;
#[path = "../options.rs"]
mod options;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use arazzo_codegen::codes;
use cases::{bless, cases, rendered};

#[test]
fn every_case_says_what_is_expected() {
    let mut different = String::new();
    for case in cases() {
        let path = case.folder.join("expected.txt");
        let said = rendered(&case.diagnostics());
        let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        if said == expected {
            continue;
        }
        if bless() {
            fs::write(&path, &said).expect("the expected text can be written");
        } else {
            let _ = write!(different, "\n=== {} says\n{said}=== but is expected to say\n{expected}", case.name);
        }
    }
    assert!(different.is_empty(), "{different}\n(ARAZZO_BLESS=1 writes what is said now)");
}

#[test]
fn every_case_has_a_mistake() {
    for case in cases() {
        let only_allowed = case.name.starts_with("levels/");
        assert!(only_allowed || !case.diagnostics().is_empty(), "{} has none", case.name);
    }
}

/// And the folder that is called after a code holds cases of it. No document leads to a bug of the compiler, as far as is known.
#[test]
fn every_code_has_a_case() {
    let mut missing: BTreeSet<&str> = codes().into_iter().filter(|code| *code != "internal").collect();
    for case in cases() {
        let folder = case.name.split(['/', '\\']).next().unwrap_or_default();
        let found: BTreeSet<&str> = case.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
        assert!(!codes().contains(&folder) || found.contains(folder), "{}: {found:?}", case.name);
        missing.retain(|code| *code != folder);
    }
    assert!(missing.is_empty(), "no folder below tests/fail shows {missing:?}");
}

#[test]
fn there_are_enough_cases() {
    assert!(cases().len() >= 60);
}
