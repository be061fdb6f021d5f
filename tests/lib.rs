//! What the test targets of this package share.

pub mod support;
