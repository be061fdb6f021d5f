//! The package that a document belongs to.

use std::path::{Path, PathBuf};

/// The nearest folder above a document with a `Cargo.toml`, else its own folder: where an editor was started says nothing.
pub(super) fn root_of(document: &Path) -> PathBuf {
    let package = document.ancestors().skip(1).find(|folder| folder.join("Cargo.toml").is_file());
    package.or(document.parent()).map(Path::to_owned).unwrap_or_default()
}
