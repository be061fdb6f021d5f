//! What is written is read as the same value.

use super::{Xml, read, write};
use crate::rt::exact::exact;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

static ITEM: Xml = Xml::content().object(&[
    Xml::attribute("id").integer(),
    Xml::attribute("note").of("remark").prefix("n").namespace("urn:n").nullable(),
    Xml::element("Name").of("name"),
    Xml::element("Price").of("price").number().nullable(),
    Xml::element("Open").prefix("n").namespace("urn:n").of("open").boolean(),
    Xml::element("Tags").of("tags").items(&[Xml::element("Tag")]),
    Xml::inline("parts").required().items(&[Xml::element("Part").integer()]),
    Xml::inline("rest").object(&[Xml::element("Rest").of("r")]),
    Xml::element("Child").of("child").same(&ITEM),
    Xml::element("Counts").of("counts").object(&[]).others(&COUNT),
    Xml::element("Note").of("text").object(&[Xml::attribute("lang"), Xml::text("body")]),
    Xml::element("Html").of("html").object(&[Xml::cdata("source")]),
]);
static COUNT: Xml = Xml::element("").integer();
static ROOT: Xml = Xml::element("item").namespace("urn:items").same(&ITEM);

/// Any text that XML can hold.
fn text() -> impl Strategy<Value = Value> {
    let special = prop::sample::select(vec![
        "<",
        ">",
        "&",
        "\"",
        "'",
        "]]>",
        "\r",
        "\n",
        "\t",
        " ",
        "&amp;",
        "<![CDATA[",
        "é",
        "😀",
        "a",
    ]);
    prop::collection::vec(special, 0..6).prop_map(|parts| Value::from(parts.concat()))
}

fn member(
    name: &'static str,
    value: impl Strategy<Value = Value> + 'static,
) -> BoxedStrategy<Option<(&'static str, Value)>> {
    prop::option::of(value.prop_map(move |value| (name, value))).boxed()
}

fn object(members: Vec<BoxedStrategy<Option<(&'static str, Value)>>>) -> impl Strategy<Value = Value> {
    let named = |members: Vec<Option<(&str, Value)>>| -> Map<String, Value> {
        members.into_iter().flatten().map(|(name, value)| (name.to_owned(), value)).collect()
    };
    members.prop_map(move |members| Value::Object(named(members)))
}

fn item(child: Option<BoxedStrategy<Value>>) -> BoxedStrategy<Value> {
    let list = |item: BoxedStrategy<Value>| prop::collection::vec(item, 0..3).prop_map(Value::from);
    let price =
        prop_oneof![any::<i32>().prop_map(Value::from), (-1e6..1e6_f64).prop_map(Value::from), Just(Value::Null)];
    let counts = prop::collection::vec(("[a-c]{1,2}", any::<u64>().prop_map(Value::from)), 0..3);
    let mut members = vec![
        member("id", any::<i64>().prop_map(Value::from)),
        member("name", text()),
        member("price", price),
        member("open", any::<bool>().prop_map(Value::from)),
        member("tags", list(text().boxed())),
        member("rest", text().prop_map(|text| json!({ "r": text }))),
        member("counts", counts.prop_map(|counts| Value::Object(counts.into_iter().collect()))),
        member("text", (text(), text()).prop_map(|(lang, body)| json!({ "lang": lang, "body": body }))),
        member("html", text().prop_map(|source| json!({ "source": source }))),
    ];
    members.extend(child.map(|child| member("child", child)));
    let always = (list(any::<i64>().prop_map(Value::from).boxed()), prop_oneof![text(), Just(Value::Null)]);
    (object(members), always).prop_map(with).boxed()
}

/// What is always there: a list that may be empty, and an attribute that may be null.
fn with((mut value, (parts, remark)): (Value, (Value, Value))) -> Value {
    if let Value::Object(members) = &mut value {
        members.extend([("parts".to_owned(), parts), ("remark".to_owned(), remark)]);
    }
    value
}

/// Every value, and how to get at it.
fn pointers(value: &Value, at: &str, into: &mut Vec<(String, Value)>) {
    into.push((at.to_owned(), value.clone()));
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| pointers(member, &format!("{at}/{name}"), into));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| pointers(item, &format!("{at}/{index}"), into));
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(value in item(Some(item(Some(item(None)))))) {
        let held = exact(&value).map_err(|why| TestCaseError::fail(why.to_string()))?;
        let text = write(&ROOT, &held.unwrap_or_default()).map_err(TestCaseError::fail)?;
        let mut all = Vec::new();
        pointers(&value, "", &mut all);
        for (pointer, part) in all {
            let found = read(&ROOT, &text, &pointer).map_err(TestCaseError::fail)?;
            prop_assert_eq!(found, exact(&part).ok().flatten(), "{} in {}", pointer, text);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64), pointer in "(/[a-c0-2]{0,2}){0,3}") {
        let _ = read(&ROOT, &String::from_utf8_lossy(&bytes), &pointer);
    }

    #[test]
    fn any_markup_is_read_or_refused(text in "(<(item|Tags|Tag|/item|/Tags|/Tag)( id='1')?/?>|a|&lt;|<!--|-->){0,8}") {
        let _ = read(&Xml::element("item").same(&ITEM), &text, "/tags/0");
    }
}
