//! What values are in XML: the decisions that `rt::Xml` writes down.

use super::XmlId;
use crate::openapi::{Scalar, StatusKey, XmlNode};

/// A value as a node of XML.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Xml {
    pub(crate) node: XmlNode,
    /// The member that it is; empty for a root and for items.
    pub(crate) property: String,
    pub(crate) name: String,
    pub(crate) prefix: Option<String>,
    pub(crate) namespace: Option<String>,
    pub(crate) content: XmlContent,
    pub(crate) nullable: bool,
    pub(crate) required: bool,
}

/// What is in a node.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum XmlContent {
    Scalar(Scalar),
    Any,
    Object {
        members: Vec<Xml>,
        others: Option<Box<Xml>>,
    },
    /// The items one by one; the last stands for all that follow.
    List(Vec<Xml>),
    /// That of a static of the workflow.
    Same(XmlId),
    /// Why it has no form.
    Unclear(String),
}

/// A static that holds a node.
#[derive(Clone, Debug)]
pub(crate) struct XmlStatic<N = String> {
    pub(crate) constant: N,
    pub(crate) of: XmlOf,
    pub(crate) xml: Xml,
}

/// What a static is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum XmlOf {
    /// The request of a step.
    Request { step: String },
    /// Some responses of a step.
    Response { step: String, status: StatusKey },
    /// What a schema describes.
    Schema { name: String },
}

impl Xml {
    /// A node that holds this.
    pub(crate) fn new(node: XmlNode, property: &str, name: &str, content: XmlContent) -> Xml {
        let (property, name) = (property.to_owned(), name.to_owned());
        Xml { node, property, name, prefix: None, namespace: None, content, nullable: false, required: false }
    }
}

impl XmlOf {
    /// What a constant for it is called, in words.
    pub(crate) fn words(&self) -> String {
        match self {
            XmlOf::Request { step } => format!("{step} xml"),
            XmlOf::Response { step, status } => format!("{step} {} xml", status.text()),
            XmlOf::Schema { name } => format!("{name} xml"),
        }
    }

    /// What it is, for a comment.
    pub(crate) fn docs(&self) -> String {
        match self {
            XmlOf::Request { step } => format!("The XML of the request of step `{step}`."),
            XmlOf::Response { step, status: StatusKey::Default } => {
                format!("The XML of the other responses of step `{step}`.")
            }
            XmlOf::Response { step, status } => {
                format!("The XML of the responses of step `{step}` with the status {}.", status.text())
            }
            XmlOf::Schema { name } => format!("The XML of the schema `{name}`."),
        }
    }
}
