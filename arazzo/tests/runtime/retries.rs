//! Retries, their delays, and what counts as having run.

use crate::fixtures::*;
use arazzo::rt::{Retry, Run};
use arazzo::testing::{Script, VirtualClock};
use arazzo::{ErrorKind, Limits};
use std::time::{Duration, SystemTime};

/// Sends the step until a response is 200 or the retries are used up; says how often it waited.
async fn poll(run: &mut Run, mut retry: Retry) -> Result<u16, arazzo::Error> {
    loop {
        let attempt = run.step(&LIST).attempt().await?;
        match attempt.status() {
            Some(200) => return Ok(200),
            _ if run.retry(&mut retry, &attempt).await? => {}
            status => return Ok(status.unwrap_or(0)),
        }
    }
}

fn answers(count: usize) -> Script {
    (0..count).fold(Script::new(), |script, _| script.answer("GET", "/v1/things", 503, ""))
}

async fn one(script: Script, now: Option<SystemTime>, limits: Limits) -> (VirtualClock, Result<u16, arazzo::Error>) {
    let (builder, clock) = scripted(&script.answer("GET", "/v1/things", 200, ""));
    clock.set_now(now.unwrap_or_else(|| clock.now()));
    let client = builder.limits(limits).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let done = poll(&mut run, Retry::new("again", 1, Duration::from_millis(1500))).await;
    (clock, done)
}

#[tokio::test]
async fn a_limit_is_the_number_of_further_attempts() {
    for (limit, sent) in [(0, 1), (2, 3)] {
        let script = answers(5);
        let (builder, clock) = scripted(&script);
        let mut run = builder.build().unwrap().start(&ANY).unwrap();
        let retry = Retry::new("again", limit, Duration::from_millis(1500));
        assert_eq!(poll(&mut run, retry).await.unwrap(), 503);
        assert_eq!(script.requests().len(), sent);
        assert_eq!(clock.slept(), vec![Duration::from_millis(1500); sent - 1]);
    }
}

#[tokio::test]
async fn retry_after_overrules() {
    // Sun, 06 Nov 1994 08:49:37 GMT, the date of RFC 9110.
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 20);
    let rows = [
        ("7", Duration::from_secs(7)),
        ("0", Duration::ZERO),
        ("Sun, 06 Nov 1994 08:49:37 GMT", Duration::from_secs(20)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", Duration::from_secs(20)),
        ("Sun Nov  6 08:49:37 1994", Duration::from_secs(20)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Duration::ZERO),
        ("soon", Duration::from_millis(1500)),
        ("-1", Duration::from_millis(1500)),
        ("1.5", Duration::from_millis(1500)),
    ];
    for (value, delay) in rows {
        let script = answers(1).with_header("Retry-After", value);
        let (clock, done) = one(script, Some(now), Limits::default()).await;
        assert_eq!(done.unwrap(), 200, "{value}");
        assert_eq!(clock.slept(), if delay.is_zero() { vec![] } else { vec![delay] }, "{value}");
    }
}

#[tokio::test]
async fn waiting_has_limits() {
    for value in ["301", "99999999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"] {
        let (clock, done) = one(answers(1).with_header("Retry-After", value), None, Limits::default()).await;
        let error = done.unwrap_err();
        assert_eq!((error.kind(), error.status(), error.attempt()), (ErrorKind::Limit, Some(503), 1), "{value}");
        assert!(clock.slept().is_empty());
    }
    let limits = Limits::default().time_off(Duration::from_millis(1400));
    let (_, done) = one(answers(1), None, limits).await;
    assert_eq!(done.unwrap_err().kind(), ErrorKind::Limit);
}

#[tokio::test]
async fn a_retry_is_the_same_entry_and_a_goto_a_new_one() {
    let script = Script::new()
        .answer("GET", "/v1/things", 503, "")
        .answer("POST", "/v1/things", 201, "")
        .answer("GET", "/v1/things", 200, "")
        .answer("GET", "/v1/things", 404, "");
    let mut run = run(&script);
    let mut retry = Retry::new("again", 3, Duration::ZERO);
    let first = run.step(&LIST).attempt().await.unwrap();
    assert!(run.retry(&mut retry, &first).await.unwrap());
    // A detour.
    let detour = run.step(&POST).send().await.unwrap();
    assert!(run.failed(&detour).completed().iter().map(|done| done.step.as_str()).eq(["listThings"]));
    let second = run.step(&LIST).send().await.unwrap();
    let error = run.failed(&second);
    assert_eq!((error.attempt(), error.status()), (2, Some(200)));
    assert!(error.completed().iter().map(|done| done.step.as_str()).eq(["postThing"]));
    let third = run.step(&LIST).send().await.unwrap();
    let error = run.failed(&third);
    assert_eq!(error.attempt(), 1);
    let list: Vec<_> = error.completed().iter().map(|done| (done.step.as_str(), done.status, done.attempts)).collect();
    assert_eq!(list, [("postThing", Some(201), 1), ("listThings", Some(200), 2)]);
    // An error about an earlier response lists what came before that one.
    assert_eq!(run.failed(&second).completed().len(), 1);
}

