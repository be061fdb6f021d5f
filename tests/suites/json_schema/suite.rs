//! The JSON Schema Test Suite, draft 2020-12, where it is at hand.
//!
//! `ARAZZO_JSON_SCHEMA=1` has pip fetch it, once, below `target/`: the source package of the Python library `jsonschema` carries it.
//! `ARAZZO_JSON_SCHEMA=FOLDER` takes a checkout of the suite. Its folder `optional` is left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::{fetch, say};

/// Tests run side by side.
static FETCHED: OnceLock<Option<PathBuf>> = OnceLock::new();

/// One datum of the suite, and the schema that it is held against.
pub(crate) struct Case {
    /// The file of the suite, the group in it, and the datum in that, as `items#3/0`.
    pub(crate) name: String,
    pub(crate) schema: Value,
    pub(crate) datum: Value,
    pub(crate) valid: bool,
}

impl Case {
    /// The keyword that the case is about: the file it stands in.
    pub(crate) fn keyword(&self) -> &str {
        self.name.split('#').next().unwrap_or_default()
    }
}

/// Every case; nothing, with a note, where the suite is not asked for or cannot be had.
pub(crate) fn cases() -> Option<Vec<Case>> {
    let folder = folder()?.join("tests/draft2020-12");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    Some(files.iter().flat_map(|file| cases_of(file)).collect())
}

fn cases_of(file: &Path) -> Vec<Case> {
    let keyword = file.file_stem().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(file).expect("a file of the suite");
    let groups: Vec<Value> = serde_json::from_str(&text).expect("a file of the suite is a list of groups");
    let mut cases = Vec::new();
    for (group, value) in groups.iter().enumerate() {
        for (index, test) in value["tests"].as_array().into_iter().flatten().enumerate() {
            cases.push(Case {
                name: format!("{keyword}#{group}/{index}"),
                schema: value["schema"].clone(),
                datum: test["data"].clone(),
                valid: test["valid"] == true,
            });
        }
    }
    cases
}

fn folder() -> Option<PathBuf> {
    match std::env::var_os("ARAZZO_JSON_SCHEMA") {
        None => {
            say("NOTE: ARAZZO_JSON_SCHEMA is not set: nothing is compared with the JSON Schema Test Suite.");
            None
        }
        Some(one) if one == "1" => FETCHED.get_or_init(fetched).clone(),
        Some(folder) => Some(folder.into()),
    }
}

/// What pip fetches once below `target/`; nothing, with a note, where it cannot.
fn fetched() -> Option<PathBuf> {
    let suite = fetch::fetched(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("json-schema"));
    if suite.is_none() {
        say("NOTE: pip does not fetch the JSON Schema Test Suite: nothing is compared with it.");
    }
    suite
}
