//! Durable runs over a journal in memory: killed anywhere, they go on, and nothing is sent twice that should not be.

mod memory;

use arazzo::durable::Key;
use arazzo::testing::{Script, VirtualClock};
use arazzo::{Client, ClientBuilder, Error, ErrorKind, Event};
use memory::Memory;
use std::sync::{Arc, Mutex};
use std::time::Duration;

arazzo::arazzo!("tests/faults/order.yml");
arazzo::arazzo!("tests/durable/charge.yml");
mod changed {
    arazzo::arazzo!("tests/durable/changed.yml");
}

/// The requests of an order, with their answers.
const ORDER: [(&str, &str, u16, &str); 4] = [
    ("GET", "/order", 200, r#"{"id": "o-1", "customer": "Ann"}"#),
    ("POST", "/charges", 201, r#"{"id": "c-1", "state": "pending"}"#),
    ("GET", "/charges/c-1", 200, r#"{"id": "c-1", "state": "pending"}"#),
    ("GET", "/charges/c-1", 200, r#"{"id": "c-1", "state": "done"}"#),
];

/// What an order writes.
const WRITTEN: [&str; 6] = [
    "1.order",
    "1.order/find#1.1",
    "1.order/charge#2.1?",
    "1.order/charge#2.1",
    "1.order/poll#3.1",
    "1.order/poll#3.2",
];

fn key() -> Key {
    Key::new([7; 32])
}

fn script(exchanges: &[(&str, &str, u16, &str)]) -> Script {
    let answer = |script: Script, (method, target, status, body): &(&str, &str, u16, &str)| {
        script.answer(method, target, *status, body)
    };
    exchanges.iter().fold(Script::new(), answer)
}

fn sent(script: &Script) -> Vec<String> {
    script.requests().iter().map(|sent| format!("{} {}", sent.method, sent.url)).collect()
}

fn expected(exchanges: &[(&str, &str, u16, &str)]) -> Vec<String> {
    exchanges.iter().map(|(method, target, ..)| format!("{method} https://shop.example{target}")).collect()
}

async fn ordered(builder: ClientBuilder, script: &Script, journal: &Memory) -> Result<String, Error> {
    ordered_on(builder.clock(VirtualClock::new()), script, journal).await
}

async fn ordered_on(builder: ClientBuilder, script: &Script, journal: &Memory) -> Result<String, Error> {
    let client = builder.script(script.clone()).build()?.journaled(journal.clone(), &key());
    order(&client, order::Input { note: None }).await.map(|output| output.receipt)
}

async fn whole() -> Memory {
    let (journal, script) = (Memory::default(), script(&ORDER));
    assert_eq!(ordered(Client::builder(), &script, &journal).await.unwrap(), "c-1");
    assert_eq!(sent(&script), expected(&ORDER));
    assert_eq!(journal.names(), WRITTEN);
    journal
}

#[tokio::test]
async fn a_whole_run_is_replayed_without_a_request() {
    let journal = whole().await.again();
    let (script, clock) = (Script::new(), VirtualClock::new());
    let told = Arc::new(Mutex::new(Vec::new()));
    let observer = {
        let told = Arc::clone(&told);
        move |event: &Event<'_>| match event {
            Event::Replayed { step, attempt, status, .. } => {
                told.lock().unwrap().push(format!("{step} {attempt} {status:?}"));
            }
            Event::Sending { .. } | Event::Answered { .. } => told.lock().unwrap().push("sent".to_owned()),
            _ => {}
        }
    };
    let builder = Client::builder().clock(clock.clone()).observer(observer);
    assert_eq!(ordered_on(builder, &script, &journal).await.unwrap(), "c-1");
    assert_eq!(
        (sent(&script), clock.slept(), journal.names()),
        (Vec::new(), Vec::new(), WRITTEN.map(str::to_owned).into())
    );
    assert_eq!(
        *told.lock().unwrap(),
        ["find 1 Some(200)", "charge 1 Some(201)", "poll 1 Some(200)", "poll 2 Some(200)"]
    );
}

#[tokio::test]
async fn a_run_goes_on_wherever_it_was_killed() {
    for writes in 0..WRITTEN.len() {
        let first = Memory::default().failing_after(writes);
        let error = ordered(Client::builder(), &script(&ORDER), &first).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Journal, "{writes}");
        assert!(error.to_string().ends_with(": the journal stopped the run: the disk is full"), "{error}");

        let records = first.names().iter().filter(|name| name.contains('/') && !name.ends_with('?')).count();
        let (second, rest) = (first.again(), script(&ORDER[records..]));
        let ended = ordered(Client::builder(), &rest, &second).await;
        if writes == 3 {
            let error = ended.unwrap_err();
            assert_eq!((error.kind(), error.step()), (ErrorKind::InDoubt, Some("charge")));
            assert!(sent(&rest).is_empty());
            let third = first.again();
            assert_eq!(ordered(Client::builder().resend_in_doubt(), &rest, &third).await.unwrap(), "c-1");
        } else {
            assert_eq!(ended.unwrap(), "c-1", "{writes}");
        }
        assert_eq!(sent(&rest), expected(&ORDER[records..]), "{writes}");
    }
}

#[tokio::test]
async fn doubt_says_what_had_been_done() {
    let journal = whole().await.cut(3);
    let error = ordered(Client::builder(), &Script::new(), &journal).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "step `charge` of workflow `order`: its request may have been carried out: the process ended before the answer was written \
         down, and the API has no key to recognise it by"
    );
    let completed: Vec<&str> = error.completed().iter().map(|done| done.step.as_str()).collect();
    assert_eq!((completed, error.attempt()), (vec!["find"], 1));
}

#[tokio::test]
async fn what_was_waited_by_an_earlier_life_is_not_waited_again() {
    let journal = whole().await;
    for (later, waited) in [(0, 3), (2, 1), (3, 0), (9000, 0)] {
        let clock = VirtualClock::new();
        clock.set_now(clock.now() + Duration::from_secs(later));
        let script = script(&ORDER[3..]);
        let builder = Client::builder().clock(clock.clone());
        assert_eq!(ordered_on(builder, &script, &journal.cut(5)).await.unwrap(), "c-1");
        assert_eq!(clock.slept(), [Duration::from_secs(waited)], "{later}");
    }
}

#[tokio::test]
async fn a_date_to_wait_for_is_the_same_in_every_life() {
    // The clock shows 00:00:00.
    let date = "Thu, 01 Jan 2026 00:00:07 GMT";
    let busy = || script(&ORDER[..2]).answer("GET", "/charges/c-1", 503, "").with_header("Retry-After", date);
    let (journal, clock) = (Memory::default(), VirtualClock::new());
    let all = busy().answer("GET", "/charges/c-1", 200, ORDER[3].3);
    ordered_on(Client::builder().clock(clock.clone()), &all, &journal).await.unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(7)]);

    let clock = VirtualClock::new();
    clock.set_now(clock.now() + Duration::from_secs(5));
    ordered_on(Client::builder().clock(clock.clone()), &script(&ORDER[3..]), &journal.cut(5)).await.unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(2)]);
}

