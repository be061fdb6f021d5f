//! A third question to a schema: what its values are in XML (OpenAPI, XML Object).

use super::alternative::{Alternative, Alternatives};
use super::alternatives::Walk;
use super::library::Library;
use super::node::{Node, flag, reference_of};
use super::reach::{Scalar, Shape};
use super::schema::{requires, shape};
use super::slips::slip;
use crate::diagnostic::Report;
use crate::place::{Place, Segment};

/// What the schemas that a value has to fit say about it.
#[derive(Clone, Debug)]
pub(crate) struct XmlView {
    pub(crate) kind: XmlKind,
    pub(crate) nullable: bool,
    pub(crate) notes: XmlNotes,
    /// The component that a reference leads to, by its name.
    pub(crate) component: Option<String>,
    /// The schemas that say what is in it; what has the same ones is the same.
    pub(crate) identity: Vec<Place>,
    /// The name of the component that they stand in, where that is elsewhere.
    pub(crate) shared: Option<String>,
    /// Where the name in `notes` stands.
    pub(crate) named_at: Option<Place>,
}

/// The kind of a value.
#[derive(Clone, Debug)]
pub(crate) enum XmlKind {
    Scalar(Scalar),
    /// Nothing is said.
    Any,
    Object {
        properties: Vec<XmlProperty>,
        /// What all other members are, where that is said.
        others: Option<Vec<Node>>,
    },
    List(Vec<Node>),
    /// Why it is none of them.
    Unclear(&'static str),
}

/// A property of an object. Where the object is one of several, it may be described several times.
#[derive(Clone, Debug)]
pub(crate) struct XmlProperty {
    pub(crate) name: String,
    pub(crate) schemas: Vec<Vec<Node>>,
    pub(crate) required: bool,
}

/// What an XML Object says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct XmlNotes {
    pub(crate) name: Option<String>,
    pub(crate) namespace: Option<String>,
    pub(crate) prefix: Option<String>,
    pub(crate) node: Option<XmlNode>,
    /// Since version 3.2 an element behind a reference is called like the component.
    pub(crate) named_by_component: bool,
}

/// The kind of a node. `attribute: true` and `wrapped: true` say it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum XmlNode {
    Element,
    Attribute,
    Text,
    Cdata,
    None,
}

/// What schemas that a value has to fit together say about its XML.
pub(crate) fn xml_view(library: &mut Library, schemas: &[Node], report: &mut Report) -> XmlView {
    let mut walk = Walk::new(library, report);
    let alternatives = walk.alternatives(schemas);
    let kind = kind(&mut walk, &alternatives);
    let (notes, kind) = match notes(&mut walk, &alternatives, schemas) {
        Ok(notes) => (notes, kind),
        Err(reason) => (XmlNotes::default(), XmlKind::Unclear(reason)),
    };
    let component = match schemas {
        [only] => reference_of(&only.value).and_then(|_| walk.0.library.hop(only, walk.0.report)),
        _ => None,
    };
    let telling = alternatives.all.iter().flat_map(|alternative| &alternative.facets).filter(|facet| is_telling(facet));
    let telling: Vec<&Node> = telling.collect();
    let far = telling.iter().find(|facet| !is_within(facet, schemas)).and_then(|facet| component_name(&facet.place));
    let component = component.and_then(|component| component_name(&component.place));
    XmlView {
        kind,
        nullable: alternatives.nullable,
        notes,
        identity: telling.iter().map(|facet| facet.place.clone()).collect(),
        shared: far.map(|far| component.clone().unwrap_or(far)),
        component,
        named_at: named_at(&alternatives, schemas),
    }
}

fn kind(walk: &mut Walk<'_>, alternatives: &Alternatives) -> XmlKind {
    if let Shape::Scalar(scalar) = shape(walk, alternatives, 0) {
        return XmlKind::Scalar(scalar);
    }
    let kinds: Vec<Option<&str>> = alternatives.all.iter().map(kind_of).collect();
    let all = |wanted: &[&str]| kinds.iter().all(|kind| kind.is_some_and(|kind| wanted.contains(&kind)));
    if kinds.iter().all(Option::is_none) {
        XmlKind::Any
    } else if all(&["object"]) {
        object(alternatives)
    } else if all(&["array"]) {
        list(alternatives)
    } else if all(&["string", "integer", "number", "boolean"]) {
        // A text is what every one of them is in XML.
        XmlKind::Scalar(Scalar::String)
    } else {
        XmlKind::Unclear("its schema admits values of different kinds, which look alike in XML")
    }
}

