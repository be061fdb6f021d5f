//! Responses that are described as bytes.

use super::media::{Family, family, is_json, is_range};
use crate::diagnostic::Report;
use crate::openapi::{Library, Media, Node, Response};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    None,
    Some,
    All,
}

/// Which of the types of a response are bytes.
pub(super) fn bytes_of(response: &Response, library: &mut Library, report: &mut Report) -> Which {
    let are_binary: Vec<bool> = response.content.iter().map(|media| is_binary(media, library, report)).collect();
    match (are_binary.contains(&true), are_binary.contains(&false)) {
        (true, false) => Which::All,
        (true, true) => Which::Some,
        (false, _) => Which::None,
    }
}

fn is_binary(media: &Media, library: &mut Library, report: &mut Report) -> bool {
    let schema = media.schema.clone().and_then(|schema| library.resolve(schema, report));
    let says = |key: &str| schema.as_ref().and_then(|schema| schema.value.text(key));
    // Swagger 2.0 has `file`, and by default the type of JSON with it.
    if says("format") == Some("binary") || says("type") == Some("file") {
        return true;
    }
    if is_json(&media.content_type) || schema.as_ref().is_some_and(has_parts) {
        return false;
    }
    says("contentEncoding").is_some() || is_binary_type(&media.content_type)
}

/// A type that is no text, or a range of such types. A range such as `*/*` has both.
fn is_binary_type(content_type: &str) -> bool {
    let kind = content_type.split('/').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_plain = !is_range(content_type) || matches!(kind.as_str(), "image" | "audio" | "video" | "font" | "model");
    is_plain && family(content_type) == Family::Binary
}

/// Whether a schema describes something else than a text: then the type is one that is not known as JSON, and is.
fn has_parts(schema: &Node) -> bool {
    let is_other = !matches!(schema.value.text("type"), None | Some("string" | "file"));
    is_other || ["properties", "items", "allOf", "oneOf", "anyOf"].iter().any(|key| schema.value.get(key).is_some())
}
