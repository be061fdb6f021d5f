//! Choosing the credentials of a request (OpenAPI, Security Requirement Object; SPEC OX-01 … OX-08).

use super::operation::Operation;
use crate::client::Settings;
use crate::scheme::{AnyScheme, Place};

/// The credentials to add: those of the first alternative that is covered by what the client has and what the request
/// carries already. An error lists the constants of what is missing.
pub(crate) fn choose(
    operation: &Operation,
    settings: &Settings,
    sent: &dyn Fn(Place) -> bool,
) -> Result<Vec<AnyScheme>, String> {
    let alternatives = operation.security;
    let supplied = |scheme: &AnyScheme| sent(scheme.place()) || settings.credentials.contains_key(scheme);
    for alternative in alternatives.iter().filter(|alternative| !alternative.is_empty()) {
        if alternative.iter().all(|demand| supplied(&demand.scheme)) {
            let schemes = alternative.iter().map(|demand| demand.scheme);
            return Ok(schemes.filter(|scheme| !sent(scheme.place())).collect());
        }
    }
    let optional = alternatives.iter().any(|alternative| alternative.is_empty());
    match alternatives.first() {
        Some(first) if !optional && !settings.anonymous => {
            Err(calls(first.iter().map(|demand| demand.scheme).filter(|scheme| !supplied(scheme))))
        }
        _ => Ok(Vec::new()),
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
pub(crate) fn header_of(place: Place) -> Option<&'static str> {
    use crate::scheme::KeyIn;
    match place {
        Place::Bearer | Place::Basic => Some("authorization"),
        Place::Key(KeyIn::Header, name) => Some(name),
        Place::Key(KeyIn::Query | KeyIn::Cookie, _) => None,
    }
}