/// The type that an alternative has, or that its keywords are for: an element of XML says nothing of its type.
fn kind_of(alternative: &Alternative) -> Option<&str> {
    let has = |key: &str| alternative.facets.iter().any(|facet| facet.value.get(key).is_some());
    let implied = || if has("properties") { Some("object") } else { has("items").then_some("array") };
    alternative.kind().or_else(implied)
}

/// The properties of all alternatives. What is composed stands before what composes it, as a base type does in XML Schema.
fn object(alternatives: &Alternatives) -> XmlKind {
    let mut properties: Vec<XmlProperty> = Vec::new();
    let mut others: Option<Vec<Node>> = None;
    for Alternative { facets, .. } in &alternatives.all {
        let (composing, composed): (Vec<&Node>, Vec<&Node>) =
            facets.iter().partition(|facet| facet.get("allOf").is_some());
        for (name, schemas) in declared(composed.into_iter().chain(composing)) {
            let required = facets.iter().any(|facet| requires(facet, &name));
            match properties.iter_mut().find(|known| known.name == name) {
                Some(known) => {
                    known.required &= required;
                    let is_known = known.schemas.iter().any(|known| same_places(known, &schemas));
                    known.schemas.extend((!is_known).then_some(schemas));
                }
                None => properties.push(XmlProperty { name, schemas: vec![schemas], required }),
            }
        }
        let open = facets.iter().filter_map(|facet| facet.get("additionalProperties"));
        let open: Vec<Node> = open.filter(|node| node.value.as_object().is_some()).collect();
        others = others.or(Some(open).filter(|open| !open.is_empty()));
    }
    XmlKind::Object { properties, others }
}

/// The properties that schemas declare together, in their order.
fn declared<'n>(facets: impl Iterator<Item = &'n Node>) -> Vec<(String, Vec<Node>)> {
    let mut declared: Vec<(String, Vec<Node>)> = Vec::new();
    for (name, schema) in facets.filter_map(|facet| facet.get("properties")).flat_map(|properties| properties.members())
    {
        match declared.iter_mut().find(|(known, _)| *known == name) {
            Some((_, schemas)) => schemas.push(schema),
            None => declared.push((name, vec![schema])),
        }
    }
    declared
}

fn list(alternatives: &Alternatives) -> XmlKind {
    let of = |alternative: &Alternative| -> Vec<Node> {
        alternative.facets.iter().filter_map(|facet| facet.get("items")).collect()
    };
    let mut lists = alternatives.all.iter().map(of);
    let first = lists.next().unwrap_or_default();
    if alternatives
        .all
        .iter()
        .flat_map(|alternative| &alternative.facets)
        .any(|facet| facet.get("prefixItems").is_some())
    {
        return XmlKind::Unclear("lists with `prefixItems` are not compiled to XML");
    }
    if lists.all(|list| same_places(&list, &first)) {
        XmlKind::List(first)
    } else {
        XmlKind::Unclear("its schema admits lists of different items")
    }
}

fn same_places(left: &[Node], right: &[Node]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.place == right.place)
}

