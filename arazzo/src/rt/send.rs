//! Sending a request: credentials, the caller's hook, redirects, one refresh after a 401.

use super::deadline::{Deadline, SetBy, TimedOut};
use super::entry::plain_http;
use super::header::says_secret;
use super::operation::Operation;
use super::plan::Plan;
use super::prepare::{Prepared, Target, Unsigned, prepare};
use super::redirect;
use super::request::JSON;
use super::response::{Exchange, Missing, Sending};
use super::run::Run;
use super::security::{Demanded, choose};
use crate::client::{Credential, Holder, Issued, OutgoingRequest, unfit};
use crate::effects::{Incoming, Outgoing, Unanswered};
use crate::{Error, ErrorKind, Event};
use reqwest::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How many redirects are followed.
const HOPS: usize = 10;

type Cause = Arc<dyn StdError + Send + Sync>;

type Outcome = Result<Incoming, Cause>;

/// Why a later request of an attempt has no response. The one before it had: a redirect, or a 401.
#[derive(Debug)]
pub(crate) struct Later(Cause);

impl fmt::Display for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a redirect or a 401 came, but no response to the request after it")
    }
}

impl StdError for Later {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
    }
}

fn later(cause: Cause) -> Cause {
    Arc::new(Later(cause))
}

/// The credentials of one request. Most come from the client as they are; then nothing is kept of them here.
struct Chosen<'d> {
    demanded: &'d [Demanded],
    /// Which of them the step sends itself.
    sent: Vec<usize>,
    /// What came from providers, who can be asked for others.
    issued: Vec<(usize, Issued)>,
}

impl<'d> Chosen<'d> {
    /// Those that the client adds, with their positions.
    fn added(&self) -> impl Iterator<Item = (usize, &'d Demanded)> {
        self.demanded.iter().enumerate().filter(|(at, _)| !self.sent.contains(at))
    }

    fn are_added(&self) -> bool {
        self.added().next().is_some()
    }

    fn credentials(&self) -> impl Iterator<Item = (&'d Demanded, &Credential)> {
        self.added().filter_map(|(at, demanded)| Some((demanded, self.credential(at)?)))
    }

    fn credential(&self, at: usize) -> Option<&Credential> {
        if let Some((_, issued)) = self.issued.iter().find(|(own, _)| *own == at) {
            return Some(&issued.credential);
        }
        match self.demanded.get(at)?.holder.as_deref()? {
            Holder::Fixed(credential) => Some(credential),
            Holder::Provided(_) => None,
        }
    }
}

/// Sends the draft of a run and reads the response.
pub(crate) async fn exchange(run: &mut Run, operation: &'static Operation) -> Result<Box<Exchange>, Error> {
    let prepared = prepare(run, operation)?;
    #[cfg(feature = "durable")]
    if run.call.is_some() {
        return super::journal::exchange(run, operation, prepared).await;
    }
    perform(run, prepared).await
}

/// Adds the credentials, sends the request and reads the response.
pub(super) async fn perform(run: &mut Run, prepared: Prepared) -> Result<Box<Exchange>, Error> {
    let mut sending = run.draft.sending;
    let plan = Arc::clone(&prepared.target.plan);
    let mut credentials = chosen(run, &prepared, &plan, sending).await?;
    let Prepared { target, mut unsigned } = prepared;
    // Sent again, it has other credentials.
    let again = (!credentials.issued.is_empty()).then(|| Box::new(unsigned.clone()));
    let unhooked = clear(run, &target, &mut unsigned, &credentials, sending)?;
    run.in_time(sending)?;
    sending = run.sending(sending);
    #[cfg(feature = "durable")]
    run.intend(sending, unsigned.request.method.is_safe()).await?;
    let settings = &run.client().settings;
    let deadline = deadline(run, unsigned.request.timeout);
    let cleared = Cleared { plan: &plan, credentials: credentials.are_added(), unhooked };
    let mut outcome = transmit(run, cleared, unsigned.request, sending, deadline).await?;
    if let Some(mut unsigned) = again.filter(|_| was_refused(&outcome)) {
        for (at, issued) in &mut credentials.issued {
            let Some(demanded) = credentials.demanded.get(*at) else { continue };
            if let Some(other) = obtain(run, sending, demanded, Some(issued)).await? {
                *issued = other;
            }
        }
        // Still the same attempt: the document knows nothing of it.
        let unhooked = clear(run, &target, &mut unsigned, &credentials, sending)?;
        let cleared = Cleared { plan: &plan, credentials: credentials.are_added(), unhooked };
        outcome = transmit(run, cleared, unsigned.request, sending, deadline).await?.map_err(later);
    }
    let values = settings.limits.response_values;
    run.answered(sending, outcome.as_ref().ok().map(|incoming| incoming.status));
    let outcome = outcome.map_err(Missing::Transport);
    Ok(Box::new(Exchange::of(sending, target, outcome, values)))
}

