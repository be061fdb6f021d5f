//! A crate that hands the macro on.

pub use arazzo as workflows;
