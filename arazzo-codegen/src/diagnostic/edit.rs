//! Edits that take a mistake out of a file and leave every other byte as it is.
//!
//! Invariant: a file with the edit has the meant text where the mistake was, and the same values everywhere else; an edit that
//! would break this is not offered.

use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use super::cure::Cure;
use crate::files::{File, Files};
use crate::locate::{self, Span};
use crate::parse::{Format, parse};
use crate::place::{Mark, Part, Segment};
use crate::value::{Entries, Object, Value};

/// A replacement in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// Absolute.
    pub file: PathBuf,
    /// In bytes of the file.
    pub range: Range<usize>,
    /// What stands there instead, quoted and escaped as the file needs it.
    pub replacement: String,
}

/// The edit that takes away a mistake at a place, where there is exactly one.
pub(super) fn edit(files: &Files, mark: &Mark, cure: &Cure) -> Option<Edit> {
    let file = files.get(mark.place.file);
    let scalar = Scalar::new(file, mark)?;
    let meant = scalar.meant(cure)?;
    let whole = scalar.with(&meant)?;
    let root = parse(&file.text, file.format).ok()?;
    let expected = changed(&root, &mark.place.path.segments(), mark.part == Part::Key, &whole)?;
    let (span, replacement) = scalar.ways(&meant, &whole).into_iter().find(|(span, replacement)| {
        let parts = (file.text.get(..span.start), file.text.get(span.end..));
        let (Some(before), Some(after)) = parts else { return false };
        parse(&[before, replacement, after].concat(), file.format).is_ok_and(|value| value == expected)
    })?;
    let skipped = file.skipped()?;
    let range = skipped + span.start..skipped + span.end;
    Some(Edit { file: file.path.clone(), range, replacement })
}

/// Whether there probably is one: all but that the file reads as it should afterwards, which takes two parses of it.
pub(super) fn is_likely(files: &Files, mark: &Mark, cure: &Cure) -> bool {
    let file = files.get(mark.place.file);
    let scalar = Scalar::new(file, mark).filter(|scalar| !scalar.has_anchor(file));
    scalar.is_some_and(|scalar| scalar.meant(cure).is_some())
}

/// A text of a file that stands there as it is read.
struct Scalar {
    /// All of it, quotes included.
    token: Span,
    /// What is marked of it.
    marked: Span,
    quote: Option<char>,
    format: Format,
    text: String,
    /// What is marked, in the text.
    range: Range<usize>,
}

impl Scalar {
    fn new(file: &File, mark: &Mark) -> Option<Scalar> {
        let (token, text) = locate::scalar(file, mark)?;
        let written = file.text.get(token.start..token.end)?;
        let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (range, marked) = if let Part::Range(range) = &mark.part {
            let location = locate::locate_decoded(file, mark);
            (range.clone(), location.decoded.is_none().then_some(location.span)?)
        } else {
            let quotes = usize::from(quote.is_some());
            let marked = Span { start: token.start + quotes, end: token.end.checked_sub(quotes)? };
            (0..text.len(), marked)
        };
        // A text with escapes, or of several lines, stands there in another way.
        let exact = file.text.get(marked.start..marked.end)? == text.get(range.clone())?;
        exact.then_some(Scalar { token, marked, quote, format: file.format, text, range })
    }

    /// Whether a name stands in front of it, so that it may be read in a second place.
    fn has_anchor(&self, file: &File) -> bool {
        let before = file.text.get(..self.token.start).unwrap_or_default();
        let word = before.trim_end_matches(' ').rsplit(char::is_whitespace).next().unwrap_or_default();
        file.format == Format::Yaml && before.ends_with(' ') && word.starts_with('&')
    }

    /// What is to stand where the mark is.
    fn meant(&self, cure: &Cure) -> Option<String> {
        let marked = self.text.get(self.range.clone())?;
        match cure {
            Cure::Write(meant) => Some(meant.clone()),
            Cure::Replace { found, meant } => (marked == found).then(|| meant.clone()),
            Cure::SingleQuotes => {
                let inner = marked.strip_prefix('"')?.strip_suffix('"')?;
                let simple = !inner.contains(['"', '\\']);
                simple.then(|| format!("'{}'", inner.replace('\'', "''")))
            }
        }
    }