#[tokio::test]
async fn another_version_of_the_workflow_sends_nothing() {
    let journal = whole().await.cut(2);
    let script = script(&ORDER[1..]);
    let client = Client::builder().script(script.clone()).build().unwrap().journaled(journal, &key());
    let error = changed::order(&client, changed::order::Input { note: None }).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Journal);
    let says = error.to_string();
    assert!(
        says.contains("the run was begun by version ")
            && says.contains(" of workflow `order`, and this program has version "),
        "{says}"
    );
    assert!(sent(&script).is_empty());
}

#[tokio::test]
async fn a_record_is_read_with_its_key_and_in_its_place_only() {
    let journal = whole().await.again();
    let client =
        Client::builder().script(Script::new()).build().unwrap().journaled(journal.again(), &Key::new([8; 32]));
    let error = order(&client, order::Input { note: None }).await.unwrap_err();
    let why = "the record `run-1/1.order` cannot be read: it was made with another key, or is damaged";
    assert_eq!(error.kind(), ErrorKind::Journal);
    assert_eq!(error.to_string(), format!("step `find` of workflow `order`: the journal stopped the run: {why}"));

    journal.swap(4, 5);
    let error = ordered(Client::builder(), &Script::new(), &journal).await.unwrap_err();
    assert!(error.to_string().contains("the record `run-1/1.order/poll#3.1` cannot be read"), "{error}");
}

#[tokio::test]
async fn a_cancelled_run_says_what_had_been_done() {
    let journal = whole().await.cut(4);
    journal.cancel();
    let error = ordered(Client::builder(), &Script::new(), &journal).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Cancelled, "step `find` of workflow `order`: the run was cancelled")
    );
}

