//! One call of a workflow function.

use super::body::Unread;
use super::exact::{checked, exact, shown};
#[cfg(feature = "durable")]
use super::journal::Call;
use super::json::Value;
use super::number::Number;
use super::operation::{Operation, Workflow};
use super::request::{Draft, Request};
use super::response::{Answer, Missing, Sending};
use super::shown::hidden_members;
use crate::client::{Caller, Shared};
use crate::effects::Incoming;
use crate::redact::Redactor;
use crate::{Client, Completed, Error, ErrorKind, Event, transport};
use serde::Serialize;
use serde_json::Map;
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

impl Client {
    /// Begins a run. Fails before anything is sent when the client lacks something that the workflow surely needs.
    #[doc(hidden)]
    pub fn start(&self, workflow: &'static Workflow) -> Result<Run, Error> {
        let (depth, shared, deadline) = match &self.caller {
            Some(caller) => (caller.depth.saturating_add(1), Arc::clone(&caller.shared), caller.deadline),
            None => (1, Arc::default(), self.deadline()),
        };
        let limit = self.settings.limits.depth;
        let caller = Caller { depth, shared, deadline };
        let client = self.called_by(caller.clone());
        let mut run = Run {
            #[cfg(feature = "durable")]
            call: self.journal.as_ref().map(|journal| Box::new(Call::new(journal, workflow))),
            client,
            caller,
            workflow: workflow.id,
            entries: Vec::new(),
            entered: 0,
            draft: Draft::default(),
            outputs: Vec::new(),
        };
        self.settings.observe(Event::Started { workflow: workflow.id });
        #[cfg(feature = "testing")]
        if let Some(recording) = &self.settings.recording {
            recording.begin();
        }
        if depth > limit {
            let message = format!("it is called at depth {depth}, and the client's limit is {limit}");
            return Err(run.error(ErrorKind::Limit, message));
        }
        if let Err((step, message)) = self.settings.plans.check(workflow, &self.settings) {
            let sending = run.enter(step);
            return Err(run.error_at(ErrorKind::Configuration, sending, message));
        }
        Ok(run)
    }
}

/// The state of one call of a workflow function.
pub struct Run {
    /// A client for workflows that this one calls.
    client: Client,
    pub(crate) caller: Caller,
    pub(crate) workflow: &'static str,
    entries: Vec<Entry>,
    entered: u32,
    /// The request in the making. There is one at a time, and what it needs of memory serves the next one too.
    pub(super) draft: Draft,
    /// Where it is written down.
    #[cfg(feature = "durable")]
    pub(super) call: Option<Box<Call>>,
    /// What was put out so far. Few runs fail, so it is made ready for an error by the error.
    outputs: Vec<(&'static str, Value)>,
}

/// A step that was entered. Retries belong to the same entry; coming back by `goto` makes a new one.
struct Entry {
    id: u32,
    step: &'static str,
    status: Option<u16>,
    attempts: u32,
    /// How many of them had an answer.
    #[cfg(feature = "durable")]
    answered: u32,
    /// The step will be entered again as a retry.
    again: bool,
}

impl Run {
    /// The client to give to workflows that this one calls: they share its limits and its secrets.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Refuses an input that no request could say, such as NaN, before anything is sent.
    pub fn check(&self, input: &impl Serialize) -> Result<(), Error> {
        checked(input).map_err(|problem| self.finish(Error::new(ErrorKind::Input, problem.to_string()), None))
    }

    /// A request of a step.
    pub fn step(&mut self, operation: &'static Operation) -> Request<'_> {
        let sending = self.enter(operation.step);
        Request::new(self, operation, sending)
    }

    /// Remembers a workflow output for [`Error::outputs`]; absent ones are left out.
    pub fn output(&mut self, name: &'static str, value: impl Serialize) {
        let Some(value) = shown(value) else { return };
        match self.outputs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.outputs.push((name, value)),
        }
    }

    /// Registers a secret of this run: its text will not occur in errors and events.
    pub fn conceal(&mut self, value: impl Serialize) {
        if let Ok(Some(value)) = exact(value) {
            conceal(&self.caller.shared, &value);
        }
    }

