//! The conversation: messages in, answers and diagnostics out.

use std::collections::{HashSet, VecDeque};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    Cancel, DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _, PublishDiagnostics,
};
use lsp_types::{
    CancelParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, NumberOrString,
    PublishDiagnosticsParams,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answers::answer;
use super::capabilities::capabilities;
use super::session::Session;

/// Serves one editor on the standard input and output. Whether it has said goodbye before it went.
pub(crate) fn run() -> io::Result<bool> {
    let (connection, threads) = Connection::stdio();
    let has_ended_well = Server { connection, session: Session::default(), waiting: VecDeque::new() }.serve();
    threads.join()?;
    Ok(has_ended_well)
}

struct Server {
    connection: Connection,
    session: Session,
    /// Messages that have come and are not looked at yet.
    waiting: VecDeque<Message>,
}

impl Server {
    /// Until the editor ends it, or goes away.
    fn serve(mut self) -> bool {
        let about = json!({ "name": "cargo arazzo lsp", "version": env!("CARGO_PKG_VERSION") });
        let Ok((id, _)) = self.connection.initialize_start() else { return false };
        let result = json!({ "capabilities": capabilities(), "serverInfo": about });
        if self.connection.initialize_finish(id, result).is_err() {
            return false;
        }
        while let Some(message) = self.next() {
            match message {
                Message::Request(request) => match self.connection.handle_shutdown(&request) {
                    Ok(true) => return true,
                    Ok(false) => self.request(&request),
                    Err(_) => return false,
                },
                Message::Notification(notification) if notification.method == "exit" => return false,
                Message::Notification(notification) => self.notification(notification),
                // We ask the editor nothing.
                Message::Response(_) => {}
            }
        }
        false
    }

    /// The next message. Before it waits for one, it says what is wrong with the texts as they are.
    fn next(&mut self) -> Option<Message> {
        self.waiting.extend(self.connection.receiver.try_iter());
        self.cancel();
        if self.waiting.is_empty() {
            self.publish();
            self.waiting.push_back(self.connection.receiver.recv().ok()?);
        }
        self.waiting.pop_front()
    }

    /// Takes out what nobody waits for any longer.
    fn cancel(&mut self) {
        let cancelled = self.waiting.iter().filter_map(|message| match message {
            Message::Notification(notification) if notification.method == Cancel::METHOD => {
                serde_json::from_value::<CancelParams>(notification.params.clone()).ok().map(|params| match params.id {
                    NumberOrString::Number(id) => RequestId::from(id),
                    NumberOrString::String(id) => RequestId::from(id),
                })
            }
            _ => None,
        });
        let cancelled: HashSet<RequestId> = cancelled.collect();
        if cancelled.is_empty() {
            return;
        }
        for message in std::mem::take(&mut self.waiting) {
            match message {
                Message::Request(request) if cancelled.contains(&request.id) => {
                    let said = "the request was cancelled".to_owned();
                    self.send(Response::new_err(request.id, ErrorCode::RequestCanceled as i32, said));
                }
                other => self.waiting.push_back(other),
            }
        }
    }

    fn request(&mut self, request: &Request) {
        // A bug in one answer must not end the others.
        let answered = catch_unwind(AssertUnwindSafe(|| answer(&mut self.session, request)));
        let response = match answered {
            Ok(Ok(result)) => Response::new_ok(request.id.clone(), result),
            Ok(Err(error)) => Response::new_err(request.id.clone(), error.code as i32, error.message),
            Err(_) => {
                let said = "a bug of cargo arazzo".to_owned();
                Response::new_err(request.id.clone(), ErrorCode::InternalError as i32, said)
            }
        };
        self.send(response);
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let session = &mut self.session;
        match method.as_str() {
            DidOpenTextDocument::METHOD => {
                read(params, |params: DidOpenTextDocumentParams| session.open(params.text_document));
            }
            DidChangeTextDocument::METHOD => read(params, |params: DidChangeTextDocumentParams| {
                let document = params.text_document;
                session.change(&document.uri, document.version, &params.content_changes);
            }),
            DidCloseTextDocument::METHOD => {
                read(params, |params: DidCloseTextDocumentParams| session.close(&params.text_document.uri));
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => session.soil(),
            _ => {}
        }
    }

    fn publish(&mut self) {
        let published = catch_unwind(AssertUnwindSafe(|| self.session.publish())).unwrap_or_default();
        for said in published {
            let (uri, version, diagnostics) = (said.uri, said.version, said.diagnostics);
            let params = PublishDiagnosticsParams { uri, diagnostics, version };
            self.send(Notification::new(PublishDiagnostics::METHOD.to_owned(), params));
        }
    }

    /// An editor that is gone hears nothing, which the next message shows.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }
}

/// What cannot be read is nobody's: a notification has no answer.
fn read<T: DeserializeOwned>(params: Value, then: impl FnOnce(T)) {
    if let Ok(params) = serde_json::from_value(params) {
        then(params);
    }
}
