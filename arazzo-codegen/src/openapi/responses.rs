//! What comes back.

use super::library::Library;
use super::node::Node;
use super::operation::{Response, StatusKey, read_content};
use crate::diagnostic::Report;

/// A documented header of a response.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) schema: Option<Node>,
}

pub(super) fn read_responses(library: &mut Library, operation: &Node, report: &mut Report) -> Vec<Response> {
    let mut read = Vec::new();
    for (key, node) in operation.get("responses").map(|responses| responses.members()).unwrap_or_default() {
        let Some(status) = status_key(&key) else { continue };
        let Some(node) = library.resolve(node, report) else { continue };
        let content = read_content(library, &node, report);
        read.push(Response { status, content, headers: read_headers(library, &node, report) });
    }
    read
}

fn read_headers(library: &mut Library, response: &Node, report: &mut Report) -> Vec<Header> {
    let headers = response.get("headers").map(|headers| headers.members()).unwrap_or_default();
    let headers = headers.into_iter().filter_map(|(name, header)| {
        let header = library.resolve(header, report)?;
        Some(Header { name, schema: header.get("schema") })
    });
    headers.collect()
}

/// `200`, `2XX` or `default`.
pub(super) fn status_key(key: &str) -> Option<StatusKey> {
    match key {
        "default" => Some(StatusKey::Default),
        _ => match key.as_bytes() {
            [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(StatusKey::Range(digit - b'0')),
            _ => key.parse().ok().filter(|code| (100..=999).contains(code)).map(StatusKey::Code),
        },
    }
}
