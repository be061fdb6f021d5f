//! A JSON Pointer in the first line, and a body behind it: the part that is found by skipping is that of a whole parse.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (pointer, body) = bytes.split_at(end);
    if let Ok(pointer) = std::str::from_utf8(pointer) {
        arazzo::fuzz::skipping(body.get(1..).unwrap_or_default(), pointer);
    }
});
