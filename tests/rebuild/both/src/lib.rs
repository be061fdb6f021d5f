//! One workflow in both ways. Nothing that the expansions add is noticed by a strict user.
#![deny(warnings, missing_docs)]

mod by_macro;
mod by_script;

pub use by_macro::said as said_by_macro;
pub use by_script::said as said_by_script;
