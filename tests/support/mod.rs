//! Helpers for tests.

mod script;
mod server;

pub use script::{Answer, Exchange, Request, expect};
pub use server::Server;
