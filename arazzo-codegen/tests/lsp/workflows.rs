//! The five workflows of the repository: every position has answers, and every name can be another one.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::{Client, edited, offset, position, uri};

/// Their files.
pub(crate) fn workflows() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows").canonicalize().expect("it exists");
    let apis = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path().join("arazzo"));
    let files = apis.filter(|folder| folder.is_dir()).flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("an entry").path()).collect();
    files.sort();
    assert_eq!(files.len(), 5);
    files
}

/// A server with each of them, and its text.
fn each(check: impl Fn(&mut Client, &Path, &str)) {
    for file in workflows() {
        let text = std::fs::read_to_string(&file).expect("a document");
        let mut client = Client::start();
        client.open(&file, &text);
        check(&mut client, &file, &text);
        assert_eq!(client.end(), Some(0));
    }
}

#[test]
fn every_position_has_answers() {
    each(|client, file, text| {
        let is_edge = |at: usize| {
            let pair = (text[..at].chars().next_back(), text[at..].chars().next());
            let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
            is_word(pair.0) != is_word(pair.1)
        };
        for (at, _) in text.char_indices().filter(|(at, _)| is_edge(*at)) {
            let here = position(text, at);
            for method in ["completion", "hover", "definition", "prepareRename"] {
                let said = client.at(method, file, &here);
                // A definition in another file is not about this text.
                if said["range"].is_object() && (said["uri"].is_null() || said["uri"] == uri(file)) {
                    assert!(offset(text, &said["range"]["start"]) <= offset(text, &said["range"]["end"]), "{said}");
                }
            }
        }
    });
}

/// The places of the names in an outline.
fn names(symbols: &Value, found: &mut Vec<Value>) {
    for symbol in symbols.as_array().into_iter().flatten() {
        found.push(symbol["selectionRange"]["start"].clone());
        names(&symbol["children"], found);
    }
}

/// The codes of diagnostics.
fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|found| found["code"].as_str().expect("a code")).collect()
}

#[test]
fn every_name_can_be_another_one() {
    each(|client, file, text| {
        let before = client.published_of(file, 1);
        let mut places = Vec::new();
        names(&client.of("documentSymbol", file), &mut places);
        assert!(places.len() > 5, "{places:?}");
        for (version, place) in (1..).zip(places) {
            let document = json!({ "uri": uri(file) });
            let params = json!({ "textDocument": document, "position": place, "newName": "another-name" });
            let edits = client.request("textDocument/rename", &params).expect("another name");
            let edits = edits["changes"][uri(file)].as_array().unwrap_or_else(|| panic!("no edits at {place}"));
            let changed = edited(text, edits);
            client.change(file, version * 2, &changed);
            let after = client.published_of(file, version * 2);
            assert_eq!(codes(&after), codes(&before), "{place} of {}: {after:#?}", file.display());
            client.change(file, version * 2 + 1, text);
        }
    });
}
