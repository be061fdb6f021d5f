//! Published documents, where there are any (`ARAZZO_CORPUS=FOLDER`): whatever is asked of them, and of what becomes of them in the hands
//! of somebody who types, the server answers.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::client::{Client, offset, position, uri};

/// So many of the documents are skipped for each that is asked about.
const EVERY: usize = 5;

/// The bytes between two positions that are asked about.
const STEP: usize = 997;

/// Files below a folder that begin like documents, in the order of their paths.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut entries: Vec<PathBuf> = entries.collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            documents(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| ["yml", "yaml", "json"].contains(&extension.to_str().unwrap_or_default()))
        {
            found.push(path);
        }
    }
}

#[test]
fn published_documents_have_answers() {
    let Some(corpus) = std::env::var_os("ARAZZO_CORPUS") else {
        println!("NOTE: ARAZZO_CORPUS names no folder of published documents");
        return;
    };
    let mut files = Vec::new();
    documents(Path::new(&corpus), &mut files);
    let texts = files.into_iter().filter_map(|file| std::fs::read_to_string(&file).ok().map(|text| (file, text)));
    let is_document = |text: &str| text.chars().take(400).collect::<String>().contains("arazzo");
    let texts = texts.filter(|(file, text)| is_document(text) && uri(file).bytes().all(|byte| byte.is_ascii_graphic()));
    let mut client = Client::start();
    let mut asked = 0;
    for (file, text) in texts.step_by(EVERY) {
        client.open(&file, &text);
        for at in (0..text.len()).step_by(STEP).filter(|at| text.is_char_boundary(*at)) {
            ask(&mut client, &file, &text, at);
            asked += 1;
        }
        // Half of it is typed.
        let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        client.change(&file, 2, &text[..half]);
        ask(&mut client, &file, &text[..half], half);
        client.notify("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&file) } }));
    }
    assert!(asked > 0, "there are no documents");
    assert_eq!(client.end(), Some(0));
}

fn ask(client: &mut Client, file: &Path, text: &str, at: usize) {
    let here = position(text, at);
    for method in ["hover", "definition", "prepareRename"] {
        client.at(method, file, &here);
    }
    let items = client.at("completion", file, &here);
    for item in items["items"].as_array().into_iter().flatten() {
        let range = &item["textEdit"]["range"];
        let span = offset(text, &range["start"])..=offset(text, &range["end"]);
        assert!(span.contains(&at), "{item} at {here} of {}", file.display());
    }
    client.of("documentSymbol", file);
    client.of("foldingRange", file);
}
