//! Which characters a text may have: those that the parser takes for text, and the end of a line.

const HIGH: u128 = u128::from_le_bytes([0x80; 16]);
const LOW: u128 = u128::from_le_bytes([0x7f; 16]);
const ONES: u128 = u128::from_le_bytes([1; 16]);
const BLANKS: u128 = u128::from_le_bytes([b' '; 16]);
const ENDS: u128 = u128::from_le_bytes([b'\n'; 16]);

/// Whether a text has nothing but printable characters and ends of lines. Sixteen bytes in one step, where they are ASCII.
pub(super) fn are_usual(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let chunk = bytes.get(at..).and_then(<[u8]>::first_chunk).map(|chunk| u128::from_le_bytes(*chunk));
        if chunk.is_some_and(is_plain) {
            at += 16;
            continue;
        }
        let end = bytes.len().min(at + 16);
        while at < end {
            match width(bytes, at) {
                0 => return false,
                width => at += width,
            }
        }
    }
    true
}

/// Whether all of these bytes are ASCII, and control characters only where they end a line. A borrow or a carry can only make a
/// chunk look odd that is not, and then its bytes are looked at one by one.
fn is_plain(chunk: u128) -> bool {
    let other = chunk ^ ENDS;
    // The high bit of each byte that ends a line.
    let ends = !(((other & LOW) + LOW) | other) & HIGH;
    let chunk = chunk | ends >> 2;
    (chunk.wrapping_sub(BLANKS) | chunk.wrapping_add(ONES) | chunk) & HIGH == 0
}

/// The length of a character; zero for one that is odd. Above ASCII all of these are odd: control characters, the ends of lines of
/// older versions of YAML, byte order marks and what is near them.
fn width(bytes: &[u8], at: usize) -> usize {
    let second = bytes.get(at + 1).copied().unwrap_or_default();
    match bytes[at] {
        b'\n' | b' '..=b'~' => 1,
        0xc2 if second >= 0xa0 => 2,
        0xc3..=0xdf => 2,
        0xe0 | 0xe1 | 0xe3..=0xed => 3,
        0xe2 if second != 0x80 => 3,
        // Dashes, quotes and dots of typography.
        0xe2 if bytes.get(at + 2).is_some_and(|third| !matches!(third, 0xa8 | 0xa9)) => 3,
        0xf0..=0xf3 => 4,
        _ => 0,
    }
}
