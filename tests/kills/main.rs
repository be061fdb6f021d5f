//! Processes that are killed while they charge customers, and those that go on where they were.
//!
//! Each test has a till of its own, on loopback, and one journal. A process is this program again, with one thing to do (`life.rs`); it is
//! killed as `kill -9` does.

mod life;
mod till;
mod workflows;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use life::{Doubt, Task};
use till::{Kind, Manners, Till};

const RIGHT: &str = "ch-1 receipt of ch-1";

/// A till and a journal.
struct Scene {
    till: Till,
    journal: PathBuf,
}

impl Scene {
    async fn new(name: &str, manners: Manners) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("kills-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self { till: Till::open(manners).await, journal: folder.join("runs.db") }
    }

    /// A process that is killed once the till has kept an answer back.
    async fn killed(&mut self, task: Task, doubt: Doubt) {
        let mut child = life::start(task, doubt, &self.till.url, &self.journal);
        let waited = tokio::time::timeout(Duration::from_secs(60), self.till.has_kept_back()).await;
        child.kill().unwrap();
        child.wait().unwrap();
        waited.expect("an answer is kept back");
    }

    /// A process that comes to its end, and what it prints.
    async fn ended(&self, task: Task, doubt: Doubt) -> String {
        life::result(life::start(task, doubt, &self.till.url, &self.journal)).await.join("\n")
    }

    /// Whether the files of the journal hold a text.
    fn holds(&self, text: &str) -> bool {
        let files = fs::read_dir(self.journal.parent().unwrap()).unwrap();
        files.into_iter().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
    }
}

fn keeping_back(kind: Kind) -> Manners {
    Manners { keeps_back: Some(kind), ..Manners::default() }
}

#[tokio::test]
async fn killed_while_it_polls() {
    for doubt in [Doubt::Keyed, Doubt::Reported] {
        let mut scene = Scene::new(&format!("polls-{doubt:?}"), keeping_back(Kind::Poll)).await;
        scene.killed(Task::Once, doubt).await;
        assert_eq!(scene.ended(Task::Once, doubt).await, RIGHT);
        assert_eq!((scene.till.charges().len(), scene.till.receipts()), (1, 1));
    }
}

#[tokio::test]
async fn killed_in_flight_with_keys_that_are_honoured() {
    let manners = Manners { honours_keys: true, ..keeping_back(Kind::Charge) };
    let mut scene = Scene::new("honoured", manners).await;
    scene.killed(Task::Once, Doubt::Keyed).await;
    assert_eq!(scene.ended(Task::Once, Doubt::Keyed).await, RIGHT);
    let keys = scene.till.keys();
    assert!(keys.len() == 2 && keys[0].is_some() && keys[0] == keys[1], "{keys:?}");
    assert_eq!((scene.till.charges().len(), scene.till.receipts()), (1, 1));
}

#[tokio::test]
async fn killed_in_flight_and_sent_again_without_a_key() {
    let mut scene = Scene::new("resent", keeping_back(Kind::Charge)).await;
    scene.killed(Task::Once, Doubt::Resent).await;
    assert_eq!(scene.ended(Task::Once, Doubt::Resent).await, "ch-2 receipt of ch-2");
    // That is what the user has asked for.
    assert_eq!((scene.till.charges().len(), scene.till.keys()), (2, vec![None, None]));
}