    /// The same of the members of a value that are secrets by their names, or by those of the list, at any depth.
    pub fn conceal_in(&mut self, value: impl Serialize, hidden: &[&str]) {
        let Ok(Some(value)) = exact(value) else { return };
        let mut found = Vec::new();
        hidden_members(&value, hidden, &mut found);
        for member in found {
            conceal(&self.caller.shared, member);
        }
    }

    /// The value, or the error that step `step` needs it: `place` says what for, `expression` where it comes from.
    pub fn require<T>(&self, value: Option<T>, step: &str, place: &str, expression: &str) -> Result<T, Error> {
        value.ok_or_else(|| {
            let message = format!("{place} needs `{expression}`, which has no value");
            self.error_before(ErrorKind::MissingValue, step, message)
        })
    }

    /// The error that this answer does not satisfy the step.
    pub fn failed(&self, answer: &impl Answer) -> Error {
        let exchange = answer.exchange().0;
        match &exchange.outcome {
            Ok(_) => {
                let unread = exchange.unread.get();
                // A condition that was not asked in full is no answer of the API.
                let kind = unread.map(Unread::kind).filter(|kind| *kind == ErrorKind::Limit);
                let why = unread.map(|why| format!(": {why}")).unwrap_or_default();
                let message = format!("the response does not meet the step's success criteria{why}");
                self.error_of(kind.unwrap_or(ErrorKind::StepFailed), answer, message)
            }
            Err(Missing::Transport(why)) => self.error_of(ErrorKind::Transport, answer, transport::told(&**why)),
            Err(Missing::Workflow(None)) => {
                let message = "the outputs of the workflow that it calls do not meet the step's success criteria";
                self.error_of(ErrorKind::StepFailed, answer, message)
            }
            Err(Missing::Workflow(Some(error))) => self.failed_inside(answer, error),
        }
    }

    /// The error that the failure action `action` ended the workflow.
    pub fn ended(&self, answer: &impl Answer, action: &str) -> Error {
        self.error_of(ErrorKind::Ended, answer, format!("the failure action `{action}` ended the workflow"))
    }
}

/// Errors.
impl Run {
    pub(crate) fn redactor(&self) -> Redactor {
        self.client.redactor(&self.caller.shared)
    }

    /// Whether bytes hold a known secret.
    pub(crate) fn knows(&self, bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes);
        self.client.settings.secrets.occur_in(&text) || self.caller.shared.secrets.occur_in(&text)
    }

    /// An error of the workflow itself.
    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.finish(Error::new(kind, message), None)
    }

    /// An error of a step that is not entered yet.
    pub(super) fn error_before(&self, kind: ErrorKind, step: &str, message: impl Into<String>) -> Error {
        self.finish(Error::new(kind, message).in_step(step, 0), None)
    }

    /// An error of a step.
    pub(crate) fn error_at(&self, kind: ErrorKind, sending: Sending, message: impl Into<String>) -> Error {
        self.place(Error::new(kind, message), sending)
    }

    /// Says where an error happened.
    pub(crate) fn place(&self, error: Error, sending: Sending) -> Error {
        self.finish(error.in_step(sending.step, sending.attempt), Some(sending.entry))
    }

    /// An error about what came back.
    pub(crate) fn error_of(&self, kind: ErrorKind, answer: &impl Answer, message: impl Into<String>) -> Error {
        let exchange = answer.exchange().0;
        let error = Error::new(kind, message);
        let error = match &exchange.outcome {
            Ok(incoming) => {
                let text = exchange.text();
                let most = self.client.settings.limits.error_body;
                let error = error.keeping(&incoming.headers, text.as_deref(), most);
                error.answered(incoming.status, shown_body(incoming, text.as_deref(), &self.redactor()))
            }
            Err(why) => match why.source() {
                Some(source) => error.caused_by(source),
                None => error,
            },
        };
        self.place(error, exchange.sending)
    }

    fn finish(&self, error: Error, before: Option<u32>) -> Error {
        error.in_workflow(self.workflow).after(self.completed(before), self.outputs()).redacted(self.redactor())
    }

    fn outputs(&self) -> Map<String, serde_json::Value> {
        // A number that `serde_json` cannot hold is its text here, not another number.
        let text = |number: &Number| Ok::<_, Infallible>(number.to_string().into());
        let output = |(name, value): &(&str, Value)| {
            let Ok(value) = value.to_serde(&text);
            ((*name).to_owned(), value)
        };
        self.outputs.iter().map(output).collect()
    }

    /// What ran before an entry, or at all.
    fn completed(&self, before: Option<u32>) -> Vec<Completed> {
        let ran = self.entries.iter().take_while(|entry| Some(entry.id) != before);
        ran.filter(|entry| entry.attempts > 0)
            .map(|entry| Completed { step: entry.step.to_owned(), status: entry.status, attempts: entry.attempts })
            .collect()
    }
}

