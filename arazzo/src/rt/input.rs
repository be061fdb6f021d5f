//! How inputs are read from JSON: as JSON Schema means it, where serde means something else.
//!
//! serde reads a list as a struct whose members stand one after the other, `null` as a member that is left out, and `5.0` as no
//! integer. To JSON Schema a list is no object, null is a value like others, and `5.0` is the integer 5.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Reads a member that may be left out and may be null: what is given is there, null included.
pub fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads a member that may be null, and not left out: without this serde takes one that is missing for null.
pub fn or_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// Makes a struct that derives both traits of serde, with `remote = "Self"`, one that is read from objects only.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    ($name:ident) => {
        impl $crate::rt::serde::Serialize for $name {
            // No type of a document has a name with underscores before it, as these parameters have.
            fn serialize<__S: $crate::rt::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $name::serialize(self, serializer)
            }
        }
        impl $crate::rt::Show for $name {}
        impl<'de> $crate::rt::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::rt::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $name::deserialize($crate::rt::FromObject(deserializer))
            }
        }
    };
}

/// What a struct is read from: an object, and nothing else.
#[derive(Debug)]
pub struct FromObject<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for FromObject<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_map(visitor)
    }

    /// So derives read a struct with members of any name. As a struct it is read, too: a map would be read through one more [`Whole`] in
    /// each object, and the types of an object that contains itself would have no end.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if !self.0.is_human_readable() {
            return self.0.deserialize_map(visitor);
        }
        self.0.deserialize_struct("", &[], Members(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        // Other formats than JSON and its like have other rules.
        if !self.0.is_human_readable() {
            return self.0.deserialize_struct(name, fields, visitor);
        }
        self.0.deserialize_struct(name, fields, Members(visitor))
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct enum identifier ignored_any
    }
}

/// Takes the members of an object.
struct Members<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Members<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Whole(members))
    }
}

/// A value, a visitor of it, or what is in it: whole numbers are integers, however they are written. Structs see to their own members.
struct Whole<T>(T);

