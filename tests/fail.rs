//! Documents with mistakes, and what is said about them.
//!
//! A case is a folder below `fail/` with a `workflow.yml` or `workflow.json`, whatever descriptions it needs, and `expected.txt`:
//! the rendered diagnostics in their order. A file `options` may set one option a line, as the command calls them: `allow CODE`,
//! `warn CODE`, `deny CODE`, `strict`, `source NAME=PATH`, `workflow ID`; `document NAME` compiles another file than the workflow.
//!
//! `ARAZZO_BLESS=1 cargo test -p tests --test fail` writes what is said now: read the difference before you commit it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Diagnostic, Document, codes, compile};
use quote::quote;

/// The folder of all cases: what paths in the expected texts are relative to.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fail")
}

struct Case {
    folder: PathBuf,
    /// The folder's path below the root.
    name: String,
    workflow: &'static str,
}

/// Every case, in the order of their names.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    collect(&root(), &mut cases);
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    cases
}

fn collect(folder: &Path, cases: &mut Vec<Case>) {
    if let Some(workflow) = ["workflow.yml", "workflow.json"].into_iter().find(|file| folder.join(file).is_file()) {
        let name = folder.strip_prefix(root()).expect("below the root").display().to_string();
        cases.push(Case { folder: folder.to_owned(), name, workflow });
        return;
    }
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, cases);
        }
    }
}

impl Case {
    fn diagnostics(&self) -> Vec<Diagnostic> {
        compile(&root(), &self.document(), &quote! { ::arazzo }).diagnostics
    }

    fn document(&self) -> Document {
        let options = fs::read_to_string(self.folder.join("options")).unwrap_or_default();
        let lines = || options.lines().map(|line| line.split_once(' ').unwrap_or((line, "")));
        let file = lines().find(|(option, _)| *option == "document").map_or(self.workflow, |(_, file)| file);
        let document = Document::new(Path::new(&self.name).join(file));
        lines().fold(document, |document, (option, value)| match option {
            "allow" => document.allow(value),
            "warn" => document.warn(value),
            "deny" => document.deny(value),
            "strict" => document.strict(true),
            "workflow" => document.workflow(value),
            "source" => {
                let (name, path) = value.split_once('=').expect("NAME=PATH");
                document.source(name, self.folder.join(path))
            }
            "document" => document,
            other => panic!("{}: `{other}` is not an option", self.name),
        })
    }
}

fn rendered(diagnostics: &[Diagnostic]) -> String {
    let blocks: Vec<String> = diagnostics.iter().map(|diagnostic| format!("{}\n", diagnostic.rendered)).collect();
    blocks.join("\n")
}

#[test]
fn every_case_says_what_is_expected() {
    let bless = std::env::var_os("ARAZZO_BLESS").is_some_and(|value| value == "1");
    let mut different = String::new();
    for case in cases() {
        let path = case.folder.join("expected.txt");
        let said = rendered(&case.diagnostics());
        let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        if said == expected {
            continue;
        }
        if bless {
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

/// And the folder that is called after a code holds cases of it.
#[test]
fn every_code_has_a_case() {
    let mut missing: BTreeSet<&str> = codes().into_iter().collect();
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
