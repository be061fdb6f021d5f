//! Shapes and presence of outputs: pointers walked through the documented responses.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::Answers;
use super::binary::Which;
use super::media::{is_json, is_range, is_streamed};
use super::parts::Part;
use super::queries::Asked;
use super::workflow::{Scope, presence_on_success};
use super::xml::xml_media;
use crate::diagnostic::{Kind, Relation};
use crate::model::{Exchange, Expr, Finds, OutputRef, Presence, PresenceByStatus, Ty, Workflow};
use crate::openapi::{Dead, Media, Node, Reach, Response, Scalar, Shape, StatusKey, flag, reach};
use crate::options::RequiredOutputs;
use crate::place::{Mark, Place};
use crate::status::StatusSet;
use crate::suggest::closest;
use crate::suggest::is_slip;
use crate::syntax::pointer::Pointer;

/// What one documented response says about a pointer.
pub(super) struct Told {
    pub(super) status: StatusKey,
    pub(super) reach: Result<Reach, Dead>,
    /// The response has no body by its nature, or nothing is known about its body.
    body: BodyKnown,
    /// Which of its types are bytes.
    bytes: Which,
    /// Its media types.
    types: Vec<String>,
    /// The body is XML, whose parts are those that its schema has.
    is_xml: bool,
    /// The schema of the body.
    schema: Option<Node>,
}

impl Told {
    /// The schema of a body that is JSON and nothing else.
    pub(super) fn json_schema(&self) -> Option<&Node> {
        let is_json = self.body == BodyKnown::Described && !self.is_xml && self.bytes != Which::Some;
        self.schema.as_ref().filter(|_| is_json)
    }

    /// Whether its schema declares the part that was asked for.
    pub(super) fn declares_it(&self) -> bool {
        matches!(&self.reach, Ok(Reach { schema: Some(_), .. }))
    }

