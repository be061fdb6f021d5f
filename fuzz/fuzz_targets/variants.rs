//! An execution takes libFuzzer far longer than a short text takes a parser, so each execution tries many texts.

use std::sync::atomic::{AtomicU64, Ordering};

/// Of longer texts no variants are tried: there would be too many.
const LONGEST: usize = 128;

/// How many texts are tried between two lines on the standard error that say how many they were so far.
const STEP: u64 = 1 << 20;

static TRIED: AtomicU64 = AtomicU64::new(0);

/// Each line, and all lines as one; and each of them without one of its characters, and up to each of its characters.
pub fn each(text: &str, check: impl Fn(&str)) {
    let check = |text: &str| {
        let tried = TRIED.fetch_add(1, Ordering::Relaxed) + 1;
        if tried.is_multiple_of(STEP) {
            eprintln!("texts: {tried}");
        }
        check(text);
    };
    for text in text.lines().chain([text]) {
        check(text);
        for (at, char) in text.char_indices().filter(|_| text.len() <= LONGEST) {
            let (before, after) = (&text[..at], &text[at + char.len_utf8()..]);
            check(before);
            check(&format!("{before}{after}"));
        }
    }
}
