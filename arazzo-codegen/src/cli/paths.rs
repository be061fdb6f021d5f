//! Paths of a command line.

use std::env::current_dir;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::normalise;
use crate::settings::package_of;

/// A path of the command line; relative ones are relative to the current folder.
pub(super) fn absolute(path: &Path) -> io::Result<PathBuf> {
    Ok(normalise(&current_dir()?.join(path)))
}

/// The folder of the package that a document belongs to, else the current one.
pub(super) fn root_of(document: &Path) -> io::Result<PathBuf> {
    package_of(document).map_or_else(current_dir, |package| Ok(package.to_owned()))
}
