//! What goes wrong on the way to an API: each row of `rows.rs`, at the first step of a workflow, at the one that charges, and at
//! one that is asked again, on connections of their own and on one that is kept.
//!
//! Asked is what a program sees (the kind of error, its step, attempt and status, and the steps before it) and what the API sees:
//! how many requests arrive, and that none that charges arrives twice. No test waits: the clock is tokio's own, which goes on when
//! everybody waits, and retries wait on a virtual one.

mod limits;
mod peer;
mod rows;

use arazzo::testing::VirtualClock;
use arazzo::{Client, Error, ErrorKind, Limits};
use peer::{ALL, FIRST, LATER, POLLED, Peer};
use rows::{Do, Row, Then};
use std::collections::HashSet;
use std::error::Error as _;
use std::fmt::Debug;
use std::time::Duration;

arazzo::arazzo!("tests/faults/order.yml");

/// The steps, with their statuses, that have run before an exchange.
const BEFORE: [(&str, Option<u16>, u32); 2] = [("find", Some(200), 1), ("charge", Some(201), 1)];

/// How long a response may take.
const PATIENCE: Duration = Duration::from_secs(59);

/// A row at a step.
struct Case {
    row: &'static Row,
    place: usize,
    keeps: bool,
}

impl Case {
    fn then(&self) -> Then {
        if self.place == POLLED { self.row.polled } else { self.row.then }
    }

