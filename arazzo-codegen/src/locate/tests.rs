//! Marks by path in small files; the expected text is what the carets cover.

use super::*;
use crate::files::Files;
use crate::files::tests::folder;
use crate::parse::parse;
use crate::place::FileId;
use crate::place::Place;
use crate::slice::tests::{own_documents, samples};
use crate::value::Value;

/// Files as they are read from a folder of their own.
pub(crate) fn files(name: &str, text: &str) -> (Files, FileId) {
    let root = folder();
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    let mut files = Files::new(root.clone());
    let file = files.read(&path).unwrap();
    std::fs::remove_dir_all(root).unwrap();
    (files, file)
}

/// `a.b[0].c`: keys of tests have neither dots nor brackets.
fn place(file: FileId, path: &str) -> Place {
    path.split(['.', '[']).filter(|segment| !segment.is_empty()).fold(Place::root(file), |place, segment| match segment
        .strip_suffix(']')
    {
        Some(index) => place.index(index.parse().unwrap()),
        None => place.key(segment),
    })
}

/// The marked text, with the line and the column of its start.
fn shown(text: &str, span: Span) -> String {
    let before = &text[..span.start];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|char| *char != '\n').count() + 1;
    format!("{line}:{column} {}", &text[span.start..span.end])
}

fn mark(name: &str, text: &str, mark: impl Fn(FileId) -> Mark) -> String {
    let (files, file) = files(name, text);
    let file_text = files.get(file);
    shown(&file_text.text, locate(file_text, &mark(file)))
}

fn value(text: &str, path: &str) -> String {
    mark("a.yml", text, |file| place(file, path).value())
}

fn key(text: &str, path: &str) -> String {
    mark("a.yml", text, |file| place(file, path).name())
}

fn range(text: &str, path: &str, range: Range<usize>) -> String {
    mark("a.yml", text, |file| place(file, path).range(range.clone()))
}

fn json(text: &str, path: &str) -> String {
    mark("a.json", text, |file| place(file, path).value())
}

const BLOCK: &str = "\
# a comment
arazzo: 1.0.1
workflows:
- workflowId: buy   # the only one
  steps:
    - stepId: pay
      onSuccess:
        - name: go
          stepId: recipt
    -   - deep
        -
          - deeper
";

#[test]
fn block_style() {
    assert_eq!(value(BLOCK, "arazzo"), "2:9 1.0.1");
    assert_eq!(key(BLOCK, "arazzo"), "2:1 arazzo");
    assert_eq!(value(BLOCK, "workflows[0].workflowId"), "4:15 buy");
    assert_eq!(value(BLOCK, "workflows[0].steps[0].onSuccess[0].stepId"), "9:19 recipt");
    assert_eq!(key(BLOCK, "workflows[0].steps[0].onSuccess[0].stepId"), "9:11 stepId");
    assert_eq!(value(BLOCK, "workflows[0].steps[1][0]"), "10:11 deep");
    assert_eq!(value(BLOCK, "workflows[0].steps[1][1][0]"), "12:13 deeper");
}

#[test]
fn collections_are_marked_by_their_first_key_or_line() {
    assert_eq!(value(BLOCK, "workflows[0]"), "4:3 workflowId");
    assert_eq!(value(BLOCK, "workflows"), "4:1 - workflowId: buy   # the only one");
    assert_eq!(value("a: {b: 1, c: [2, '}']} # d\n", "a"), "1:4 {b: 1, c: [2, '}']}");
    assert_eq!(value("a: {b: 1,\n  c: 2}\n", "a"), "1:4 {b: 1,");
    assert_eq!(value("a:\n  'b c': 1\n", "a"), "2:3 'b c'");
    assert_eq!(value("a:\n  ? b\n  : 1\n", "a.b"), "3:5 1");
}

#[test]
fn the_root() {
    assert_eq!(value(BLOCK, ""), "2:1 arazzo");
    assert_eq!(value("\n  word # c\n", ""), "2:3 word");
    assert_eq!(value("", ""), "1:1 ");
    assert_eq!(json("\n {\"a\": 1}", ""), "2:2 {\"a\": 1}");
    assert_eq!(json("\n {\n\"a\": 1}", ""), "2:2 {");
    // Not JSON: the first line.
    assert_eq!(json("\n{ \"a\n", "a"), "2:1 { \"a");
}

