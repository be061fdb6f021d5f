//! Diagnostics, and the edits that take them away.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, Folder, edited, text_at, uri};
use crate::{BUY, SHOP};

/// `code: marked text`, of each diagnostic.
fn shown(text: &str, diagnostics: &[Value]) -> Vec<String> {
    let code = |diagnostic: &Value| diagnostic["code"].as_str().unwrap().to_owned();
    diagnostics.iter().map(|found| format!("{}: {}", code(found), text_at(text, &found["range"]))).collect()
}

/// The quick fixes for a diagnostic.
fn fixes(client: &mut Client, file: &Path, diagnostic: &Value) -> Vec<Value> {
    let context = json!({ "diagnostics": [diagnostic] });
    let params = json!({ "textDocument": { "uri": uri(file) }, "range": diagnostic["range"], "context": context });
    client.request("textDocument/codeAction", &params).unwrap().as_array().unwrap().clone()
}

#[test]
fn mistakes_are_shown_as_they_are_typed_and_go_away() {
    let folder = Folder::new(&[("shop.yml", SHOP)]);
    let file = folder.file("buy.yml");
    let mut client = Client::start();
    client.open(&file, BUY);
    assert_eq!(shown(BUY, &client.published(&file)), [""; 0]);
    let broken = BUY.replace("operationId: getOrder", "operationId: getOrdr");
    client.change(&file, 2, &broken);
    let published = client.published(&file);
    assert_eq!(shown(&broken, &published), ["unknown-operation: getOrdr"]);
    let found = &published[0];
    assert_eq!(found["severity"], 1);
    assert!(found["codeDescription"]["href"].as_str().unwrap().ends_with("diagnostics.md#unknown-operation"));
    assert_eq!(found["relatedInformation"][0]["message"], "this one?");
    assert_eq!(found["relatedInformation"][0]["location"]["uri"], uri(&folder.file("shop.yml")));
    client.change(&file, 3, BUY);
    assert_eq!(shown(BUY, &client.published(&file)), [""; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_edit_takes_a_mistake_away() {
    let folder = Folder::new(&[("shop.yml", SHOP)]);
    let file = folder.file("buy.yml");
    let mut client = Client::start();
    let broken = BUY.replace("operationId: getOrder", "operationId: getOrdr # 𝄞").replace("in: path", "in: pth");
    client.open(&file, &broken);
    let published = client.published(&file);
    let fix = fixes(&mut client, &file, &published[0]);
    assert_eq!(fix[0]["title"], "Write `path` in place of `pth` (invalid-value)");
    let text = edited(&broken, fix[0]["edit"]["changes"][uri(&file)].as_array().unwrap());
    client.change(&file, 2, &text);
    let published = client.published(&file);
    assert_eq!(shown(&text, &published), ["unknown-operation: getOrdr"]);
    let fix = fixes(&mut client, &file, &published[0]);
    let text = edited(&text, fix[0]["edit"]["changes"][uri(&file)].as_array().unwrap());
    assert_eq!(text, BUY.replace("operationId: getOrder", "operationId: getOrder # 𝄞"));
    client.change(&file, 3, &text);
    assert_eq!(shown(&text, &client.published(&file)), [""; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_text_of_a_description_counts_before_it_is_saved() {
    let folder = Folder::new(&[("shop.yml", SHOP)]);
    let (file, shop) = (folder.file("buy.yml"), folder.file("shop.yml"));
    let mut client = Client::start();
    client.open(&file, BUY);
    assert_eq!(shown(BUY, &client.published(&file)), [""; 0]);
    client.open(&shop, &SHOP.replace("operationId: getOrder", "operationId: findOrder"));
    assert_eq!(shown(BUY, &client.published(&file)), ["unknown-operation: getOrder"]);
    client.notify("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&shop) } }));
    assert_eq!(shown(BUY, &client.published(&file)), [""; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_mistake_of_a_description_is_shown_there() {
    let folder = Folder::new(&[]);
    let (file, shop) = (folder.file("buy.yml"), folder.file("shop.yml"));
    let broken = SHOP.replace("$ref: '#/components/schemas/Order'", "$ref: '#/components/schemas/Ordr'");
    std::fs::write(&shop, &broken).unwrap();
    let mut client = Client::start();
    client.open(&file, BUY);
    let published = client.published(&shop);
    assert!(shown(&broken, &published).iter().any(|found| found.starts_with("broken-reference: ")), "{published:?}");
    // When nobody looks at the document any longer, it says nothing of others.
    client.notify("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&file) } }));
    assert_eq!(client.published(&shop), Vec::<Value>::new());
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_step_that_never_runs_is_shown_as_unused() {
    let folder = Folder::new(&[("shop.yml", SHOP)]);
    let file = folder.file("buy.yml");
    let mut client = Client::start();
    let ended = "        onSuccess: [{ name: done, type: end }]\n        outputs:\n          state:";
    let never = "note: $response.body#/note\n      - { stepId: never, operationId: createOrder }\n";
    let text = BUY.replace("        outputs:\n          state:", ended).replace("note: $response.body#/note\n", never);
    client.open(&file, &text);
    let published = client.published(&file);
    let unused = published.iter().find(|found| found["code"] == "unreachable-step");
    assert_eq!(unused.map(|found| &found["tags"]), Some(&json!([1])), "{published:?}");
    assert_eq!(client.end(), Some(0));
}

/// The severities of what is said of a document whose description requires a member that it does not send.
fn severities(settings: &str, text: &str) -> Vec<String> {
    let folder = Folder::new(&[("shop.yml", SHOP), (settings, text)]);
    let file = folder.file("buy.yml");
    let mut client = Client::start();
    client.open(&file, &BUY.replace("note: $response.body#/note", "note: $response.body#/notes"));
    let published = client.published(&file);
    let said = published.iter().map(|found| format!("{} {}", found["code"].as_str().unwrap(), found["severity"]));
    let said = said.collect();
    assert_eq!(client.end(), Some(0));
    said
}

#[test]
fn levels_are_those_of_the_package() {
    let manifest = "[package]\nname = \"a\"\n\n[package.metadata.arazzo]\n";
    assert_eq!(severities("other.toml", ""), ["undeclared-property 2"]);
    assert_eq!(severities("arazzo.toml", "deny = [\"undeclared-property\"]"), ["undeclared-property 1"]);
    assert_eq!(severities("Cargo.toml", &format!("{manifest}allow = [\"undeclared-property\"]")), [""; 0]);
    assert_eq!(
        severities("Cargo.toml", &format!("{manifest}strict = true")),
        ["unread-output 4", "undeclared-property 1"]
    );
    // Of a source that the document does not have, nothing is said.
    assert_eq!(severities("arazzo.toml", "sources = { other = \"other.yml\" }"), ["undeclared-property 2"]);
}

#[test]
fn settings_that_cannot_be_read_are_a_mistake_of_their_file() {
    let text = "deny = []\nalow = [\"undeclared-property\"]\n";
    let folder = Folder::new(&[("shop.yml", SHOP), ("arazzo.toml", text)]);
    let mut client = Client::start();
    client.open(&folder.file("buy.yml"), BUY);
    let published = client.published(&folder.file("arazzo.toml"));
    assert_eq!(text_at(text, &published[0]["range"]), "alow");
    let message = published[0]["message"].as_str().unwrap();
    assert!(message.contains("unknown field `alow`"), "{message}");
    assert_eq!(client.end(), Some(0));
}