/// Methods that hand the visitor on.
macro_rules! with_visitor {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method(Whole(visitor))
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Whole<D> {
    type Error = D::Error;

    with_visitor! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option
        deserialize_unit deserialize_seq deserialize_map deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_f64(Float(visitor))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple(len, Whole(visitor))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple_struct(name, len, Whole(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Methods that hand the value on.
macro_rules! as_it_is {
    ($($method:ident: $type:ty),*) => {
        $(fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.0.$method(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Whole<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    as_it_is!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_str: &str,
        visit_borrowed_str: &'de str, visit_string: String, visit_bytes: &[u8], visit_byte_buf: Vec<u8>);

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        /// The float has every digit that was written.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() < EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
            return self.0.visit_i64(value as i64);
        }
        self.0.visit_f64(value)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Whole(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Whole(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Whole(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Whole(members))
    }
}

/// Why a number is refused. It does not say which one: the input may be a secret.
pub(super) const TOO_LONG: &str = "an integer has more digits than the type of its input";

/// Takes a floating-point number. An integer that has more digits would be sent as another one.
struct Float<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Float<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.0.visit_f64(exact(value.into())?)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.0.visit_f64(exact(value.into())?)
    }

    as_it_is!(visit_f64: f64);

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(members)
    }
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "what is lost is what is asked")]
fn exact<E: Error>(value: i128) -> Result<f64, E> {
    let float = value as f64;
    if float as i128 == value {
        return Ok(float);
    }
    Err(E::custom(TOO_LONG))
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Whole<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Whole(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Whole<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Whole(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Whole<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Whole(deserializer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(remote = "Self", deny_unknown_fields)]
    struct Tree {
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        #[expect(clippy::option_option, reason = "left out, null and a value are three things")]
        leaf: Option<Option<i64>>,
        #[serde(default)]
        rest: Vec<Tree>,
        #[serde(default)]
        map: BTreeMap<String, Option<i64>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        either: Option<Either>,
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        any: Option<Value>,
    }
    crate::__object!(Tree);

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Whole(i64),
        Tree(Box<Tree>),
    }

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(remote = "Self")]
    struct Open {
        #[serde(deserialize_with = "or_null")]
        size: Option<i64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ratio: Option<Vec<f64>>,
        #[serde(flatten)]
        extra: BTreeMap<String, i64>,
    }
    crate::__object!(Open);

    fn tree(json: &Value) -> Result<Value, String> {
        let read: Tree = serde_json::from_value(json.clone()).map_err(|error| error.to_string())?;
        let again: Result<Tree, _> = serde_json::from_str(&json.to_string());
        assert_eq!(again.ok().as_ref(), Some(&read), "{json}");
        serde_json::to_value(read).map_err(|error| error.to_string())
    }

    #[test]
    fn whole_numbers_are_integers_at_any_depth() {
        let written = json!({"leaf": 1.0, "rest": [{"leaf": -2.0, "rest": [], "map": {}}], "map": {"a": 3.0, "b": null}, "either": 4.0, "any": [5.5]});
        let meant = json!({"leaf": 1, "rest": [{"leaf": -2, "rest": [], "map": {}}], "map": {"a": 3, "b": null}, "either": 4, "any": [5.5]});
        assert_eq!(tree(&written), Ok(meant));
        for refused in [json!({"leaf": 1.5}), json!({"leaf": 1e20}), json!({"either": 0.1})] {
            assert!(tree(&refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn null_is_a_value() {
        let with_null = json!({"leaf": null, "rest": [], "map": {}, "any": null});
        assert_eq!(tree(&with_null), Ok(with_null));
        assert_eq!(tree(&json!({})), Ok(json!({"rest": [], "map": {}})));
        // What may not be null is left out.
        assert_eq!(tree(&json!({"either": null})), Ok(json!({"rest": [], "map": {}})));
    }

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(remote = "Self")]
    struct Chain {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Box<Chain>>,
        #[serde(default)]
        all: BTreeMap<String, Vec<Chain>>,
        #[serde(flatten)]
        extra: BTreeMap<String, Value>,
    }
    crate::__object!(Chain);

    #[test]
    fn an_open_object_may_contain_itself() {
        let chain = |json: &Value| serde_json::from_value::<Chain>(json.clone()).and_then(serde_json::to_value).ok();
        let known = json!({"next": {"all": {"a": [{"all": {}, "x": [1.5]}]}}, "all": {}, "y": null});
        assert_eq!(chain(&known), Some(known));
        assert_eq!(chain(&json!({"next": []})), None);
    }

    #[test]
    fn a_list_is_no_object() {
        for list in [json!([]), json!({"rest": [[]]}), json!({"either": []})] {
            assert!(tree(&list).is_err(), "{list}");
        }
    }

    #[test]
    fn what_may_be_null_may_not_be_left_out() {
        let open = |json: Value| serde_json::from_value::<Open>(json).and_then(serde_json::to_value).ok();
        assert_eq!(open(json!({"size": null, "a": 2.0})), Some(json!({"size": null, "a": 2})));
        assert_eq!(open(json!({"size": 1.0})), Some(json!({"size": 1})));
        let numbers = |numbers: Value| open(json!({"size": 1, "ratio": numbers}));
        let exact = json!([1.0, 0.1, 9_007_199_254_740_992.0, -1e300]);
        assert_eq!(numbers(exact.clone()), Some(json!({"size": 1, "ratio": exact})));
        assert_eq!(numbers(json!([2])), Some(json!({"size": 1, "ratio": [2.0]})));
        for longer in [json!([9_007_199_254_740_993_i64]), json!([u64::MAX]), json!(["1"])] {
            assert_eq!(numbers(longer), None);
        }
        assert_eq!(open(json!({})), None);
        assert_eq!(open(json!([1])), None);
    }
}
