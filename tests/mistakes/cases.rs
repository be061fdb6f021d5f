//! The cases below `fail/`.

use std::fs;
use std::path::{Path, PathBuf};

use arazzo_codegen::{Diagnostic, Document, compile};
use quote::quote;

use crate::options;

/// The folder of all cases: what paths in the expected texts are relative to.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fail")
}

pub(crate) struct Case {
    root: PathBuf,
    pub(crate) folder: PathBuf,
    /// The folder's path below the root.
    pub(crate) name: String,
    pub(crate) workflow: &'static str,
}

/// Every case, in the order of their names.
pub(crate) fn cases() -> Vec<Case> {
    cases_below(&root())
}

/// The same of a copy.
pub(crate) fn cases_below(root: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    collect(root, root, &mut cases);
    cases.sort_by(|left, right| left.name.cmp(&right.name));
    cases
}

fn collect(root: &Path, folder: &Path, cases: &mut Vec<Case>) {
    if let Some(workflow) = ["workflow.yml", "workflow.json"].into_iter().find(|file| folder.join(file).is_file()) {
        let name = folder.strip_prefix(root).expect("below the root").display().to_string();
        cases.push(Case { root: root.to_owned(), folder: folder.to_owned(), name, workflow });
        return;
    }
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, cases);
        }
    }
}

impl Case {
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        compile(&self.root, &self.document(), &quote! { ::arazzo }).diagnostics
    }

    fn document(&self) -> Document {
        options::document(&self.root, &self.folder, self.workflow).edits(true)
    }
}

pub(crate) fn rendered(diagnostics: &[Diagnostic]) -> String {
    let blocks: Vec<String> = diagnostics.iter().map(|diagnostic| format!("{}\n", diagnostic.rendered)).collect();
    blocks.join("\n")
}

/// Whether expected texts are to be written instead of compared.
pub(crate) fn bless() -> bool {
    std::env::var_os("ARAZZO_BLESS").is_some_and(|value| value == "1")
}
