//! Which mistakes another one explains: whoever finds one of the two need not know of the other.

use super::{Finding, Kind, Severity};

/// Leaves out what another mistake explains, or says more about. Only what is shown explains something, and an error is left out
/// for the sake of an error alone.
pub(super) fn without_explained(findings: Vec<(Severity, Finding)>) -> Vec<(Severity, Finding)> {
    let others: Vec<&(Severity, Finding)> = findings.iter().filter(|(_, other)| explains_some(&other.kind)).collect();
    let is_explained = |severity: Severity, finding: &Finding| {
        let is_bad_enough = |other: Severity| severity < Severity::Error || other == Severity::Error;
        is_explained_by_some(&finding.kind)
            && others.iter().any(|(other, found)| is_bad_enough(*other) && explains(found, finding))
    };
    let kept: Vec<bool> = findings.iter().map(|(severity, finding)| !is_explained(*severity, finding)).collect();
    findings.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(finding, _)| finding).collect()
}

/// Whether a kind can explain another one. Of thousands of mistakes these are few.
fn explains_some(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::RefusedHeader { .. }
            | Kind::InvalidValue { .. }
            | Kind::LeakedCredential { .. }
            | Kind::LikelySelector
            | Kind::RootFilter { .. }
    )
}

fn is_explained_by_some(kind: &Kind) -> bool {
    matches!(kind, Kind::UndeclaredParameter { .. } | Kind::UnfitType { .. } | Kind::MemberFilter { .. })
}

fn explains(other: &Finding, finding: &Finding) -> bool {
    let (place, other_place) = (&finding.mark.place, &other.mark.place);
    match (&other.kind, &finding.kind) {
        // That nothing there has this name is a part of what is said about the value beside it.
        (Kind::LeakedCredential { same_site: false, .. }, Kind::UndeclaredParameter { .. }) => {
            place.parent().is_some_and(|object| other_place.is_in(&object))
        }
        // The first: no operation declares a name that cannot be sent.
        (Kind::RefusedHeader { .. } | Kind::InvalidValue { .. }, Kind::UndeclaredParameter { .. })
        | (Kind::LikelySelector, Kind::UnfitType { .. })
        | (Kind::RootFilter { .. }, Kind::MemberFilter { .. }) => other_place == place,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{FileId, Mark, Place};

    const ERROR: Severity = Severity::Error;
    const WARNING: Severity = Severity::Warning;

    fn undeclared() -> Kind {
        let (parameter, operation) = ("Host".to_owned(), "pay".to_owned());
        Kind::UndeclaredParameter { parameter, location: "header", operation, closest: None }
    }

    fn leaked(same_site: bool) -> Kind {
        let (owner, other, host) = ("a".to_owned(), "b".to_owned(), "b.example".to_owned());
        Kind::LeakedCredential { scheme: Some("key".to_owned()), owner, other, host, same_site }
    }

    /// The codes of what is left, whichever is found first.
    #[track_caller]
    fn check(findings: [(Severity, Mark, Kind); 2], expected: &[&str]) {
        let mut reversed = findings.clone();
        reversed.reverse();
        for order in [findings, reversed] {
            let findings = order.map(|(severity, mark, kind)| (severity, Finding::new(kind, mark))).to_vec();
            let mut left: Vec<&str> =
                without_explained(findings).iter().map(|(_, finding)| finding.kind.code()).collect();
            left.sort_unstable();
            assert_eq!(left, expected);
        }
    }

    #[test]
    fn what_another_mistake_explains_is_left_out() {
        let parameters = Place::root(FileId::default()).key("parameters");
        let (name, value) = (parameters.index(0).key("name"), parameters.index(0).key("value"));
        let refused = || Kind::RefusedHeader { header: "Host".to_owned() };
        let here = || (WARNING, name.value(), undeclared());
        check([here(), (ERROR, name.value(), refused())], &["refused-header"]);
        check([here(), (WARNING, value.key("a").range(1..2), leaked(false))], &["leaked-credential"]);
        let other = parameters.index(1).key("name");
        check([here(), (ERROR, other.value(), refused())], &["refused-header", "undeclared-parameter"]);
        let both = ["leaked-credential", "undeclared-parameter"];
        check([(WARNING, other.value(), undeclared()), (WARNING, value.value(), leaked(false))], &both);
        // Another host of the same vendor is less than that.
        check([here(), (WARNING, value.value(), leaked(true))], &both);
    }

    #[test]
    fn only_an_error_explains_an_error() {
        let parameter = Place::root(FileId::default()).key("parameters").index(0);
        let (name, value) = (parameter.key("name"), parameter.key("value"));
        let denied = || (ERROR, name.value(), undeclared());
        check([denied(), (WARNING, value.value(), leaked(false))], &["leaked-credential", "undeclared-parameter"]);
        check([denied(), (ERROR, value.value(), leaked(false))], &["leaked-credential"]);
    }
}
