//! An exchange that goes through a journal.

use super::body::Body;
use super::kept;
use super::operation::{Operation, Workflow};
use super::prepare::Prepared;
use super::response::{Exchange, Missing, Sending};
use super::run::Run;
use super::send::perform;
use crate::durable::{Answer, Begin, Begun, Journaled, Lost, Refused, Stopped, What, idempotency_key};
use crate::effects::{BoxFuture, Incoming};
use crate::{Error, ErrorKind, Event};
use bytes::Bytes;
use reqwest::header::{HeaderName, HeaderValue};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// What an error shows instead of a body.
const UNKEPT: &str = "[the journal has only what the workflow reads of it]";

/// The call of a workflow in a durable run.
pub(super) struct Call {
    journal: Arc<Journaled>,
    /// The how-manieth call of the run it is.
    number: u32,
    fingerprint: u64,
    /// Once the journal was asked.
    begin: Option<Begin>,
}

impl Call {
    pub(super) fn new(journal: &Arc<Journaled>, workflow: &Workflow) -> Self {
        let (journal, number) = (Arc::clone(journal), journal.next_call());
        Self { journal, number, fingerprint: workflow.fingerprint, begin: None }
    }
}

/// Gives what the journal has of an exchange, or makes it and writes down what came.
pub(super) fn exchange<'r>(
    run: &'r mut Run,
    operation: &'static Operation,
    prepared: Prepared,
) -> BoxFuture<'r, Result<Box<Exchange>, Error>> {
    Box::pin(async move {
        let sending = run.draft.sending;
        let next = Sending { attempt: sending.attempt.saturating_add(1), ..sending };
        let Some(call) = &run.call else { return perform(run, prepared).await };
        let (journal, number) = (Arc::clone(&call.journal), call.number);
        let begin = called(run, &journal).await.map_err(|why| run.stopped(&why, next))?;
        let name = format!("{number}.{}/{}#{}.{}", run.workflow, next.step, next.entry, next.attempt);
        let known = journal.begin(&name, &run.client().settings.world).await;
        match known.map_err(|why| run.stopped(&why, next))? {
            Begun::Known { what, body, requests } => replay(run, prepared, (what, body, requests)),
            unknown => {
                let prepared = recognisable(run, operation, prepared, begin);
                if matches!(unknown, Begun::InDoubt) {
                    run.undoubted(operation, &prepared, next)?;
                }
                live(run, operation, prepared, &journal, &name).await
            }
        }
    })
}

/// The record of the call, which must be one of this version of the workflow.
async fn called(run: &mut Run, journal: &Journaled) -> Result<Begin, Stopped> {
    let Some(call) = &run.call else { return Err(Stopped::failed("there is none")) };
    if let Some(begin) = call.begin {
        return Ok(begin);
    }
    let (name, fingerprint) = (format!("{}.{}", call.number, run.workflow), call.fingerprint);
    let begin = journal.call(&name, fingerprint, &run.client().settings.world).await?;
    if begin.fingerprint != fingerprint {
        return Err(Stopped::failed(format!(
            "the run was begun by version {:016x} of workflow `{}`, and this program has version {fingerprint:016x}; let a program \
             with the former end the run",
            begin.fingerprint, run.workflow
        )));
    }
    if let Some(call) = &mut run.call {
        call.begin = Some(begin);
    }
    Ok(begin)
}

/// The request with the key by which the API recognises it, where it wants one and the step gives none.
fn recognisable(run: &Run, operation: &'static Operation, mut prepared: Prepared, begin: Begin) -> Prepared {
    let request = &mut prepared.unsigned.request;
    if let Some(name) = key_header(run, operation).filter(|_| !request.method.is_safe()) {
        let sending = run.draft.sending;
        let key = idempotency_key(begin.nonce, sending.entry, run.answered_attempts(sending));
        if let Ok(key) = HeaderValue::try_from(key) {
            request.headers.entry(name).or_insert(key);
        }
    }
    prepared
}

/// The header for the key of a request.
fn key_header(run: &Run, operation: &'static Operation) -> Option<HeaderName> {
    let set = run.client().settings.recognition.headers.get(&operation.source).cloned();
    set.or_else(|| HeaderName::try_from(operation.idempotency?).ok())
}

/// Makes the exchange, and writes down what came of it.
async fn live(
    run: &mut Run,
    operation: &'static Operation,
    prepared: Prepared,
    journal: &Journaled,
    name: &str,
) -> Result<Box<Exchange>, Error> {
    let sent = |run: &Run| run.caller.shared.steps.load(Ordering::Relaxed);
    let before = sent(run);
    let made = perform(run, prepared).await;
    let (what, body) = match &made {
        Ok(exchange) => kept(run, operation, exchange),
        Err(error) => match Refused::new(error) {
            Some(refused) => (What::Refused(refused), Bytes::new()),
            None => return made,
        },
    };
    let record = (what, body, sent(run).saturating_sub(before));
    let sending = made.as_ref().map_or(run.draft.sending, |exchange| exchange.sending);
    let finished = journal.finish(name, record, &run.client().settings.world).await;
    finished.map_err(|why| run.stopped(&why, sending))?;
    made
}

