//! `docs/editors.md`: what is offered at each kind of position, and what is said of mistakes, as the server does it.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, Folder, edited, position, uri};
use crate::{BUY, SHOP};

/// Where the generated part of the page stands.
const MARKS: [&str; 2] = ["<!-- positions -->\n", "<!-- end -->\n"];

/// What stands at the cursor, what of the document is replaced, and by what.
const POSITIONS: [(&str, &str, &str); 17] = [
    ("the operation of a step", "operationId: getOrder", "operationId: ‸"),
    ("the same by its path", "operationId: getOrder", "operationPath: ‸"),
    ("an input", "article: $inputs.article", "article: $inputs.‸"),
    ("a step that has run", "value: $steps.order.outputs.id", "value: $steps.‸"),
    ("an output of it", "value: $steps.order.outputs.id", "value: $steps.order.outputs.‸"),
    ("a member of the response", "note: $response.body#/note", "note: $response.body#/‸"),
    ("a header of the response", "id: $response.body#/id", "id: $response.header.‸"),
    ("the step that an action leads to", "            stepId: find", "            stepId: ‸"),
    ("a parameter", "- name: orderId\n            in: path", "- name: ‸"),
    ("where it is sent", "in: path", "in: ‸"),
    ("what a criterion or an action is", "            type: goto", "            type: ‸"),
    ("a member of a payload", "            speed: fast", "            ‸"),
    ("a value that its schema lists", "speed: fast", "speed: ‸"),
    ("the type of a body", "contentType: application/json", "contentType: ‸"),
    ("a documented status", "condition: $statusCode == 200", "condition: $statusCode == ‸"),
    ("a component", "reference: $components.failureActions.again", "reference: ‸"),
    (
        "a key of an object, if it may still have it",
        "            stepId: find\n",
        "            stepId: find\n            ‸\n",
    ),
];

/// What is wrong, what of the document is replaced, and by what.
const MISTAKES: [(&str, &str); 12] = [
    ("operationId: getOrder", "operationId: getOrdr"),
    ("url: shop.yml", "url: shp.yml"),
    ("article: $inputs.article", "article: $inputs.artcle"),
    ("value: $steps.order.outputs.id", "value: $steps.ordr.outputs.id"),
    ("            stepId: find", "            stepId: fnd"),
    ("$components.failureActions.again", "$components.failureActions.agian"),
    ("note: $response.body#/note", "note: $response.body#/notes"),
    ("- condition: $statusCode == 200", "- condition: $statusCode = 200"),
    ("- condition: $statusCode == 201", "- condition: $statusCode == 202"),
    ("          - name: orderId\n            in: path\n            value: $steps.order.outputs.id\n", "          []\n"),
    ("            count: $inputs.count\n", ""),
    ("in: path", "in: pth"),
];

/// The document with a change, and the byte of the cursor.
fn changed(from: &str, to: &str) -> (String, usize) {
    assert_eq!(BUY.matches(from).count(), 1, "{from}");
    let marked = BUY.replacen(from, to, 1);
    let offset = marked.find('‸').unwrap_or_default();
    (marked.replacen('‸', "", 1), offset)
}

/// The line that is looked at, without what is around it.
fn line(text: &str) -> String {
    format!("`{}`", text.trim().lines().last().unwrap_or_default().trim())
}

fn positions(page: &mut String) {
    page.push_str("| where the cursor is | line | offered |\n|---|---|---|\n");
    for (what, from, to) in POSITIONS {
        let folder = Folder::new(&[("shop.yml", SHOP)]);
        let file = folder.file("buy.yml");
        let mut client = Client::start();
        let (text, offset) = changed(from, to);
        client.open(&file, BUY);
        client.change(&file, 2, &text);
        let items = client.at("completion", &file, &position(&text, offset));
        let label = |item: &Value| format!("`{}`", item["label"].as_str().expect("a text"));
        let labels: Vec<String> = items["items"].as_array().expect("a list").iter().map(label).collect();
        assert!(!labels.is_empty(), "nothing is offered for {what}");
        let more = labels.len().checked_sub(5).filter(|more| *more > 0);
        let more = more.map_or_else(String::new, |more| format!(" and {more} more"));
        let shown = labels.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        writeln!(page, "| {what} | {} | {shown}{more} |", line(to)).expect("a line");
        assert_eq!(client.end(), Some(0));
    }
}

fn mistakes(page: &mut String) {
    page.push_str("\n| in the document | instead of | said | quick fix |\n|---|---|---|---|\n");
    for (from, to) in MISTAKES {
        let folder = Folder::new(&[("shop.yml", SHOP)]);
        let file = folder.file("buy.yml");
        let mut client = Client::start();
        let (text, _) = changed(from, to);
        client.open(&file, &text);
        let published = client.published(&file);
        let said = published.first().unwrap_or_else(|| panic!("nothing is said of {to}"));
        let (code, message) = (said["code"].as_str().expect("a code"), said["message"].as_str().expect("a text"));
        let fix = fix(&mut client, &file, said, &text);
        let (written, before) = if to.is_empty() { ("nothing".to_owned(), line(from)) } else { (line(to), line(from)) };
        let sentence = message.lines().next().unwrap_or_default();
        writeln!(page, "| {written} | {before} | {sentence} ([{code}](diagnostics.md#{code})) | {fix} |")
            .expect("a line");
        assert_eq!(client.end(), Some(0));
    }
}

/// What the first quick fix makes of the line.
fn fix(client: &mut Client, file: &Path, said: &Value, text: &str) -> String {
    let context = json!({ "diagnostics": [said] });
    let params = json!({ "textDocument": { "uri": uri(file) }, "range": said["range"], "context": context });
    let fixes = client.request("textDocument/codeAction", &params).expect("fixes");
    let Some(edits) = fixes[0]["edit"]["changes"][uri(file)].as_array() else { return String::new() };
    let mended = edited(text, edits);
    let line = mended.lines().zip(text.lines()).find(|(after, before)| after != before).map(|(after, _)| after);
    format!("`{}`", line.unwrap_or_default().trim())
}

#[test]
fn the_page_says_what_the_server_does() {
    let mut generated = String::new();
    positions(&mut generated);
    mistakes(&mut generated);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/editors.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let (before, rest) = page.split_once(MARKS[0]).expect("the beginning is marked");
    let (_, after) = rest.split_once(MARKS[1]).expect("the end is marked");
    let corrected = [before, MARKS[0], &generated, MARKS[1], after].concat();
    if std::env::var_os("ARAZZO_BLESS").is_some() {
        std::fs::write(&path, &corrected).expect("it can be written");
        return;
    }
    assert!(page == corrected, "docs/editors.md is old: ARAZZO_BLESS=1 writes it anew\n{corrected}");
}
