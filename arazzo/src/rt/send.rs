//! Sending a request: credentials, the caller's hook, redirects, one refresh after a 401.

use super::deadline::{Deadline, SetBy, TimedOut};
use super::entry::plain_http;
use super::operation::Operation;
use super::prepare::{Prepared, prepare};
use super::redirect;
use super::request::Draft;
use super::response::{Exchange, Missing, Sending};
use super::run::Run;
use super::security::choose;
use crate::base::is_readable_on_the_way;
use crate::client::{Credential, Holder, Issued, OutgoingRequest, unfit};
use crate::effects::{Incoming, Outgoing, Unanswered};
use crate::redact::Redactor;
use crate::scheme::AnyScheme;
use crate::secret_names::is_secret_name;
use crate::{Error, ErrorKind, Event};
use reqwest::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How many redirects are followed.
const HOPS: usize = 10;

type Outcome = Result<Incoming, Arc<dyn StdError + Send + Sync>>;

/// A credential for one request.
struct Chosen {
    scheme: AnyScheme,
    credential: Credential,
    /// Set when it came from a provider, who can be asked for another one.
    issued: Option<Issued>,
}

/// Sends a draft and reads the response.
pub(crate) async fn exchange(run: &mut Run, draft: Draft) -> Result<Box<Exchange>, Error> {
    let mut sending = draft.sending;
    let prepared = prepare(run, draft)?;
    let chosen = choose(prepared.operation, &run.client().settings, &|place| prepared.sends(place))
        .map_err(|why| run.error_at(ErrorKind::Configuration, sending, why))?;
    let mut credentials = Vec::with_capacity(chosen.len());
    for scheme in chosen {
        credentials.push(obtain(run, sending, scheme, None).await?);
    }
    let request = clear(run, &prepared, &credentials, sending)?;
    run.in_time(sending, Duration::ZERO)?;
    sending = run.sending(sending);
    let settings = &run.client().settings;
    let now = settings.effects.elapsed();
    let own = prepared.timeout.or(settings.limits.response_time).map(|limit| Deadline::new(limit, SetBy::Step, now));
    let deadline = Deadline::earliest(own, run.caller.deadline, now);
    let mut outcome = transmit(run, request, sending, deadline).await?;
    if was_refused(&outcome) && credentials.iter().any(|chosen| chosen.issued.is_some()) {
        for chosen in credentials.iter_mut().filter(|chosen| chosen.issued.is_some()) {
            *chosen = obtain(run, sending, chosen.scheme, chosen.issued.as_ref()).await?;
        }
        // Still the same attempt: the document knows nothing of it.
        let request = clear(run, &prepared, &credentials, sending)?;
        outcome = transmit(run, request, sending, deadline).await?;
    }
    run.answered(sending, outcome.as_ref().ok().map(|incoming| incoming.status));
    let outcome = outcome.map_err(Missing::Transport);
    let exchange = Exchange::new(sending, prepared.method(), prepared.url(), outcome);
    let values = run.client().settings.limits.response_values;
    Ok(Box::new(exchange.with_xml(prepared.operation.xml).with_limit(values)))
}

fn was_refused(outcome: &Outcome) -> bool {
    outcome.as_ref().is_ok_and(|incoming| incoming.status == 401)
}

/// Gets the credential of a scheme; `refused` is one that the API has just not accepted.
async fn obtain(run: &Run, sending: Sending, scheme: AnyScheme, refused: Option<&Issued>) -> Result<Chosen, Error> {
    let settings = Arc::clone(&run.client().settings);
    let (credential, issued) = match settings.credentials.get(&scheme) {
        Some(Holder::Fixed(credential)) => (credential.clone(), None),
        Some(Holder::Provided(provider)) => {
            let issued = provider.get(refused).await.map_err(|why| {
                let message = format!("the provider of `{}` failed", scheme.constant());
                let error = Error::configuration(message).caused_by(Arc::from(why));
                run.place(error, sending)
            })?;
            (issued.credential.clone(), Some(issued))
        }
        // `choose` names only schemes that the client has.
        None => return Err(run.error_at(ErrorKind::Configuration, sending, unfit(scheme))),
    };
    if issued.is_some() {
        // The client knows those that do not change from the beginning.
        credential.secrets.iter().for_each(|secret| settings.secrets.add_replaceable(secret));
    }
    if !credential.fits {
        return Err(run.error_at(ErrorKind::Configuration, sending, unfit(scheme)));
    }
    Ok(Chosen { scheme, credential, issued })
}