#[tokio::test]
async fn a_long_body_makes_a_short_record() {
    let body = format!(r#"{{"id": "c-1", "state": "done", "text": "{}"}}"#, "x".repeat(1 << 20));
    let (journal, script) = (Memory::default(), script(&[ORDER[0], ORDER[1], ("GET", "/charges/c-1", 200, &body)]));
    assert_eq!(ordered(Client::builder(), &script, &journal).await.unwrap(), "c-1");
    assert!(journal.longest() < 400, "{}", journal.longest());
    assert_eq!(ordered(Client::builder(), &Script::new(), &journal.again()).await.unwrap(), "c-1");
}

#[tokio::test]
async fn a_lost_answer_and_an_error_are_replayed() {
    let journal = Memory::default();
    let declined = script(&ORDER[..1]).answer("POST", "/charges", 402, r#"{"code": "declined", "password": "4711"}"#);
    let first = ordered(Client::builder(), &declined, &journal).await.unwrap_err();
    let second = ordered(Client::builder(), &Script::new(), &journal.again()).await.unwrap_err();
    for error in [&first, &second] {
        assert_eq!((error.kind(), error.status(), error.attempt()), (ErrorKind::StepFailed, Some(402), 1));
        assert_eq!(error.body(), Some(r#"{"code": "declined", "password": "[redacted]"}"#));
    }
    assert_eq!(first.to_string(), second.to_string());

    let journal = Memory::default();
    let lost = script(&ORDER[..1]).no_answer("POST", "/charges");
    let first = ordered(Client::builder(), &lost, &journal).await.unwrap_err();
    let second = ordered(Client::builder(), &Script::new(), &journal.again()).await.unwrap_err();
    assert_eq!((first.kind(), second.kind()), (ErrorKind::Transport, ErrorKind::Transport));
    assert_eq!(first.to_string(), second.to_string());
    assert_eq!(std::error::Error::source(&second).unwrap().to_string(), "the connection was lost");
}

#[tokio::test]
async fn a_body_that_is_too_long_is_replayed_as_such() {
    let limits = || Client::builder().limits(arazzo::Limits::default().response_bytes(40));
    let (journal, script) = (Memory::default(), script(&[ORDER[0], ("POST", "/charges", 201, &" ".repeat(41))]));
    let first = ordered(limits(), &script, &journal).await.unwrap_err();
    let second = ordered(limits(), &Script::new(), &journal.again()).await.unwrap_err();
    assert_eq!((first.kind(), first.to_string()), (ErrorKind::Limit, second.to_string()));
    assert_eq!((second.kind(), sent(&script).len()), (ErrorKind::Limit, 2));
}

const SIGNED_IN: &str = r#"{"access_token": "t-4711-secret"}"#;

async fn paid(script: &Script, journal: &Memory) -> Result<pay::Output, Error> {
    let client = Client::builder().script(script.clone()).clock(VirtualClock::new());
    let client = client.credential(pay::KEY, "k-4712-secret").build()?.journaled(journal.clone(), &key());
    pay(&client, pay::Input { cents: 100 }).await
}

fn keys(script: &Script) -> Vec<String> {
    let key = |sent: &arazzo::testing::Sent| Some(sent.headers.get("idempotency-key")?.to_str().unwrap().to_owned());
    script.requests().iter().filter_map(key).collect()
}

#[tokio::test]
async fn a_key_is_the_same_after_a_lost_answer_and_new_after_an_answer() {
    let charged = |script: Script| {
        script.answer("POST", "/charges", 201, r#"{"id": "c-1"}"#).with_header("Location", "/charges/c-1")
    };
    let first_script =
        charged(Script::new().answer("GET", "/session", 200, SIGNED_IN).answer("POST", "/charges", 503, ""));
    let journal = Memory::default();
    assert_eq!(paid(&first_script, &journal).await.unwrap().place.as_deref(), Some("/charges/c-1"));
    let first = keys(&first_script);
    assert!(first.len() == 2 && first[0] != first[1], "{first:?}");
    assert!(first.iter().all(|key| key.len() == 36), "{first:?}");

    // Killed before the last answer was written down.
    let names = journal.names();
    assert_eq!(names[4..], ["1.pay/charge#2.2?", "1.pay/charge#2.2"]);
    let again = charged(Script::new());
    let output = paid(&again, &journal.cut(5)).await.unwrap();
    assert_eq!((output.id.as_str(), keys(&again)), ("c-1", vec![first[1].clone()]));
    // Killed before the answer that it had no time.
    let again = charged(Script::new().answer("POST", "/charges", 503, ""));
    paid(&again, &journal.cut(3)).await.unwrap();
    assert_eq!(keys(&again), first);
}

#[tokio::test]
async fn the_token_that_was_read_is_sent_after_a_replay_and_stands_nowhere() {
    let journal = Memory::default();
    let script =
        Script::new().answer("GET", "/session", 200, SIGNED_IN).answer("POST", "/charges", 201, r#"{"id": "c-1"}"#);
    paid(&script, &journal).await.unwrap();
    let again = Script::new().answer("POST", "/charges", 201, r#"{"id": "c-1"}"#);
    paid(&again, &journal.cut(2)).await.unwrap();
    let request = &again.requests()[0];
    assert_eq!(
        (request.headers["x-session"].to_str().unwrap(), request.body.as_str()),
        ("t-4711-secret", r#"{"cents":100}"#)
    );
    assert_eq!(keys(&again), keys(&script));
    for secret in ["4711", "4712", "c-1", "session", keys(&script)[0].as_str()] {
        assert!(!journal.bytes().windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
}

#[tokio::test]
async fn one_workflow_called_twice_is_two_charges_with_two_keys() {
    let charge = |script: Script, id: &str| {
        let script = script.answer("GET", "/session", 200, SIGNED_IN);
        script.answer("POST", "/charges", 201, &format!(r#"{{"id": "{id}"}}"#))
    };
    let twice = async |script: &Script, journal: &Memory| {
        let client = Client::builder().script(script.clone()).credential(pay::KEY, "k");
        let client = client.build().unwrap().journaled(journal.clone(), &key());
        pay_twice(&client, pay_twice::Input {}).await.unwrap()
    };
    let (journal, script) = (Memory::default(), charge(charge(Script::new(), "c-1"), "c-2"));
    let output = twice(&script, &journal).await;
    assert_eq!((output.first.as_str(), output.second.as_str()), ("c-1", "c-2"));
    let keys = keys(&script);
    assert_ne!(keys[0], keys[1]);
    assert_eq!(twice(&Script::new(), &journal.again()).await, output);
    assert_eq!(journal.names().first().map(String::as_str), Some("2.pay"));
}

#[tokio::test]
async fn no_failure_action_goes_on_from_a_run_that_was_stopped() {
    let insisted = async |script: &Script, journal: &Memory| {
        let client = Client::builder().script(script.clone()).credential(pay::KEY, "k");
        insist(&client.build().unwrap().journaled(journal.clone(), &key()), insist::Input {}).await
    };
    let script = || Script::new().answer("GET", "/session", 200, SIGNED_IN).answer("POST", "/charges", 402, "");
    // A declined charge is what the failure action is for.
    let declined = script().answer("GET", "/session", 200, SIGNED_IN);
    insisted(&declined, &Memory::default()).await.unwrap();
    assert_eq!(declined.left(), 0);
    // That nobody knows what came of it is not.
    let script = script();
    let error = insisted(&script, &Memory::default().failing_after(3)).await.unwrap_err();
    assert_eq!((error.kind(), error.workflow(), error.step()), (ErrorKind::Journal, "insist", Some("pay")));
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn a_key_can_be_asked_for_where_the_description_has_none() {
    let builder = || Client::builder().idempotency(order::SHOP, "Request-Key");
    let (journal, first) = (Memory::default(), script(&ORDER));
    ordered(builder(), &first, &journal).await.unwrap();
    let again = script(&ORDER[1..]);
    ordered(builder(), &again, &journal.cut(3)).await.unwrap();
    let key = |script: &Script, at: usize| script.requests()[at].headers.get("request-key").cloned();
    assert_eq!(key(&first, 0), None);
    assert!(key(&first, 1).is_some());
    assert_eq!(key(&first, 1), key(&again, 0));

    let error = Client::builder().idempotency(order::SHOP, "Host").build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the header given to `.idempotency(order::SHOP, …)` is wrong: this header belongs to the connection"
    );
}

#[tokio::test]
async fn without_a_journal_there_is_no_key() {
    let script = script(&ORDER);
    let client =
        Client::builder().script(script.clone()).clock(VirtualClock::new()).idempotency(order::SHOP, "Request-Key");
    order(&client.build().unwrap(), order::Input { note: None }).await.unwrap();
    assert!(script.requests().iter().all(|sent| !sent.headers.contains_key("request-key")));
}

#[tokio::test]
async fn time_in_which_no_process_ran_does_not_count() {
    let limited = || Client::builder().limits(arazzo::Limits::default().run_time(Duration::from_secs(4)));
    let journal = whole().await;
    let clock = VirtualClock::new();
    clock.set_now(clock.now() + Duration::from_secs(9000));
    ordered_on(limited().clock(clock), &script(&ORDER[3..]), &journal.cut(5)).await.unwrap();

    // Two waits are too much for it, in one life or in two.
    let pending = [ORDER[0], ORDER[1], ORDER[2], ORDER[2], ORDER[3]];
    let journal = Memory::default();
    let one = ordered(limited(), &script(&pending), &journal).await.unwrap_err();
    let two = ordered(limited(), &script(&pending[4..]), &journal.again()).await.unwrap_err();
    for error in [one, two] {
        assert_eq!((error.kind(), error.attempt()), (ErrorKind::Limit, 2), "{error}");
    }
}
