//! What conditions mean to the parser.

use super::*;

fn show(condition: &Condition) -> String {
    let list = |parts: &[Condition], joint: &str| parts.iter().map(show).collect::<Vec<_>>().join(joint);
    match condition {
        Condition::Any(parts) => format!("({})", list(parts, " || ")),
        Condition::All(parts) => format!("({})", list(parts, " && ")),
        Condition::Not(inner) => format!("!{}", show(inner)),
        Condition::Compare { operator, left, right } => {
            format!("[{} {} {}]", side(left), operator.text(), side(right))
        }
        Condition::Empty(operand) => format!("[empty {}]", side(operand)),
        Condition::Operand(operand) => side(operand),
    }
}

fn side(operand: &Operand) -> String {
    match &operand.kind {
        OperandKind::Null => "null".into(),
        OperandKind::Bool(flag) => flag.to_string(),
        OperandKind::Integer(number) => number.to_string(),
        OperandKind::Number(text) => text.clone(),
        OperandKind::Float(number) => format!("{number:?}"),
        OperandKind::Text { text, .. } => format!("'{text}'"),
        OperandKind::Expression(_, accesses) => format!("$e{}", path(accesses)),
        OperandKind::Query(query) => match query.accesses() {
            Some(accesses) => format!("@{}", path(&accesses)),
            None => shown(query_tokens(query)),
        },
        OperandKind::Call(function, arguments) => {
            format!("{}({})", function.name(), arguments.iter().map(side).collect::<Vec<_>>().join(", "))
        }
    }
}

fn shown(tokens: Vec<Token<'_>>) -> String {
    tokens.into_iter().map(|token| token.shown("")).collect()
}

fn path(accesses: &[Access]) -> String {
    accesses
        .iter()
        .map(|access| match access {
            Access::Member(name) => format!("/{name}"),
            Access::Index(index) => format!("/{index}"),
        })
        .collect()
}

fn parsed(text: &str, dialect: Dialect) -> String {
    let parsed = match dialect {
        Dialect::Simple => Condition::parse(text),
        Dialect::JsonPath => JsonPath::parse(text).map(|parsed| parsed.condition),
    };
    match parsed {
        Ok(condition) => show(&condition),
        Err(problem) => format!("error {:?} {}", problem.range, problem.reason),
    }
}

#[test]
fn operators_bind_as_the_specification_says() {
    for (text, expected) in [
        ("$statusCode == 200", "[$e == 200]"),
        ("$statusCode==200", "[$e == 200]"),
        ("$statusCode == 404 || $statusCode == 200 && true", "([$e == 404] || ([$e == 200] && true))"),
        ("!($statusCode == 404)", "![$e == 404]"),
        ("!$response.body#/f", "!$e"),
        ("$response.body.data[0].id > 10", "[$e/data/0/id > 10]"),
        ("'it''s' == 'it''s'", "['it's' == 'it's']"),
        ("$statusCode == 2e2", "[$e == 200.0]"),
        ("$response.header.X-Rate > -1", "[$e > -1]"),
        ("null", "null"),
    ] {
        assert_eq!(parsed(text, Dialect::Simple), expected, "{text}");
    }
}

