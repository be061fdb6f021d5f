//! Strings with expressions in them.

#![no_main]

mod variants;

libfuzzer_sys::fuzz_target!(|text: &str| variants::each(text, arazzo_codegen::fuzz::template));
