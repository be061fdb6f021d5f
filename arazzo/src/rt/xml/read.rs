//! Values out of XML, one place at a time: what is not on the way to it is not looked at.
//!
//! Names are compared by namespace and local name; where the description has no namespace, any will do. Document types are refused,
//! so there are no entities but the five of XML; nothing is read but the text.

use super::scalar::{scalar, trimmed};
use super::write::MAX_DEPTH;
use super::{Content, Node, XSI, Xml};
use crate::rt::body::shown;
use crate::rt::json::{Map, Value, index, tokens};
use crate::rt::xpath::check;
use roxmltree::{Document, ParsingOptions};
use std::collections::BTreeMap;

type Element<'d> = roxmltree::Node<'d, 'd>;

/// Texts, elements and comments; about a hundred bytes each.
const MAX_NODES: u32 = 4_000_000;

/// The value at a JSON Pointer into what a body stands for; `None` when there is none. A reason names the place and never quotes
/// the body.
pub(crate) fn read(xml: &Xml, text: &str, pointer: &str) -> Result<Option<Value>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check(text, MAX_DEPTH).map_err(|problem| format!("the body is no XML that is read: {problem}"))?;
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|why| unparsed(&why))?;
    let root = document.root_element();
    let mut reader = Reader { path: String::new() };
    if !xml.name.is_empty() && !is_called(root, xml) {
        let (expected, found) = match xml.namespace.filter(|_| root.tag_name().name() == xml.name) {
            Some(uri) => (format!("the element `{}` of the namespace `{uri}`", xml.name), "that of another one"),
            None => (format!("the element `{}`", xml.name), "another one"),
        };
        return Err(reader.wrong(&expected, found));
    }
    let Some(tokens) = tokens(pointer) else { return Ok(None) };
    reader.whole(xml, root, &tokens)
}

/// Not the library's own words: they may quote the body.
fn unparsed(why: &roxmltree::Error) -> String {
    match why {
        roxmltree::Error::DtdDetected => "the body has a document type, which is not read".to_owned(),
        roxmltree::Error::NodesLimitReached => format!("the body has more than {MAX_NODES} parts"),
        why => format!("the body is not XML (line {}, column {})", why.pos().row, why.pos().col),
    }
}

