//! The documents below the files and folders of a command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files;
use crate::locate;

/// Folders in which nobody keeps documents of their own; so are those whose names begin with a dot.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// Files as they are named, and of folders every file that calls itself an Arazzo document, in the order of their paths.
pub(super) fn documents(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        walk(path, &mut found)?;
        if found.len() == before {
            return Err(io::Error::other(format!("there is no Arazzo document below `{}`", path.display())));
        }
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("`{}`: {error}", folder.display()));
    let entries: Result<Vec<fs::DirEntry>, io::Error> = fs::read_dir(folder).map_err(named)?.collect();
    let mut entries = entries.map_err(named)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        // Of a link this is the link's own type: folders that contain themselves are not entered.
        if entry.file_type().map_err(named)?.is_dir() {
            if !is_skipped(&path) {
                walk(&path, found)?;
            }
        } else if is_document(&path) {
            found.push(path);
        }
    }
    Ok(())
}

fn is_skipped(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') || SKIPPED.contains(&&*name)
}

/// Broken ones, too.
fn is_document(path: &Path) -> bool {
    files::format_of(path).is_ok()
        && files::read_text(path).is_ok_and(|text| locate::has_root_key(&text, None, "arazzo"))
}