/// When an attempt that begins now has to be over.
fn deadline(run: &Run, timeout: Option<Duration>) -> Option<Deadline> {
    let settings = &run.client().settings;
    let own = timeout.or(settings.limits.response_time);
    if own.is_none() && run.caller.deadline.is_none() {
        return None;
    }
    let now = run.client().elapsed();
    Deadline::earliest(own.map(|limit| Deadline::new(limit, SetBy::Step, now)), run.caller.deadline, now)
}

fn was_refused(outcome: &Outcome) -> bool {
    outcome.as_ref().is_ok_and(|incoming| incoming.status == 401)
}

/// The credentials that the request needs.
async fn chosen<'d>(run: &Run, prepared: &Prepared, plan: &'d Plan, sending: Sending) -> Result<Chosen<'d>, Error> {
    let is_sent = |demanded: &Demanded| prepared.sends(demanded);
    let demanded = choose(&plan.security, run.client().settings.anonymous, &is_sent)
        .map_err(|why| run.error_at(ErrorKind::Configuration, sending, why))?;
    let sent = demanded.iter().enumerate().filter(|(_, demanded)| is_sent(demanded)).map(|(at, _)| at).collect();
    let mut chosen = Chosen { demanded, sent, issued: Vec::new() };
    for (at, demanded) in demanded.iter().enumerate() {
        if !chosen.sent.contains(&at)
            && let Some(issued) = obtain(run, sending, demanded, None).await?
        {
            chosen.issued.push((at, issued));
        }
    }
    Ok(chosen)
}

/// Asks the provider of a credential, if it has one; `refused` is what the API has just not accepted.
async fn obtain(
    run: &Run,
    sending: Sending,
    demanded: &Demanded,
    refused: Option<&Issued>,
) -> Result<Option<Issued>, Error> {
    let Some(Holder::Provided(provider)) = demanded.holder.as_deref() else {
        // The client was built with it, so it can be sent, and its secrets are known.
        return Ok(None);
    };
    let issued = provider.get(refused, || run.client().settings.world.elapsed()).await.map_err(|why| {
        let message = format!("the provider of `{}` failed", demanded.scheme.constant());
        let error = Error::configuration(message).caused_by(Arc::from(why));
        run.place(error, sending)
    })?;
    issued.credential.secrets.iter().for_each(|secret| run.client().settings.secrets.add_replaceable(secret));
    if !issued.credential.fits {
        return Err(run.error_at(ErrorKind::Configuration, sending, unfit(demanded.scheme)));
    }
    Ok(Some(issued))
}

/// What is known of a request that may go out.
struct Cleared<'p> {
    plan: &'p Plan,
    /// Whether the client added a credential.
    credentials: bool,
    /// The request before the caller's hook, for redirects, which start from it.
    unhooked: Option<Box<Outgoing>>,
}

/// Completes a request and sees to it that it may go out. Returns it as it is before the hook, where redirects start from it.
fn clear(
    run: &Run,
    target: &Target,
    unsigned: &mut Unsigned,
    chosen: &Chosen<'_>,
    sending: Sending,
) -> Result<Option<Box<Outgoing>>, Error> {
    let completed = unsigned.complete(target, chosen.credentials());
    completed.map_err(|(kind, why)| run.error_at(kind, sending, why))?;
    let unhooked = run.client().settings.follow_redirects.then(|| Box::new(unsigned.request.clone()));
    sign(run, &target.plan, chosen.are_added(), &mut unsigned.request, sending)?;
    Ok(unhooked)
}

/// The last checks: the caller's hook, no secret in plain sight, within the limit of steps.
fn sign(run: &Run, plan: &Plan, credentials: bool, request: &mut Outgoing, sending: Sending) -> Result<(), Error> {
    let settings = &run.client().settings;
    if let Some(hook) = &settings.hook {
        let seen = &mut OutgoingRequest { workflow: run.workflow, step: sending.step, request: &mut *request };
        hook(seen).map_err(|why| {
            let error = Error::configuration("the client's `.on_request(…)` hook failed");
            run.place(error.caused_by(Arc::from(why)), sending)
        })?;
    }
    if plan.is_exposed && (credentials || carries_secret(run, request)) {
        return Err(run.error_at(ErrorKind::Configuration, sending, plain_http(plan.operation)));
    }
    mark_secrets(run, plan, request);
    let limit = settings.limits.steps;
    if run.caller.shared.steps.fetch_add(1, Ordering::Relaxed) >= limit {
        let message = format!("one more request would exceed the client's limit of {limit} steps");
        return Err(run.error_at(ErrorKind::Limit, sending, message));
    }
    Ok(())
}

