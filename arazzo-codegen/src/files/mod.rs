//! Reading files: the only module that touches the file system.
//!
//! Invariant: nothing is read twice, nothing comes from the network, only regular YAML and JSON files up to 64 MiB are read, and no
//! more of them, and every file that was read, or should have been, is on the list that build tools watch.

mod file;
mod kept;
mod known;
mod read;

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::place::FileId;
use crate::slice::Slices;
use crate::suggest::closest;
pub(crate) use file::File;
use kept::State;
pub(crate) use known::{Asked, Known, Node, Span};
use read::metadata;
pub(crate) use read::{ReadError, format_of, read_text};

/// Every file of one compilation.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "they are the files")]
pub(crate) struct Files {
    /// The package root: what messages and identities are relative to.
    root: PathBuf,
    files: Vec<File>,
    by_path: HashMap<PathBuf, FileId>,
    /// Files that could not be read: if one of them appears later, the output must be generated again.
    missing: Vec<PathBuf>,
}

impl Files {
    pub(crate) fn new(root: PathBuf) -> Files {
        Files { root, files: Vec::new(), by_path: HashMap::new(), missing: Vec::new() }
    }

    /// Reads a file once; a second call gives the same file.
    pub(crate) fn read(&mut self, path: &Path) -> Result<FileId, ReadError> {
        let path = normalise(path);
        if let Some(file) = self.by_path.get(&path) {
            return Ok(*file);
        }
        // Of a file that is not there the name does not matter.
        let there = metadata(&path).map(|_| ());
        let (format, (text, slices)) =
            match there.and(format_of(&path)).and_then(|format| Ok((format, read_kept(&path)?))) {
                Ok(read) => read,
                Err(error) => {
                    self.missing.push(path);
                    return Err(error);
                }
            };
        let shown = self.shown(&path);
        let file = FileId::new(self.files.len());
        self.files.push(File { path: path.clone(), shown, text, format, slices, known: Known::default() });
        self.by_path.insert(path, file);
        Ok(file)
    }

    /// A path of the caller's: relative ones are relative to the package.
    pub(crate) fn in_package(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    /// Whether a path is one of the package, by its name. The root of a machine is no package.
    pub(crate) fn is_in_package(&self, path: &Path) -> bool {
        let has_name = self.root.components().any(|component| matches!(component, Component::Normal(_)));
        has_name && normalise(path).starts_with(&self.root)
    }

    pub(crate) fn get(&self, file: FileId) -> &File {
        // A `FileId` is only made by `read`, and files are never removed.
        &self.files[file.index()]
    }

    /// How messages and identities name a path: relative to the package, with forward slashes; absolute only where the two
    /// have nothing in common.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = normalise(path);
        let common = self.root.components().zip(path.components()).take_while(|(left, right)| left == right).count();
        // The first component is the root of the file system.
        let shown = if common > 1 {
            let up = self.root.components().skip(common).map(|_| Component::ParentDir);
            up.chain(path.components().skip(common)).collect()
        } else {
            path
        };
        shown.to_string_lossy().replace('\\', "/")
    }

    /// Every file that was read, absolute, in the order of reading; then those that could not be.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|file| &file.path).chain(&self.missing).cloned().collect()
    }
}

/// The name of a file beside a path that does not exist, when one is nearly the same.
pub(crate) fn similar(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let entries = fs::read_dir(path.parent()?).ok()?;
    let names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
    // The order of a folder is the file system's.
    known.sort_unstable();
    closest(name, known.into_iter().filter(|known| format_of(Path::new(known)).is_ok()))
}

/// Resolves `.` and `..` by their names alone, so that a path that does not exist can be shown.
pub(crate) fn normalise(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(result.components().next_back(), Some(Component::Normal(_))) => {
                result.pop();
            }
            // Above the root there is nothing.
            Component::ParentDir
                if matches!(result.components().next_back(), Some(Component::RootDir | Component::Prefix(_))) => {}
            other => result.push(other),
        }
    }
    result
}

/// The text of a file, and what earlier compilations know about it.
fn read_kept(path: &Path) -> Result<(Rc<String>, Rc<Slices>), ReadError> {
    let state = State::of(&metadata(path)?);
    if let Some(kept) = state.as_ref().and_then(|state| kept::find(path, state)) {
        return Ok(kept);
    }
    let text = Rc::new(read_text(path)?);
    let slices = Rc::<Slices>::default();
    if let Some(state) = state {
        kept::keep(path, state, &text, &slices);
    }
    Ok((text, slices))
}

#[cfg(test)]
pub(crate) mod tests {
    //! What tests ask about files.

    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A new folder, which the caller removes.
    pub(crate) fn folder() -> PathBuf {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("arazzo-codegen-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
