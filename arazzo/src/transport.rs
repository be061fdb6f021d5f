//! Why no response came, as far as the error says it.

use crate::error::causes;
use reqwest::Url;
use std::error::Error as StdError;
use std::fmt;
use std::io;

type Cause<'e> = &'e (dyn StdError + 'static);

/// What kept a response from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Reason {
    /// Nobody listens at the port.
    Refused,
    /// The name of the host was not found.
    Name,
    /// No secure connection was made.
    Tls,
    TimedOut,
    /// The connection ended too early.
    Closed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "the connection was refused",
            Self::Name => "the name of the host was not found",
            Self::Tls => "no secure connection was made",
            Self::TimedOut => "the time was over",
            Self::Closed => "the connection was closed",
        })
    }
}

/// What kept a response from coming, by the first error of a chain that tells it.
pub(crate) fn reason(error: Cause<'_>) -> Option<Reason> {
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(reason) = own_reason(cause) {
            return Some(reason);
        }
        next = behind(cause);
    }
    None
}

fn own_reason(cause: Cause<'_>) -> Option<Reason> {
    #[cfg(feature = "durable")]
    if let Some(lost) = cause.downcast_ref::<crate::durable::Lost>() {
        return lost.reason;
    }
    if is_tls(cause) {
        return Some(Reason::Tls);
    }
    if cause.downcast_ref().is_some_and(reqwest::Error::is_timeout) {
        return Some(Reason::TimedOut);
    }
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        return match error.kind() {
            io::ErrorKind::ConnectionRefused => Some(Reason::Refused),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => Some(Reason::Closed),
            io::ErrorKind::TimedOut => Some(Reason::TimedOut),
            _ => None,
        };
    }
    // The type of this error is private to the crate that makes it.
    cause.to_string().starts_with("dns error").then_some(Reason::Name)
}

/// The error behind an error. That inside of an error of the operating system's kind is itself the next one.
fn behind(cause: Cause<'_>) -> Option<Cause<'_>> {
    match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => cause.source(),
    }
}

/// Whether it is an error of one of the libraries for TLS that this crate was built with.
#[cfg_attr(not(any(feature = "rustls", feature = "native-tls")), expect(unused_variables, reason = "there is none"))]
fn is_tls(cause: Cause<'_>) -> bool {
    #[cfg(feature = "rustls")]
    if cause.is::<rustls::Error>() {
        return true;
    }
    #[cfg(feature = "native-tls")]
    if cause.is::<native_tls::Error>() {
        return true;
    }
    false
}

/// The sentence for a response that did not come: from where, and why.
pub(crate) fn told(error: Cause<'_>) -> String {
    let host = host(error);
    let from = host.map(|host| format!(" from `{host}`")).unwrap_or_default();
    let why = reason(error).map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("no complete response came{from}{why}")
}

/// Host and port of the API that was asked, as far as the error knows.
pub(crate) fn host(error: Cause<'_>) -> Option<String> {
    causes(Some(error)).find_map(|cause| {
        #[cfg(feature = "durable")]
        if let Some(lost) = cause.downcast_ref::<crate::durable::Lost>() {
            return lost.host.clone();
        }
        cause.downcast_ref::<reqwest::Error>()?.url().and_then(authority)
    })
}

/// Host and port, as far as they are not the usual ones.
fn authority(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// The error with nothing of its URL but where the API is: the rest may hold values that are nobody else's business.
pub(crate) fn without_secrets(mut error: reqwest::Error) -> reqwest::Error {
    let Some(url) = error.url_mut() else { return error };
    let is_clean = url.set_username("").is_ok() && url.set_password(None).is_ok();
    url.set_path("");
    url.set_query(None);
    url.set_fragment(None);
    if is_clean { error } else { error.without_url() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Wrapped(&'static str, io::Error);

    impl fmt::Display for Wrapped {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl StdError for Wrapped {
        fn source(&self) -> Option<Cause<'_>> {
            Some(&self.1)
        }
    }

    #[test]
    fn the_first_that_tells_it_is_the_reason() {
        for (error, expected) in [
            (Wrapped("outer", io::ErrorKind::ConnectionRefused.into()), Some(Reason::Refused)),
            (Wrapped("dns error", io::Error::other("no address")), Some(Reason::Name)),
            (Wrapped("outer", io::Error::other(io::Error::from(io::ErrorKind::UnexpectedEof))), Some(Reason::Closed)),
            (Wrapped("outer", io::Error::other("something")), None),
        ] {
            assert_eq!(reason(&error), expected, "{error:?}");
        }
    }

    #[cfg(feature = "rustls")]
    #[test]
    fn tls_is_seen_below_errors_of_the_operating_system() {
        let tls = rustls::Error::General("no".to_owned());
        let error = Wrapped("outer", io::Error::other(io::Error::new(io::ErrorKind::InvalidData, tls)));
        assert_eq!(reason(&error), Some(Reason::Tls));
        assert_eq!(told(&error), "no complete response came: no secure connection was made");
    }
}
