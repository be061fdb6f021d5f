//! Reading files: the only module that touches the file system.
//!
//! Invariant: nothing is read twice, nothing comes from the network, only regular YAML and JSON files up to 64 MiB are read, and no
//! more of them, and every file that was read, or should have been, is on the list that build tools watch.

mod file;
mod kept;
mod known;
mod overlay;
mod read;

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::parse::Format;
use crate::place::FileId;
use crate::slice::Slices;
use crate::suggest::closest;
pub(crate) use file::File;
use kept::State;
pub(crate) use known::{Asked, Known, Node, Span};
pub(crate) use overlay::Overlay;
use read::metadata;
pub(crate) use read::{ReadError, format_of, read_text};

/// What the relative paths of a caller are relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Base {
    Package,
    CurrentFolder,
}

impl Base {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Base::Package => "the package, the folder of `Cargo.toml`",
            Base::CurrentFolder => "the current folder",
        }
    }
}

/// A text, and what is found in it.
type Content = (Rc<String>, Rc<Slices>);

/// Every file of one compilation.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "they are the files")]
pub(crate) struct Files {
    /// The package root: what identities are relative to.
    root: PathBuf,
    /// The folder that messages name files from; the package where there is none.
    shown_from: Option<PathBuf>,
    /// What stands for the texts on the disk.
    texts: HashMap<PathBuf, Overlay>,
    files: Vec<File>,
    by_path: HashMap<PathBuf, FileId>,
    /// Files that could not be read: if one of them appears later, the output must be generated again.
    missing: Vec<PathBuf>,
}

impl Files {
    pub(crate) fn new(root: PathBuf) -> Files {
        Files {
            root,
            shown_from: None,
            texts: HashMap::new(),
            files: Vec::new(),
            by_path: HashMap::new(),
            missing: Vec::new(),
        }
    }

    /// Lets messages name files relative to a folder where they are inside of it, else by their whole paths.
    pub(crate) fn show_from(&mut self, folder: Option<&Path>) {
        self.shown_from = folder.map(normalise);
    }

    /// What the relative paths of the caller are relative to.
    pub(crate) fn base(&self) -> Base {
        if self.shown_from.is_some() { Base::CurrentFolder } else { Base::Package }
    }

    /// Lets a text stand for that on the disk, before the file is read.
    pub(crate) fn put(&mut self, path: &Path, text: Overlay) {
        self.texts.insert(normalise(path), text);
    }

    /// Reads a file once; a second call gives the same file.
    pub(crate) fn read(&mut self, path: &Path) -> Result<FileId, ReadError> {
        let path = normalise(path);
        if let Some(file) = self.by_path.get(&path) {
            return Ok(*file);
        }
        let (format, (text, slices)) = match self.content(&path) {
            Ok(content) => content,
            Err(error) => {
                self.missing.push(path);
                return Err(error);
            }
        };
        let (shown, identity) = (self.shown(&path), self.identity(&path));
        let skipped = self.texts.get(&path).map(|overlay| overlay.skipped);
        let file = FileId::new(self.files.len());
        self.files.push(File {
            path: path.clone(),
            shown,
            identity,
            text,
            skipped,
            format,
            slices,
            known: Known::default(),
        });
        self.by_path.insert(path, file);
        Ok(file)
    }

    fn content(&self, path: &Path) -> Result<(Format, Content), ReadError> {
        if let Some(overlay) = self.texts.get(path) {
            return Ok((format_of(path)?, overlay.content()));
        }
        // Of a file that is not there the name does not matter.
        metadata(path)?;
        Ok((format_of(path)?, read_kept(path)?))
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

    /// The text of a file that was read; nothing of any other.
    #[cfg(feature = "cli")]
    pub(crate) fn text_of(&self, path: &Path) -> String {
        let file = self.by_path.get(path).map(|file| self.get(*file));
        file.map(|file| file.text.to_string()).unwrap_or_default()
    }

    /// How messages name a path.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let Some(folder) = &self.shown_from else { return self.identity(path) };
        let path = normalise(path);
        path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/")
    }

    /// A path relative to the package, with forward slashes; absolute only where the two have nothing in common.
    fn identity(&self, path: &Path) -> String {
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
fn read_kept(path: &Path) -> Result<Content, ReadError> {
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
