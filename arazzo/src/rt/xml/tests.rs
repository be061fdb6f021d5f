use super::{On, Xml};
use crate::rt::exact::exact;
use serde_json::{Value, json};

static TAG: Xml = Xml::content().object(&[Xml::element("Key"), Xml::element("Value").of("value").nullable()]);
static TAGGING: Xml = Xml::element("Tagging").namespace("urn:storage").object(&[
    Xml::attribute("id").integer(),
    Xml::attribute("lang").prefix("x").namespace("urn:other").nullable(),
    Xml::element("TagSet").items(&[Xml::element("Tag").same(&TAG)]),
    Xml::inline("parts").required().items(&[Xml::element("part").number()]),
    Xml::inline("hints").items(&[Xml::element("hint").prefix("x").namespace("urn:other")]),
    Xml::element("on").boolean().nullable(),
    Xml::element("free").any(),
    Xml::element("map").object(&[]).others(&COUNT),
]);
static COUNT: Xml = Xml::element("").integer();
static FOLDER: Xml = Xml::element("folder")
    .object(&[Xml::attribute("name"), Xml::inline("folder").items(&[Xml::element("folder").same(&FOLDER)])]);
static ANIMAL: Xml = Xml::element("animal").object(&[Xml::attribute("kind"), Xml::text("name")]);
static TWICE: Xml =
    Xml::element("a").prefix("p").namespace("urn:1").object(&[Xml::attribute("b").prefix("p").namespace("urn:2")]);
static SAME: Xml = Xml::element("a").object(&[Xml::attribute("b"), Xml::attribute("b").of("c")]);
static DOCUMENT: Xml = Xml::content()
    .object(&[Xml::element("Set").of("set").namespace("urn:set").object(&[Xml::element("id").integer()])]);
static PAGE: Xml = Xml::element("page").object(&[Xml::cdata("html")]);

fn at(xml: &Xml, text: &str, pointer: &str) -> Result<Option<Value>, String> {
    let held = |value: crate::rt::json::Value| value.to_serde(&|number| Err(number.to_string()));
    super::read(xml, text, pointer)?.map(held).transpose()
}

fn write(xml: &Xml, value: &Value) -> Result<String, String> {
    let value = exact(value).map_err(|why| why.to_string())?;
    super::write(xml, &value.unwrap_or_default())
}

fn found(text: &str, pointer: &str) -> Option<Value> {
    at(&TAGGING, text, pointer).unwrap_or_else(|why| panic!("{pointer}: {why}"))
}

#[test]
fn a_value_is_written_in_the_order_of_its_description() {
    let value = json!({
        "TagSet": [{"value": "<1>", "Key": "a"}, {"Key": "", "value": null}],
        "free": {"b": 1, "list": ["x", true]},
        "hints": ["h"],
        "id": 7,
        "lang": "d\"e\n",
        "map": {"one": 1, "two": 2},
        "on": false,
        "parts": [1, 2.5],
        "undeclared": {"deep": "d"},
    });
    assert_eq!(
        write(&TAGGING, &value).as_deref(),
        Ok("<Tagging xmlns=\"urn:storage\" id=\"7\" xmlns:x=\"urn:other\" x:lang=\"d&quot;e&#10;\">\
            <TagSet><Tag><Key>a</Key><Value>&lt;1&gt;</Value></Tag><Tag><Key/><Value \
            xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></Tag></TagSet>\
            <part>1</part><part>2.5</part><x:hint>h</x:hint><on>false</on>\
            <free><b>1</b><list>x</list><list>true</list></free><map><one>1</one><two>2</two></map>\
            <undeclared><deep>d</deep></undeclared></Tagging>")
    );
}

#[test]
fn text_stands_beside_attributes_and_in_sections() {
    assert_eq!(
        write(&ANIMAL, &json!({"name": "Fluffy & co", "kind": "Cat"})).as_deref(),
        Ok("<animal kind=\"Cat\">Fluffy &amp; co</animal>")
    );
    assert_eq!(
        write(&PAGE, &json!({"html": "<b>]]></b>"})).as_deref(),
        Ok("<page><![CDATA[<b>]]]]><![CDATA[></b>]]></page>")
    );
    assert_eq!(at(&PAGE, "<page><![CDATA[<b>]]]]><![CDATA[></b>]]></page>", "/html"), Ok(Some(json!("<b>]]></b>"))));
    assert_eq!(at(&ANIMAL, "<animal kind='Cat'/>", ""), Ok(Some(json!({"kind": "Cat", "name": ""}))));
}

