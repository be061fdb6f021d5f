//! `check --summary`: how often each code was found, and in how many files.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::output::counted;
use crate::{Diagnostic, Severity};

/// A code: how often, and where.
#[derive(Default)]
struct Row {
    count: usize,
    files: BTreeSet<PathBuf>,
}

/// What was found, counted by code.
#[derive(Default)]
pub(super) struct Summary(BTreeMap<(Reverse<Severity>, &'static str), Row>);

impl Summary {
    pub(super) fn add(&mut self, diagnostic: &Diagnostic) {
        let row = self.0.entry((Reverse(diagnostic.severity), diagnostic.code)).or_default();
        row.count += 1;
        row.files.insert(diagnostic.file.clone());
    }

    /// A line for each code, the worst first, and of one severity the most frequent.
    pub(super) fn table(&self) -> String {
        let mut rows: Vec<_> = self.0.iter().collect();
        rows.sort_by_key(|((severity, code), row)| (*severity, Reverse(row.count), *code));
        let line = |((Reverse(severity), code), row): (&(Reverse<Severity>, &'static str), &Row)| {
            let (severity, files) = (severity.to_string(), counted(row.files.len(), "file"));
            format!("{severity:7} {:>6}  {code:27} in {files}\n", row.count)
        };
        rows.into_iter().map(line).collect::<Vec<_>>().concat()
    }
}
