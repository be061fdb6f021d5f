//! Operations of the descriptions, and what they say of requests.

use lsp_types::CompletionItemKind;

use super::at::At;
use super::candidate::Candidate;
use crate::lsp::outline::Node;
use crate::openapi::Entry;
use crate::resolve::Api;

/// All ids; with the name of the source in front where there are several sources.
pub(super) fn ids(at: &mut At<'_, '_>) -> Vec<Candidate> {
    let apis = at.apis();
    let are_several = at.outline().get("sourceDescriptions").map_or(0, |sources| sources.items().len()) > 1;
    let all = apis.iter().flat_map(|api| api.operations.iter().map(move |entry| (api, entry)));
    let candidate = |(api, entry): (&Api, &Entry)| {
        let id = entry.operation.value.text("operationId")?;
        let qualified = format!("$sourceDescriptions.{}.{id}", api.source);
        let candidate = described(Candidate::new(id, CompletionItemKind::FUNCTION), entry);
        Some(if are_several { candidate.text(qualified) } else { candidate })
    };
    all.filter_map(candidate).collect()
}

/// All operations by their paths.
pub(super) fn paths(at: &mut At<'_, '_>) -> Vec<Candidate> {
    let apis = at.apis();
    let all = apis.iter().flat_map(|api| api.operations.iter().map(move |entry| (api, entry)));
    let candidate = |(api, entry): (&Api, &Entry)| {
        let path = format!("{{$sourceDescriptions.{}.url}}#{}", api.source, entry.pointer());
        let id = entry.operation.value.text("operationId").map(str::to_owned);
        described(Candidate::new(entry.request(), CompletionItemKind::FUNCTION), entry).detail(id).text(path)
    };
    all.map(candidate).collect()
}

fn described(candidate: Candidate, entry: &Entry) -> Candidate {
    let value = &entry.operation.value;
    let texts = ["summary", "description"].into_iter().filter_map(|key| value.text(key));
    let text = texts.collect::<Vec<_>>().join("\n\n");
    candidate.detail(Some(entry.request())).documentation(Some(text).filter(|text| !text.is_empty()))
}

/// The types of the body that the operation takes.
pub(super) fn content_types(at: &mut At<'_, '_>) -> Vec<Candidate> {
    let body = at.operation().and_then(|operation| operation.body);
    let types = body.map(|body| body.content).unwrap_or_default().into_iter();
    types.map(|media| Candidate::new(media.content_type, CompletionItemKind::ENUM_MEMBER)).collect()
}

/// The texts of a member of the items of a list.
pub(super) fn texts<'n>(list: Option<&'n Node>, key: &str) -> Vec<&'n str> {
    list.map(Node::items).unwrap_or_default().iter().filter_map(|item| item.node.text(key)).collect()
}
