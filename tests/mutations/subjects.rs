//! The documents to break, in a copy of their folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_yaml::Value;

/// Folders with documents, and the descriptions beside them.
const FOLDERS: [&str; 3] = ["workflows", "tests/shapes", "tests/conformance"];

/// A document that is right.
pub(crate) struct Subject {
    /// Its path in the repository.
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) document: Value,
}

/// A copy of all folders, which is gone when it is dropped.
pub(crate) struct Copy(PathBuf);

impl Copy {
    pub(crate) fn of(repository: &Path) -> Copy {
        static COPIES: AtomicUsize = AtomicUsize::new(0);
        let number = COPIES.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("arazzo-mutations-{}-{number}", std::process::id()));
        for folder in FOLDERS {
            for file in files_below(&repository.join(folder)) {
                let target = root.join(file.strip_prefix(repository).expect("below the repository"));
                fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
                fs::copy(&file, target).expect("a copy");
            }
        }
        Copy(root)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.0
    }

    /// Every Arazzo document, but for those that are compiled with options.
    pub(crate) fn subjects(&self) -> Vec<Subject> {
        files_below(&self.0).into_iter().filter_map(|file| self.subject(&file)).collect()
    }

    fn subject(&self, file: &Path) -> Option<Subject> {
        let folder = file.parent()?.to_owned();
        if file.extension().is_none_or(|extension| extension != "yml") || folder.join("options").exists() {
            return None;
        }
        let document: Value = serde_yaml::from_str(&fs::read_to_string(file).ok()?).ok()?;
        document.get("arazzo")?;
        let name = file.strip_prefix(&self.0).ok()?.display().to_string();
        Some(Subject { name, folder, document })
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}
