//! The documents below the files and folders of a command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files;
use crate::locate;

/// Folders in which nobody keeps documents of their own; so are those whose names begin with a dot.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// A document of a command line.
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Its text, where the path names no file.
    pub(super) text: Option<String>,
}

/// Files as they are named, and of folders every file that calls itself an Arazzo document, in the order of their paths.
pub(super) fn documents(paths: &[PathBuf]) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(standard_input()?);
        } else if path.is_dir() {
            let mut files = Vec::new();
            walk(path, &mut files)?;
            if files.is_empty() {
                return Err(io::Error::other(format!("there is no Arazzo document below `{}`", path.display())));
            }
            found.extend(files.into_iter().map(|path| Found { path, text: None }));
        } else {
            found.push(Found { path: path.clone(), text: None });
        }
    }
    Ok(found)
}

/// A document on the standard input. Its paths are relative to the current folder.
fn standard_input() -> io::Result<Found> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("the standard input: {error}"));
    let text = io::read_to_string(io::stdin()).map_err(named)?;
    let name = if text.trim_start().starts_with('{') { "stdin.json" } else { "stdin.yml" };
    Ok(Found { path: name.into(), text: Some(text) })
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
