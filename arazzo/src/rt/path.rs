//! Filling path templates so that a value can never become another path.

use super::encode::{Keep, encode};

/// Why a path cannot be built.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PathProblem {
    /// No value was given for a variable.
    Missing(String),
    /// A segment is `.` or `..`, or is taken for it once decoded.
    Dots,
}

/// The path of a template such as `/customers/{id}/notes.{format}`, with values that are encoded already.
pub(crate) fn fill(template: &str, values: &[(&str, String)]) -> Result<String, PathProblem> {
    let path = fill_text(template, Keep::PathText, values).map_err(PathProblem::Missing)?;
    if path.split('/').any(is_dots) { Err(PathProblem::Dots) } else { Ok(path) }
}

/// The text of a template, encoded as `keep` says; or the name of a variable that no value was given for.
pub(crate) fn fill_text(template: &str, keep: Keep, values: &[(&str, String)]) -> Result<String, String> {
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((text, name, after)) = next_variable(rest) {
        path.push_str(&encode(text, keep));
        match values.iter().rev().find(|(given, _)| *given == name) {
            Some((_, value)) => path.push_str(value),
            None => return Err(name.to_owned()),
        }
        rest = after;
    }
    path.push_str(&encode(rest, keep));
    Ok(path)
}

/// Splits at the first `{name}`: the text before it, the name, the text after it.
fn next_variable(template: &str) -> Option<(&str, &str, &str)> {
    let (text, after) = template.split_once('{')?;
    let (name, after) = after.split_once('}')?;
    Some((text, name, after))
}

/// Whether a server or proxy could take a segment for `.` or `..`, however often it decodes: URL parsers turn
/// `/customers/%2e%2e` into `/`.
fn is_dots(segment: &str) -> bool {
    let mut plain = segment.to_ascii_lowercase();
    while let (len, next) = (plain.len(), plain.replace("%25", "%").replace("%2e", "."))
        && next.len() < len
    {
        plain = next;
    }
    plain == "." || plain == ".."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::encode::strict;
    use proptest::prelude::*;

    fn path(template: &str, value: &str) -> Result<String, PathProblem> {
        fill(template, &[("id", strict(value))])
    }

    #[test]
    fn a_value_stays_one_segment() {
        assert_eq!(path("/c/{id}/n", "a/b c?d").as_deref(), Ok("/c/a%2Fb%20c%3Fd/n"));
        assert_eq!(path("/c/{id}.{id}", "x").as_deref(), Ok("/c/x.x"));
        assert_eq!(path("/c/{id}", "../admin").as_deref(), Ok("/c/..%2Fadmin"));
        assert_eq!(path("/c/{id}", "...").as_deref(), Ok("/c/..."));
        assert_eq!(path("/c d/é/{id}", "{id}").as_deref(), Ok("/c%20d/%C3%A9/%7Bid%7D"));
    }

    #[test]
    fn dot_segments_are_refused_in_every_encoding() {
        for value in [".", "..", "%2e", "%2E%2e", ".%2e", "%252e%252E", "%25252e"] {
            assert_eq!(path("/c/{id}", value), Err(PathProblem::Dots), "{value}");
        }
        assert_eq!(path("/c/{id}{id}", "."), Err(PathProblem::Dots));
        assert_eq!(path("/c/{id}.", "."), Err(PathProblem::Dots));
        assert_eq!(path("/c/x{id}", "..").as_deref(), Ok("/c/x.."));
    }

    #[test]
    fn every_variable_needs_a_value() {
        assert_eq!(path("/c/{other}", "x"), Err(PathProblem::Missing("other".to_owned())));
    }

    proptest! {
        /// Whatever the value, the URL's path is the one that was built, with the value in its one segment.
        #[test]
        fn no_value_makes_another_path(value in "(\\PC|[./%\\\\?#@:;,25eE]){1,12}") {
            if let Ok(path) = path("/a/{id}/b", &value) {
                let url = reqwest::Url::parse(&format!("https://example.com{path}"));
                let url = url.map_err(|error| TestCaseError::fail(error.to_string()))?;
                prop_assert_eq!(url.path(), &path);
                prop_assert_eq!(url.path_segments().map(Iterator::count), Some(3));
                prop_assert_eq!(url.host_str(), Some("example.com"));
                prop_assert_eq!((url.query(), url.fragment()), (None, None));
            }
        }
    }
}
