//! `cargo arazzo lsp` as an editor sees it.

mod client;
mod completion;
mod corpus;
mod diagnostics;
mod names;
mod page;
mod protocol;
mod typing;
mod workflows;

/// A description for documents of tests.
const SHOP: &str = include_str!("shop.yml");

/// A document without mistakes.
const BUY: &str = include_str!("buy.yml");
