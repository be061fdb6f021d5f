//! What cargo shows of the macro: programs below `cases/`, each with the errors that it is expected to have.
//!
//! `TRYBUILD=overwrite cargo test -p ui` writes what is shown now: read the difference before you commit it.

use std::fs;
use std::path::Path;

#[test]
fn what_cargo_shows() {
    documents_for_trybuild();
    let cases = trybuild::TestCases::new();
    cases.pass("cases/good.rs");
    cases.pass("cases/crates.rs");
    for case in ["error", "errors", "warning", "note", "options", "types_survive"] {
        cases.compile_fail(format!("cases/{case}.rs"));
    }
}

/// The package of the macro's caller is the one that trybuild makes. Documents in it have the same path on every machine.
fn documents_for_trybuild() {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild/ui/documents");
    fs::create_dir_all(&copy).expect("a folder below target/");
    for entry in fs::read_dir(documents).expect("a folder") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), copy.join(entry.file_name())).expect("a copy");
    }
}
