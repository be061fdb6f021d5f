//! A secret, and what stands before and behind it, in lines: nothing is left of the secret.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut parts = text.splitn(3, '\n');
    let mut next = || parts.next().unwrap_or_default();
    let (secret, before, after) = (next(), next(), next());
    arazzo::fuzz::redaction(secret, before, after);
});
