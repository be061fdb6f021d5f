//! Texts with mistakes: they count where somebody looks, and nowhere else.

use super::*;

fn open(text: &str, format: Format) -> (Result<Value, SyntaxError>, Slices) {
    let slices = Slices::default();
    (slices.root(&Rc::new(text.to_owned()), format), slices)
}

fn root(text: &str, format: Format) -> (Value, Slices) {
    let (root, slices) = open(text, format);
    (root.unwrap(), slices)
}

/// The value at a path, in words, and the mistakes on the way.
fn at((root, slices): &(Value, Slices), path: &[&str]) -> (Option<&'static str>, Vec<String>) {
    let value = path.iter().try_fold(root, |value, key| value.get(key));
    let kind = value.map(Value::kind);
    let position = |error: &SyntaxError| error.position.unwrap_or_default();
    let broken = slices.take_broken();
    (kind, broken.iter().map(|error| format!("{:?} {}", position(error), error.message())).collect())
}

#[test]
fn mistakes_elsewhere_do_not_count() {
    let text = "\
openapi: 3.1.0
paths:
  /a:
    get: { operationId: a }
  /b:
    get: { operationId: [ }
  /c:
    get:
      description: \"\u{19}\"
      parameters: []
components:
  x: *nowhere
";
    // The bracket is never closed, so that no line behind it means anything.
    let closed = text.replace("[ }", "b, summary: *b }");
    assert!(open(text, Format::Yaml).0.is_err());
    let root = root(&closed, Format::Yaml);
    assert_eq!(at(&root, &["paths", "/a", "get", "operationId"]), (Some("a string"), vec![]));
    assert_eq!(at(&root, &["paths", "/c", "get", "parameters"]), (Some("a list"), vec![]));
    let character = "the control character U+0019 cannot stand in YAML; in double quotes it is `\\x19`";
    let (kind, broken) = at(&root, &["paths", "/c", "get", "description"]);
    assert_eq!((kind, broken), (None, vec![format!("(9, 21) {character}")]));
    // An anchor may stand anywhere, so the whole is asked, which breaks at the first mistake.
    let (kind, broken) = at(&root, &["paths", "/b", "get"]);
    assert_eq!(kind, None);
    assert_eq!(broken.len(), 1);
    // Nobody has looked since.
    assert_eq!(root.1.take_broken(), []);
}

#[test]
fn mistakes_in_json_elsewhere_do_not_count() {
    let text = "{\"a\":{\"b\":tru},\"c\":{\"d\":1,\"d\":2},\n \"e\":{\"f\":{\"g\":[1 2]}},\"h\":\"\\ud83d\",\"i\":1}";
    let root = root(text, Format::Json);
    assert_eq!(at(&root, &["i"]), (Some("a number"), vec![]));
    assert_eq!(at(&root, &["a", "b"]), (None, vec!["(1, 13) EOF while parsing a value".to_owned()]));
    assert_eq!(at(&root, &["c"]), (None, vec!["(1, 29) duplicate key `d`".to_owned()]));
    assert_eq!(at(&root, &["e", "f", "g"]), (None, vec!["(2, 19) expected `,` or `]`".to_owned()]));
    assert_eq!(at(&root, &["h"]).0, None);
}

#[test]
fn a_key_that_is_there_twice_counts_where_it_is_read() {
    let text = "a:\n  b: 1\nc:\n  d:\n    e: 1\n    f: 2\n    e: 3\n";
    let root = root(text, Format::Yaml);
    assert_eq!(at(&root, &["a", "b"]), (Some("a number"), vec![]));
    assert_eq!(at(&root, &["c", "d"]), (None, vec!["(7, 5) duplicate key `e`".to_owned()]));
    let error = open("a: 1\nb: 2\na: 3\n", Format::Yaml).0.unwrap_err();
    assert_eq!((error.message().as_str(), error.position), ("duplicate key `a`", Some((3, 1))));
}

#[test]
fn aliases_cannot_fill_the_memory() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, inner) in ["b", "c", "d", "e", "f", "g", "h", "i"].iter().zip("abcdefgh".chars()) {
        text += &[name, ": &", name, " [", &vec![format!("*{inner}"); 10].join(", "), "]\n"].concat();
    }
    let root = root(&text, Format::Yaml);
    assert_eq!(at(&root, &["a"]), (Some("a list"), vec![]));
    let (kind, broken) = at(&root, &["i"]);
    assert_eq!(kind, None);
    assert!(broken[0].ends_with("aliases repeat too much") || broken[0].ends_with("repetition limit exceeded"));
}

/// Few aliases, each to much: libyaml counts only how many there are.
#[test]
fn large_anchors_cannot_fill_the_memory() {
    let text = format!("a: &a [{}]\nb: [{}]\n", "x, ".repeat(20_000), "*a, ".repeat(20_000));
    let error = parse(&text, Format::Yaml).unwrap_err();
    assert_eq!(error.message(), "aliases repeat too much");
}

#[test]
fn depth_is_bounded() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = |depth: usize| format!("{{\"a\":{}1{},\"b\":1}}", open.repeat(depth), close.repeat(depth));
        let (root, slices) = root(&deep(100_000), Format::Json);
        let mut value = root.get("a");
        let mut depth = 0;
        while let Some(inner) = value {
            value = inner.get("a");
            depth += 1;
        }
        assert!(depth < 200 && !slices.take_broken().is_empty());
    }
    let lines: String = (0..1000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    let (root, slices) = root(&lines, Format::Yaml);
    assert_eq!(root.to_json().as_object().unwrap().len(), 1);
    assert!(!slices.take_broken().is_empty());
}

#[test]
fn a_long_schema_is_taken_apart() {
    let properties: Vec<String> = (0..2000).map(|n| format!("          p{n}:\n            type: string\n")).collect();
    let properties = properties.concat();
    let text = format!("openapi: 3.1.0\ncomponents:\n  schemas:\n    Long:\n      x:\n        y:\n{properties}");
    let (root, _) = root(&text, Format::Yaml);
    let value = ["components", "schemas", "Long", "x", "y", "p7", "type"].iter().try_fold(&root, |at, key| at.get(key));
    assert_eq!(value.and_then(Value::as_str), Some("string"));
    let whole = parse(&text, Format::Yaml).unwrap();
    assert!(root == whole);
}
