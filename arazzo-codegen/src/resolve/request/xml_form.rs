//! Bodies that are XML: as text, or made of a value.

use super::room::Requests;
use crate::diagnostic::{Kind, Reported};
use crate::document;
use crate::model::{Expr, InputTypes, XmlId};
use crate::openapi::{Media, Shape};
use crate::place::Place;
use crate::resolve::responses::is_xml;
use crate::resolve::values::is_text;
use crate::resolve::xml::XmlWriter;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

const WITHOUT_SCHEMA: &str = "its description has no schema for this type, which would say what the elements are called; XML can \
                              also be written as text, with expressions in braces: `<id>{$inputs.id}</id>`";
const REPLACED: &str =
    "an XPath finds its target in XML that is written as text, and this is an object; write the new values in it";
const CHARSET: &str = "XML of an object is written in UTF-8, and the type names another charset";

/// How the XML of a payload is made.
pub(super) enum Written {
    /// It is text, or not known before run time.
    Text,
    /// Of a value, by a static of the workflow.
    ByShape(XmlId),
}

impl Requests<'_> {
    /// How a payload of a type that is XML is written; an error where it cannot be.
    pub(super) fn xml_form(
        &mut self,
        (value, place): (Expr, &Place),
        content_type: &str,
        media: Option<&Media>,
        step: &document::Step,
    ) -> Result<(Written, Expr), Reported> {
        if !is_xml(content_type) || is_xml_text(&value, &self.known.inputs) {
            return Ok((Written::Text, value));
        }
        let must_be_made = is_no_text(&value, &self.known.inputs);
        let is_replaced = step.request_body.as_ref().is_some_and(|body| !body.replacements.is_empty());
        let schema = media.and_then(|media| media.schema.clone());
        let is_utf8 = charset(content_type).is_none_or(|name| name.eq_ignore_ascii_case("utf-8"));
        let Some(schema) = schema.filter(|_| !is_replaced && is_utf8) else {
            if must_be_made {
                let reason = match (is_replaced, is_utf8) {
                    (true, _) => REPLACED,
                    (false, false) => CHARSET,
                    (false, true) => WITHOUT_SCHEMA,
                };
                let content_type = content_type.to_owned();
                return Err(self.report.refuse(place.value(), Kind::UnfitPayload { content_type, reason }));
            }
            // What an expression gives may be text.
            return Ok((Written::Text, value));
        };
        let value = self.keep_types(value, &schema, &Pointer::default(), place);
        match self.xml().request(&step.id.text, &schema, &value, place, must_be_made) {
            Some(index) => Ok((Written::ByShape(index), value)),
            None if must_be_made => Err(self.report.refused(place.value())),
            None => Ok((Written::Text, value)),
        }
    }

    fn xml(&mut self) -> XmlWriter<'_> {
        let statics = &mut self.outgoing.xml;
        XmlWriter { library: self.library, report: self.report, inputs: &self.known.inputs, statics }
    }
}

/// Whether a payload is the text of the body.
fn is_xml_text(value: &Expr, inputs: &InputTypes) -> bool {
    matches!(value, Expr::Literal(Value::Null | Value::String(_)) | Expr::Template(_) | Expr::Replaced(..))
        || is_text(value, inputs)
}

/// Whether a payload is surely an object, a list or a number.
fn is_no_text(value: &Expr, inputs: &InputTypes) -> bool {
    match value {
        Expr::Object(_) | Expr::Array(_) | Expr::Literal(_) => true,
        Expr::Input(path) => !matches!(inputs.sent_shape(&path.ty), Shape::Any | Shape::Bytes | Shape::Body),
        _ => false,
    }
}

/// The charset that a content type names.
fn charset(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charsets.next().map(|(_, value)| value.trim().trim_matches('"'))
}
