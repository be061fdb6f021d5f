//! XML of values, and values of XML, by a description of what becomes what (OpenAPI, XML Object).
//!
//! The compiler writes the descriptions. Writing needs no library; reading needs one, behind the feature `xml`.

#[cfg(all(test, feature = "xml"))]
mod properties;
#[cfg(feature = "xml")]
mod read;
#[cfg(feature = "xml")]
mod scalar;
#[cfg(all(test, feature = "xml"))]
mod tests;
mod text;
mod write;

#[cfg(feature = "xml")]
pub(super) use read::read;
pub(super) use write::write;

/// The namespace of `xsi:nil`, which says that an element stands for null (XML Schema, part 1, section 2.6.2).
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Never called: generated code that reads XML does not compile without the feature.
#[cfg(not(feature = "xml"))]
pub(super) fn read(_: &Xml, _: &str, _: &str) -> Result<Option<super::json::Value>, String> {
    Err("the feature `xml` is missing".to_owned())
}

/// What a value is in XML: an element, an attribute, text; and what is in it. Without more words it holds a string.
#[derive(Clone, Copy, Debug)]
pub struct Xml {
    node: Node,
    /// The member of the object around it that is the value; empty for a root and for items.
    property: &'static str,
    name: &'static str,
    /// Empty for none.
    prefix: &'static str,
    namespace: Option<&'static str>,
    content: Content,
    nullable: bool,
    required: bool,
}

/// The kind of a node (OpenAPI 3.2, XML Node Types).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Element,
    Attribute,
    Text,
    Cdata,
    /// No node of its own: what is in it stands in the element around it.
    None,
}

/// What is in a node.
#[derive(Clone, Copy, Debug)]
enum Content {
    String,
    Integer,
    Number,
    Boolean,
    /// Nothing is described: an object is written as elements by the names of its members.
    Any,
    /// The members of an object, and what all others are.
    Object(&'static [Xml], Option<&'static Xml>),
    /// The items of a list, one by one; the last stands for all that follow.
    List(&'static [Xml]),
    /// The content of another one: a description may hold itself.
    Same(&'static Xml),
    /// The API's description does not say it.
    Unclear(&'static str),
}

impl Xml {
    const fn new(node: Node, property: &'static str, name: &'static str) -> Self {
        let (content, namespace) = (Content::String, None);
        Self { node, property, name, prefix: "", namespace, content, nullable: false, required: false }
    }

    /// An element; the member of its name.
    pub const fn element(name: &'static str) -> Self {
        Self::new(Node::Element, name, name)
    }

    /// An attribute of the element around it; the member of its name.
    pub const fn attribute(name: &'static str) -> Self {
        Self::new(Node::Attribute, name, name)
    }

    /// Text of the element around it, which is the member `property`.
    pub const fn text(property: &'static str) -> Self {
        Self::new(Node::Text, property, "")
    }

    /// The same in a CDATA section.
    pub const fn cdata(property: &'static str) -> Self {
        Self::new(Node::Cdata, property, "")
    }

    /// A list or an object whose parts stand in the element around it, which is the member `property`.
    pub const fn inline(property: &'static str) -> Self {
        Self::new(Node::None, property, "")
    }

    /// Content for others, see [`same`](Self::same). Of a request or response it is a document: an object whose only member is the root
    /// element. A response whose root is called otherwise is the object itself.
    pub const fn content() -> Self {
        Self::new(Node::None, "", "")
    }

    /// The member of the object, where it is called otherwise than the node.
    #[must_use]
    pub const fn of(mut self, property: &'static str) -> Self {
        self.property = property;
        self
    }

    /// The prefix of its name.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// The URI of the namespace of its name.
    #[must_use]
    pub const fn namespace(mut self, uri: &'static str) -> Self {
        self.namespace = Some(uri);
        self
    }

    /// It may be null.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// A list that is always there: without an item it is empty.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn holding(mut self, content: Content) -> Self {
        self.content = content;
        self
    }

    /// It holds a whole number.
    #[must_use]
    pub const fn integer(self) -> Self {
        self.holding(Content::Integer)
    }

    /// It holds a number.
    #[must_use]
    pub const fn number(self) -> Self {
        self.holding(Content::Number)
    }

    /// It holds `true` or `false`.
    #[must_use]
    pub const fn boolean(self) -> Self {
        self.holding(Content::Boolean)
    }

    /// It may hold anything.
    #[must_use]
    pub const fn any(self) -> Self {
        self.holding(Content::Any)
    }

    /// It holds an object with these members. Others are elements of their names.
    #[must_use]
    pub const fn object(self, members: &'static [Self]) -> Self {
        self.holding(Content::Object(members, None))
    }

    /// What the other members of the object are.
    #[must_use]
    pub const fn others(self, others: &'static Self) -> Self {
        let members = match self.content {
            Content::Object(members, _) => members,
            _ => &[],
        };
        self.holding(Content::Object(members, Some(others)))
    }

    /// It holds a list: its items one by one, of which the last stands for all that follow.
    #[must_use]
    pub const fn items(self, items: &'static [Self]) -> Self {
        self.holding(Content::List(items))
    }

    /// It holds what another one holds.
    #[must_use]
    pub const fn same(self, other: &'static Self) -> Self {
        self.holding(Content::Same(other))
    }

    /// The API's description does not say what it is: a value here is an error.
    #[must_use]
    pub const fn unclear(self, reason: &'static str) -> Self {
        self.holding(Content::Unclear(reason))
    }

    /// What is in it, by whichever description.
    fn inside(&self) -> Content {
        let mut content = self.content;
        while let Content::Same(other) = content {
            content = other.content;
        }
        content
    }
}

/// How the responses with some status are read.
#[derive(Clone, Copy, Debug)]
pub struct On {
    from: u16,
    to: u16,
    xml: Option<&'static Xml>,
}

impl On {
    /// Responses with one status.
    pub const fn status(status: u16) -> Self {
        Self { from: status, to: status, xml: None }
    }

    /// Responses with a hundred statuses: `4` is those from 400 to 499.
    pub const fn hundred(hundreds: u16) -> Self {
        let from = hundreds * 100;
        Self { from, to: from + 99, xml: None }
    }

    /// All that are not listed before.
    pub const fn otherwise() -> Self {
        Self { from: 0, to: u16::MAX, xml: None }
    }

    /// What their XML is; otherwise they have none that could be read.
    #[must_use]
    pub const fn read(mut self, xml: &'static Xml) -> Self {
        self.xml = Some(xml);
        self
    }

    /// What the description says of the XML of a response: the first that names its status decides.
    pub(super) fn find(responses: &[Self], status: u16) -> Option<&'static Xml> {
        responses.iter().find(|on| (on.from..=on.to).contains(&status))?.xml
    }
}
