//! Which kinds of values can be which nodes.

use crate::openapi::{Node, XmlKind, XmlNode, XmlView};

/// How a value stands in XML.
pub(super) enum Form<'v> {
    Node(XmlNode),
    /// Its items stand in an element of their own, or in the one around it.
    List {
        items: &'v [Node],
        wrapped: bool,
    },
}

/// The form of a value, or why it has none.
pub(super) fn form_of(view: &XmlView) -> Result<Form<'_>, &'static str> {
    match (&view.kind, view.notes.node) {
        (XmlKind::Unclear(reason), _) => Err(reason),
        (XmlKind::List(items), None | Some(XmlNode::None)) => Ok(Form::List { items, wrapped: false }),
        (XmlKind::List(items), Some(XmlNode::Element)) => Ok(Form::List { items, wrapped: true }),
        (XmlKind::List(_) | XmlKind::Object { .. }, Some(XmlNode::Attribute | XmlNode::Text | XmlNode::Cdata)) => {
            Err("attributes and text hold one value, and it is a list or an object")
        }
        (XmlKind::Scalar(_) | XmlKind::Any, Some(XmlNode::None)) => {
            Err("its `nodeType` is `none`, and a value that is no object or list would be lost")
        }
        (_, node) => Ok(Form::Node(node.unwrap_or(XmlNode::Element))),
    }
}
