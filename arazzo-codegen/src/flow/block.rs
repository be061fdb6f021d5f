//! Structured code: what the emitter prints.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::terms::{End, How, RetryRef, Slot};
use crate::model::{Expr, OutputId, StepId, Test, Ty, Variant};
use crate::status::StatusSet;

/// The body of a workflow's function, and what its outputs are.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) body: Block,
    /// Where the body would be too long: the functions that it is cut into.
    pub(crate) parts: Vec<Part>,
    pub(crate) outputs: Vec<OutputField>,
    /// The steps that can run.
    pub(crate) steps: Vec<StepId>,
    /// Those of them that have run wherever it returns.
    pub(crate) always: Vec<StepId>,
    /// The variants of `Step`: all steps, whether they can run or not.
    pub(crate) step_names: Vec<Variant>,
    /// The variants of `Outcome`; none where `Output` is returned.
    pub(crate) ways: Vec<Way>,
}

/// A private function that has some statements of a long function.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) signature: Rc<Signature>,
    pub(crate) stmts: Vec<Stmt>,
}

/// What a part is called, takes and gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) ident: String,
    /// The first and the last of its steps, as the document lists them.
    pub(crate) first: StepId,
    pub(crate) last: StepId,
    pub(crate) reads_input: bool,
    pub(crate) parameters: Vec<Variable>,
    /// What it defines and is read behind it.
    pub(crate) results: Vec<Variable>,
    /// What it gives where it does not go on behind itself.
    pub(crate) leaves_with: Option<Leaving>,
}

/// What a part gives that goes on elsewhere.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// What the workflow returns.
    Output,
    /// The values of a construct around its call; none where a loop goes on with its next round.
    Values(Vec<Variable>),
}

/// Where control goes on elsewhere than behind a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The workflow ends.
    Return,
    /// Behind a construct, with its values; behind the innermost loop where there is no label.
    Break(Option<Label>),
    /// To the next round of a loop.
    Continue(Option<Label>),
    /// Out of the part that this is in, with the same.
    HandOn,
}

/// An end of the workflow as a variant of `Outcome`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) end: End,
    pub(crate) ident: String,
    /// What is known of each output there; `None` where it never has a value.
    pub(crate) fields: Vec<Option<OutputField>>,
}

/// A field of `Output`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputField {
    /// Every return has a value for it.
    pub(crate) certain: bool,
}

/// Statements, and how they end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) stmts: Vec<Stmt>,
    pub(crate) tail: Tail,
}

/// A variable of the generated function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    pub(crate) ident: String,
    /// `None` for a response, and for what Rust infers.
    pub(crate) ty: Option<Ty>,
    /// It surely holds a value: its type is `T`, not `Option<T>`.
    pub(crate) certain: bool,
    pub(crate) held: Held,
}

/// How a variable holds its value, and with it how the value is handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// A type that Rust copies: by its name.
    Copied,
    /// By a reference to it.
    Owned,
    /// A reference already, into `input`.
    Borrowed,
    /// A reference to what the caller of a part has: a value of its own is a copy.
    Lent,
}

/// Which variable holds what, at one place. A slot that is missing has no value there; inputs that are missing are read from
/// `input`.
pub(crate) type Env = Rc<BTreeMap<Slot, Variable>>;

/// A jump target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(super) node: usize,
    pub(crate) name: String,
}

/// A value that leaves a construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    Absent,
    Variable {
        variable: Variable,
        /// It becomes an `Option` on the way.
        wrapped: bool,
    },
    /// Where a region goes next.
    Selected(usize),
    /// An input that was not checked on this path, by its field: what a check asks for.
    Input(usize),
}

/// A test and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    pub(crate) test: Test,
    /// The retry limit to test after it.
    pub(crate) retry: Option<RetryRef>,
    pub(crate) asked: Asked,
    pub(crate) env: Env,
}

/// The response that a decision looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) ident: String,
    /// There may be no response at all: its status is an `Option`.
    pub(crate) attempt: bool,
    /// The workflow that was called, by its index in the model: there is no status.
    pub(crate) called: Option<usize>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stmt {
    /// The retry counters of a step: of those of its actions that can come to their turn.
    Counters { step: StepId, retries: Vec<RetryRef> },
    /// A value that the next request needs: an error when it is absent.
    Require { step: StepId, slot: Slot, from: Argument, variable: Variable },
    /// Another step must have run.
    Prerequisite { step: StepId, before: StepId },
    /// The request of a step, or its call of a workflow. Whether what comes back is read.
    Call { step: StepId, attempt: bool, read: bool, env: Env },
    /// An output of a step.
    Take { step: StepId, output: OutputId, how: How, variable: Variable, env: Env, response: String },
    /// What the run is told of a value.
    Note { note: Note, env: Env },
    /// A variable that a loop carries from round to round.
    Carry { variable: Variable, value: Argument },
    /// A new value of such a variable.
    Update { variable: Variable, value: Argument },
    /// A construct with values.
    Construct { results: Vec<Variable>, construct: Construct, body: Block },
    /// An `if` or `match` as a statement.
    Branch(Box<Tail>),
    /// Statements that stand in a function of their own, and where they lead besides. `within`: this call stands in one, too.
    Part { signature: Rc<Signature>, arguments: Vec<Variable>, exit: Option<Exit>, within: bool },
}

