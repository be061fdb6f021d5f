//! Values as XML.

use super::text::{forbidden, is_name, push_attribute, push_cdata, push_text};
use super::{Content, Node, XSI, Xml};
use crate::rt::json::{Map, Value};

/// Elements inside of elements deeper than this are neither written nor read: a thread of an executor has two mebibytes of stack.
pub(super) const MAX_DEPTH: usize = 128;

/// The XML of a value, or why there is none. The reason names the place and never quotes the value.
pub(crate) fn write(xml: &Xml, value: &Value) -> Result<String, String> {
    let mut writer = Writer::default();
    match (xml.inside(), value) {
        (Content::Object([root], _), value) if xml.node == Node::None => writer.document(root, value)?,
        (Content::List(_), value) => writer.element(xml, xml.name, value)?,
        (_, Value::Array(_)) => return Err(writer.wrong("a list")),
        (_, value) => writer.element(xml, xml.name, value)?,
    }
    Ok(writer.text)
}

/// What is done, or why it cannot be.
type Written = Result<(), String>;

#[derive(Default)]
struct Writer {
    text: String,
    /// The namespaces that are declared here, the nearest last: prefixes and URIs.
    scope: Vec<(&'static str, &'static str)>,
    /// What the prefixes in the start tag at hand mean.
    tag: Vec<(&'static str, &'static str)>,
    /// The attributes in it.
    attributes: Vec<String>,
    /// The way to the value at hand, as the tokens of a JSON Pointer.
    path: Vec<String>,
    depth: usize,
}

impl Writer {
    /// An object whose only member is the root.
    fn document(&mut self, root: &Xml, value: &Value) -> Written {
        let members = if let Value::Object(members) = value { Some(members) } else { None };
        let Some(value) = members.filter(|members| members.len() == 1).and_then(|members| members.get(root.property))
        else {
            return Err(format!(
                "the root of its XML is the member `{}`, and it must have this one alone",
                root.property
            ));
        };
        self.inside(root.property, |writer| writer.element(root, root.name, value))
    }

    fn element(&mut self, xml: &Xml, name: &str, value: &Value) -> Written {
        if self.depth >= MAX_DEPTH {
            return Err(format!("its elements would be nested more than {MAX_DEPTH} deep"));
        }
        if let Content::Unclear(reason) = xml.inside() {
            return Err(format!("{} has no form in XML: {reason}", self.place()));
        }
        if !is_name(name) {
            return Err(format!("the name of {} cannot be the name of an element", self.place()));
        }
        let declared = self.scope.len();
        self.tag.clear();
        self.attributes.clear();
        let name = qualified(xml.prefix, name);
        self.text.extend(["<", &name]);
        self.declare(xml)?;
        if value.is_null() {
            self.nil(xml)?;
        } else {
            self.depth += 1;
            self.filled(xml, &name, value)?;
            self.depth -= 1;
        }
        self.scope.truncate(declared);
        Ok(())
    }

    /// The rest of an element, behind its name.
    fn filled(&mut self, xml: &Xml, name: &str, value: &Value) -> Written {
        if let (Content::Object(members, _), Value::Object(values)) = (xml.inside(), value) {
            self.attributes(members, values)?;
        }
        let end = self.text.len();
        self.text.push('>');
        self.content(xml, value)?;
        if self.text.len() == end + 1 {
            self.text.truncate(end);
            self.text.push_str("/>");
        } else {
            self.text.extend(["</", name, ">"]);
        }
        Ok(())
    }

    fn content(&mut self, xml: &Xml, value: &Value) -> Written {
        match (xml.inside(), value) {
            (Content::Object(members, others), Value::Object(values)) => self.members(members, others, values),
            (Content::List(items), Value::Array(values)) => self.items(items, values),
            (Content::Any, Value::Object(values)) => self.members(&[], None, values),
            (Content::Object(..), _) => Err(self.wrong("no object")),
            (Content::List(_), _) => Err(self.wrong("no list")),
            _ => {
                let text = self.scalar(value)?;
                push_text(&mut self.text, &text);
                Ok(())
            }
        }
    }

    fn attributes(&mut self, members: &[Xml], values: &Map) -> Written {
        for (member, value) in members.iter().filter_map(|member| Some((member, values.get(member.property)?))) {
            self.inside(member.property, |writer| match (member.node, member.inside(), value) {
                (Node::None, Content::Object(members, _), Value::Object(values)) => writer.attributes(members, values),
                (Node::Attribute, Content::Unclear(reason), _) => {
                    Err(format!("{} has no form in XML: {reason}", writer.place()))
                }
                // An attribute that is null is left out (OpenAPI 3.2, Handling `null` Values).
                (Node::Attribute, _, Value::Null) if member.nullable => Ok(()),
                (Node::Attribute, ..) => writer.attribute(member, value),
                _ => Ok(()),
            })?;
        }
        Ok(())
    }

    fn attribute(&mut self, xml: &Xml, value: &Value) -> Written {
        let text = self.scalar(value)?;
        self.declare(xml)?;
        self.push(qualified(xml.prefix, xml.name), &text)
    }

    fn push(&mut self, name: String, value: &str) -> Written {
        if self.attributes.contains(&name) {
            return Err(format!("{} would be a second attribute `{name}` of its element", self.place()));
        }
        self.text.extend([" ", &name, "=\""]);
        push_attribute(&mut self.text, value);
        self.text.push('"');
        self.attributes.push(name);
        Ok(())
    }