/// What all alternatives say of the node.
fn notes(walk: &mut Walk<'_>, alternatives: &Alternatives, schemas: &[Node]) -> Result<XmlNotes, &'static str> {
    let mut all: Vec<XmlNotes> = Vec::new();
    for alternative in &alternatives.all {
        all.push(notes_of(walk, &alternative.facets, schemas)?);
    }
    let Some(first) = all.first().cloned() else {
        // Null alone is a node too.
        return notes_of(walk, schemas, schemas);
    };
    if all.iter().all(|notes| *notes == first) {
        Ok(first)
    } else {
        Err("its schema is one of several that are different nodes in XML")
    }
}

/// What the nearest XML Object says of each matter: one beside a reference counts before the one behind it.
fn notes_of(walk: &mut Walk<'_>, facets: &[Node], schemas: &[Node]) -> Result<XmlNotes, &'static str> {
    let (near, far): (Vec<&Node>, Vec<&Node>) = facets.iter().partition(|facet| is_within(facet, schemas));
    let mut notes = XmlNotes::default();
    let is_array = facets.iter().any(|facet| facet.value.text("type") == Some("array"));
    let (mut attribute, mut wrapped) = (None, None);
    for facet in near.into_iter().chain(far) {
        let is_new = is_since_3_2(walk.0.library, facet);
        let refers = reference_of(&facet.value).is_some();
        notes.named_by_component |= is_new && refers;
        let Some(xml) = facet.get("xml") else { continue };
        if refers && is_before_3_1(walk.0.library, facet) {
            let (what, reason) = ("this `xml`", "before version 3.1, what stands beside `$ref` means nothing");
            let (mark, kind) = slip(xml.place.name(), what.to_owned(), reason, "not used");
            walk.0.report.add(mark, kind);
            continue;
        }
        let node = match xml.value.text("nodeType") {
            Some(written) => Some(XmlNode::parse(written).ok_or("its `nodeType` is none that OpenAPI knows")?),
            None => None,
        };
        // Beside a reference, only a `nodeType` makes it a node of its own.
        if is_new && refers && matches!(node, None | Some(XmlNode::None)) {
            continue;
        }
        let text = |key: &str| xml.value.text(key).map(str::to_owned);
        notes.named_by_component &= !(is_new && refers);
        notes.name = notes.name.or(text("name"));
        notes.namespace = notes.namespace.or(text("namespace")).filter(|uri| !uri.is_empty());
        notes.prefix = notes.prefix.or(text("prefix")).filter(|prefix| !prefix.is_empty());
        notes.node = notes.node.or(node);
        attribute = attribute.or(flag(&xml, "attribute"));
        wrapped = wrapped.or(flag(&xml, "wrapped"));
    }
    notes.node = notes.node.or(match (attribute, wrapped) {
        (Some(true), _) => Some(XmlNode::Attribute),
        (_, Some(true)) if is_array => Some(XmlNode::Element),
        _ => None,
    });
    Ok(notes)
}

/// Where the nearest name stands.
fn named_at(alternatives: &Alternatives, schemas: &[Node]) -> Option<Place> {
    let facets = &alternatives.all.first()?.facets;
    let (near, far): (Vec<&Node>, Vec<&Node>) = facets.iter().partition(|facet| is_within(facet, schemas));
    near.into_iter().chain(far).find_map(|facet| Some(facet.get("xml")?.get("name")?.place))
}

impl XmlNode {
    fn parse(text: &str) -> Option<XmlNode> {
        Some(match text {
            "element" => XmlNode::Element,
            "attribute" => XmlNode::Attribute,
            "text" => XmlNode::Text,
            "cdata" => XmlNode::Cdata,
            "none" => XmlNode::None,
            _ => return None,
        })
    }
}

fn is_before_3_1(library: &mut Library, node: &Node) -> bool {
    let root = library.root(node.place.file).ok();
    root.is_some_and(|root| {
        root.value.get("swagger").is_some()
            || root.value.text("openapi").is_some_and(|version| version.starts_with("3.0"))
    })
}

fn is_since_3_2(library: &mut Library, node: &Node) -> bool {
    let root = library.root(node.place.file).ok();
    root.is_some_and(|root| root.value.text("openapi").is_some_and(|version| version.starts_with("3.2")))
}

/// Whether a schema is one of others, or a part of one.
fn is_within(node: &Node, schemas: &[Node]) -> bool {
    let path = node.place.path.segments();
    schemas.iter().any(|schema| schema.place.file == node.place.file && path.starts_with(&schema.place.path.segments()))
}

/// Whether a schema says what is in a value.
fn is_telling(facet: &Node) -> bool {
    const TELLING: [&str; 6] = ["properties", "additionalProperties", "items", "type", "enum", "required"];
    TELLING.iter().any(|key| facet.value.get(key).is_some())
}

/// The name under which a schema stands among others.
fn component_name(place: &Place) -> Option<String> {
    match place.path.segments().as_slice() {
        [.., Segment::Key(of), Segment::Key(name)] if ["schemas", "definitions", "$defs"].contains(&of.as_str()) => {
            Some(name.clone())
        }
        _ => None,
    }
}

/// Whether a value is a name of XML without a prefix (Namespaces in XML 1.0, section 3).
pub(crate) fn is_xml_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_name) && chars.all(|char| starts_name(char) || continues_name(char))
}

fn starts_name(char: char) -> bool {
    matches!(char,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

fn continues_name(char: char) -> bool {
    matches!(char, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}