/// The list of steps.
impl Run {
    pub(super) fn has_run(&self, step: &str) -> bool {
        self.entries.iter().any(|entry| entry.step == step && entry.attempts > 0)
    }

    pub(super) fn enter(&mut self, step: &'static str) -> Sending {
        let retried = self.entries.iter().rposition(|entry| entry.again && entry.step == step);
        // Move it to the end: anything the detour did happened before this attempt.
        let retried = retried.map(|at| Entry { again: false, ..self.entries.remove(at) });
        let entry = retried.unwrap_or_else(|| {
            self.entered += 1;
            Entry {
                id: self.entered,
                step,
                status: None,
                attempts: 0,
                #[cfg(feature = "durable")]
                answered: 0,
                again: false,
            }
        });
        let sending = Sending { step, entry: entry.id, attempt: entry.attempts };
        self.entries.push(entry);
        sending
    }

    fn entry(&mut self, id: u32) -> Option<&mut Entry> {
        self.entries.iter_mut().rfind(|entry| entry.id == id)
    }

    /// Counts an attempt that is about to be sent.
    pub(crate) fn sending(&mut self, sending: Sending) -> Sending {
        let attempts = self.entry(sending.entry).map_or(1, |entry| {
            entry.attempts += 1;
            entry.attempts
        });
        Sending { attempt: attempts, ..sending }
    }

    pub(crate) fn answered(&mut self, sending: Sending, status: Option<u16>) {
        if let Some(entry) = self.entry(sending.entry) {
            entry.status = status;
            #[cfg(feature = "durable")]
            {
                entry.answered += u32::from(status.is_some());
            }
        }
    }

    /// How many attempts of a step's entry had an answer.
    #[cfg(feature = "durable")]
    pub(super) fn answered_attempts(&self, sending: Sending) -> u32 {
        self.entries.iter().rfind(|entry| entry.id == sending.entry).map_or(0, |entry| entry.answered)
    }

    /// The next time the step is entered, it is a retry.
    pub(crate) fn will_retry(&mut self, sending: Sending) {
        if let Some(entry) = self.entry(sending.entry) {
            entry.again = true;
        }
    }
}

/// The start of the body of a response, as an error shows it.
fn shown_body(incoming: &Incoming, text: Option<&str>, redactor: &Redactor) -> Option<String> {
    #[cfg(feature = "durable")]
    if let Some(shown) = &incoming.shown {
        return Some(shown.to_string());
    }
    crate::error::shown(&incoming.body, text, redactor)
}

impl Drop for Run {
    fn drop(&mut self) {
        // A second panic while the first one unwinds would abort the process: an observer that panics is not asked again.
        if std::thread::panicking() {
            return;
        }
        #[cfg(feature = "testing")]
        if let Some(recording) = &self.client.settings.recording {
            recording.end(&self.redactor());
        }
        self.client.settings.observe(Event::Finished { workflow: self.workflow });
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("workflow", &self.workflow).finish_non_exhaustive()
    }
}

fn conceal(shared: &Shared, value: &Value) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => shared.secrets.add(&number.to_string()),
        Value::String(text) => {
            shared.secrets.add(text);
            // `Bearer abc` hides `abc` as well.
            if let Some((scheme, token)) = text.split_once(' ')
                && ["bearer", "basic", "token"].contains(&scheme.to_ascii_lowercase().as_str())
            {
                shared.secrets.add(token);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| conceal(shared, item)),
        Value::Object(members) => members.values().for_each(|member| conceal(shared, member)),
    }
}