    /// The whole text with the meant one in its place.
    fn with(&self, meant: &str) -> Option<String> {
        Some([self.text.get(..self.range.start)?, meant, self.text.get(self.range.end..)?].concat())
    }

    /// How the file could be edited: as little as possible, or with quotes around a text that cannot be without.
    fn ways(&self, meant: &str, whole: &str) -> Vec<(Span, String)> {
        let escaped = match (self.format, self.quote) {
            (Format::Json, _) | (_, Some('"')) => escaped(meant),
            (_, Some(_)) => meant.replace('\'', "''"),
            (_, None) => meant.to_owned(),
        };
        let quoted = format!("'{}'", whole.replace('\'', "''"));
        let can_be_quoted = self.format == Format::Yaml && self.quote.is_none();
        let quoted = can_be_quoted.then_some((self.token, quoted));
        std::iter::once((self.marked, escaped)).chain(quoted).collect()
    }
}

/// The inside of a JSON string, which is one of YAML's double-quoted strings, too.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

/// A tree with another text, or another key, at a place.
fn changed(value: &Value, segments: &[Segment], key: bool, text: &str) -> Option<Value> {
    let Some((segment, rest)) = segments.split_first() else {
        return value.as_str().map(|_| Value::String(text.into()));
    };
    match (segment, value) {
        (Segment::Index(index), Value::Array(items)) => {
            let mut items = items.to_vec();
            let item = items.get_mut(*index)?;
            *item = changed(item, rest, key, text)?;
            Some(Value::Array(items.into()))
        }
        (Segment::Key(name), Value::Object(members)) if key && rest.is_empty() => {
            let renamed = |known: &String| if known == name { text.to_owned() } else { known.clone() };
            let members = members.iter().map(|(known, value)| (renamed(known), value.clone()));
            Some(object(members.collect()))
        }
        (Segment::Key(name), Value::Object(members)) => {
            let mut members: Entries = members.iter().map(|(known, value)| (known.clone(), value.clone())).collect();
            let member = members.get_mut(name)?;
            *member = changed(member, rest, key, text)?;
            Some(object(members))
        }
        _ => None,
    }
}

