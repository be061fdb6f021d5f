//! The structural lines of a YAML text in block style: which of them begin an entry of a mapping, and at which column.
//!
//! Scalars are not tokenised. That it works nevertheless, for every text that libyaml accepts, rests on three facts. libyaml
//! closes a block on the column of the next token alone. A plain or block scalar goes on exactly while lines are deeper than the
//! innermost entry, so a deeper line behind one is never a token. Quotes and brackets ignore columns, but open only where a token
//! starts, and every such place outside of brackets is looked at here.
//!
//! What these rules do not decide (tabs as indentation, several documents, keys with properties, …) makes the whole text
//! undecided: it is then parsed as a whole.

use crate::parse::bytes::{byte, skip_spaces};
use crate::parse::tokens::{
    After, colon_behind, end_of_node, flow, is_blank, is_rest_of_line, next_line, plain_key, quoted, skip_blanks, value,
};

/// How an entry begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A key, with nothing behind it on its line.
    Open,
    /// A key and the beginning of its value.
    Inline,
    /// `? ` and a key.
    Explicit,
    /// `- `, or the `: ` of an explicit entry.
    Item,
    /// The value of the entry above.
    Value,
}

impl Kind {
    /// Whether an entry of a mapping begins with such a line.
    pub(super) fn is_entry(self) -> bool {
        matches!(self, Kind::Open | Kind::Inline | Kind::Explicit)
    }
}

/// A line on which a node begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// The first byte of the line.
    pub(super) start: u32,
    /// Of its first token.
    pub(super) column: u32,
    /// The length of the key as it is written, for `Open` and `Inline`.
    pub(super) key: u32,
    pub(super) kind: Kind,
}

/// All structural lines of a text.
pub(super) fn scan(text: &str) -> Option<Vec<Line>> {
    u32::try_from(text.len()).ok()?;
    if has_odd_characters(text) {
        return None;
    }
    let mut scan = Scan::new(text.as_bytes());
    while scan.at < scan.bytes.len() {
        scan.line()?;
    }
    (!scan.lines.is_empty()).then_some(scan.lines)
}

