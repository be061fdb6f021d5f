//! Which request is answered by what.

use lsp_server::{ErrorCode, Request};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, FoldingRangeRequest, GotoDefinition, HoverRequest,
    InlayHintRequest, PrepareRenameRequest, References, Rename, Request as Method,
};
use lsp_types::{
    CompletionList, CompletionResponse, DocumentSymbolResponse, GotoDefinitionResponse, TextDocumentPositionParams,
};
use serde_json::Value;

use super::session::{Desk, Session};
use super::{complete, definition, fixes, hints, hover, rename, symbols};

/// Why there is no answer.
pub(super) struct Refused {
    pub(super) code: ErrorCode,
    pub(super) message: String,
}

/// The answer to a request. Of a text that is no document there is none, which is no error.
pub(super) fn answer(session: &mut Session, request: &Request) -> Result<Value, Refused> {
    match request.method.as_str() {
        Completion::METHOD => on::<Completion>(request, |params| {
            let (mut desk, offset) = at(session, &params.text_document_position)?;
            let items = complete::complete(&mut desk, offset);
            Some(CompletionResponse::List(CompletionList { is_incomplete: false, items }))
        }),
        HoverRequest::METHOD => on::<HoverRequest>(request, |params| {
            let (mut desk, offset) = at(session, &params.text_document_position_params)?;
            hover::hover(&mut desk, offset)
        }),
        GotoDefinition::METHOD => on::<GotoDefinition>(request, |params| {
            let (mut desk, offset) = at(session, &params.text_document_position_params)?;
            definition::definition(&mut desk, offset).map(GotoDefinitionResponse::Scalar)
        }),
        References::METHOD => on::<References>(request, |params| {
            let (desk, offset) = at(session, &params.text_document_position)?;
            Some(rename::references(&desk, offset, params.context.include_declaration))
        }),
        PrepareRenameRequest::METHOD => on::<PrepareRenameRequest>(request, |params| {
            let (desk, offset) = at(session, &params)?;
            rename::prepare(&desk, offset)
        }),
        Rename::METHOD => renamed(session, request),
        DocumentSymbolRequest::METHOD => on::<DocumentSymbolRequest>(request, |params| {
            let desk = session.desk(&params.text_document.uri)?;
            Some(DocumentSymbolResponse::Nested(symbols::symbols(&desk)))
        }),
        FoldingRangeRequest::METHOD => on::<FoldingRangeRequest>(request, |params| {
            let desk = session.desk(&params.text_document.uri)?;
            Some(symbols::folds(&desk))
        }),
        InlayHintRequest::METHOD => on::<InlayHintRequest>(request, |params| {
            let desk = session.desk(&params.text_document.uri)?;
            Some(hints::hints(&desk, params.range))
        }),
        CodeActionRequest::METHOD => on::<CodeActionRequest>(request, |params| {
            let desk = session.desk(&params.text_document.uri)?;
            Some(fixes::fixes(&desk, params.range))
        }),
        method => Err(Refused { code: ErrorCode::MethodNotFound, message: format!("there is no method `{method}`") }),
    }
}

/// A document, and the byte of a position in it.
fn at<'s>(session: &'s mut Session, position: &TextDocumentPositionParams) -> Option<(Desk<'s>, usize)> {
    let desk = session.desk(&position.text_document.uri)?;
    let offset = desk.text.offset(position.position);
    Some((desk, offset))
}

/// The only answer that can be a refusal: not every text is a name.
fn renamed(session: &mut Session, request: &Request) -> Result<Value, Refused> {
    let mut refused = None;
    let written = on::<Rename>(request, |params| {
        let (desk, offset) = at(session, &params.text_document_position)?;
        rename::rename(&desk, offset, &params.new_name).unwrap_or_else(|message| {
            refused = Some(Refused { code: ErrorCode::RequestFailed, message });
            None
        })
    });
    refused.map_or(written, Err)
}

/// Reads the parameters of a request, and writes its answer.
fn on<R: Method>(request: &Request, answer: impl FnOnce(R::Params) -> R::Result) -> Result<Value, Refused> {
    let params = serde_json::from_value(request.params.clone());
    let params = params.map_err(|error| Refused { code: ErrorCode::InvalidParams, message: error.to_string() })?;
    let written = serde_json::to_value(answer(params));
    written.map_err(|error| Refused { code: ErrorCode::InternalError, message: error.to_string() })
}
