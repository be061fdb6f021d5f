//! Credentials that leave the API that they belong to.
//!
//! This room only reports: it looks at steps that are made, and changes none.

mod leaked;
mod site;

pub(crate) use leaked::Leaks;
