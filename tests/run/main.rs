//! The five workflows, compiled by the build script and run against a scripted server: what they send, what they
//! return, and what they say when something is wrong.
//!
//! The cases are written once and compiled twice: for the documents of this repository, and, where they are at hand,
//! for the documents of the vendors with their complete descriptions.

#![cfg_attr(seeds, expect(clippy::duplicate_mod, reason = "the same cases for both sets of documents"))]

mod common;
pub mod criteria;
mod futures;
pub mod selectors;
// Public, like the module that a user would put generated code in.
pub mod calls;
pub mod descriptions;
pub mod inputs;
pub mod ours;
mod places;
pub mod requests;
#[cfg(seeds)]
pub mod seeds;
pub mod shapes;
