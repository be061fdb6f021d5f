//! What the stages have found so far.

use std::collections::HashSet;

use super::{Finding, Kind, Relation, Severity};
use crate::place::Mark;

/// The findings, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
}

/// A stage found errors: the next one must not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop;

impl Report {
    /// Notes a mistake and goes on.
    pub(crate) fn add(&mut self, mark: Mark, kind: Kind) -> &mut Report {
        self.findings.push(Finding::new(kind, mark));
        self
    }

    /// Shows a second place of the mistake that was noted last.
    pub(crate) fn also(&mut self, mark: Mark, relation: Relation) -> &mut Report {
        self.also_if([mark], relation)
    }

    /// As many as there are.
    pub(crate) fn also_if(&mut self, marks: impl IntoIterator<Item = Mark>, relation: Relation) -> &mut Report {
        if let Some(last) = self.findings.last_mut() {
            last.related.extend(marks.into_iter().map(|mark| (mark, relation)));
        }
        self
    }

    /// Takes over what was found on a way that was only tried.
    pub(crate) fn absorb(&mut self, other: Report) {
        self.findings.extend(other.findings);
    }

    /// Takes over what was found when the same was asked before, but for what is here already.
    pub(crate) fn repeat(&mut self, other: &Report) {
        let is_new = |known: &[Finding], found: &Finding| {
            known.iter().all(|known| known.mark != found.mark || known.kind != found.kind)
        };
        for found in &other.findings {
            if is_new(&self.findings, found) {
                self.findings.push(found.clone());
            }
        }
    }

    /// Between two stages: all errors of a stage are collected, none are carried into the next.
    pub(crate) fn propagate(&self) -> Result<(), Stop> {
        let failed = self.findings.iter().any(|finding| finding.kind.severity() == Severity::Error);
        if failed { Err(Stop) } else { Ok(()) }
    }

    /// Each mistake once.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let mut known = HashSet::new();
        let new = self.findings.iter().filter(|finding| known.insert((&finding.mark, &finding.kind)));
        new.cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{FileId, Place};

    #[test]
    fn a_mistake_is_said_once() {
        let place = Place::root(FileId::default()).key("a");
        let kind = || Kind::LikelySelector;
        let mut report = Report::default();
        report.add(place.value(), kind()).also(place.name(), Relation::First).add(place.value(), kind());
        report.add(place.name(), kind());
        let said = report.into_findings();
        assert_eq!(said.iter().map(|finding| finding.related.len()).collect::<Vec<_>>(), [1, 0]);
    }
}
