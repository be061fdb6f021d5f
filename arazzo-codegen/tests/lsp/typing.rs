//! A document that is typed character by character: every answer is about the text as it is then.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, Folder, edited, offset, position, text_at, uri};
use crate::{BUY, SHOP};

/// Types a text into a file, and asks everything there is to ask on the way. The diagnostics of the whole.
fn typed(name: &str, text: &str) -> Vec<Value> {
    let folder = Folder::new(&[("shop.yml", SHOP)]);
    let file = folder.file(name);
    let mut client = Client::start();
    client.open(&file, "");
    let mut version = 1;
    for (at, char) in text.char_indices() {
        version += 1;
        let here = position(text, at);
        let change = json!({ "range": { "start": here, "end": here }, "text": char.to_string() });
        let document = json!({ "uri": uri(&file), "version": version });
        client.notify("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }));
        let whole = &text[..at + char.len_utf8()];
        // Where lines and words begin and end, more than in the middle of them.
        if version % 5 == 0 || !char.is_alphanumeric() {
            ask(&mut client, &file, whole, whole.len());
        }
    }
    let near = text.len() / 2;
    ask(&mut client, &file, text, near);
    let last = client.published_of(&file, version);
    assert_eq!(client.end(), Some(0));
    last
}

/// Asks everything at a byte, and looks whether what is said is about this text.
fn ask(client: &mut Client, file: &Path, text: &str, at: usize) {
    let here = position(text, at);
    for method in ["hover", "definition", "prepareRename"] {
        let said = client.at(method, file, &here);
        if let Some(range) = said.get("range").filter(|range| range.is_object() && said["uri"].is_null()) {
            let span = offset(text, &range["start"])..=offset(text, &range["end"]);
            assert!(span.contains(&at), "{method} at {here}: {said}");
        }
    }
    let items = client.at("completion", file, &here);
    for item in items["items"].as_array().into_iter().flatten() {
        let range = &item["textEdit"]["range"];
        assert_eq!(range["start"]["line"], here["line"], "{item}");
        let span = offset(text, &range["start"])..=offset(text, &range["end"]);
        assert!(span.contains(&at), "{item} at {here}");
        let accepted = edited(text, std::slice::from_ref(&item["textEdit"]));
        assert!(accepted.contains(item["textEdit"]["newText"].as_str().expect("a text")));
    }
    let symbols = client.of("documentSymbol", file);
    check_symbols(&symbols, text);
    for fold in client.of("foldingRange", file).as_array().into_iter().flatten() {
        assert!(fold["startLine"].as_u64() < fold["endLine"].as_u64(), "{fold}");
        assert!(fold["endLine"].as_u64() < Some(text.split('\n').count() as u64), "{fold}");
    }
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": here });
    let params = json!({ "textDocument": { "uri": uri(file) }, "range": range, "context": { "diagnostics": [] } });
    for hint in client.request("textDocument/inlayHint", &params).expect("hints").as_array().into_iter().flatten() {
        offset(text, &hint["position"]);
    }
    for fix in client.request("textDocument/codeAction", &params).expect("fixes").as_array().into_iter().flatten() {
        let edits = fix["edit"]["changes"][uri(file)].as_array().expect("edits");
        assert_ne!(edited(text, edits), text, "{fix}");
    }
}

fn check_symbols(symbols: &Value, text: &str) {
    for symbol in symbols.as_array().into_iter().flatten() {
        assert!(text_at(text, &symbol["range"]).contains(text_at(text, &symbol["selectionRange"])), "{symbol}");
        check_symbols(&symbol["children"], text);
    }
}

#[test]
fn a_document_in_yaml() {
    assert_eq!(typed("buy.yml", BUY), Vec::<Value>::new());
}

#[test]
fn a_document_in_json() {
    let value: Value = serde_yaml::from_str(BUY).expect("YAML");
    let text = serde_json::to_string_pretty(&value).expect("JSON");
    assert_eq!(typed("buy.json", &text), Vec::<Value>::new());
}

#[test]
fn a_document_with_characters_of_two_units() {
    let text = BUY.replace("title: Buy", "title: 𝄞 Buy").replace("What to buy.", "𝄞𝄞 What");
    assert_eq!(typed("buy.yml", &text), Vec::<Value>::new());
}