#[test]
fn the_jsonpath_dialect_reads_paths_into_the_context() {
    for (text, expected) in [
        (r#"$.status == "exported""#, "[@/status == 'exported']"),
        ("$['a b'][0].c != 'x'", "[@/a b/0/c != 'x']"),
        ("@.n >= 3 && $.ok", "([@/n >= 3] && @/ok)"),
        ("$.id == $inputs.id", "[@/id == $e]"),
    ] {
        assert_eq!(parsed(text, Dialect::JsonPath), expected, "{text}");
    }
}

#[test]
fn mistakes_are_located() {
    for (text, expected) in [
        ("$statusCode = 200", "error 12..13 `=` is not an operator: equality is `==`"),
        ("$statusCode < 200 < 300", "error 18..19 comparisons do not chain: join two with `&&`"),
        ("$statusCode == 200 and true", "error 19..22 `and` is not an operator: it is `&&`"),
        ("$statusCode == 200 &&", "error 21..21 it ends where a value is expected"),
        ("", "error 0..0 it ends where a value is expected"),
        ("($statusCode == 200", "error 0..1 this `(` is never closed"),
        ("$statusCode == 200)", "error 18..19 expected `&&` or `||`, found `)`"),
        (
            "$statusCode == available",
            "error 15..24 `available` is not a value: text stands in single quotes, `'available'`",
        ),
        ("$statusCode == 0200", "error 15..19 `0200` is not a JSON number"),
        ("'open", "error 0..5 this ' is never closed"),
    ] {
        assert_eq!(parsed(text, Dialect::Simple), expected, "{text}");
    }
    let deep = format!("{}true{}", "(".repeat(40), ")".repeat(40));
    assert!(parsed(&deep, Dialect::Simple).starts_with("error 32..33"));
}

#[test]
fn queries_are_those_of_rfc_9535() {
    for (text, expected) in [
        ("$", "$"),
        ("$ .a ['b']", "$.a.b"),
        ("$['a b', \"c\", 0]", "$[\"a b\", \"c\", 0]"),
        ("$..id", "$..id"),
        ("$..*", "$..[*]"),
        ("$..[0]", "$..[0]"),
        ("$.items[*].id", "$.items[*].id"),
        ("$.items[-1].id", "$.items[-1].id"),
        ("$.items[1:-1:2]", "$.items[1:-1:2]"),
        ("$.items[:2]", "$.items[:2]"),
        ("$[1:]", "$[1:]"),
        ("$[::]", "$[:]"),
        (r"$['\u00e4\ud83d\ude00\n']", "$[\"ä😀\\n\"]"),
        ("$.items[?(@.id == 'a')]", "$.items[?@.id == \"a\"]"),
        ("$[?@.a && (@.b || !@.c)]", "$[?@.a && (@.b || !@.c)]"),
        ("$[?!(@.a == 1)]", "$[?!(@.a == 1)]"),
        ("$[?@.a[?@.b == $.c]]", "$[?@.a[?@.b == $.c]]"),
        ("$[?count(@.*) > 1 && match(@.s, 'x.*')]", "$[?count(@[*]) > 1 && match(@.s, \"x.*\")]"),
        ("$[?length(value($..a)) >= 1.5e3]", "$[?length(value($..a)) >= 1500.0]"),
        ("$[?@.id == {$inputs.id}]", "$[?@.id == {}]"),
    ] {
        let parsed = JsonPath::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.reason));
        assert!(parsed.is_standard, "{text}");
        assert_eq!(shown(tokens(&parsed.condition, Reader::Author)), expected, "{text}");
    }
}

#[test]
fn comparisons_have_a_form_that_every_tool_understands() {
    for (text, expected) in [
        (r#"$.status == "exported""#, r#"$[?$.status == "exported"]"#),
        ("@.total", "$.total"),
        ("$.a-b == 1", r#"$[?$["a-b"] == 1]"#),
        ("$.items.length > 0", "$[?length($.items) > 0]"),
        ("$.items[?(@.id == '$inputs.id')].length == 0", r#"$[?count($.items[?@.id == "{$inputs.id}"]) == 0]"#),
        ("$.id == $inputs.id", "$[?$.id == {$inputs.id}]"),
        ("$.s in ['a', \"b\"]", r#"$[?$.s == "a" || $.s == "b"]"#),
        ("$.s nin [1,2] && $.t", "$[?!($.s == 1 || $.s == 2) && $.t]"),
        ("$.list empty true", "$[?length($.list) == 0]"),
        ("$.list[?(@ == 1)] empty false", "$[?$.list[?@ == 1]]"),
    ] {
        let parsed = JsonPath::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.reason));
        assert!(!parsed.is_standard, "{text}");
        assert_eq!(standard(&parsed.condition, text), expected, "{text}");
    }
}

#[test]
fn mistakes_in_queries_are_located() {
    for (text, expected) in [
        ("total", "error 0..5 `total` is not a value: text stands in single quotes, `'total'`"),
        ("$.", "error 2..2 it ends where a name or `*` behind the dot is expected"),
        ("$.items[", "error 8..8 it ends where a name in quotes, a number, `*` or `?` is expected"),
        ("$.items[0", "error 7..8 this `[` is never closed"),
        ("$.items[01]", "error 8..10 `01` is not an index"),
        ("$.items[9007199254740992]", "error 8..24 `9007199254740992` is not an index"),
        ("$.items[(@.length-1)]", "error 8..21 JSONPath computes nothing: `[(…)]` is not part of RFC 9535"),
        ("$.a[*] == 1", "error 0..6 `$.a[*]` can find several values, and one is needed here, such as `count($.a[*])`"),
        ("$[?length(@)]", "error 3..12 `length(@)` is a value: compare it with another one"),
        ("$[?match(@, 'a') == true]", "error 3..16 `match(@, 'a')` is true or false, and has no value to compare"),
        ("$[?lenght(@) == 1]", "error 3..9 JSONPath has no function `lenght`"),
        ("$[?count(1) == 1]", "error 9..10 `count` takes a query"),
        ("$[?length(@, 1) == 1]", "error 3..15 `length` takes one argument, not 2"),
        ("$[?true]", "error 3..7 `true` is a value: compare it with another one"),
        ("$[?@.a == 9007199254740993]", "error 10..26 in filters integers are exact up to 2^53 only"),
        (r"$['\x']", "error 3..5 this is not an escape of JSON"),
        ("$.a empty 1", "error 10..11 behind `empty` stands `true` or `false`"),
        ("$.a in 'b'", "error 7..10 expected a list of values in brackets, found `'b'`"),
        ("$.a =~ /b/", "error 4..6 expected `&&` or `||`, found `=~`"),
    ] {
        assert_eq!(parsed(text, Dialect::JsonPath), expected, "{text}");
    }
    let deep = format!("${}@{}", "[?@".repeat(40), "]".repeat(40));
    assert!(parsed(&deep, Dialect::JsonPath).contains("at most 32 deep"), "{}", parsed(&deep, Dialect::JsonPath));
}

#[test]
fn the_library_reads_what_it_understands() {
    for (text, expected) in [
        ("$.a[-1].b[-2] != 1", "value(@.a[-1:].b[-2:-1]) != 1"),
        ("$.a[*].length > 1", "1 < count(@.a[*])"),
        ("$.a[?@.b >= $.c].length == 1", "count(@.a[?$[0].c <= @.b]) == 1"),
        ("length($.a[-1]) <= 1", "length(value(@.a[-1:])) <= 1"),
    ] {
        let parsed = JsonPath::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.reason));
        assert_eq!(shown(tokens(&parsed.condition, Reader::Filter)), expected, "{text}");
    }
}

