//! Every edit that a diagnostic comes with takes away this diagnostic, and brings no other; and what asks "did you mean" comes with one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Diagnostic, Edit};

use crate::cases::{Case, cases_below, root};

#[test]
fn every_edit_cures_its_mistake_and_nothing_else() {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("edits");
    let _ = fs::remove_dir_all(&copy);
    copy_folder(&root(), &copy);
    let mut failures = Vec::new();
    let mut edits = 0;
    for case in cases_below(&copy) {
        let before = case.diagnostics();
        for diagnostic in &before {
            let asks = diagnostic.help.as_deref().is_some_and(|help| help.contains("did you mean"));
            let Some(edit) = &diagnostic.edit else {
                if asks {
                    failures.push(format!(
                        "{}: {}[{}] {:?} has no edit",
                        case.name, diagnostic.message, diagnostic.code, diagnostic.help
                    ));
                }
                continue;
            };
            edits += 1;
            failures.extend(failure(&case, &before, diagnostic, edit));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(edits > 50, "{edits} edits");
}

/// What is wrong with an edit.
fn failure(case: &Case, before: &[Diagnostic], cured: &Diagnostic, edit: &Edit) -> Option<String> {
    let original = fs::read(&edit.file).expect("the file that was read");
    let edited = [&original[..edit.range.start], edit.replacement.as_bytes(), &original[edit.range.end..]].concat();
    fs::write(&edit.file, edited).expect("the copy can be written");
    let after = case.diagnostics();
    fs::write(&edit.file, &original).expect("the copy can be written");
    // What other diagnostics quote is written otherwise now.
    let written = String::from_utf8_lossy(&original[edit.range.clone()]).into_owned();
    let identity = |diagnostic: &Diagnostic| identity(diagnostic).replace(&written, &edit.replacement);
    let mut expected = counted(before.iter().map(identity));
    expected.entry(identity(cured)).and_modify(|count| *count -= 1);
    expected.retain(|_, count| *count > 0);
    let after = counted(after.iter().map(identity));
    (after != expected).then(|| format!("{}: {edit:?}\nleaves {after:#?}\ninstead of {expected:#?}", case.name))
}

/// Lines change with an edit; what is said does not.
fn identity(diagnostic: &Diagnostic) -> String {
    format!("{}[{}]: {}", diagnostic.severity, diagnostic.code, diagnostic.message)
}

fn counted(identities: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    identities.fold(BTreeMap::new(), |mut counted, identity| {
        *counted.entry(identity).or_default() += 1;
        counted
    })
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder below target/");
    for entry in fs::read_dir(from).expect("a folder") {
        let from: PathBuf = entry.expect("an entry").path();
        let to = to.join(from.file_name().expect("a name"));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            fs::copy(&from, to).expect("a copy");
        }
    }
}
