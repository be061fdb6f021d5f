//! Phrases that several kinds of mistakes share.

use super::facts::{Astray, Without};

/// `a`, `b` or `c`
pub(super) fn list<T: AsRef<str>>(names: &[T], and: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} {and} {last}", head.join(", ")),
    }
}

/// `expected a, b or c`; nothing where nothing is allowed.
pub(super) fn expected<T: AsRef<str>>(allowed: &[T]) -> String {
    if allowed.is_empty() { String::new() } else { format!("expected {}", list(allowed, "or")) }
}

/// Steps one behind the other; of a long way its beginning and its end.
pub(super) fn arrows(way: &[String]) -> String {
    let quoted = |steps: &[String]| steps.iter().map(|step| format!("`{step}`")).collect::<Vec<_>>().join(" → ");
    match way {
        [first, second, .., before, last] if way.len() > 6 => {
            let (head, tail) = ([first.clone(), second.clone()], [before.clone(), last.clone()]);
            format!("{} → … → {}", quoted(&head), quoted(&tail))
        }
        way => quoted(way),
    }
}

/// An operation or a workflow, with its source.
pub(crate) fn qualify(source: &str, operation: &str) -> String {
    format!("$sourceDescriptions.{source}.{operation}")
}

/// The source that a name was looked for in, or all of them.
pub(super) fn source_or(all: &str, source: Option<&str>) -> String {
    source.map_or_else(|| all.to_owned(), |source| format!("source `{source}`"))
}

/// The option that says where a description is.
pub(super) fn sources(source: &str) -> String {
    format!("`sources: {{ \"{source}\": \"path/to/description.yml\" }}`")
}

impl Astray {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Astray::Missing => "it is not there",
            Astray::Path(reason) => reason,
            Astray::Outside => {
                "the file is outside of the package and of the folder of the description, and it does not begin with a \
                 version of OpenAPI"
            }
            Astray::NotAPart => {
                "the file does not begin with a version of OpenAPI, and what is there does not look like a part of a \
                 description"
            }
        }
    }

    /// A few words for the carets.
    pub(super) fn label(self) -> &'static str {
        match self {
            Astray::Missing => "nothing is there",
            Astray::Path(_) | Astray::Outside => "not read",
            Astray::NotAPart => "not used",
        }
    }
}

impl Without {
    /// `login` → `refund` reaches here without `pay`
    pub(super) fn reaches(&self) -> String {
        let Without { way, step, at_end } = self;
        match way.as_slice() {
            _ if *at_end => format!("{} reaches the end without `{step}`", arrows(way)),
            [.., last] if last == step => format!("step `{step}` has not run yet"),
            [only] => format!("`{only}` runs first, without `{step}`"),
            [.., last] if way.iter().filter(|other| *other != last).any(|other| other == step) => {
                format!("{} reaches here where `{step}` gives no value", arrows(way))
            }
            _ => format!("{} reaches here without `{step}`", arrows(way)),
        }
    }
}
