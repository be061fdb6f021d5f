//! A root that no schema names: `{ Tagging: … }` is the object around it, and `<Tagging>` is the root.

use super::build::{Builder, Root, Spot, Want, unclear};
use crate::model::{Expr, InputTypes, Ty, Xml, XmlContent};
use crate::openapi::{Node, XmlKind, XmlNode};
use std::slice;

/// What gives the schema of an object another meaning than that of its one property.
const MORE: [&str; 8] = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "patternProperties", "xml", "if"];

const NO_ELEMENT: &str =
    "the root is an element, and its only property is none; a list is one with `xml: { wrapped: true }`";

/// The only property of a schema that has no name, neither of its own nor from a component.
pub(super) fn only_property(schema: &Node) -> Option<String> {
    let says_more = MORE.iter().any(|key| schema.value.get(key).is_some())
        || schema.value.get("additionalProperties").is_some_and(|others| others.as_object().is_some());
    let properties = schema.get("properties").filter(|_| !says_more)?.members();
    match properties.as_slice() {
        [(name, _)] => Some(name.clone()),
        _ => None,
    }
}

/// Whether a payload may be an object with this member alone.
pub(super) fn may_have(value: &Expr, property: &str, inputs: &InputTypes) -> bool {
    match value {
        Expr::Object(members) => matches!(members.as_slice(), [(name, _)] if name == property),
        Expr::Literal(_) | Expr::Array(_) => false,
        Expr::Input(path) => match &path.ty {
            Ty::Named(id) | Ty::Boxed(id) => inputs.object(*id).is_none_or(|object| {
                object.extra.is_some() || object.fields.iter().any(|field| field.name == property)
            }),
            Ty::Array(_) => false,
            _ => true,
        },
        _ => true,
    }
}

impl Builder<'_> {
    /// An object whose only property is the root; nothing where that is no element, or where no pointer leads to it.
    pub(super) fn document(&mut self, schema: &Node, want: Want<'_>) -> Option<Xml> {
        let XmlKind::Object { properties, .. } = self.view(slice::from_ref(schema)).kind else { return None };
        let members = match want {
            Want::Written(Expr::Object(members)) => self.written(members, &properties, None),
            Want::Read(reads) => self.read(reads, &properties),
            Want::All | Want::Written(_) => {
                properties.iter().map(|property| self.property(property, Want::All)).collect()
            }
        };
        let is_element = members.first()?.node == XmlNode::Element;
        if let (false, Want::Written(_)) = (is_element, want) {
            self.note(Spot::root(Root::Written), want, NO_ELEMENT.to_owned(), Some(schema));
            return Some(unclear(Spot::root(Root::Written), NO_ELEMENT));
        }
        is_element.then(|| Xml::new(XmlNode::None, "", "", XmlContent::Object { members, others: None }))
    }
}
