//! The grammar of JSON (RFC 8259), and where long values end.
//!
//! Every body goes through this, so it looks at eight bytes of a string at a time. What it refuses, `serde_json` has the last word
//! about, which also says where the mistake is.

use super::members::Members;

/// A list or an object that is at least so long is remembered, so that nobody has to go through it again.
const LONG: usize = 4096;

/// Values inside of so many others are not remembered.
const REMEMBERED: usize = 16;

/// Where a long value begins, and where it ends.
pub(super) type Span = (usize, usize);

/// What is remembered of a text, so that reading from it is quick.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    /// The long lists and objects, in their order.
    pub(super) long: Vec<Span>,
    pub(super) members: Members,
}

/// The outline of a text; `None` where it is not JSON. Strings are not looked into, and numbers may be of any size.
pub(super) fn outline(json: &[u8]) -> Option<Outline> {
    let (around, deeper, outline) = ([(0, 0); REMEMBERED], Vec::new(), Outline::default());
    let mut check = Check { json, at: 0, inner: 0, depth: 0, around, deeper, outline };
    check.document()?;
    check.outline.long.sort_unstable();
    Some(check.outline)
}

/// How many bytes of a string come before its closing quote; the first quote is not among them.
pub(crate) fn string_end(json: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += plain(json.get(at..)?);
        match json.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

const ONES: u64 = u64::MAX / 255;
const HIGHS: u64 = ONES << 7;

/// How many bytes of a text are neither quotes nor backslashes nor control characters.
pub(crate) fn plain(text: &[u8]) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    for (count, word) in words.iter().enumerate() {
        if let Some(at) = special(*word) {
            return count * 8 + at;
        }
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    words.len() * 8 + rest.iter().position(ends).unwrap_or(rest.len())
}

/// Where in eight bytes the first quote, backslash or control character is.
fn special(word: [u8; 8]) -> Option<usize> {
    let word = u64::from_le_bytes(word);
    // With its second bit turned a quote is 0x20, and no other character becomes less than 0x21 that was not a control character.
    // What a subtraction borrows changes bytes behind the first that it finds, and no byte before it.
    let quote_or_control = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    let found = (quote_or_control | backslash) & !word & HIGHS;
    (found != 0).then_some(found.trailing_zeros() as usize / 8)
}

/// A place in a text. What leads on returns `None` where it finds no JSON.
struct Check<'a> {
    json: &'a [u8],
    at: usize,
    /// The inner one of the brackets that are open; zero outside of all.
    inner: u8,
    /// How many are open.
    depth: usize,
    /// Where the outer ones are, and what is around each.
    around: [(usize, u8); REMEMBERED],
    /// What is around those that are deeper.
    deeper: Vec<u8>,
    outline: Outline,
}

