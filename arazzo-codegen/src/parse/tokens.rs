//! Where the tokens of a YAML text end, as far as its structure asks.
//!
//! A `None` is something that these few rules do not decide. Everything here works on bytes, in plain loops: at opt-level 0,
//! which is how cargo builds procedural macros, they are several times as fast as iterators.

use super::bytes::{behind, byte};

/// What stands at the start of a node says about what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// There is no value yet: it may stand on the next lines.
    Empty,
    /// The value is complete.
    Closed,
    /// The value is a scalar that may go on on deeper lines.
    Scalar,
}

/// Whether a word ends here.
pub(crate) fn is_blank(bytes: &[u8], at: usize) -> bool {
    matches!(byte(bytes, at), 0 | b' ' | b'\n' | b'\t' | b'\r')
}

/// Whether nothing but perhaps a comment is left of the line. A comment needs a blank in front of it, which the caller knows.
pub(crate) fn is_rest_of_line(bytes: &[u8], at: usize) -> bool {
    matches!(byte(bytes, at), 0 | b'\n' | b'\r' | b'#')
}

/// The start of the line behind the one that a position is in.
pub(crate) fn next_line(bytes: &[u8], at: usize) -> usize {
    behind(bytes, at, b'\n')
}

pub(crate) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while matches!(byte(bytes, at), b' ' | b'\t') {
        at += 1;
    }
    at
}

/// The next line, when only blanks and a comment follow the complete node that ends here.
pub(crate) fn end_of_node(bytes: &[u8], end: usize) -> Option<usize> {
    let at = skip_blanks(bytes, end);
    let ends = match byte(bytes, at) {
        b'#' => at > end,
        0 | b'\n' | b'\r' => true,
        _ => false,
    };
    ends.then(|| next_line(bytes, at))
}

/// Behind the quote that closes the one here.
pub(crate) fn quoted(bytes: &[u8], open: usize) -> Option<usize> {
    let quote = byte(bytes, open);
    let mut at = open + 1;
    while at < bytes.len() {
        let char = bytes[at];
        if char == quote {
            if quote == b'"' || byte(bytes, at + 1) != quote {
                return Some(at + 1);
            }
            at += 1;
        } else if char == b'\\' && quote == b'"' {
            at += 1;
        }
        at += 1;
    }
    None
}

/// Behind the bracket that closes the one here. Tags and odd indicators between them are not decided.
pub(crate) fn flow(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open;
    let mut depth = 0_usize;
    // Whether a plain scalar has begun: quotes in it mean nothing.
    let mut plain = false;
    while at < bytes.len() {
        match bytes[at] {
            b'[' | b'{' => {
                depth += 1;
                plain = false;
            }
            b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                plain = false;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' => plain = false,
            b' ' | b'\n' | b'\r' | b'\t' => {}
            b'#' if !plain || is_blank(bytes, at - 1) => {
                plain = false;
                at = next_line(bytes, at) - 1;
            }
            b':' if plain && is_blank(bytes, at + 1) => plain = false,
            b':' if plain && matches!(byte(bytes, at + 1), b',' | b'?' | b'[' | b']' | b'{' | b'}') => return None,
            _ if plain => {}
            b'"' | b'\'' => {
                at = quoted(bytes, at)?;
                continue;
            }
            b':' => {}
            b'&' | b'*' => at = name_end(bytes, at + 1) - 1,
            b'!' | b'?' | b'%' | b'@' | b'`' | b'|' | b'>' => return None,
            _ => plain = true,
        }
        at += 1;
    }
    None
}

/// The colon behind the plain key that stands here.
pub(crate) fn plain_key(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        // Letters are greater: one comparison for most characters.
        while at < bytes.len() && bytes[at] > b':' {
            at += 1;
        }
        match byte(bytes, at) {
            b':' if is_blank(bytes, at + 1) => return Some(at),
            0 | b'\n' => return None,
            b'#' if at > start && matches!(bytes[at - 1], b' ' | b'\t') => return None,
            _ => at += 1,
        }
    }
}

/// The colon behind a quoted key or a flow collection.
pub(crate) fn colon_behind(bytes: &[u8], end: usize) -> Option<usize> {
    let at = skip_blanks(bytes, end);
    (byte(bytes, at) == b':' && is_blank(bytes, at + 1)).then_some(at)
}

fn name_end(bytes: &[u8], mut at: usize) -> usize {
    while byte(bytes, at).is_ascii_alphanumeric() || matches!(byte(bytes, at), b'_' | b'-') {
        at += 1;
    }
    at
}

/// Behind the anchor or alias here. A blank must follow: libyaml would also end a name at some other characters.
fn anchor(bytes: &[u8], at: usize) -> Option<usize> {
    let end = name_end(bytes, at + 1);
    is_blank(bytes, end).then_some(end)
}

fn tag(bytes: &[u8], mut at: usize) -> usize {
    while !is_blank(bytes, at) {
        at += 1;
    }
    at
}

/// The line behind the header of the block scalar that begins here.
fn block_header(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    while at < start + 3 && matches!(byte(bytes, at), b'+' | b'-' | b'1'..=b'9') {
        at += 1;
    }
    end_of_node(bytes, at)
}

/// Over the node that starts here and is not a key: where the next line to look at begins, and what may stand there. With
/// `keys` it stands behind an indicator, where a property may belong to a key instead.
pub(crate) fn value(bytes: &[u8], start: usize, keys: bool) -> Option<(usize, After)> {
    let mut at = skip_blanks(bytes, start);
    let mut properties = 0;
    while matches!(byte(bytes, at), b'&' | b'!') {
        properties += 1;
        if properties > 2 {
            return None;
        }
        let end = if byte(bytes, at) == b'&' { anchor(bytes, at)? } else { tag(bytes, at) };
        at = skip_blanks(bytes, end);
    }
    let keys = keys && properties > 0;
    match byte(bytes, at) {
        0 | b'\n' | b'\r' | b'#' => Some((next_line(bytes, at), After::Empty)),
        b'"' | b'\'' => {
            let end = quoted(bytes, at)?;
            if keys && colon_behind(bytes, end).is_some() {
                return None;
            }
            Some((end_of_node(bytes, end)?, After::Closed))
        }
        b'[' | b'{' => Some((end_of_node(bytes, flow(bytes, at)?)?, After::Closed)),
        b'|' | b'>' => Some((block_header(bytes, at)?, After::Scalar)),
        b'*' => Some((end_of_node(bytes, anchor(bytes, at)?)?, After::Closed)),
        b'%' | b'@' | b'`' | b',' | b']' | b'}' => None,
        b'-' | b'?' | b':' if is_blank(bytes, at + 1) => None,
        _ if keys && plain_key(bytes, at).is_some() => None,
        _ => Some((next_line(bytes, at), After::Scalar)),
    }
}
