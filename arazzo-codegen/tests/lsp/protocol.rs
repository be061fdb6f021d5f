//! What every server must bear.

use serde_json::{Value, json};

use crate::client::{Client, Folder, uri};
use crate::{BUY, SHOP};

#[test]
fn it_ends_when_the_editor_ends_it() {
    assert_eq!(Client::start().end(), Some(0));
}

#[test]
fn it_ends_when_the_editor_is_gone() {
    assert_eq!(Client::start().drop_input(), Some(1));
    assert_eq!(Client::spawn().drop_input(), Some(1));
    let mut client = Client::start();
    client.notify("exit", &Value::Null);
    assert_eq!(client.wait(), Some(1));
}

#[test]
fn nothing_is_asked_before_the_beginning() {
    let mut client = Client::spawn();
    let (code, _) = client.request("textDocument/hover", &json!({})).unwrap_err();
    assert_eq!(code, -32002);
    client.request("initialize", &json!({ "capabilities": {} })).unwrap();
    client.notify("initialized", &json!({}));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_cannot_be_answered_is_an_error_and_not_the_end() {
    let mut client = Client::start();
    let (code, message) = client.request("workspace/nonsense", &json!({})).unwrap_err();
    assert_eq!((code, message.as_str()), (-32601, "there is no method `workspace/nonsense`"));
    let (code, _) = client.request("textDocument/codeAction", &json!({ "textDocument": 1 })).unwrap_err();
    assert_eq!(code, -32602);
    client.notify("textDocument/didOpen", &json!([]));
    client.notify("$/unheardOf", &json!({}));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn texts_that_are_no_files_have_no_answers() {
    let mut client = Client::start();
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 9 } });
    for other in ["untitled:Untitled-1", "https://example.com/a.yml", "file:///no/such/file.yml"] {
        let document = json!({ "uri": other });
        let params = json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } });
        assert_eq!(client.request("textDocument/codeAction", &params), Ok(Value::Null), "{other}");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_was_cancelled_is_not_answered() {
    let folder = Folder::new(&[("shop.yml", SHOP)]);
    let file = folder.file("buy.yml");
    let mut client = Client::start();
    client.open(&file, BUY);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri(&file) }, "range": range, "context": { "diagnostics": [] } });
    let first = client.ask("textDocument/codeAction", &params);
    let second = client.ask("textDocument/codeAction", &params);
    client.notify("$/cancelRequest", &json!({ "id": second }));
    assert_eq!(client.answer(first), Ok(json!([])));
    // Whether it is in time, nobody can know.
    let answer = client.answer(second);
    assert!(answer == Ok(json!([])) || answer == Err((-32800, "the request was cancelled".to_owned())), "{answer:?}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn positions_outside_of_the_text_are_no_mistake() {
    let folder = Folder::new(&[("shop.yml", SHOP)]);
    let file = folder.file("buy.yml");
    let mut client = Client::start();
    client.open(&file, BUY);
    let far = json!({ "line": 99_999, "character": 99_999 });
    let range = json!({ "start": far, "end": { "line": 0, "character": 4_294_967_295_u32 } });
    let change = json!({ "range": range, "text": "\n# 𝄞\n" });
    let document = json!({ "uri": uri(&file), "version": 2 });
    client.notify("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }));
    let params = json!({ "textDocument": { "uri": uri(&file) }, "range": range, "context": { "diagnostics": [] } });
    client.request("textDocument/codeAction", &params).unwrap();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_file_that_is_no_document_has_no_diagnostics() {
    let folder = Folder::new(&[]);
    let mut client = Client::start();
    client.open(&folder.file("no-document.yml"), "a: [");
    assert_eq!(client.end(), Some(0));
}
