//! What a record keeps of a body: the values that the workflow reads, and nothing else.

use super::body::Body;
use super::exact::json_text;
use super::json::{Map, Value, tokens};
use bytes::Bytes;

/// A body with nothing but the values at some pointers; the whole where that would read otherwise.
///
/// ```text
/// {"id": "c-1", "name": "Ann", "items": [{"price": 1}, {"price": 2}]}     /id, /items/1/price
/// {"id": "c-1", "items": {"1": {"price": 2}}}
/// ```
///
/// Only these pointers are read from it. To them an object with the member `1` is as good as a list.
pub(super) fn kept(body: Body<'_>, pointers: Option<&[&str]>) -> Bytes {
    let small = pointers.and_then(|pointers| projected(body, pointers));
    small.unwrap_or_else(|| body.bytes.clone())
}

fn projected(body: Body<'_>, pointers: &[&str]) -> Option<Bytes> {
    if pointers.is_empty() || body.bytes.is_empty() {
        return Some(Bytes::new());
    }
    if body.xml.is_some() {
        return None;
    }
    let mut small = Map::new();
    for pointer in outer(pointers) {
        // Whatever keeps a value from being read is found again in the whole.
        if let Some(value) = body.json(pointer).ok()? {
            insert(&mut small, &tokens(pointer)?, value)?;
        }
    }
    json_text(Value::Object(small)).ok().flatten().map(Bytes::from)
}

/// The pointers that lead into no other one's value.
fn outer<'p>(pointers: &'p [&str]) -> impl Iterator<Item = &'p str> {
    let leads_into = |pointer: &str, outer: &str| pointer.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    pointers.iter().copied().filter(move |pointer| !pointers.iter().any(|outer| leads_into(pointer, outer)))
}

fn insert(members: &mut Map, tokens: &[String], value: Value) -> Option<()> {
    let (token, rest) = tokens.split_first()?;
    if rest.is_empty() {
        members.insert(token.clone(), value);
        return Some(());
    }
    match members.entry(token.clone()).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(inner) => insert(inner, rest, value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::body::Declared;
    use super::super::checked::Checked;
    use super::*;

    fn small(text: &str, pointers: Option<&[&str]>) -> String {
        let (bytes, checked) = (Bytes::copy_from_slice(text.as_bytes()), Checked::default());
        let declared = Declared::As(Some("application/json"));
        let body = Body { bytes: &bytes, declared, xml: None, checked: &checked, values: 100 };
        String::from_utf8(kept(body, pointers).to_vec()).unwrap()
    }

    #[test]
    fn only_what_is_read_is_kept_with_all_digits() {
        let text = r#"{"id": 1.10, "name": "Ann", "items": [{"price": 1}, {"price": 2}], "a/b": null}"#;
        for (pointers, expected) in [
            (&[][..], ""),
            (&["/id", "/none"], r#"{"id":1.10}"#),
            (&["/items/1/price", "/a~1b"], r#"{"a/b":null,"items":{"1":{"price":2}}}"#),
            (&["/items/0/price", "/items"], r#"{"items":[{"price":1},{"price":2}]}"#),
            (&["/id/x", "/items/2"], "{}"),
        ] {
            assert_eq!(small(text, Some(pointers)), expected, "{pointers:?}");
        }
        assert_eq!(small(text, None), text);
        assert_eq!(small("[[7, 8]]", Some(&["/0/1"])), r#"{"0":{"1":8}}"#);
    }

    #[test]
    fn what_cannot_be_read_is_kept_whole() {
        for text in ["<html>", "{\"id\": ", r#"{"id": "\ud800"}"#, "no"] {
            assert_eq!(small(text, Some(&["/id"])), text);
        }
        assert_eq!(small("", Some(&["/id"])), "");
        assert_eq!(small("{}", Some(&[""])), "{}");
    }
}
