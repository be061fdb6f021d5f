//! Outlines of texts that are whole, and of their beginnings.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::parse::{Format, parse};
use crate::value::Value;

fn documents() -> Vec<String> {
    let workflows = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows");
    let folders = std::fs::read_dir(workflows).unwrap().map(|entry| entry.unwrap().path().join("arazzo"));
    let files = folders.filter(|folder| folder.is_dir()).flat_map(|folder| std::fs::read_dir(folder).unwrap());
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

/// That the outline has the keys, the items and the texts that the parser reads.
fn check(value: &Value, node: &Node, at: &str) {
    match value {
        Value::Object(members) => {
            let keys: Vec<&str> = members.keys().map(String::as_str).collect();
            let found: Vec<&str> = node.members().iter().map(|member| member.key.text.as_str()).collect();
            assert_eq!(found, keys, "{at}");
            members.iter().for_each(|(key, value)| check(value, node.get(key).unwrap(), &format!("{at}/{key}")));
        }
        Value::Array(items) => {
            assert_eq!(node.items().len(), items.len(), "{at}");
            let pairs = items.iter().zip(node.items()).enumerate();
            pairs.for_each(|(index, (value, item))| check(value, &item.node, &format!("{at}/{index}")));
        }
        Value::String(text) => {
            let found = &node.scalar().unwrap_or_else(|| panic!("{at}: {node:?}")).text;
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(found), words(text), "{at}");
        }
        _ => {}
    }
}

#[test]
fn whole_texts_are_read_as_the_parser_reads_them() {
    for text in documents() {
        check(&parse(&text, Format::Yaml).unwrap(), &outline(&text), "");
        let json = serde_json::to_string_pretty(&parse(&text, Format::Yaml).unwrap().to_json()).unwrap();
        check(&parse(&json, Format::Json).unwrap(), &outline(&json), "");
    }
    let text =
        "a: { b: [1, 'x, y', {c: d}], e: \"f: g\" } # h\n'i j':\n- k: |\n    l: m\n\n    n\n  o:\n- - p\n  - q # r\n";
    check(&parse(text, Format::Yaml).unwrap(), &outline(text), "");
}

/// That spans are inside of each other, and on boundaries of characters.
fn check_spans(node: &Node, text: &str) {
    assert!(text.get(node.span.clone()).is_some(), "{:?}", node.span);
    for member in node.members() {
        assert!(text.get(member.key.inner.clone()).is_some());
        assert!(member.key.inner.end <= member.value.span.start.max(member.key.inner.end));
        assert!(member.value.span.end <= node.span.end.max(member.value.span.start), "{member:?} {:?}", node.span);
        check_spans(&member.value, text);
    }
    node.items().iter().for_each(|item| check_spans(&item.node, text));
}

#[test]
fn beginnings_of_texts_have_outlines() {
    for text in documents() {
        for (end, _) in text.char_indices().step_by(3) {
            let typed = &text[..end];
            let node = outline(typed);
            check_spans(&node, typed);
            node.spot(typed, end);
        }
    }
}

#[track_caller]
fn check_spot(marked: &str, path: &str, expected: &str) {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let spot = outline(&text).spot(&text, offset);
    let word = |segment: &Segment| match segment {
        Segment::Key(key) => key.clone(),
        Segment::Index(index) => index.to_string(),
    };
    let shown: Vec<String> = spot.path.iter().map(word).collect();
    let what = match spot.what {
        What::Key { typed, has_colon, .. } => format!("key `{}`{}", &text[typed], if has_colon { ":" } else { "" }),
        What::Value { typed, .. } => format!("value `{}`", &text[typed]),
        What::Empty { .. } => "empty".to_owned(),
    };
    assert_eq!((shown.join("/").as_str(), what.as_str()), (path, expected), "{marked}");
}

#[test]
fn positions_are_in_the_node_that_is_typed_there() {
    check_spot("a: 1\nb|\n", "", "key `b`");
    check_spot("a: x|y\n", "a", "value `xy`");
    check_spot("a: |\nb: 1\n", "a", "empty");
    check_spot("a:\n  |\nb: 1\n", "a", "empty");
    check_spot("a:\n  b: 1\n  |\nc: 1\n", "a", "key ``");
    check_spot("a:\n  b: 1\n|\nc: 1\n", "", "key ``");
    check_spot("a:\n  - b: 1\n    c|\n", "a/0", "key `c`");
    check_spot("a:\n  - b: 1\n    |\n  - b: 2\n", "a/0", "key ``");
    check_spot("a:\n  - |\n", "a/0", "empty");
    check_spot("a:\n  - b|\n", "a/0", "value `b`");
    check_spot("a: { b: |, c: 1 }\n", "a/b", "empty");
    check_spot("a: { b: 1, | }\n", "a", "key ``");
    check_spot("a: { b: 1, c|\nd: 1\n", "a", "key `c`");
    check_spot("{\"a\": {\"b\": \"x|\"}}", "a/b", "value `x`");
    check_spot("{\"a\": \"|\n \"b\": 1}", "a", "value ``");
    check_spot("a: \"x|\nb: 1\n", "a", "value `x`");
    check_spot("|", "", "key ``");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Every text has an outline, and every position of it is somewhere.
    #[test]
    fn any_text_has_an_outline(text in "([ab:?$|>#&*!,'\"\\[\\]{} \n\r\té𝄞-]|\n  |: |- |---\n){0,60}") {
        let node = outline(&text);
        check_spans(&node, &text);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            node.spot(&text, at);
        }
    }
}