impl Check<'_> {
    fn document(&mut self) -> Option<()> {
        loop {
            if self.value()? {
                continue;
            }
            loop {
                match (self.peek(), self.inner) {
                    (Some(b','), b'[') => {
                        self.at += 1;
                        break;
                    }
                    (Some(b','), b'{') => {
                        self.at += 1;
                        self.name()?;
                        break;
                    }
                    (Some(b']'), b'[') | (Some(b'}'), b'{') => self.close(),
                    (None, 0) => return Some(()),
                    _ => return None,
                }
            }
        }
    }

    /// Goes behind a value, or, and then it says `true`, to the first one inside of it.
    fn value(&mut self) -> Option<bool> {
        match self.peek()? {
            bracket @ (b'{' | b'[') => return self.inside(bracket),
            b'"' => self.string()?,
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => self.word(b"null")?,
            _ => self.number()?,
        }
        Some(false)
    }

    fn inside(&mut self, bracket: u8) -> Option<bool> {
        match self.around.get_mut(self.depth) {
            Some(around) => *around = (self.at, self.inner),
            None => self.deeper.push(self.inner),
        }
        self.depth += 1;
        self.inner = bracket;
        if self.depth == 1 && bracket == b'{' {
            self.outline.members.begin();
        }
        self.at += 1;
        match (bracket, self.peek()?) {
            (b'[', b']') | (b'{', b'}') => {
                self.close();
                return Some(false);
            }
            (b'{', _) => self.name()?,
            _ => {}
        }
        Some(true)
    }

    fn close(&mut self) {
        self.at += 1;
        self.depth = self.depth.saturating_sub(1);
        let Some((start, around)) = self.around.get(self.depth) else {
            self.inner = self.deeper.pop().unwrap_or_default();
            return;
        };
        self.inner = *around;
        if self.at - start >= LONG {
            self.outline.long.push((*start, self.at));
        }
    }

    /// The name of a member, and the colon behind it.
    fn name(&mut self) -> Option<()> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        self.string()?;
        let end = self.at - 1;
        if self.peek()? != b':' {
            return None;
        }
        self.at += 1;
        if self.depth == 1 {
            self.outline.members.add(self.json, start..end, self.at);
        }
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let json = self.json;
        // A local variable: this loop is where the time goes.
        let mut at = self.at + 1;
        loop {
            if let Some(word) = json.get(at..)?.first_chunk() {
                let Some(before) = special(*word) else {
                    at += 8;
                    continue;
                };
                at += before;
            }
            match json.get(at)? {
                b'"' => break,
                b'\\' => {
                    self.at = at;
                    self.escape()?;
                    at = self.at;
                }
                ..0x20 => return None,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some(())
    }

    fn escape(&mut self) -> Option<()> {
        match self.json.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 2,
            b'u' => {
                let digits = self.json.get(self.at + 2..self.at + 6)?;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
                self.at += 6;
            }
            _ => return None,
        }
        Some(())
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.json.get(self.at..)?.starts_with(word).then_some(())?;
        self.at += word.len();
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        if self.json.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        match self.json.get(self.at)? {
            b'0' => self.at += 1,
            _ => self.digits()?,
        }
        if self.json.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.json.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.json.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// One digit at least.
    fn digits(&mut self) -> Option<()> {
        let rest = self.json.get(self.at..)?;
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        (count > 0).then_some(())
    }

    /// The next byte that is no blank; the check stands on it then.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.json.get(self.at)? {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                other => return Some(*other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    /// A check must be as strict as the parser, and no less.
    fn agrees(json: &[u8]) {
        let parsed = serde_json::from_slice::<IgnoredAny>(json).is_ok();
        assert_eq!(outline(json).is_some(), parsed, "{:?}", String::from_utf8_lossy(json));
    }

    #[test]
    fn every_cut_and_every_other_byte_is_judged_as_the_parser_judges_it() {
        let text = r#" {"a" : [1, -0.5e+10, 12E3, true, false, null, {}, [ ], "b\n\u00e9\"\\ é and more text"], "c":{"d":"x"} } "#;
        let bytes = text.as_bytes();
        agrees(bytes);
        for at in 0..bytes.len() {
            agrees(&bytes[..at]);
            for other in *b"\"\\{}[],:0-.e \nu\x01\xFFx" {
                let mut changed = bytes.to_vec();
                changed[at] = other;
                agrees(&changed);
                changed.insert(at, bytes[at]);
                agrees(&changed);
            }
        }
    }

    #[test]
    fn long_values_are_found_where_they_are() {
        let list = format!("[{}0]", "12345,".repeat(2000));
        let text = format!(r#"{{"a": {list}, "b": [{list}]}}"#);
        let spans = outline(text.as_bytes()).unwrap_or_default().long;
        let texts: Vec<&str> = spans.iter().map(|(start, end)| &text[*start..*end]).collect();
        assert_eq!(texts, [text.as_str(), &list, &format!("[{list}]"), &list]);
        assert_eq!(outline(b"[1, 2]").map(|outline| outline.long), Some(vec![]));
    }

    #[test]
    fn strings_end_at_their_quotes() {
        for text in ["", "a", "eight by", "eight byt", r#"\" and \\"#, "é\u{7f}😀 and more than sixteen"] {
            assert_eq!(string_end(format!(r#"{text}" "x""#).as_bytes()), Some(text.len()), "{text}");
        }
        assert_eq!((string_end(b"abc"), string_end(b"abc\\"), string_end(b"abc\\\"")), (None, None, None));
    }

    proptest! {
        #[test]
        fn texts_are_judged_as_the_parser_judges_them(text in "[\\[\\]{}:,\"\\\\0-9.eE+\\- \ntrufalsn\u{1}é]{0,24}") {
            agrees(text.as_bytes());
        }

        #[test]
        fn strings_are_judged_as_the_parser_judges_them(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            agrees(&[b"\"".as_slice(), &bytes, b"\""].concat());
        }
    }
}
