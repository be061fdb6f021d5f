//! Blocks, and how they end.

use super::block::{Block, Body, Control, Pattern, Stmt};
use super::code::{Code, Statuses, call, name, run, text, tuple};
use super::lowering::Lowering;
use super::part::LEFT;
use crate::flow::{self, Argument, Asked, Condition, Label, Tail};
use crate::status::StatusSet;

/// What stands around a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// The value of the block is the value of the function.
    Function,
    /// The value of the block is the value of a construct.
    Construct,
    /// The block is a statement.
    Statement,
}

impl Lowering<'_> {
    pub(super) fn body(&self) -> Body {
        let block = self.block(&self.function.body, Position::Function);
        Body { reads_input: block.mentions("input"), block, parts: self.parts() }
    }

    pub(super) fn block(&self, block: &flow::Block, position: Position) -> Block {
        let stmts = block.stmts.iter().flat_map(|stmt| self.stmt(stmt));
        Block(stmts.chain(self.tail(&block.tail, position)).collect())
    }

    pub(super) fn tail(&self, tail: &Tail, position: Position) -> Vec<Stmt> {
        match tail {
            Tail::Fall => Vec::new(),
            Tail::Yield(values) => self.values(values).map(Stmt::Value).into_iter().collect(),
            Tail::Break { label, plain, values } => {
                let (label, value) = (named(label, *plain), self.values(values));
                vec![Stmt::Do(Control::Break { label, value }.into())]
            }
            Tail::Continue { label, plain } => {
                vec![Stmt::Do(Control::Continue { label: named(label, *plain) }.into())]
            }
            Tail::Return { env, way, early } => {
                let output = self.output(way.and_then(|way| self.function.ways.get(way)), env, *early);
                let output = if *early { call(LEFT, [output]) } else { output };
                vec![leave(call("Ok", [output]), position)]
            }
            Tail::Leave { values } => {
                let values = self.values(values).unwrap_or(Code::Unit);
                vec![leave(call("Ok", [call(LEFT, [values])]), Position::Statement)]
            }
            Tail::Fail { .. } | Tail::Ended { .. } => vec![leave(self.error(tail), position)],
            Tail::If { arms, otherwise } => vec![Stmt::Value(self.branch(arms, otherwise, position))],
            Tail::Match { asked, arms, otherwise } => {
                vec![Stmt::Value(self.matching(asked, arms, otherwise, position))]
            }
            Tail::Select { variable, arms } => self.selecting(variable, arms, position),
        }
    }

    /// The error that a function is left with.
    fn error(&self, tail: &Tail) -> Code {
        let error = match tail {
            Tail::Fail { response } => run("failed", [name(response).referred()]),
            Tail::Ended { response, step, action } => {
                let action = self.workflow.steps.get(*step).and_then(|step| step.on_failure.get(*action));
                let action = action.map_or(Code::Bug("an action is not there"), |action| text(&action.name));
                run("ended", [name(response).referred(), action])
            }
            _ => Code::Bug("a step fails without an error"),
        };
        call("Err", [error])
    }

    pub(super) fn values(&self, values: &[Argument]) -> Option<Code> {
        match values {
            [] => None,
            [only] => Some(self.argument(only)),
            several => Some(tuple(several.iter().map(|value| self.argument(value)))),
        }
    }

    fn branch(&self, arms: &[(Condition, flow::Block)], otherwise: &flow::Block, position: Position) -> Code {
        let inner = if otherwise.is_empty() { Position::Statement } else { position };
        let arms = arms.iter().map(|(condition, then)| (self.condition(condition), self.block(then, inner))).collect();
        let otherwise = (!otherwise.is_empty()).then(|| self.block(otherwise, inner));
        Control::If { arms, otherwise }.into()
    }

    fn matching(
        &self,
        asked: &Asked,
        arms: &[(StatusSet, flow::Block)],
        otherwise: &flow::Block,
        position: Position,
    ) -> Code {
        let pattern = |set: &StatusSet| Pattern::Statuses(Statuses { set: set.clone(), optional: asked.attempt });
        let arms = arms.iter().map(|(set, arm)| (pattern(set), self.arm(arm, position)));
        let last = (Pattern::Any, self.arm(otherwise, position));
        Control::Match { of: name(&asked.ident).then("status"), arms: arms.chain([last]).collect() }.into()
    }

    /// A region with several entries: `match at { 0 => …, _ => … }`.
    fn selecting(&self, variable: &str, arms: &[flow::Block], position: Position) -> Vec<Stmt> {
        let Some((last, arms)) = arms.split_last() else {
            return vec![Stmt::Do(Code::Bug("a region has no entry"))];
        };
        if let [only] = arms {
            return self.one_of_two(variable, [only, last], position);
        }
        let arms = arms.iter().enumerate().map(|(index, arm)| (Pattern::Index(index), self.arm(arm, position)));
        let last = (Pattern::Any, self.arm(last, position));
        vec![Stmt::Value(Control::Match { of: name(variable), arms: arms.chain([last]).collect() }.into())]
    }

    fn one_of_two(&self, variable: &str, [first, last]: [&flow::Block; 2], position: Position) -> Vec<Stmt> {
        let arms = vec![(name(variable).equal(Code::Index(0), false), self.block(first, position))];
        let last = self.block(last, position);
        // What leaves needs no `else`.
        let leaves = first.diverges() && position != Position::Statement;
        let (otherwise, behind) = if leaves { (None, last.0) } else { (Some(last), Vec::new()) };
        let branch = Stmt::Value(Control::If { arms, otherwise }.into());
        [branch].into_iter().chain(behind).collect()
    }

    /// The body of an arm: an error is one expression, as a person writes it.
    fn arm(&self, block: &flow::Block, position: Position) -> Code {
        match &block.tail {
            Tail::Fail { .. } | Tail::Ended { .. } if block.stmts.is_empty() && position != Position::Function => {
                Control::Return(self.error(&block.tail)).into()
            }
            _ => Control::Block { label: None, block: self.block(block, position) }.into(),
        }
    }
}

/// The value of the function, or a return out of the middle of it.
fn leave(value: Code, position: Position) -> Stmt {
    if position == Position::Function { Stmt::Value(value) } else { Stmt::Do(Control::Return(value).into()) }
}

/// The name of a label, where it is needed.
fn named(label: &Label, plain: bool) -> Option<String> {
    (!plain).then(|| label.name.clone())
}
