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
        let mut errors = self.findings.iter().filter(|finding| finding.kind.severity() == Severity::Error);
        if errors.any(|error| !self.is_explained(error)) { Err(Stop) } else { Ok(()) }
    }

    /// What is worth saying: each mistake once, and none that another one explains.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let mut known = HashSet::new();
        let new = self.findings.iter().filter(|finding| known.insert((&finding.mark, &finding.kind)));
        new.filter(|finding| !self.is_explained(finding)).cloned().collect()
    }

    /// Whether another mistake is the reason for this one, or says more about it. Whoever finds one of the two need not know
    /// of the other.
    fn is_explained(&self, finding: &Finding) -> bool {
        let place = &finding.mark.place;
        let is_here = |other: &Finding| other.mark.place == *place;
        let mut others = self.findings.iter();
        match finding.kind {
            Kind::UndeclaredParameter { .. } => others.any(|other| match other.kind {
                // No operation declares a name that cannot be sent.
                Kind::RefusedHeader { .. } | Kind::InvalidValue { .. } => is_here(other),
                // That nothing there has this name is a part of what is said about the value beside it. A lint may not be shown.
                Kind::LeakedCredential { .. } => {
                    let is_beside = || place.parent().is_some_and(|object| other.mark.place.is_in(&object));
                    other.kind.severity() == Severity::Warning && is_beside()
                }
                _ => false,
            }),
            Kind::UnfitType { .. } | Kind::ImpossibleValue { .. } => {
                others.any(|other| other.kind == Kind::LikelySelector && is_here(other))
            }
            Kind::MemberFilter { .. } => {
                others.any(|other| matches!(other.kind, Kind::RootFilter { .. }) && is_here(other))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{FileId, Place};

    fn undeclared() -> Kind {
        let (parameter, operation) = ("Host".to_owned(), "pay".to_owned());
        Kind::UndeclaredParameter { parameter, location: "header", operation, closest: None }
    }

    fn leaked(same_site: bool) -> Kind {
        let (owner, other, host) = ("a".to_owned(), "b".to_owned(), "b.example".to_owned());
        Kind::LeakedCredential { scheme: Some("key".to_owned()), owner, other, host, same_site }
    }

    fn hopeless() -> Kind {
        let (what, operation, expected) = ("`id`".to_owned(), "pay".to_owned(), "a number".to_owned());
        Kind::ImpossibleValue { what, operation, expected, found: "an object" }
    }

    /// The codes of what is said, whichever is found first.
    #[track_caller]
    fn check(findings: [(Mark, Kind); 2], expected: &[&str]) {
        let mut reversed = findings.clone();
        reversed.reverse();
        for order in [findings, reversed] {
            let mut report = Report::default();
            for (mark, kind) in order {
                report.add(mark, kind);
            }
            let mut said: Vec<&str> = report.into_findings().iter().map(|finding| finding.kind.code()).collect();
            said.sort_unstable();
            assert_eq!(said, expected);
        }
    }

    #[test]
    fn what_another_mistake_explains_is_not_said() {
        let parameters = Place::root(FileId::default()).key("parameters");
        let (name, value) = (parameters.index(0).key("name"), parameters.index(0).key("value"));
        let refused = Kind::RefusedHeader { header: "Host".to_owned() };
        check([(name.value(), undeclared()), (name.value(), refused.clone())], &["refused-header"]);
        let other = parameters.index(1).key("name");
        check([(name.value(), undeclared()), (other.value(), refused)], &["refused-header", "undeclared-parameter"]);
        check([(name.value(), undeclared()), (value.key("a").range(1..2), leaked(false))], &["leaked-credential"]);
        let both = ["leaked-credential", "undeclared-parameter"];
        check([(other.value(), undeclared()), (value.value(), leaked(false))], &both);
        check([(name.value(), undeclared()), (value.value(), leaked(true))], &both);
    }

    #[test]
    fn an_error_that_is_not_said_stops_nothing() {
        let place = Place::root(FileId::default()).key("payload");
        check([(place.value(), hopeless()), (place.value(), Kind::LikelySelector)], &["likely-selector"]);
        let mut report = Report::default();
        assert_eq!(report.add(place.value(), hopeless()).propagate(), Err(Stop));
        assert_eq!(report.add(place.value(), Kind::LikelySelector).propagate(), Ok(()));
    }

    #[test]
    fn a_mistake_is_said_once() {
        let place = Place::root(FileId::default()).key("a");
        let mut report = Report::default();
        report.add(place.value(), undeclared()).also(place.name(), Relation::First).add(place.value(), undeclared());
        report.add(place.name(), undeclared());
        let said = report.into_findings();
        assert_eq!(said.iter().map(|finding| finding.related.len()).collect::<Vec<_>>(), [1, 0]);
    }
}