/// Where a value stands.
enum Place<'d> {
    Element(Element<'d>),
    /// The parts of it stand in this element, beside others.
    Inside(Element<'d>),
    Items(Vec<Element<'d>>),
    Text(String),
    /// An attribute that is left out where null is admitted.
    Null,
}

struct Reader {
    /// The way to the place at hand, as a JSON Pointer.
    path: String,
}

impl Reader {
    /// The value below the root, which may be the only member of the object that is described.
    fn whole(&mut self, xml: &Xml, root: Element<'_>, tokens: &[String]) -> Result<Option<Value>, String> {
        if let (Node::None, Content::Object([member], _), Some((token, below))) =
            (xml.node, xml.inside(), tokens.split_first())
            && member.property == token
            && is_called(root, member)
        {
            self.enter(token);
            if !called(root, member).is_empty() {
                return Err(self.wrong("one element", "the root and another one in it"));
            }
            return self.at(member, Place::Element(root), below);
        }
        self.at(xml, Place::Element(root), tokens)
    }

    /// The value below a place.
    fn at(&mut self, xml: &Xml, place: Place<'_>, tokens: &[String]) -> Result<Option<Value>, String> {
        let Some((token, below)) = tokens.split_first() else { return self.value(xml, place).map(Some) };
        let length = self.path.len();
        let found = self.step(xml, place, token)?;
        let value = match found {
            Some((xml, place)) => self.at(&xml, place, below)?,
            None => None,
        };
        self.path.truncate(length);
        Ok(value)
    }

    /// One token further.
    fn step<'d>(&mut self, xml: &Xml, place: Place<'d>, token: &str) -> Result<Option<(Xml, Place<'d>)>, String> {
        match (xml.inside(), place) {
            (Content::Unclear(reason), _) => Err(self.unclear(reason)),
            (Content::Object(members, others), Place::Element(element) | Place::Inside(element))
                if !is_nil(element) =>
            {
                self.enter(token);
                self.named(members, others, element, token)
            }
            (Content::Any, Place::Element(element)) if !is_nil(element) => {
                self.enter(token);
                self.named(&[], None, element, token)
            }
            (Content::List(items), place) => {
                let elements = self.elements(items, place)?;
                let Some(index) = index(token) else { return Ok(None) };
                let found = elements.get(index).copied().zip(items.get(index).or(items.last()));
                self.enter(token);
                Ok(found.map(|(element, item)| (*item, Place::Element(element))))
            }
            // A value without parts.
            _ => Ok(None),
        }
    }

    /// A member of an object.
    fn named<'d>(
        &self,
        members: &[Xml],
        others: Option<&Xml>,
        element: Element<'d>,
        name: &str,
    ) -> Result<Option<(Xml, Place<'d>)>, String> {
        if let Some(member) = members.iter().find(|member| member.property == name) {
            return Ok(self.place(member, element)?.map(|place| (*member, place)));
        }
        let other = others.copied().unwrap_or(Xml::element("").any());
        let found: Vec<Element<'d>> = children(element)
            .filter(|child| child.tag_name().name() == name && !is_described(members, *child))
            .collect();
        Ok(self.other(&other, found)?.map(|place| (other, place)))
    }

    /// Where a member stands that no property describes.
    fn other<'d>(&self, other: &Xml, found: Vec<Element<'d>>) -> Result<Option<Place<'d>>, String> {
        if other.node == Node::None && !found.is_empty() {
            return Ok(Some(Place::Items(found)));
        }
        self.only(&found).map(|found| found.map(Place::Element))
    }

    /// Where a member of an object stands, if it is there.
    fn place<'d>(&self, member: &Xml, element: Element<'d>) -> Result<Option<Place<'d>>, String> {
        Ok(match (member.node, member.inside()) {
            (_, Content::Unclear(reason)) => return Err(self.unclear(reason)),
            (Node::Element, _) => self.only(&called(element, member))?.map(Place::Element),
            (Node::Attribute, _) => match attribute(element, member) {
                Some(text) => Some(Place::Text(text.to_owned())),
                None => member.nullable.then_some(Place::Null),
            },
            (Node::Text | Node::Cdata, content) => {
                let text = text(element);
                let is_empty = trimmed(&text).is_empty() && !matches!(content, Content::String | Content::Any);
                if is_empty { member.nullable.then_some(Place::Null) } else { Some(Place::Text(text)) }
            }
            (Node::None, Content::List(items)) => {
                let Some(item) = items.first() else { return Ok(None) };
                let found = called(element, item);
                if found.is_empty() && children(element).any(|child| child.tag_name().name() == member.property) {
                    let (items, found) =
                        (format!("elements `{}`", item.name), format!("an element `{}`", member.property));
                    return Err(self.wrong(&items, &found));
                }
                (member.required || !found.is_empty()).then_some(Place::Items(found))
            }
            (Node::None, Content::Object(members, _)) => {
                let mut is_there = false;
                for member in members {
                    is_there |= self.place(member, element)?.is_some_and(|place| !matches!(place, Place::Null));
                }
                is_there.then_some(Place::Inside(element))
            }
            (Node::None, _) => None,
        })
    }

    fn only<'d>(&self, found: &[Element<'d>]) -> Result<Option<Element<'d>>, String> {
        match found {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            _ => Err(self.wrong("one element", "several")),
        }
    }

    /// The elements of a list. In an element of its own there is nothing else.
    fn elements<'d>(&self, items: &[Xml], place: Place<'d>) -> Result<Vec<Element<'d>>, String> {
        let list = match place {
            Place::Items(elements) => return Ok(elements),
            Place::Element(list) if !is_nil(list) => list,
            Place::Element(_) | Place::Inside(_) | Place::Text(_) | Place::Null => return Ok(Vec::new()),
        };
        self.no_text(list)?;
        let elements: Vec<Element<'d>> = children(list).collect();
        let item = |index: usize| items.get(index).or(items.last());
        let is_item = |(index, child): (usize, &Element<'_>)| item(index).is_some_and(|item| is_called(*child, item));
        if elements.iter().enumerate().all(is_item) {
            return Ok(elements);
        }
        let name = items.last().map_or("", |item| item.name);
        Err(self.wrong(&format!("elements `{name}`"), "others"))
    }

    /// The whole of what stands at a place.
    fn value(&mut self, xml: &Xml, place: Place<'_>) -> Result<Value, String> {
        let content = xml.inside();
        if let Place::Element(element) = place
            && is_nil(element)
        {
            return Ok(Value::Null);
        }
        match (content, place) {
            (Content::Unclear(reason), _) => Err(self.unclear(reason)),
            (_, Place::Null) => Ok(Value::Null),
            (_, Place::Text(text)) => self.scalar(content, &text),
            (Content::Object(members, others), Place::Element(element)) => {
                if members.iter().all(|member| !matches!(member.node, Node::Text | Node::Cdata | Node::None)) {
                    self.no_text(element)?;
                }
                self.object(members, others, element)
            }
            (Content::Object(members, _), Place::Inside(element)) => self.object(members, None, element),
            (Content::List(items), place) => {
                let elements = self.elements(items, place)?;
                self.list(items, elements)
            }
            (content, Place::Items(elements)) => {
                let item = Xml::element("").holding(content);
                self.list(&[item], elements)
            }
            (content, Place::Element(element)) => {
                let text = self.simple(content, element)?;
                let is_empty = trimmed(&text).is_empty() && !matches!(content, Content::String | Content::Any);
                if is_empty && xml.nullable { Ok(Value::Null) } else { self.scalar(content, &text) }
            }
            (_, Place::Inside(_)) => Ok(Value::Null),
        }
    }

    fn object(&mut self, members: &[Xml], others: Option<&Xml>, element: Element<'_>) -> Result<Value, String> {
        let mut values = Map::new();
        for member in members {
            let length = self.enter(member.property);
            if let Some(place) = self.place(member, element)? {
                values.insert(member.property.to_owned(), self.value(member, place)?);
            }
            self.path.truncate(length);
        }
        // Of an object that declares members, what else there is has no description that could be followed.
        if others.is_some() || members.is_empty() {
            let other = others.copied().unwrap_or(Xml::element("").any());
            let mut named: BTreeMap<&str, Vec<Element<'_>>> = BTreeMap::new();
            for child in children(element).filter(|child| !is_described(members, *child)) {
                named.entry(child.tag_name().name()).or_default().push(child);
            }
            for (name, found) in named.into_iter().filter(|(name, _)| members.iter().all(|own| own.property != *name)) {
                let length = self.enter(name);
                if let Some(place) = self.other(&other, found)? {
                    values.insert(name.to_owned(), self.value(&other, place)?);
                }
                self.path.truncate(length);
            }
        }
        Ok(Value::Object(values))
    }

    fn list(&mut self, items: &[Xml], elements: Vec<Element<'_>>) -> Result<Value, String> {
        let mut values = Vec::with_capacity(elements.len());
        for (index, element) in elements.into_iter().enumerate() {
            let Some(item) = items.get(index).or(items.last()) else { continue };
            let length = self.enter(&index.to_string());
            values.push(self.value(item, Place::Element(element))?);
            self.path.truncate(length);
        }
        Ok(Value::Array(values))
    }

    fn scalar(&self, content: Content, text: &str) -> Result<Value, String> {
        scalar(content, text).map_err(|expected| self.wrong(expected, "text that is none"))
    }

    /// The text of an element that has nothing else in it.
    fn simple(&self, content: Content, element: Element<'_>) -> Result<String, String> {
        if children(element).next().is_none() {
            return Ok(text(element));
        }
        let expected =
            if matches!(content, Content::Any) { "text, because nothing more is described," } else { "text" };
        Err(self.wrong(expected, "elements"))
    }

    fn no_text(&self, element: Element<'_>) -> Result<(), String> {
        if trimmed(&text(element)).is_empty() { Ok(()) } else { Err(self.wrong("elements", "text")) }
    }

    /// Goes one token down; what the path was is what is returned.
    fn enter(&mut self, token: &str) -> usize {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&token.replace('~', "~0").replace('/', "~1"));
        length
    }

    fn wrong(&self, expected: &str, found: &str) -> String {
        format!("expected {expected} at {} of the body, found {found}", shown(&self.path))
    }

    fn unclear(&self, reason: &str) -> String {
        format!("what stands at {} of the body cannot be read: {reason}", shown(&self.path))
    }
}

