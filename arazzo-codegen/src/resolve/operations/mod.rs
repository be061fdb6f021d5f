//! From `operationId` and `operationPath` to operations.
//!
//! A step that calls an operation has exactly one, read from the description that has it, or a report that says why not.

#[cfg(feature = "cli")]
mod apis;
mod by_path;
mod called;
mod declared;
mod find;
mod finder;
mod fitting;
mod sources;
#[cfg(test)]
mod tests;

#[cfg(feature = "cli")]
pub(crate) use apis::{Api, apis, documents};
pub(crate) use called::{Called, find_operations};
pub(crate) use declared::{declared, has_default, is_reserved, same_name, variable};
pub(crate) use finder::Finder;
pub(crate) use sources::Operations;
