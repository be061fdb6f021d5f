//! Long workflows become several functions: rustc's time for one `async fn` grows with more than the square of the places where it
//! waits.
//!
//! ```text
//! before:  call 1 … call 24 → call 25 … call 48 → return       after:  steps_1_to_24 → steps_25_to_48 → return
//! ```
//!
//! A *part* is a stretch of statements of one block, at any depth. It takes what it reads and was defined before, and gives what it
//! defines and is read later. It may lead to one other place besides: to the end of the workflow, or to a construct around it; then it
//! gives what is wanted there instead. What the code around it goes on with, a part only borrows. Responses and counters of retries stay
//! in one function (`uses`): behind a step its response is not read any more, so that few values cross where a part ends (`seams`).
//!
//! Parts that are called may be a part again, so that no function waits at many places, however long the workflow is.

mod frame;
mod lend;
mod seams;
mod uses;

use std::rc::Rc;

use super::block::{Block, Function, Part, Signature, Stmt, Tail, Variable};
use crate::model::{Id as _, StepId, Workflow};
use crate::names::{Names, Space};
use frame::Frame;
use seams::Seams;
use uses::Reader;

/// When functions are cut, in calls of steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// A function with no more than this stays whole.
    pub(super) whole: usize,
    /// A part has about so many.
    pub(super) part: usize,
}

/// What is read as one, and compiled soon enough.
pub(super) const SIZES: Sizes = Sizes { whole: 32, part: 20 };

/// Cuts a function that is too long.
pub(super) fn cut(workflow: &Workflow, function: Function, sizes: Sizes) -> Function {
    let reader = Reader::new(workflow, &function.ways);
    if calls(&function.body) <= sizes.whole {
        return function;
    }
    let names = Names::new(Space::Variables).reserving(workflow.variables().chain([workflow.ident.as_str()]));
    let mut cutter = Cutter { reader, names, size: sizes.part, frames: Vec::new(), parts: Vec::new() };
    let body = cutter.block(function.body);
    Function { parts: cutter.parts, body, ..function }
}

struct Cutter<'a> {
    reader: Reader<'a>,
    names: Names,
    /// About so many calls are in a part.
    size: usize,
    /// The constructs around the block, the innermost last.
    frames: Vec<Frame>,
    parts: Vec<Part>,
}

impl Cutter<'_> {
    /// A block with calls of parts in place of long stretches: those inside of others first.
    fn block(&mut self, mut block: Block) -> Block {
        if calls(&block) <= self.size {
            return block;
        }
        block.stmts = block.stmts.into_iter().map(|stmt| self.inside(stmt)).collect();
        self.tail(&mut block.tail);
        loop {
            let before = calls(&block);
            if before <= self.size || !self.may_be_cut(&block) {
                return block;
            }
            block = self.shortened(block);
            if calls(&block) == before {
                return block;
            }
        }
    }

    /// Whether some statements that follow each other have enough calls for a part, beside those that have too many. What they read is
    /// not looked at, which costs more.
    fn may_be_cut(&self, block: &Block) -> bool {
        let (least, most) = (seams::least(self.size), seams::most(self.size));
        let mut together = 0;
        block.stmts.iter().map(calls_of).any(|calls| {
            together = if calls > most { 0 } else { together + calls };
            together >= least
        })
    }

    fn inside(&mut self, stmt: Stmt) -> Stmt {
        match stmt {
            Stmt::Construct { results, construct, body } => {
                let outside = self.frames.len();
                self.frames.extend(Frame::of(&construct, &results));
                let body = self.block(body);
                self.frames.truncate(outside);
                Stmt::Construct { results, construct, body }
            }
            Stmt::Branch(mut tail) => {
                self.tail(&mut tail);
                Stmt::Branch(tail)
            }
            other => other,
        }
    }

    fn tail(&mut self, tail: &mut Tail) {
        for block in tail.blocks_mut() {
            *block = self.block(std::mem::replace(block, Block::of(Tail::Fall)));
        }
    }

    /// The block with its stretches as parts.
    fn shortened(&mut self, block: Block) -> Block {
        let stretches = Seams::of(self.reader, &self.frames, &block).stretches(self.size);
        let Block { stmts, tail } = block;
        let mut rest = stmts.into_iter();
        let (mut shortened, mut at) = (Vec::new(), 0);
        for (stretch, results) in stretches {
            shortened.extend(rest.by_ref().take(stretch.start - at));
            let inside = rest.by_ref().take(stretch.len()).collect();
            shortened.push(self.part(inside, results));
            at = stretch.end;
        }
        shortened.extend(rest);
        Block { stmts: shortened, tail }
    }

    /// Makes a part of some statements; its call takes their place.
    fn part(&mut self, stmts: Vec<Stmt>, results: Vec<Variable>) -> Stmt {
        let uses = self.reader.stmts(&self.frames, &stmts);
        let (first, last) = uses.steps.unwrap_or((StepId::new(0), StepId::new(0)));
        let arguments: Vec<Variable> = uses.values.into_values().collect();
        let (exit, leaves_with) = uses.exits.first().map(|to| frame::exit(&self.frames, *to)).unzip();
        let signature = Rc::new(Signature {
            ident: self.names.claim(format!("steps_{}_to_{}", first.index() + 1, last.index() + 1)),
            first,
            last,
            reads_input: uses.reads_input,
            parameters: arguments.iter().map(lend::lent).collect(),
            results,
            leaves_with,
        });
        let stmts = lend::inside(stmts, &arguments);
        self.parts.push(Part { signature: Rc::clone(&signature), stmts });
        Stmt::Part { signature, arguments, exit, within: false }
    }
}

/// How many calls there are in a block, of steps and of parts.
fn calls(block: &Block) -> usize {
    block.stmts.iter().map(calls_of).sum::<usize>() + in_tail(&block.tail)
}

fn calls_of(stmt: &Stmt) -> usize {
    match stmt {
        Stmt::Call { .. } | Stmt::Part { .. } => 1,
        Stmt::Construct { body, .. } => calls(body),
        Stmt::Branch(tail) => in_tail(tail),
        _ => 0,
    }
}

fn in_tail(tail: &Tail) -> usize {
    tail.blocks().map(calls).sum()
}
