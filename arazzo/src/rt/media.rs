//! Media types as responses and requests declare them.

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

fn ends(text: &str, end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    start.and_then(|start| text.get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Whether it is JSON: `application/json`, `text/json`, `…+json`, and what Amazon calls it.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    ends(essence, "/json") || ends(essence, "+json") || begins(essence, "application/x-amz-json-")
}

/// Whether it is XML: `application/xml`, `text/xml`, `…+xml`.
pub(crate) fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    ends(essence, "/xml") || ends(essence, "+xml")
}

/// Whether its bytes are text in some charset. Of images, archives and the like only those that happen to be UTF-8 are.
pub(crate) fn is_textual(media_type: &str) -> bool {
    const APPLICATION: &str = "application/";
    const KNOWN: [&str; 12] = [
        "x-www-form-urlencoded",
        "graphql",
        "javascript",
        "yaml",
        "x-yaml",
        "xml",
        "jsonl",
        "ndjson",
        "x-ndjson",
        "jsonlines",
        "json-seq",
        "sql",
    ];
    let essence = essence(media_type);
    let is_known = |kind: &&str| ends(essence, kind) && essence.len() == APPLICATION.len() + kind.len();
    let known = begins(essence, APPLICATION) && KNOWN.iter().any(is_known);
    known || begins(essence, "text/") || ends(essence, "+xml") || is_json(media_type)
}

/// The parameter `charset`, in lower case.
pub(crate) fn charset(media_type: &str) -> Option<String> {
    if !media_type.contains(';') {
        return None;
    }
    let parameters = split(media_type).into_iter().skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut found = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let (_, value) = found.next()?;
    // Apostrophes are wrong, and meant as quotes.
    let value = value.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase();
    Some(value).filter(|value| !value.is_empty())
}

/// What stands between semicolons that are not in quotes.
pub(crate) fn split(media_type: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let is_end = move |char: char| {
        let ends = char == ';' && !quoted;
        quoted ^= char == '"' && !escaped;
        escaped = quoted && char == '\\' && !escaped;
        ends
    };
    media_type.split(is_end).collect()
}

/// A media type for a message; one that is too long to be read is left out.
pub(crate) fn shown(media_type: Option<&str>) -> String {
    const LONGEST: usize = 100;
    match media_type.filter(|media_type| media_type.len() <= LONGEST) {
        Some(media_type) => format!("`{media_type}`"),
        None if media_type.is_some() => "a long Content-Type".to_owned(),
        None => "without a Content-Type".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_whatever_their_form() {
        for (media_type, expected) in [
            ("text/plain", None),
            ("text/plain;charset=UTF-8", Some("utf-8")),
            ("text/plain; a=\"x;charset=no\\\";charset=no\"; Charset = \"ISO-8859-1\"", Some("iso-8859-1")),
            ("text/html; charset='utf-8'", Some("utf-8")),
            ("text/html; charset=", None),
            ("text/html; charsets=utf-8", None),
        ] {
            assert_eq!(charset(media_type).as_deref(), expected, "{media_type}");
        }
    }

    #[test]
    fn text_is_told_from_bytes() {
        for media_type in ["text/csv", "application/JSON; a=b", "image/svg+xml", "application/x-yaml", "a/b+json"] {
            assert!(is_textual(media_type), "{media_type}");
        }
        for media_type in ["application/octet-stream", "image/png", "application/pdf", "multipart/mixed", ""] {
            assert!(!is_textual(media_type), "{media_type}");
        }
    }
}
