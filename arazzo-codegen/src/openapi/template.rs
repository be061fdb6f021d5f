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

/// A path in which what stands in braces is a name and nothing else. Frameworks write more there: `{rest<.*>}`, `{path...}`,
/// `{*rest}`, `{id:[0-9]+}`. What a parameter is called exactly stays.
pub(super) fn with_names(template: &str, parameters: &[&str]) -> String {
    let mut named = String::new();
    let mut rest = template;
    while let Some((before, inner, behind)) = next_braces(rest) {
        named.push_str(before);
        let name = if parameters.contains(&inner) { None } else { variable_name(inner) };
        named.push('{');
        named.push_str(name.unwrap_or(inner));
        named.push('}');
        rest = behind;
    }
    named.push_str(rest);
    named
}

/// What stands before the first braces, in them, and behind them. A pattern may have braces of its own.
fn next_braces(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('{')?;
    let mut depth = 0_usize;
    for (at, char) in text.get(start..)?.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((text.get(..start)?, text.get(start + 1..start + at)?, text.get(start + at + 1..)?));
        }
    }
    None
}

/// The name in `rest<.*>`, `path...`, `*rest`, `+rest`, `id:[0-9]+`, `id=items/*`, `id!` and ` id `.
fn variable_name(inner: &str) -> Option<&str> {
    let begun = inner.trim().trim_start_matches(['*', '+']);
    let name = begun.split([':', '<', '(', '=']).next().unwrap_or_default().trim();
    let name = name.strip_suffix("...").unwrap_or(name).trim_end_matches(['*', '+', '?', '!']);
    is_name(name).then_some(name)
}

/// A path in which groups of regular expressions that have a name are variables: `(?P<id>[0-9]+)` is `{id}`.
pub(super) fn with_groups(template: &str) -> String {
    let (mut named, mut rest) = (String::new(), template);
    while let Some((before, group, behind)) = next_balanced(rest, |at| at.starts_with("(?")) {
        named.push_str(before);
        let inner = group.get(2..group.len() - 1).unwrap_or_default();
        let name = inner.trim_start_matches('P').strip_prefix('<').and_then(|inner| inner.split_once('>'));
        match name.filter(|(name, _)| is_name(name)) {
            Some((name, _)) => named.extend(["{", name, "}"]),
            None => named.push_str(group),
        }
        rest = behind;
    }
    named.push_str(rest);
    named
}

/// The first brackets, round or square, that begin as wanted: what stands before them, they themselves, and what is behind.
fn next_balanced(text: &str, is_wanted: impl Fn(&str) -> bool) -> Option<(&str, &str, &str)> {
    let mut starts = text.match_indices(['(', '[']).map(|(start, _)| start);
    starts.find_map(|start| {
        let (before, at) = text.split_at_checked(start).filter(|(_, at)| is_wanted(at))?;
        let (open, close) = if at.starts_with('(') { ('(', ')') } else { ('[', ']') };
        let mut depth = 0_usize;
        let end = at.char_indices().find(|(_, char)| {
            depth = if *char == open { depth + 1 } else { depth - usize::from(*char == close) };
            depth == 0
        });
        let (group, behind) = at.split_at_checked(end?.0 + 1)?;
        Some((before, group, behind))
    })
}

fn is_name(name: &str) -> bool {
    let is_inner = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.');
    name.starts_with(|char: char| char.is_alphanumeric() || char == '_') && name.chars().all(is_inner)
}

/// Whether a template has a variable that several segments may stand for.
pub(super) fn has_wildcard(template: &str) -> bool {
    let mut rest = template;
    while let Some((before, inner, behind)) = next_braces(rest) {
        if before.ends_with("/*") || inner.contains(['*', '+']) || inner.ends_with("...") {
            return true;
        }
        rest = behind;
    }
    rest.contains("/*") || rest.contains("<path:")
}

/// A path whose optional parts are decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) path: String,
    /// The first part that is left out.
    pub(super) left_out: Option<String>,
    /// A part stays, because a parameter is declared for it.
    pub(super) stays: bool,
}

