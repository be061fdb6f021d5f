//! `cargo arazzo run` runs the five workflows against the sandbox, by the commands that `--serve` prints.
//!
//! Cargo works offline, with the lock file of this repository, in a folder of its own that stays for the next run.

#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// The folder of the repository.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The sandbox of another process, which ends with its standard input.
struct Served {
    child: Child,
    commands: Vec<String>,
}

impl Served {
    fn start() -> Served {
        let mut command = Command::new(env!("CARGO_BIN_EXE_generated-example"));
        let mut child =
            command.arg("--serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the sandbox starts");
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let commands = lines.map(|line| line.expect("text")).skip(1).take(5).collect();
        Served { child, commands }
    }

    /// The command for a document, with more behind it.
    fn run(&self, document: &str, more: &str) -> Output {
        let line = self.commands.iter().find(|line| line.contains(document)).expect("there is one for each workflow");
        shell(&format!("{line} {more}"))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Runs a line as somebody would type it.
fn shell(line: &str) -> Output {
    let folder = built();
    let others = std::env::var("PATH").unwrap_or_default();
    Command::new("sh")
        .args(["-c", line])
        .current_dir(REPOSITORY)
        .env("PATH", format!("{}:{others}", folder.display()))
        .env("CARGO_TARGET_DIR", Path::new(REPOSITORY).join("target"))
        .env("CARGO_NET_OFFLINE", "true")
        .output()
        .expect("a shell")
}

/// The folder of the command.
fn built() -> PathBuf {
    let target = Path::new(REPOSITORY).join("target");
    let build = ["build", "--quiet", "--offline", "-p", "arazzo-codegen", "--features", "cli", "--bin", "cargo-arazzo"];
    let cargo = Command::new(env!("CARGO"))
        .args(build)
        .current_dir(REPOSITORY)
        .env("CARGO_TARGET_DIR", &target)
        .status()
        .expect("cargo starts");
    assert!(cargo.success());
    target.join("debug")
}

#[track_caller]
fn outputs(output: &Output) -> Value {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// One test, because cargo builds one program at a time anyway.
#[test]
fn the_five_workflows_run() {
    let served = Served::start();
    a_branch_with_its_steps_and_its_exchanges(&served);
    let assigned = outputs(&served.run("assign-plan", ""));
    assert_eq!(assigned["customerId"], "c-43");
    let billed = outputs(&served.run("viam", ""));
    assert_eq!(billed["billingOrganizationId"], "sandbox-organization");
    let provisioned = outputs(&served.run("1password", ""));
    assert_eq!(provisioned["activationToken"], "sandbox-activation-1");
    let exported = outputs(&served.run("soracom", "--quiet"));
    assert_eq!(exported["exportedFileId"], "fe_00000001");
    a_dry_run_sends_nothing(&served);
    a_failure_says_what_had_been_done(&served);
    a_refused_input_is_not_shown(&served);
}

fn a_branch_with_its_steps_and_its_exchanges(served: &Served) {
    let har = std::env::temp_dir().join(format!("arazzo-run-{}.har", std::process::id()));
    let added = served.run("upsert-customer", &format!("--har {}", har.display()));
    assert_eq!(outputs(&added)["createdCustomerId"], "c-42");
    let told = String::from_utf8_lossy(&added.stderr).into_owned();
    assert!(told.contains(": GET /amberflo/customers/c-42\n") && told.contains(": 404\n"), "{told}");
    let text = std::fs::read_to_string(&har).expect("it was written");
    std::fs::remove_file(&har).expect("it is there");
    let har: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(har["log"]["entries"][0]["response"]["status"], 404);
    assert!(!text.contains("sandbox-amberflo-key"), "{text}");
}

fn a_dry_run_sends_nothing(served: &Served) {
    let shown = served.run("assign-plan", "--dry-run");
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(text.starts_with("POST http://127.0.0.1:") && text.contains(r#""customerId":"c-43""#), "{text}");
    assert!(!text.contains("sandbox-amberflo-key") && shown.stderr.is_empty(), "{text}");
}

/// The customer is there already, from the first run.
fn a_failure_says_what_had_been_done(served: &Served) {
    let failed = served.run("assign-plan", "");
    let told = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert_eq!(failed.status.code(), Some(1), "{told}");
    assert!(failed.stdout.is_empty() && told.contains("error: step `"), "{told}");
}

fn a_refused_input_is_not_shown(served: &Served) {
    let file = std::env::temp_dir().join(format!("arazzo-run-{}.json", std::process::id()));
    let key = r#"{"apiKey": "k", "customerId": 4711, "customerName": "n"}"#;
    std::fs::write(&file, key).expect("a file");
    let command = served.commands[0].split(" --input ").next().expect("it has inputs");
    let output = shell(&format!("{command} --input-file {}", file.display()));
    std::fs::remove_file(&file).expect("it is there");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(told, "error: the inputs do not fit: invalid type, expected a string\n");
}
