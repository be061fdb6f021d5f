use super::*;
use crate::rt::json::tests::json;
use crate::rt::operand;

const ORDER: &str = "<order id='7' paid='true'>\
    <item price='1.50'>pen</item><item price='20'>book</item><note/></order>";

fn found(xpath: &'static str, xml: &str) -> Result<Option<Value>, String> {
    XPath::new(xpath).find(xml).into_result().map_err(|problem| problem.to_string())
}

#[test]
fn what_holds_has_a_true_effective_boolean_value() {
    for (xpath, expected) in [
        ("//item", true),
        ("//nothing", false),
        ("//note", true),
        ("0", false),
        ("0.0", false),
        ("number('x')", false),
        ("2", true),
        ("''", false),
        ("'false'", true),
        ("string(//note)", false),
        ("//@paid = 'true'", true),
        ("false()", false),
        ("count(//item) = 2", true),
        ("sum(//item/@price) > 21", true),
        // No boolean value: it does not hold.
        ("(1, 2)", false),
        ("[1]", false),
        ("//item/@price + 1", false),
        ("error()", false),
        ("1 idiv 0 = 1", false),
    ] {
        assert_eq!(XPath::new(xpath).holds(ORDER), expected, "{xpath}");
    }
    assert!(!XPath::new("true()").holds(Operand::Nothing) && !XPath::new("true()").holds(Operand::Null));
    assert!(!XPath::new("true()").holds(json!({"a": 1})) && !XPath::new("true()").holds(7));
}

#[test]
fn one_value_is_found_with_its_type() {
    for (xpath, expected) in [
        ("/order/item[1]", Some(json!("pen"))),
        ("/order/@id", Some(json!("7"))),
        ("/order/note", Some(json!(""))),
        ("//text()[. = 'book']", Some(json!("book"))),
        ("//nothing", None),
        ("count(//item)", Some(json!(2))),
        ("sum(//@price)", Some(json!(21.5))),
        ("1.50", Some(json!(1.5))),
        ("2e0", Some(json!(2))),
        ("9007199254740993", Some(json!(9_007_199_254_740_993_i64))),
        ("//item = 'pen'", Some(json!(true))),
        ("string-join(//item, '+')", Some(json!("pen+book"))),
        ("array { //item }", Some(json!(["pen", "book"]))),
        ("array { //nothing }", Some(json!([]))),
        ("[//item[2], count(//item), true()]", Some(json!(["book", 2, true]))),
        ("xs:date('2026-01-02') + xs:dayTimeDuration('P1D')", Some(json!("2026-01-03"))),
    ] {
        assert_eq!(found(xpath, ORDER), Ok(expected), "{xpath}");
    }
}

#[test]
fn what_has_no_value_says_why() {
    for (xpath, xml, expected) in [
        ("//item", ORDER, "it finds 2 values where one is wanted"),
        ("1 div 0", ORDER, "it cannot be evaluated (FOAR0001)"),
        ("number('x')", ORDER, "it finds NaN, or a number that JSON does not know"),
        ("count#1", ORDER, "it cannot be evaluated (FOTY0014)"),
        ("/a", "no XML", "it is not well-formed XML, or has a document type"),
        ("/a", "", "it is not well-formed XML, or has a document type"),
        ("/a", "<a>", "it is not well-formed XML, or has a document type"),
        ("/a", "{\"a\": 1}", "it is not well-formed XML, or has a document type"),
    ] {
        assert_eq!(found(xpath, xml), Err(expected.to_owned()), "{xpath}");
    }
}

#[test]
fn nothing_is_read_but_the_text() {
    for xpath in [
        "doc('file:///etc/hostname')",
        "doc-available('file:///etc/hostname')",
        "collection('file:///etc/')",
        "uri-collection()",
        "unparsed-text('file:///etc/hostname')",
        "unparsed-text-available('file:///etc/hostname')",
        "unparsed-text-lines('file:///etc/hostname')",
        "json-doc('file:///etc/hostname')",
        "transform(map {})",
        "environment-variable('PATH')",
        "exists(available-environment-variables())",
        "id('x')/doc('x')",
    ] {
        let found = found(xpath, ORDER);
        assert!(matches!(found, Err(_) | Ok(None | Some(Value::Bool(false)))), "{xpath}: {found:?}");
    }
    for kind in ["[<!ENTITY e SYSTEM 'file:///etc/hostname'>]", "[<!ENTITY e 'x'>]", "SYSTEM 'http://127.0.0.1/x'"] {
        let xml = format!("<?xml version='1.0'?><!DOCTYPE a {kind}><a>&e;</a>");
        assert!(found("/a", &xml).is_err(), "{xml}");
    }
    assert!(found("/a", "<a>&e;</a>").is_err());
}

