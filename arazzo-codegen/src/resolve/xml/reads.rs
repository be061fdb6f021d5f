//! Parts of responses that are XML.

use super::super::media::{is_json, is_xml};
use super::super::workflow::Scope;
use super::build::{Read, Root, Spot, Want};
use super::root::only_property;
use crate::model::{Action, Call, Exchange, Expr, Feature, Finds, Step, Test, XmlOf, XmlStatic};
use crate::openapi::{Media, Response, StatusKey};
use crate::place::Mark;
use crate::syntax::pointer::Pointer;

impl Scope<'_, '_> {
    /// What of the responses of each step is read, where they are XML.
    pub(in super::super) fn xml_responses(&mut self, steps: &mut [Step]) {
        for (index, step) in steps.iter_mut().enumerate() {
            let reads = self.reads(index, step);
            let responses =
                self.operations.get(index).and_then(Option::as_ref).map(|(_, operation)| &operation.responses);
            let responses = responses.cloned().unwrap_or_default();
            let Call::Operation(request) = &mut step.call else { continue };
            if !reads.is_empty() && responses.iter().any(|response| xml_media(&response.content).is_some()) {
                request.xml = self.xml_by_status(&step.name, responses, &reads);
                if let Some(read) = reads.first() {
                    self.need_feature(Feature::Xml, &read.mark.place);
                }
            }
        }
    }

    fn xml_by_status(
        &mut self,
        step: &str,
        mut responses: Vec<Response>,
        reads: &[Read],
    ) -> Vec<(StatusKey, Option<usize>)> {
        responses.sort_by_key(|response| rank(response.status));
        let is_xml = |response: &Response| xml_media(&response.content).is_some();
        // Where all other responses are XML, those that are something else must be known.
        let is_open =
            responses.last().is_some_and(|response| response.status == StatusKey::Default && is_xml(response));
        let named = responses.into_iter().filter(|response| is_open || is_xml(response));
        named.map(|response| (response.status, self.xml_response(step, &response, reads))).collect()
    }

    fn xml_response(&mut self, step: &str, response: &Response, reads: &[Read]) -> Option<usize> {
        let schema = xml_media(&response.content)?.schema.clone()?;
        let place = reads.first()?.mark.place.clone();
        let mut builder = self.builder(place);
        let document = only_property(&schema).and_then(|_| builder.document(&schema, Want::Read(reads)));
        let xml = document
            .unwrap_or_else(|| builder.node(Spot::root(Root::Read), std::slice::from_ref(&schema), Want::Read(reads)));
        for unclear in builder.unclear {
            self.report_unclear_xml(&unclear, "the body of the response");
        }
        let of = XmlOf::Response { step: step.to_owned(), status: response.status };
        self.xml.push(XmlStatic { constant: String::new(), of, xml });
        Some(self.xml.len() - 1)
    }

    /// The pointers into the response that a step reads, and where.
    fn reads(&self, index: usize, step: &Step) -> Vec<Read> {
        let mut pointers = Vec::new();
        step.outputs.iter().for_each(|output| of_value(&output.value, &mut pointers));
        of_test(&step.success, &mut pointers);
        let actions = step.on_success.iter().chain(&step.on_failure);
        actions.for_each(|Action { test, .. }| of_test(test, &mut pointers));
        let mark = |pointer: &Pointer| -> Mark {
            let known = self.read_at.iter().find(|(step, known, _)| *step == index && known == pointer);
            known.map_or_else(|| step.place.value(), |(_, _, mark)| mark.clone())
        };
        pointers.iter().map(|pointer| Read { tokens: pointer.tokens().to_vec(), mark: mark(pointer) }).collect()
    }
}

/// The type that a response has, where it is XML and no JSON: what is read of it is read by its schema.
pub(in super::super) fn xml_media(content: &[Media]) -> Option<&Media> {
    let is_other = content.iter().all(|media| !is_json(&media.content_type) && media.content_type != "*/*");
    content.iter().find(|media| is_xml(&media.content_type) && media.schema.is_some()).filter(|_| is_other)
}

/// The order in which statuses are looked for.
fn rank(status: StatusKey) -> u8 {
    match status {
        StatusKey::Code(_) => 0,
        StatusKey::Range(_) => 1,
        StatusKey::Default => 2,
    }
}

fn of_test(test: &Test, into: &mut Vec<Pointer>) {
    match test {
        Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| of_test(part, into)),
        Test::Not(inner) => of_test(inner, into),
        // A query looks into JSON.
        Test::Found { context: Expr::Exchange(_), .. } | Test::Present(Expr::Exchange(_)) => {}
        other => other.each_value(&mut |value| of_value(value, into)),
    }
}

fn of_value(value: &Expr, into: &mut Vec<Pointer>) {
    if let Expr::Select { finds: Finds::One | Finds::All, context, .. } = value
        && matches!(**context, Expr::Exchange(_))
    {
        return;
    }
    value.each(&mut |part| {
        if let Expr::Exchange(Exchange::Body(pointer)) = part
            && !pointer.is_empty()
            && !into.contains(pointer)
        {
            into.push(pointer.clone());
        }
    });
}
