//! A value of a response as a type of `Output`: what the description says that it is.
//!
//! Until then it was JSON with all its digits, which may also have been sent on. Whole numbers are integers, however they are
//! written; a list is no object; of a fraction an `f64` is the nearest. A value that contradicts its description is an error
//! that says where, and no part of the value: it may be a secret.

use super::body::shown;
use super::json::{Map, Value};
use super::number::Number;
use super::spared::{SPARED, Spared, Told};
use serde::de::value::StringDeserializer;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use std::fmt;
use std::{collections::btree_map, vec};

/// Reads a value as a type.
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> Result<T, Contradiction> {
    read_telling(value, Told::nothing())
}

/// The same, with a place for what is left out.
pub(crate) fn read_telling<T: DeserializeOwned>(value: Value, told: Told<'_>) -> Result<T, Contradiction> {
    T::deserialize(Reader { value, told })
}

/// Where a value is not what its type says, and why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Contradiction {
    /// The tokens of the pointer, the last one first.
    tokens: Vec<String>,
    expected: Option<String>,
    found: Option<&'static str>,
}

impl Contradiction {
    fn new(expected: impl fmt::Display, found: &'static str) -> Self {
        let expected = match expected.to_string().as_str() {
            "i64" => "a 64-bit integer".to_owned(),
            "u64" => "an unsigned 64-bit integer".to_owned(),
            "f64" => "a number".to_owned(),
            other => other.to_owned(),
        };
        Self { tokens: Vec::new(), expected: Some(expected), found: Some(found) }
    }

    fn below(mut self, token: impl fmt::Display) -> Self {
        self.step_below(&token);
        self
    }

    pub(super) fn step_below(&mut self, token: &impl fmt::Display) {
        self.tokens.push(token.to_string().replace('~', "~0").replace('/', "~1"));
    }

    /// The place and the mistake, with one name for all items of a list.
    pub(super) fn kind(&self) -> (Vec<&str>, Option<&str>, Option<&'static str>) {
        let is_index = |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
        let tokens = self.tokens.iter().map(|token| if is_index(token) { "*" } else { token.as_str() });
        (tokens.collect(), self.expected.as_deref(), self.found)
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer: String = self.tokens.iter().rev().flat_map(|token| ["/", token]).collect();
        let at = shown(&pointer);
        match (&self.expected, self.found) {
            (Some(expected), Some(found)) => write!(f, "expected {expected} at {at} of its value, found {found}"),
            (Some(expected), None) => write!(f, "expected {expected} at {at} of its value, found nothing"),
            _ => write!(f, "what is at {at} of its value is not of its type"),
        }
    }
}

impl std::error::Error for Contradiction {}

impl de::Error for Contradiction {
    /// The words of a type's own code may quote the value.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { tokens: Vec::new(), expected: None, found: None }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(expected, kind(found))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let is_integer = matches!(found, Unexpected::Signed(_) | Unexpected::Unsigned(_));
        Self::new(expected, if is_integer { "an integer out of its range" } else { "another value" })
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new("one of the listed values", "another value")
    }

    fn missing_field(field: &'static str) -> Self {
        Self { tokens: Vec::new(), expected: Some("a value".to_owned()), found: None }.below(field)
    }
}

fn kind(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(_) => "a fraction",
        Unexpected::Str(_) | Unexpected::Char(_) => "a string",
        Unexpected::Seq => "an array",
        Unexpected::Map => "an object",
        _ => "another value",
    }
}

/// A value as serde reads it.
pub(super) struct Reader<'t> {
    value: Value,
    pub(super) told: Told<'t>,
}

impl Reader<'_> {
    fn unexpected(&self) -> Unexpected<'_> {
        match &self.value {
            Value::Null => Unexpected::Unit,
            Value::Bool(flag) => Unexpected::Bool(*flag),
            Value::Number(number) if number.is_whole() => Unexpected::Signed(0),
            Value::Number(_) => Unexpected::Float(0.0),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        }
    }

    fn refuse<T>(&self, expected: &dyn de::Expected) -> Result<T, Contradiction> {
        Err(de::Error::invalid_type(self.unexpected(), expected))
    }

    /// Whole numbers have 64 bits here: an integer beyond that has no type, and must not become another one.
    fn integer<'de, V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Contradiction> {
        let Value::Number(number) = &self.value else { return self.refuse(&visitor) };
        match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => visitor.visit_i64(number),
            (None, Some(number)) => visitor.visit_u64(number),
            _ if number.is_whole() => Err(Contradiction::new(Expected(&visitor), "an integer out of its range")),
            _ => self.refuse(&visitor),
        }
    }
}

/// What a visitor expects.
struct Expected<'a>(&'a dyn de::Expected);

impl fmt::Display for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A number of which no type is known, such as one that serde keeps for later: it may become an integer.
fn number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Contradiction> {
    // A fraction is the nearest one in any case; an integer must not become another one.
    let is_it = |nearest: f64| !number.is_whole() || Number::from_f64(nearest).as_ref() == Some(number);
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(number), ..) => visitor.visit_i64(number),
        (_, Some(number), _) => visitor.visit_u64(number),
        (_, _, Some(nearest)) if is_it(nearest) => visitor.visit_f64(nearest),
        _ => Err(Contradiction::new("a number of 64 bits", "one with more digits")),
    }
}

