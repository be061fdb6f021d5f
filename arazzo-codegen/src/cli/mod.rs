//! The command `cargo arazzo`: the compiler's findings, its code and a picture of a workflow, without a crate around it.
//!
//! Like `git` and `grep`, it ends with 0 when all is well, with 1 when a document has errors, and with 2 when it was called in
//! a wrong way.

mod arguments;
mod check;
mod completions;
mod expand;
mod explain;
mod find;
mod fix;
mod github;
mod graph;
mod json;
mod new;
pub(crate) mod output;
mod paths;
mod run;
mod runtime;
mod sarif;
mod summary;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// A document has errors, or the result could not be written.
const FAILURE: u8 = 1;

/// Runs the command with the arguments of the process, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(without_subcommand(arguments)) {
        Ok(arguments) => arguments,
        // Prints help and version, too.
        Err(error) => error.exit(),
    };
    let colour = arguments.colour.wanted();
    let result = match &arguments.command {
        Command::Check(check) => check::run(check, colour),
        Command::Expand(expand) => expand::run(expand, colour),
        Command::Explain(explain) => explain::run(explain),
        Command::New(new) => new::run(new, colour),
        Command::Run(run) => run::run(run, colour),
        Command::Graph(graph) => graph::run(graph, colour),
        Command::Lsp => crate::lsp::run(),
        Command::Completions(completions) => completions::run(completions),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILURE),
        Err(error) => {
            // A reader such as `head` that has seen enough is no mistake; there may be nobody left to tell others to.
            if error.kind() != std::io::ErrorKind::BrokenPipe {
                let _ = output::complain(&error.to_string());
            }
            ExitCode::from(FAILURE)
        }
    }
}

/// Cargo calls `cargo-arazzo arazzo check …`; by hand one writes `cargo-arazzo check …`.
fn without_subcommand(arguments: impl IntoIterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    let mut arguments = arguments.into_iter();
    let program = arguments.next().unwrap_or_else(|| "cargo-arazzo".into());
    let first = arguments.next().filter(|first| first != "arazzo");
    std::iter::once(program).chain(first).chain(arguments)
}
