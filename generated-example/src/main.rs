//! The newcomer's first command: five compiled workflows run against an embedded sandbox of the APIs they call.
//!
//! `workflows.rs` is where they come in, `runs.rs` is where they are called. Everything else is around them.

mod args;
mod crash;
mod live;
mod runs;
mod sandbox;
mod serve;
mod show;
mod variables;
mod workflows;

use std::error::Error;
use std::process::ExitCode;

use args::Command;
use sandbox::{Sandbox, Vendor};
use show::Show;

/// A run failed, or something for it was missing.
const FAILURE: u8 = 1;
/// The arguments were not understood.
const MISUSE: u8 = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let command = match args::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(problem) => {
            eprintln!("error: {problem}; --help says what there is");
            return ExitCode::from(MISUSE);
        }
    };
    match run(&command, &Show::on_stdout()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.as_ref());
            ExitCode::from(FAILURE)
        }
    }
}

async fn run(command: &Command, show: &Show) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Help => show.line(&args::help()),
        Command::Crash => crash::show(show).await?,
        Command::Life(url, path) => crash::live(url, path, show).await?,
        Command::Live(workflows) => live::run(workflows, &|name| std::env::var(name).ok(), show).await?,
        Command::Serve => serve::serve(show).await?,
        Command::Sandbox => run_in_sandbox(show).await?,
    }
    Ok(())
}

async fn run_in_sandbox(show: &Show) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    show.line("A sandbox of four APIs is running on this machine, and only here:");
    for vendor in Vendor::ALL {
        show.line(&format!("   {:<9} {}", vendor.name(), sandbox.url(vendor)));
    }
    let client = runs::client(&sandbox, show).build()?;
    runs::all(&client, show).await?;
    show.line("\nSix runs of five workflows, all as they should be.");
    Ok(())
}

/// An error and what caused it.
fn complain(error: &dyn Error) {
    eprintln!("\nerror: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  caused by: {error}");
        cause = error.source();
    }
}
