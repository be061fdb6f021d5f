//! What is checked before a workflow sends anything.

use super::operation::{Operation, Workflow};
use super::security::{choose, demanded};
use crate::base::{Base, is_readable_on_the_way};
use crate::client::{Settings, Tls};
use reqwest::Url;

/// The base URL of an operation, or what to call to have one.
pub(crate) fn base(operation: &Operation, settings: &Settings) -> Result<Base, String> {
    let (name, constant) = (operation.source.name(), operation.source.constant());
    if let Some(base) = settings.bases.get(&operation.source) {
        return Ok(base.clone());
    }
    if settings.only_overridden {
        return Err(format!(
            "the client has no base URL for `{name}` and was built with `.only_overridden()`; call `.base_url({constant}, …)` on its builder"
        ));
    }
    let Some(server) = operation.server else {
        return Err(format!(
            "the description of `{name}` names no absolute server; call `.base_url({constant}, …)` on the client's builder"
        ));
    };
    Base::parse(server).map_err(|why| {
        format!("the server of `{name}` cannot be used: {why}; call `.base_url({constant}, …)` on the client's builder")
    })
}

/// Finds what is missing for any operation that the workflow can reach: the step and what to do about it.
pub(crate) fn check(workflow: &Workflow, settings: &Settings) -> Result<(), (&'static str, String)> {
    workflow
        .reachable()
        .into_iter()
        .try_for_each(|operation| check_operation(operation, settings).map_err(|message| (operation.step, message)))
}

fn check_operation(operation: &Operation, settings: &Settings) -> Result<(), String> {
    let base = base(operation, settings)?;
    check_tls(&base, settings.tls)?;
    let only_known_later = operation.security.iter().copied().flatten().any(|demand| demand.unless_sent);
    if only_known_later {
        return Ok(());
    }
    let demanded = demanded(operation, settings);
    let chosen = choose(&demanded, settings.anonymous, &|_| false)?;
    let readable = Url::parse(&base.origin).is_ok_and(|url| is_readable_on_the_way(&url));
    if readable && !chosen.is_empty() && !settings.plain_http.contains(&operation.source) {
        return Err(plain_http(operation));
    }
    Ok(())
}

/// Refuses an API that only a client with TLS can reach.
fn check_tls(base: &Base, tls: Tls) -> Result<(), String> {
    if tls == Tls::There || !base.origin.starts_with("https:") {
        return Ok(());
    }
    Err(format!(
        "`{}` needs TLS, and `arazzo` was built without it; turn on its feature `rustls` or `native-tls`, or give the client's builder an HTTP client that has it, by `.http(…)`",
        base.origin
    ))
}

/// What to say instead of sending a credential for everybody to read.
pub(crate) fn plain_http(operation: &Operation) -> String {
    format!(
        "a credential would go over plain http to another machine; use https, or call `.allow_plain_http({})` on the client's builder",
        operation.source.constant()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_needs_tls() {
        let base = |url| Base::parse(url).expect("a URL");
        assert_eq!(check_tls(&base("http://127.0.0.1:80"), Tls::Missing), Ok(()));
        assert_eq!(check_tls(&base("https://api.example"), Tls::There), Ok(()));
        let message = check_tls(&base("https://api.example/v1"), Tls::Missing).expect_err("there is no TLS");
        assert!(message.starts_with("`https://api.example` needs TLS, and `arazzo` was built without it"), "{message}");
    }
}
