//! What the compiler costs: crates to build, and instructions of an expansion where nothing is optimised, as cargo builds
//! procedural macros.

use std::collections::BTreeSet;
use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::{Measure, callgrind, printed, repository, table};

const DOCUMENT: &str = "workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml";

pub(crate) fn measure(has_valgrind: bool) -> Vec<Measure> {
    let ours = crates("arazzo", &[]);
    // What remains of this package without the runtime is what a client by hand needs.
    let by_hand = crates("speed", &["arazzo", "arazzo-codegen", "allocation-counter", "speed"]);
    let compiler = crates("arazzo-macros", &[]);
    table::row("crates", "a user's dependencies", &[ours, by_hand]);
    table::row("crates", "the macro's part of them", &[compiler]);
    let mut measures = vec![
        Measure::new("crates: a user's dependencies", f64::from(ours)),
        Measure::new("crates: the macro's part of them", f64::from(compiler)),
    ];
    if has_valgrind {
        let instructions = expansion();
        table::row("instructions", "an expansion", &[instructions]);
        #[expect(clippy::cast_precision_loss, reason = "thousands are enough")]
        measures.push(Measure::new("thousand instructions: an expansion", (instructions / 1000) as f64));
    }
    measures
}

/// How many crates a package is built from, without these and what only they need.
fn crates(package: &str, without: &[&str]) -> u32 {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(repository());
    command.args(["tree", "--package", package, "--edges", "normal,build", "--prefix", "none", "--no-dedupe"]);
    for name in without.iter().filter(|name| **name != package) {
        command.args(["--prune", name]);
    }
    let text = printed(&mut command);
    // A name and a version; more on a line says where the crate comes from.
    let crates: BTreeSet<_> = text.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>()).collect();
    let counted = crates.iter().filter(|words| words.first().is_some_and(|name| !without.contains(name))).count();
    u32::try_from(counted).unwrap_or(u32::MAX)
}

/// Of the workflow that writes a customer, by the command as cargo builds it in development.
fn expansion() -> u64 {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository().join("target"), PathBuf::from);
    let mut program = Command::new(target.join("debug/cargo-arazzo"));
    program.args(["arazzo", "check"]).arg(repository().join(DOCUMENT));
    callgrind::instructions(&["--toggle-collect=arazzo_codegen::compile"], &mut program)
}
