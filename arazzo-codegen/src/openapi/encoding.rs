//! How the properties of a form, or of a body of several parts, are written (Encoding Object).

use super::node::Node;
use super::operation::{Media, Style};
use super::slips::{Slip, slip};
use super::swagger;
use crate::value::Value;

/// What a description says of one property.
#[derive(Clone, Debug)]
pub(crate) struct Encoding {
    pub(crate) content_type: Option<String>,
    /// Where a style is said, and not only a content type: then the content type does not count.
    pub(crate) written: Option<Written>,
    pub(crate) node: Node,
    /// To be said where the property is sent.
    pub(crate) slips: Vec<Slip>,
}

/// The style of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    /// The styles of lists in a list, the outer ones first.
    pub(crate) within: Vec<Style>,
}

impl Media {
    /// The properties that the description says something about.
    pub(crate) fn encoded(&self) -> Vec<String> {
        let members = self.encoding.as_ref().map(Node::members).unwrap_or_default();
        members.into_iter().map(|(name, _)| name).collect()
    }

    /// What it says of one of them.
    pub(crate) fn encoding_of(&self, property: &str) -> Option<Encoding> {
        let node = self.encoding.as_ref()?.get(property)?;
        let mut slips = Vec::new();
        Some(Encoding {
            content_type: node.value.text("contentType").map(str::to_owned),
            written: written(&node, &mut slips).filter(|_| self.has_styles),
            node,
            slips,
        })
    }
}

/// One of the three fields is enough: the others have their defaults then.
fn written(node: &Node, slips: &mut Vec<Slip>) -> Option<Written> {
    let flag = |key: &str| node.value.get(key).and_then(Value::as_bool);
    let said = ["style", "explode", "allowReserved"].into_iter().any(|key| node.value.get(key).is_some());
    let style = match node.value.text("style") {
        Some("spaceDelimited") => Style::SpaceDelimited,
        Some("pipeDelimited") => Style::PipeDelimited,
        Some("deepObject") => Style::DeepObject,
        // Of Swagger 2.0.
        Some("tabDelimited") => Style::TabDelimited,
        None | Some("form") => Style::Form,
        Some(other) => {
            let reason = "a property is written in `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`";
            slips.push(slip(node.place.key("style").value(), format!("the style `{other}`"), reason, "read as `form`"));
            Style::Form
        }
    };
    said.then(|| Written {
        style,
        explode: flag("explode").unwrap_or(style == Style::Form),
        allow_reserved: flag("allowReserved") == Some(true),
        within: node.value.get(swagger::LIST).map(swagger::within).unwrap_or_default(),
    })
}
