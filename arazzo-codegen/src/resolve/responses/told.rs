//! Pointers and headers, walked through the documented responses.

use super::answers::Answers;
use super::binary::{Which, bytes_of};
use super::media::{is_json, is_range, is_streamed, xml_media};
use crate::diagnostic::Report;
use crate::model::{Ids, Presence, PresenceByStatus, SourceId, StepId};
use crate::openapi::{Dead, Library, Media, Node, Operation, Reach, Response, Scalar, Shape, StatusKey, reach};
use crate::resolve::inputs::Part;
use crate::status::StatusSet;
use crate::syntax::pointer::Pointer;

/// Asks the responses of a workflow's operations.
pub(crate) struct Responses<'r> {
    /// What each step calls, as far as it was found.
    pub(crate) operations: &'r Ids<StepId, Option<(SourceId, Operation)>>,
    pub(crate) library: &'r mut Library,
    pub(crate) report: &'r mut Report,
}

/// What one documented response says about a pointer.
pub(crate) struct Told {
    pub(crate) status: StatusKey,
    pub(crate) reach: Result<Reach, Dead>,
    /// The response has no body by its nature, or nothing is known about its body.
    pub(crate) body: BodyKnown,
    /// Which of its types are bytes.
    bytes: Which,
    /// Its media types.
    pub(crate) types: Vec<String>,
    /// The body is XML, whose parts are those that its schema has.
    pub(crate) is_xml: bool,
    /// The schema of the body.
    schema: Option<Node>,
}

impl Told {
    /// The schema of a body that is JSON and nothing else.
    pub(crate) fn json_schema(&self) -> Option<&Node> {
        let is_json = self.body == BodyKnown::Described && !self.is_xml && self.bytes != Which::Some;
        self.schema.as_ref().filter(|_| is_json)
    }

    /// Whether it is the response of a status; `default` is that of all others.
    pub(crate) fn describes(&self, status: u16) -> bool {
        self.status.statuses().is_none_or(|set| set.intersects(&StatusSet::single(status)))
    }

    /// Whether its schema declares the part that was asked for.
    pub(crate) fn declares_it(&self) -> bool {
        matches!(&self.reach, Ok(Reach { schema: Some(_), .. }))
    }

