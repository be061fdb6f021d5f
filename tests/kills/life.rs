//! A process that runs workflows over a journal: this test program, started by itself.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use arazzo::durable::Key;
use arazzo::{Client, ClientBuilder, Error};
use arazzo_sqlite::Journal;

use crate::workflows::{self, charge_customer, charge_twice, edited};

/// Where a process finds what it has to do.
const VARIABLE: &str = "ARAZZO_LIFE";

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Charges one customer.
    Once,
    /// With a document that was edited.
    Edited,
    /// Charges one customer twice, in one run.
    Twice,
    /// Cancels the run, and then goes on with it.
    Cancelled,
    /// Charges sixty customers, each in a run of its own.
    Sixty,
}

/// How a process sends what it may have sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    Keyed,
    Resent,
    Reported,
}

const TASKS: [Task; 5] = [Task::Once, Task::Edited, Task::Twice, Task::Cancelled, Task::Sixty];
const DOUBTS: [Doubt; 3] = [Doubt::Keyed, Doubt::Resent, Doubt::Reported];

/// Starts a process; what it prints behind `=> ` is its result.
pub(crate) fn start(task: Task, doubt: Doubt, url: &str, journal: &Path) -> Child {
    command(Command::new(std::env::current_exe().unwrap()), task, doubt, url, journal).spawn().unwrap()
}

/// The same, started by another program.
pub(crate) fn command(mut command: Command, task: Task, doubt: Doubt, url: &str, journal: &Path) -> Command {
    let what = format!("{task:?} {doubt:?} {url} {}", journal.display());
    command.args(["--exact", "life::a_process", "--nocapture"]).env(VARIABLE, what);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a process has printed as its result.
pub(crate) async fn result(child: Child) -> Vec<String> {
    let output = tokio::task::spawn_blocking(|| child.wait_with_output().unwrap()).await.unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let results: Vec<String> = printed.lines().filter_map(|line| line.strip_prefix("=> ")).map(str::to_owned).collect();
    assert!(!results.is_empty(), "{printed}\n{}", String::from_utf8_lossy(&output.stderr));
    results
}

/// Not a test of its own, but where such a process begins.
#[test]
fn a_process() {
    let Ok(what) = std::env::var(VARIABLE) else { return };
    let [task, doubt, url, path] = what.splitn(4, ' ').collect::<Vec<_>>()[..] else { panic!("{what}") };
    let task = TASKS.into_iter().find(|known| format!("{known:?}") == task).unwrap();
    let doubt = DOUBTS.into_iter().find(|known| format!("{known:?}") == doubt).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for result in runtime.block_on(live(task, doubt, url, PathBuf::from(path))) {
        println!("\n=> {result}");
    }
}

async fn live(task: Task, doubt: Doubt, url: &str, path: PathBuf) -> Vec<String> {
    let journal = match Journal::open(path, &Key::new([7; 32])) {
        Ok(journal) => journal,
        Err(trouble) => return vec![format!("{:?}: {trouble}", trouble.kind())],
    };
    let client = client(doubt, url).build().unwrap();
    if task == Task::Cancelled {
        journal.cancel("run-1").await.unwrap();
    }
    let runs = if task == Task::Sixty { 60 } else { 1 };
    let runs: Vec<_> = (1..=runs)
        .map(|number| {
            let (journal, client) = (journal.clone(), client.clone());
            tokio::spawn(async move {
                match run(task, &journal, &client, number).await {
                    Ok(output) => output,
                    Err(error) => format!("{:?} after {:?}: {error}", error.kind(), done(&error)),
                }
            })
        })
        .collect();
    let mut results = Vec::new();
    for run in runs {
        results.push(run.await.unwrap());
    }
    results
}

fn done(error: &Error) -> Vec<&str> {
    error.completed().iter().map(|done| done.step.as_str()).collect()
}

fn client(doubt: Doubt, url: &str) -> ClientBuilder {
    let client = Client::builder()
        .base_url(charge_customer::TILL, url)
        .base_url(edited::charge_customer::TILL, url)
        .credential(charge_customer::TOKEN, "t-4711-token")
        .credential(edited::charge_customer::TOKEN, "t-4711-token");
    match doubt {
        Doubt::Keyed => client.idempotency(charge_customer::TILL, "Idempotency-Key"),
        Doubt::Resent => client.resend_in_doubt(),
        Doubt::Reported => client,
    }
}

async fn run(task: Task, journal: &Journal, client: &Client, number: u32) -> Result<String, Error> {
    let (id, customer, pin) = (format!("run-{number}"), format!("customer-{number}"), "p-4712-pin".to_owned());
    match task {
        Task::Once | Task::Cancelled | Task::Sixty => {
            let input = charge_customer::Input { customer, pin };
            let workflow = |client, input| async move { workflows::charge_customer(&client, input).await };
            let output = journal.run(client, &id, input, workflow).await?;
            Ok(format!("{} {}", output.charge, output.receipt))
        }
        Task::Edited => {
            let input = edited::charge_customer::Input { customer, pin };
            let workflow = |client, input| async move { edited::charge_customer(&client, input).await };
            let output = journal.run(client, &id, input, workflow).await?;
            Ok(format!("{} {}", output.charge, output.receipt))
        }
        Task::Twice => {
            let input = charge_twice::Input { customer, pin };
            let workflow = |client, input| async move { workflows::charge_twice(&client, input).await };
            let output = journal.run(client, &id, input, workflow).await?;
            Ok(format!("{} {}", output.charge, output.receipt))
        }
    }
}