#[test]
fn what_is_missing_is_marked_by_what_is_there() {
    assert_eq!(value(BLOCK, "workflows[0].steps[0].onSuccess[0].type"), "8:11 name");
    assert_eq!(key(BLOCK, "workflows[0].steps[0].onSuccess[0].type"), "8:11 name");
    assert_eq!(value(BLOCK, "workflows[7].steps"), "4:1 - workflowId: buy   # the only one");
    assert_eq!(value(BLOCK, "arazzo.a.b"), "2:9 1.0.1");
    assert_eq!(value(BLOCK, "arazzo[3]"), "2:9 1.0.1");
    assert_eq!(value(BLOCK, "nothing"), "2:1 arazzo");
    assert_eq!(value(": : :", "a"), "1:1 : : :");
    assert_eq!(json("{\"a\": {\"b\": 1}, \"c\": [1]}", "a.d"), "1:7 {\"b\": 1}");
    assert_eq!(json("{\"a\": {}, \"c\": [1]}", "a.d"), "1:7 {}");
    assert_eq!(json("{\"a\": [], \"c\": [1]}", "a[0]"), "1:7 []");
    assert_eq!(json("{\"a\": [], \"c\": [1]}", "c[1].d"), "1:16 [1]");
}

#[test]
fn plain_scalars() {
    let text = "{a: b c, d: [1, -2.5 , true,~], e: , f: 'x'}";
    assert_eq!(value(text, "a"), "1:5 b c");
    assert_eq!(value(text, "d[0]"), "1:14 1");
    assert_eq!(value(text, "d[1]"), "1:17 -2.5");
    assert_eq!(value(text, "d[2]"), "1:24 true");
    assert_eq!(value(text, "d[3]"), "1:29 ~");
    assert_eq!(value(text, "e"), "1:36 ");
    assert_eq!(key(text, "f"), "1:38 f");
    assert_eq!(value("a: http://b:80/#c # d", "a"), "1:4 http://b:80/#c");
    assert_eq!(value("a: 123456789012345678901234567890", "a"), "1:4 123456789012345678901234567890");
    assert_eq!(value("a:\nb: 1", "a"), "1:3 ");
    assert_eq!(value("a: b\n  c\n", "a"), "1:4 b");
    assert_eq!(value("a: b\n\n\n  c\n", "a"), "1:4 b");
}

