//! Structured code: what the emitter prints.

use std::collections::BTreeMap;
use std::rc::Rc;

pub(crate) use super::decision::Retry;
pub(crate) use super::graph::Slot;
use crate::model::{StatusSet, Test, Ty, Workflow};

/// The body of a workflow's function, and what its outputs are.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) body: Block,
    pub(crate) outputs: Vec<Field>,
    /// The steps that can run.
    pub(crate) steps: Vec<usize>,
    /// Those of them that have run wherever it returns.
    pub(crate) always: Vec<usize>,
}

impl Function {
    /// The function of a workflow that cannot be compiled: it never returns, and promises nothing.
    pub(crate) fn unknown(workflow: &Workflow) -> Function {
        let endless = Construct::Loop(None);
        let stmts = vec![Stmt::Construct { results: Vec::new(), construct: endless, body: Block::of(Tail::Fall) }];
        let outputs = workflow.outputs.iter().map(|_| Field { certain: false }).collect();
        Function { body: Block { stmts, tail: Tail::Fall }, outputs, steps: Vec::new(), always: Vec::new() }
    }
}

/// A field of `Output`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
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
}

/// Which variable holds what, at one place. A slot that is missing has no value there; inputs that are missing are read from
/// `input`.
pub(crate) type Env = Rc<BTreeMap<Slot, Variable>>;

/// How an output is taken from a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// It must be there.
    Required,
    /// It may be absent.
    Optional,
    /// The step failed: whatever is there, and never an error.
    Lenient,
    /// It is a copy of another value.
    Copied,
    /// This response has none.
    Absent,
}

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
    /// An input that was not checked on this path.
    Input {
        field: usize,
        /// It becomes an `Option` on the way.
        wrapped: bool,
    },
}

/// A test and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    pub(crate) test: Test,
    /// The retry limit to test after it.
    pub(crate) retry: Option<Retry>,
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
#[expect(clippy::large_enum_variant, reason = "there are as many as a document has steps")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stmt {
    /// The retry counters of a step: of those of its actions that can come to their turn.
    Counters { step: usize, retries: Vec<Retry> },
    /// A value that the next request needs: an error when it is absent.
    Require { step: usize, slot: Slot, from: Argument, variable: Variable },
    /// Another step must have run.
    Prerequisite { step: usize, before: usize },
    /// The request of a step, or its call of a workflow. Whether what comes back is read.
    Call { step: usize, attempt: bool, read: bool, env: Env },
    /// An output of a step.
    Take { step: usize, output: usize, how: How, variable: Variable, env: Env, response: String, recorded: bool },
    /// A variable that a loop carries from round to round.
    Carry { variable: Variable, value: Argument },
    /// A new value of such a variable.
    Update { variable: Variable, value: Argument },
    /// A construct with values.
    Construct { results: Vec<Variable>, construct: Construct, body: Block },
    /// An `if` or `match` as a statement.
    Branch(Box<Tail>),
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
#[expect(clippy::large_enum_variant, reason = "there are as many as a document has branches")]
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
    },
    Fail {
        response: String,
    },
    Ended {
        response: String,
        step: usize,
        action: usize,
    },
    If {
        condition: Condition,
        then: Box<Block>,
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

impl Block {
    pub(super) fn of(tail: Tail) -> Block {
        Block { stmts: Vec::new(), tail }
    }

    /// Whether control never goes on behind the block.
    pub(crate) fn diverges(&self) -> bool {
        match &self.tail {
            Tail::Fall | Tail::Yield(_) => false,
            Tail::Break { .. }
            | Tail::Continue { .. }
            | Tail::Return { .. }
            | Tail::Fail { .. }
            | Tail::Ended { .. } => true,
            Tail::If { then, otherwise, .. } => then.diverges() && otherwise.diverges(),
            Tail::Select { arms, .. } => arms.iter().all(Block::diverges),
            Tail::Match { arms, otherwise, .. } => otherwise.diverges() && arms.iter().all(|(_, arm)| arm.diverges()),
        }
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.stmts.is_empty() && (self.tail == Tail::Fall || self.tail == Tail::Yield(Vec::new()))
    }
}
