//! Runs over a file, opened and closed as processes would.

use std::fs;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use arazzo::durable::Key;
use arazzo::testing::{Script, VirtualClock};
use arazzo::{Client, ClientBuilder, Error, ErrorKind, Event};
use arazzo_sqlite::{Journal, TroubleKind};

arazzo::arazzo!("../arazzo/tests/faults/order.yml");
arazzo::arazzo!("../arazzo/tests/durable/charge.yml");

fn key() -> Key {
    Key::new([7; 32])
}

/// A file that is not there yet.
fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("journal-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("runs.db")
}

fn open(path: &Path) -> Journal {
    Journal::open(path, &key()).unwrap()
}

fn input() -> order::Input {
    order::Input { note: Some("a note".to_owned()) }
}

fn found() -> Script {
    Script::new().answer("GET", "/order", 200, r#"{"id": "o-1"}"#)
}

fn charged(script: Script) -> Script {
    script.answer("POST", "/charges", 201, r#"{"id": "c-1"}"#)
}

fn done(script: Script) -> Script {
    script.answer("GET", "/charges/c-1", 200, r#"{"id": "c-1", "state": "done"}"#)
}

fn client(script: &Script) -> ClientBuilder {
    Client::builder().script(script.clone()).clock(VirtualClock::new())
}

async fn run(journal: &Journal, id: &str, script: &Script) -> Result<String, Error> {
    let client = client(script).build()?;
    let output = journal.run(&client, id, input(), |client, input| async move { order(&client, input).await }).await?;
    Ok(output.receipt)
}

async fn resume(journal: &Journal, id: &str, script: &Script) -> Result<String, Error> {
    let client = client(script).build()?;
    let output = journal.resume(&client, id, |client, input| async move { order(&client, input).await }).await?;
    Ok(output.receipt)
}

async fn unfinished(journal: &Journal) -> Vec<String> {
    journal.unfinished().await.unwrap().into_iter().map(|run| run.id).collect()
}

fn targets(script: &Script) -> Vec<String> {
    let sent = script.requests().into_iter();
    sent.map(|sent| format!("{} {}", sent.method, sent.url.trim_start_matches("https://shop.example"))).collect()
}

#[tokio::test]
async fn a_run_that_has_ended_gives_the_same_and_sends_nothing() {
    let path = file("ended");
    assert_eq!(run(&open(&path), "a", &done(charged(found()))).await.unwrap(), "c-1");
    let (journal, nothing) = (open(&path), Script::new());
    assert_eq!(unfinished(&journal).await, Vec::<String>::new());
    assert_eq!(run(&journal, "a", &nothing).await.unwrap(), "c-1");
    assert_eq!(resume(&journal, "a", &nothing).await.unwrap(), "c-1");
    // Another id is another run.
    assert_eq!(run(&journal, "b", &done(charged(found()))).await.unwrap(), "c-1");
}

/// A run whose process ends while it waits for the charge to be done.
async fn begun(path: &Path, id: &str) {
    let journal = open(path);
    let pending = charged(found()).answer("GET", "/charges/c-1", 200, r#"{"id": "c-1", "state": "pending"}"#);
    let client = Client::builder().script(pending).build().unwrap();
    let workflow = |client, input| async move { order(&client, input).await };
    let waits = journal.run(&client, id, input(), workflow);
    // Three seconds on the real clock are never waited for.
    assert!(tokio::time::timeout(std::time::Duration::from_millis(500), waits).await.is_err());
}

#[tokio::test]
async fn an_unfinished_run_is_resumed_with_its_input() {
    let path = file("resumed");
    begun(&path, "a").await;
    let journal = open(&path);
    assert_eq!(unfinished(&journal).await, ["a"]);
    let rest = done(Script::new());
    assert_eq!(resume(&journal, "a", &rest).await.unwrap(), "c-1");
    assert_eq!(targets(&rest), ["GET /charges/c-1"]);
    assert_eq!(unfinished(&journal).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_may_have_been_sent_is_unfinished_until_somebody_says_what_to_do() {
    let path = file("doubt");
    {
        let journal = open(&path);
        // The charge gets no answer before its process ends.
        let client = client(&found().silence("POST", "/charges"));
        let client = client.observer(|event| assert!(!matches!(event, Event::Sending { step: "charge", .. }))).build();
        let workflow = |client, input| async move { order(&client, input).await };
        let killed = tokio::spawn({
            let (journal, client) = (journal.clone(), client.unwrap());
            async move { journal.run(&client, "a", input(), workflow).await }
        });
        assert!(killed.await.unwrap_err().is_panic());
    }
    let journal = open(&path);
    let error = resume(&journal, "a", &Script::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.step()), (ErrorKind::InDoubt, Some("charge")));
    assert_eq!(unfinished(&journal).await, ["a"]);

    let rest = done(charged(Script::new()));
    let bold = client(&rest).resend_in_doubt().build().unwrap();
    let output = journal.resume(&bold, "a", |client, input| async move { order(&client, input).await }).await.unwrap();
    assert_eq!((output.receipt.as_str(), targets(&rest).len()), ("c-1", 2));
}

#[tokio::test]
async fn an_error_of_the_api_ends_a_run_and_one_of_the_settings_does_not() {
    let journal = open(&file("errors"));
    let declined = found().answer("POST", "/charges", 402, r#"{"code": "declined"}"#);
    assert_eq!(run(&journal, "a", &declined).await.unwrap_err().kind(), ErrorKind::StepFailed);
    let again = run(&journal, "a", &Script::new()).await.unwrap_err();
    assert_eq!((again.kind(), again.body()), (ErrorKind::StepFailed, Some(r#"{"code": "declined"}"#)));

    let unset = client(&Script::new()).only_overridden().build().unwrap();
    let workflow = |client, input| async move { order(&client, input).await };
    let error = journal.run(&unset, "b", input(), workflow).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(unfinished(&journal).await, ["b"]);
}

#[tokio::test]
async fn another_input_is_another_run() {
    let journal = open(&file("input"));
    run(&journal, "a", &done(charged(found()))).await.unwrap();
    let client = client(&Script::new()).build().unwrap();
    let other = order::Input { note: None };
    let workflow = |client, input| async move { order(&client, input).await };
    let error = journal.run(&client, "a", other, workflow).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Journal);
    assert_eq!(error.to_string(), "the journal stopped the run: run `a` was begun with another input");

    let error = resume(&journal, "none", &Script::new()).await.unwrap_err();
    assert!(error.to_string().ends_with("runs.db` has no run `none`"), "{error}");
}

#[tokio::test]
async fn who_does_something_else_is_told_and_sends_nothing() {
    let path = file("else");
    begun(&path, "a").await;
    let journal = open(&path);
    let client = client(&Script::new()).credential(pay::KEY, "k").build().unwrap();
    let workflow = |client, _: order::Input| async move { pay(&client, pay::Input { cents: 1 }).await };
    let error = journal.resume(&client, "a", workflow).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "step `signIn` of workflow `pay`: the journal stopped the run: run `a` has done `1.order` before, and now would do `1.pay` \
         instead: what calls the workflow must do the same each time"
    );
}

#[tokio::test]
async fn a_run_is_in_one_place_at_a_time() {
    let journal = open(&file("twice"));
    let client = client(&Script::new()).build().unwrap();
    let inner = journal.clone();
    let workflow = |_, input| async move { run(&inner, "a", &Script::new()).await.map(|_| input).map(drop) };
    let error = journal.run(&client, "a", input(), workflow).await.unwrap_err();
    assert_eq!(error.to_string(), "the journal stopped the run: run `a` is running already");
}

/// What the run has read of the file is older than that.
#[tokio::test]
async fn a_run_is_cancelled_while_it_begins() {
    let path = file("cancelled-early");
    begun(&path, "a").await;
    let (journal, rest) = (open(&path), done(Script::new()));
    let mut resumed = pin!(resume(&journal, "a", &rest));
    assert!(resumed.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(journal.cancel("a").await.unwrap());
    assert_eq!(resumed.await.unwrap_err().kind(), ErrorKind::Cancelled);
    assert_eq!(targets(&rest), [""; 0]);
}

#[tokio::test]
async fn a_cancelled_run_ends_at_its_next_request_and_stays_so() {
    let path = file("cancelled");
    {
        let journal = open(&path);
        let canceller = journal.clone();
        let client = client(&done(charged(found()))).build().unwrap();
        let workflow = |client, input| async move {
            canceller.cancel("a").await.map_err(|why| Error::from(arazzo::durable::Stopped::failed(why)))?;
            order(&client, input).await
        };
        let error = journal.run(&client, "a", input(), workflow).await.unwrap_err();
        assert_eq!((error.kind(), error.completed().len()), (ErrorKind::Cancelled, 0));
    }
    begun(&path, "b").await;
    let journal = open(&path);
    assert!(journal.cancel("b").await.unwrap());
    assert!(!journal.cancel("b").await.unwrap());
    assert!(!journal.cancel("none").await.unwrap());
    let script = Script::new();
    let error = resume(&journal, "b", &script).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    let completed: Vec<_> = error.completed().iter().map(|done| (done.step.as_str(), done.status)).collect();
    assert_eq!(completed, [("find", Some(200)), ("charge", Some(201))]);
    assert_eq!(unfinished(&journal).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_forgotten_run_is_a_new_one() {
    let journal = open(&file("forgotten"));
    run(&journal, "a", &done(charged(found()))).await.unwrap();
    assert!(journal.forget("a").await.unwrap());
    assert!(!journal.forget("a").await.unwrap());
    let script = done(charged(found()));
    run(&journal, "a", &script).await.unwrap();
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn nothing_of_inputs_and_answers_can_be_read_in_the_files() {
    let path = file("secrets");
    let script = Script::new().answer("GET", "/session", 200, r#"{"access_token": "t-4711-secret"}"#);
    let script = script.answer("POST", "/charges", 201, r#"{"id": "c-4713-id"}"#);
    let client = client(&script).credential(pay::KEY, "k-4712-secret").build().unwrap();
    let journal = open(&path);
    journal
        .run(&client, "a", input(), |client, _| async move { pay(&client, pay::Input { cents: 4714 }).await })
        .await
        .unwrap();
    let mut bytes = Vec::new();
    for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
        bytes.extend(fs::read(entry.unwrap().path()).unwrap());
    }
    assert!(bytes.windows(3).any(|window| window == b"pay"));
    for secret in ["4711", "4712", "4713", "4714", "a note"] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_runs_share_one_file() {
    let path = file("many");
    let journal = open(&path);
    let told = Arc::new(Mutex::new(0));
    let runs: Vec<_> = (0..200)
        .map(|number| {
            let (journal, told) = (journal.clone(), Arc::clone(&told));
            tokio::spawn(async move {
                let receipt = run(&journal, &format!("run-{number}"), &done(charged(found()))).await.unwrap();
                assert_eq!(receipt, "c-1");
                *told.lock().unwrap() += 1;
            })
        })
        .collect();
    for run in runs {
        run.await.unwrap();
    }
    let left = unfinished(&journal).await;
    assert_eq!((*told.lock().unwrap(), left.len()), (200, 0));
    drop(journal);
    assert_eq!(run(&open(&path), "run-77", &Script::new()).await.unwrap(), "c-1");
}

/// What opening a file says, which must not change it.
fn refused(path: &Path) -> (TroubleKind, String) {
    let before = fs::read(path).unwrap();
    let trouble = Journal::open(path, &key()).expect_err(&format!("{} bytes", before.len()));
    assert_eq!(fs::read(path).unwrap(), before);
    assert_eq!(trouble.path(), path);
    let says = trouble.to_string();
    let says = says.strip_prefix(&format!("the journal `{}`: ", path.display())).expect("it names the file").to_owned();
    (trouble.kind(), says)
}

#[test]
fn a_file_that_is_no_journal_stays_as_it_is() {
    let path = file("foreign");
    let foreign = (TroubleKind::Foreign, "it is no journal of arazzo".to_owned());
    for content in [&b""[..], b"notes", &[b'x'; 4096]] {
        fs::write(&path, content).unwrap();
        assert_eq!(refused(&path), foreign);
    }
    fs::remove_file(&path).unwrap();
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE run (id TEXT)").unwrap();
    assert_eq!(refused(&path), foreign);
}

#[tokio::test]
async fn a_journal_of_another_version_stays_as_it_is() {
    let path = file("version");
    run(&open(&path), "a", &done(charged(found()))).await.unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "journal_mode", "DELETE").unwrap();
    connection.pragma_update(None, "user_version", 2).unwrap();
    drop(connection);
    let why = "it has form 2, and this version of arazzo-sqlite reads and writes form 1";
    assert_eq!(refused(&path), (TroubleKind::Version, why.to_owned()));
}

#[tokio::test]
async fn a_damaged_journal_is_not_read() {
    let path = file("damaged");
    run(&open(&path), "a", &done(charged(found()))).await.unwrap();
    let whole = fs::read(&path).unwrap();
    let damaged = (TroubleKind::Damaged, "it is damaged".to_owned());
    for length in [4096, 2 * 4096, whole.len() - 4096, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(refused(&path), damaged, "{length}");
    }
    for page in 1..whole.len() / 4096 {
        let mut changed = whole.clone();
        changed[page * 4096..][..64].fill(0xAA);
        fs::write(&path, &changed).unwrap();
        assert_eq!(refused(&path), damaged, "page {page}");
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(run(&open(&path), "a", &Script::new()).await.unwrap(), "c-1");
}

#[tokio::test]
async fn a_changed_byte_of_a_record_is_found() {
    let path = file("changed");
    run(&open(&path), "a", &done(charged(found()))).await.unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    let sql = "UPDATE entry SET record = CAST(substr(record, 1, length(record) - 1) || x'00' AS BLOB) WHERE name LIKE '%charge%'";
    assert_eq!(connection.execute(sql, ()).unwrap(), 1);
    drop(connection);
    let error = run(&open(&path), "a", &Script::new()).await.unwrap_err();
    let why = "the record `a/1.order/charge#2.1` cannot be read: it was made with another key, or is damaged";
    assert_eq!(error.to_string(), format!("step `charge` of workflow `order`: the journal stopped the run: {why}"));
}

#[test]
fn a_journal_is_open_once() {
    let path = file("locked");
    let _first = open(&path);
    let trouble = Journal::open(&path, &key()).unwrap_err();
    assert_eq!(trouble.kind(), TroubleKind::InUse);
    assert_eq!(trouble.to_string(), format!("the journal `{}`: it is in use elsewhere", path.display()));
}

#[test]
fn what_is_left_of_a_journal_is_not_taken_for_another_one() {
    let path = file("left");
    let left = path.with_file_name("runs.db-wal");
    fs::write(&left, "frames").unwrap();
    let trouble = Journal::open(&path, &key()).unwrap_err();
    assert_eq!(trouble.kind(), TroubleKind::Damaged);
    assert!(trouble.to_string().ends_with(&format!("it is gone, but `{}` is left of it", left.display())), "{trouble}");
    assert!(!path.exists());

    let nowhere = path.with_file_name("none").join("runs.db");
    assert_eq!(Journal::open(&nowhere, &key()).unwrap_err().kind(), TroubleKind::Io);
}
