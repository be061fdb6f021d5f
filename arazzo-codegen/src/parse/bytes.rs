//! Looking at bytes where nothing is optimised.
//!
//! At opt-level 0, which is how cargo builds procedural macros and what they need, a loop of ours costs some ten instructions for
//! each byte, an iterator several times as much. What the standard library has compiled, and we only call, costs one: so long
//! stretches are searched there, and loops are plain and short.

use std::io::BufRead;

const SPACES: u128 = u128::from_le_bytes([b' '; 16]);

/// The byte at a position; zero at the end.
pub(crate) fn byte(bytes: &[u8], at: usize) -> u8 {
    if at < bytes.len() { bytes[at] } else { 0 }
}

/// Behind the next byte of a kind, or the end.
pub(crate) fn behind(bytes: &[u8], at: usize, wanted: u8) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    at + rest.skip_until(wanted).unwrap_or_default()
}

/// The next byte of a kind, or the end.
pub(crate) fn find(bytes: &[u8], at: usize, wanted: u8) -> usize {
    let behind = behind(bytes, at, wanted);
    if behind > at && bytes[behind - 1] == wanted { behind - 1 } else { bytes.len() }
}

/// Sixteen in one step: that is most indentation.
pub(crate) fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let other = u128::from_le_bytes(*chunk) ^ SPACES;
        if other != 0 {
            return at + other.trailing_zeros() as usize / 8;
        }
        at += 16;
    }
    while byte(bytes, at) == b' ' {
        at += 1;
    }
    at
}

/// Behind the string in double quotes that begins here.
pub(crate) fn skip_string(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        let quote = find(bytes, at, b'"');
        if quote == bytes.len() {
            return None;
        }
        at = quote + 1;
        let mut escapes = quote;
        while bytes[escapes - 1] == b'\\' {
            escapes -= 1;
        }
        if (quote - escapes).is_multiple_of(2) {
            return Some(at);
        }
    }
}