#[tokio::test]
async fn killed_in_flight_and_reported() {
    let mut scene = Scene::new("reported", keeping_back(Kind::Charge)).await;
    scene.killed(Task::Once, Doubt::Reported).await;
    for _ in 0..2 {
        let result = scene.ended(Task::Once, Doubt::Reported).await;
        let start =
            "InDoubt after []: step `charge` of workflow `charge-customer`: its request may have been carried out";
        assert!(result.starts_with(start), "{result}");
        assert_eq!((scene.till.charges().len(), scene.till.requests()), (1, 1));
    }

    let mut scene = Scene::new("reported-receipt", keeping_back(Kind::Receipt)).await;
    scene.killed(Task::Once, Doubt::Reported).await;
    let result = scene.ended(Task::Once, Doubt::Reported).await;
    assert!(result.starts_with(r#"InDoubt after ["charge", "settle"]: step `receipt`"#), "{result}");
}

#[tokio::test]
async fn the_document_is_edited_under_a_run() {
    let mut scene = Scene::new("edited", keeping_back(Kind::Poll)).await;
    scene.killed(Task::Once, Doubt::Reported).await;
    let result = scene.ended(Task::Edited, Doubt::Reported).await;
    assert!(result.contains("the run was begun by version "), "{result}");
    assert!(result.starts_with("Journal after []"), "{result}");
    assert_eq!(scene.till.requests(), 2);
    // A program with the former version ends it.
    assert_eq!(scene.ended(Task::Once, Doubt::Reported).await, RIGHT);
}

#[tokio::test]
async fn a_cancelled_run_sends_nothing_more() {
    let mut scene = Scene::new("cancelled", keeping_back(Kind::Poll)).await;
    scene.killed(Task::Once, Doubt::Reported).await;
    let result = scene.ended(Task::Cancelled, Doubt::Reported).await;
    assert_eq!(
        result,
        r#"Cancelled after ["charge"]: step `settle` of workflow `charge-customer`: the run was cancelled"#
    );
    assert_eq!((scene.till.requests(), scene.till.receipts()), (2, 0));
}

#[tokio::test]
async fn a_body_of_forty_megabytes_is_a_small_record() {
    let manners = Manners { chatter: 40_000_000, ..keeping_back(Kind::Receipt) };
    let mut scene = Scene::new("forty", manners).await;
    scene.killed(Task::Once, Doubt::Resent).await;
    let sizes =
        fs::read_dir(scene.journal.parent().unwrap()).unwrap().map(|file| file.unwrap().metadata().unwrap().len());
    assert!(sizes.sum::<u64>() < 200_000);
    assert_eq!(scene.ended(Task::Once, Doubt::Resent).await, RIGHT);
    assert_eq!(scene.till.charges().len(), 1);
}

#[tokio::test]
async fn a_declined_payment_is_declined_once() {
    let scene = Scene::new("declined", Manners { declines: true, ..Manners::default() }).await;
    for _ in 0..2 {
        let result = scene.ended(Task::Once, Doubt::Keyed).await;
        assert!(
            result.starts_with("StepFailed after []: step `charge` of workflow `charge-customer` (status 402)"),
            "{result}"
        );
        assert_eq!(scene.till.requests(), 1);
    }
}

#[tokio::test]
async fn one_workflow_called_twice_is_two_charges() {
    for (at, kind) in [Kind::Charge, Kind::Poll, Kind::Receipt].into_iter().enumerate() {
        let manners = Manners { honours_keys: true, ..keeping_back(kind) };
        let mut scene = Scene::new(&format!("twice-{at}"), manners).await;
        scene.killed(Task::Twice, Doubt::Keyed).await;
        assert_eq!(scene.ended(Task::Twice, Doubt::Keyed).await, "ch-1 receipt of ch-2");
        assert_eq!((scene.till.charges().len(), scene.till.receipts()), (2, 2), "{kind:?}");
        let mut keys = scene.till.keys();
        keys.dedup();
        assert_eq!(keys.len(), 2);
    }
}

#[tokio::test]
async fn nothing_secret_is_in_the_journal() {
    let mut scene = Scene::new("secrets", keeping_back(Kind::Poll)).await;
    scene.killed(Task::Once, Doubt::Keyed).await;
    let key = scene.till.keys()[0].clone().unwrap();
    assert!(scene.holds("charge-customer/charge"));
    for text in ["4711", "4712", "customer-1", "ch-1", &key] {
        assert!(!scene.holds(text), "{text}");
    }
}

#[tokio::test]
async fn a_journal_belongs_to_one_process() {
    let mut scene = Scene::new("locked", keeping_back(Kind::Poll)).await;
    let mut first = life::start(Task::Once, Doubt::Keyed, &scene.till.url, &scene.journal);
    scene.till.has_kept_back().await;
    let result = scene.ended(Task::Once, Doubt::Keyed).await;
    assert_eq!(result, format!("InUse: the journal `{}`: it is in use elsewhere", scene.journal.display()));
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(scene.ended(Task::Once, Doubt::Keyed).await, RIGHT);
}

/// Sixty runs in one process, which is killed while requests are under way, again and again.
async fn sixty(name: &str, honours_keys: bool, doubt: Doubt) -> (Scene, Vec<String>) {
    let mut scene = Scene::new(name, Manners { honours_keys, ..Manners::default() }).await;
    for requests in [20, 60, 90, 130, 200] {
        let mut child = life::start(Task::Sixty, doubt, &scene.till.url, &scene.journal);
        let _ = tokio::time::timeout(Duration::from_secs(30), scene.till.has_seen(requests)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let child = life::start(Task::Sixty, doubt, &scene.till.url, &scene.journal);
    let results = life::result(child).await;
    assert_eq!(results.len(), 60);
    (scene, results)
}

#[tokio::test]
async fn sixty_customers_are_charged_once_each() {
    let (scene, results) = sixty("sixty", true, Doubt::Keyed).await;
    assert!(results.iter().all(|result| result.starts_with("ch-")), "{results:#?}");
    let mut charges = scene.till.charges();
    charges.sort_unstable();
    charges.dedup();
    assert_eq!((charges.len(), scene.till.charges().len(), scene.till.receipts()), (60, 60, 60));
}

#[tokio::test]
async fn without_keys_nobody_is_charged_twice_and_who_is_in_doubt_is_named() {
    let (scene, results) = sixty("sixty-reported", false, Doubt::Reported).await;
    let (right, doubtful): (Vec<&String>, Vec<&String>) = results.iter().partition(|result| result.starts_with("ch-"));
    assert!(doubtful.iter().all(|result| result.starts_with("InDoubt")), "{doubtful:#?}");
    let mut charges = scene.till.charges();
    let all = charges.len();
    charges.sort_unstable();
    charges.dedup();
    assert_eq!(charges.len(), all, "nobody is charged twice");
    // Who is in doubt may have been charged, and may have a receipt.
    assert!(scene.till.receipts() >= right.len() && scene.till.receipts() <= 60);
}

/// A process in a file system of so many bytes, which it has for itself; `None` where this machine makes none.
fn in_small_room(scene: &Scene, bytes: u32) -> Option<Command> {
    let room = scene.journal.parent().unwrap();
    let mount = format!("mount -t tmpfs -o size={bytes} tmpfs '{}'", room.display());
    let is_possible =
        Command::new("unshare").args(["-rm", "sh", "-c", &mount]).output().is_ok_and(|done| done.status.success());
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &format!("{mount} && exec \"$0\" \"$@\"")]).arg(std::env::current_exe().unwrap());
    is_possible.then_some(command)
}

#[tokio::test]
async fn a_full_disk_ends_the_run_before_it_does_more() {
    // Room for less than the file itself, up to room for all.
    let mut ends = Vec::new();
    for bytes in (8192..160_000).step_by(8192) {
        let scene = Scene::new(&format!("full-{bytes}"), Manners::default()).await;
        let Some(command) = in_small_room(&scene, bytes) else {
            println!("left out: this machine makes no small file systems (unshare -rm, mount -t tmpfs)");
            return;
        };
        let child =
            life::command(command, Task::Once, Doubt::Reported, &scene.till.url, &scene.journal).spawn().unwrap();
        let result = life::result(child).await.join("\n");
        let is_told = result.contains(": the disk is full") || result.contains("disk I/O error");
        assert!(is_told || result == RIGHT, "{bytes}: {result}");
        ends.push(result.split_whitespace().next().unwrap_or_default().to_owned());
        assert!(scene.till.charges().len() <= 1 && scene.till.receipts() <= 1);
    }
    ends.dedup();
    assert_eq!(ends, ["Full:", "Journal", "ch-1"]);
}
