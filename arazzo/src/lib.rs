#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
// docs.rs says which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod base;
mod client;
mod content;
#[cfg(feature = "durable")]
pub mod durable;
mod effects;
mod error;
mod event;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzz;
mod limits;
mod need;
#[cfg(feature = "oauth2")]
pub mod oauth2;
mod redact;
#[doc(hidden)]
pub mod rt;
mod scheme;
mod secret_names;
mod source;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "tracing")]
mod trace;
mod transport;

pub use client::{Client, ClientBuilder, IntoCredential, OutgoingRequest, SchemeKind};
pub use content::{Content, NotBase64, data_url};
pub use error::{BoxError, Completed, Error, ErrorKind, UnknownStep};
pub use event::Event;
pub use limits::Limits;
/// The HTTP client underneath, for [`ClientBuilder::http`].
///
/// A `reqwest::Client` of one's own needs a rustls crypto provider; see [`ClientBuilder::http_client_as_is`].
pub use reqwest;
#[doc(inline)]
pub use rt::charset::NotText;
pub use scheme::{ApiKey, Basic, Bearer, Scheme};
/// The type of values that may be any JSON: `serde_json::Value` in `Input` and `Output`.
pub use serde_json;
pub use source::Source;

/// Compiles the workflows of an Arazzo document to typed async functions.
///
/// ```
/// arazzo::arazzo!("../workflows/amberflo/arazzo/amberflo-upsert-customer-workflow.yml");
///
/// async fn upsert(client: &arazzo::Client) -> Result<Option<String>, arazzo::Error> {
///     let input = upsert_customer::Input {
///         customer_email: Some("billing@acme.example".into()),
///         ..upsert_customer::Required {
///             api_key: "key".into(),
///             customer_id: "c-42".into(),
///             customer_name: "Acme Corp".into(),
///         }
///         .into()
///     };
///     let output = upsert_customer(client, input).await?;
///     Ok(output.created_customer_id)
/// }
/// # let _ = upsert;
/// ```
///
/// A relative path starts at the package's root, then at the folder of the calling file. A mistake in the document is a
/// compile error that shows its line; a warning is shown as the use of something deprecated, which only an
/// `#[allow(deprecated)]` on the enclosing module hides, and the notes of a document are shown together as one.
///
/// # Options
///
/// ```
/// arazzo::arazzo! {
///     "../workflows/soracom/arazzo/soracom-export-monthly-billing-workflow.yml",
///     workflows: ["export-monthly-billing"],
///     sources: { "harvestApi": "../workflows/soracom/openapi/soracom-harvest-api-openapi.yml" },
///     allow: ["unqualified-operation", "jsonpath-comparison"],
///     strict: true,
///     required_outputs: all,
/// }
/// # let _ = export_monthly_billing;
/// ```
///
/// | option | value | without it |
/// |---|---|---|
/// | `workflows` | the workflows to compile, with those that they call | all |
/// | `sources` | where the OpenAPI description of a source is, whatever the document says; nothing is ever fetched | as the document says |
/// | `allow` | codes of warnings and notes that are not shown | none |
/// | `warn` | codes of notes and lints that are warnings, and of warnings that stay so when `strict` | none |
/// | `deny` | codes of warnings, notes and lints that are errors | none |
/// | `strict` | `true` makes all warnings and notes errors, but for those with a level of their own | `false` |
/// | `required_outputs` | `all`, or a list of workflow outputs whose absence from a response is an error of the step instead of `None` | those that the description promises |
/// | `outcome` | `enum`: a workflow with several ends returns an enum of them, `Outcome`, with what each end surely has | `struct`: `Output` |
/// | `lenient` | `true`: a part of an output that contradicts its schema is `None` where it may be absent, and [`Event::LeftOut`] says so | `false`: it is an error |
/// | `infer_inputs` | `false`: an input that the document leaves open is a `serde_json::Value` | `true`: it has the type of the schema that it is sent to, where it is only sent |
/// | `outputs` | the Rust types of workflow outputs, as `{ "receipt": crate::Receipt }`: any that `serde` reads and writes, and that are `Clone`, `Debug` and `PartialEq` | those of the description |
///
/// # Edits
///
/// Cargo compiles again when the document or a description changes. rust-analyzer keeps an expansion until the call itself
/// changes: an option of it, or its last comma; a blank or a comment is no change. See [`include_workflows!`] for build scripts, which it runs when the workspace
/// is reloaded.
// `$crate` goes along, so that the crate can be renamed or re-exported.
#[macro_export]
macro_rules! arazzo {
    ($($t:tt)*) => {
        $crate::rt::expand! { ($crate) $($t)* }
    };
}

/// Includes what a build script compiled from a document: `include_workflows!("a")` for `a.yml` or `a.arazzo.yml`.
///
/// ```ignore
/// // build.rs, with `arazzo-codegen` in `[build-dependencies]`
/// fn main() {
///     arazzo_codegen::Builder::new().document("workflows/upsert-customer.yml").generate();
/// }
///
/// // src/main.rs
/// arazzo::include_workflows!("upsert-customer");
/// ```
///
/// The code is the same as that of [`arazzo!`], and can be read in the target folder. It names the runtime `::arazzo`.
#[macro_export]
macro_rules! include_workflows {
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/arazzo/", $name, ".rs"));
    };
}
