//! Statements as they stand in a part: what they read is lent to them, and to leave the part is to return to its caller.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::frame::Frame;
use crate::flow::block::{Argument, Block, Env, Exit, Held, Label, Stmt, Tail, Variable};

/// A variable as the parameter of a part.
pub(super) fn lent(variable: &Variable) -> Variable {
    let held = if variable.held == Held::Owned { Held::Lent } else { variable.held };
    Variable { held, ..variable.clone() }
}

/// The statements of a part that gets these variables from outside.
pub(super) fn inside(mut stmts: Vec<Stmt>, arguments: &[Variable]) -> Vec<Stmt> {
    let owned = arguments.iter().filter(|variable| variable.held == Held::Owned);
    let names = owned.map(|variable| variable.ident.clone()).collect();
    let mut lending = Lending { names, frames: Vec::new() };
    for stmt in &mut stmts {
        lending.stmt(stmt);
    }
    stmts
}

struct Lending {
    /// The names that mean what is lent here.
    names: BTreeSet<String>,
    /// The constructs around, as far as they are in the part.
    frames: Vec<Frame>,
}

impl Lending {
    fn block(&mut self, block: &mut Block) {
        let outside = self.names.clone();
        for stmt in &mut block.stmts {
            self.stmt(stmt);
        }
        self.tail(&mut block.tail);
        self.names = outside;
    }

    fn stmt(&mut self, stmt: &mut Stmt) {
        match stmt {
            Stmt::Counters { .. } | Stmt::Prerequisite { .. } => {}
            Stmt::Require { from: value, variable, .. } | Stmt::Carry { variable, value } => {
                self.argument(value);
                self.own(variable);
            }
            Stmt::Update { value, .. } => self.argument(value),
            Stmt::Call { env, .. } | Stmt::Note { env, .. } => self.env(env),
            Stmt::Take { variable, env, .. } => {
                self.env(env);
                self.own(variable);
            }
            Stmt::Construct { results, construct, body } => {
                let outside = self.frames.len();
                self.frames.extend(Frame::of(construct, results));
                self.block(body);
                self.frames.truncate(outside);
                self.owned(results);
            }
            Stmt::Branch(tail) => self.tail(tail),
            Stmt::Part { signature, arguments, exit, within } => {
                *within = true;
                if let Some(exit) = exit {
                    self.exit(exit);
                }
                for variable in arguments {
                    self.variable(variable);
                }
                self.owned(&signature.results);
            }
        }
    }

    fn exit(&self, exit: &mut Exit) {
        let leaves = match exit {
            Exit::Return => true,
            Exit::Break(label) | Exit::Continue(label) => self.leaves(label.as_ref()),
            Exit::HandOn => false,
        };
        if leaves {
            *exit = Exit::HandOn;
        }
    }

    /// Whether a jump leads out of the part.
    fn leaves(&self, label: Option<&Label>) -> bool {
        Frame::meant(&self.frames, label).is_none()
    }

    fn tail(&mut self, tail: &mut Tail) {
        match tail {
            Tail::Yield(values) | Tail::Break { values, .. } | Tail::Leave { values } => self.arguments(values),
            Tail::Return { env, early, .. } => {
                *early = true;
                self.env(env);
            }
            Tail::If { arms, .. } => {
                for (condition, _) in arms {
                    self.env(&mut condition.env);
                }
            }
            _ => {}
        }
        if let Tail::Break { label, plain, .. } | Tail::Continue { label, plain } = tail
            && self.leaves(Some(&*label).filter(|_| !*plain))
        {
            *tail = Tail::Leave { values: values(tail) };
        }
        for block in tail.blocks_mut() {
            self.block(block);
        }
    }

    fn owned(&mut self, variables: &[Variable]) {
        for variable in variables {
            self.own(variable);
        }
    }

    /// A variable that hides what was lent.
    fn own(&mut self, variable: &Variable) {
        self.names.remove(&variable.ident);
    }

    fn env(&self, env: &mut Env) {
        if env.values().any(|variable| self.is_lent(variable)) {
            for variable in Rc::make_mut(env).values_mut() {
                self.variable(variable);
            }
        }
    }

    fn arguments(&self, arguments: &mut [Argument]) {
        for argument in arguments {
            self.argument(argument);
        }
    }

    fn argument(&self, argument: &mut Argument) {
        if let Argument::Variable { variable, .. } = argument {
            self.variable(variable);
        }
    }

    fn variable(&self, variable: &mut Variable) {
        if self.is_lent(variable) {
            *variable = lent(variable);
        }
    }

    fn is_lent(&self, variable: &Variable) -> bool {
        self.names.contains(&variable.ident)
    }
}

/// What a jump takes along.
fn values(tail: &mut Tail) -> Vec<Argument> {
    match tail {
        Tail::Break { values, .. } => std::mem::take(values),
        _ => Vec::new(),
    }
}
