//! `speed`: what generated code costs beside clients that are written by hand; `speed limits`: what must not get worse.
//!
//! `tests/benches/run` builds what it needs and starts it. Nothing here is measured in seconds: instructions, heap blocks and
//! sizes are the same on a machine that has other work.

mod callgrind;
mod clients;
mod compiler;
mod limits;
mod table;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Something that was measured.
struct Measure {
    name: String,
    value: f64,
}

impl Measure {
    fn new(name: impl Into<String>, value: f64) -> Self {
        Self { name: name.into(), value }
    }
}

fn main() -> ExitCode {
    let only_limits = env::args().nth(1).is_some_and(|word| word == "limits");
    let has_valgrind = callgrind::is_there();
    if !has_valgrind {
        println!("NOTE: instructions are not counted: there is no valgrind here.");
    }
    let mut measures = clients::measure(only_limits, has_valgrind);
    measures.extend(compiler::measure(has_valgrind));
    limits::judge(&measures, has_valgrind)
}

/// A program that was built beside this one.
fn beside(name: &str) -> PathBuf {
    env::current_exe().expect("this program has a path").with_file_name(name)
}

/// The folder of the repository.
fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).expect("this package is three folders deep")
}

/// What a command prints; it has to work.
fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|why| panic!("{command:?}: {why}"));
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
