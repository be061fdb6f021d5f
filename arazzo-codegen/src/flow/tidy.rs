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
        return match skipped(body, &label, results.is_empty()) {
            Ok(stmts) => stmts,
            Err(body) => vec![Stmt::Construct { results, construct: Construct::Block(label), body }],
        };
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

/// `'next: { if done { break 'next; } … }` is `if !done { … }`: the label stood for one guard that does nothing but leave. Any other
/// block stays as it is.
fn skipped(mut body: Block, label: &Label, is_statement: bool) -> Result<Vec<Stmt>, Block> {
    let Some(at) = body.stmts.iter().position(|stmt| stmt_mentions(stmt, label)) else { return Err(body) };
    let (leaving, behind) = (&body.stmts[at], &body.stmts[at + 1..]);
    let leaves = Tail::Break { label: label.clone(), plain: false, values: Vec::new() };
    let condition =
        only_arm(leaving).filter(|(_, then)| **then == Block::of(leaves)).and_then(|(test, _)| negated(test));
    let again = behind.iter().any(|stmt| stmt_mentions(stmt, label)) || tail_mentions(&body.tail, label);
    // A condition in a condition would be one of two parts.
    let nested = matches!(behind, [only] if only_arm(only).is_some());
    let Some(condition) = condition.filter(|_| is_statement && !again && !nested && !behind.is_empty()) else {
        return Err(body);
    };
    let rest = Block { stmts: body.stmts.split_off(at + 1), tail: body.tail };
    body.stmts.pop();
    body.stmts.push(guard(condition, rest));
    Ok(body.stmts)
}

/// The condition and the block of an `if` without `else`.
fn only_arm(stmt: &Stmt) -> Option<(&Condition, &Block)> {
    let Stmt::Branch(tail) = stmt else { return None };
    match &**tail {
        Tail::If { arms, otherwise } if otherwise.is_empty() => match arms.as_slice() {
            [(condition, then)] => Some((condition, then)),
            _ => None,
        },
        _ => None,
    }
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

fn guard(condition: Condition, then: Block) -> Stmt {
    Stmt::Branch(Box::new(chain([(condition, then)], Block::of(Tail::Fall))))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::block::{Asked, Env};
    use crate::model::Id;
    use crate::status::StatusSet;

    fn to(label: &Label) -> Tail {
        Tail::Break { label: label.clone(), plain: false, values: Vec::new() }
    }

    fn when(status: u16, negated: bool, then: Block) -> Stmt {
        let set = StatusSet::single(status);
        let test = Test::Status(if negated { set.complement() } else { set });
        let asked = Asked { ident: "a".to_owned(), attempt: false, called: None };
        guard(Condition { test, retry: None, asked, env: Env::default() }, then)
    }

    /// What a block becomes that a label is around.
    fn labelled(label: &Label, stmts: Vec<Stmt>) -> Vec<Stmt> {
        let body = Block { stmts, tail: to(label) };
        let construct = Construct::Block(label.clone());
        tidy(Block { stmts: vec![Stmt::Construct { results: Vec::new(), construct, body }], tail: Tail::Fall }).stmts
    }

    #[test]
    fn a_guard_that_only_leaves_its_block_is_the_condition_of_the_rest() {
        let label = Label { node: 1, name: "next".to_owned() };
        let (leave, work) = (Block::of(to(&label)), Stmt::Prerequisite { step: Id::new(0), before: Id::new(1) });
        let rest = Block { stmts: vec![work.clone()], tail: Tail::Yield(Vec::new()) };
        assert_eq!(labelled(&label, vec![when(404, false, leave.clone()), work.clone()]), [when(404, true, rest)]);
        // A second guard needs the label, and a condition in a condition would be one.
        for stmts in [
            vec![when(404, false, leave.clone()), work.clone(), when(500, false, leave.clone()), work.clone()],
            vec![when(404, false, leave), when(500, false, Block { stmts: vec![work], tail: Tail::Fall })],
        ] {
            assert!(matches!(labelled(&label, stmts).as_slice(), [Stmt::Construct { .. }]));
        }
    }
}
