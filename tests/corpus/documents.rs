//! Where the corpus is, and what it holds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::say;

/// Beside the repository: real documents, which are other people's and have no place in it.
const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");

/// Published documents, with the descriptions they name.
pub(crate) struct Corpus {
    pub(crate) folder: PathBuf,
    pub(crate) documents: Vec<Entry>,
}

/// One document, as the index describes it.
#[derive(Clone, Deserialize)]
pub(crate) struct Entry {
    /// Below the folder, with forward slashes.
    #[serde(rename = "doc")]
    pub(crate) path: String,
    operations: usize,
    operations_resolved: usize,
    sources_present: bool,
}

impl Entry {
    /// Whether all its operations can be found, as an independent script sees it.
    pub(crate) fn is_resolvable(&self) -> bool {
        self.sources_present && self.operations == self.operations_resolved
    }
}

/// The folder that `ARAZZO_CORPUS` names, or what is unpacked from the archive beside the repository; nothing, with a note, when
/// there is neither.
pub(crate) fn find() -> Option<Corpus> {
    let folder = match std::env::var_os("ARAZZO_CORPUS") {
        Some(folder) => PathBuf::from(folder),
        None => unpacked()?,
    };
    assert!(folder.is_dir(), "ARAZZO_CORPUS is not a folder: {}", folder.display());
    let documents = documents(&folder);
    Some(Corpus { folder, documents })
}

/// By the index in the folder, or by the one beside the archive.
fn documents(folder: &Path) -> Vec<Entry> {
    let places = [folder.join("index.json"), Path::new(SHARED).join("index.json")];
    let index = places.iter().find(|index| index.is_file());
    let index = index.unwrap_or_else(|| panic!("no index.json in {} or {SHARED}", folder.display()));
    let text = fs::read_to_string(index).expect("the index can be read");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", index.display()))
}

/// The archive, unpacked below `target/` when it has changed since.
fn unpacked() -> Option<PathBuf> {
    let archive = Path::new(SHARED).join("dev.tar.xz");
    let Ok(metadata) = fs::metadata(&archive) else {
        say("NOTE: no corpus: ARAZZO_CORPUS names no folder, and ../shared/corpus/dev.tar.xz is not there.");
        return None;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus");
    let stamp = folder.join("unpacked-from");
    let version = format!("{} {:?}", metadata.len(), metadata.modified().ok());
    if fs::read_to_string(&stamp).is_ok_and(|known| known == version) {
        return Some(folder);
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder below target/");
    let status = Command::new("tar").arg("-xJf").arg(&archive).arg("-C").arg(&folder).status();
    assert!(status.is_ok_and(|status| status.success()), "{} cannot be unpacked", archive.display());
    fs::write(stamp, version).expect("a file below target/");
    Some(folder)
}
