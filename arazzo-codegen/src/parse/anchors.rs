//! Anchors of YAML that are defined twice. YAML allows it: an alias means the last definition before it. The parser counts anchors by
//! their names, so that behind a second definition an alias can have the value of another anchor, without a word. Such a text is
//! refused.

use std::collections::HashSet;

use super::error::SyntaxError;

/// Refuses a text that defines an anchor twice and has aliases of anchors.
pub(super) fn check(text: &str) -> Result<(), SyntaxError> {
    if !text.contains('&') || !text.contains('*') {
        return Ok(());
    }
    let (mut known, mut second) = (HashSet::new(), None);
    for (at, name) in names(text, '&') {
        if !known.insert(name) {
            second = second.or(Some((at, name)));
        }
    }
    match second {
        Some((at, name)) if names(text, '*').any(|(_, alias)| known.contains(alias)) => {
            let problem = format!("the anchor `{name}` is defined a second time; give this one another name");
            Err(SyntaxError::at(text, at, &problem))
        }
        _ => Ok(()),
    }
}

/// So far is looked back over a tag. What is longer is taken for one.
const LONGEST_TAG: usize = 256;

/// Names behind a sign where a node may begin, with the place of the sign. Prose has such places too, but hardly the same name behind
/// both signs.
fn names(text: &str, sign: char) -> impl Iterator<Item = (usize, &str)> {
    let mut lines = Lines { text, seen: 0, is_comment: is_comment(text) };
    let signs = text.match_indices(sign).filter(move |(at, _)| !lines.is_comment_at(*at));
    signs.filter(|(at, _)| begins_node(text.as_bytes(), *at)).filter_map(move |(at, _)| {
        let rest = text.get(at + 1..)?;
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-".contains(byte);
        let length = rest.bytes().take_while(is_name).count();
        rest.get(..length).filter(|name| !name.is_empty()).map(|name| (at, name))
    })
}

/// Which lines are comments, asked from the beginning of a text to its end.
struct Lines<'t> {
    text: &'t str,
    /// So much of the text was looked at.
    seen: usize,
    is_comment: bool,
}

impl Lines<'_> {
    fn is_comment_at(&mut self, at: usize) -> bool {
        if let Some(end) = self.text.get(self.seen..at).and_then(|text| text.rfind('\n')) {
            self.is_comment = is_comment(self.text.get(self.seen + end + 1..).unwrap_or_default());
        }
        self.seen = at;
        self.is_comment
    }
}

/// Whether a line begins as a comment does. Inside of a text over several lines it is none, but no anchor either.
fn is_comment(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with('#')
}

/// Whether a node may begin at a place: at the beginning of a line, behind an indicator, or behind a tag that stands there.
fn begins_node(text: &[u8], at: usize) -> bool {
    let mut before = text.iter().take(at).rev().skip_while(|byte| [b' ', b'\t'].contains(byte)).peekable();
    match before.peek() {
        None | Some(b'\n' | b'\r' | b'-' | b':' | b'?' | b'[' | b'{' | b',') => true,
        Some(_) => {
            let mut word = before.take(LONGEST_TAG).take_while(|byte| !byte.is_ascii_whitespace());
            word.any(|byte| *byte == b'!')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_defined_once() {
        let refused = |text: &str| check(text).is_err();
        assert!(refused("p: &x 1\nq: &x 2\nr: *x\n"));
        assert!(refused("[&x 1, &x 2, &y 3, *y]"));
        assert!(refused("a: {p: &x 1, q: [&x 2, *x]}\n"));
        assert!(refused("a: &x {p: 1}\nb: &x [2]\nc: {*x: 1}\n"));
        assert!(refused("- &x\n  a: 1\n- b: &x 2\n- {c: *x}\n"));
        assert!(refused("a: !!str &x 1\nb: !!int &x 2\nc: &y 3\nd: *x\n"));
        assert!(refused("a: &x 1\nb: &x 2\n*x: d\n"));
        assert!(!refused("# was: &x 1\np: &x 2\n  # q: &x 3\nr: *x\n"));
        assert!(refused("# was: &x 1\np: &x 2\nq: &x 3\nr: *x\n"));
        // Without aliases nothing can be confused, and prose is no anchor.
        assert!(!refused("p: &x 1\nq: &x 2\n"));
        assert!(!refused("p: &x 1\nq: &y 2\nr: *x\ns: *y\n"));
        assert!(!refused("a: this &that, then &that again\nb: 2 *that\nc: &that 1\n"));
        assert!(!refused("a: |\n  - &nbsp; one\n  - &nbsp; two\n  * three\n"));
    }
}
