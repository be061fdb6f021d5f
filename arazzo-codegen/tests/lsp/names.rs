//! Hover, definitions, references, new names, symbols, folding and hints.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::client::{Client, Folder, edited, position, text_at, uri};
use crate::{BUY, SHOP};

/// A server with the document, and a position for each place that is asked about.
struct Asked {
    client: Client,
    folder: Folder,
    file: PathBuf,
}

impl Asked {
    fn new() -> Asked {
        let folder = Folder::new(&[("shop.yml", SHOP)]);
        let file = folder.file("buy.yml");
        let mut client = Client::start();
        client.open(&file, BUY);
        Asked { client, folder, file }
    }

    /// At the mark in a piece of the document.
    fn at(&mut self, method: &str, marked: &str) -> Value {
        let position = place(marked);
        self.client.at(method, &self.file, &position)
    }

    fn hover(&mut self, marked: &str) -> String {
        let hover = self.at("hover", marked);
        hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// The file and the text that a definition is.
    fn definition(&mut self, marked: &str) -> (String, String) {
        let found = self.at("definition", marked);
        let file = found["uri"].as_str().expect("a file").rsplit('/').next().expect("a name").to_owned();
        let text = if file == "shop.yml" { SHOP } else { BUY };
        let line = found["range"]["start"]["line"].as_u64().expect("a number");
        let line = text.lines().nth(usize::try_from(line).expect("small")).expect("a line");
        (format!("{file}: {}", text_at(text, &found["range"])), line.trim().to_owned())
    }
}

/// Where the mark stands in the document.
fn place(marked: &str) -> Value {
    let piece = marked.replacen('‸', "", 1);
    assert_eq!(BUY.matches(&piece).count(), 1, "{piece}");
    position(BUY, BUY.find(&piece).expect("it is there") + marked.find('‸').expect("a mark"))
}

#[test]
fn hovers_say_what_things_are() {
    let mut asked = Asked::new();
    let operation = asked.hover("operationId: get‸Order");
    assert_eq!(
        operation,
        "`GET /orders/{orderId}`\n\nFinds an order.\n\nOf orders that are older than a year nothing is known.\n\n- 200: found\n- 404: no such order"
    );
    assert_eq!(asked.hover("article: $inputs.art‸icle"), "```rust\narticle: String\n```\n\nrequired\n\nWhat to buy.");
    assert_eq!(asked.hover("count: $inputs.co‸unt"), "```rust\ncount: i64\n```\n\noptional\n\ndefault: `1`");
    assert_eq!(asked.hover("value: $steps.order.outputs.i‸d"), "```rust\nid: String\n```");
    assert_eq!(
        asked.hover("no‸te: $response.body#/note"),
        "```rust\nnote: Option<String>\n```\n\nmay be absent after 200"
    );
    assert_eq!(asked.hover("stepId: fi‸nd\n        onFailure"), "step `find`\n\n`GET /orders/{orderId}`");
    assert_eq!(asked.hover("state: $response.body#/sta‸te"), "string: `open`, `paid`\n\n```rust\nstate: String\n```");
    assert_eq!(asked.hover("- name: orde‸rId"), "parameter `orderId` in path, required: string");
    assert_eq!(asked.hover("spe‸ed: fast"), "string: `slow`, `fast`");
    assert!(asked.hover("workflowId: bu‸y").contains("pub async fn buy(client: &Client, input: Input)"));
    assert_eq!(asked.hover("version: 1.0‸.0"), "");
}

#[test]
fn definitions_are_in_the_document_and_in_descriptions() {
    let mut asked = Asked::new();
    let mut check = |marked: &str, file: &str, line: &str| {
        assert_eq!(asked.definition(marked), (file.to_owned(), line.to_owned()), "{marked}");
    };
    check("stepId: fi‸nd\n        onFailure", "buy.yml: find", "- stepId: find");
    check("count: $inputs.co‸unt", "buy.yml: count", "count: { type: integer, default: 1 }");
    check("state: $steps.find.outputs.sta‸te", "buy.yml: state", "state: $response.body#/state");
    check("state: $steps.fi‸nd.outputs.state", "buy.yml: find", "- stepId: find");
    check("$components.failureActions.ag‸ain", "buy.yml: again", "again:");
    check("operationId: getOr‸der", "shop.yml: get", "get:");
    check("spe‸ed: fast", "shop.yml: speed", "speed: { type: string, enum: [slow, fast] }");
    check("state: $response.body#/sta‸te", "shop.yml: state", "state: { type: string, enum: [open, paid] }");
    check("url: sho‸p.yml", "shop.yml: openapi", "openapi: 3.1.0");
    let parameter = asked.definition("- name: orde‸rId").1;
    assert_eq!(parameter, "- { name: orderId, in: path, required: true, schema: { type: string } }");
}

#[test]
fn references_are_all_places_of_a_name() {
    let mut asked = Asked::new();
    let params = json!({
        "textDocument": { "uri": uri(&asked.file) },
        "position": place("value: $steps.or‸der.outputs.id"),
        "context": { "includeDeclaration": true },
    });
    let found = asked.client.request("textDocument/references", &params).unwrap();
    let lines: Vec<u64> =
        found.as_array().unwrap().iter().map(|place| place["range"]["start"]["line"].as_u64().unwrap()).collect();
    let expected: Vec<u64> = (0..)
        .zip(BUY.lines())
        .filter(|(_, line)| line.contains("stepId: order") || line.contains("$steps.order"))
        .map(|(number, _)| number)
        .collect();
    assert_eq!(lines, expected);
}

#[track_caller]
fn check_renamed(marked: &str, new: &str, expected: &str) {
    let mut asked = Asked::new();
    let prepared = asked.at("prepareRename", marked);
    assert!(prepared["placeholder"].is_string(), "{marked}");
    let document = json!({ "uri": uri(&asked.file) });
    let params = json!({ "textDocument": document, "position": place(marked), "newName": new });
    let edits = asked.client.request("textDocument/rename", &params).unwrap();
    let text = edited(BUY, edits["changes"][uri(&asked.file)].as_array().unwrap());
    assert_eq!(text, expected);
    asked.client.change(&asked.file, 2, &text);
    assert!(asked.client.published(&asked.file).is_empty());
    assert!(asked.client.published(&asked.file).is_empty(), "the document has no mistakes under its new names");
}

#[test]
fn names_change_in_all_places() {
    check_renamed(
        "stepId: fi‸nd\n        onFailure",
        "look-up",
        &BUY.replace("stepId: find", "stepId: look-up").replace("$steps.find.", "$steps.look-up."),
    );
    check_renamed(
        "article: $inputs.art‸icle",
        "item",
        &BUY.replace("[article]", "[item]")
            .replace("  article: {", "  item: {")
            .replace("$inputs.article", "$inputs.item"),
    );
    check_renamed(
        "  i‸d: $response.body#/id",
        "orderId",
        &BUY.replace("  id: $response", "  orderId: $response").replace("outputs.id", "outputs.orderId"),
    );
    check_renamed(
        "failureActions.aga‸in",
        "soldOut",
        &BUY.replace("failureActions.again", "failureActions.soldOut").replace("    again:", "    soldOut:"),
    );
}

#[test]
fn what_is_no_name_is_refused() {
    let mut asked = Asked::new();
    let document = json!({ "uri": uri(&asked.file) });
    let mut rename = |marked: &str, new: &str| {
        let params = json!({ "textDocument": document, "position": place(marked), "newName": new });
        asked.client.request("textDocument/rename", &params)
    };
    let refused = |message: &str| Err((-32803, message.to_owned()));
    let marked = "value: $steps.or‸der.outputs.id";
    assert_eq!(rename(marked, "a b"), refused("`a b` is no name: letters, digits, `_` and `-` are allowed"));
    assert_eq!(rename(marked, "find"), refused("there is a `find` already"));
    // The name of an operation is the description's.
    assert_eq!(rename("operationId: getOr‸der", "findOrder"), Ok(Value::Null));
}

#[test]
fn the_parts_of_a_document_are_listed() {
    let mut asked = Asked::new();
    let symbols = asked.client.of("documentSymbol", &asked.file);
    let mut names = Vec::new();
    list(&symbols, 0, &mut names);
    assert_eq!(
        names.join("\n"),
        "\
shop
buy
  article
  count
  order
    id
  find
    state
    note
  order
  state
failureActions
  again"
    );
}

/// The names of symbols, each deeper than that around it; the name is in the whole.
fn list(symbols: &Value, depth: usize, names: &mut Vec<String>) {
    for symbol in symbols.as_array().into_iter().flatten() {
        names.push(format!("{}{}", "  ".repeat(depth), symbol["name"].as_str().unwrap()));
        assert!(text_at(BUY, &symbol["range"]).contains(text_at(BUY, &symbol["selectionRange"])));
        list(&symbol["children"], depth + 1, names);
    }
}

#[test]
fn steps_and_workflows_fold() {
    let mut asked = Asked::new();
    let folds = asked.client.of("foldingRange", &asked.file);
    let line = |number: &Value| BUY.lines().nth(usize::try_from(number.as_u64().unwrap()).unwrap()).unwrap().trim();
    let folds: Vec<_> =
        folds.as_array().unwrap().iter().map(|fold| (line(&fold["startLine"]), line(&fold["endLine"]))).collect();
    for expected in [
        ("- workflowId: buy", "state: $steps.find.outputs.state"),
        ("- stepId: order", "id: $response.body#/id"),
        ("payload:", "speed: fast"),
        ("components:", "- condition: $statusCode == 409"),
    ] {
        assert!(folds.contains(&expected), "{expected:?} in {folds:?}");
    }
}

#[test]
fn outputs_have_their_types_beside_them() {
    let mut asked = Asked::new();
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri(&asked.file) }, "range": range });
    let hints = asked.client.request("textDocument/inlayHint", &params).unwrap();
    let line =
        |hint: &Value| BUY.lines().nth(usize::try_from(hint["position"]["line"].as_u64().unwrap()).unwrap()).unwrap();
    let shown: Vec<String> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|hint| format!("{}{}", line(hint).trim().split(':').next().unwrap(), hint["label"].as_str().unwrap()))
        .collect();
    assert_eq!(shown, ["id String", "state String", "note Option<String>", "order String", "state String"]);
    let _: &Path = &asked.folder.file("shop.yml");
}
