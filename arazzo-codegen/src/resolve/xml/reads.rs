//! Parts of responses that are XML.

use super::build::{Read, Root, Spot, Want};
use super::root::only_property;
use super::writer::XmlWriter;
use crate::model::{Exchange, Expr, Feature, Finds, Ids, StepId, Test, XmlId, XmlOf};
use crate::openapi::{Response, StatusKey};
use crate::place::Mark;
use crate::resolve::draft::{Action, Call, Step, Unnamed, XmlStatic};
use crate::resolve::lookup::Lookup;
use crate::resolve::responses::{ResponseRead, xml_media};
use crate::resolve::values::Notes;
use crate::syntax::pointer::Pointer;

impl XmlWriter<'_> {
    /// What of the responses of each step is read, where they are XML.
    pub(crate) fn responses(&mut self, known: &Lookup<'_>, notes: &mut Notes, steps: &mut Ids<StepId, Step>) {
        for (index, step) in steps.enumerate_mut() {
            let reads = reads(index, step, &notes.responses_read);
            let responses = known.operation(index).map(|operation| operation.responses.clone()).unwrap_or_default();
            let Call::Operation { request, .. } = &mut step.call else { continue };
            if !reads.is_empty() && responses.iter().any(|response| xml_media(&response.content).is_some()) {
                request.xml = self.by_status(&step.name, responses, &reads);
                if let Some(read) = reads.first() {
                    notes.programs.need(Feature::Xml, &read.mark.place, &self.library.files);
                }
            }
        }
    }

    fn by_status(
        &mut self,
        step: &str,
        mut responses: Vec<Response>,
        reads: &[Read],
    ) -> Vec<(StatusKey, Option<XmlId>)> {
        responses.sort_by_key(|response| rank(response.status));
        let is_xml = |response: &Response| xml_media(&response.content).is_some();
        // Where all other responses are XML, those that are something else must be known.
        let is_open =
            responses.last().is_some_and(|response| response.status == StatusKey::Default && is_xml(response));
        let named = responses.into_iter().filter(|response| is_open || is_xml(response));
        named.map(|response| (response.status, self.response(step, &response, reads))).collect()
    }

    fn response(&mut self, step: &str, response: &Response, reads: &[Read]) -> Option<XmlId> {
        let schema = xml_media(&response.content)?.schema.clone()?;
        let place = reads.first()?.mark.place.clone();
        let mut builder = self.builder(place);
        let document = only_property(&schema).and_then(|_| builder.document(&schema, Want::Read(reads)));
        let xml = document
            .unwrap_or_else(|| builder.node(Spot::root(Root::Read), std::slice::from_ref(&schema), Want::Read(reads)));
        for unclear in builder.unclear {
            self.report_unclear(&unclear, "the body of the response");
        }
        let of = XmlOf::Response { step: step.to_owned(), status: response.status };
        Some(self.statics.all.push(XmlStatic { constant: Unnamed, of, xml }))
    }
}

/// The pointers into the response that a step reads, and where.
fn reads(index: StepId, step: &Step, read: &[ResponseRead]) -> Vec<Read> {
    let mut pointers = Vec::new();
    step.outputs.iter().for_each(|output| of_value(&output.value, &mut pointers));
    of_test(&step.success, &mut pointers);
    let actions = step.on_success.iter().chain(&step.on_failure);
    actions.for_each(|Action { test, .. }| of_test(test, &mut pointers));
    let mark = |pointer: &Pointer| -> Mark {
        let first = read.iter().find(|read| read.step == index && read.pointer() == Some(pointer));
        first.map_or_else(|| step.place.value(), |read| read.mark.clone())
    };
    pointers.iter().map(|pointer| Read { tokens: pointer.tokens().to_vec(), mark: mark(pointer) }).collect()
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