#[test]
fn hostile_documents_are_refused_in_time() {
    let deep = |depth: usize| format!("{}x{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert_eq!(found("count(//a)", &deep(512)), Ok(Some(json!(512))));
    for depth in [513, 1_000_000] {
        assert!(found("count(//a)", &deep(depth)).is_err_and(|why| why.contains("512 deep")));
    }
    let wide =
        |count: usize| format!("<a {}/>", (0..count).map(|at| format!("b{at}='>'")).collect::<Vec<_>>().join(" "));
    assert_eq!(found("count(//@*)", &wide(512)), Ok(Some(json!(512))));
    assert!(found("count(//@*)", &wide(100_000)).is_err_and(|why| why.contains("512 attributes")));
    // What looks like tags, and is none.
    let quoted = format!("<a b='{0}'><!--{0}--><?p {0}?><![CDATA[{0}]]></a>", "<a>".repeat(1000).replace('<', "&lt;"));
    assert_eq!(found("count(//a)", &quoted), Ok(Some(json!(1))));
    let marked = format!("<a><!--{0}--><?p {0}?><![CDATA[{0}]]></a>", "<a>".repeat(1000));
    assert_eq!(found("count(//a)", &marked), Ok(Some(json!(1))));
}

#[test]
fn bound_values_are_operands() {
    let list = "<l><e id=\"a' or '1'='1\">1</e><e id='7'>2</e><e id='true'>3</e></l>";
    let bound = |value| XPath::bound(["string(//e[@id = ", "])"], [value]).find(list).into_result().ok().flatten();
    assert_eq!(bound(operand("a' or '1'='1")), Some(json!("1")));
    assert_eq!(bound(operand("7")), Some(json!("2")));
    assert_eq!(bound(operand("x'] | //e[. = '1")), Some(json!("")));
    // Bare holes have types: a number compares as a number, and what is none is not equal to it, but an error.
    assert_eq!(bound(operand(7)), None);
    let greater = |value| XPath::bound(["//e > ", ""], [value]).holds("<l><e>10</e></l>");
    assert!(greater(operand(9)) && greater(operand(9.5)));
    assert!(!greater(operand(u64::MAX)) && !greater(operand("9")));
    for nothing in [operand(None::<String>), operand(json!(null)), operand(json!([1])), operand(json!({}))] {
        assert!(!XPath::bound(["true() or ", " = 1"], [nothing.clone()]).holds(list));
        assert_eq!(bound(nothing), None);
    }
    let two = XPath::bound(["", " = 1 and ", " = 'b'"], [operand(1), operand("b")]);
    assert!(two.holds(list));
    let secret = XPath::bound(["", ""], [operand("secret")]);
    assert!(!format!("{secret:?}").contains("secret"));
}

#[test]
fn bodies_in_other_encodings_are_refused() {
    assert_eq!(decoded("<a>é</a>".as_bytes()), Ok("<a>é</a>"));
    assert!(decoded("<?xml version='1.0' encoding='UTF-8'?><a>é</a>".as_bytes()).is_ok());
    assert!(decoded(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>e</a>").is_ok());
    assert!(decoded("<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>é</a>".as_bytes()).is_err());
    assert!(decoded(b"<a>\xe9</a>").is_err());
}

fn changed(xml: &str, target: &'static str, value: Option<Value>) -> Result<String, String> {
    let changed = ReplacedXml::new(xml).each(&XPath::new(target), value);
    crate::rt::exact::exact(changed)
        .map(|text| text.map(|text| crate::rt::text::of(&text)).unwrap_or_default())
        .map_err(|why| why.to_string())
}

#[test]
fn elements_attributes_and_texts_are_replaced() {
    const XML: &str =
        "<?xml version='1.0'?>\n<a  b='1' c=\"2\"><d>x</d><d e=\">\">y<![CDATA[z]]></d><f/><!-- <d> --></a>\n";
    for (target, value, from, to) in [
        ("/a/d[1]", Some(json!("<n>&")), "<d>x</d>", "<d>&lt;n&gt;&amp;</d>"),
        ("/a/d[2]", Some(json!(7)), ">y<![CDATA[z]]></d>", ">7</d>"),
        ("/a/d[2]/text()", Some(json!(true)), ">y<![CDATA[z]]></d>", ">true</d>"),
        ("/a/f", Some(json!("new")), "<f/>", "<f>new</f>"),
        ("/a/@b", Some(json!("it's \"so\"")), "b='1'", "b='it&apos;s &quot;so&quot;'"),
        ("/a/@c", None, " c=\"2\"", ""),
        ("/a/d[1]", None, "<d>x</d>", ""),
        ("/a/f", None, "<f/>", ""),
        ("/a/d[1]/text()", None, "<d>x</d>", "<d></d>"),
    ] {
        assert!(XML.contains(from), "{from}");
        assert_eq!(changed(XML, target, value), Ok(XML.replacen(from, to, 1)), "{target}");
    }
}

#[test]
fn all_that_is_found_is_replaced_and_nothing_found_is_an_error() {
    let xml = "<a><b>1<b>2</b></b><b/></a>";
    assert_eq!(changed(xml, "//b", Some(json!("n"))).as_deref(), Ok("<a><b>n</b><b>n</b></a>"));
    assert_eq!(changed(xml, "/a | /a/b", Some(json!("n"))).as_deref(), Ok("<a>n</a>"));
    for (target, value) in [
        ("//c", Some(json!(1))),
        ("//@c", Some(json!(1))),
        ("/", Some(json!(1))),
        ("/a", None),
        ("count(//b)", Some(json!(1))),
        ("//b", Some(json!([1]))),
        ("//b", Some(json!({}))),
        ("//b[", Some(json!(1))),
    ] {
        assert!(changed(xml, target, value.clone()).is_err(), "{target} {value:?}");
    }
    assert!(changed("no XML", "//b", Some(json!(1))).is_err());
    let unbound = XPath::bound(["//b[. = ", "]"], [Operand::Nothing]);
    assert!(crate::rt::exact::exact(ReplacedXml::new(xml).each(&unbound, 1)).is_err());
    assert_eq!(crate::rt::exact::exact(ReplacedXml::new(None::<String>).each(&XPath::new("//b"), 1)), Ok(None));
    assert!(crate::rt::exact::exact(ReplacedXml::new(json!({})).each(&XPath::new("//b"), 1)).is_err());
}

#[test]
fn later_replacements_see_earlier_ones() {
    let twice =
        ReplacedXml::new("<a><b>1</b></a>").each(&XPath::new("//b"), "x").each(&XPath::new("//b[. = 'x']"), "y");
    assert_eq!(crate::rt::exact::exact(twice), Ok(Some(json!("<a><b>y</b></a>"))));
}

/// What the compiler's own reader of XPath accepts and refuses: the library must agree.
#[test]
fn the_library_agrees_about_what_is_valid() {
    let lines = |file: &'static str| file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let valid = lines(include_str!("../../../../arazzo-codegen/src/syntax/xpath/valid.txt"));
    let refused: Vec<_> = valid.filter(|xpath| !engine::compiles(xpath)).collect();
    let invalid = lines(include_str!("../../../../arazzo-codegen/src/syntax/xpath/invalid.txt"));
    let accepted: Vec<_> = invalid.filter(|xpath| engine::compiles(xpath)).collect();
    assert_eq!((refused, accepted), (Vec::new(), Vec::new()));
}

#[test]
fn expressions_may_be_as_deep_as_the_compiler_admits() {
    let nested = |begin: &str, end: &str| format!("{}1{}", begin.repeat(10), end.repeat(10));
    for xpath in [
        nested("(", ")"),
        nested("[", "]"),
        nested("if (1) then ", " else 0"),
        nested("1 + (", ")"),
        nested("not(", ")"),
    ] {
        assert!(engine::compiles(&xpath), "{xpath}");
    }
}
