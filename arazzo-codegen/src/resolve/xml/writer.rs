//! The room of XML.

use super::build::{Builder, Root, Spot, UNNAMED, Unclear, Want};
use super::root::{may_have, only_property};
use super::scope::unbound_prefix;
use crate::diagnostic::{Kind, Relation, Report};
use crate::model::{Expr, Ids, InputTypes, XmlId, XmlOf};
use crate::openapi::{Library, Node};
use crate::place::Place;
use crate::resolve::draft::{Unnamed, XmlStatic};

/// Describes bodies in XML.
pub(crate) struct XmlWriter<'x> {
    pub(crate) library: &'x mut Library,
    pub(crate) report: &'x mut Report,
    pub(crate) inputs: &'x InputTypes,
    pub(crate) statics: &'x mut XmlStatics,
}

/// The descriptions that the workflow's code has as statics.
#[derive(Default)]
pub(crate) struct XmlStatics {
    pub(crate) all: Ids<XmlId, XmlStatic>,
    /// Which of them describe which schemas.
    known: Vec<(Vec<Place>, XmlId)>,
}

impl XmlWriter<'_> {
    /// The static of a request; nothing where the value has no form, which is reported where it must have one.
    pub(crate) fn request(
        &mut self,
        step: &str,
        schema: &Node,
        value: &Expr,
        place: &Place,
        must_be_made: bool,
    ) -> Option<XmlId> {
        let before = self.statics.all.next_id();
        let only = only_property(schema);
        let is_wrapped = only.as_ref().is_some_and(|property| may_have(value, property, self.inputs));
        let mut builder = self.builder(place.clone());
        let document = if is_wrapped { builder.document(schema, Want::Written(value)) } else { None };
        let is_document = document.is_some();
        let xml = document.unwrap_or_else(|| {
            builder.node(Spot::root(Root::Written), std::slice::from_ref(schema), Want::Written(value))
        });
        let mut unclear = builder.unclear;
        if let Some(prefix) = unbound_prefix(&xml, &self.statics.all) {
            let reason = format!("nothing says which namespace the prefix `{prefix}` means; add `namespace` beside it");
            unclear.push(Unclear { mark: place.value(), what: None, reason, schema: Some(schema.place.clone()) });
        }
        if !unclear.is_empty() {
            self.statics.all.cut(before);
            self.statics.known.retain(|(_, known)| *known < before);
            for unclear in with_property(unclear, only.as_deref()).iter().filter(|_| must_be_made) {
                self.report_unclear(unclear, "the request body");
            }
            return None;
        }
        if let Some(property) = only.filter(|_| is_document) {
            self.report_root(property, schema, place);
        }
        let of = XmlOf::Request { step: step.to_owned() };
        Some(self.statics.all.push(XmlStatic { constant: Unnamed, of, xml }))
    }

    /// Says which member is the root, at its name where the document writes it.
    fn report_root(&mut self, property: String, schema: &Node, place: &Place) {
        let member = place.key(&property);
        let mark = if self.library.peek(&member).is_some() { member.name() } else { place.value() };
        let report = self.report.add(mark, Kind::UnsaidXmlRoot { property });
        report.also(schema.place.value(), Relation::Schema);
    }

    pub(super) fn builder(&mut self, place: Place) -> Builder<'_> {
        let (library, report) = (&mut *self.library, &mut *self.report);
        Builder::new((library, report), &mut self.statics.all, &mut self.statics.known, place)
    }

    pub(super) fn report_unclear(&mut self, unclear: &Unclear, whole: &str) {
        let Unclear { mark, what, reason, schema } = unclear.clone();
        let what = what.unwrap_or_else(|| whole.to_owned());
        let report = self.report.add(mark, Kind::UnclearXml { what, reason });
        report.also_if(schema.map(|schema| schema.value()), Relation::Schema);
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
