//! Bodies of requests that are written as XML, and parts of responses that are read from it, by the schemas of the description.

mod build;
mod forms;
mod reads;
mod root;
mod scope;

pub(super) use reads::xml_media;

use super::media::is_xml;
use super::workflow::Scope;
use crate::diagnostic::{Kind, Relation};
use crate::document;
use crate::model::{Expr, XmlOf, XmlStatic};
use crate::openapi::{Media, Node, Shape};
use crate::place::Place;
use crate::syntax::pointer::Pointer;
use crate::value::Value;
use build::{Builder, Root, Spot, UNNAMED, Unclear, Want};
use root::{may_have, only_property};
use scope::unbound_prefix;

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
    ByShape(usize),
}

impl Scope<'_, '_> {
    /// How a payload of a type that is XML is written; nothing where a mistake was reported.
    pub(super) fn xml_form(
        &mut self,
        (value, place): (Expr, &Place),
        content_type: &str,
        media: Option<&Media>,
        step: &document::Step,
    ) -> Option<(Written, Expr)> {
        if !is_xml(content_type) || self.is_xml_text(&value) {
            return Some((Written::Text, value));
        }
        let must_be_made = self.is_no_text(&value);
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
                self.context.report.add(place.value(), Kind::UnfitPayload { content_type, reason });
            }
            // What an expression gives may be text.
            return (!must_be_made).then_some((Written::Text, value));
        };
        let value = self.keep_types(value, &schema, &Pointer::default(), place);
        match self.xml_request(&step.id.text, &schema, &value, place) {
            Ok(index) => Some((Written::ByShape(index), value)),
            Err(unclear) => {
                if must_be_made {
                    for unclear in &unclear {
                        self.report_unclear_xml(unclear, "the request body");
                    }
                }
                (!must_be_made).then_some((Written::Text, value))
            }
        }
    }

    /// The static of a request, or what of the value has no form.
    fn xml_request(&mut self, step: &str, schema: &Node, value: &Expr, place: &Place) -> Result<usize, Vec<Unclear>> {
        let before = self.xml.len();
        let only = only_property(schema);
        let is_wrapped = only.as_ref().is_some_and(|property| may_have(value, property, &self.inputs));
        let mut builder = self.builder(place.clone());
        let document = if is_wrapped { builder.document(schema, Want::Written(value)) } else { None };
        let is_document = document.is_some();
        let xml = document.unwrap_or_else(|| {
            builder.node(Spot::root(Root::Written), std::slice::from_ref(schema), Want::Written(value))
        });
        let mut unclear = builder.unclear;
        if let Some(prefix) = unbound_prefix(&xml, &self.xml) {
            let reason = format!("nothing says which namespace the prefix `{prefix}` means; add `namespace` beside it");
            unclear.push(Unclear { mark: place.value(), what: None, reason, schema: Some(schema.place.clone()) });
        }
        if !unclear.is_empty() {
            self.xml.truncate(before);
            self.xml_known.retain(|(_, known)| *known < before);
            return Err(with_property(unclear, only.as_deref()));
        }
        if let Some(property) = only.filter(|_| is_document) {
            self.report_root(property, schema, place);
        }
        let of = XmlOf::Request { step: step.to_owned() };
        self.xml.push(XmlStatic { constant: String::new(), of, xml });
        Ok(self.xml.len() - 1)
    }

    /// Says which member is the root, at its name where the document writes it.
    fn report_root(&mut self, property: String, schema: &Node, place: &Place) {
        let member = place.key(&property);
        let mark = if self.context.library.peek(&member).is_some() { member.name() } else { place.value() };
        let report = self.context.report.add(mark, Kind::UnsaidXmlRoot { property });
        report.also(schema.place.value(), Relation::Schema);
    }

    fn builder(&mut self, place: Place) -> Builder<'_> {
        let (library, report) = (&mut *self.context.library, &mut *self.context.report);
        Builder::new((library, report), &mut self.xml, &mut self.xml_known, place)
    }

    fn report_unclear_xml(&mut self, unclear: &Unclear, whole: &str) {
        let Unclear { mark, what, reason, schema } = unclear.clone();
        let what = what.unwrap_or_else(|| whole.to_owned());
        let report = self.context.report.add(mark, Kind::UnclearXml { what, reason });
        report.also_if(schema.map(|schema| schema.value()), Relation::Schema);
    }

    /// Whether a payload is the text of the body.
    fn is_xml_text(&self, value: &Expr) -> bool {
        matches!(value, Expr::Literal(Value::Null | Value::String(_)) | Expr::Template(_) | Expr::Replaced(..))
            || self.is_text(value)
    }

    /// Whether a payload is surely an object, a list or a number.
    fn is_no_text(&self, value: &Expr) -> bool {
        match value {
            Expr::Object(_) | Expr::Array(_) | Expr::Literal(_) => true,
            Expr::Input(path) => !matches!(self.inputs.sent_shape(&path.ty), Shape::Any | Shape::Bytes | Shape::Body),
            _ => false,
        }
    }
}

/// The same reasons; a root without a name may be the only property of its schema.
fn with_property(mut unclear: Vec<Unclear>, only: Option<&str>) -> Vec<Unclear> {
    let Some(only) = only else { return unclear };
    for Unclear { reason, .. } in
        unclear.iter_mut().filter(|unclear| unclear.what.is_none() && unclear.reason == UNNAMED)
    {
        *reason = format!(
            "nothing names it; write its only property, `{only}`, as the only member of the payload, or add \
             `xml: {{ name: … }}` to its schema"
        );
    }
    unclear
}

/// The charset that a content type names.
fn charset(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charsets.next().map(|(_, value)| value.trim().trim_matches('"'))
}