#[test]
fn a_namespace_is_declared_where_it_begins() {
    static NESTED: Xml = Xml::element("a").prefix("p").namespace("urn:1").object(&[
        Xml::attribute("lang").prefix("xml"),
        Xml::element("b").prefix("p").object(&[Xml::element("c").prefix("p").namespace("urn:2")]),
        Xml::element("d").prefix("p").namespace("urn:1"),
        Xml::element("e").namespace("urn:3").object(&[Xml::element("f").namespace("urn:3"), Xml::element("g")]),
    ]);
    assert_eq!(
        write(&NESTED, &json!({"lang": "de", "b": {"c": "1"}, "d": "2", "e": {"f": "3", "g": "4"}})).as_deref(),
        Ok("<p:a xmlns:p=\"urn:1\" xml:lang=\"de\"><p:b><p:c xmlns:p=\"urn:2\">1</p:c></p:b><p:d>2</p:d>\
            <e xmlns=\"urn:3\"><f>3</f><g>4</g></e></p:a>")
    );
}

#[test]
fn descriptions_may_hold_themselves() {
    let value = json!({"name": "a", "folder": [{"name": "b", "folder": [{"name": "c"}]}]});
    let text = "<folder name=\"a\"><folder name=\"b\"><folder name=\"c\"/></folder></folder>";
    assert_eq!(write(&FOLDER, &value).as_deref(), Ok(text));
    assert_eq!(at(&FOLDER, text, "/folder/0/folder/0/name"), Ok(Some(json!("c"))));
    assert_eq!(at(&FOLDER, text, ""), Ok(Some(value)));
}

#[test]
fn what_xml_cannot_say_is_refused() {
    for (value, expected) in [
        (json!({"free": "\u{1}"}), "`/free` has a character that XML cannot hold (U+0001)"),
        (json!({"id": "\u{ffff}"}), "`/id` has a character that XML cannot hold (U+FFFF)"),
        (json!({"id": null}), "`/id` is null, for which its description in XML has no place"),
        (json!({"id": [1]}), "`/id` is a list, for which its description in XML has no place"),
        (json!({"TagSet": {}}), "`/TagSet` is no list, for which its description in XML has no place"),
        (json!({"TagSet": ["a"]}), "`/TagSet/0` is no object, for which its description in XML has no place"),
        (json!({"parts": [null]}), "`/parts/0` is null, for which its description in XML has no place"),
        (json!({"on": {}}), "`/on` is an object, for which its description in XML has no place"),
        (json!({"a b": 1}), "the name of `/a b` cannot be the name of an element"),
        (json!({"free": {"1/2": 1}}), "the name of `/free/1~12` cannot be the name of an element"),
        (
            json!({"free": {"a": [[1]]}}),
            "`/free/a/0` is a list in a list, for which its description in XML has no place",
        ),
        (json!([]), "the whole is a list, for which its description in XML has no place"),
        (json!(null), "the whole is null, for which its description in XML has no place"),
    ] {
        assert_eq!(write(&TAGGING, &value), Err(expected.to_owned()), "{value}");
    }
    let unbound = Xml::element("a").prefix("p");
    assert_eq!(write(&unbound, &json!("")), Err("nothing says which namespace the prefix `p` means".to_owned()));
    assert_eq!(
        write(&TWICE, &json!({"b": 1})),
        Err("the prefix `p` would mean two namespaces in one element".to_owned())
    );
    assert_eq!(
        write(&SAME, &json!({"b": 1, "c": 2})),
        Err("`/c` would be a second attribute `b` of its element".to_owned())
    );
    let unclear = Xml::element("a").unclear("two forms");
    assert_eq!(write(&unclear, &json!("")), Err("the whole has no form in XML: two forms".to_owned()));
    let nested = |levels: usize| (0..levels).fold(json!({}), |inner, _| json!({ "a": inner }));
    // A thread of an executor has two mebibytes of stack.
    assert!(write(&Xml::element("a").any(), &nested(127)).is_ok());
    assert_eq!(
        write(&Xml::element("a").any(), &nested(600)),
        Err("its elements would be nested more than 128 deep".to_owned())
    );
}

