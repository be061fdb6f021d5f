//! From schemas to nodes of XML: names, order and kinds, as the XML Objects of a description have them.

use super::forms::{Form, form_of};
use crate::diagnostic::{Kind, Report};
use crate::model::{Expr, Ids, Xml, XmlContent, XmlId, XmlOf};
use crate::openapi::{Library, Node, XmlKind, XmlNode, XmlNotes, XmlProperty, XmlView, is_xml_name, xml_view};
use crate::place::{Mark, Place};
use crate::resolve::draft::{Unnamed, XmlStatic};
use crate::value::Value;

/// Nodes inside of nodes deeper than this are not described.
const MAX_DEPTH: usize = 64;

/// More nodes than these are not described for one body.
const MAX_NODES: usize = 20_000;

pub(super) const UNNAMED: &str = "nothing names it; add `xml: { name: … }` to its schema";

const UNWRAPPED: &str = "a list at the root needs an element around its items: `xml: { wrapped: true }`";

/// How much of a schema is wanted.
#[derive(Clone, Copy)]
pub(super) enum Want<'w> {
    All,
    /// What a value has that the document writes, in its order.
    Written(&'w Expr),
    /// What pointers lead to.
    Read(&'w [Read]),
}

/// The rest of a pointer, and where the document has it.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) tokens: Vec<String>,
    pub(super) mark: Mark,
}

/// A value that has no form in XML.
#[derive(Clone, Debug)]
pub(super) struct Unclear {
    pub(super) mark: Mark,
    /// What it is; nothing for the whole.
    pub(super) what: Option<String>,
    pub(super) reason: String,
    pub(super) schema: Option<Place>,
}

/// Where a schema stands.
#[derive(Clone, Copy)]
pub(super) struct Spot<'s> {
    /// The member that it describes; empty for a root and for items.
    pub(super) property: &'s str,
    /// What an element for it is called, where its schema has no name of its own.
    pub(super) inferred: Option<&'s str>,
    pub(super) required: bool,
    pub(super) root: Root,
}

/// Whether a schema describes the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    No,
    /// Of a request: its name must be known.
    Written,
    /// Of a response: it is whatever is there, unless the description has a name for it.
    Read,
}

impl<'s> Spot<'s> {
    pub(super) fn root(root: Root) -> Spot<'s> {
        Spot { property: "", inferred: None, required: true, root }
    }

    fn member(property: &'s str, required: bool) -> Spot<'s> {
        Spot { property, inferred: Some(property), required, root: Root::No }
    }

    fn item(inferred: Option<&'s str>) -> Spot<'s> {
        Spot { property: "", inferred, required: true, root: Root::No }
    }
}

/// Makes nodes of schemas.
pub(super) struct Builder<'a> {
    pub(super) library: &'a mut Library,
    pub(super) report: &'a mut Report,
    pub(super) statics: &'a mut Ids<XmlId, XmlStatic>,
    /// What of `statics` describes which schemas.
    pub(super) known: &'a mut Vec<(Vec<Place>, XmlId)>,
    /// The objects that are being described, and those that were.
    open: Vec<Open>,
    met: Vec<Vec<Place>>,
    pub(super) unclear: Vec<Unclear>,
    place: Place,
    depth: usize,
    /// How many more nodes are described.
    budget: usize,
}

