//! What the documented responses of a step's operation say: the types of their parts, and whether these are there.
//!
//! Nothing here knows of expressions: a response is asked for a pointer, a header or a query.

mod answers;
mod binary;
mod filter_names;
mod hides;
mod media;
mod reads;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use answers::{Answers, statuses_admitted};
pub(crate) use filter_names::FilterNames;
pub(crate) use media::{
    Family, admits, charset, family, is_json, is_plain, is_range, is_streamed, is_xml, without_boundary, xml_media,
};
pub(crate) use reads::{PartRead, ResponseRead};
pub(crate) use told::{BodyKnown, Responses, Told};
