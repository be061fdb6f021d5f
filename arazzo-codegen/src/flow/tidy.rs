//! Makes structured code read as if it was typed.
//!
//! Nothing here changes what runs: breaks at the end of a block become its value, labels that nobody breaks to disappear,
//! branches that leave become guards, and the code behind them moves up to their depth.

use std::collections::VecDeque;

use super::block::{Block, Condition, Construct, Label, Stmt, Tail};
use crate::model::Test;

pub(super) fn tidy(block: Block) -> Block {
    let Block { stmts, tail } = block;
    let mut tidied = Vec::new();
    for stmt in stmts {
        match stmt {
            Stmt::Construct { results, construct, body } => {
                let body = tidy(body);
                tidied.extend(construct_stmts(results, construct, body));
            }
            Stmt::Branch(tail) => tidied.push(Stmt::Branch(Box::new(tidy_tail(*tail)))),
            other => tidied.push(other),
        }
    }
    flatten(Block { stmts: tidied, tail: tidy_tail(tail) })
}

fn tidy_tail(mut tail: Tail) -> Tail {
    for block in tail.blocks_mut() {
        *block = tidy(std::mem::replace(block, Block::of(Tail::Fall)));
    }
    tail
}

/// A construct with what can be simplified about it.
fn construct_stmts(results: Vec<super::block::Variable>, construct: Construct, body: Block) -> Vec<Stmt> {
    match construct {
        Construct::Block(label) => block_stmts(results, label, body),
        Construct::Loop(Some(label)) => {
            let mut body = body;
            fall_through(&mut body, &label);
            shorten(&mut body, &label, true);
            let label = mentions(&body, &label).then_some(label);
            vec![Stmt::Construct { results, construct: Construct::Loop(label), body }]
        }
        other => vec![Stmt::Construct { results, construct: other, body }],
    }
}

fn block_stmts(results: Vec<super::block::Variable>, label: Label, body: Block) -> Vec<Stmt> {
    let mut body = body;
    // A loop that is left to right behind it: the loop itself has the values.
    if let Some(stmts) = merged_loop(&results, &label, &mut body) {
        return stmts;
    }
    yield_values(&mut body, &label);
    let body = flatten(body);
    if mentions(&body, &label) {
        return vec![Stmt::Construct { results, construct: Construct::Block(label), body }];
    }
    let Block { mut stmts, tail } = body;
    match tail {
        Tail::Fall => {}
        Tail::Yield(values) if values.is_empty() => {}
        tail if results.is_empty() => stmts.push(Stmt::Branch(Box::new(tail))),
        tail => {
            let body = Block { stmts: Vec::new(), tail };
            stmts.push(Stmt::Construct { results, construct: Construct::Plain, body });
        }
    }
    stmts
}

/// `'next: { loop { … break 'next value; } }` is `loop { … break value; }`.
fn merged_loop(results: &[super::block::Variable], label: &Label, body: &mut Block) -> Option<Vec<Stmt>> {
    let [.., Stmt::Construct { results: own, construct: Construct::Loop(_), .. }] = body.stmts.as_slice() else {
        return None;
    };
    if !own.is_empty() || body.tail != Tail::Fall {
        return None;
    }
    let before = &body.stmts[..body.stmts.len() - 1];
    if before.iter().any(|stmt| stmt_mentions(stmt, label)) {
        return None;
    }
    let Some(Stmt::Construct { construct: Construct::Loop(own_label), body: mut inner, .. }) = body.stmts.pop() else {
        return None;
    };
    shorten(&mut inner, label, true);
    let mut stmts = std::mem::take(&mut body.stmts);
    // A loop has one label: breaks out of inner blocks need the new one, `continue`s out of them the old one.
    let needs_new = mentions(&inner, label);
    match (needs_new, own_label) {
        (true, Some(own)) => {
            let looped = Stmt::Construct { results: Vec::new(), construct: Construct::Loop(Some(own)), body: inner };
            // The break values name the outer block.
            lengthen_in(&mut stmts, looped, results, label);
        }
        (true, None) => {
            let construct = Construct::Loop(Some(label.clone()));
            stmts.push(Stmt::Construct { results: results.to_vec(), construct, body: inner });
        }
        (false, own) => {
            stmts.push(Stmt::Construct { results: results.to_vec(), construct: Construct::Loop(own), body: inner });
        }
    }
    Some(stmts)
}

/// Keeps the block around the loop, where both need a label.
fn lengthen_in(stmts: &mut Vec<Stmt>, looped: Stmt, results: &[super::block::Variable], label: &Label) {
    let mut body = Block { stmts: vec![looped], tail: Tail::Fall };
    shorten(&mut body, label, false);
    stmts.push(Stmt::Construct { results: results.to_vec(), construct: Construct::Block(label.clone()), body });
}

/// Breaks to the label at the end of the block become its value.
fn yield_values(block: &mut Block, label: &Label) {
    each_end(block, &mut |tail| {
        if let Tail::Break { label: to, values, .. } = tail
            && to == label
        {
            *tail = Tail::Yield(std::mem::take(values));
        }
    });
}

