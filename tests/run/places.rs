//! Values of every type in every place of a document (`build/places.rs`): that this file compiles, without a warning, is the test.

#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/places.rs"));