    /// Whether the response has no body by its nature.
    pub(super) fn has_no_body(&self) -> bool {
        self.body == BodyKnown::Never
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyKnown {
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

impl Scope<'_, '_> {
    /// The shape of a value and whether it is there, by status.
    pub(super) fn describe(
        &mut self,
        step: usize,
        value: &Expr,
        success: &StatusSet,
        place: &Place,
    ) -> (Shape, PresenceByStatus) {
        match value {
            Expr::Exchange(Exchange::Body(pointer)) => {
                let answers = Answers { statuses: success.clone(), assumed: false };
                self.check_body_pointer(step, pointer, &answers, place.value());
                self.describe_body(step, pointer, success)
            }
            Expr::Exchange(Exchange::StatusCode) => {
                (Shape::Scalar(Scalar::Integer), PresenceByStatus::always(Presence::Certain))
            }
            Expr::Exchange(Exchange::Header(name)) => {
                (self.header_shape(step, name, success), PresenceByStatus::always(Presence::Maybe))
            }
            Expr::Exchange(Exchange::Url | Exchange::Method) => {
                (Shape::Scalar(Scalar::String), PresenceByStatus::always(Presence::Certain))
            }
            // Whether it is always returned is known when the other workflow's control flow is.
            Expr::Exchange(Exchange::Output { output, pointer }) => {
                let outputs = self.callee(step).map(|callee| self.callee_outputs(callee)).unwrap_or_default();
                let shape = outputs.get(*output).filter(|_| pointer.is_empty()).map(|output| output.ty.shape());
                (shape.unwrap_or(Shape::Any), PresenceByStatus::always(Presence::Maybe))
            }
            Expr::Input(path) => {
                let presence = if path.optional { Presence::Maybe } else { Presence::Certain };
                (self.inputs.output_shape(&path.ty), PresenceByStatus::always(presence))
            }
            Expr::Select { finds: Finds::All, .. } => {
                (Shape::Array(Box::new(Shape::Any)), PresenceByStatus::always(Presence::Maybe))
            }
            Expr::Select { finds: Finds::XPath(shape), .. } => {
                (shape.clone(), PresenceByStatus::always(Presence::Maybe))
            }
            Expr::Template(_) => (Shape::Scalar(Scalar::String), PresenceByStatus::always(Presence::Maybe)),
            _ => (Shape::Any, PresenceByStatus::always(Presence::Maybe)),
        }
    }

    /// The type that the admitted responses give a header; text where they say nothing, or nothing that a header's text can be.
    fn header_shape(&mut self, step: usize, name: &str, success: &StatusSet) -> Shape {
        let text = Shape::Scalar(Scalar::String);
        let Some((_, operation)) = self.operations.get(step).and_then(Option::as_ref) else { return text };
        let responses = operation.responses.iter();
        let admitted =
            responses.filter(|response| response.status.statuses().is_none_or(|set| set.intersects(success)));
        let headers =
            admitted.flat_map(|response| &response.headers).filter(|header| header.name.eq_ignore_ascii_case(name));
        let schemas: Vec<_> = headers.map(|header| header.schema.clone()).collect();
        let mut shapes = schemas.iter().map(|schema| {
            reach(self.context.library, schema.as_ref(), &Pointer::default(), self.context.report)
                .map(|reach| reach.shape)
        });
        match shapes.next() {
            Some(Ok(first @ Shape::Scalar(_))) if shapes.all(|shape| shape.as_ref() == Ok(&first)) => first,
            _ => text,
        }
    }

    pub(super) fn describe_body(
        &mut self,
        step: usize,
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

    /// Reports a pointer that none of the admitted responses can have, or that a schema does not declare.
    pub(super) fn check_body_pointer(&mut self, step: usize, pointer: &Pointer, answers: &Answers, mark: Mark) {
        self.read_at.push((step, pointer.clone(), mark.clone()));
        let told = self.admitted(step, pointer, answers);
        if self.report_no_json(step, &told, !pointer.is_empty(), &mark) {
            return;
        }
        let Some((_, operation)) = self.operations.get(step).and_then(Option::as_ref) else { return };
        let operation = operation.name.clone();
        let described = told.iter().filter(|told| told.body == BodyKnown::Described);
        let (mut dead, mut undeclared) = (None, None);
        for told in described {
            match &told.reach {
                Err(found) => dead = dead.or(Some(found.clone())),
                Ok(Reach { undeclared: Some(found), .. }) => undeclared = undeclared.or(Some(found.clone())),
                Ok(Reach { schema: Some(schema), .. }) if flag(schema, "writeOnly") == Some(true) => {
                    let property = pointer.tokens().last().cloned().unwrap_or_default();
                    let second = schema.place.key("writeOnly").name();
                    let kind = Kind::OneWayProperty { property, operation, is_response: true };
                    self.context.report.add(mark, kind).also(second, Relation::Schema);
                    return;
                }
                Ok(_) => return,
            }
        }
        if told.iter().any(|told| {
            matches!(told.body, BodyKnown::Undescribed | BodyKnown::Other | BodyKnown::Bytes | BodyKnown::Stream)
        }) {
            return;
        }
        let mark = self.at_token(mark, pointer, dead.as_ref().or(undeclared.as_ref()));
        let is_undeclared = undeclared.is_some();
        let Some(Dead { token, reason, closest, schema, closed }) = undeclared.or(dead) else { return };
        let kind = if is_undeclared {
            Kind::UndeclaredProperty { pointer: pointer.to_string(), operation, reason, closest }
        } else {
            // One mistake away from a member of an object that has no others: a slip of the pen, whatever the API answers.
            let written = pointer.tokens().get(token);
            let is_near = written.zip(closest.as_ref()).is_some_and(|(written, meant)| is_slip(written, meant));
            let slip = closed && is_near && !answers.assumed;
            Kind::ImpossiblePointer { pointer: pointer.to_string(), operation, reason, closest, slip }
        };
        self.context.report.add(mark, kind).also_if(schema, Relation::Schema);
    }

    /// What the admitted responses say about a pointer.
    fn admitted(&mut self, step: usize, pointer: &Pointer, answers: &Answers) -> Vec<Told> {
        let told = self.told(step, pointer);
        let is_admitted = |set: StatusSet| set.intersects(&answers.statuses);
        let specific = told.iter().any(|told| told.status.statuses().is_some_and(is_admitted));
        told.into_iter().filter(|told| told.status.statuses().map_or(!specific, is_admitted)).collect()
    }

    /// Reports a query into bodies that have no parts.
    pub(super) fn check_has_parts(&mut self, asked: Asked<'_>, mark: &Mark) -> bool {
        let mut told = self.admitted(asked.step, asked.at, asked.answers);
        // What a pointer finds in XML, a query does not.
        for told in told.iter_mut().filter(|told| told.is_xml) {
            told.body = BodyKnown::Other;
        }
        !self.report_no_json(asked.step, &told, true, mark)
    }

    fn report_no_json(&mut self, step: usize, told: &[Told], part: bool, mark: &Mark) -> bool {
        let Some((_, operation)) = self.operations.get(step).and_then(Option::as_ref) else { return false };
        let Some(reason) = without_json(told, part) else { return false };
        let kind = Kind::NoJsonBody { operation: operation.name.clone(), reason };
        let responses = operation.place.key("responses").name();
        self.context.report.add(mark.clone(), kind).also(responses, Relation::Responses);
        true
    }

    /// A header that the responses of an operation do not have, where they say which they have.
    pub(super) fn check_response_header(&mut self, step: usize, name: &str, mark: Mark) {
        // Those of HTTP itself are not always listed.
        const COMMON: [&str; 12] = [
            "location",
            "etag",
            "retry-after",
            "content-type",
            "content-length",
            "content-location",
            "date",
            "last-modified",
            "link",
            "set-cookie",
            "www-authenticate",
            "cache-control",
        ];
        let Some((_, operation)) = self.operations.get(step).and_then(Option::as_ref) else { return };
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        let known: Vec<String> = headers.map(|header| header.name.clone()).collect();
        let is_known = known.iter().map(String::as_str).chain(COMMON).any(|known| known.eq_ignore_ascii_case(name));
        if known.is_empty() || is_known {
            return;
        }
        let closest = closest(name, known.iter().map(String::as_str));
        let responses = operation.place.key("responses").name();
        let kind = Kind::UndocumentedHeader { header: name.to_owned(), operation: operation.name.clone(), closest };
        self.context.report.add(mark, kind).also(responses, Relation::Responses);
    }

    /// What the responses that are no errors say of a part of the body.
    pub(super) fn known_body(&mut self, step: usize, pointer: &Pointer) -> Part {
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
    pub(super) fn declares(&mut self, step: usize, pointer: &Pointer) -> bool {
        self.told(step, pointer).iter().any(|told| matches!(&told.reach, Ok(Reach { schema: Some(_), .. })))
    }

    /// Whether an admitted response may have something in a part of its body, by what its schema says or leaves open.
    pub(super) fn may_have(&mut self, asked: Asked<'_>) -> bool {
        let told = self.told(asked.step, asked.at).into_iter().filter(|told| told.body != BodyKnown::Never);
        let mut told =
            told.filter(|told| told.status.statuses().is_none_or(|set| set.intersects(&asked.answers.statuses)));
        told.any(|told| matches!(told.reach, Ok(Reach { undeclared: None, .. })))
    }

    /// The schemas of a part of the body, where every documented response that can have it describes it.
    pub(super) fn schemas_of(&mut self, step: usize, pointer: &Pointer, answers: &Answers) -> Option<Vec<Node>> {
        let told = self.told(step, pointer).into_iter().filter(|told| told.body != BodyKnown::Never);
        let told = told.filter(|told| told.status.statuses().is_none_or(|set| set.intersects(&answers.statuses)));
        let reached: Vec<Reach> = told.filter_map(|told| told.reach.ok()).collect();
        let schemas: Vec<Node> = reached.iter().flat_map(|reach| reach.variants.clone()).collect();
        if schemas.is_empty() || reached.iter().any(|reach| reach.variants.is_empty()) {
            return None;
        }
        let (library, report) = (&mut *self.context.library, &mut *self.context.report);
        schemas.into_iter().map(|schema| library.resolve(schema, report)).collect()
    }

    /// The token of the pointer that is wrong, when the whole value at the mark is an expression that ends in the pointer.
    fn at_token(&self, mark: Mark, pointer: &Pointer, dead: Option<&Dead>) -> Mark {
        let Some(dead) = dead else { return mark };
        let text = self.context.library.peek(&mark.place).and_then(|node| node.value.as_str().map(str::to_owned));
        let Some(text) = text else { return mark };
        let written = pointer.to_string();
        let Some(start) = text.find(&format!("#{written}")) else { return mark };
        let range = pointer.token_range(dead.token);
        mark.place.range(start + 1 + range.start..start + 1 + range.end)
    }

    pub(super) fn told(&mut self, step: usize, pointer: &Pointer) -> Vec<Told> {
        let Some((_, operation)) = self.operations.get(step).and_then(Option::as_ref) else { return Vec::new() };
        let is_head = operation.method == "HEAD";
        let responses = operation.responses.clone();
        responses.iter().map(|response| self.told_by(response, is_head, pointer)).collect()
    }

    fn told_by(&mut self, response: &Response, is_head: bool, pointer: &Pointer) -> Told {
        let status = response.status;
        let bytes = self.bytes_of(response);
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
        let reach = reach(self.context.library, schema.as_ref(), pointer, self.context.report);
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

/// Why the body, or a part of it, is in none of these responses, whatever it is.
fn without_json(told: &[Told], part: bool) -> Option<String> {
    let all = |body: &[BodyKnown]| !told.is_empty() && told.iter().all(|told| body.contains(&told.body));
    if all(&[BodyKnown::Never]) {
        return Some("has a body".to_owned());
    }
    if part && all(&[BodyKnown::Never, BodyKnown::Stream]) {
        return Some("is one JSON value: a stream of them is read as one text".to_owned());
    }
    let others = [BodyKnown::Never, BodyKnown::Other, BodyKnown::Bytes, BodyKnown::Stream];
    let mut types: Vec<String> = told.iter().flat_map(|told| &told.types).map(|name| format!("`{name}`")).collect();
    types.dedup();
    (part && all(&others)).then(|| format!("is JSON: {} has no parts", types.join(" or ")))
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

/// An output that is a copy of another one has its shape, and its digits; a circle of copies is plain JSON.
pub(super) fn shape_copies(workflow: &mut Workflow) {
    let mut shapes: BTreeMap<OutputRef, (Shape, bool)> = BTreeMap::new();
    for (step, definition) in workflow.steps.iter().enumerate() {
        for output in 0..definition.outputs.len() {
            settle(workflow, OutputRef { step, output }, &mut shapes);
        }
    }
    for (of, (shape, digits)) in shapes {
        if let Some(output) = workflow.steps.get_mut(of.step).and_then(|step| step.outputs.get_mut(of.output)) {
            (output.shape, output.digits) = (shape, digits);
        }
    }
}

/// Follows copies to what they are copies of, and gives all of them its shape.
fn settle(workflow: &Workflow, mut at: OutputRef, shapes: &mut BTreeMap<OutputRef, (Shape, bool)>) {
    let mut copies = BTreeSet::new();
    let shape = loop {
        let Some(output) = workflow.steps.get(at.step).and_then(|step| step.outputs.get(at.output)) else { return };
        if let Some(shape) = shapes.get(&at) {
            break shape.clone();
        }
        match &output.value {
            Expr::Output { output: of, pointer } if pointer.is_empty() && copies.insert(at) => at = *of,
            _ => break (output.shape.clone(), output.digits),
        }
    };
    shapes.extend(copies.into_iter().map(|copy| (copy, shape.clone())));
}

/// Outputs that the options demand: a response without them is an error of the step.
pub(super) fn demand_outputs(workflow: &mut Workflow, required: &RequiredOutputs) {
    for output in &workflow.outputs {
        let Expr::Output { output: of, pointer } = &output.value else { continue };
        if !pointer.is_empty() || !required.demands(&output.name) {
            continue;
        }
        let Some(step_output) = workflow.steps.get_mut(of.step).and_then(|step| step.outputs.get_mut(of.output)) else {
            continue;
        };
        let demand = |presence: &mut Presence| {
            if *presence == Presence::Maybe {
                *presence = Presence::Certain;
            }
        };
        step_output.presence.documented.iter_mut().for_each(|(_, presence)| demand(presence));
        demand(step_output.presence.otherwise.get_or_insert(Presence::Certain));
    }
}

/// The types of workflow outputs that come from steps.
pub(super) fn type_workflow_outputs(workflow: &mut Workflow) {
    let steps = &workflow.steps;
    for output in &mut workflow.outputs {
        let Expr::Output { output: of, pointer } = &output.value else { continue };
        let step_output = steps.get(of.step).and_then(|step| step.outputs.get(of.output));
        output.ty = match step_output {
            Some(found) if pointer.is_empty() => Ty::of_shape(&found.shape),
            _ => Ty::Value,
        };
        debug_assert!(step_output.is_none_or(|found| presence_on_success(&steps[of.step], found) <= Presence::Certain));
    }
}
