//! Whether a file says by its root what it is: an Arazzo document, a description, or a JSON Schema.
//!
//! A `url` or a `$ref` may name any file of the machine. Of one that does not say what it is, nothing is shown.

use super::{json, unquoted};
use crate::files::File;
use crate::parse::Format;
use crate::slice::Brackets;
use crate::value::Value;

/// The fields that hold a version.
const VERSIONS: [&str; 4] = ["arazzo", "openapi", "swagger", "asyncapi"];

/// Where the dialects of JSON Schema live.
const DIALECTS: [&str; 3] = ["http://json-schema.org/", "https://json-schema.org/", "https://spec.openapis.org/"];

impl File {
    /// Whether it says by its root what it is. Of other files nothing is shown.
    pub(crate) fn is_recognised(&self) -> bool {
        *self.known.recognised.get_or_init(|| says_what_it_is(self))
    }
}

/// Whether the root of a file has a version. What the text does not show, as a broken one may, its value does, where it has one.
fn says_what_it_is(file: &File) -> bool {
    let is_said = |root: &Value| says_one(|key| root.get(key).and_then(word));
    if file.opened().as_ref().is_some_and(is_said) {
        return true;
    }
    let brackets = (file.format == Format::Json).then(|| file.brackets()).flatten();
    let shown = |key: &str| root_text(&file.text, brackets.as_deref(), key);
    says_one(|key| shown(key).map(str::to_owned)) || file.root().is_ok_and(|root| is_said(&root))
}

fn says_one(text: impl Fn(&str) -> Option<String>) -> bool {
    VERSIONS.into_iter().any(|key| text(key).is_some_and(|text| is_version(&text)))
        || text("$schema").is_some_and(|uri| DIALECTS.iter().any(|dialect| uri.starts_with(dialect)))
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(format!("{number:?}")),
        _ => None,
    }
}

/// Whether a text is a version, as `3.0.3`, `2` or `3.1.0-rc1`: what is none is not repeated.
pub(crate) fn is_version(text: &str) -> bool {
    let (numbers, suffix) = text.split_once(['-', '+']).unwrap_or((text, ""));
    let is_number =
        |part: &str| matches!(part.len(), 1..=3) && (part == "x" || part.bytes().all(|byte| byte.is_ascii_digit()));
    let is_suffix = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-');
    let mut parts = numbers.split('.');
    parts.clone().count() <= 3
        && numbers.starts_with(|char: char| char.is_ascii_digit())
        && parts.all(is_number)
        && (suffix.len() <= 8 && suffix.chars().all(is_suffix))
}

/// Whether the root of a text has one of these keys. The text may be broken, so the parser is of no use here.
#[cfg(feature = "cli")]
pub(crate) fn has_root_key(text: &str, brackets: Option<&Brackets>, wanted: &str) -> bool {
    root_text(text, brackets, wanted).is_some()
}

/// What stands in one line behind a key of the root, without quotes.
fn root_text<'t>(text: &'t str, brackets: Option<&Brackets>, wanted: &str) -> Option<&'t str> {
    if text.trim_start().starts_with('{') {
        return json::root_text(text, brackets, |key| key == wanted).map(unquoted);
    }
    let mut members = text.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = members.find(|(key, _)| unquoted(key.trim_end()) == wanted)?;
    let value = value.split_once(" #").map_or(value, |(value, _)| value);
    Some(unquoted(value.trim()))
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_are_numbers() {
        for version in ["1.0.1", "2.0", "3", "3.1.0-rc1", "3.0.x", "1.0.0+a.1"] {
            assert!(is_version(version), "{version}");
        }
        for other in ["", "x", "hunter2", "3hunter2", "1234.0", "3.0.0.0", "3..0", "1.0.0-hunter2-and-more", "3.0 "] {
            assert!(!is_version(other), "{other}");
        }
    }
}