fn children(element: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    element.children().filter(roxmltree::Node::is_element)
}

fn called<'d>(element: Element<'d>, xml: &Xml) -> Vec<Element<'d>> {
    children(element).filter(|child| is_called(*child, xml)).collect()
}

fn is_called(element: Element<'_>, xml: &Xml) -> bool {
    let name = element.tag_name();
    name.name() == xml.name && xml.namespace.is_none_or(|uri| name.namespace() == Some(uri))
}

/// Whether a member is this element, or has it among its items.
fn is_described(members: &[Xml], child: Element<'_>) -> bool {
    members.iter().any(|member| match (member.node, member.inside()) {
        (Node::Element, _) => is_called(child, member),
        (Node::None, Content::List(items)) => items.iter().any(|item| is_called(child, item)),
        (Node::None, Content::Object(members, _)) => is_described(members, child),
        _ => false,
    })
}

fn attribute<'d>(element: Element<'d>, xml: &Xml) -> Option<&'d str> {
    let is_it = |attribute: &roxmltree::Attribute<'_, '_>| {
        attribute.name() == xml.name && xml.namespace.is_none_or(|uri| attribute.namespace() == Some(uri))
    };
    element.attributes().find(is_it).map(|attribute| attribute.value())
}

fn is_nil(element: Element<'_>) -> bool {
    element.attribute((XSI, "nil")).is_some_and(|nil| matches!(trimmed(nil), "true" | "1"))
}

/// The text directly in an element, CDATA included; comments are none.
fn text(element: Element<'_>) -> String {
    element.children().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect()
}
