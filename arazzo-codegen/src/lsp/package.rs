//! The package that a document belongs to.

use std::path::{Path, PathBuf};

use crate::settings::package_of;

/// The folder of the package, else that of the document: where an editor was started says nothing.
pub(super) fn root_of(document: &Path) -> PathBuf {
    package_of(document).or(document.parent()).map(Path::to_owned).unwrap_or_default()
}