/// A workflow that is called with so much time.
async fn called_within(limit: Duration, script: &Script) -> (VirtualClock, Result<u16, arazzo::Error>) {
    let (builder, clock) = scripted(script);
    let run = builder.build().unwrap().start(&ANY).unwrap();
    let mut callee = run.client_within(limit).start(&ANY).unwrap();
    let done = poll(&mut callee, Retry::new("again", 9, Duration::from_secs(2))).await;
    (clock, done)
}

#[tokio::test]
async fn a_called_workflow_has_no_more_time_than_the_step_that_calls_it() {
    let limit = Duration::from_secs(5);
    let (_, done) = called_within(limit, &answers(2).answer("GET", "/v1/things", 200, "")).await;
    assert_eq!(done.unwrap(), 200);

    // Neither a request, nor a wait, nor a failure action goes beyond it.
    let scripts = [answers(3), answers(1).silence("GET", "/v1/things"), Script::new().silence("GET", "/v1/things")];
    for (script, waits) in scripts.into_iter().zip([2, 1, 0]) {
        let (clock, done) = called_within(limit, &script).await;
        let error = done.unwrap_err();
        assert_eq!((error.kind(), error.step()), (ErrorKind::Transport, Some("listThings")));
        assert!(
            error.to_string().ends_with("the step that calls the workflow waits 5s for it, and no longer"),
            "{error}"
        );
        assert_eq!((clock.slept(), script.left()), (vec![Duration::from_secs(2); waits], 0));
    }
}

#[tokio::test]
async fn a_run_ends_in_its_time() {
    let limits = arazzo::Limits::default().run_time(Duration::from_secs(5));
    let scripts = [answers(3), answers(1).silence("GET", "/v1/things"), Script::new().silence("GET", "/v1/things")];
    for (script, waits) in scripts.into_iter().zip([2, 1, 0]) {
        let (builder, clock) = scripted(&script);
        let mut run = builder.limits(limits).build().unwrap().start(&ANY).unwrap();
        let error = poll(&mut run, Retry::new("again", 9, Duration::from_secs(2))).await.unwrap_err();
        assert_eq!((error.kind(), error.step()), (ErrorKind::Limit, Some("listThings")));
        assert!(error.to_string().ends_with("the run takes longer than the client's limit of 5s"), "{error}");
        assert_eq!((clock.slept(), script.left()), (vec![Duration::from_secs(2); waits], 0));
    }
}

#[tokio::test]
async fn a_response_that_takes_too_long_is_none() {
    let script = Script::new().silence("GET", "/v1/things");
    let (builder, _) = scripted(&script);
    let client = builder.limits(arazzo::Limits::default().response_time(Duration::from_secs(3))).build().unwrap();
    let mut run = client.start(&ANY).unwrap();
    let attempt = run.step(&LIST).attempt().await.unwrap();
    let error = run.failed(&attempt);
    assert_eq!((error.kind(), error.is_timeout(), error.is_connect()), (ErrorKind::Transport, true, false));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no complete response came within 3s");
}

/// A test of the clock of the machine would need to set it.
#[tokio::test]
async fn setting_the_clock_gives_no_more_time() {
    for moved in [Duration::ZERO, Duration::from_secs(3600)] {
        let script = answers(3);
        let (builder, clock) = scripted(&script);
        let run = builder.build().unwrap().start(&ANY).unwrap();
        let mut callee = run.client_within(Duration::from_secs(5)).start(&ANY).unwrap();
        clock.set_now(clock.now() - moved);
        let error = poll(&mut callee, Retry::new("again", 9, Duration::from_secs(2))).await.unwrap_err();
        assert_eq!((error.kind(), clock.slept().len()), (ErrorKind::Transport, 2));
    }
}
