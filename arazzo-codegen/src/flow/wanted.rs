//! Which slots are read from a node on, before they are assigned again.
//!
//! Only there paths that meet have to agree on a variable. This is liveness, found in two walks (Brandner et al., "Computing
//! Liveness Sets for SSA-Form Programs", INRIA 2011): one against the edges without those back, and one that gives the inside of a
//! loop what its header wants. The slots of a node are one row of bits.
//!
//! ```text
//! list: takes next → check → mail: reads next        wanted at check and mail: next; at list: nothing, it assigns it
//!   ↑                  │
//!   └──────────────────┘ reads cursor                wanted at list: cursor; so in the whole loop: cursor
//! ```
//!
//! Each walk looks at each edge once, for all slots together: O((n + e)·s/128) with n nodes, e edges and s slots.

use std::collections::BTreeMap;

use super::dominators::Dominators;
use super::nest::Nest;
use super::terms::{Definitions, Moment, NodeId, Read, Slot};

type Word = u128;

pub(super) struct Wanted {
    /// Which bit each slot has.
    numbers: BTreeMap<Slot, usize>,
    rows: Vec<Vec<Word>>,
}

impl Wanted {
    /// Follows the reads backwards to what assigns them.
    pub(super) fn of(definitions: &Definitions, reads: &[Read], dominators: &Dominators, nest: &Nest) -> Wanted {
        let numbers: BTreeMap<Slot, usize> = definitions.keys().copied().zip(0..).collect();
        let count = dominators.spans().len();
        let width = numbers.len().div_ceil(Word::BITS as usize);
        let mut assigned: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (number, defined) in definitions.values().enumerate() {
            for (node, _) in defined {
                assigned[*node].push(number);
            }
        }
        let mut rows = vec![vec![0; width]; count];
        for (node, moment, slot) in reads {
            let number = numbers.get(slot).copied();
            let is_own = |number: &usize| *moment == Moment::End && assigned[*node].contains(number);
            if let Some((word, bit)) = number.filter(|number| !is_own(number)).map(place) {
                rows[*node][word] |= bit;
            }
        }
        spread(&mut rows, &assigned, dominators, nest);
        Wanted { numbers, rows }
    }

    /// The nodes from whose beginning on a slot is read, as a question.
    pub(super) fn places_of(&self, slot: Slot) -> impl Fn(NodeId) -> bool + '_ {
        let found = self.numbers.get(&slot).copied().map(place);
        move |node| {
            let bits = found.zip(self.rows.get(node)).and_then(|((word, bit), row)| Some(row.get(word)? & bit));
            bits.is_some_and(|bits| bits != 0)
        }
    }
}

/// The word of a slot's bit, and the bit in it.
fn place(number: usize) -> (usize, Word) {
    let bits = Word::BITS as usize;
    (number / bits, 1 << (number % bits))
}

/// What is wanted at a node is wanted behind its predecessors: from the last nodes to the first, without the edges back. What is
/// wanted at the header of a loop may be wanted in all of it, so that one more walk does for them; where it is assigned again in
/// between, that is too much, and nobody will ask.
fn spread(rows: &mut [Vec<Word>], assigned: &[Vec<usize>], dominators: &Dominators, nest: &Nest) {
    let nodes: Vec<NodeId> = dominators.order().collect();
    for node in nodes.iter().rev() {
        let wanted = rows[*node].clone();
        for from in dominators.predecessors(*node).iter().filter(|from| !dominators.is_back_edge(**from, *node)) {
            let mut wanted = wanted.clone();
            for (word, bit) in assigned[*from].iter().copied().map(place) {
                wanted[word] &= !bit;
            }
            add(&mut rows[*from], &wanted);
        }
    }
    for node in nodes {
        if let Some(header) = nest.around(node).find(|header| *header != node) {
            let wanted = rows[header].clone();
            add(&mut rows[node], &wanted);
        }
    }
}

fn add(row: &mut [Word], more: &[Word]) {
    for (word, more) in row.iter_mut().zip(more) {
        *word |= more;
    }
}
