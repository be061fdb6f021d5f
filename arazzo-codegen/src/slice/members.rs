//! The members of an object, in the order of the text, and by their keys.
//!
//! Not a map that hashes: without optimisation a hash costs as much as ten comparisons, and most objects have few members.

use std::cell::OnceCell;
use std::ops::Range;

use crate::parse::SyntaxError;
use crate::value::Value;

/// So many are compared one by one.
const FEW: usize = 8;

pub(super) struct Member {
    pub(super) key: String,
    /// Of a JSON text the value, of YAML the whole entry: only with its key has it the same indentation.
    pub(super) range: Range<usize>,
    pub(super) value: OnceCell<Result<Value, SyntaxError>>,
}

pub(super) struct Members {
    written: Vec<Member>,
    /// Their indices, sorted by key.
    sorted: Vec<usize>,
}

impl Members {
    /// `None` when a key is there twice.
    pub(super) fn new(written: Vec<(String, Range<usize>)>) -> Option<Members> {
        let written = written.into_iter().map(|(key, range)| Member { key, range, value: OnceCell::new() });
        let written: Vec<Member> = written.collect();
        let mut sorted: Vec<usize> = (0..written.len()).collect();
        sorted.sort_unstable_by(|left, right| written[*left].key.cmp(&written[*right].key));
        let twice = sorted.windows(2).any(|pair| written[pair[0]].key == written[pair[1]].key);
        (!twice).then_some(Members { written, sorted })
    }

    pub(super) fn as_slice(&self) -> &[Member] {
        &self.written
    }

    pub(super) fn get(&self, key: &str) -> Option<&Member> {
        if self.written.len() <= FEW {
            return self.written.iter().find(|member| member.key == key);
        }
        let found = self.sorted.binary_search_by(|index| self.written[*index].key.as_str().cmp(key)).ok()?;
        Some(&self.written[self.sorted[found]])
    }
}
