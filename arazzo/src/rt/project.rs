//! Reading one place of a JSON document without building the rest.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// The value at a JSON Pointer (RFC 6901); `None` when there is none. The whole text must be valid JSON. Of members
/// with the same name the last one counts, as everywhere in `serde_json`.
pub(crate) fn project(json: &[u8], pointer: &str) -> Result<Option<Value>, serde_json::Error> {
    // RFC 8259 lets readers ignore a byte order mark; some servers write one.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    let tokens: Vec<String> = tokens(pointer);
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let found = At(&tokens).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(found)
}

fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}

/// The place below the current value that these tokens lead to.
#[derive(Clone, Copy)]
struct At<'t>(&'t [String]);

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match self.0.split_first() {
            None => serde::Deserialize::deserialize(deserializer).map(Some),
            Some((token, below)) => deserializer.deserialize_any(Below { token, below }),
        }
    }
}

/// Looks for one token in an array or object; scalars have nothing below them.
struct Below<'t> {
    token: &'t str,
    below: &'t [String],
}

impl<'de> Visitor<'de> for Below<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(matches) = map.next_key_seed(Matches(self.token))? {
            if matches {
                found = map.next_value_seed(At(self.below))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        if let Some(index) = index(self.token) {
            for _ in 0..index {
                if seq.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(None);
                }
            }
            found = seq.next_element_seed(At(self.below))?.flatten();
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// An array index: digits without a leading zero.
pub(super) fn index(token: &str) -> Option<usize> {
    let plain = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| plain)
}

/// Compares a key without keeping it.
struct Matches<'t>(&'t str);

impl<'de> DeserializeSeed<'de> for Matches<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Matches<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn at(json: &str, pointer: &str) -> Option<Value> {
        project(json.as_bytes(), pointer).unwrap_or_else(|error| Some(error.to_string().into()))
    }

    #[test]
    fn agrees_with_a_whole_parse() {
        let text = r#"{"a":{"b":[1,{"c/d":"x","~":null}],"":0},"n":12.0,"s":"t","t":true}"#;
        let whole: Value = serde_json::from_str(text).unwrap_or_default();
        for pointer in [
            "",
            "/a",
            "/a/b/0",
            "/a/b/1/c~1d",
            "/a/b/1/~0",
            "/a/",
            "/n",
            "/s",
            "/t",
            "/a/b/2",
            "/a/b/01",
            "/a/b/-",
            "/a/b/+1",
            "/a/b/x",
            "/n/x",
            "/s/0",
            "/t/x",
            "/nope/deeper",
            "/a/b/1/~0/x",
        ] {
            assert_eq!(at(text, pointer), whole.pointer(pointer).cloned(), "{pointer}");
        }
    }

    #[test]
    fn the_last_of_equal_keys_counts() {
        assert_eq!(at(r#"{"a":1,"a":2}"#, "/a"), Some(json!(2)));
        assert_eq!(at(r#"{"a":{"b":1},"a":{}}"#, "/a/b"), None);
    }

    #[test]
    fn the_rest_must_be_json_too() {
        for text in [r#"{"a":1,"b":}"#, r#"{"a":1} x"#, "", "<html>", r#"{"a":1"#, "[1,2"] {
            assert!(project(text.as_bytes(), "/a").is_err(), "{text}");
        }
        assert_eq!(at("\u{feff}{\"a\":1}", "/a"), Some(json!(1)));
    }

    #[test]
    fn digits_survive() {
        assert_eq!(at(r#"{"a":9007199254740993}"#, "/a"), Some(json!(9_007_199_254_740_993_i64)));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-c/~]{0,2}".prop_map(Value::from),
        ];
        scalar.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[a-c/~0-2]{0,2}", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn agrees_with_a_whole_parse_everywhere(json in any_json(), pointer in "(/([a-c0-2]|~0|~1){0,2}){0,4}") {
            let text = json.to_string();
            prop_assert_eq!(project(text.as_bytes(), &pointer).ok(), Some(json.pointer(&pointer).cloned()));
        }

        #[test]
        fn takes_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..64), pointer in ".{0,8}") {
            let _ = project(&bytes, &pointer);
        }
    }
}
