//! XML as text: whether it is read at all, and how it is changed.

use super::{Problem, XPath};
use crate::rt::exact::{Inexact, exact};
use crate::rt::json::Value;
use crate::rt::text;
use serde::ser::{Error as _, Serialize, Serializer};

/// More attributes of one element are refused: a library compares them with each other.
const MAX_ATTRIBUTES: usize = 512;

/// So is a text of more elements: a library makes a tree of all of them.
const MAX_ELEMENTS: usize = 1_000_000;

/// Whether a text is within the limits, with at most so many elements inside of each other; what is no XML is left to the library.
#[cfg_attr(not(any(feature = "xml", feature = "xpath")), expect(dead_code, reason = "only the libraries need it"))]
pub(in crate::rt) fn check(text: &str, deepest: usize) -> Result<(), Problem> {
    let (mut rest, mut depth, mut elements) = (text, 0_usize, 0_usize);
    while let Some(start) = rest.find('<') {
        rest = rest.get(start..).unwrap_or_default();
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((_, end)) = skipped.iter().find(|(start, _)| rest.starts_with(start)) {
            rest = rest.split_once(end).map_or("", |(_, behind)| behind);
            continue;
        }
        let Tag { attributes, behind, closed } = tag(rest);
        if rest.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else {
            elements += 1;
            depth += usize::from(!closed);
        }
        if elements > MAX_ELEMENTS {
            return Err(Problem::new(format!("it has more than {MAX_ELEMENTS} elements")));
        }
        if depth > deepest {
            return Err(Problem::new(format!("its elements are nested more than {deepest} deep")));
        }
        if attributes > MAX_ATTRIBUTES {
            return Err(Problem::new(format!("an element has more than {MAX_ATTRIBUTES} attributes")));
        }
        rest = behind;
    }
    Ok(())
}

/// A tag at the beginning of a text.
pub(super) struct Tag<'t> {
    pub(super) attributes: usize,
    pub(super) behind: &'t str,
    /// It ends with `/>`.
    closed: bool,
}

/// Reads on to the `>` that is not in quotes.
pub(super) fn tag(text: &str) -> Tag<'_> {
    let (mut quote, mut attributes, mut before) = (None, 0, '<');
    for (at, char) in text.char_indices() {
        match (quote, char) {
            (Some(open), _) if open == char => quote = None,
            (None, '"' | '\'') => {
                quote = Some(char);
                attributes += 1;
            }
            (None, '>') => {
                return Tag { attributes, behind: text.get(at + 1..).unwrap_or_default(), closed: before == '/' };
            }
            _ => {}
        }
        before = char;
    }
    Tag { attributes, behind: "", closed: false }
}

/// An XML text some of whose parts are replaced (Arazzo, Payload Replacement Object).
#[derive(Clone, Debug)]
pub struct ReplacedXml {
    /// `None` when there is no text at all.
    text: Option<String>,
    problem: Option<Inexact>,
}

impl ReplacedXml {
    /// The text as it was.
    pub fn new(value: impl Serialize) -> Self {
        match exact(value) {
            Ok(Some(Value::String(text))) => Self { text: Some(text), problem: None },
            Ok(None) => Self { text: None, problem: None },
            Ok(Some(_)) => Self::failed("the payload is no text, so it has no XML in it"),
            Err(problem) => Self { text: None, problem: Some(problem) },
        }
    }

    fn failed(why: &str) -> Self {
        Self { text: None, problem: Some(Inexact::custom(why)) }
    }

    /// Sets every element, attribute and text that an XPath finds: an element's content becomes the text of the value, which
    /// is never read as XML. An absent value removes it.
    #[must_use]
    pub fn each(mut self, target: &XPath, value: impl Serialize) -> Self {
        let Some(text) = self.text.take() else { return self };
        match exact(value).and_then(|value| changed(&text, target, value).map_err(Inexact::custom)) {
            Ok(text) => self.text = Some(text),
            Err(problem) => drop(self.problem.get_or_insert(problem)),
        }
        self
    }
}

fn changed(text: &str, target: &XPath, value: Option<Value>) -> Result<String, Problem> {
    let value = match value {
        Some(Value::Array(_) | Value::Object(_)) => {
            return Err(Problem::new("a list or an object cannot stand in XML"));
        }
        value => value.map(|value| text::of(&value)),
    };
    let Some(path) = &target.text else {
        return Err(Problem::new("the target of a replacement has no value in one of its holes"));
    };
    change(path, &target.values, text, value.as_deref())
}

#[cfg(feature = "xpath")]
use super::change::change;

/// Never called: generated code with an XPath does not compile without the feature.
#[cfg(not(feature = "xpath"))]
fn change(_: &str, _: &[super::Bound], _: &str, _: Option<&str>) -> Result<String, Problem> {
    Err(Problem::new(super::MISSING))
}

impl Serialize for ReplacedXml {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (&self.problem, &self.text) {
            (Some(problem), _) => Err(S::Error::custom(problem)),
            (None, Some(text)) => serializer.serialize_str(text),
            (None, None) => serializer.serialize_none(),
        }
    }
}
