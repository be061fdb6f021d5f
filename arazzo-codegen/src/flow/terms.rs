//! The terms of this stage: nodes and what is said about them, slots and their variables.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Expr, OutputRef, StepId, Workflow};

/// What is asked for: the function of a workflow.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    pub(super) workflow: &'a Workflow,
    /// The outputs that called workflows always return.
    pub(super) returned: &'a BTreeSet<OutputRef>,
    /// The caller wants to know at which of its ends the workflow has come.
    pub(super) tells_ends: bool,
    /// What may be absent is so where it contradicts its schema, if nothing but the outputs of the workflow reads it.
    pub(super) lenient: bool,
}

/// An end of a workflow: behind a step that nothing follows, or by an action of a step's success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct End {
    pub(crate) step: StepId,
    pub(crate) action: Option<usize>,
}

/// A node, by its index.
pub(crate) type NodeId = usize;

/// The first node.
pub(crate) const ENTRY: NodeId = 0;

/// Something that a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// The response of a step.
    Response(StepId),
    /// An output of a step.
    Output(OutputRef),
    /// An input, by its field, once it was checked.
    Input(usize),
    /// Where a region with several entries goes next; the region is known by its header.
    Next(usize),
}

impl Slot {
    /// The slot of a value that is nothing but an output or an input.
    pub(crate) fn of(value: &Expr) -> Option<Slot> {
        match value {
            Expr::Output { output, pointer } if pointer.is_empty() => Some(Slot::Output(*output)),
            Expr::Input(path) if path.fields.len() == 1 && path.pointer.is_empty() => Some(Slot::Input(path.root)),
            _ => None,
        }
    }

    /// Every slot that a value reads.
    pub(crate) fn read_by(value: &Expr) -> Vec<Slot> {
        let mut slots = Vec::new();
        value.each(&mut |part| match part {
            Expr::Output { output, .. } => slots.push(Slot::Output(*output)),
            Expr::Input(path) => slots.push(Slot::Input(path.root)),
            Expr::Transfer(steps) => slots.extend(steps.iter().map(|step| Slot::Response(*step))),
            _ => {}
        });
        slots
    }
}

/// A place where a step is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Visit {
    pub(crate) step: StepId,
    /// The step that is retried afterwards, where this is its detour.
    pub(super) retried: Option<StepId>,
}

/// Where a node's decision ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    Goto(NodeId),
    /// The workflow returns its outputs; where it tells its ends, at which one.
    End(Option<End>),
    /// The step failed, and nothing handles it.
    Fail {
        step: StepId,
    },
    /// A failure action ends the workflow.
    Ended {
        step: StepId,
        action: usize,
    },
}

impl Leaf {
    pub(super) fn target(&self) -> Option<NodeId> {
        match self {
            Leaf::Goto(target) => Some(*target),
            Leaf::End(_) | Leaf::Fail { .. } | Leaf::Ended { .. } => None,
        }
    }

    /// The end of the workflow, where it is one and is told.
    pub(super) fn end(&self) -> Option<End> {
        match self {
            Leaf::End(end) => *end,
            Leaf::Goto(_) | Leaf::Fail { .. } | Leaf::Ended { .. } => None,
        }
    }

    /// Whether the function is left here.
    pub(super) fn leaves(self) -> bool {
        !matches!(self, Leaf::Goto(_))
    }
}

/// How an output is taken from a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// It must be there.
    Required,
    /// It may be absent.
    Optional,
    /// It may be absent, and is where it contradicts its schema.
    Spared,
    /// The step failed: whatever is there, and never an error.
    Lenient,
    /// It is a copy of another value.
    Copied,
    /// This response has none.
    Absent,
}

/// A retry action of a step, by its step and its index among the actions of success or failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RetryRef {
    pub(crate) step: StepId,
    pub(crate) on_success: bool,
    pub(crate) action: usize,
}

/// How a workflow's graph is made ready for blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Only loops with several entries get one.
    Nested,
    /// Wherever paths meet, they do so in one loop.
    Dispatched,
}

/// Where a node stands in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// Inside the branch that leads to it.
    Inline,
    /// Behind the block of the node that dominates it.
    AfterBlock(NodeId),
    /// Behind the loop of a header.
    AfterLoop(NodeId),
}

/// One assignment of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Version {
    /// No value on any path.
    Absent,
    /// The input as the caller gave it.
    Initial(Slot),
    /// Assigned by a node.
    Defined(NodeId, Slot),
    /// What a region with several entries does next.
    Selected(usize),
    /// Where paths meet.
    Parameter(NodeId, Slot),
}

/// What the nodes assign.
pub(super) type Definitions = BTreeMap<Slot, Vec<(NodeId, Version)>>;

/// A read of a slot, at the beginning of a node or behind its action.
pub(super) type Read = (NodeId, Moment, Slot);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Start,
    End,
}
