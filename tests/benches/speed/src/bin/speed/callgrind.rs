//! Counting instructions.

use std::process::{Command, Stdio};

/// Whether valgrind is on this machine.
pub(crate) fn is_there() -> bool {
    let mut command = Command::new("valgrind");
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The instructions that a program takes; of one that fails, too, because a document with mistakes has a cost.
pub(crate) fn instructions(options: &[&str], program: &mut Command) -> u64 {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).args(options);
    command.arg(program.get_program()).args(program.get_args());
    let output = command.output().unwrap_or_else(|why| panic!("{command:?}: {why}"));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let number = text.split_once("Collected : ").and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok());
    number.unwrap_or_else(|| panic!("{command:?}\n{text}"))
}