fn object(members: Entries) -> Value {
    Value::Object(Rc::new(Object::Parsed(members)))
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;
    use crate::files::tests::folder;
    use crate::place::Place;
    use crate::suggest::Similar;

    /// The file with the edit, if there is one.
    fn edited(name: &str, text: &str, kind: &Kind, mark: impl Fn(Place) -> Mark) -> Option<String> {
        let root = folder();
        std::fs::create_dir_all(&root).unwrap();
        std::fs::write(root.join(name), text).unwrap();
        let mut files = Files::new(root.clone());
        let file = files.read(&root.join(name)).unwrap();
        let edit = kind.sentences().cure.and_then(|cure| edit(&files, &mark(Place::root(file)), &cure));
        std::fs::remove_dir_all(root).unwrap();
        let edit = edit?;
        let mut text = text.to_owned();
        text.replace_range(edit.range, &edit.replacement);
        Some(text)
    }

    /// Braces around `$inputs.x` of the value `a`, which reads the same in every style.
    fn braced(name: &str, text: &str, decoded: &str) -> Option<String> {
        let start = decoded.find("$inputs.x").unwrap();
        let kind = Kind::UnbracedExpression { braced: "{$inputs.x}".to_owned() };
        edited(name, text, &kind, |root| root.key("a").range(start..start + 9))
    }

    #[track_caller]
    fn check(name: &str, text: &str, expected: Option<&str>) {
        assert_eq!(braced(name, text, "$inputs.x - it").as_deref(), expected);
    }

    #[test]
    fn texts_keep_their_style() {
        check("a.yml", "a: $inputs.x - it # b\n", Some("a: '{$inputs.x} - it' # b\n"));
        check("a.yml", "{ a: $inputs.x - it, b: 1 }", Some("{ a: '{$inputs.x} - it', b: 1 }"));
        check("a.yml", "a: '$inputs.x - it'", Some("a: '{$inputs.x} - it'"));
        check("a.yml", "\u{feff}a: \"$inputs.x - it\"\r\nb: ü", Some("\u{feff}a: \"{$inputs.x} - it\"\r\nb: ü"));
        check("a.json", "{\"a\":\t\"$inputs.x - it\"}", Some("{\"a\":\t\"{$inputs.x} - it\"}"));
        check("a.yml", "a: |-\n  $inputs.x - it\n", Some("a: |-\n  {$inputs.x} - it\n"));
        let inner = |text| braced("a.yml", text, "the $inputs.x");
        assert_eq!(inner("a: the $inputs.x").as_deref(), Some("a: the {$inputs.x}"));
        assert_eq!(inner("{ a: the $inputs.x, b: 1 }").as_deref(), Some("{ a: 'the {$inputs.x}', b: 1 }"));
        assert_eq!(inner("{\n  a: the $inputs.x\n}").as_deref(), Some("{\n  a: 'the {$inputs.x}'\n}"));
    }

    #[test]
    fn what_stands_there_in_another_way_is_not_edited() {
        check("a.yml", "a: \"\\x24inputs.x - it\"", None);
        check("a.yml", "a: $inputs.x\n  - it", None);
        // The text has a second reader.
        check("a.yml", "a: &b $inputs.x - it\nc: *b", None);
        check("a.yml", "a: &b $inputs.x - it\nc: b", Some("a: &b '{$inputs.x} - it'\nc: b"));
    }

    #[test]
    fn quotes_are_quoted_as_the_file_needs_it() {
        let quotes = |name: &str, text: &str, decoded: &str| {
            let (start, end) = (decoded.find('"').unwrap(), decoded.rfind('"').unwrap() + 1);
            edited(name, text, &Kind::DoubleQuotes, |root| root.key("a").range(start..end))
        };
        assert_eq!(quotes("a.yml", "a: $x == \"it's\"", "$x == \"it's\"").as_deref(), Some("a: $x == 'it''s'"));
        assert_eq!(quotes("a.yml", "a: '$x == \"b\"'", "$x == \"b\"").as_deref(), Some("a: '$x == ''b'''"));
        // Has escapes in the file.
        assert_eq!(quotes("a.json", "{\"a\": \"$x == \\\"b\\\"\"}", "$x == \"b\""), None);
    }

    #[test]
    fn names_are_replaced_where_they_stand() {
        let step = |step: &str, closest: &str| Kind::UnknownStep {
            step: step.to_owned(),
            workflow: "buy".to_owned(),
            from: String::new(),
            similar: Similar::Closest(closest.to_owned()),
        };
        let value = |root: Place| root.key("a").value();
        assert_eq!(edited("a.yml", "a: pai", &step("pai", "pay"), value).as_deref(), Some("a: pay"));
        assert_eq!(edited("a.yml", "a: 20-0", &step("20-0", "200"), value).as_deref(), Some("a: '200'"));
        assert_eq!(edited("a.yml", "a: \"20-0\"", &step("20-0", "200"), value).as_deref(), Some("a: \"200\""));
        // The mark stands beside the name.
        assert_eq!(edited("a.yml", "a: pei", &step("pai", "pay"), value), None);
        assert_eq!(edited("a.yml", "a: [pai]", &step("pai", "pay"), value), None);
        let field = Kind::UnknownField { object: "x", field: "aa".to_owned(), closest: Some("ab".to_owned()) };
        let key = |root: Place| root.key("aa").name();
        assert_eq!(edited("a.json", "{\"aa\": 1}", &field, key).as_deref(), Some("{\"ab\": 1}"));
        assert_eq!(edited("a.yml", "'aa': 1", &field, key).as_deref(), Some("'ab': 1"));
        assert_eq!(edited("a.yml", "aa: 1\nab: 2", &field, key), None);
    }
}
