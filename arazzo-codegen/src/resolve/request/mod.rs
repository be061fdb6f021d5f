//! The request of a step: parameters, body and credentials.
//!
//! A request has all that its operation needs, each part in the form that the description says, or a report that says what is
//! missing.

mod base64;
mod body;
mod checked;
mod confided;
mod fields;
mod form_text;
mod multipart;
mod parameter_value;
mod parameters;
mod querystring;
mod replacements;
mod room;
mod security;
mod sent;
mod styles;
mod supplied;
#[cfg(test)]
mod tests;
mod typed;
mod xml_form;

pub(crate) use base64::Base64;
pub(crate) use multipart::{ANYTHING, OCTETS, is_token};
pub(crate) use replacements::last_name;
pub(crate) use room::{Outgoing, Requests};
pub(crate) use security::carries;
pub(crate) use sent::{Carried, Sent, Wants};