#[test]
fn selectors_are_queries_of_the_standard() {
    for text in [
        "$",
        "$ .a [ 'b' , 0 ]",
        "$..*",
        "$['\\'\"']",
        "$[\"\\\"'\\u263a\"]",
        "$[-1:0:-1]",
        "$.größe",
        "$[?!@.a && (@.b == -0 || count(@.*) > 1e1)]",
        "$[?match(@.a, 'x.*')]",
    ] {
        assert!(JsonPath::selector(text).is_ok(), "{text}: {:?}", JsonPath::selector(text));
    }
    for text in [
        "",
        " $",
        "$ ",
        "$.",
        "$. a",
        "$.1",
        "$.a-b",
        "$..",
        "$[]",
        "$[01]",
        "$[-0]",
        "$[1.0]",
        "$['a",
        "$['\\\"']",
        "$[\"\\'\"]",
        "$['\u{7}']",
        "$['\\ud800']",
        "$\u{a0}.a",
        "@.a",
        "$.a == 1",
        "$[?@.a == 1 == 2]",
        "$[?@.* == 1]",
        "$[?true]",
        "$[?length(@.*) == 1]",
        "$[?count(1) == 1]",
        "$[?match(@.a, 'b') == true]",
        "$[?@.a in [1]]",
        "$[?count (@.*) == 1]",
    ] {
        assert!(JsonPath::selector(text).is_err(), "{text}");
    }
}

/// The public compliance suite of RFC 9535, where `ARAZZO_JSONPATH_SUITE` names its `cts.json`: every valid query is read, and
/// none that is not valid.
#[test]
fn queries_are_those_of_the_compliance_suite() {
    let Some(path) = std::env::var_os("ARAZZO_JSONPATH_SUITE") else {
        eprintln!("left out: ARAZZO_JSONPATH_SUITE names no cts.json of the JSONPath compliance suite");
        return;
    };
    let suite: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let tests = suite["tests"].as_array().unwrap();
    assert!(tests.len() > 600);
    let wrong: Vec<String> = tests
        .iter()
        .filter(|test| {
            let is_valid = test["invalid_selector"] != true;
            JsonPath::selector(test["selector"].as_str().unwrap()).is_ok() != is_valid
        })
        .map(|test| format!("{} {}: {:?}", test["invalid_selector"] == true, test["name"], test["selector"]))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), tests.len(), wrong.join("\n"));
}
