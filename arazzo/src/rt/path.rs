//! Filling path templates so that a value can never become another path.

use super::plan::Piece;

/// Why a path cannot be built.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PathProblem {
    /// No value was given for a variable.
    Missing(String),
    /// A segment is `.` or `..`, or is taken for it once decoded.
    Dots,
}

/// Adds a path to the text before it: its pieces, with values that are encoded already.
pub(crate) fn fill(pieces: &[Piece<'_>], values: &[(&str, String)], path: &mut String) -> Result<(), PathProblem> {
    let start = path.len();
    fill_text(pieces, values, path).map_err(|name| PathProblem::Missing(name.to_owned()))?;
    let own = path.get(start..).unwrap_or_default();
    if own.split('/').any(is_dots) { Err(PathProblem::Dots) } else { Ok(()) }
}

/// Adds the text of a template; or says which variable no value was given for.
pub(crate) fn fill_text<'t>(pieces: &[Piece<'t>], values: &[(&str, String)], text: &mut String) -> Result<(), &'t str> {
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Variable(name) => {
                let (_, value) = values.iter().rev().find(|(given, _)| given == name).ok_or(*name)?;
                text.push_str(value);
            }
        }
    }
    Ok(())
}

/// Whether a server or proxy could take a segment for `.` or `..`, however often it decodes: URL parsers turn
/// `/customers/%2e%2e` into `/`.
fn is_dots(segment: &str) -> bool {
    if segment.is_empty() || !segment.bytes().all(|byte| b".%25eE".contains(&byte)) {
        return false;
    }
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
    use crate::rt::encode::{Keep, strict};
    use crate::rt::plan::pieces;
    use proptest::prelude::*;

    fn path(template: &'static str, value: &str) -> Result<String, PathProblem> {
        let mut path = String::new();
        fill(&pieces(template, Keep::PathText), &[("id", strict(value))], &mut path)?;
        Ok(path)
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
