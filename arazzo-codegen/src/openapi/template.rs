//! Path templates.

/// A piece of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathPart {
    Literal(String),
    Variable(String),
}

/// `/customers/{id}:clone` → literal, variable, literal.
pub(super) fn path_parts(template: &str) -> Vec<PathPart> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        if !before.is_empty() {
            parts.push(PathPart::Literal(before.to_owned()));
        }
        parts.push(PathPart::Variable(name.to_owned()));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(PathPart::Literal(rest.to_owned()));
    }
    parts
}

/// The template of a path as requests need it. Keys of `paths` may have more than OpenAPI allows: a fragment, which only tells
/// operations apart; RFC 6570's list of query parameters, `{?page,size}`; a query with values, which is sent as it stands, and
/// with variables, which are query parameters where they are declared as such.
pub(super) fn requested(path: &str, is_query: impl Fn(&str) -> bool) -> String {
    let path = path.split_once('#').map_or(path, |(path, _)| path);
    let path = without_expansions(path);
    let Some((path, query)) = path.split_once('?') else { return path };
    let is_parameter = |pair: &&str| {
        let variable = pair.split_once('=').and_then(|(_, value)| value.strip_prefix('{')?.strip_suffix('}'));
        variable.is_some_and(&is_query)
    };
    let fixed: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_parameter(pair)).collect();
    if fixed.is_empty() { path.to_owned() } else { format!("{path}?{}", fixed.join("&")) }
}

/// The same with braces around the parameters that stand in it in another form, each a segment of its own: `:id`, `<id>`,
/// `<<id>>`, `{ id }`, `{id:[0-9]+}`, `{+id}`. It is told where that changes something.
pub(super) fn with_braces(template: &str, parameters: &[&str]) -> Option<String> {
    let in_braces = |segment: &str| {
        let inner = inner(segment)?;
        let parameter = parameters.iter().find(|parameter| parameter.eq_ignore_ascii_case(inner))?;
        Some(format!("{{{parameter}}}"))
    };
    let segments: Vec<String> =
        template.split('/').map(|segment| in_braces(segment).unwrap_or_else(|| segment.to_owned())).collect();
    let changed = segments.join("/");
    (changed != template).then_some(changed)
}

/// A segment that was probably meant as a variable, and is none.
pub(super) fn likely_variable(template: &str) -> Option<&str> {
    let path = template.split_once('?').map_or(template, |(path, _)| path);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || char == '_');
    path.split('/').find(|segment| segment.starts_with([':', '<']) && inner(segment).is_some_and(is_name))
}

/// What a segment names, if it looks like the place of a value.
fn inner(segment: &str) -> Option<&str> {
    let between = |before, after| segment.strip_prefix(before)?.strip_suffix(after);
    let inner = between("<<", ">>").or_else(|| between("<", ">")).or_else(|| segment.strip_prefix(':'));
    inner.or_else(|| {
        let (name, _) = between("{", "}").map(|inner| inner.split_once(':').unwrap_or((inner, "")))?;
        Some(name.trim().trim_matches(['+', '*']))
    })
}

/// Whether the path itself has a value for a query parameter.
pub(super) fn fixes(path: &str, parameter: &str) -> bool {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|pair| pair.split('=').next() == Some(parameter))
}

/// Without `{?…}` and `{&…}`; the parameters in them are declared, and sent, one by one. `{+key}` and `{key+}` are variables.
fn without_expansions(path: &str) -> String {
    let mut kept = String::new();
    let mut rest = path;
    while let Some(start) = rest.find("{?").or_else(|| rest.find("{&")) {
        let Some(length) = rest[start..].find('}') else { break };
        kept.push_str(&rest[..start]);
        rest = &rest[start + length + 1..];
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_key_may_say_more_than_a_path() {
        for (path, expected) in [
            ("/a/{id}:clone", "/a/{id}:clone"),
            ("/a?action=list", "/a?action=list"),
            ("/a?action=list&q={q}", "/a?action=list"),
            ("/a?q={q}", "/a"),
            ("/a?q={other}", "/a?q={other}"),
            ("/a{?page,size}", "/a"),
            ("/a?b=1{&page}", "/a?b=1"),
            ("/#X-Amz-Target=Service.Get", "/"),
            ("/{bucket}/{key+}", "/{bucket}/{key+}"),
        ] {
            assert_eq!(requested(path, |name| name == "q" || name == "page"), expected, "{path}");
        }
        assert!(fixes("/a?b=1&c", "c") && !fixes("/a?b=1", "d") && !fixes("/a", "a"));
    }

    #[test]
    fn parameters_may_stand_in_other_forms() {
        for (path, expected) in [
            ("/a/:id", Some("/a/{id}")),
            ("/a/<<ID>>/b", Some("/a/{id}/b")),
            ("/a/<id>", Some("/a/{id}")),
            ("/a/{ id }", Some("/a/{id}")),
            ("/a/{id:[0-9]+}", Some("/a/{id}")),
            ("/a/{+id}/{id*}", Some("/a/{id}/{id}")),
            ("/a/{id}", None),
            ("/a/{other}/:other", None),
            ("/a/id", None),
            ("/a/{id}:id", None),
        ] {
            assert_eq!(with_braces(path, &["id"]).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn what_looks_like_a_variable_is_a_whole_segment() {
        for (path, expected) in [
            ("/a/:id/b", Some(":id")),
            ("/a/<<id>>", Some("<<id>>")),
            ("/a/{id}:go", None),
            ("/a:b", None),
            ("/a/:", None),
        ] {
            assert_eq!(likely_variable(path), expected, "{path}");
        }
    }

    #[test]
    fn variables_are_parts_of_segments() {
        let parts = path_parts("/report.{format}");
        assert_eq!(parts, [PathPart::Literal("/report.".into()), PathPart::Variable("format".into())]);
    }
}
