//! Media types.

use crate::openapi::{Media, Response};

/// What a media type asks of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    Xml,
    /// Other text: what the author writes is what is sent.
    Text,
    /// Images, archives and the like: bytes.
    Binary,
    /// `multipart/form-data`
    MultipartForm,
    Multipart,
}

/// The family of a media type that is not a range.
pub(crate) fn family(content_type: &str) -> Family {
    let essence = essence(content_type);
    let textual = ["application/graphql", "application/javascript", "application/yaml", "application/x-yaml"];
    match essence.as_str() {
        _ if is_json(content_type) => Family::Json,
        "application/x-www-form-urlencoded" => Family::Form,
        "multipart/form-data" => Family::MultipartForm,
        multipart if multipart.starts_with("multipart/") => Family::Multipart,
        _ if is_xml(content_type) => Family::Xml,
        text if text.starts_with("text/") || textual.contains(&text) || is_json_lines(text) => Family::Text,
        _ => Family::Binary,
    }
}

/// Whether a content type is JSON: `application/json`, `text/json`, `…+json`, with or without parameters, and what Amazon calls it.
pub(crate) fn is_json(content_type: &str) -> bool {
    let essence = essence(content_type);
    essence.ends_with("/json") || essence.ends_with("+json") || essence.starts_with("application/x-amz-json-")
}

/// Whether a content type is XML: `application/xml`, `text/xml`, `…+xml`, with or without parameters.
pub(crate) fn is_xml(content_type: &str) -> bool {
    let essence = essence(content_type);
    essence.ends_with("/xml") || essence.ends_with("+xml")
}

/// The type that a response has, where it is XML and no JSON: what is read of it is read by its schema.
pub(crate) fn xml_media(content: &[Media]) -> Option<&Media> {
    let is_other = content.iter().all(|media| !is_json(&media.content_type) && media.content_type != "*/*");
    content.iter().find(|media| is_xml(&media.content_type) && media.schema.is_some()).filter(|_| is_other)
}

/// Text of which nothing more is said.
pub(crate) fn is_plain(content_type: &str) -> bool {
    essence(content_type) == "text/plain"
}

/// Several values, one after the other: whoever reads one whole gets a text.
fn is_stream(content_type: &str) -> bool {
    let essence = essence(content_type);
    essence == "text/event-stream" || essence.ends_with("+json-seq") || is_json_lines(&essence)
}

/// Whether a response has types, and each is a stream.
pub(crate) fn is_streamed(response: &Response) -> bool {
    !response.content.is_empty() && response.content.iter().all(|media| is_stream(&media.content_type))
}

/// Several JSON values, one a line.
fn is_json_lines(essence: &str) -> bool {
    ["jsonl", "ndjson", "x-ndjson", "jsonlines", "json-seq"]
        .iter()
        .any(|kind| essence.strip_prefix("application/") == Some(kind))
}

/// Whether it stands for several media types: `image/*`.
pub(crate) fn is_range(content_type: &str) -> bool {
    essence(content_type).contains('*')
}

/// Whether a declared media type or range (`image/*`) admits a content type; parameters do not matter.
pub(crate) fn admits(declared: &str, content_type: &str) -> bool {
    let (declared, content_type) = (essence(declared), essence(content_type));
    match declared.strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => content_type.split('/').next() == Some(kind),
        None => declared == content_type,
    }
}

/// The parameter `charset` of a media type.
pub(crate) fn charset(content_type: &str) -> Option<String> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let found = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    found.map(|(_, value)| value.trim().trim_matches('"').to_owned())
}

/// A media type of several parts without its boundary, which the parts decide.
pub(crate) fn without_boundary(content_type: &str) -> String {
    let is_boundary = |part: &&str| part.trim().get(..9).is_some_and(|name| name.eq_ignore_ascii_case("boundary="));
    let parts: Vec<&str> = content_type.split(';').filter(|part| !is_boundary(part)).collect();
    parts.join(";")
}

/// A media type without its parameters.
fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_and_boundaries_taken_out() {
        for (content_type, expected) in [
            ("a/b", None),
            ("a/b; charset=UTF-8", Some("UTF-8")),
            ("a/b;q=1; Charset=\"us-ascii\" ", Some("us-ascii")),
            ("a/b; xcharset=a", None),
        ] {
            assert_eq!(charset(content_type).as_deref(), expected, "{content_type}");
        }
        for (content_type, expected) in [
            ("multipart/form-data", "multipart/form-data"),
            ("multipart/form-data; boundary=x", "multipart/form-data"),
            ("multipart/form-data; Boundary=\"x\";a=b", "multipart/form-data;a=b"),
        ] {
            assert_eq!(without_boundary(content_type), expected, "{content_type}");
        }
    }
}
