//! The command line, which is too small for a library.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::variables;
use crate::workflows::Workflow;

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Run everything in the sandbox.
    Sandbox,
    /// Start the sandbox for other programs.
    Serve,
    /// Run these against the real APIs.
    Live(Vec<Workflow>),
    /// Kill a process in the middle of a charge, and go on with its run in another one.
    Crash,
    /// One of these processes: where the API is, and the file of the journal.
    Life(String, PathBuf),
    Help,
}

/// Reads the arguments without the program's name; the error is a sentence.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let (mut live, mut serve) = (false, false);
    let mut workflows = Vec::new();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--help" | "-h") => return Ok(Command::Help),
            Some("--crash") if !live && !serve => return crash(arguments),
            Some("--live") if !serve => live = true,
            Some("--serve") if !live => serve = true,
            Some(name) if live && !name.starts_with('-') => workflows.push(find(name)?),
            _ => return Err(format!("unknown argument `{}`", argument.display())),
        }
    }
    if serve {
        return Ok(Command::Serve);
    }
    Ok(match (live, workflows.is_empty()) {
        (false, _) => Command::Sandbox,
        (true, true) => Command::Live(Workflow::ALL.to_vec()),
        (true, false) => Command::Live(workflows),
    })
}

/// What stands behind `--crash`: nothing, unless the program has called itself.
fn crash(mut arguments: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let Some(url) = arguments.next() else { return Ok(Command::Crash) };
    match (url.to_str(), arguments.next(), arguments.next()) {
        (Some(url), Some(path), None) => Ok(Command::Life(url.to_owned(), path.into())),
        _ => Err("`--crash` stands alone".to_owned()),
    }
}

fn find(name: &str) -> Result<Workflow, String> {
    Workflow::ALL.into_iter().find(|workflow| workflow.id() == name).ok_or_else(|| {
        let known = Workflow::ALL.map(Workflow::id).join(", ");
        format!("there is no workflow `{name}`; there are {known}")
    })
}

/// The text of `--help`.
pub(crate) fn help() -> String {
    let mut text = HELP.to_owned();
    for workflow in Workflow::ALL {
        text.push('\n');
        text.push_str(&variables::describe(workflow, variables::of(workflow).iter()));
    }
    text
}

const HELP: &str = "\
Runs five compiled Arazzo workflows.

Usage: cargo run -p generated-example                           in a sandbox that runs on this machine
       cargo run -p generated-example -- --serve                the sandbox alone, until its standard input ends
       cargo run -p generated-example -- --crash                kills itself in the middle of a charge, and goes on
       cargo run -p generated-example -- --live [WORKFLOW…]     against the real APIs, all workflows or these
       cargo run -p generated-example -- --help

With --live everything is real: customers and accounts are made, and amounts are charged. Credentials
and inputs come from environment variables. Nothing at all is sent before every variable that the chosen
workflows need is there.

Environment variables of each workflow:
";

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Command, String> {
        parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn the_sandbox_is_what_one_gets_without_arguments() {
        assert_eq!(parsed(&[]), Ok(Command::Sandbox));
    }

    #[test]
    fn live_takes_workflows() {
        assert_eq!(parsed(&["--live"]), Ok(Command::Live(Workflow::ALL.to_vec())));
        let two = vec![Workflow::UpsertCustomer, Workflow::ExportMonthlyBilling];
        assert_eq!(parsed(&["--live", "upsert-customer", "export-monthly-billing"]), Ok(Command::Live(two)));
        assert_eq!(parsed(&["--live", "--help"]), Ok(Command::Help));
    }

    #[test]
    fn crash_stands_alone_but_for_the_program_itself() {
        assert_eq!(parsed(&["--crash"]), Ok(Command::Crash));
        let life = Command::Life("http://127.0.0.1:1".to_owned(), "runs.db".into());
        assert_eq!(parsed(&["--crash", "http://127.0.0.1:1", "runs.db"]), Ok(life));
        assert!(parsed(&["--crash", "now"]).is_err() && parsed(&["--live", "--crash"]).is_err());
    }

    #[test]
    fn what_is_not_understood_runs_nothing() {
        assert_eq!(parsed(&["--serve"]), Ok(Command::Serve));
        for arguments in [
            &["upsert-customer"][..],
            &["--serve", "--live"],
            &["--live", "--serve"],
            &["--life"],
            &["--live", "--dry"],
            &["--live", "upsert"],
            &[""],
        ] {
            assert!(parsed(arguments).is_err(), "{arguments:?}");
        }
        assert!(parsed(&["--live", "upsert"]).unwrap_err().contains("upsert-customer, create-customer"));
    }

    #[test]
    fn help_names_every_variable_of_every_workflow() {
        let help = help();
        for workflow in Workflow::ALL {
            assert!(help.contains(workflow.id()));
            for variable in variables::of(workflow) {
                assert!(help.contains(variable.name), "{}", variable.name);
            }
        }
    }
}
