//! Choosing the credentials of a request (OpenAPI, Security Requirement Object; SPEC OX-01 … OX-08).

use super::operation::Operation;
use crate::client::{Credential, Holder, Settings};
use crate::scheme::{AnyScheme, KeyIn, Place};
use reqwest::header::{HeaderName, HeaderValue};
use std::sync::Arc;

/// A credential that an operation asks for, and who has it.
pub(crate) struct Demanded {
    pub(crate) scheme: AnyScheme,
    pub(crate) holder: Option<Arc<Holder>>,
    /// The name of the header that it goes into, if it does.
    pub(crate) name: Option<HeaderName>,
    /// The header of one that does not change.
    pub(crate) header: Option<(HeaderName, HeaderValue)>,
}

/// The alternatives of an operation.
pub(crate) fn demanded(operation: &Operation, settings: &Settings) -> Vec<Vec<Demanded>> {
    let demanded = |scheme: AnyScheme| {
        let name = header_of(scheme.place()).and_then(|name| HeaderName::try_from(name).ok());
        let holder = settings.credentials.get(&scheme).map(Arc::clone);
        let header = match holder.as_deref() {
            Some(Holder::Fixed(credential)) => header_with(scheme.place(), credential),
            _ => None,
        };
        Demanded { scheme, holder, name, header }
    };
    let alternative =
        |demands: &&[_]| demands.iter().map(|demand: &super::operation::Demand| demanded(demand.scheme)).collect();
    operation.security.iter().map(alternative).collect()
}

/// The header that carries a credential, if it goes into one and can be sent.
fn header_with(place: Place, credential: &Credential) -> Option<(HeaderName, HeaderValue)> {
    let sent = credential.sent.as_str();
    let value = match place {
        Place::Bearer => format!("Bearer {sent}"),
        Place::Basic => format!("Basic {sent}"),
        Place::Key(..) => sent.to_owned(),
    };
    let name = HeaderName::try_from(header_of(place)?).ok()?;
    let mut value = HeaderValue::from_bytes(value.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some((name, value))
}

/// The first alternative that is covered by what the client has and what the request carries already; nothing where none is needed.
/// An error lists the constants of what is missing.
pub(crate) fn choose<'d>(
    alternatives: &'d [Vec<Demanded>],
    anonymous: bool,
    is_sent: &dyn Fn(&Demanded) -> bool,
) -> Result<&'d [Demanded], String> {
    let supplied = |demanded: &Demanded| demanded.holder.is_some() || is_sent(demanded);
    let covered = alternatives.iter().find(|alternative| !alternative.is_empty() && alternative.iter().all(supplied));
    if let Some(alternative) = covered {
        return Ok(alternative);
    }
    let optional = alternatives.iter().any(Vec::is_empty);
    match alternatives.first() {
        Some(first) if !optional && !anonymous => {
            Err(calls(first.iter().filter(|demanded| !supplied(demanded)).map(|demanded| demanded.scheme)))
        }
        _ => Ok(&[]),
    }
}

/// The calls that would supply these credentials.
fn calls(schemes: impl Iterator<Item = AnyScheme>) -> String {
    let calls: Vec<_> = schemes.map(|scheme| format!("`.credential({}, …)`", scheme.constant())).collect();
    format!(
        "the API demands a credential that neither the step nor the client has; call {} on the client's builder, or `.anonymous()` to send without it",
        calls.join(" and ")
    )
}

/// The name of the header that carries a credential in this place, if it is one.
fn header_of(place: Place) -> Option<&'static str> {
    match place {
        Place::Bearer | Place::Basic => Some("authorization"),
        Place::Key(KeyIn::Header, name) => Some(name),
        Place::Key(KeyIn::Query | KeyIn::Cookie, _) => None,
    }
}