#[test]
fn quoted_scalars() {
    assert_eq!(value(r#"a: "b \" \\" # c"#, "a"), r#"1:4 "b \" \\""#);
    assert_eq!(value("a: 'it''s' # c", "a"), "1:4 'it''s'");
    assert_eq!(value("a: '' # c", "a"), "1:4 ''");
    assert_eq!(value("a: \"b\n  c\" # d", "a"), "1:4 \"b");
    assert_eq!(key("\"a\": 1", "a"), "1:1 \"a\"");
    assert_eq!(key("{'a' : 1}", "a"), "1:2 'a'");
}

#[test]
fn block_scalars() {
    assert_eq!(value("a: |-  # b\n  c\n", "a"), "1:4 |-");
    assert_eq!(value("a: >\n\n  c\n", "a"), "1:4 >");
}

#[test]
fn anchors_aliases_and_tags() {
    let text = "a: &x\n  b: &y c\nd: *x\ne: *y\nf: !!str &z 12\ng: &w # a comment\n\n  # another\n  - 1\nh: &v\ni: 1\n";
    assert_eq!(value(text, "a"), "2:3 b");
    assert_eq!(value(text, "a.b"), "2:9 c");
    // Through an alias we get to the text of the anchor.
    assert_eq!(value(text, "d.b"), "2:9 c");
    assert_eq!(value(text, "e"), "2:9 c");
    assert_eq!(value(text, "f"), "5:13 12");
    assert_eq!(value(text, "g[0]"), "9:5 1");
    assert_eq!(value(text, "g"), "9:3 - 1");
    assert_eq!(value(text, "h"), "10:6 ");
}

#[test]
fn keys_that_are_not_strings() {
    let text = "responses:\n  200: {a: 1}\n  true: 2\n  1.5 : 3\n  ~: 4\n  '404': 5\n";
    assert_eq!(value(text, "responses.200.a"), "2:12 1");
    assert_eq!(key(text, "responses.200"), "2:3 200");
    assert_eq!(key(text, "responses.true"), "3:3 true");
    assert_eq!(key(text, "responses.null"), "5:3 ~");
    assert_eq!(key(text, "responses.404"), "6:3 '404'");
    assert_eq!(key("-7: 1", "-7"), "1:1 -7");
    let (files, file) = files("a.yml", text);
    let float = Place::root(file).key("responses").key("1.5");
    assert_eq!(shown(text, locate(files.get(file), &float.name())), "4:3 1.5");
}

#[test]
fn line_ends_tabs_and_other_scripts() {
    assert_eq!(value("a: 1\r\nb:\r\n  - 'c'\r\n  - d e\r\n", "b[1]"), "4:5 d e");
    assert_eq!(value("a: 1\r\nb:\r\n  - 'c'\r\n  - d e\r\n", "b"), "3:3 - 'c'");
    assert_eq!(value("größe: \"ü😀\" \nb:\tc\t# d\n", "b"), "2:4 c");
    assert_eq!(value("größe: \"ü😀\" \nb:\tc\t# d\n", "größe"), "1:8 \"ü😀\"");
    assert_eq!(value("{größe: ü😀, b: ß}", "b"), "1:16 ß");
    assert_eq!(value("\u{feff}a: 1\nb: 2\n", "a"), "1:4 1");
    // YAML ends lines at these too, editors do not.
    assert_eq!(value("a: \"x\u{2028}y\u{85}z\"\nb: 2\n", "b"), "2:4 2");
    assert_eq!(value("a: 1\rb: 2\r", "b"), "1:9 2");
    assert_eq!(json("\u{feff}{\r\n\t\"größe\": \"ü😀\",\r\n\t\"b\": 2\r\n}", "b"), "3:7 2");
}

#[test]
fn json_files() {
    let text = r#"{ "a\"}": "x]", "b" : [ 1.5e3, {"\u0063\n": "\ud83d\ude00 \"q\""}, null ], "d": false }"#;
    assert_eq!(json(text, "b"), r#"1:23 [ 1.5e3, {"\u0063\n": "\ud83d\ude00 \"q\""}, null ]"#);
    assert_eq!(json(text, "b[0]"), "1:25 1.5e3");
    assert_eq!(json(text, "b[1].c\n"), r#"1:45 "\ud83d\ude00 \"q\"""#);
    assert_eq!(json(text, "b[2]"), "1:68 null");
    assert_eq!(json(text, "d"), "1:81 false");
    assert_eq!(json(text, "a\"}"), "1:11 \"x]\"");
    assert_eq!(mark("a.json", text, |file| place(file, "b[1].c\n").name()), r#"1:33 "\u0063\n""#);
    assert_eq!(mark("a.json", text, |file| place(file, "b").name()), "1:17 \"b\"");
    assert_eq!(mark("a.json", text, |file| place(file, "b[1]").name()), r#"1:32 {"\u0063\n": "\ud83d\ude00 \"q\""}"#);
}

#[test]
fn ranges() {
    assert_eq!(range("a: $inputs.b # c", "a", 8..9), "1:12 b");
    assert_eq!(range("a: \"$inputs.b\"", "a", 8..9), "1:13 b");
    assert_eq!(range("a: '$inputs.ü'", "a", 8..10), "1:13 ü");
    assert_eq!(range("a: &x '$inputs.b'", "a", 0..1), "1:8 $");
    assert_eq!(range("a: b", "a", 1..1), "1:5 ");
    assert_eq!(mark("a.json", r#"{"a": "$inputs.b"}"#, |file| place(file, "a").range(8..9)), "1:16 b");
    // The text in the file is another one.
    assert_eq!(range(r#"a: "\u0024inputs.b""#, "a", 8..9), r#"1:4 "\u0024inputs.b""#);
    assert_eq!(range("a: 'it''s'", "a", 3..4), "1:4 'it''s'");
    assert_eq!(range("a: b\n  c", "a", 2..3), "1:4 b");
    // Not a range of this text, or not of a text.
    assert_eq!(range("a: ü", "a", 1..2), "1:4 ü");
    assert_eq!(range("a: b", "a", 1..9), "1:4 b");
    assert_eq!(range("a: 12", "a", 0..1), "1:4 12");
}

#[test]
fn ranges_in_block_scalars() {
    let text = "a: |2-  # d\n\n   {\r\n    \"b\": \"ü$c\"\n  }\nz: 1\n";
    assert_eq!(range(text, "a", 14..16), "4:12 $c");
    assert_eq!(range(text, "a", 0..0), "2:1 ");
    assert_eq!(range("a: >-\n  $b == 1\n", "a", 0..2), "2:3 $b");
    assert_eq!(range("a: >-\n  $b\n  == 1\n", "a", 3..5), "1:4 >-");
    // Over lines.
    assert_eq!(range("a: |\n  b\n  c\n", "a", 0..3), "1:4 |");
}

#[test]
fn a_range_that_is_lost_comes_with_the_decoded_text() {
    let (files, file) = files("a.yml", r#"a: "\tb""#);
    let location = locate_decoded(files.get(file), &place(file, "a").range(1..2));
    assert_eq!(location.decoded, Some(Decoded { text: "\tb".to_owned(), range: 1..2 }));
    let location = locate_decoded(files.get(file), &place(file, "a").range(1..7));
    assert_eq!(location.decoded, None);
}

fn syntax(name: &str, text: &str) -> String {
    let (files, file) = files(name, text);
    let file = files.get(file);
    let error = parse(&file.text, file.format).err();
    shown(&file.text, locate_syntax_error(file, "", error.and_then(|error| error.position)))
}

#[test]
fn syntax_errors() {
    assert_eq!(syntax("a.yml", "ü: 1\nb: [1, 2\nc: }\n"), "3:2 ");
    assert_eq!(syntax("a.yml", "a: 1\nb: ü: c\n"), "2:5 ");
    assert_eq!(syntax("a.json", "{\"ü\": 1,\n \"b\": x}"), "2:7 ");
    assert_eq!(syntax("a.json", "{\"ü\": 1,"), "1:8 ");
    assert_eq!(syntax("a.json", ""), "1:1 ");
    assert_eq!(syntax("a.yml", "a: 1"), "1:1 a: 1");
}

fn recognised(name: &str, text: &str) -> bool {
    let (files, file) = files(name, text);
    files.get(file).is_recognised()
}

#[test]
fn files_are_recognised_by_their_root() {
    assert!(recognised("a.yml", "# x\nopenapi : 3.0.0\n"));
    assert!(recognised("a.yml", "x: 1\r\n'swagger': '2.0'\r\n"));
    assert!(recognised("a.yml", "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}"));
    assert!(recognised("a.yml", "openapi: &v 3.0.0 # v\n"));
    assert!(recognised("a.yml", "{ openapi: 3.0.0, paths: {} }"));
    for other in ["openapi: x", "openapi: '3x'", "{\"$schema\": \"https://a.example/\"}", "$id: a", "swagger:"] {
        assert!(!recognised("a.yml", other), "{other}");
    }
    assert!(recognised("a.yml", "arazzo: 1.0.1\nbroken: ["));
    assert!(recognised("a.json", "\n{\"x\": {}, \"openapi\": 1, ]"));
    assert!(!recognised("a.json", "{\"x\": {\"openapi\": 1}}"));
    assert!(!recognised("a.yml", "password: x\na:\n  openapi: 1\nb: openapi\n"));
    assert!(!recognised("a.yml", ""));
}

#[test]
fn no_text_makes_the_walks_panic() {
    let seeds =
        [BLOCK, r#"{"a": [1, {"b": "\ud83d\ude00"}, "ü"], "c": 'd'}"#, "a: &x |\n ü\nb: [*x, \"\\\"\", 'it''s'\n]"];
    for seed in seeds {
        let chars: Vec<char> = seed.chars().collect();
        for cut in 0..chars.len() {
            let head: String = chars.iter().take(cut).collect();
            let without: String = chars.iter().enumerate().filter(|(at, _)| *at != cut).map(|(_, char)| char).collect();
            for text in [head, without] {
                for name in ["a.yml", "a.json"] {
                    let (files, file) = files(name, &text);
                    for path in ["", "a[1].b", "a", "b[2]", "workflows[0].steps[1][1][0]"] {
                        locate(files.get(file), &place(file, path).name());
                        locate(files.get(file), &place(file, path).range(0..1));
                    }
                    locate_syntax_error(files.get(file), "duplicate key `", Some((1, cut)));
                }
            }
        }
    }
}

/// The paths of all nodes.
fn paths(value: &Value, path: &mut Vec<Segment>, found: &mut Vec<Vec<Segment>>) {
    found.push(path.clone());
    let members = value.as_object().map(|object| object.iter().collect::<Vec<_>>()).unwrap_or_default();
    let members = members.into_iter().map(|(key, value)| (Segment::Key(key.clone()), value));
    let items = value.as_array().unwrap_or_default().iter().enumerate();
    for (segment, value) in members.chain(items.map(|(index, value)| (Segment::Index(index), value))) {
        path.push(segment);
        paths(value, path, found);
        path.pop();
    }
}

#[test]
fn pieces_have_the_places_of_the_whole() {
    let own = own_documents().into_iter().filter(|path| path.extension().is_some_and(|extension| extension != "json"));
    let own = own.map(|path| std::fs::read_to_string(path).unwrap()).filter(|text| text.len() < 3000);
    let (mut same, mut other) = (0, 0);
    for text in samples::YAML.iter().map(|text| (*text).to_owned()).chain(own) {
        let Ok(root) = parse(&text, Format::Yaml) else { continue };
        let (files, file) = files("a.yml", &text);
        let mut found = Vec::new();
        paths(&root, &mut Vec::new(), &mut found);
        for (path, key) in found.iter().flat_map(|path| [(path, true), (path, false)]) {
            let Some(Node { span, text: decoded }) = in_piece(files.get(file), path, key) else {
                other += 1;
                continue;
            };
            let whole = yaml::find(&text, path, key).unwrap();
            let shown = (within_line(&text, span), within_line(&text, whole.span));
            assert_eq!((shown.0, decoded), (shown.1, whole.text), "{path:?} in\n{text}");
            same += 1;
        }
    }
    assert!(same > 3000 && other < same / 10, "{same} places are the same, {other} not in pieces");
}

/// Both a node and its key, and one below it that is not there.
fn marks(file: FileId, root: &Value) -> Vec<Mark> {
    let mut found = Vec::new();
    paths(root, &mut Vec::new(), &mut found);
    let place = |path: &[Segment]| {
        path.iter().fold(Place::root(file), |place, segment| match segment {
            Segment::Key(key) => place.key(key),
            Segment::Index(index) => place.index(*index),
        })
    };
    let places = found.iter().map(|path| place(path));
    places.flat_map(|place| [place.value(), place.name(), place.key("no such key").index(7).value()]).collect()
}

/// Each place that is found together with others is the one that is found alone.
#[test]
fn many_places_are_found_as_one_is() {
    let own = own_documents().into_iter().map(|path| {
        let name = if path.extension().is_some_and(|extension| extension == "json") { "a.json" } else { "a.yml" };
        (name, std::fs::read_to_string(path).unwrap())
    });
    let own = own.filter(|(_, text)| text.len() < 3000);
    let (mut same, mut unknown) = (0, 0);
    for (name, text) in samples::YAML.iter().map(|text| ("a.yml", (*text).to_owned())).chain(own) {
        let (files, file) = files(name, &text);
        let file = files.get(file);
        let Ok(root) = parse(&file.text, file.format) else { continue };
        let marks = marks(FileId::default(), &root);
        let alone: Vec<_> = marks.iter().map(|mark| find(file, mark)).collect();
        let all: Vec<&Mark> = marks.iter().cycle().take(marks.len().max(MANY)).collect();
        prepare(file, &all);
        for (mark, alone) in marks.iter().zip(alone) {
            let Some(together) = file.known.node(&mark.place.path, mark.part == Part::Key) else {
                unknown += 1;
                continue;
            };
            let alone = alone.unwrap();
            let line = |node: &Node| within_line(&file.text, node.span);
            assert_eq!(
                (line(&together), together.text),
                (line(&alone), alone.text),
                "{:?} in\n{text}",
                mark.place.path
            );
            same += 1;
        }
    }
    assert!(same > 10_000 && unknown < same / 20, "{same} places are the same, {unknown} are not found together");
}
