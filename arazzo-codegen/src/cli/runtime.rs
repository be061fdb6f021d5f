//! How a package that the command writes depends on the runtime.

use std::path::{Path, PathBuf};

/// The value of `arazzo` in `[dependencies]`.
pub(super) fn dependency(features: &[&str]) -> String {
    let path = checkout().map(|folder| format!("path = {:?}, ", folder.display().to_string())).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let features = if features.is_empty() { String::new() } else { format!(", features = {features:?}") };
    format!("{{ {path}version = \"={version}\"{features} }}")
}

/// The runtime beside this crate, where this is a checkout and no package of a registry.
pub(super) fn checkout() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("arazzo");
    folder.join("Cargo.toml").is_file().then_some(folder)
}
