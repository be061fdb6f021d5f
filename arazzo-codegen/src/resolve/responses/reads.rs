//! What expressions read of responses.

use super::answers::Answers;
use crate::model::StepId;
use crate::place::Mark;
use crate::syntax::condition::Query;
use crate::syntax::pointer::Pointer;

/// A part of a response, where an expression reads it.
#[derive(Clone, Debug)]
pub(crate) struct ResponseRead {
    pub(crate) step: StepId,
    pub(crate) part: PartRead,
    pub(crate) mark: Mark,
}

/// Which part, and of which responses.
#[derive(Clone, Debug)]
pub(crate) enum PartRead {
    Body(Pointer, Answers),
    Header(String),
    /// What a query finds in a part of the body.
    Query {
        at: Pointer,
        query: Query,
        answers: Answers,
    },
}

impl ResponseRead {
    /// The pointer into the body.
    pub(crate) fn pointer(&self) -> Option<&Pointer> {
        match &self.part {
            PartRead::Body(pointer, _) => Some(pointer),
            PartRead::Header(_) | PartRead::Query { .. } => None,
        }
    }
}