/// A request that may go out.
struct Cleared {
    operation: &'static Operation,
    /// Whether the client added a credential.
    credentials: bool,
    /// Before the caller's hook; redirects start from it.
    plain: Outgoing,
    signed: Outgoing,
}

fn clear(run: &Run, prepared: &Prepared, credentials: &[Chosen], sending: Sending) -> Result<Cleared, Error> {
    let places = credentials.iter().map(|chosen| (chosen.scheme.place(), &chosen.credential));
    let plain = prepared.with(places).map_err(|(kind, why)| run.error_at(kind, sending, why))?;
    let (operation, credentials) = (prepared.operation, !credentials.is_empty());
    let signed = sign(run, operation, credentials, plain.clone(), sending)?;
    Ok(Cleared { operation, credentials, plain, signed })
}

/// The last checks: the caller's hook, no secret in plain sight, within the limit of steps.
fn sign(
    run: &Run,
    operation: &'static Operation,
    credentials: bool,
    mut request: Outgoing,
    sending: Sending,
) -> Result<Outgoing, Error> {
    let settings = &run.client().settings;
    if let Some(hook) = &settings.hook {
        let seen = &mut OutgoingRequest { workflow: run.workflow, step: sending.step, request: &mut request };
        hook(seen).map_err(|why| {
            let error = Error::configuration("the client's `.on_request(…)` hook failed");
            run.place(error.caused_by(Arc::from(why)), sending)
        })?;
    }
    if is_readable_on_the_way(&request.url)
        && !settings.plain_http.contains(&operation.source)
        && (credentials || carries_secret(run, &request))
    {
        return Err(run.error_at(ErrorKind::Configuration, sending, plain_http(operation)));
    }
    mark_secrets(&mut request, &run.redactor());
    let limit = settings.limits.steps;
    if run.caller.shared.steps.fetch_add(1, Ordering::Relaxed) >= limit {
        let message = format!("one more request would exceed the client's limit of {limit} steps");
        return Err(run.error_at(ErrorKind::Limit, sending, message));
    }
    Ok(request)
}

/// Keeps secrets out of the logs of the layers below, whoever has put them into a header.
fn mark_secrets(request: &mut Outgoing, redactor: &Redactor) {
    for (name, value) in &mut request.headers {
        let is_secret = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name)
            || is_secret_name(name.as_str())
            || redactor.finds(&String::from_utf8_lossy(value.as_bytes()));
        if is_secret {
            value.set_sensitive(true);
        }
    }
}

/// Whether the step itself has put a credential or a known secret into the request.
fn carries_secret(run: &Run, request: &Outgoing) -> bool {
    let redactor = run.redactor();
    let mentions = |bytes: &[u8]| redactor.finds(&String::from_utf8_lossy(bytes));
    [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].iter().any(|name| request.headers.contains_key(name))
        || mentions(request.url.as_str().as_bytes())
        || request.headers.values().any(|value| mentions(value.as_bytes()))
        || request.body.as_deref().is_some_and(mentions)
}

/// Sends once, and on to where redirects lead if they are to be followed.
async fn transmit(run: &Run, request: Cleared, sending: Sending, deadline: Option<Deadline>) -> Result<Outcome, Error> {
    let Cleared { operation, credentials, mut plain, mut signed } = request;
    let settings = Arc::clone(&run.client().settings);
    let mut hops = if settings.follow_redirects { HOPS } else { 0 };
    loop {
        observe_sending(run, sending, &signed);
        signed.timeout = deadline.map(|deadline| deadline.left(settings.effects.elapsed()));
        let incoming = match settings.effects.send(signed, settings.limits.response_bytes).await {
            Ok(incoming) => incoming,
            Err(why) => return unanswered(run, sending, why, deadline),
        };
        match redirect::next(&plain, &incoming) {
            Some(next) if hops > 0 => {
                hops -= 1;
                plain = next;
                signed = sign(run, operation, credentials, plain.clone(), sending)?;
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
            run.in_time(sending, Duration::ZERO)?;
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