/// An object that is being described.
struct Open {
    identity: Vec<Place>,
    /// Its static, once it is known to have one.
    index: Option<XmlId>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        (library, report): (&'a mut Library, &'a mut Report),
        statics: &'a mut Ids<XmlId, XmlStatic>,
        known: &'a mut Vec<(Vec<Place>, XmlId)>,
        place: Place,
    ) -> Builder<'a> {
        let (open, met, unclear) = (Vec::new(), Vec::new(), Vec::new());
        Builder { library, report, statics, known, open, met, unclear, place, depth: 0, budget: MAX_NODES }
    }

    /// The node of a value that has to fit these schemas.
    pub(super) fn node(&mut self, spot: Spot<'_>, schemas: &[Node], want: Want<'_>) -> Xml {
        self.depth += 1;
        self.budget = self.budget.saturating_sub(1);
        let chosen = self.chosen(schemas, want);
        let schemas = chosen.as_ref().map_or(schemas, std::slice::from_ref);
        let view = self.view(schemas);
        let mut xml = match form_of(&view) {
            _ if self.is_exhausted() => unclear(spot, "its schema is too large, or nested too deep"),
            Ok(Form::List { items, wrapped }) => self.list(spot, &view, items, wrapped, want),
            Ok(Form::Node(node)) => self.single(spot, &view, node, want),
            Err(reason) => unclear(spot, reason),
        };
        spot.property.clone_into(&mut xml.property);
        xml.nullable = view.nullable && !matches!(view.kind, XmlKind::Any);
        if let XmlContent::Unclear(reason) = &xml.content {
            self.note(spot, want, reason.clone(), schemas.first());
        }
        self.depth -= 1;
        xml
    }

    /// The only one of several schemas that declares all members of an object that the document writes.
    fn chosen(&mut self, schemas: &[Node], want: Want<'_>) -> Option<Node> {
        let (Want::Written(Expr::Object(members)), [schema]) = (want, schemas) else { return None };
        let schema = self.library.resolve(schema.clone(), self.report)?;
        let variants = schema.get("oneOf").or_else(|| schema.get("anyOf"))?.items();
        let mut fitting = variants.into_iter().filter(|variant| {
            let view = xml_view(self.library, std::slice::from_ref(variant), self.report);
            let XmlKind::Object { properties, .. } = view.kind else { return false };
            members.iter().all(|(name, _)| properties.iter().any(|known| known.name == *name))
        });
        let first = fitting.next()?;
        let says_more = ["properties", "allOf", "xml"].iter().any(|key| schema.get(key).is_some());
        (!says_more && fitting.next().is_none()).then_some(first)
    }

    pub(super) fn view(&mut self, schemas: &[Node]) -> XmlView {
        if !schemas.is_empty() && !self.is_exhausted() {
            return xml_view(self.library, schemas, self.report);
        }
        let (notes, identity) = (XmlNotes::default(), Vec::new());
        XmlView { kind: XmlKind::Any, nullable: true, notes, component: None, identity, shared: None, named_at: None }
    }

    fn is_exhausted(&self) -> bool {
        self.depth > MAX_DEPTH || self.budget == 0
    }

    /// Remembers a value that is surely sent or read, and has no form.
    pub(super) fn note(&mut self, spot: Spot<'_>, want: Want<'_>, reason: String, schema: Option<&Node>) {
        let mark = match want {
            Want::All => return,
            Want::Written(_) => self.place.value(),
            Want::Read(reads) => match reads.first() {
                Some(read) => read.mark.clone(),
                None => return,
            },
        };
        let what = match (spot.root, spot.property) {
            (Root::No, "") => Some("an item".to_owned()),
            (Root::No, property) => Some(format!("`{property}`")),
            (Root::Written | Root::Read, _) => None,
        };
        self.unclear.push(Unclear { mark, what, reason, schema: schema.map(|schema| schema.place.clone()) });
    }

    /// One node, which is no list.
    fn single(&mut self, spot: Spot<'_>, view: &XmlView, node: XmlNode, want: Want<'_>) -> Xml {
        let content = self.content(spot, view, want);
        if let (XmlKind::Any, Want::Written(Expr::Array(_)), XmlNode::Element) = (&view.kind, want, node) {
            if spot.root != Root::No {
                return unclear(spot, UNWRAPPED);
            }
            // Where nothing is described, a list is its items.
            return Xml::new(XmlNode::None, spot.property, "", content);
        }
        if spot.root != Root::No && node != XmlNode::Element {
            return unclear(spot, "the root of XML is an element");
        }
        if matches!(node, XmlNode::Text | XmlNode::Cdata | XmlNode::None) {
            return Xml::new(node, spot.property, "", content);
        }
        named(spot, view, node, content)
    }

    fn content(&mut self, spot: Spot<'_>, view: &XmlView, want: Want<'_>) -> XmlContent {
        match (&view.kind, want) {
            (XmlKind::Object { properties, others }, Want::Written(Expr::Object(members))) => {
                let members = self.written(members, properties, others.as_deref());
                XmlContent::Object { members, others: None }
            }
            (XmlKind::Any, Want::Written(Expr::Object(members))) => {
                let members = self.written(members, &[], None);
                XmlContent::Object { members, others: None }
            }
            (XmlKind::Any, Want::Written(Expr::Array(_))) => {
                XmlContent::List(self.items(Spot::item(spot.inferred), &[], want))
            }
            (_, Want::Written(expr)) if !may_be(&view.kind, expr) => {
                XmlContent::Unclear("its schema says that it is something else".to_owned())
            }
            (XmlKind::Scalar(scalar), _) => XmlContent::Scalar(*scalar),
            (XmlKind::Object { properties, others }, Want::Read(reads))
                if reads.iter().all(|read| !read.tokens.is_empty()) =>
            {
                let is_declared = |read: &Read| properties.iter().any(|known| read.tokens.first() == Some(&known.name));
                let others = others.as_deref().filter(|_| !reads.iter().all(is_declared));
                let members = self.read(reads, properties);
                XmlContent::Object { members, others: self.others(others) }
            }
            (XmlKind::Object { properties, others }, _) => self.whole(spot, view, properties, others.as_deref()),
            (XmlKind::Any | XmlKind::List(_) | XmlKind::Unclear(_), _) => XmlContent::Any,
        }
    }

    /// All members of an object: in a static of its own where a component describes them, where it holds itself, and from the second
    /// time on.
    fn whole(
        &mut self,
        spot: Spot<'_>,
        view: &XmlView,
        properties: &[XmlProperty],
        others: Option<&[Node]>,
    ) -> XmlContent {
        if let Some((_, known)) = self.known.iter().find(|(places, _)| *places == view.identity) {
            return XmlContent::Same(*known);
        }
        let name = view.shared.as_deref().or(Some(spot.property).filter(|name| !name.is_empty())).unwrap_or("item");
        if let Some(open) = self.open.iter().position(|open| open.identity == view.identity) {
            let index = self.open.get(open).and_then(|open| open.index).unwrap_or_else(|| self.reserve(name));
            self.open.iter_mut().skip(open).take(1).for_each(|open| open.index = Some(index));
            return XmlContent::Same(index);
        }
        let is_shared = view.shared.is_some() || self.met.contains(&view.identity);
        let index = is_shared.then(|| self.reserve(name));
        self.open.push(Open { identity: view.identity.clone(), index });
        let content = self.members(properties, others);
        let index = self.open.pop().and_then(|open| open.index);
        self.met.push(view.identity.clone());
        let Some(index) = index else { return content };
        if let Some(reserved) = self.statics.get_mut(index) {
            reserved.xml.content = content;
        }
        self.known.push((view.identity.clone(), index));
        XmlContent::Same(index)
    }

    /// A static whose content follows.
    fn reserve(&mut self, name: &str) -> XmlId {
        let of = XmlOf::Schema { name: name.to_owned() };
        let xml = Xml::new(XmlNode::None, "", "", XmlContent::Any);
        self.statics.push(XmlStatic { constant: Unnamed, of, xml })
    }

    fn members(&mut self, properties: &[XmlProperty], others: Option<&[Node]>) -> XmlContent {
        let members = properties.iter().map(|property| self.property(property, Want::All)).collect();
        XmlContent::Object { members, others: self.others(others) }
    }

    /// What the members are that no property describes: their names are known at run time.
    fn others(&mut self, others: Option<&[Node]>) -> Option<Box<Xml>> {
        let spot = Spot { property: "", inferred: Some("other"), required: false, root: Root::No };
        let mut xml = self.node(spot, others?, Want::All);
        let has_own_name = |xml: &Xml| xml.name == "other";
        match &mut xml.content {
            XmlContent::List(items) if xml.node == XmlNode::None && items.iter().all(has_own_name) => {
                for item in items {
                    item.name.clear();
                }
            }
            XmlContent::List(_) => {
                xml.content = XmlContent::Unclear(
                    "lists under names that are not described need elements of their own".to_owned(),
                );
            }
            _ => {}
        }
        xml.name.clear();
        Some(Box::new(xml))
    }

    /// The members that the document writes, in its order.
    pub(super) fn written(
        &mut self,
        members: &[(String, Expr)],
        properties: &[XmlProperty],
        others: Option<&[Node]>,
    ) -> Vec<Xml> {
        let mut nodes = Vec::new();
        for (name, value) in members {
            let outer = self.enter(self.place.key(name));
            nodes.push(match properties.iter().find(|property| property.name == *name) {
                Some(property) => self.property(property, Want::Written(value)),
                None => self.node(Spot::member(name, false), others.unwrap_or_default(), Want::Written(value)),
            });
            self.place = outer;
        }
        nodes
    }

    /// The members that pointers lead to, in the order of the schema. The runtime knows others by their names.
    pub(super) fn read(&mut self, reads: &[Read], properties: &[XmlProperty]) -> Vec<Xml> {
        let below = |name: &str| -> Vec<Read> { reads.iter().filter_map(|read| read.below(name)).collect() };
        let wanted = properties.iter().map(|property| (property, below(&property.name)));
        let wanted: Vec<_> = wanted.filter(|(_, reads)| !reads.is_empty()).collect();
        wanted.into_iter().map(|(property, reads)| self.property(property, Want::Read(&reads))).collect()
    }

    pub(super) fn property(&mut self, property: &XmlProperty, want: Want<'_>) -> Xml {
        let spot = Spot::member(&property.name, property.required);
        let mut nodes: Vec<Xml> = property.schemas.iter().map(|schemas| self.node(spot, schemas, want)).collect();
        let first = nodes.pop().unwrap_or_else(|| unclear(spot, UNNAMED));
        if nodes.iter().all(|node| *node == first) {
            return first;
        }
        let reason = "the variants of the schema around it describe it in different ways";
        self.note(spot, want, reason.to_owned(), None);
        unclear(spot, reason)
    }

    /// A list: items in an element of their own, or in the one around it.
    fn list(&mut self, spot: Spot<'_>, view: &XmlView, items: &[Node], wrapped: bool, want: Want<'_>) -> Xml {
        let name = name_of(spot, view).filter(|_| wrapped);
        // At the root there is no property whose name the items could have.
        let inferred = name.as_deref().or(spot.inferred).filter(|_| spot.root == Root::No);
        let content = match want {
            Want::Written(expr) if !may_be(&view.kind, expr) => {
                XmlContent::Unclear("its schema says that it is a list".to_owned())
            }
            _ => XmlContent::List(self.items(Spot::item(inferred), items, want)),
        };
        if wrapped {
            return named(spot, view, XmlNode::Element, content);
        }
        if spot.root != Root::No {
            return unclear(spot, UNWRAPPED);
        }
        self.check_unused_name(view, &content);
        let required = spot.required;
        Xml { required, ..Xml::new(XmlNode::None, spot.property, "", content) }
    }

    /// A name of a list that is meant for its items, which it does not reach (OpenAPI, XML Object, `name`).
    fn check_unused_name(&mut self, view: &XmlView, content: &XmlContent) {
        let (Some(name), Some(place)) = (&view.notes.name, &view.named_at) else { return };
        let XmlContent::List(items) = content else { return };
        if let Some(item) = items.first().filter(|item| item.name != *name && !item.name.is_empty()) {
            let kind = Kind::UnusedXmlName { name: name.clone(), used: item.name.clone() };
            self.report.add(place.value(), kind);
        }
    }

    fn items(&mut self, spot: Spot<'_>, schemas: &[Node], want: Want<'_>) -> Vec<Xml> {
        let mut nodes: Vec<Xml> = match want {
            Want::Written(Expr::Array(items)) if !items.is_empty() => {
                let items = items.iter().enumerate();
                items.map(|(index, item)| self.written_item(spot, schemas, index, item)).collect()
            }
            Want::Read(reads) if reads.iter().all(|read| !read.tokens.is_empty()) => {
                let reads: Vec<Read> = reads.iter().filter_map(Read::inside).collect();
                vec![self.node(spot, schemas, Want::Read(&reads))]
            }
            _ => vec![self.node(spot, schemas, Want::All)],
        };
        for node in nodes.iter_mut().filter(|node| node.node != XmlNode::Element) {
            let reason = "the items of a list are elements, and these are none";
            self.note(spot, want, reason.to_owned(), schemas.first());
            *node = unclear(spot, reason);
        }
        let all_alike = nodes.windows(2).all(|pair| pair.first() == pair.last());
        nodes.truncate(if all_alike { 1 } else { nodes.len() });
        nodes
    }

    fn written_item(&mut self, spot: Spot<'_>, schemas: &[Node], index: usize, item: &Expr) -> Xml {
        let outer = self.enter(self.place.index(index));
        let node = self.node(spot, schemas, Want::Written(item));
        self.place = outer;
        node
    }

    /// Goes to a place in the payload, and returns the one around it. A body that is written as text has no places inside.
    fn enter(&mut self, place: Place) -> Place {
        let outer = self.place.clone();
        if self.library.peek(&place).is_some() {
            self.place = place;
        }
        outer
    }
}