    /// What of the members is not in the start tag.
    fn members(&mut self, members: &'static [Xml], others: Option<&'static Xml>, values: &Map) -> Written {
        for (member, value) in members.iter().filter_map(|member| Some((member, values.get(member.property)?))) {
            self.inside(member.property, |writer| writer.member(member, value))?;
        }
        let is_other = |name: &str| members.iter().all(|member| member.property != name);
        let any = Xml::element("").any();
        for (name, value) in values.iter().filter(|(name, _)| is_other(name)) {
            self.inside(name, |writer| writer.other(others.unwrap_or(&any), name, value))?;
        }
        Ok(())
    }

    fn member(&mut self, member: &Xml, value: &Value) -> Written {
        match member.node {
            Node::Element if matches!(value, Value::Array(_)) && matches!(member.inside(), Content::Any) => {
                self.repeated(member, member.name, value)
            }
            Node::Element => self.element(member, member.name, value),
            Node::Attribute => Ok(()),
            Node::Text | Node::Cdata => {
                let text = self.scalar(value)?;
                let push = if member.node == Node::Text { push_text } else { push_cdata };
                push(&mut self.text, &text);
                Ok(())
            }
            Node::None if value.is_null() && member.nullable => Ok(()),
            Node::None => match member.inside() {
                Content::Object(..) | Content::List(_) => self.content(member, value),
                Content::Unclear(reason) => Err(format!("{} has no form in XML: {reason}", self.place())),
                _ => Err(format!("{} has no form in XML: it is no node there", self.place())),
            },
        }
    }

    /// A member that no schema names: an element of its name, or several for a list.
    fn other(&mut self, xml: &Xml, name: &str, value: &Value) -> Written {
        match (xml.node, xml.inside(), value) {
            (_, Content::Any, Value::Array(_)) => self.repeated(xml, name, value),
            (Node::None, Content::List(items), Value::Array(values)) => {
                for (index, item) in values.iter().enumerate() {
                    let Some(xml) = items.get(index).or(items.last()) else { continue };
                    self.inside(&index.to_string(), |writer| writer.element(xml, name, item))?;
                }
                Ok(())
            }
            _ => self.element(xml, name, value),
        }
    }

    fn repeated(&mut self, xml: &Xml, name: &str, value: &Value) -> Written {
        let Value::Array(items) = value else { return Ok(()) };
        for (index, item) in items.iter().enumerate() {
            self.inside(&index.to_string(), |writer| match item {
                Value::Array(_) => Err(writer.wrong("a list in a list")),
                item => writer.element(xml, name, item),
            })?;
        }
        Ok(())
    }

    fn items(&mut self, items: &[Xml], values: &[Value]) -> Written {
        for (index, value) in values.iter().enumerate() {
            let Some(item) = items.get(index).or(items.last()) else { continue };
            self.inside(&index.to_string(), |writer| writer.element(item, item.name, value))?;
        }
        Ok(())
    }

    /// Declares the namespace of a name, unless its prefix means it here already.
    fn declare(&mut self, xml: &Xml) -> Written {
        let known = self.scope.iter().rev().find(|(prefix, _)| *prefix == xml.prefix).map(|(_, uri)| *uri);
        let Some(uri) = xml.namespace.or(known) else {
            // `xml` needs no declaration (Namespaces in XML 1.0, section 3).
            let is_bound = xml.prefix.is_empty() || xml.prefix == "xml";
            return if is_bound {
                Ok(())
            } else {
                Err(format!("nothing says which namespace the prefix `{}` means", xml.prefix))
            };
        };
        if self.tag.iter().any(|(prefix, other)| *prefix == xml.prefix && *other != uri) {
            return Err(format!("the prefix `{}` would mean two namespaces in one element", xml.prefix));
        }
        self.tag.push((xml.prefix, uri));
        if known != Some(uri) {
            self.scope.push((xml.prefix, uri));
            let name = if xml.prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{}", xml.prefix) };
            return self.push(name, uri);
        }
        Ok(())
    }

    /// The rest of an element that stands for null (OpenAPI 3.2, Handling `null` Values).
    fn nil(&mut self, xml: &Xml) -> Written {
        if !xml.nullable && !matches!(xml.inside(), Content::Any) {
            return Err(self.wrong("null"));
        }
        self.declare(&Xml::attribute("nil").prefix("xsi").namespace(XSI))?;
        self.text.push_str(" xsi:nil=\"true\"/>");
        Ok(())
    }

    fn scalar(&self, value: &Value) -> Result<String, String> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Null => return Err(self.wrong("null")),
            Value::Array(_) => return Err(self.wrong("a list")),
            Value::Object(_) => return Err(self.wrong("an object")),
        };
        match forbidden(&text) {
            None => Ok(text),
            Some(char) => {
                Err(format!("{} has a character that XML cannot hold (U+{:04X})", self.place(), u32::from(char)))
            }
        }
    }

    fn inside(&mut self, token: &str, write: impl FnOnce(&mut Self) -> Written) -> Written {
        self.path.push(token.replace('~', "~0").replace('/', "~1"));
        write(self)?;
        self.path.pop();
        Ok(())
    }

    fn wrong(&self, found: &str) -> String {
        format!("{} is {found}, for which its description in XML has no place", self.place())
    }

    /// How a message names the value at hand.
    fn place(&self) -> String {
        if self.path.is_empty() { "the whole".to_owned() } else { format!("`/{}`", self.path.join("/")) }
    }
}

fn qualified(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}") }
}
