//! The constructs that jumps lead to.

use crate::flow::block::{Construct, Exit, Label, Leaving, Variable};

/// Where code leads to outside of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum To {
    /// To the caller of the workflow.
    Return,
    /// Behind one of the constructs around it, by its number.
    Behind(usize),
    /// To the next round of one of the loops around it.
    Round(usize),
}

/// A block or a loop.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    label: Option<Label>,
    is_loop: bool,
    /// The values of the construct.
    results: Vec<Variable>,
    /// Something in it leads behind it.
    pub(super) is_left: bool,
}

impl Frame {
    /// Nothing where jumps do not see the construct.
    pub(super) fn of(construct: &Construct, results: &[Variable]) -> Option<Frame> {
        let (label, is_loop) = match construct {
            Construct::Plain => return None,
            Construct::Block(label) => (Some(label.clone()), false),
            Construct::Loop(label) => (label.clone(), true),
        };
        Some(Frame { label, is_loop, results: results.to_vec(), is_left: !is_loop })
    }

    /// The construct that a jump means; without a label the innermost loop.
    pub(super) fn meant(frames: &[Frame], label: Option<&Label>) -> Option<usize> {
        frames.iter().rposition(|frame| match label {
            Some(label) => frame.label.as_ref().is_some_and(|own| own.node == label.node),
            None => frame.is_loop,
        })
    }

    /// Whether its values can be handed from function to function.
    pub(super) fn is_typed(&self) -> bool {
        self.results.iter().all(|variable| variable.ty.is_some())
    }
}

/// Where the call of a part leads, and what the part gives for that.
pub(super) fn exit(frames: &[Frame], to: To) -> (Exit, Leaving) {
    let label = |frame: usize| frames.get(frame).and_then(|frame| frame.label.clone());
    let values = |frame: usize| frames.get(frame).map(|frame| frame.results.clone()).unwrap_or_default();
    match to {
        To::Return => (Exit::Return, Leaving::Output),
        To::Behind(frame) => (Exit::Break(label(frame)), Leaving::Values(values(frame))),
        To::Round(frame) => (Exit::Continue(label(frame)), Leaving::Values(Vec::new())),
    }
}