macro_rules! integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
            self.integer(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Contradiction;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        let told = self.told;
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(found) => number(&found, visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => Items { rest: items.into_iter(), next: 0, told }.read(visitor),
            Value::Object(members) => visitor.visit_map(Members::new(members, &[], told)),
        }
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        let Value::Number(number) = &self.value else { return self.refuse(&visitor) };
        match number.as_f64() {
            Some(nearest) => visitor.visit_f64(nearest),
            None => Err(Contradiction::new(Expected(&visitor), "a number beyond its range")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Contradiction> {
        match self.value {
            Value::Object(members) => visitor.visit_map(Members::new(members, fields, self.told)),
            _ => Err(Contradiction::new("an object", kind(self.unexpected()))),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        match self.value {
            Value::Object(_) => self.deserialize_any(visitor),
            _ => Err(Contradiction::new("an object", kind(self.unexpected()))),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        match self.value {
            Value::Array(_) => self.deserialize_any(visitor),
            _ => Err(Contradiction::new("an array", kind(self.unexpected()))),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Contradiction> {
        let told = self.told;
        match self.value {
            Value::String(name) => visitor.visit_enum(Variant { name, content: None, told }),
            Value::Object(members) if members.len() == 1 => match members.into_iter().next() {
                Some((name, content)) => visitor.visit_enum(Variant { name, content: Some(content), told }),
                None => Err(de::Error::invalid_type(Unexpected::Map, &"a variant")),
            },
            value => Reader { value, told }.refuse(&"a variant"),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Contradiction> {
        if name == SPARED && self.told.is_asked() {
            return visitor.visit_seq(Spared::new(self));
        }
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool char str string bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// The items of a list.
struct Items<'t> {
    rest: vec::IntoIter<Value>,
    next: usize,
    told: Told<'t>,
}

impl Items<'_> {
    /// All of them: what a type has no place for must not get lost.
    fn read<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Contradiction> {
        let value = visitor.visit_seq(&mut self)?;
        if self.rest.len() > 0 { Err(Contradiction::new("a shorter array", "more items")) } else { Ok(value) }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Contradiction;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Contradiction> {
        let Some(value) = self.rest.next() else { return Ok(None) };
        let (index, told) = (self.next, self.told);
        self.next += 1;
        told.below(&index, || seed.deserialize(Reader { value, told })).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The members of an object.
struct Members<'t> {
    rest: btree_map::IntoIter<String, Value>,
    /// The one whose name was read last.
    next: Option<(String, Value)>,
    /// The names that the description has. Any other is data, such as the key of a map, which no message shows.
    known: &'static [&'static str],
    told: Told<'t>,
}

impl<'t> Members<'t> {
    fn new(members: Map, known: &'static [&'static str], told: Told<'t>) -> Self {
        Self { rest: members.into_iter(), next: None, known, told }
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Contradiction;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Contradiction> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        let key = Key(name.clone());
        self.next = Some((name, value));
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Contradiction> {
        let ((name, value), told) = (self.next.take().unwrap_or_default(), self.told);
        let known = self.known.iter().find(|known| **known == name).unwrap_or(&"*");
        told.below(known, || seed.deserialize(Reader { value, told }))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// A value in which nothing is left out.
fn plain(value: Value) -> Reader<'static> {
    Reader { value, told: Told::nothing() }
}

/// The key of a map: a string, or what it spells.
struct Key(String);

macro_rules! spelled {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
            match Number::parse(&self.0) {
                Some(number) => plain(number.into()).$method(visitor),
                None => plain(Value::String(self.0)).$method(visitor),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Key {
    type Error = Contradiction;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        visitor.visit_string(self.0)
    }

    spelled! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        match self.0.as_str() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Contradiction::new("a boolean", "a string")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Contradiction> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Contradiction> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Contradiction> {
        visitor.visit_enum(Variant { name: self.0, content: None, told: Told::nothing() })
    }

    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A variant of an enum of the user's own: a string, or an object with one member.
struct Variant<'t> {
    name: String,
    content: Option<Value>,
    told: Told<'t>,
}

impl<'t> Variant<'t> {
    /// Reads what the variant holds.
    fn held<T>(self, read: impl FnOnce(Reader<'t>) -> Result<T, Contradiction>) -> Result<T, Contradiction> {
        let Self { name, content, told } = self;
        told.below(&name, || read(Reader { value: content.unwrap_or_default(), told }))
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Contradiction;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Contradiction> {
        let name: StringDeserializer<Contradiction> = self.name.clone().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Contradiction;

    fn unit_variant(self) -> Result<(), Contradiction> {
        match self.content {
            None => Ok(()),
            Some(_) => self.held(Deserialize::deserialize),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Contradiction> {
        self.held(|held| seed.deserialize(held))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Contradiction> {
        self.held(|held| held.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Contradiction> {
        self.held(|held| held.deserialize_map(visitor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rt::json::tests::json;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Order {
        lines: Vec<Line>,
        note: Option<String>,
        #[serde(default)]
        tags: BTreeMap<String, u64>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Line {
        price: f64,
        count: i64,
    }

    fn number(text: &str) -> Value {
        Number::parse(text).unwrap().into()
    }

    fn order(value: Value) -> Result<Order, String> {
        read(value).map_err(|why| why.to_string())
    }

    #[test]
    fn unknown_members_and_null_are_no_mistake() {
        let read = order(json!({"lines": [{"price": 1, "count": 2, "new": []}], "note": null, "more": {}}));
        let lines = vec![Line { price: 1.0, count: 2 }];
        assert_eq!(read, Ok(Order { lines, note: None, tags: BTreeMap::new() }));
    }

    #[test]
    fn a_contradiction_says_where_it_is_and_quotes_nothing() {
        for (value, why) in [
            (
                json!({"lines": [{"price": "4711", "count": 1}]}),
                "expected a number at `/lines/0/price` of its value, found a string",
            ),
            (
                json!({"lines": [{"price": 1, "count": 1.5}]}),
                "expected a 64-bit integer at `/lines/0/count` of its value, found a fraction",
            ),
            (json!({"lines": [{"price": 1}]}), "expected a value at `/lines/0/count` of its value, found nothing"),
            (json!({"lines": [[1, 2]]}), "expected an object at `/lines/0` of its value, found an array"),
            (json!({"lines": {}}), "expected an array at `/lines` of its value, found an object"),
            (
                json!({"lines": [], "tags": {"a/b~": -1}}),
                "expected an unsigned 64-bit integer at `/tags/*` of its value, found an integer out of its range",
            ),
            (json!(null), "expected an object at the root of its value, found null"),
        ] {
            assert_eq!(order(value), Err(why.to_owned()));
        }
    }

    #[test]
    fn numbers_are_what_their_types_say() {
        assert_eq!(read(number("12.0")), Ok(12_i64));
        assert_eq!(read(number("18446744073709551615")), Ok(u64::MAX));
        assert_eq!(read(number("0.10000000000000000555")), Ok(0.1));
        assert_eq!(read::<serde_json::Value>(number("1.5")).ok(), Some(serde_json::json!(1.5)));
        for text in
            ["18446744073709551617", "18446744073709551617.0", "1.8446744073709551617e19", "-9223372036854775809"]
        {
            assert!(read::<i64>(number(text)).is_err(), "{text}");
            assert!(read::<serde_json::Value>(number(text)).is_err(), "{text}");
        }
        assert!(read::<f64>(number("1e400")).is_err());
    }

    #[test]
    fn arrays_have_as_many_items_as_their_types() {
        assert_eq!(read(json!([1, 2])), Ok((1_i64, 2_i64)));
        for value in [json!([1]), json!([1, 2, 3])] {
            assert!(read::<(i64, i64)>(value).is_err());
        }
    }

    #[test]
    fn keys_of_maps_are_what_they_spell() {
        #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        struct Id(String);
        let numbers: BTreeMap<u64, bool> = read(json!({"7": true})).unwrap();
        assert_eq!(numbers, BTreeMap::from([(7, true)]));
        let ids: BTreeMap<Id, bool> = read(json!({"c-7": true})).unwrap();
        assert_eq!(ids, BTreeMap::from([(Id("c-7".to_owned()), true)]));
        assert!(read::<BTreeMap<u64, bool>>(json!({"seven": true})).is_err());
    }

    #[test]
    fn members_of_any_name_are_read_by_their_types() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Open {
            known: i64,
            #[serde(flatten)]
            extra: BTreeMap<String, i64>,
        }
        let members =
            |more: Value| [("known".to_owned(), number("1.0")), ("more".to_owned(), more)].into_iter().collect();
        let extra = BTreeMap::from([("more".to_owned(), 2)]);
        assert_eq!(read(Value::Object(members(number("2.0")))), Ok(Open { known: 1, extra }));
        assert!(read::<Open>(Value::Object(members(number("2.5")))).is_err());
    }

    #[test]
    fn enums_of_the_users_own_are_read_as_serde_writes_them() {
        #[derive(Debug, PartialEq, Deserialize)]
        #[serde(rename_all = "lowercase")]
        enum State {
            Open,
            Paid(i64),
            Sent { by: String },
        }
        let read = |value| read::<State>(value).map_err(|why| why.to_string());
        assert_eq!(read(json!("open")), Ok(State::Open));
        assert_eq!(read(json!({"paid": 3})), Ok(State::Paid(3)));
        assert_eq!(read(json!({"sent": {"by": "post"}})), Ok(State::Sent { by: "post".to_owned() }));
        assert_eq!(
            read(json!("4711")),
            Err("expected one of the listed values at the root of its value, found another value".to_owned())
        );
    }
}