/// A path without what may be left out, as `(.{format})` or `[/{page}]`. Where a parameter is declared for it, it stays.
pub(super) fn without_optional(template: &str, parameters: &[&str]) -> Decided {
    let (mut decided, mut rest) = (Decided::default(), template);
    while let Some((before, group, behind)) = next_optional(rest) {
        decided.path.push_str(before);
        let inner = group.get(1..group.len() - 1).unwrap_or_default();
        let is_declared = |name: &&str| inner.contains(&format!("{{{name}}}")) || inner.ends_with(&format!(":{name}"));
        if parameters.iter().any(is_declared) {
            let inner = without_optional(inner, parameters);
            decided.path.push_str(&inner.path);
            decided.left_out = decided.left_out.or(inner.left_out);
            decided.stays = true;
        } else {
            decided.left_out.get_or_insert_with(|| group.to_owned());
        }
        rest = behind.strip_prefix('?').unwrap_or(behind);
    }
    decided.path.push_str(rest);
    decided
}

/// `(.{format})`, `(.:format)`, `(/{page})` or `[/{page}]` outside of braces: what stands before it, it itself, and what is behind.
fn next_optional(text: &str) -> Option<(&str, &str, &str)> {
    let is_outside = |at: &str| {
        let before = text.get(..text.len() - at.len()).unwrap_or_default();
        before.matches('{').count() == before.matches('}').count()
    };
    let is_optional = |at: &str| {
        let inner = at.get(1..).unwrap_or_default();
        let inner = inner.split([')', ']']).next().unwrap_or_default();
        inner.starts_with(['.', '/']) && inner.contains(['{', ':'])
    };
    next_balanced(text, |at| is_optional(at) && is_outside(at))
}

/// The same with braces around the parameters that stand in it in another form, each a segment of its own: `:id`, `<id>`,
/// `:id(\\d+)`, `<int:id>`, `<<id>>`, `*rest`, `[id]`. It is told where that changes something.
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

/// A segment that looks like a variable and has no braces.
pub(super) fn likely_variable(template: &str) -> Option<&str> {
    let path = template.split_once('?').map_or(template, |(path, _)| path);
    let is_word = |name: &str| !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || char == '_');
    path.split('/').find(|segment| segment.starts_with([':', '<', '*', '[']) && inner(segment).is_some_and(is_word))
}

/// A segment with characters of which no URL consists, outside of variables: a pattern that is not understood.
pub(super) fn likely_pattern(template: &str) -> Option<&str> {
    let path = template.split_once('?').map_or(template, |(path, _)| path);
    path.split('/').find(|segment| {
        let literals = path_parts(segment).into_iter().filter_map(|part| match part {
            PathPart::Literal(text) => Some(text),
            PathPart::Variable(_) => None,
        });
        literals.into_iter().any(|text| text.contains(['[', ']', '<', '>', '{', '}', '^', '|', '\\']))
    })
}

/// What a segment names, if it looks like the place of a value.
fn inner(segment: &str) -> Option<&str> {
    let between = |before, after| segment.strip_prefix(before)?.strip_suffix(after);
    let converted = |inner: &'_ str| inner.split_once(':').map_or(inner.len(), |(_, name)| name.len());
    let angled = between("<", ">").and_then(|inner: &str| inner.get(inner.len() - converted(inner)..));
    let inner = between("<<", ">>").or(angled);
    let inner = inner.or_else(|| segment.strip_prefix(':').map(without_pattern)).or_else(|| segment.strip_prefix('*'));
    let listed = || between("[", "]").map(|inner: &str| inner.trim_start_matches(['[', '.']).trim_end_matches(']'));
    let inner = inner.or_else(listed);
    inner.or_else(|| between("{", "}").and_then(|inner| variable_name(inner)))
}

