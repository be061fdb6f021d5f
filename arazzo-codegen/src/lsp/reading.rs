//! What a step sends, and what can be read of its response: by the statuses that are possible at a place.

use crate::document::{OutputValue, Step};
use crate::judge::Subject;
use crate::model::{Id, StepId};
use crate::openapi::{Media, Node, Operation, Response};
use crate::place::Segment;
use crate::resolve::Answers;
use crate::status::StatusSet;
use crate::syntax::expression::{Expression, Part};
use crate::syntax::pointer::Pointer;

/// When a place of a step is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// Before it is known whether the step has succeeded.
    Any,
    Success,
    Failure,
}

impl Reads {
    /// By where in the step it stands.
    pub(super) fn at(path: &[Segment]) -> Reads {
        let has = |wanted: &str| path.iter().any(|segment| matches!(segment, Segment::Key(key) if key == wanted));
        match () {
            () if has("successCriteria") => Reads::Any,
            () if has("onFailure") || has("failureActions") => Reads::Failure,
            () => Reads::Success,
        }
    }

    fn statuses(self, subject: &Subject<'_>, step: StepId) -> StatusSet {
        let wanted = Answers::wanted_by(subject.written.steps.get(step.index())).statuses;
        match self {
            Reads::Any => StatusSet::any_response(),
            Reads::Success => wanted,
            Reads::Failure => wanted.complement(),
        }
    }
}

/// The documented responses that are possible; `default` where no other is.
pub(super) fn responses<'m>(subject: &Subject<'m>, step: StepId, reads: Reads) -> Vec<&'m Response> {
    let statuses = reads.statuses(subject, step);
    let all = subject.operation(step).map(|operation| operation.responses.as_slice()).unwrap_or_default();
    let is_possible = |response: &&Response| response.status.statuses().is_some_and(|set| set.intersects(&statuses));
    let possible: Vec<&Response> = all.iter().filter(is_possible).collect();
    if possible.is_empty() {
        all.iter().filter(|response| response.status.statuses().is_none()).collect()
    } else {
        possible
    }
}

/// The schemas of their bodies.
pub(super) fn schemas(subject: &Subject<'_>, step: StepId, reads: Reads) -> Vec<Node> {
    let responses = responses(subject, step, reads).into_iter();
    let schema = |media: &Media| media.schema.clone();
    responses.flat_map(|response| response.content.iter().filter_map(schema).collect::<Vec<_>>()).collect()
}

/// The names of their headers.
pub(super) fn headers(subject: &Subject<'_>, step: StepId, reads: Reads) -> Vec<String> {
    let responses = responses(subject, step, reads).into_iter();
    responses.flat_map(|response| response.headers.iter().map(|header| header.name.clone())).collect()
}

/// The part of the response body that an output is.
pub(super) fn pointer_of_output(step: &Step, name: &str) -> Option<Pointer> {
    let output = step.outputs.iter().find(|output| output.name == name)?;
    match &output.value {
        OutputValue::Expression(Expression::Response(Part::Body(pointer))) => Some(pointer.value.clone()),
        _ => None,
    }
}

/// The schemas of the body that an operation takes, of one type where one is named.
pub(super) fn sent(operation: &Operation, content_type: Option<&str>) -> Vec<Node> {
    let content = operation.body.as_ref().map(|body| body.content.as_slice()).unwrap_or_default().iter();
    let named = content.filter(|media| content_type.is_none_or(|named| named == media.content_type));
    named.filter_map(|media| media.schema.clone()).collect()
}

/// From the payload of a step to a place in it.
pub(super) fn in_payload(path: &[Segment]) -> Pointer {
    let inside = path.iter().skip_while(|segment| !matches!(segment, Segment::Key(key) if key == "payload")).skip(1);
    let token = |segment: &Segment| match segment {
        Segment::Key(key) => key.clone(),
        Segment::Index(index) => index.to_string(),
    };
    Pointer::from_tokens(inside.map(token).collect())
}
