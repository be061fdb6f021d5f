//! Changes of an XML text: what is not replaced stays as it was written.

use std::ops::Range;

use super::engine::{Evaluated, evaluate, guarded};
use super::xml::tag;
use super::{Bound, Problem};
use crate::rt::text;
use xot::{Node, SpanInfo, SpanInfoKey, Value, Xot};

/// A range of the text, and what stands there instead.
struct Edit {
    range: Range<usize>,
    new: String,
}

/// The text with a value in all places that an expression finds; without a value they are removed.
pub(super) fn change(xpath: &str, values: &[Bound], xml: &str, value: Option<&str>) -> Result<String, Problem> {
    guarded(|| {
        let Evaluated { documents, root, spans, sequence } = evaluate(xpath, values, xml)?;
        let place = Place { xot: documents.xot(), spans: &spans, xml, root };
        let nodes: Result<Vec<Node>, _> = sequence.nodes().collect();
        let nodes = nodes.map_err(|_| Problem::new("the target of a replacement finds values, and no places"))?;
        if nodes.is_empty() {
            return Err(Problem::new("the payload has nothing at the target of a replacement"));
        }
        let edits: Result<Vec<Edit>, Problem> = nodes.into_iter().map(|node| place.edit(node, value)).collect();
        Ok(applied(xml, edits?))
    })
}

/// Makes the changes from the end on. What stands inside something that is replaced too is gone with it.
fn applied(xml: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let (mut text, mut at) = (String::with_capacity(xml.len()), 0);
    for edit in edits {
        if edit.range.start < at {
            continue;
        }
        text.push_str(xml.get(at..edit.range.start).unwrap_or_default());
        text.push_str(&edit.new);
        at = edit.range.end;
    }
    text.push_str(xml.get(at..).unwrap_or_default());
    text
}

/// A document in which nodes are looked up.
struct Place<'a> {
    xot: &'a Xot,
    spans: &'a SpanInfo,
    xml: &'a str,
    root: Node,
}

impl Place<'_> {
    fn edit(&self, node: Node, value: Option<&str>) -> Result<Edit, Problem> {
        let edit = match self.xot.value(node) {
            Value::Element(_) => self.element(node, value),
            Value::Attribute(_) => self.attribute(node, value),
            Value::Text(_) => self.text(node, value),
            _ => None,
        };
        edit.ok_or_else(|| {
            Problem::new("the target of a replacement must be elements, attributes or texts that the payload has")
        })
    }

    fn span(&self, key: SpanInfoKey) -> Option<Range<usize>> {
        self.spans.get(key).map(xot::Span::range)
    }

    /// The content of an element. The document needs its root, so that cannot be removed.
    fn element(&self, node: Node, value: Option<&str>) -> Option<Edit> {
        let (name, end) = (self.span(SpanInfoKey::ElementStart(node))?, self.span(SpanInfoKey::ElementEnd(node))?);
        let Some(value) = value else {
            let is_root = self.xot.parent(node) == Some(self.root);
            return (!is_root).then(|| Edit { range: name.start - 1..end.end, new: String::new() });
        };
        let value = escaped(value);
        if self.xml.get(end.clone())?.starts_with("/>") {
            let name = self.xml.get(name)?;
            return Some(Edit { range: end, new: format!(">{value}</{name}>") });
        }
        let start = self.xml.len() - tag(self.xml.get(name.start - 1..)?).behind.len();
        Some(Edit { range: start..end.start, new: value })
    }

    fn attribute(&self, node: Node, value: Option<&str>) -> Option<Edit> {
        let Value::Attribute(attribute) = self.xot.value(node) else { return None };
        let (element, name) = (self.xot.parent(node)?, attribute.name());
        let inside = self.span(SpanInfoKey::AttributeValue(element, name))?;
        if let Some(value) = value {
            return Some(Edit { range: inside, new: escaped(value) });
        }
        let start = self.span(SpanInfoKey::AttributeName(element, name))?.start;
        let blanks = self.xml.get(..start)?.trim_end().len();
        Some(Edit { range: blanks..inside.end + 1, new: String::new() })
    }

    /// A text, with the marks of a CDATA section at its ends.
    fn text(&self, node: Node, value: Option<&str>) -> Option<Edit> {
        let Range { mut start, mut end } = self.span(SpanInfoKey::Text(node))?;
        if let Some(before) = self.xml.get(..start)?.strip_suffix("<![CDATA[") {
            start = before.len();
        }
        if self.xml.get(end..)?.starts_with("]]>") {
            end += "]]>".len();
        }
        Some(Edit { range: start..end, new: value.map(escaped).unwrap_or_default() })
    }
}

fn escaped(value: &str) -> String {
    text::xml(value).found().unwrap_or_default()
}
