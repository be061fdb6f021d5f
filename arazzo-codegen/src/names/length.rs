//! Names that are too long.

use super::plain;

/// So many bytes has a name at most. rustdoc writes a file for each: `constant.NAME.html`, of 255 bytes on most systems.
pub(crate) const LONGEST: usize = 240;

/// A name, cut where it is too long for itself and what comes behind it: a digest of the whole takes the place of the rest.
pub(super) fn fitting(name: &str, behind: &str) -> String {
    let room = LONGEST.saturating_sub(behind.len());
    if name.len() <= room {
        return format!("{name}{behind}");
    }
    let digest = digest(name);
    let cut = floor(name, room.saturating_sub(digest.len()));
    format!("{}{digest}{behind}", plain(cut).trim_end_matches('_'))
}

/// The beginning of a text: so many bytes, or a few less.
fn floor(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.get(..end).unwrap_or_default()
}

/// Eight digits that are the same wherever and whenever a name is cut (FNV-1a, both halves of it).
fn digest(name: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    // Decimal digits have no case, and no lint asks for another one.
    format!("{:08}", (hash ^ hash >> 32) % 100_000_000)
}
