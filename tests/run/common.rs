//! What the cases of all workflows share.

use arazzo::{Client, ClientBuilder, Error, ErrorKind};
use serde_json::Value;
use tests::support::{Exchange, Server};

/// A key or token that must never be shown.
pub(crate) const KEY: &str = "key-4711-of-acme";

/// The start of a client for cases that need many: without the platform's certificates, which take most of the time,
/// and which nothing on the loopback interface asks for.
pub(crate) fn light() -> ClientBuilder {
    Client::builder().http(arazzo::reqwest::Client::builder().tls_certs_only([]))
}

/// What an error must say of itself.
#[derive(Debug, PartialEq)]
pub(crate) struct Failure<'t> {
    pub(crate) kind: ErrorKind,
    pub(crate) step: Option<&'t str>,
    pub(crate) status: Option<u16>,
    pub(crate) attempt: u32,
    pub(crate) body: Option<&'t str>,
    /// Step, status and attempts.
    pub(crate) completed: Vec<(&'t str, u16, u32)>,
    pub(crate) outputs: Value,
}

/// A failure before anything was sent.
pub(crate) fn failure(kind: ErrorKind) -> Failure<'static> {
    let outputs = Value::Object(serde_json::Map::new());
    Failure { kind, step: None, status: None, attempt: 0, body: None, completed: Vec::new(), outputs }
}

impl<'t> Failure<'t> {
    /// In this step, which had sent its request so many times.
    pub(crate) fn at(self, step: &'t str, attempt: u32) -> Self {
        Self { step: Some(step), attempt, ..self }
    }

    pub(crate) fn answered(self, status: u16, body: &'t str) -> Self {
        Self { status: Some(status), body: Some(body).filter(|body| !body.is_empty()), ..self }
    }

    /// After these steps: their statuses, each at the first attempt.
    pub(crate) fn after(self, steps: &[(&'t str, u16)]) -> Self {
        Self { completed: steps.iter().map(|(step, status)| (*step, *status, 1)).collect(), ..self }
    }

    pub(crate) fn with(self, outputs: Value) -> Self {
        Self { outputs, ..self }
    }
}

#[track_caller]
pub(crate) fn assert_failure(error: &Error, expected: &Failure<'_>) {
    let completed = error.completed().iter().map(|done| (done.step.as_str(), done.status.unwrap_or(0), done.attempts));
    let seen = Failure {
        kind: error.kind(),
        step: error.step(),
        status: error.status(),
        attempt: error.attempt(),
        body: error.body(),
        completed: completed.collect(),
        outputs: Value::Object(error.outputs().clone()),
    };
    assert_eq!(seen, *expected, "{error:?}");
}

/// One step of a run in which all goes well.
pub(crate) struct Step {
    pub(crate) id: &'static str,
    pub(crate) exchange: Exchange,
    pub(crate) status: u16,
    /// The workflow outputs that are known when this step begins.
    pub(crate) outputs: Value,
}

/// Lets a run fail at each of its steps in turn, in each of the ways in which a server can refuse: the run stops there,
/// and says what had happened.
pub(crate) async fn fails_at_each_step<T>(
    workflow: &str,
    steps: &[Step],
    call: impl AsyncFn(&Server) -> Result<T, Error>,
) {
    const BODY: &str = r#"{"message": "no"}"#;
    for (at, step) in steps.iter().enumerate() {
        let before = &steps[..at];
        let done: Vec<_> = before.iter().map(|step| (step.id, step.status)).collect();
        let expected = |kind| failure(kind).at(step.id, 1).after(&done).with(step.outputs.clone());
        let script = |last: Exchange| before.iter().map(|step| step.exchange.clone()).chain([last]);
        for status in [202, 302, 400, 401, 500, 503] {
            let refused = step.exchange.clone().answer(status, BODY);
            let error = run(script(refused), &call).await;
            assert_failure(&error, &expected(ErrorKind::StepFailed).answered(status, BODY));
            assert_eq!(
                error.to_string(),
                format!(
                    "step `{}` of workflow `{workflow}` (status {status}): \
                    the response does not meet the step's success criteria",
                    step.id
                )
            );
            assert_eq!(error.workflow(), workflow);
        }
        for unanswered in [step.exchange.clone().hang_up(), step.exchange.clone().cut()] {
            let error = run(script(unanswered), &call).await;
            assert_failure(&error, &expected(ErrorKind::Transport));
            assert!(std::error::Error::source(&error).is_some(), "{error:?}");
        }
    }
}

async fn run<T>(script: impl IntoIterator<Item = Exchange>, call: &impl AsyncFn(&Server) -> Result<T, Error>) -> Error {
    let server = Server::start(script);
    let Err(error) = call(&server).await else { panic!("the run has succeeded") };
    server.finish();
    error
}

/// An address at which nobody listens.
pub(crate) fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
    format!("http://{}", listener.local_addr().expect("it has an address"))
}
