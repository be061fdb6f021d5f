//! Paths of a command line.

use std::env::current_dir;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::normalise;

/// A path of the command line; relative ones are relative to the current folder.
pub(super) fn absolute(path: &Path) -> io::Result<PathBuf> {
    Ok(normalise(&current_dir()?.join(path)))
}

/// The package that a document belongs to: the nearest folder above it with a `Cargo.toml`, else the current folder.
pub(super) fn root_of(document: &Path) -> io::Result<PathBuf> {
    let package = document.ancestors().skip(1).find(|folder| folder.join("Cargo.toml").is_file());
    package.map_or_else(current_dir, |package| Ok(package.to_owned()))
}
