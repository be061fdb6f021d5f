//! The template of a path in the first line, and a value behind it: the value becomes no other path.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (template, value) = text.split_once('\n').unwrap_or((text, ""));
    arazzo::fuzz::path(template, value);
});