/// What is kept of an exchange.
fn kept(run: &Run, operation: &'static Operation, exchange: &Exchange) -> (What, Bytes) {
    match &exchange.outcome {
        Ok(incoming) => {
            let body = exchange.body();
            let bytes = body.map_or_else(Bytes::new, |body| kept::kept(body, operation.reads));
            let shown = body.and_then(|body| shown(run, incoming.status, body, &bytes));
            let names = ["content-type", "retry-after", "content-encoding"];
            let read = operation.read_headers.iter().copied().filter(|name| !is_among(&names, name));
            let answer = Answer::new(incoming.status, &incoming.headers, names.into_iter().chain(read), shown);
            (What::Answer(answer), bytes)
        }
        Err(missing) => (What::Lost(lost(run, missing)), Bytes::new()),
    }
}

fn is_among(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// What an error shows of a body in later lives of the run: the start of one that says what has failed; nothing of any other, of
/// which only these parts are kept.
fn shown(run: &Run, status: u16, body: Body<'_>, kept: &Bytes) -> Option<String> {
    if !(200..300).contains(&status) {
        let text = body.text().ok();
        return crate::error::shown(body.bytes, text.as_deref(), &run.redactor());
    }
    (kept != body.bytes).then(|| UNKEPT.to_owned())
}

fn lost(run: &Run, missing: &Missing) -> Lost {
    let cause = missing.source();
    let cause = cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static));
    let sentences: Vec<String> = crate::error::causes(cause).map(ToString::to_string).collect();
    Lost {
        why: run.redactor().clean(&sentences.join(": ")),
        timed_out: crate::error::is_timeout(cause),
        unconnected: crate::error::is_unconnected(cause),
        host: cause.and_then(crate::transport::host),
        reason: cause.and_then(crate::transport::reason),
    }
}

/// The exchange of an earlier life of the run.
fn replay(
    run: &mut Run,
    prepared: Prepared,
    (what, body, requests): (What, Bytes, u32),
) -> Result<Box<Exchange>, Error> {
    run.caller.shared.steps.fetch_add(requests, Ordering::Relaxed);
    if let What::Refused(refused) = what {
        let sending = Sending { attempt: refused.attempt, ..run.draft.sending };
        return Err(run.error_at(refused.kind(), sending, refused.message));
    }
    let sending = run.sending(run.draft.sending);
    let outcome = match what {
        What::Answer(answer) => {
            let mut incoming = Incoming::new(answer.status, answer.headers(), body);
            incoming.shown = answer.shown.map(String::into_boxed_str);
            Ok(incoming)
        }
        What::Lost(lost) => Err(Missing::Transport(Arc::new(lost))),
        What::Refused(_) | What::Begin(_) => {
            let why = Stopped::failed("the record of a response is one of something else");
            return Err(run.stopped(&why, sending));
        }
    };
    let status = outcome.as_ref().ok().map(|incoming| incoming.status);
    run.answered(sending, status);
    let (workflow, step, attempt) = (run.workflow, sending.step, sending.attempt);
    run.client().settings.observe(Event::Replayed { workflow, step, attempt, status });
    let values = run.client().settings.limits.response_values;
    Ok(Box::new(Exchange::of(sending, prepared.target, outcome, values)))
}

impl Run {
    /// What comes right before a request is sent: the journal knows of it from now on.
    pub(super) async fn intend(&self, sending: Sending, is_safe: bool) -> Result<(), Error> {
        let Some(call) = self.call.as_ref().filter(|_| !is_safe) else { return Ok(()) };
        let name = format!("{}.{}/{}#{}.{}", call.number, self.workflow, sending.step, sending.entry, sending.attempt);
        let journal = Arc::clone(&call.journal);
        journal.intend(&name).await.map_err(|why| self.stopped(&why, sending))
    }

    /// An error where a request may have been carried out, and must not be sent again.
    fn undoubted(&self, operation: &'static Operation, prepared: &Prepared, sending: Sending) -> Result<(), Error> {
        let request = &prepared.unsigned.request;
        let key = key_header(self, operation).unwrap_or(HeaderName::from_static("idempotency-key"));
        if request.method.is_safe() || request.headers.contains_key(key) || self.client().settings.recognition.resends {
            return Ok(());
        }
        let message = "its request may have been carried out: the process ended before the answer was written down, and the API \
                       has no key to recognise it by";
        Err(self.error_at(ErrorKind::InDoubt, sending, message))
    }

    /// The error that a journal ends the run.
    fn stopped(&self, why: &Stopped, sending: Sending) -> Error {
        self.error_at(why.kind(), sending, why.to_string())
    }

    /// Waits before a retry.
    pub(super) async fn wait(&self, delay: Duration, sending: Sending) -> Result<(), Error> {
        let world = &self.client().settings.world;
        let Some(call) = &self.call else {
            world.sleep(delay).await;
            return Ok(());
        };
        // Behind a pointer: futures of runs without a journal stay as small as they were.
        Box::pin(call.journal.wait(delay, world)).await.map_err(|why| self.stopped(&why, sending))
    }
}
