//! What the stages have found so far.

use std::collections::HashSet;

use super::{Finding, Kind, Relation, Severity};
use crate::place::Mark;

/// The findings, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
    /// Where something was left out because an error says why.
    refused: Option<Mark>,
}

/// That an error was reported: what it is about has no value, and no other stage reports it again. Only a report makes one, and sees
/// to it that the error is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reported(());

/// A stage found errors: the next one must not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stop;

impl Report {
    /// Notes a mistake and goes on.
    pub(crate) fn add(&mut self, mark: Mark, kind: Kind) -> &mut Report {
        self.findings.push(Finding::new(kind, mark));
        self
    }

    /// Notes an error, for which something has no value.
    pub(crate) fn refuse(&mut self, mark: Mark, kind: Kind) -> Reported {
        self.add(mark.clone(), kind).refused(mark)
    }

    /// That something has no value because of an error that was reported before, or is when the stage ends. If there is none
    /// then, this is a bug, and becomes an error itself ([`Report::keep_promises`]).
    pub(crate) fn refused(&mut self, mark: Mark) -> Reported {
        self.refused.get_or_insert(mark);
        Reported(())
    }

    /// At the end of a stage: what was left out without an error would be a silent mistake.
    pub(crate) fn keep_promises(&mut self) {
        if let (Some(mark), Ok(())) = (self.refused.take(), self.propagate()) {
            self.add(mark, Kind::Internal { what: "something is left out, and no error says why".to_owned() });
        }
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
        self.refused = self.refused.take().or(other.refused);
    }

    /// Takes over what was found when the same was asked before, but for what is here already.
    pub(crate) fn repeat(&mut self, other: &Report) {
        let is_new = |known: &[Finding], found: &Finding| {
            known.iter().all(|known| known.mark != found.mark || known.kind != found.kind)
        };
        self.refused = self.refused.take().or_else(|| other.refused.clone());
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

    /// The codes of what is said when a stage has ended.
    fn said(found: impl FnOnce(&mut Report, Mark)) -> Vec<&'static str> {
        let mut report = Report::default();
        found(&mut report, Place::root(FileId::default()).value());
        report.keep_promises();
        report.into_findings().iter().map(|finding| finding.kind.code()).collect()
    }

    #[test]
    fn what_is_left_out_without_an_error_is_an_error() {
        let error = || Kind::Unsupported { what: "this".to_owned() };
        assert_eq!(said(|report, mark| _ = report.refuse(mark, error())), ["unsupported"]);
        assert_eq!(said(|report, mark| _ = report.refused(mark)), ["internal"]);
        // A warning is no reason to leave something out.
        let code = Kind::LikelySelector.code();
        assert_eq!(said(|report, mark| _ = report.refuse(mark, Kind::LikelySelector)), [code, "internal"]);
        // The error may come later, such as that of a file that cannot be parsed.
        assert_eq!(
            said(|report, mark| {
                report.refused(mark.clone());
                report.add(mark, error());
            }),
            ["unsupported"]
        );
    }

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