#[test]
fn values_are_read_by_their_description() {
    let text =
        "<?xml version='1.0'?><!-- c --><s:Tagging xmlns:s='urn:storage' xmlns:y='urn:other' id=' 7 ' y:lang='de'>
        <s:TagSet><s:Tag><s:Key>a&amp;<![CDATA[<b>]]>&#33;</s:Key><s:Value/></s:Tag></s:TagSet>
        <part> 1e2 </part><y:hint> h </y:hint><y:hint/><on>1</on>
        <map><one>1</one></map><other><x/></other></s:Tagging>";
    for (pointer, expected) in [
        ("/id", Some(json!(7))),
        ("/lang", Some(json!("de"))),
        ("/TagSet", Some(json!([{"Key": "a&<b>!", "value": ""}]))),
        ("/TagSet/0/Key", Some(json!("a&<b>!"))),
        ("/TagSet/1/Key", None),
        ("/TagSet/-", None),
        ("/TagSet/00", None),
        ("/parts", Some(json!([100.0]))),
        ("/parts/0", Some(json!(100.0))),
        ("/hints", Some(json!([" h ", ""]))),
        ("/on", Some(json!(true))),
        ("/free", None),
        ("/map/one", Some(json!(1))),
        ("/map", Some(json!({"one": 1}))),
        ("/id/deeper", None),
        ("/nothing", None),
    ] {
        assert_eq!(found(text, pointer), expected, "{pointer}");
    }
}

#[test]
fn what_is_empty_is_what_its_description_says() {
    let empty = "<Tagging xmlns='urn:storage'><TagSet/><on/><map/><free/></Tagging>";
    for (pointer, expected) in [
        ("/TagSet", Some(json!([]))),
        ("/parts", Some(json!([]))),
        ("/hints", None),
        ("/on", Some(Value::Null)),
        ("/map", Some(json!({}))),
        ("/free", Some(json!(""))),
        ("/lang", Some(Value::Null)),
        ("/id", None),
    ] {
        assert_eq!(found(empty, pointer), expected, "{pointer}");
    }
    let nil = "<Tagging xmlns='urn:storage' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><TagSet i:nil='true'/></Tagging>";
    assert_eq!(found(nil, "/TagSet"), Some(Value::Null));
    assert_eq!(found(nil, "/TagSet/0"), None);
}

