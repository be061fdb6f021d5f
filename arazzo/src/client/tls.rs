//! The TLS provider behind reqwest.

/// Whether a client speaks https.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tls {
    /// As far as anybody knows.
    There,
    Missing,
}

impl Tls {
    /// What this crate was built with.
    pub(super) const BUILT: Self =
        if cfg!(any(feature = "rustls", feature = "native-tls")) { Self::There } else { Self::Missing };
}

/// Makes sure that rustls has a provider of cryptography: without one, building a client would panic.
///
/// One that the program has installed stays. A program that wants its own must install it before it builds the first
/// client, as with every library that uses rustls.
pub(super) fn ensure_provider() {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // An error means that another thread was faster, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