/// Line breaks that libyaml knows and the rules here do not; a zero, which ends the text here; and the byte order mark, which
/// libyaml counts as a column.
fn has_odd_characters(text: &str) -> bool {
    let lone_return = text.as_bytes().contains(&b'\r') && text.split('\r').skip(1).any(|rest| !rest.starts_with('\n'));
    // Characters are counted in a tenth of the time in which one of them is searched.
    let is_ascii = text.chars().count() == text.len();
    let odd: &[char] = if is_ascii { &['\0'] } else { &['\0', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'] };
    // Not `contains`: of these characters its search is compiled here, at opt-level 0, and many times slower.
    lone_return || odd.iter().any(|odd| text.find(*odd).is_some())
}

/// No column is as large.
const NONE: usize = usize::MAX;

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    lines: Vec<Line>,
    /// Lines deeper than this column are the rest of a scalar, if there is one.
    scalar: usize,
    /// The column of the innermost entry that is open.
    innermost: Option<usize>,
    /// Whether that entry has no value yet.
    empty: bool,
    /// Whether `---` stood in front.
    marked: bool,
}

/// What a line consists of, behind its indicators.
struct Start {
    at: usize,
    column: usize,
    /// Whether there are indicators at all.
    behind: bool,
}

/// What a line begins with, behind its indicators.
enum Head {
    Key { length: usize, colon: usize },
    Value,
}

impl<'t> Scan<'t> {
    fn new(bytes: &'t [u8]) -> Scan<'t> {
        // Real descriptions have a structural line in some forty bytes.
        let lines = Vec::with_capacity(bytes.len() / 36);
        Scan { bytes, at: 0, lines, scalar: NONE, innermost: None, empty: false, marked: false }
    }

    fn line(&mut self) -> Option<()> {
        let start = self.at;
        let at = skip_spaces(self.bytes, start);
        let column = at - start;
        if self.usual(start, at) {
            return Some(());
        }
        if column > self.scalar || is_rest_of_line(self.bytes, at) {
            self.at = next_line(self.bytes, at);
            return Some(());
        }
        self.scalar = NONE;
        if column == 0 && self.skip_marker(at)? {
            return Some(());
        }
        let first = byte(self.bytes, at);
        if first == b'\t' || column > 0 && self.lines.is_empty() {
            return None;
        }
        let behind = self.skip_indicators(at, column)?;
        let (kind, key) = self.node(&behind, first)?;
        if self.lines.is_empty() && (!kind.is_entry() || first == b':') {
            return None;
        }
        self.push(start, column, key, kind);
        Some(())
    }

    #[expect(clippy::cast_possible_truncation, reason = "longer texts are refused at the start")]
    fn push(&mut self, start: usize, column: usize, key: usize, kind: Kind) {
        self.lines.push(Line { start: start as u32, column: column as u32, key: key as u32, kind });
    }

    /// Nine lines of ten: a key that begins with a letter, and nothing behind it, or a plain scalar that begins with a letter or
    /// a digit. What is found is what the rest of `line` would find, in less than half of the instructions.
    fn usual(&mut self, start: usize, at: usize) -> bool {
        let column = at - start;
        let is_letter = byte(self.bytes, at).is_ascii_alphabetic();
        if !is_letter || column > self.scalar || column > 0 && self.lines.is_empty() {
            return false;
        }
        let Some(colon) = plain_key(self.bytes, at) else { return false };
        if matches!(self.bytes[colon - 1], b' ' | b'\t') {
            return false;
        }
        let kind = match byte(self.bytes, colon + 1) {
            b'\n' => {
                self.at = colon + 2;
                self.scalar = NONE;
                self.empty = true;
                Kind::Open
            }
            b' ' if byte(self.bytes, colon + 2).is_ascii_alphanumeric() => {
                self.at = next_line(self.bytes, colon + 2);
                self.scalar = column;
                self.empty = false;
                Kind::Inline
            }
            _ => return false,
        };
        self.innermost = Some(column);
        self.push(start, column, colon - at, kind);
        true
    }

    /// `---` in front of everything is skipped; directives and other markers are not decided.
    fn skip_marker(&mut self, at: usize) -> Option<bool> {
        let first = byte(self.bytes, at);
        if first == b'%' {
            return None;
        }
        let is_marker = matches!(first, b'-' | b'.')
            && byte(self.bytes, at + 1) == first
            && byte(self.bytes, at + 2) == first
            && is_blank(self.bytes, at + 3);
        if !is_marker {
            return Some(false);
        }
        if first == b'.' || self.marked || !self.lines.is_empty() {
            return None;
        }
        self.marked = true;
        self.at = end_of_node(self.bytes, at + 3)?;
        Some(true)
    }

    /// Over `- `, `? ` and `: `, behind which another node may begin on the same line.
    fn skip_indicators(&mut self, mut at: usize, mut column: usize) -> Option<Start> {
        let mut behind = false;
        while matches!(byte(self.bytes, at), b'-' | b'?' | b':') && is_blank(self.bytes, at + 1) {
            behind = true;
            self.innermost = Some(column);
            let next = skip_spaces(self.bytes, at + 1);
            if byte(self.bytes, next) == b'\t' {
                return None;
            }
            column += next - at;
            at = next;
            if is_rest_of_line(self.bytes, at) {
                break;
            }
        }
        Some(Start { at, column, behind })
    }

    /// The kind of a line, and the length of its key.
    fn node(&mut self, start: &Start, first: u8) -> Option<(Kind, usize)> {
        let item = if first == b'?' { Kind::Explicit } else { Kind::Item };
        if start.behind && is_rest_of_line(self.bytes, start.at) {
            self.at = next_line(self.bytes, start.at);
            self.empty = true;
            return Some((item, 0));
        }
        let Head::Key { length, colon } = self.head(start)? else {
            self.lone_value(start)?;
            return Some((if start.behind { item } else { Kind::Value }, 0));
        };
        self.innermost = Some(start.column);
        self.value(colon + 1, false)?;
        if start.behind {
            return Some((item, 0));
        }
        let open = self.empty && is_rest_of_line(self.bytes, skip_blanks(self.bytes, colon + 1));
        Some((if open { Kind::Open } else { Kind::Inline }, length))
    }

    /// A value without a key on its line: an item, or what an entry above has left open.
    fn lone_value(&mut self, start: &Start) -> Option<()> {
        let is_awaited = self.empty && self.innermost.is_some_and(|open| start.column > open);
        if !start.behind && !is_awaited {
            return None;
        }
        self.value(start.at, true)?;
        // Properties on a line of their own belong to what follows.
        (start.behind || !self.empty).then_some(())
    }

    fn value(&mut self, at: usize, keys: bool) -> Option<()> {
        let (next, after) = value(self.bytes, at, keys)?;
        self.at = next;
        self.empty = after == After::Empty;
        self.scalar = self.innermost.filter(|_| after == After::Scalar).unwrap_or(NONE);
        Some(())
    }

    fn head(&self, start: &Start) -> Option<Head> {
        let Start { at, behind, .. } = *start;
        match byte(self.bytes, at) {
            b'"' | b'\'' => {
                let end = quoted(self.bytes, at)?;
                let Some(colon) = colon_behind(self.bytes, end) else { return Some(Head::Value) };
                let over_lines = self.bytes.get(at..end)?.contains(&b'\n');
                (!over_lines).then_some(Head::Key { length: end - at, colon })
            }
            b'[' | b'{' => colon_behind(self.bytes, flow(self.bytes, at)?).is_none().then_some(Head::Value),
            b'|' | b'>' => Some(Head::Value),
            b'*' | b'&' | b'!' => (behind || plain_key(self.bytes, at).is_none()).then_some(Head::Value),
            b'%' | b'@' | b'`' | b',' | b']' | b'}' | b'#' => None,
            _ => Some(plain_key(self.bytes, at).map_or(Head::Value, |colon| self.plain(at, colon))),
        }
    }

    /// A plain key ends in front of the blanks that its colon may have.
    fn plain(&self, at: usize, colon: usize) -> Head {
        let mut end = colon;
        while end > at && matches!(byte(self.bytes, end - 1), b' ' | b'\t') {
            end -= 1;
        }
        Head::Key { length: end - at, colon }
    }
}
