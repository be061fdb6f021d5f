//! JSONPath, XPath and regular expressions.

#![no_main]

mod variants;

libfuzzer_sys::fuzz_target!(|text: &str| variants::each(text, arazzo_codegen::fuzz::queries));
