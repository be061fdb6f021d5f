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

/// Names behind a sign where a node may begin, with the place of the sign. Prose has such places too, but hardly the same name behind
/// both signs.
fn names(text: &str, sign: char) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices(sign).filter_map(move |(at, _)| {
        let before = text.get(..at)?;
        let line = before.rsplit('\n').next()?.trim_end_matches([' ', '\t']);
        let begins = line.is_empty() || line.ends_with(['-', ':', '?', '[', '{', ',']);
        let rest = text.get(at + 1..)?;
        let end = rest.find([' ', '\t', '\r', '\n', ',', '[', ']', '{', '}']).unwrap_or(rest.len());
        rest.get(..end).filter(|name| begins && !name.is_empty()).map(|name| (at, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_defined_once() {
        let refused = |text: &str| check(text).is_err();
        assert!(refused("p: &x 1\nq: &x 2\nr: *x\n"));
        assert!(refused("[&x 1, &x 2, &y 3, *y]"));
        assert!(refused("- &x\n  a: 1\n- b: &x 2\n- {c: *x}\n"));
        // Without aliases nothing can be confused, and prose is no anchor.
        assert!(!refused("p: &x 1\nq: &x 2\n"));
        assert!(!refused("p: &x 1\nq: &y 2\nr: *x\ns: *y\n"));
        assert!(!refused("a: this &that, then &that again\nb: 2 *that\nc: &that 1\n"));
        assert!(!refused("a: |\n  - &nbsp; one\n  - &nbsp; two\n  * three\n"));
    }
}