    /// Whether the response has no body by its nature.
    pub(crate) fn has_no_body(&self) -> bool {
        self.body == BodyKnown::Never
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyKnown {
    Described,
    Undescribed,
    /// It is no JSON, and has no parts.
    Other,
    /// It is no text, and has no parts.
    Bytes,
    /// Several values, one after the other.
    Stream,
    /// 204, 304, and answers to HEAD.
    Never,
}

impl<'r> Responses<'r> {
    /// The operation that a step calls, as far as it was found.
    pub(crate) fn operation(&self, step: StepId) -> Option<&'r Operation> {
        self.operations.get(step).and_then(Option::as_ref).map(|(_, operation)| operation)
    }

    /// The type that the admitted responses give a header; text where they say nothing, or nothing that a header's text can be.
    pub(crate) fn header_shape(&mut self, step: StepId, name: &str, success: &StatusSet) -> Shape {
        let text = Shape::Scalar(Scalar::String);
        let Some(operation) = self.operation(step) else { return text };
        let responses = operation.responses.iter();
        let admitted =
            responses.filter(|response| response.status.statuses().is_none_or(|set| set.intersects(success)));
        let headers =
            admitted.flat_map(|response| &response.headers).filter(|header| header.name.eq_ignore_ascii_case(name));
        let schemas: Vec<_> = headers.map(|header| header.schema.clone()).collect();
        let mut shapes = schemas.iter().map(|schema| {
            reach(self.library, schema.as_ref(), &Pointer::default(), self.report).map(|reach| reach.shape)
        });
        match shapes.next() {
            Some(Ok(first @ Shape::Scalar(_))) if shapes.all(|shape| shape.as_ref() == Ok(&first)) => first,
            _ => text,
        }
    }

    pub(crate) fn describe_body(
        &mut self,
        step: StepId,
        pointer: &Pointer,
        success: &StatusSet,
    ) -> (Shape, PresenceByStatus) {
        let mut presence = PresenceByStatus::default();
        let mut shape: Option<Shape> = None;
        let told = self.told(step, pointer);
        let specific = told.iter().any(|told| told.status.statuses().is_some_and(|set| set.intersects(success)));
        let admits = |told: &Told| told.status.statuses().map_or(!specific, |set| set.intersects(success));
        // Where no response that counts can have it, the author may know better than the description; he was told.
        let doubtful = told.iter().filter(|told| admits(told)).all(|told| told.reach.is_err());
        for told in told {
            let here = match (&told.reach, told.body) {
                (_, BodyKnown::Never) => Presence::Never,
                (Err(_), _) if doubtful && admits(&told) => Presence::Maybe,
                (Err(_), _) => Presence::Never,
                (Ok(reach), BodyKnown::Described) if reach.certain => Presence::Certain,
                // The body may be empty, and then is no bytes.
                (Ok(_), BodyKnown::Bytes) if pointer.is_empty() => Presence::Certain,
                (Ok(_), _) => Presence::Maybe,
            };
            let statuses = told.status.statuses();
            match &statuses {
                Some(set) => presence.documented.push((set.clone(), here)),
                None => presence.otherwise = Some(here),
            }
            if let (true, Ok(reach)) = (admits(&told) && here != Presence::Never, told.reach) {
                let here = whole(reach.shape, (told.body, told.bytes), pointer);
                shape = Some(match shape {
                    None => here,
                    Some(known) if known == here => known,
                    // One of them may be bytes.
                    Some(Shape::Bytes | Shape::Body) => Shape::Body,
                    Some(_) if matches!(here, Shape::Bytes | Shape::Body) => Shape::Body,
                    Some(_) => Shape::Any,
                });
            }
        }
        (shape.unwrap_or_else(|| whole(Shape::Any, (BodyKnown::Undescribed, Which::None), pointer)), presence)
    }

    /// What the admitted responses say about a pointer.
    pub(crate) fn admitted(&mut self, step: StepId, pointer: &Pointer, answers: &Answers) -> Vec<Told> {
        let told = self.told(step, pointer);
        let is_admitted = |set: StatusSet| set.intersects(&answers.statuses);
        let specific = told.iter().any(|told| told.status.statuses().is_some_and(is_admitted));
        told.into_iter().filter(|told| told.status.statuses().map_or(!specific, is_admitted)).collect()
    }

    /// What the responses that are no errors say of a part of the body.
    pub(crate) fn known_body(&mut self, step: StepId, pointer: &Pointer) -> Part {
        let fine = StatusSet::of(200..=399);
        let told = self.told(step, pointer).into_iter().filter(|told| told.body != BodyKnown::Never);
        let told: Vec<Told> =
            told.filter(|told| told.status.statuses().is_none_or(|set| set.intersects(&fine))).collect();
        if told.is_empty() {
            return Part::Unknown;
        }
        Part::of_any(told.iter().map(|told| match &told.reach {
            Err(_) | Ok(Reach { undeclared: Some(_), .. }) => Part::Missing,
            _ if told.body == BodyKnown::Bytes => {
                if pointer.is_empty() {
                    Part::Scalar
                } else {
                    Part::Missing
                }
            }
            Ok(Reach { shape: Shape::Scalar(_) | Shape::Bytes, .. }) => Part::Scalar,
            Ok(Reach { shape: Shape::Array(_) | Shape::Object, .. }) => Part::Structure,
            Ok(Reach { shape: Shape::Any | Shape::Body, .. }) => Part::Unknown,
        }))
    }

    /// Whether a documented response has a schema for a part of its body.
    pub(crate) fn declares(&mut self, step: StepId, pointer: &Pointer) -> bool {
        self.told(step, pointer).iter().any(|told| matches!(&told.reach, Ok(Reach { schema: Some(_), .. })))
    }

    /// Whether an admitted response may have something in a part of its body, by what its schema says or leaves open.
    pub(crate) fn may_have(&mut self, step: StepId, pointer: &Pointer, answers: &Answers) -> bool {
        let told = self.told(step, pointer).into_iter().filter(|told| told.body != BodyKnown::Never);
        let mut told = told.filter(|told| told.status.statuses().is_none_or(|set| set.intersects(&answers.statuses)));
        told.any(|told| matches!(told.reach, Ok(Reach { undeclared: None, .. })))
    }

    /// The schemas of a part of the body, where every documented response that can have it describes it.
    pub(crate) fn schemas_of(&mut self, step: StepId, pointer: &Pointer, answers: &Answers) -> Option<Vec<Node>> {
        let told = self.told(step, pointer).into_iter().filter(|told| told.body != BodyKnown::Never);
        let told = told.filter(|told| told.status.statuses().is_none_or(|set| set.intersects(&answers.statuses)));
        let reached: Vec<Reach> = told.filter_map(|told| told.reach.ok()).collect();
        let schemas: Vec<Node> = reached.iter().flat_map(|reach| reach.variants.clone()).collect();
        if schemas.is_empty() || reached.iter().any(|reach| reach.variants.is_empty()) {
            return None;
        }
        let (library, report) = (&mut *self.library, &mut *self.report);
        schemas.into_iter().map(|schema| library.resolve(schema, report)).collect()
    }

    pub(crate) fn told(&mut self, step: StepId, pointer: &Pointer) -> Vec<Told> {
        let Some(operation) = self.operation(step) else { return Vec::new() };
        let is_head = operation.method == "HEAD";
        operation.responses.iter().map(|response| self.told_by(response, is_head, pointer)).collect()
    }

    fn told_by(&mut self, response: &Response, is_head: bool, pointer: &Pointer) -> Told {
        let status = response.status;
        let bytes = bytes_of(response, self.library, self.report);
        let schema_of = |media: &Media| media.schema.clone().filter(|_| bytes != Which::All);
        let json = json_media(&response.content).and_then(schema_of);
        // The whole of XML is its text.
        let xml = xml_media(&response.content).filter(|_| !pointer.is_empty()).and_then(schema_of);
        let is_xml = xml.is_some();
        let schema = json.or(xml);
        let body = match status {
            _ if is_head => BodyKnown::Never,
            StatusKey::Code(204 | 304) => BodyKnown::Never,
            _ if bytes == Which::All => BodyKnown::Bytes,
            _ if schema.is_some() => BodyKnown::Described,
            _ if is_streamed(response) => BodyKnown::Stream,
            _ if is_other(&response.content) => BodyKnown::Other,
            _ => BodyKnown::Undescribed,
        };
        let reach = reach(self.library, schema.as_ref(), pointer, self.report);
        let types = response.content.iter().map(|media| media.content_type.clone()).collect();
        Told { status, reach, body, bytes, types, is_xml, schema }
    }
}

/// The shape of what is read: of a part that of its schema, of the whole also what is known without one.
fn whole(shape: Shape, (body, bytes): (BodyKnown, Which), pointer: &Pointer) -> Shape {
    match body {
        _ if !pointer.is_empty() => shape,
        BodyKnown::Bytes => Shape::Bytes,
        BodyKnown::Undescribed | BodyKnown::Other | BodyKnown::Stream => Shape::Body,
        BodyKnown::Described if bytes == Which::Some => Shape::Body,
        BodyKnown::Described | BodyKnown::Never => shape,
    }
}

/// Whether a response has other types than JSON alone.
fn is_other(content: &[Media]) -> bool {
    !content.is_empty() && content.iter().all(|media| !is_json(&media.content_type) && !is_range(&media.content_type))
}

fn json_media(content: &[Media]) -> Option<&Media> {
    content
        .iter()
        .find(|media| is_json(&media.content_type))
        .or_else(|| content.iter().find(|media| media.content_type == "*/*"))
}