#[test]
fn what_contradicts_the_description_names_its_place() {
    let inside = |inner: &str| format!("<Tagging xmlns='urn:storage' id='x'>{inner}</Tagging>");
    for (text, pointer, expected) in [
        (inside(""), "/id", "expected an integer at `/id` of the body, found text that is none"),
        (inside("<on>yes</on>"), "/on", "expected a boolean at `/on` of the body, found text that is none"),
        (
            inside("<part>1</part><part>x</part>"),
            "/parts",
            "expected a number at `/parts/1` of the body, found text that is none",
        ),
        (inside("<on>1</on><on>1</on>"), "/on", "expected one element at `/on` of the body, found several"),
        (
            inside("<TagSet><Row/></TagSet>"),
            "/TagSet",
            "expected elements `Tag` at `/TagSet` of the body, found others",
        ),
        (inside("<TagSet>a</TagSet>"), "/TagSet", "expected elements at `/TagSet` of the body, found text"),
        (
            inside("<TagSet><Tag>a</Tag></TagSet>"),
            "/TagSet/0",
            "expected elements at `/TagSet/0` of the body, found text",
        ),
        (
            inside("<TagSet><Tag><Key><b/></Key></Tag></TagSet>"),
            "/TagSet/0/Key",
            "expected text at `/TagSet/0/Key` of the body, found elements",
        ),
        (
            inside("<free><b/></free>"),
            "/free",
            "expected text, because nothing more is described, at `/free` of the body, found elements",
        ),
        (
            "<Error xmlns='urn:storage'/>".to_owned(),
            "/id",
            "expected the element `Tagging` at the root of the body, found another one",
        ),
        (
            "<Tagging/>".to_owned(),
            "/id",
            "expected the element `Tagging` of the namespace `urn:storage` at the root of the body, found that of another one",
        ),
        ("{\"id\": 7}".to_owned(), "/id", "the body is not XML (line 1, column 1)"),
        (inside("<a>"), "/id", "the body is not XML (line 1, column 40)"),
    ] {
        assert_eq!(at(&TAGGING, &text, pointer), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn what_is_not_on_the_way_is_not_looked_at() {
    assert_eq!(
        found("<Tagging xmlns='urn:storage'><on>maybe</on><part>2</part></Tagging>", "/parts/0"),
        Some(json!(2))
    );
}

#[test]
fn numbers_keep_their_digits() {
    let number = |text: &str| at(&Xml::element("n").integer(), &format!("<n>{text}</n>"), "").ok().flatten();
    assert_eq!(number("9007199254740993"), Some(json!(9_007_199_254_740_993_i64)));
    assert_eq!(number("18446744073709551615"), Some(json!(u64::MAX)));
    assert_eq!(number("+007"), Some(json!(7)));
    assert_eq!(number("-0"), Some(json!(0)));
    for text in ["1.0", "1e3", "0x1", "", "-", "1 2"] {
        assert_eq!(number(text), None, "{text}");
    }
    let number = |text: &str| at(&Xml::element("n").number(), &format!("<n>{text}</n>"), "").ok().flatten();
    assert_eq!(
        (number(".5"), number("5."), number("1E2"), number("-1.25")),
        (Some(json!(0.5)), Some(json!(5)), Some(json!(100.0)), Some(json!(-1.25)))
    );
    for text in ["INF", "NaN", "1e999", "0x1", "1_0"] {
        assert_eq!(number(text), None, "{text}");
    }
}

#[test]
fn document_types_and_deep_nesting_are_refused() {
    for kind in ["[<!ENTITY e 'x'>]", "SYSTEM 'file:///etc/passwd'", "[<!ENTITY e SYSTEM 'file:///etc/passwd'>]"] {
        let text = format!("<!DOCTYPE n {kind}><n>&e;</n>");
        let why = at(&Xml::element("n"), &text, "").expect_err("it has a document type");
        assert_eq!(why, "the body has a document type, which is not read");
    }
    let deep = |levels: usize| format!("{}{}", "<folder name='n'>".repeat(levels), "</folder>".repeat(levels));
    for levels in [129, 512, 100_000] {
        let why = at(&FOLDER, &deep(levels), "").expect_err("it is too deep");
        assert!(why.ends_with("its elements are nested more than 128 deep"), "{why}");
    }
    // The deepest that is read, with the stack that a thread of an executor has.
    assert_eq!(super::read(&FOLDER, &deep(128), "").map(|value| value.is_some()), Ok(true));
    assert!(at(&Xml::element("n"), "<n>&e;</n>", "").is_err());
}

#[test]
fn the_status_decides() {
    static A: Xml = Xml::element("a");
    static B: Xml = Xml::element("b");
    static ON: [On; 4] = [On::status(200).read(&A), On::status(202), On::hundred(4).read(&B), On::otherwise().read(&A)];
    let name = |status: u16| On::find(&ON, status).map(|xml| xml.name);
    assert_eq!([200, 202, 404, 500].map(name), [Some("a"), None, Some("b"), Some("a")]);
    assert!(On::find(&[], 200).is_none());
}

#[test]
fn the_only_member_of_a_document_is_the_root() {
    let written = write(&DOCUMENT, &json!({"set": {"id": 1}}));
    assert_eq!(written.as_deref(), Ok("<Set xmlns=\"urn:set\"><id>1</id></Set>"));
    for other in [json!({}), json!({"id": 1}), json!({"set": {}, "id": 1}), json!([{"set": {}}]), json!(7)] {
        let why = write(&DOCUMENT, &other).expect_err("it has other members or none");
        assert_eq!(why, "the root of its XML is the member `set`, and it must have this one alone");
    }
}

#[test]
fn a_root_of_another_name_holds_the_only_member() {
    let set = "<Set xmlns='urn:set'><id>1</id></Set>";
    for (text, pointer, expected) in [
        (set.to_owned(), "/set/id", Some(json!(1))),
        (set.to_owned(), "/set", Some(json!({"id": 1}))),
        (format!("<Answer>{set}</Answer>"), "/set/id", Some(json!(1))),
        (format!("<Set>{set}</Set>"), "/set/id", Some(json!(1))),
        ("<Set><id>1</id></Set>".to_owned(), "/set/id", None),
        ("<Answer/>".to_owned(), "/set", None),
    ] {
        assert_eq!(at(&DOCUMENT, &text, pointer), Ok(expected), "{text} {pointer}");
    }
    let both = at(&DOCUMENT, &format!("<Set xmlns='urn:set'>{set}</Set>"), "/set/id");
    assert_eq!(
        both,
        Err("expected one element at `/set` of the body, found the root and another one in it".to_owned())
    );
}

#[test]
fn a_list_without_an_element_of_its_own_is_not_read_past_one() {
    let text = "<Tagging xmlns='urn:storage'><parts><part>1</part></parts></Tagging>";
    let why = at(&TAGGING, text, "/parts");
    assert_eq!(why, Err("expected elements `part` at `/parts` of the body, found an element `parts`".to_owned()));
}