    fn run(&self) -> Vec<String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let (peer, url) = Peer::start(self.row, self.place, self.keeps).await;
            let clock = VirtualClock::new();
            let result = order(&self.client(&url, &clock), order::Input { note: Some("n".repeat(100)) }).await;
            let mut wrong = self.seen_by_program(result);
            wrong.extend(differs("waits", &clock.slept(), &self.waits()));
            wrong.extend(self.seen_by_api(&peer));
            wrong
        })
    }

    fn client(&self, url: &str, clock: &VirtualClock) -> Client {
        let limits = Limits::default().response_bytes(64 << 10).response_time(PATIENCE);
        let builder = Client::builder().base_url(order::SHOP, url).clock(clock.clone()).limits(limits).http(http());
        builder.follow_same_origin_redirects(self.row.follows).build().unwrap()
    }

    /// What is other than expected in the result.
    fn seen_by_program(&self, result: Result<order::Output, Error>) -> Vec<String> {
        let expected = match (self.then(), result) {
            (Then::Done | Then::Waited(_), Ok(output)) => {
                return differs("receipt", &output.receipt.as_str(), &"x-1").into_iter().collect();
            }
            (_, Ok(_)) => return vec!["it succeeds".to_owned()],
            (Then::Done | Then::Waited(_), Err(error)) => return vec![format!("{error:?}")],
            (then, Err(error)) => (then, error),
        };
        let (then, error) = expected;
        let (kind, status) = self.failure(then);
        let (step, attempt) = [("find", 1), ("charge", 1), ("poll", 1), ("poll", 2)][self.place];
        let completed: Vec<_> =
            error.completed().iter().map(|done| (done.step.as_str(), done.status, done.attempts)).collect();
        // Behind a redirect it is the cause of the cause.
        let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
        let late = format!("no complete response came within {PATIENCE:?}");
        let is_late = causes.any(|cause| cause.to_string() == late);
        let wrong = [
            differs("kind", &error.kind(), &kind),
            differs("step", &error.step(), &Some(step)),
            differs("attempt", &error.attempt(), &attempt),
            differs("status", &error.status(), &status),
            differs("completed", &completed.as_slice(), &&BEFORE[..self.place.min(2)]),
            differs("late", &is_late, &matches!(then, Then::Late)),
        ];
        wrong.into_iter().flatten().map(|wrong| format!("{wrong}, of {error:?}")).collect()
    }

    /// The kind and the status of the error.
    fn failure(&self, then: Then) -> (ErrorKind, Option<u16>) {
        match then {
            Then::Done | Then::Waited(_) => unreachable!("no failure"),
            Then::Lost | Then::Late => (ErrorKind::Transport, None),
            Then::TooMuch => (ErrorKind::Limit, None),
            Then::TooLongAWait => (ErrorKind::Limit, Some(503)),
            Then::Failed(status) => (ErrorKind::StepFailed, Some(status)),
            Then::Unfit => (ErrorKind::Decode, Some(self.good())),
            Then::Absent => (ErrorKind::MissingValue, Some(self.good())),
        }
    }

    /// The status that the step wants.
    fn good(&self) -> u16 {
        if self.place == LATER { 201 } else { 200 }
    }

    fn waits(&self) -> Vec<Duration> {
        let own = match self.then() {
            Then::Waited(seconds) => Some(seconds),
            _ => None,
        };
        let pending = (self.place == POLLED || own.is_some() || matches!(self.then(), Then::Done)).then_some(3);
        pending.into_iter().chain(own).filter(|seconds| *seconds > 0).map(Duration::from_secs).collect()
    }

    /// What is other than expected in the requests.
    fn seen_by_api(&self, peer: &Peer) -> Vec<String> {
        let arrived = peer.arrived();
        let last = match self.then() {
            Then::Done => ALL,
            Then::Waited(_) => ALL + 1,
            _ => self.place + usize::from(self.row.arrives()),
        };
        let charges: Vec<_> = arrived.iter().filter(|arrived| arrived.request.starts_with("POST")).collect();
        let different: HashSet<_> = charges.iter().map(|arrived| &arrived.request).collect();
        let is_kept = self.place == FIRST || !self.row.arrives() || {
            let (before, wrong) = (&arrived[self.place - 1], arrived.get(self.place));
            wrong.is_none_or(|wrong| (wrong.connection == before.connection) == self.keeps)
        };
        [
            differs("requests", &arrived.len(), &(last + self.row.hops)),
            differs("charges", &charges.len(), &different.len()),
            differs("connection", &is_kept, &true),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Without the certificates of the machine, which take longer to load than all rows to run.
fn http() -> arazzo::reqwest::ClientBuilder {
    arazzo::reqwest::Client::builder().tls_certs_only([])
}

/// What is not as expected.
fn differs<T: PartialEq + Debug>(what: &str, found: &T, expected: &T) -> Option<String> {
    (found != expected).then(|| format!("{what}: expected {expected:?}, found {found:?}"))
}

fn cases(row: &'static Row) -> impl Iterator<Item = Case> {
    let places = [(FIRST, false), (LATER, false), (LATER, true), (POLLED, false), (POLLED, true)];
    // Nobody refuses a connection that there is.
    let is_possible = move |keeps: bool| !keeps || !matches!(row.script, [Do::Refuse]);
    let places = places.into_iter().filter(move |(_, keeps)| is_possible(*keeps));
    places.map(move |(place, keeps)| Case { row, place, keeps })
}

/// Runs the rows of a group.
fn hold(rows: &'static [Row]) {
    let mut wrong = Vec::new();
    for case in rows.iter().flat_map(cases) {
        let step = ["find", "charge", "poll", "poll again"][case.place];
        let connection = if case.keeps { "on the same connection" } else { "on its own connection" };
        let found = case.run().into_iter();
        wrong.extend(found.map(|found| format!("`{}` at `{step}` {connection}: {found}", case.row.name)));
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A test for each group of rows.
macro_rules! groups {
    ($($group:ident: $rows:ident;)*) => {
        $(#[test]
        fn $group() {
            hold(rows::$rows);
        })*
    };
}

groups! {
    connections: CONNECTION;
    status_lines: STATUS_LINE;
    statuses: STATUS;
    headers: HEADERS;
    lengths_of_bodies: LENGTH;
    chunks: CHUNKS;
    answers_before_the_answer: INTERIM;
    answers_without_a_body: BODILESS;
    content: CONTENT;
    compression: COMPRESSION;
    redirects: REDIRECTS;
    retry_after: RETRY_AFTER;
    connections_afterwards: AFTERWARDS;
}
