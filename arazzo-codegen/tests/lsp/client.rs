//! An editor for tests: the built command, spoken to over its standard input and output.

use std::collections::VecDeque;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};

/// A server, and what it has said.
pub(crate) struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last: i32,
    /// What was published and not looked at yet.
    published: VecDeque<Value>,
}

impl Client {
    /// A server that is ready.
    pub(crate) fn start() -> Client {
        let mut client = Client::spawn();
        client.request("initialize", &json!({ "capabilities": {} })).expect("it can do something");
        client.notify("initialized", &json!({}));
        client
    }

    /// A server that nobody has spoken to.
    pub(crate) fn spawn() -> Client {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-arazzo"));
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("the command starts");
        let (input, output) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        Client { child, input, output: BufReader::new(output), last: 0, published: VecDeque::new() }
    }

    pub(crate) fn send(&mut self, message: impl Into<Message>) {
        message.into().write(&mut self.input).expect("the server listens");
    }

    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.send(Notification::new(method.to_owned(), params.clone()));
    }

    /// Asks something, and waits for the answer.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Result<Value, (i32, String)> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// Asks something, and does not wait.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> i32 {
        self.last += 1;
        self.send(Request::new(self.last.into(), method.to_owned(), params.clone()));
        self.last
    }

    pub(crate) fn answer(&mut self, id: i32) -> Result<Value, (i32, String)> {
        loop {
            match self.read().expect("the server is there") {
                Message::Response(Response { id: answered, response_result }) if answered == id.into() => {
                    return response_result.map_err(|error| (error.code, error.message));
                }
                Message::Notification(notification) => self.published.push_back(notification.params),
                other => panic!("not asked for: {other:?}"),
            }
        }
    }

    fn read(&mut self) -> Option<Message> {
        Message::read(&mut self.output).expect("a message")
    }

    /// What is published next for a file.
    pub(crate) fn published(&mut self, file: &Path) -> Vec<Value> {
        let uri = uri(file);
        loop {
            let next = self.published.pop_front();
            let params = next.unwrap_or_else(|| match self.read().expect("the server is there") {
                Message::Notification(notification) => notification.params,
                other => panic!("not asked for: {other:?}"),
            });
            if params["uri"] == uri {
                return params["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// What is published for a version of a file.
    pub(crate) fn published_of(&mut self, file: &Path, version: i32) -> Vec<Value> {
        let found = self.published.iter().position(|params| params["uri"] == uri(file) && params["version"] == version);
        let params = found.and_then(|found| self.published.drain(..=found).next_back());
        let params = params.unwrap_or_else(|| {
            loop {
                match self.read().expect("the server is there") {
                    Message::Notification(notification) if notification.params["version"] == version => {
                        break notification.params;
                    }
                    Message::Notification(_) => {}
                    other => panic!("not asked for: {other:?}"),
                }
            }
        });
        params["diagnostics"].as_array().expect("a list").clone()
    }

    pub(crate) fn open(&mut self, file: &Path, text: &str) {
        let document = json!({ "uri": uri(file), "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }));
    }

    /// Another text in place of the whole.
    pub(crate) fn change(&mut self, file: &Path, version: i32, text: &str) {
        let document = json!({ "uri": uri(file), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.notify("textDocument/didChange", &params);
    }

    /// Asks about a position.
    pub(crate) fn at(&mut self, method: &str, file: &Path, position: &Value) -> Value {
        let params = json!({ "textDocument": { "uri": uri(file) }, "position": position });
        self.request(&format!("textDocument/{method}"), &params).unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// Asks about the whole of a file.
    pub(crate) fn of(&mut self, method: &str, file: &Path) -> Value {
        let params = json!({ "textDocument": { "uri": uri(file) } });
        self.request(&format!("textDocument/{method}"), &params).unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    /// Says goodbye; the code with which it ends.
    pub(crate) fn end(mut self) -> Option<i32> {
        self.request("shutdown", &Value::Null).expect("it can always end");
        self.notify("exit", &Value::Null);
        self.child.wait().expect("it ends").code()
    }

    /// Goes away without a word; the code with which the server ends.
    pub(crate) fn drop_input(self) -> Option<i32> {
        let Client { mut child, mut input, .. } = self;
        input.flush().expect("nothing is left");
        drop(input);
        child.wait().expect("it ends").code()
    }

    pub(crate) fn wait(mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }
}

/// The URI of a file whose path has nothing to escape.
pub(crate) fn uri(file: &Path) -> String {
    format!("file://{}", file.display())
}

/// A position in a text, in UTF-16.
pub(crate) fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    json!({ "line": before.matches('\n').count(), "character": before[line..].encode_utf16().count() })
}

/// The byte of a position.
pub(crate) fn offset(text: &str, position: &Value) -> usize {
    let number = |key: &str| usize::try_from(position[key].as_u64().expect("a number")).expect("a small one");
    let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
    let mut units = number("character");
    let mut at = start;
    for char in text[start..].chars() {
        if units == 0 {
            break;
        }
        assert_ne!(char, '\n', "a position behind the end of its line: {position}");
        units = units.checked_sub(char.len_utf16()).expect("not in the middle of a character");
        at += char.len_utf8();
    }
    assert_eq!(units, 0, "a position behind the end: {position}");
    at
}

/// The text at a range.
pub(crate) fn text_at<'t>(text: &'t str, range: &Value) -> &'t str {
    &text[offset(text, &range["start"])..offset(text, &range["end"])]
}

/// A text with edits, from the last to the first.
pub(crate) fn edited(text: &str, edits: &[Value]) -> String {
    let span = |edit: &Value| offset(text, &edit["range"]["start"])..offset(text, &edit["range"]["end"]);
    let mut edits: Vec<_> = edits.iter().map(|edit| (span(edit), edit["newText"].as_str().expect("a text"))).collect();
    edits.sort_by_key(|(span, _)| span.start);
    assert!(edits.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start), "edits overlap: {edits:?}");
    let mut text = text.to_owned();
    edits.into_iter().rev().for_each(|(span, new)| text.replace_range(span, new));
    text
}

/// A folder of a test's own with a document and the description that it names.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("cargo-arazzo-lsp-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let folder = Folder(folder.canonicalize().expect("it exists"));
        for (name, text) in files {
            std::fs::write(folder.file(name), text).expect("a file");
        }
        folder
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
