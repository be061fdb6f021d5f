//! Tags that YAML has and JSON has not (SPEC D-08).
//!
//! The parser shows `!name` and takes `!!name` for text. So a text that may have such a tag is read once more, with another
//! character in the place of the second `!`. What is a tag there is one here, and what is text, is text: nothing moves.

/// The tags of the JSON schema of YAML 1.2, section 10.2.
const JSON: [&str; 7] = ["map", "seq", "str", "null", "bool", "int", "float"];

/// What the words of the core stand for.
const PREFIX: &str = "tag:yaml.org,2002:";

/// The text in which the parser sees all tags that JSON has not; `None` where there surely are none.
pub(super) fn shown(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut words = Words::default();
    let marks = text.match_indices('!').filter(|(at, _)| may_begin(text, *at));
    let tags = marks.filter(|(at, _)| show(&mut bytes, words.at(text, *at))).count();
    let directives = text.match_indices("%TAG").filter(|(at, _)| text.get(..*at).is_some_and(is_line_start));
    // As a comment it gives no meaning to a tag of the form that the parser shows.
    let directives = directives.filter(|(at, _)| bytes.get_mut(*at).is_some_and(|byte| replace(byte, b'#'))).count();
    (tags + directives > 0).then(|| String::from_utf8(bytes).ok()).flatten()
}

/// The tag that stands somewhere behind an offset, in front of the node that begins there: where, and its text.
pub(super) fn at(text: &str, offset: usize) -> Option<(usize, &str)> {
    let start = offset + text.get(offset..)?.find('!')?;
    Some((start, word(text, start)))
}

fn is_line_start(before: &str) -> bool {
    before.is_empty() || before.ends_with('\n')
}

/// Whether a node may begin at a place.
fn may_begin(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|char| char.is_whitespace() || "[{,:".contains(char))
}

fn replace(byte: &mut u8, by: u8) -> bool {
    *byte = by;
    true
}

/// A tag, and where it stands.
#[derive(Clone, Copy)]
struct Tag<'t> {
    text: &'t str,
    at: usize,
    /// Whether it is a part of the tag before it.
    is_inside: bool,
}

/// The ends of words: of tags that are written out, `!<…>`, and of others. Marks come in their order, and those of one word
/// have one end, so that a text is read once.
#[derive(Default)]
struct Words {
    written_out: usize,
    other: usize,
}

impl Words {
    fn at<'t>(&mut self, text: &'t str, at: usize) -> Tag<'t> {
        let is_written_out = text.get(at..).is_some_and(|rest| rest.starts_with("!<"));
        let end = if is_written_out { &mut self.written_out } else { &mut self.other };
        let is_inside = at < *end;
        if !is_inside {
            *end = at + word(text, at).len();
        }
        Tag { text: text.get(at..*end).unwrap_or_default(), at, is_inside }
    }
}

/// Makes a tag that the parser hides one that it shows.
fn show(bytes: &mut [u8], tag: Tag<'_>) -> bool {
    let Tag { text, at, is_inside } = tag;
    let inner = text.get(1..).unwrap_or_default();
    if let Some(name) = inner.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')) {
        let is_json = name.strip_prefix(PREFIX).is_some_and(|name| JSON.contains(&name));
        if is_json {
            return false;
        }
        // A tag that is not written out has no commas in it, either.
        for (inside, _) in text.match_indices([',', '<', '>']).filter(|_| !is_inside) {
            set(bytes, at + inside, b'_');
        }
        return set(bytes, at + 1, b':');
    }
    let Some((handle, name)) = inner.split_once('!') else { return false };
    let is_handle = handle.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'));
    let is_json = handle.is_empty() && JSON.contains(&name);
    is_handle && !name.is_empty() && !is_json && set(bytes, at + 1 + handle.len(), b':')
}

fn set(bytes: &mut [u8], at: usize, by: u8) -> bool {
    bytes.get_mut(at).is_some_and(|byte| replace(byte, by))
}

/// What stands between a place and the next blank; between brackets also the next of these, or comma.
fn word(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let ends: &[char] = if rest.starts_with("!<") { &[] } else { &[',', '[', ']', '{', '}'] };
    let end = rest.find(|char: char| char.is_whitespace() || ends.contains(&char));
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::parse::{Format, parse_document};
    use crate::value::foreign_tag;

    #[test]
    fn tags_that_json_has_not_are_found() {
        for (text, expected) in [
            ("a: !!binary Zm9v", Some(("!!binary", 1, 4))),
            ("a:\n  - x\n  - !!timestamp 2001-12-14", Some(("!!timestamp", 3, 5))),
            ("a: { b: [!!set {x}] }", Some(("!!set", 1, 10))),
            ("a: !!omap\n  - x: 1", Some(("!!omap", 1, 4))),
            ("a: &b !!binary x\nc: *b", Some(("!!binary", 1, 7))),
            ("a: &b\n  !c x", Some(("!c", 2, 3))),
            ("!!binary a: b", Some(("!!binary", 1, 1))),
            ("? !!binary a\n: b", Some(("!!binary", 1, 3))),
            ("{\"a\":!!binary x}", Some(("!!binary", 1, 6))),
            ("a: !<tag:yaml.org,2002:binary> x", Some(("!<tag:yaml.org,2002:binary>", 1, 4))),
            ("%TAG !e! tag:e.example,2000:\n---\na: !e!x y", Some(("!e!x", 3, 4))),
            ("%TAG ! tag:e.example,2000:\n---\na: !x y", Some(("!x", 3, 4))),
            ("a: é !!binary x\nb: !!binary x", Some(("!!binary", 2, 4))),
            ("a: !!str 1\nb: !!int 2\nc: !!float 3\nd: !!bool true\ne: !!null ~\nf: !!map {}\ng: !!seq []", None),
            ("a: [!!str 1, !!int 2]\nb: !<tag:yaml.org,2002:str> 1", None),
            ("# !!binary\na: 'x !!binary'\nb: \"y !!binary\"\nc: z !!binary # !!binary", None),
            ("a: |\n  !!binary x\n  b: !!binary\nb: >\n  !<x> y\nc: x\n  !!binary", None),
            ("a: b != c && !!d\ne: 'f\n  !!binary\n  g'", None),
        ] {
            let found = parse_document(text, Format::Yaml).err();
            let found = found.map(|error| (error.problem, error.position));
            let expected = expected.map(|(tag, line, column)| (foreign_tag(tag), Some((line, column))));
            assert_eq!(found, expected, "{text}");
        }
    }
}
