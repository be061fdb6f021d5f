//! OpenAPI descriptions: only what the workflows name, and independent of the version it is written in.
//!
//! Invariant after this stage: 2.0, 3.0, 3.1 and 3.2 look the same.
//!
//! Parameters and security schemes are read through the types of the `openapiv3` crate, after `normalise` has made the slice one
//! of version 3.0. What the crate cannot say is read here: Swagger 2.0 (`swagger`), media types and headers that are references,
//! servers that lack what they need, and schemas, whose types may be lists and whose references have siblings; a schema is only
//! ever asked four questions, which type it has, what is behind a pointer (`schema`), what its values are in XML (`xml`), and what a
//! Rust type of them has (`outline`).

mod alternative;
mod alternatives;
mod composed;
mod description;
mod encoding;
mod facets;
mod flags;
mod identity;
mod library;
mod limits;
mod location;
mod memory;
mod node;
mod normalise;
mod operation;
mod outline;
mod part;
mod passwords;
mod pattern;
mod reach;
mod responses;
mod schema;
mod security;
mod server;
mod slips;
mod swagger;
mod template;
mod unmerged;
mod variants;
mod whole;
mod xml;

pub(crate) use description::{Description, Entry};
pub(crate) use encoding::{Encoding, Written};
pub(crate) use facets::{Described, Owner, Reader, described, item_schema};
pub(crate) use flags::is_said;
pub(crate) use identity::{against, has_scheme, self_uri};
#[cfg(test)]
pub(crate) use library::tests::library_of;
pub(crate) use library::{Library, percent_decode, relative_path};
pub(crate) use limits::limits;
pub(crate) use location::Location;
pub(crate) use node::{Node, flag, reference_of};
pub(crate) use operation::{Media, Operation, Parameter, Response, StatusKey, Style, read_operation};
pub(crate) use outline::{
    MemberOutline, ObjectOutline, Origin, Outline, Outlined, Side, UNDECLARED, UnionOutline, Unknown, outline,
    outline_at,
};
pub(crate) use passwords::{Hides, hides, unnamed};
pub(crate) use pattern::matches;
pub(crate) use reach::{Dead, Reach, Scalar, Shape};
pub(crate) use schema::reach;
pub(crate) use security::{KeyLocation, SecurityKind, defined_schemes, read_scheme, scheme_name};
pub(crate) use slips::slip;
pub(crate) use template::PathPart;
pub(crate) use unmerged::report_merge;
pub(crate) use variants::component_name;
pub(crate) use whole::{Whole, is_whole_format, whole};
pub(crate) use xml::{XmlKind, XmlNode, XmlNotes, XmlProperty, XmlView, is_xml_name, xml_view};