/// `continue` at the end of a loop's body says nothing.
fn fall_through(block: &mut Block, label: &Label) {
    each_end(block, &mut |tail| {
        if matches!(tail, Tail::Continue { label: to, .. } if to == label) {
            *tail = Tail::Fall;
        }
    });
}

/// Visits the ends of a block: its own, or those of the branches it ends with.
fn each_end(block: &mut Block, visit: &mut impl FnMut(&mut Tail)) {
    if matches!(block.tail, Tail::If { .. } | Tail::Match { .. } | Tail::Select { .. }) {
        block.tail.blocks_mut().for_each(|block| each_end(block, visit));
    } else {
        visit(&mut block.tail);
    }
}

/// Branches that leave become guards.
fn flatten(mut block: Block) -> Block {
    loop {
        let Block { mut stmts, tail } = block;
        let Tail::If { arms, otherwise } = tail else { return Block { stmts, tail } };
        let (guards, rest) = guarded(arms.into(), *otherwise);
        stmts.extend(guards);
        match rest {
            Ok(rest) => {
                stmts.extend(rest.stmts);
                block = Block { stmts, tail: rest.tail };
            }
            Err(tail) => return Block { stmts, tail },
        }
    }
}

/// The guards that a chain of branches begins with, and the block behind them; or the chain that is left, from the first arm on that
/// is no guard.
fn guarded(mut arms: VecDeque<(Condition, Block)>, otherwise: Block) -> (Vec<Stmt>, Result<Block, Tail>) {
    let mut guards = Vec::new();
    let leaving = arms.iter().rev().take_while(|(_, arm)| arm.diverges()).count();
    let last_leaves = otherwise.diverges();
    while let Some((condition, then)) = arms.pop_front() {
        let keeps_then = match (then.diverges(), last_leaves && arms.len() <= leaving) {
            (true, false) => false,
            (false, true) => true,
            (true, true) => arms.is_empty() && is_error(&otherwise) && !is_error(&then) && condition.retry.is_none(),
            (false, false) => return (guards, Err(chain([(condition, then)].into_iter().chain(arms), otherwise))),
        };
        if !keeps_then {
            guards.push(guard(condition, then));
            continue;
        }
        let Some(negated) = negated(&condition) else {
            return (guards, Err(chain([(condition, then)].into_iter().chain(arms), otherwise)));
        };
        let left = if arms.is_empty() { otherwise } else { flatten(Block::of(chain(arms, otherwise))) };
        guards.push(guard(negated, left));
        return (guards, Ok(then));
    }
    (guards, Ok(otherwise))
}

fn chain(arms: impl IntoIterator<Item = (Condition, Block)>, otherwise: Block) -> Tail {
    Tail::If { arms: arms.into_iter().collect(), otherwise: Box::new(otherwise) }
}

fn guard(condition: Condition, leaves: Block) -> Stmt {
    Stmt::Branch(Box::new(chain([(condition, leaves)], Block::of(Tail::Fall))))
}

/// A condition with a retry has an effect: it cannot be turned round.
fn negated(condition: &Condition) -> Option<Condition> {
    if condition.retry.is_some() {
        return None;
    }
    Some(Condition { test: Test::negated(condition.test.clone()), ..condition.clone() })
}

/// Nothing but an error.
fn is_error(block: &Block) -> bool {
    block.stmts.is_empty() && matches!(block.tail, Tail::Fail { .. } | Tail::Ended { .. })
}

/// Breaks and continues that mean the innermost construct need no label (and those inside a labelled block need one).
fn shorten(block: &mut Block, label: &Label, innermost: bool) {
    for stmt in &mut block.stmts {
        match stmt {
            Stmt::Construct { construct: Construct::Plain, body, .. } => shorten(body, label, innermost),
            Stmt::Construct { body, .. } => shorten(body, label, false),
            Stmt::Branch(tail) => shorten_tail(tail, label, innermost),
            _ => {}
        }
    }
    shorten_tail(&mut block.tail, label, innermost);
}

fn shorten_tail(tail: &mut Tail, label: &Label, innermost: bool) {
    match tail {
        Tail::Break { label: to, plain, .. } | Tail::Continue { label: to, plain } if to == label => *plain = innermost,
        tail => tail.blocks_mut().for_each(|block| shorten(block, label, innermost)),
    }
}

/// Whether something in a block names the label.
fn mentions(block: &Block, label: &Label) -> bool {
    block.stmts.iter().any(|stmt| stmt_mentions(stmt, label)) || tail_mentions(&block.tail, label)
}

fn stmt_mentions(stmt: &Stmt, label: &Label) -> bool {
    match stmt {
        Stmt::Construct { body, .. } => mentions(body, label),
        Stmt::Branch(tail) => tail_mentions(tail, label),
        _ => false,
    }
}

fn tail_mentions(tail: &Tail, label: &Label) -> bool {
    match tail {
        Tail::Break { label: to, plain, .. } | Tail::Continue { label: to, plain } => to == label && !plain,
        tail => tail.blocks().any(|block| mentions(block, label)),
    }
}
