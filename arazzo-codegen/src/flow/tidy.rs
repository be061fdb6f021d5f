//! Makes structured code read as if it was typed.
//!
//! Nothing here changes what runs: breaks at the end of a block become its value, labels that nobody breaks to disappear,
//! branches that leave become guards, and the code behind them moves up to their depth.

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

fn tidy_tail(tail: Tail) -> Tail {
    match tail {
        Tail::If { condition, then, otherwise } => {
            Tail::If { condition, then: Box::new(tidy(*then)), otherwise: Box::new(tidy(*otherwise)) }
        }
        Tail::Match { asked, arms, otherwise } => Tail::Match {
            asked,
            arms: arms.into_iter().map(|(set, arm)| (set, tidy(arm))).collect(),
            otherwise: Box::new(tidy(*otherwise)),
        },
        Tail::Select { variable, arms } => Tail::Select { variable, arms: arms.into_iter().map(tidy).collect() },
        other => other,
    }
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
    match &mut block.tail {
        Tail::If { then, otherwise, .. } => {
            each_end(then, visit);
            each_end(otherwise, visit);
        }
        Tail::Match { arms, otherwise, .. } => {
            for (_, arm) in arms {
                each_end(arm, visit);
            }
            each_end(otherwise, visit);
        }
        Tail::Select { arms, .. } => {
            for arm in arms {
                each_end(arm, visit);
            }
        }
        tail => visit(tail),
    }
}

/// Branches that leave become guards.
fn flatten(mut block: Block) -> Block {
    loop {
        let Block { mut stmts, tail } = block;
        let Tail::If { condition, then, otherwise } = tail else { return Block { stmts, tail } };
        let keep_then = match (then.diverges(), otherwise.diverges()) {
            (true, false) => false,
            (false, true) => true,
            (true, true) => is_error(&otherwise) && !is_error(&then) && condition.retry.is_none(),
            (false, false) => return Block { stmts, tail: Tail::If { condition, then, otherwise } },
        };
        let (condition, guard, rest) = if keep_then {
            let Some(negated) = negated(&condition) else {
                return Block { stmts, tail: Tail::If { condition, then, otherwise } };
            };
            (negated, otherwise, then)
        } else {
            (condition, then, otherwise)
        };
        let empty = Box::new(Block::of(Tail::Fall));
        stmts.push(Stmt::Branch(Box::new(Tail::If { condition, then: guard, otherwise: empty })));
        stmts.extend(rest.stmts);
        block = Block { stmts, tail: rest.tail };
    }
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
        Tail::If { then, otherwise, .. } => {
            shorten(then, label, innermost);
            shorten(otherwise, label, innermost);
        }
        Tail::Match { arms, otherwise, .. } => {
            for (_, arm) in arms {
                shorten(arm, label, innermost);
            }
            shorten(otherwise, label, innermost);
        }
        Tail::Select { arms, .. } => {
            for arm in arms {
                shorten(arm, label, innermost);
            }
        }
        _ => {}
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
        Tail::If { then, otherwise, .. } => mentions(then, label) || mentions(otherwise, label),
        Tail::Match { arms, otherwise, .. } => {
            arms.iter().any(|(_, arm)| mentions(arm, label)) || mentions(otherwise, label)
        }
        Tail::Select { arms, .. } => arms.iter().any(|arm| mentions(arm, label)),
        _ => false,
    }
}