/// The name in `id(\\d+)`, `id?` and `id*`.
fn without_pattern(inner: &str) -> &str {
    let name = inner.split('(').next().unwrap_or_default();
    let is_pattern = name.len() == inner.len() || inner.trim_end_matches(['?', '*', '+']).ends_with(')');
    if is_pattern { name.trim_end_matches(['?', '*', '+']) } else { inner }
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
            ("/a/*id", Some("/a/{id}")),
            ("/a/<int:id>", Some("/a/{id}")),
            ("/a/:id(\\d+)/:id?", Some("/a/{id}/{id}")),
            ("/a/[id]/[...id]/[[...id]]", Some("/a/{id}/{id}/{id}")),
            ("/a/:id(x", None),
            ("/a/{id}", None),
            ("/a/{other}/:other", None),
            ("/a/id", None),
            ("/a/{id}:id", None),
        ] {
            assert_eq!(with_braces(path, &["id"]).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_variable_may_have_a_pattern() {
        for (path, expected) in [
            ("/f/{rest<.*>}", "/f/{rest}"),
            ("/f/{path...}", "/f/{path}"),
            ("/f/{*rest}/g", "/f/{rest}/g"),
            ("/f/{id:[0-9]{2}}.{format}", "/f/{id}.{format}"),
            ("/f/{a?b}", "/f/{a?b}"),
            ("/f/{id:a?}/b?c={d}", "/f/{id}/b?c={d}"),
            ("/f/{key+}", "/f/{key+}"),
            ("/f/{id!}/{name=items/*}:go", "/f/{id}/{name}:go"),
            ("/f/{?page,size}", "/f/{?page,size}"),
            ("/f/{$}", "/f/{$}"),
            ("/f/{", "/f/{"),
        ] {
            assert_eq!(with_names(path, &["key+"]), expected, "{path}");
        }
    }

    #[test]
    fn groups_of_regular_expressions_are_variables() {
        for (path, expected) in [
            (r"/a/(?P<id>\d+)/b", "/a/{id}/b"),
            ("/a/(?<id>(x|y)+)", "/a/{id}"),
            ("/a/(?:x|y)/f(x)", "/a/(?:x|y)/f(x)"),
            ("/a/(?P<id>", "/a/(?P<id>"),
            ("/a", "/a"),
        ] {
            assert_eq!(with_groups(path), expected, "{path}");
        }
    }

    #[test]
    fn what_may_be_left_out_is_left_out() {
        for (path, expected, left_out, stays) in [
            ("/a/{id}(.{format})", "/a/{id}", Some("(.{format})"), false),
            ("/a(.:format)/b", "/a/b", Some("(.:format)"), false),
            ("/a[/{id}]", "/a", Some("[/{id}]"), false),
            ("/a(/{page})", "/a/{page}", None, true),
            ("/a(/{page})?", "/a/{page}", None, true),
            ("/a[/{page}[/{size}]]", "/a/{page}", Some("[/{size}]"), true),
            ("/a[/{size}[/{id}]]/b", "/a/b", Some("[/{size}[/{id}]]"), false),
            ("/a/f(x)/[id]", "/a/f(x)/[id]", None, false),
            ("/a/{id:(.{2})}", "/a/{id:(.{2})}", None, false),
            ("/a(/{page}", "/a(/{page}", None, false),
            ("/a)/(", "/a)/(", None, false),
        ] {
            let decided = Decided { path: expected.into(), left_out: left_out.map(str::to_owned), stays };
            assert_eq!(without_optional(path, &["page"]), decided, "{path}");
        }
    }

    #[test]
    fn a_pattern_is_not_what_a_url_consists_of() {
        for (path, expected) in [
            ("/a/(x|y)", Some("(x|y)")),
            (r"/a/\d+", Some(r"\d+")),
            ("/a/{id}{", Some("{id}{")),
            ("/a/{id}(x)/f(a='b')", None),
            ("/a?b=[c]", None),
        ] {
            assert_eq!(likely_pattern(path), expected, "{path}");
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
            ("/a/*path", Some("*path")),
            ("/a/*", None),
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
