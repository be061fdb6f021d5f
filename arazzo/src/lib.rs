#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod base;
mod client;
mod effects;
mod error;
mod event;
mod limits;
mod redact;
#[doc(hidden)]
pub mod rt;
mod scheme;
mod source;
#[cfg(feature = "testing")]
pub mod testing;

pub use client::{Client, ClientBuilder, IntoCredential, OutgoingRequest, SchemeKind};
pub use error::{BoxError, Completed, Error, ErrorKind};
pub use event::Event;
pub use limits::Limits;
/// The HTTP client underneath, for [`ClientBuilder::http`].
///
/// A `reqwest::Client` of one's own needs a rustls crypto provider; see [`ClientBuilder::http_client_as_is`].
pub use reqwest;
pub use scheme::{ApiKey, Basic, Bearer, Scheme};
pub use source::Source;

/// Compiles the workflows of an Arazzo document to typed async functions.
///
/// ```ignore
/// arazzo::arazzo!("workflows/upsert-customer.yml");
///
/// arazzo::arazzo! {
///     "workflows/all.yml",
///     workflows: ["upsert-customer"],
///     sources: { "billingApi": "openapi/billing.yml" },
/// }
/// ```
///
/// Paths are relative to the package's root, then to the folder of the calling file.
// `$crate` goes along, so that the crate can be renamed or re-exported.
#[macro_export]
macro_rules! arazzo {
    ($($t:tt)*) => {
        $crate::rt::expand! { ($crate) $($t)* }
    };
}

/// Includes what a build script compiled from a document: `include_workflows!("a")` for `a.yml` or `a.arazzo.yml`.
#[macro_export]
macro_rules! include_workflows {
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/arazzo/", $name, ".rs"));
    };
}