/// What a run is told of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Note {
    /// That numbers of the inputs which JSON cannot say are refused.
    Check,
    /// That it must never be shown.
    Conceal(Expr),
    /// That secrets may be in it: the names of members that do not say it themselves.
    ConcealIn(Expr, Vec<String>),
    /// That it is an output of the workflow, which errors show.
    Output { name: String, value: Expr },
}

/// What a block is wrapped in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Construct {
    /// Nothing: the branch itself has the values.
    Plain,
    Block(Label),
    Loop(Option<Label>),
}

/// How a block ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tail {
    /// Control goes on behind the block; in a loop, with its next round.
    Fall,
    /// The values of the enclosing construct.
    Yield(Vec<Argument>),
    Break {
        label: Label,
        plain: bool,
        values: Vec<Argument>,
    },
    Continue {
        label: Label,
        plain: bool,
    },
    Return {
        env: Env,
        /// The variant of `Outcome`, by its index; none where `Output` is returned.
        way: Option<usize>,
        /// It stands in a part, whose caller returns.
        early: bool,
    },
    /// Out of a part, with what its caller goes on with.
    Leave {
        values: Vec<Argument>,
    },
    Fail {
        response: String,
    },
    Ended {
        response: String,
        step: StepId,
        action: usize,
    },
    /// The first arm whose condition holds.
    If {
        arms: Vec<(Condition, Block)>,
        otherwise: Box<Block>,
    },
    Match {
        asked: Asked,
        arms: Vec<(StatusSet, Block)>,
        otherwise: Box<Block>,
    },
    /// The last arm is for everything else.
    Select {
        variable: String,
        arms: Vec<Block>,
    },
}

impl Tail {
    /// A condition in front of a block, which may begin with one itself.
    pub(super) fn branch(condition: Condition, then: Block, otherwise: Block) -> Tail {
        match otherwise {
            Block { stmts, tail: Tail::If { mut arms, otherwise } } if stmts.is_empty() => {
                arms.insert(0, (condition, then));
                Tail::If { arms, otherwise }
            }
            otherwise => Tail::If { arms: vec![(condition, then)], otherwise: Box::new(otherwise) },
        }
    }

    /// Whether control never goes on behind it.
    pub(super) fn diverges(&self) -> bool {
        !matches!(self, Tail::Fall | Tail::Yield(_)) && self.blocks().all(Block::diverges)
    }

    /// The blocks that it leads to, each ending as the tail does.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &Block> {
        let (arms, matched, selected, otherwise) = match self {
            Tail::If { arms, otherwise } => (&arms[..], &[][..], &[][..], Some(&**otherwise)),
            Tail::Match { arms, otherwise, .. } => (&[][..], &arms[..], &[][..], Some(&**otherwise)),
            Tail::Select { arms, .. } => (&[][..], &[][..], &arms[..], None),
            _ => (&[][..], &[][..], &[][..], None),
        };
        let arms = arms.iter().map(|(_, arm)| arm);
        arms.chain(matched.iter().map(|(_, arm)| arm)).chain(selected).chain(otherwise)
    }

    /// The same blocks, to be changed.
    pub(super) fn blocks_mut(&mut self) -> impl Iterator<Item = &mut Block> {
        let (arms, matched, selected, otherwise) = match self {
            Tail::If { arms, otherwise } => (&mut arms[..], &mut [][..], &mut [][..], Some(&mut **otherwise)),
            Tail::Match { arms, otherwise, .. } => (&mut [][..], &mut arms[..], &mut [][..], Some(&mut **otherwise)),
            Tail::Select { arms, .. } => (&mut [][..], &mut [][..], &mut arms[..], None),
            _ => (&mut [][..], &mut [][..], &mut [][..], None),
        };
        let arms = arms.iter_mut().map(|(_, arm)| arm);
        arms.chain(matched.iter_mut().map(|(_, arm)| arm)).chain(selected).chain(otherwise)
    }
}

impl Block {
    pub(super) fn of(tail: Tail) -> Block {
        Block { stmts: Vec::new(), tail }
    }

    /// Whether control never goes on behind the block.
    pub(crate) fn diverges(&self) -> bool {
        self.tail.diverges()
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.stmts.is_empty() && (self.tail == Tail::Fall || self.tail == Tail::Yield(Vec::new()))
    }
}
