//! What `allow`, `warn` and `deny` name: codes, and groups of them.

use super::{CODES, Kind, Severity};
use crate::options::Options;

/// A group for each severity that a caller may change.
const GROUPS: [(Severity, &str); 3] =
    [(Severity::Warning, "warnings"), (Severity::Note, "notes"), (Severity::Lint, "lints")];

/// All that they can name.
pub(crate) fn names() -> impl Iterator<Item = &'static str> + Clone {
    CODES.iter().copied().chain(GROUPS.iter().map(|(_, group)| *group))
}

/// How bad a kind of mistake is by the options of the caller; `None` where it is not shown.
pub(super) fn severity(kind: &Kind, options: &Options) -> Option<Severity> {
    let own = kind.severity();
    if own == Severity::Error {
        return Some(own);
    }
    // A level for one code comes before one for its group.
    let group = GROUPS.iter().find(|(severity, _)| *severity == own).map(|(_, group)| *group);
    for name in std::iter::once(kind.code()).chain(group) {
        let is_named = |names: &[String]| names.iter().any(|known| known == name);
        if is_named(&options.deny) {
            return Some(Severity::Error);
        } else if is_named(&options.allow) {
            return None;
        } else if is_named(&options.warn) {
            return Some(Severity::Warning);
        }
    }
    match own {
        Severity::Lint => options.strict.then_some(Severity::Lint),
        _ if options.strict => Some(Severity::Error),
        own => Some(own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_comes_before_its_group() {
        let lint = Kind::ImplicitObject;
        let with = |deny: &[&str], allow: &[&str], warn: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            severity(
                &lint,
                &Options { deny: owned(deny), allow: owned(allow), warn: owned(warn), ..Options::default() },
            )
        };
        assert_eq!(lint.severity(), Severity::Lint);
        assert_eq!(with(&[], &[], &[]), None);
        assert_eq!(with(&["warnings"], &[], &["notes"]), None);
        assert_eq!(with(&["lints"], &[], &[]), Some(Severity::Error));
        assert_eq!(with(&[], &[], &["lints"]), Some(Severity::Warning));
        assert_eq!(with(&["lints"], &[lint.code()], &[]), None);
        assert_eq!(with(&[], &["lints"], &[lint.code()]), Some(Severity::Warning));
    }
}
