//! Which brackets of a JSON text belong together.
//!
//! Most of a text is not looked at: brackets are searched, one kind at a time, and of each it is decided whether it stands in a
//! string. That of JSON no string goes over a line makes it cheap: what ends its line is in none, and for the others the strings of
//! their own line are enough.

use crate::parse::bytes::{byte, find, skip_string};

const KINDS: [u8; 4] = [b'{', b'[', b'}', b']'];

/// All pairs, in the order in which they open.
#[derive(Debug)]
pub(crate) struct Brackets(Vec<Pair>);

#[derive(Debug)]
struct Pair {
    open: u32,
    /// Behind the bracket that closes.
    end: u32,
}

struct Scan<'t> {
    text: &'t str,
    /// Where the next bracket of each kind is.
    next: [usize; 4],
    /// Up to here the strings are known, and here is none.
    known: usize,
    /// The first quote behind that.
    quote: usize,
}

impl Brackets {
    /// `None` when they do not match.
    pub(super) fn new(text: &str) -> Option<Brackets> {
        u32::try_from(text.len()).ok()?;
        let mut scan = Scan::new(text);
        let mut pairs = Vec::new();
        let mut open = Vec::new();
        while let Some((at, opens)) = scan.bracket() {
            if scan.is_in_string(at)? {
                continue;
            }
            if opens {
                open.push(pairs.len());
                pairs.push(Pair { open: short(at), end: 0 });
            } else {
                let index: usize = open.pop()?;
                pairs[index].end = short(at + 1);
            }
        }
        open.is_empty().then_some(Brackets(pairs))
    }

    /// Behind the bracket that closes the one here.
    pub(crate) fn end(&self, open: usize) -> Option<usize> {
        let index = self.0.partition_point(|pair| (pair.open as usize) < open);
        let pair = self.0.get(index).filter(|pair| pair.open as usize == open)?;
        Some(pair.end as usize)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "longer texts are refused at the start")]
fn short(position: usize) -> u32 {
    position as u32
}

impl<'t> Scan<'t> {
    fn new(text: &'t str) -> Scan<'t> {
        let bytes = text.as_bytes();
        let next = KINDS.map(|kind| find(bytes, 0, kind));
        Scan { text, next, known: 0, quote: find(bytes, 0, b'"') }
    }

    /// The next bracket, and whether it opens something.
    fn bracket(&mut self) -> Option<(usize, bool)> {
        let bytes = self.text.as_bytes();
        let mut kind = 0;
        if self.next[1] < self.next[kind] {
            kind = 1;
        }
        if self.next[2] < self.next[kind] {
            kind = 2;
        }
        if self.next[3] < self.next[kind] {
            kind = 3;
        }
        let at = self.next[kind];
        if at == bytes.len() {
            return None;
        }
        self.next[kind] = find(bytes, at + 1, KINDS[kind]);
        Some((at, kind < 2))
    }

    /// `None` for a string that does not end.
    fn is_in_string(&mut self, at: usize) -> Option<bool> {
        let bytes = self.text.as_bytes();
        if at < self.known {
            return Some(true);
        }
        let rest = if byte(bytes, at + 1) == b',' { at + 2 } else { at + 1 };
        if matches!(byte(bytes, rest), b'\n' | b'\r') {
            return Some(false);
        }
        let line = self.text.get(self.known..at).and_then(|text| text.rfind('\n')).unwrap_or_default();
        self.known += line;
        if self.quote < self.known {
            self.quote = self.next_quote();
        }
        while self.quote < at {
            self.known = skip_string(bytes, self.quote)?;
            self.quote = self.next_quote();
        }
        let inside = at < self.known;
        if !inside {
            self.known = at + 1;
        }
        Some(inside)
    }

    fn next_quote(&self) -> usize {
        let bytes = self.text.as_bytes();
        // Where there are no blanks, no search is needed.
        if matches!(byte(bytes, self.known), b':' | b',') && byte(bytes, self.known + 1) == b'"' {
            return self.known + 1;
        }
        find(bytes, self.known, b'"')
    }
}
