//! Where an expression stands.

use std::ops::Range;

use crate::model::{Request, StepId};
use crate::place::{Mark, Place};

/// How many outputs may be made of one another: each is a level of the stack.
const MAX_CHAIN: usize = 100;
const TOO_LONG: &str = "at most 100 outputs can be made of one another";

/// What an expression may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// Parameters and body of a step: there is no response yet.
    Request,
    /// Criteria and outputs of a step.
    Response { step: StepId },
    /// The outputs of the workflow.
    Workflow,
}

/// Where an expression stands, and what is known there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'s> {
    pub(crate) place: &'s Place,
    pub(crate) position: Position,
    /// What the step has sent whose response is looked at.
    pub(super) request: Option<&'s Request>,
    /// Where in its string the expression stands, when it is not the whole of it.
    part: Option<&'s Range<usize>>,
    /// The expression has no braces and ought to have them.
    pub(super) is_unbraced: bool,
    /// The outputs that are being made, because one is made of another.
    made: Option<&'s Made<'s>>,
}

/// An output that is being made, and the one that is made of it.
#[derive(Debug)]
pub(super) struct Made<'s> {
    output: &'s Place,
    of: Option<&'s Made<'s>>,
}

impl<'s> Site<'s> {
    fn new(place: &'s Place, position: Position) -> Site<'s> {
        Site { place, position, request: None, part: None, is_unbraced: false, made: None }
    }

    /// In a request.
    pub(crate) fn request(place: &'s Place) -> Site<'s> {
        Site::new(place, Position::Request)
    }

    /// Where the response of a step is looked at.
    pub(crate) fn response(place: &'s Place, step: StepId, request: Option<&'s Request>) -> Site<'s> {
        Site { request, ..Site::new(place, Position::Response { step }) }
    }

    /// In the outputs of the workflow.
    pub(crate) fn workflow(place: &'s Place) -> Site<'s> {
        Site::new(place, Position::Workflow)
    }

    /// The same with another string.
    pub(super) fn at(self, place: &'s Place) -> Site<'s> {
        Site { place, part: None, is_unbraced: false, ..self }
    }

    /// The same string in a request.
    pub(super) fn in_request(self) -> Site<'s> {
        Site { position: Position::Request, ..self }
    }

    /// A part of the string.
    pub(crate) fn part(self, range: &'s Range<usize>) -> Site<'s> {
        Site { part: Some(range), ..self }
    }

    pub(super) fn unbraced(self) -> Site<'s> {
        Site { is_unbraced: true, ..self }
    }

    /// The same where an output is made; an output that is being made already has no value.
    pub(super) fn making(self, made: &'s Made<'s>) -> Site<'s> {
        Site { made: Some(made), ..self }
    }

    /// Begins to make an output, or says why that would not end: `circle` is the reason for one that is being made already.
    pub(super) fn make(self, output: &'s Place, circle: &'static str) -> Result<Made<'s>, &'static str> {
        let chain = || std::iter::successors(self.made, |made| made.of);
        if chain().any(|made| made.output == output) {
            return Err(circle);
        }
        if chain().count() >= MAX_CHAIN { Err(TOO_LONG) } else { Ok(Made { output, of: self.made }) }
    }

    /// The step whose response is looked at.
    pub(crate) fn step(self) -> Option<StepId> {
        match self.position {
            Position::Response { step } => Some(step),
            Position::Request | Position::Workflow => None,
        }
    }

    /// The expression, for a caret under it.
    pub(super) fn mark(self) -> Mark {
        self.part.map_or_else(|| self.place.value(), |range| self.place.range(range.clone()))
    }
}
