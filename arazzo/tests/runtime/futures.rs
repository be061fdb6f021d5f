//! The futures of generated code stay small and can move between threads.

use crate::fixtures::*;
use arazzo::rt::Retry;
use arazzo::testing::Script;
use std::time::Duration;

fn sendable<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn small_and_send() {
    let script = Script::new().answer("GET", "/v1/things/1?q=x", 200, "");
    let mut run = sendable(run(&script));
    let request = run.step(&GET).path("id", 1).query("q", "x");
    assert!(size_of_val(&request) <= 2 * size_of::<usize>());
    let sending = sendable(request.send());
    assert!(size_of_val(&sending) <= 96, "{} bytes", size_of_val(&sending));
    let response = sending.await.unwrap();
    assert!(size_of_val(&response) <= 2 * size_of::<usize>());
    assert!(size_of_val(&sendable(run.step(&GET).path("id", 1).attempt())) <= 96);
    let mut retry = Retry::new("again", 1, Duration::ZERO);
    let waiting = sendable(run.retry(&mut retry, &response));
    assert!(size_of_val(&waiting) <= 160, "{} bytes", size_of_val(&waiting));
}

#[test]
fn clients_and_answers_are_shared() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<arazzo::Client>();
    shared::<arazzo::rt::Response>();
    shared::<arazzo::rt::Attempt>();
    shared::<arazzo::rt::Run>();
}
