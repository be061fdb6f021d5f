//! A workflow of a hundred steps, each of which needs what the one before it gave: for the size of its future.

use std::env;
use std::fs;
use std::path::PathBuf;

use arazzo_codegen::Builder;

#[path = "../scale/steps.rs"]
#[expect(dead_code, reason = "the other benchmark has more kinds of documents")]
mod steps;

fn main() {
    println!("cargo::rerun-if-changed=../scale/steps.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let file = folder.join("hundred.yml");
    fs::write(folder.join("steps.api.yml"), steps::API).expect("the folder is ours");
    fs::write(&file, steps::straight(100)).expect("the folder is ours");
    Builder::new().document(file).generate();
}
