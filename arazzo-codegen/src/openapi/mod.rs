//! OpenAPI descriptions: only what the workflows name, and independent of the version it is written in.
//!
//! Invariant after this stage: 2.0, 3.0, 3.1 and 3.2 look the same.
//!
//! Parameters, bodies, responses, servers and security schemes are read through the types of the `openapiv3` crate, after
//! `normalise` has made the slice one of version 3.0. Schemas are not: `openapiv3` cannot say type lists, boolean schemas or
//! siblings of `$ref`, and we only ever ask a schema two questions, which type it has and what is behind a pointer
//! (`schema`).

mod description;
mod library;
mod normalise;
mod operation;
mod schema;
mod security;

pub(crate) use description::{Description, Entry};
pub(crate) use library::{Library, Node, percent_decode};
pub(crate) use operation::{Media, Operation, Parameter, PathPart, Response, StatusKey, Style, read_operation};
pub(crate) use schema::{Dead, Reach, Scalar, Shape, reach};
pub(crate) use security::{KeyLocation, SecurityKind, read_scheme};
