//! Texts with expressions in them. One a line, because libFuzzer takes longer for an execution than the
//! parser for a text; and all lines as one.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    for text in text.lines().chain([text]) {
        arazzo_codegen::fuzz::template(text);
    }
});