impl Read {
    fn below(&self, name: &str) -> Option<Read> {
        let (first, rest) = self.tokens.split_first()?;
        (first == name).then(|| Read { tokens: rest.to_vec(), mark: self.mark.clone() })
    }

    /// The same pointer behind its first token, whatever that is.
    fn inside(&self) -> Option<Read> {
        let (_, rest) = self.tokens.split_first()?;
        Some(Read { tokens: rest.to_vec(), mark: self.mark.clone() })
    }
}

/// An element or an attribute.
fn named(spot: Spot<'_>, view: &XmlView, node: XmlNode, content: XmlContent) -> Xml {
    let XmlNotes { namespace, prefix, .. } = view.notes.clone();
    // An API may call a root otherwise than the description a component.
    let is_read = spot.root == Root::Read;
    let name = if is_read { Some(view.notes.name.clone().unwrap_or_default()) } else { name_of(spot, view) };
    let Some(name) = name else { return unclear(spot, UNNAMED) };
    let is_any = is_read && name.is_empty();
    if !is_xml_name(&name) && !is_any {
        let reason = format!("`{name}` cannot be the name of an element or an attribute");
        return unclear(spot, &reason);
    }
    if prefix.as_deref().is_some_and(|prefix| prefix == "xmlns" || !is_xml_name(prefix)) {
        return unclear(spot, "its `prefix` cannot be one");
    }
    if namespace.as_deref().is_some_and(|uri| uri.chars().any(|char| char.is_control() || char.is_whitespace())) {
        return unclear(spot, "its `namespace` is no URI");
    }
    if node == XmlNode::Attribute && namespace.is_some() && prefix.is_none() {
        return unclear(spot, "an attribute in a namespace needs a `prefix`");
    }
    Xml { prefix, namespace, ..Xml::new(node, spot.property, &name, content) }
}

