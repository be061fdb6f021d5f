//! A module uses those of its own layer and of the layers before it: no circle goes through two layers.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, the ground floor first. Modules of one layer may use each other.
const LAYERS: [&[&str]; 18] = [
    &["breaks", "cycles", "decimal", "options", "place", "secret_names", "status", "suggest"],
    &["value"],
    &["merge"],
    &["parse"],
    &["slice"],
    &["files"],
    &["locate"],
    &["syntax"],
    &["diagnostic"],
    &["openapi"],
    &["document"],
    &["model", "names"],
    &["check"],
    &["flow", "resolve"],
    &["lower"],
    &["emit"],
    &["judge"],
    &["analyse"],
];

/// The rooms of `resolve`, and the files for all of them.
const ROOMS: [&[&str]; 13] = [
    &["collisions", "compare", "written"],
    &["draft"],
    &["operations", "plan"],
    &["inputs"],
    &["lookup"],
    &["responses"],
    &["values"],
    &["criteria", "xml"],
    &["request"],
    &["calls"],
    &["outputs"],
    &["finish", "steps", "types"],
    &["resolved"],
];

#[test]
fn no_module_uses_one_of_a_layer_after_its_own() {
    assert!(check("", "crate::", &LAYERS) > 500, "the sources were not read");
}

#[test]
fn no_room_uses_one_after_its_own() {
    assert!(check("resolve", "crate::resolve::", &ROOMS) > 50, "the sources were not read");
}

/// How often modules of a folder use each other; each of its own layer, or of one before it.
fn check(folder: &str, prefix: &str, layers: &[&[&str]]) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let layer = |module: &str| layers.iter().position(|layer| layer.contains(&module));
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in sources(&root) {
        let relative = file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        let module = relative.split(['/', '.']).next().unwrap();
        let Some(own) = layer(module).filter(|_| !relative.contains("tests")) else { continue };
        for used in uses(&fs::read_to_string(&file).unwrap(), prefix) {
            seen += 1;
            if layer(&used).is_some_and(|used| used > own) {
                wrong.push(format!("{relative} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    seen
}

/// All files of a folder that are Rust.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// The modules behind a prefix, outside of comments and of the tests at the end of a file.
fn uses(text: &str, prefix: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    let parts = lines.flat_map(|line| line.split(prefix).skip(1).map(str::to_owned).collect::<Vec<_>>());
    parts.map(|rest| rest.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()).collect()
}
