//! Where an API is: the part of a URL before the operation's path.

use reqwest::Url;

/// A server URL in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    /// Scheme, host and port: `https://api.example.com:8443`.
    pub(crate) origin: String,
    /// The path before the operation's own, without a slash at its end.
    pub(crate) path: String,
}

impl Base {
    /// Reads an absolute http(s) URL; the error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "it is not an absolute URL")?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("its scheme is neither http nor https");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it holds a user name or password; use a credential instead");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("it has a query or a fragment");
        }
        let origin = url.origin().ascii_serialization();
        Ok(Self { origin, path: url.path().trim_end_matches('/').to_owned() })
    }

    /// Both parts together.
    pub(crate) fn url(&self) -> Option<Url> {
        Url::parse(&format!("{}{}/", self.origin, self.path)).ok()
    }
}

/// Whether what is sent to this URL can be read on the way: plain http to another machine.
pub(crate) fn is_readable_on_the_way(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let here = match host.parse::<std::net::IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    };
    url.scheme() == "http" && !here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_base() {
        let rows = [
            ("https://api.example.com", "https://api.example.com", ""),
            ("https://api.example.com:443/v1/", "https://api.example.com", "/v1"),
            ("HTTP://127.0.0.1:8080/a b", "http://127.0.0.1:8080", "/a%20b"),
            ("http://[::1]:8080", "http://[::1]:8080", ""),
        ];
        for (text, origin, path) in rows {
            assert_eq!(Base::parse(text), Ok(Base { origin: origin.to_owned(), path: path.to_owned() }));
        }
        for text in
            ["", "/v1", "api.example.com", "ftp://a", "https://u:p@a", "https://a?x=1", "https://a#f", "https://"]
        {
            assert!(Base::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn loopback_is_private() {
        for (text, readable) in [
            ("http://127.0.0.1:1", false),
            ("http://127.9.9.9", false),
            ("http://[::1]", false),
            ("http://localhost", false),
            ("http://api.localhost:80", false),
            ("https://api.example.com", false),
            ("http://api.example.com", true),
            ("http://localhost.example.com", true),
            ("http://10.0.0.1", true),
        ] {
            assert_eq!(Url::parse(text).is_ok_and(|url| is_readable_on_the_way(&url)), readable, "{text}");
        }
    }
}