/// Keeps secrets out of the logs of the layers below, whoever has put them into a header.
fn mark_secrets(run: &Run, plan: &Plan, request: &mut Outgoing) {
    let has_hook = run.client().settings.hook.is_some();
    for (name, value) in &mut request.headers {
        let is_constant = *value == *JSON || plan.accept.as_ref().is_some_and(|accept| *accept == *value);
        if is_constant || value.is_sensitive() {
            continue;
        }
        // Credentials, and what the step sets under the name of a secret, are marked already; the hook may have set anything.
        let is_secret = [COOKIE, AUTHORIZATION].contains(name) || has_hook && says_secret(name);
        value.set_sensitive(is_secret || run.knows(value.as_bytes()));
    }
}

/// Whether the step itself has put a credential or a known secret into the request.
fn carries_secret(run: &Run, request: &Outgoing) -> bool {
    let mentions = |bytes: &[u8]| run.knows(bytes);
    [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].iter().any(|name| request.headers.contains_key(name))
        || mentions(request.url.as_str().as_bytes())
        || request.headers.values().any(|value| mentions(value.as_bytes()))
        || request.body.as_deref().is_some_and(mentions)
}

/// Sends once, and on to where redirects lead if they are to be followed.
async fn transmit(
    run: &Run,
    cleared: Cleared<'_>,
    mut signed: Outgoing,
    sending: Sending,
    deadline: Option<Deadline>,
) -> Result<Outcome, Error> {
    let Cleared { plan, credentials, mut unhooked } = cleared;
    let settings = &run.client().settings;
    let mut hops = HOPS;
    loop {
        observe_sending(run, sending, &signed);
        signed.timeout = deadline.map(|deadline| deadline.left(run.client().elapsed()));
        let incoming = match settings.world.send(signed, settings.limits.response_bytes).await {
            Ok(incoming) => incoming,
            Err(why) => {
                let outcome = unanswered(run, sending, why, deadline)?;
                return Ok(if hops < HOPS { outcome.map_err(later) } else { outcome });
            }
        };
        match unhooked.as_ref().and_then(|request| redirect::next(request, &incoming)) {
            Some(next) if hops > 0 => {
                hops -= 1;
                signed = next.clone();
                sign(run, plan, credentials, &mut signed, sending)?;
                unhooked = Some(Box::new(next));
            }
            _ => {
                observe_outcome(run, sending, Some(incoming.status));
                return Ok(Ok(incoming));
            }
        }
    }
}

fn unanswered(run: &Run, sending: Sending, why: Unanswered, deadline: Option<Deadline>) -> Result<Outcome, Error> {
    match why {
        Unanswered::Transport(why) => {
            observe_outcome(run, sending, None);
            Ok(Err(why))
        }
        Unanswered::TimedOut => {
            observe_outcome(run, sending, None);
            run.in_time(sending)?;
            // The step's own timeout is the only other source of deadlines.
            let limit = deadline.map_or(TimedOut::default(), Deadline::passed);
            Ok(Err(Arc::new(limit)))
        }
        Unanswered::TooLong => {
            let limit = run.client().settings.limits.response_bytes;
            let message = format!("the response body exceeds the client's limit of {limit} bytes");
            Err(run.error_at(ErrorKind::Limit, sending, message))
        }
        Unanswered::NoRuntime => {
            let message = "requests need a Tokio runtime, and there is none; call the workflow inside one";
            Err(run.error_at(ErrorKind::Configuration, sending, message))
        }
    }
}

fn observe_sending(run: &Run, sending: Sending, request: &Outgoing) {
    let settings = &run.client().settings;
    if !settings.is_observed() {
        return;
    }
    let names: Vec<&str> = request.url.query().into_iter().flat_map(|query| query.split('&')).map(name_of).collect();
    let mut url = request.url.path().to_owned();
    if !names.is_empty() {
        url = format!("{url}?{}", names.join("&"));
    }
    settings.observe(Event::Sending {
        workflow: run.workflow,
        step: sending.step,
        attempt: sending.attempt,
        method: request.method.as_str(),
        url: &run.redactor().clean(&url),
    });
}

fn name_of(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

fn observe_outcome(run: &Run, sending: Sending, status: Option<u16>) {
    let (workflow, step, attempt) = (run.workflow, sending.step, sending.attempt);
    run.client().settings.observe(match status {
        Some(status) => Event::Answered { workflow, step, attempt, status },
        None => Event::Unanswered { workflow, step, attempt },
    });
}
