//! `--crash`: a process is killed in the middle of a charge, another one goes on with its run, and the charge is made once.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use arazzo::Client;
use arazzo::durable::Key;
use arazzo_sqlite::Journal;

use crate::sandbox::{Crash, Sandbox, VIAM_KEY, VIAM_LOCATION, VIAM_ORGANIZATION, Vendor};
use crate::show::Show;
use crate::workflows::{Workflow, bill_customer_location};

/// What the run is called: in a program of yours it might be the number of an order.
const RUN: &str = "robots-august";

/// The key of the journal. A real one is kept where other secrets are.
const KEY: [u8; 32] = [7; 32];

/// Has the run done by two processes, of which the first is killed.
pub(crate) async fn show(show: &Show) -> Result<(), Box<dyn Error>> {
    let (crash, charged) = Crash::new();
    let sandbox = Sandbox::start_with(crash).await?;
    let (url, journal) = (sandbox.url(Vendor::Viam), File::new());

    show.line("A process bills a location, and writes down what it does.");
    let mut first = life(&url, &journal.0)?;
    charged.await?;
    first.kill()?;
    first.wait()?;
    show.line("\n\nThe API has made the charge. Before it answered, the process was killed (SIGKILL).");
    show.line("\nAnother process opens the same journal.");
    let mut second = life(&url, &journal.0)?;
    let ended = tokio::task::spawn_blocking(move || second.wait()).await??;
    if !ended.success() {
        return Err("the second process has failed".into());
    }
    let made = sandbox.charges();
    show.line(&format!("\nCharges that the API has made: {made}."));
    if made == 1 { Ok(()) } else { Err("there should be one".into()) }
}

/// One of the two processes: begins the run, or goes on with what it finds.
pub(crate) async fn live(url: &str, path: &Path, show: &Show) -> Result<(), Box<dyn Error>> {
    let screen = show.clone();
    let client = Client::builder()
        .base_url(bill_customer_location::BILLING_API, url)
        // The sandbox recognises a charge by its key.
        .idempotency(bill_customer_location::BILLING_API, "Idempotency-Key")
        .observer(move |event| screen.observe(event))
        .build()?;
    let journal = Journal::open(path, &Key::new(KEY))?;
    let unfinished = journal.unfinished().await?;
    let workflow = |client, input| async move { bill_customer_location(&client, input).await };
    match unfinished.first() {
        None => {
            let run = journal.run(&client, RUN, input(), workflow);
            show.run(Workflow::BillCustomerLocation, "a new run", run).await?;
        }
        Some(run) => {
            let why = format!("the run `{}` is unfinished, so it goes on", run.id);
            show.run(Workflow::BillCustomerLocation, &why, journal.resume(&client, &run.id, workflow)).await?;
        }
    }
    Ok(())
}

fn input() -> bill_customer_location::Input {
    bill_customer_location::Input {
        api_key: VIAM_KEY.into(),
        location_id: VIAM_LOCATION.into(),
        billing_organization_id: VIAM_ORGANIZATION.into(),
        amount: 49.5,
        description: "Robots, August".into(),
    }
}

/// This program again, as one of the two processes.
fn life(url: &str, journal: &Path) -> std::io::Result<Child> {
    Command::new(std::env::current_exe()?).arg("--crash").arg(url).arg(journal).spawn()
}

/// A file for the journal, which is removed in the end.
struct File(PathBuf);

impl File {
    fn new() -> Self {
        let file = Self(std::env::temp_dir().join(format!("arazzo-crash-{}.db", std::process::id())));
        file.remove();
        file
    }

    fn remove(&self) {
        for end in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(end);
            // There may be none.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        self.remove();
    }
}
