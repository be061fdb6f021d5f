#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod file;
mod journal;
mod run;
mod trouble;
mod writer;

pub use journal::{Journal, Unfinished};
pub use trouble::{Trouble, TroubleKind};
