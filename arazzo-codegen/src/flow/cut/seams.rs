//! Where a block may be cut: between two steps, where few values cross.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::frame::{Frame, To};
use super::uses::{Defined, Reader, Uses};
use crate::flow::block::{Argument, Block, Stmt, Tail, Variable};

/// A part of fewer calls is not worth its name.
const FEWEST: usize = 2;

/// Parts are made as long as each other: a part has no fewer calls than this.
pub(super) fn least(size: usize) -> usize {
    fewest(FEWEST.max(size / 2))
}

/// And no more than this.
pub(super) fn most(size: usize) -> usize {
    size + size / 4
}

fn fewest(wanted: usize) -> usize {
    wanted - wanted / 4
}

/// The statements of a block and what they need of each other.
pub(super) struct Seams<'b> {
    stmts: &'b [Stmt],
    uses: Vec<Uses>,
    /// What each statement defines, with the last statement that reads it; the tail counts as one more.
    defined: Vec<Vec<(Defined, usize)>>,
    /// The value of the block is a variable. Were that the last part's value, the variable would say nothing.
    has_value: bool,
}

/// A stretch of statements, and the values of it that are read behind it.
pub(super) type Stretch = (Range<usize>, Vec<Variable>);

impl<'b> Seams<'b> {
    pub(super) fn of(reader: Reader<'_>, frames: &[Frame], block: &'b Block) -> Seams<'b> {
        let uses: Vec<Uses> = block.stmts.iter().map(|stmt| reader.stmts(frames, std::slice::from_ref(stmt))).collect();
        let mut last: BTreeMap<String, usize> = read(&reader.tail(&block.tail), block.stmts.len()).collect();
        let mut defined = Vec::new();
        for (index, (stmt, uses)) in block.stmts.iter().zip(&uses).enumerate().rev() {
            let own = reader.defined(stmt).into_iter();
            let own = own.map(|own| {
                let read = last.remove(own.name()).unwrap_or(index);
                (own, read)
            });
            defined.push(own.collect::<Vec<_>>());
            for (name, index) in read(uses, index) {
                last.entry(name).or_insert(index);
            }
        }
        defined.reverse();
        let has_value = matches!(&block.tail, Tail::Yield(values) if matches!(values.as_slice(), [Argument::Variable { wrapped: false, .. }]));
        Seams { stmts: &block.stmts, uses, defined, has_value }
    }

    /// The stretches that become parts of about so many calls, in their order.
    pub(super) fn stretches(&self, size: usize) -> Vec<Stretch> {
        let (mut stretches, mut at) = (Vec::new(), 0);
        while at < self.stmts.len() {
            match self.is_seam(at).then(|| self.best(at, size)).flatten() {
                Some((end, results)) => {
                    stretches.push((at..end, results));
                    at = end;
                }
                None => at += 1,
            }
        }
        stretches
    }

    /// Where the statements end, from one on, that lead to no more than one place besides the statement behind them.
    fn stop(&self, start: usize) -> usize {
        let mut exits: BTreeSet<To> = BTreeSet::new();
        let stop = self.uses[start..].iter().position(|uses| {
            exits.extend(&uses.exits);
            uses.is_stuck || exits.len() > 1
        });
        stop.map_or(self.stmts.len(), |stop| start + stop)
    }

    fn calls(&self, stretch: Range<usize>) -> usize {
        self.uses[stretch].iter().map(|uses| uses.calls).sum()
    }

    /// The end of a part that begins at a statement: of those with about so many calls the one that the fewest values cross. What is
    /// left behind it is cut into parts of the same size.
    fn best(&self, start: usize, size: usize) -> Option<(usize, Vec<Variable>)> {
        let stop = self.stop(start);
        let left = self.calls(start..stop);
        let wanted = left / left.div_ceil(size).max(1);
        if wanted < FEWEST.max(size / 2) {
            return None;
        }
        let (fewest, most) = (fewest(wanted), most(wanted));
        let (mut calls, mut names) = (0, BTreeSet::new());
        let mut best: Option<((usize, usize), usize, Vec<Variable>)> = None;
        for end in start + 1..=stop {
            let (uses, defined) = (&self.uses[end - 1], &self.defined[end - 1]);
            calls += uses.calls;
            if calls > most || !uses.others.is_subset(&names) {
                break;
            }
            names.extend(defined.iter().map(|(defined, _)| defined.name().to_owned()));
            let results = (calls >= fewest && self.is_seam(end)).then(|| self.results(start..end)).flatten();
            let cost = |results: &[Variable]| (results.len(), calls.abs_diff(wanted));
            if let Some(results) = results
                && best.as_ref().is_none_or(|(least, ..)| cost(&results) < *least)
            {
                best = Some((cost(&results), end, results));
            }
        }
        best.map(|(_, end, results)| (end, results))
    }

    /// What statements define that is read behind them; `None` where it is something that does not leave a function.
    fn results(&self, stretch: Range<usize>) -> Option<Vec<Variable>> {
        let read_behind = self.defined[stretch.clone()].iter().flatten().filter(|(_, read)| *read >= stretch.end);
        let value = |(defined, _): &(Defined, usize)| match defined {
            Defined::Value(variable) => Some(variable.clone()),
            Defined::Other(_) => None,
        };
        read_behind.map(value).collect()
    }

    /// Whether a step begins with a statement, or the block ends before it.
    fn is_seam(&self, index: usize) -> bool {
        let begins = |stmt: &Stmt| {
            matches!(
                stmt,
                Stmt::Counters { .. } | Stmt::Require { .. } | Stmt::Prerequisite { .. } | Stmt::Carry { .. }
            )
        };
        let is_step = |stmt: &Stmt| {
            begins(stmt) || matches!(stmt, Stmt::Call { .. } | Stmt::Construct { .. } | Stmt::Part { .. })
        };
        if index == self.stmts.len() && self.has_value {
            return false;
        }
        let before = index.checked_sub(1).and_then(|before| self.stmts.get(before));
        self.stmts.get(index).is_none_or(is_step) && !before.is_some_and(begins)
    }
}

/// The names that a statement reads, with its place.
fn read(uses: &Uses, index: usize) -> impl Iterator<Item = (String, usize)> {
    uses.values.keys().chain(&uses.others).cloned().map(move |name| (name, index))
}