/// The name of an element or attribute (OpenAPI 3.2, XML Node Names; before, the name of the property or that of the root).
fn name_of(spot: Spot<'_>, view: &XmlView) -> Option<String> {
    let by_component = spot.inferred.is_none() || view.notes.named_by_component;
    let component = view.component.clone().filter(|_| by_component);
    view.notes.name.clone().or(component).or(spot.inferred.map(str::to_owned))
}

/// Whether a value that the document writes may be of a kind.
fn may_be(kind: &XmlKind, expr: &Expr) -> bool {
    let is_scalar = matches!(expr, Expr::Template(_))
        || matches!(expr, Expr::Literal(value) if !matches!(value, Value::Null | Value::Array(_) | Value::Object(_)));
    match kind {
        XmlKind::Scalar(_) => !matches!(expr, Expr::Object(_) | Expr::Array(_)),
        XmlKind::Object { .. } => !is_scalar && !matches!(expr, Expr::Array(_)),
        XmlKind::List(_) => !is_scalar && !matches!(expr, Expr::Object(_)),
        XmlKind::Any | XmlKind::Unclear(_) => true,
    }
}

/// A node that no value can be.
pub(super) fn unclear(spot: Spot<'_>, reason: &str) -> Xml {
    Xml::new(XmlNode::Element, spot.property, "", XmlContent::Unclear(reason.to_owned()))
}
