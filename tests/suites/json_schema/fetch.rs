//! The JSON Schema Test Suite as pip fetches it: the source package of the Python library `jsonschema` carries it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One version, so that the numbers of one run are those of the next.
const PACKAGE: &str = "jsonschema-4.26.0";

/// A checkout of the suite below a folder, fetched once; nothing where pip cannot.
pub(crate) fn fetched(into: &Path) -> Option<PathBuf> {
    let suite = into.join(PACKAGE).join("json");
    if suite.is_dir() {
        return Some(suite);
    }
    fs::create_dir_all(into).expect("the folder is ours");
    let mut pip = Command::new("pip");
    pip.args(["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-binary=:all:", "--dest"]);
    pip.arg(into).arg(PACKAGE.replace('-', "=="));
    if !pip.status().is_ok_and(|status| status.success()) {
        return None;
    }
    let mut tar = Command::new("tar");
    tar.args(["-xzf", &format!("{PACKAGE}.tar.gz")]).current_dir(into);
    tar.status().is_ok_and(|status| status.success()).then_some(suite)
}
