//! `cargo arazzo completions`

use std::io;

use clap::CommandFactory;

use super::arguments::{Arguments, Completions};
use super::output::print;

/// The name that the completions are for.
const PROGRAM: &str = "cargo-arazzo";

pub(super) fn run(completions: &Completions) -> io::Result<bool> {
    let mut script = Vec::new();
    let mut command = Arguments::command().bin_name(PROGRAM);
    clap_complete::generate(completions.shell, &mut command, PROGRAM, &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(true)
}
