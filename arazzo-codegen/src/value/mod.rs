//! What a YAML or JSON file says, before anything is known about its meaning.
//!
//! Not `serde_json::Value` or `serde_yaml::Value`: both refuse integers beyond 64 bits, with which real OpenAPI descriptions
//! begin their `minimum`s; neither turns `200:` into a key `"200"`, and neither keeps the order of keys without changing how
//! the user's own `serde_json` behaves.

mod entries;
mod number;

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};

use crate::breaks::Shown;
use crate::decimal::Decimal;
pub(crate) use entries::Entries;

/// What aliases may add to the values that a text writes out: a few lines of YAML can mean more than a machine holds.
const MAX_REPEATED: usize = 200_000;

/// What is said then.
pub(crate) const TOO_MANY: &str = "aliases repeat too much";

/// How the words begin about a tag that YAML has and JSON has not.
pub(crate) const FOREIGN_TAG: &str = "the tag `!";

/// What is said about such a tag.
pub(crate) fn foreign_tag(tag: &str) -> String {
    format!("the tag `{tag}` is not one of JSON")
}

/// The members of an object, in the order of the file.
#[derive(Debug)]
pub(crate) enum Object {
    Parsed(Entries),
    /// Parsed member by member, when one is asked for.
    Sliced(Box<dyn Members>),
}

/// The members of an object that stay in the text until one is asked for.
pub(crate) trait Members: fmt::Debug {
    fn len(&self) -> usize;

    fn contains_key(&self, key: &str) -> bool;

    /// `None` too for a member that cannot be parsed, which is then a mistake of the compilation.
    fn get(&self, key: &str) -> Option<&Value>;

    fn keys(&self) -> Box<dyn Iterator<Item = &String> + '_>;

    /// Without those that cannot be parsed.
    fn iter(&self) -> Box<dyn Iterator<Item = (&String, &Value)> + '_>;
}

impl Object {
    pub(crate) fn len(&self) -> usize {
        match self {
            Object::Parsed(members) => members.len(),
            Object::Sliced(members) => members.len(),
        }
    }

    pub(crate) fn contains_key(&self, key: &str) -> bool {
        match self {
            Object::Parsed(members) => members.contains_key(key),
            Object::Sliced(members) => members.contains_key(key),
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Object::Parsed(members) => members.get(key),
            Object::Sliced(members) => members.get(key),
        }
    }

    pub(crate) fn keys(&self) -> Box<dyn Iterator<Item = &String> + '_> {
        match self {
            Object::Parsed(members) => members.keys(),
            Object::Sliced(members) => members.keys(),
        }
    }

    pub(crate) fn iter(&self) -> Box<dyn Iterator<Item = (&String, &Value)> + '_> {
        match self {
            Object::Parsed(members) => members.iter(),
            Object::Sliced(members) => members.iter(),
        }
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

/// One node of a file. Cheap to clone: what is inside is shared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    /// A number that is neither of them: its digits.
    Number(Rc<str>),
    String(Rc<str>),
    Array(Rc<[Value]>),
    Object(Rc<Object>),
}

impl Value {
    pub(crate) fn from_json(text: &str) -> serde_json::Result<Value> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value =
            Parse { left: &Cell::new(text.len() + 1), shown: &Shown::whole() }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
    }

    pub(crate) fn from_yaml(text: &str) -> serde_yaml::Result<Value> {
        let left = Cell::new(text.len() + MAX_REPEATED);
        let shown = Shown::of(text);
        Parse { left: &left, shown: &shown }.deserialize(serde_yaml::Deserializer::from_str(&shown.text))
    }

    /// How a message names this kind of value.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "a number",
            Value::Number(text) if Decimal::parse(text).is_some_and(|number| number.is_whole()) => "a number",
            Value::Float(_) | Value::Number(_) => "a decimal number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Object> {
        match self {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.as_object()?.get(key)
    }

    /// The member of an object when it is a string.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// How many values it consists of.
    pub(crate) fn count(&self) -> usize {
        match self {
            Value::Array(items) => 1 + items.iter().map(Value::count).sum::<usize>(),
            Value::Object(members) => 1 + members.iter().map(|(_, member)| member.count()).sum::<usize>(),
            _ => 1,
        }
    }

    /// The value of the one member that an object has.
    pub(crate) fn only_member(&self) -> Option<Value> {
        let mut members = self.as_object()?.iter();
        let (_, value) = members.next()?;
        members.next().is_none().then(|| value.clone())
    }

    /// A text that all equal values have, and no others: `1.0` is 1, and the order of members means nothing (JSON Schema 2020-12,
    /// core, 4.2.2).
    pub(crate) fn key(&self) -> String {
        match self {
            Value::Array(items) => format!("[{}]", items.iter().map(Value::key).collect::<Vec<_>>().join(",")),
            Value::Object(object) => {
                let mut members: Vec<String> =
                    object.iter().map(|(name, value)| format!("{name:?}:{}", value.key())).collect();
                members.sort();
                format!("{{{}}}", members.join(","))
            }
            Value::Integer(_) | Value::Float(_) | Value::Number(_) => {
                Decimal::of(self).map_or_else(|| format!("{self:?}"), |number| number.key())
            }
            Value::String(text) => format!("{text:?}"),
            Value::Bool(flag) => flag.to_string(),
            Value::Null => "null".to_owned(),
        }
    }

    /// The same value for a crate that reads `serde_json`. Numbers of more digits become floating-point numbers there.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Null => serde_json::Value::Null,
            Value::Bool(flag) => (*flag).into(),
            Value::Integer(number) => integer_to_json(*number),
            Value::Float(number) => (*number).into(),
            Value::Number(text) => text.parse::<f64>().unwrap_or_default().into(),
            Value::String(text) => serde_json::Value::from(&**text),
            Value::Array(items) => items.iter().map(Value::to_json).collect(),
            Value::Object(object) => object
                .iter()
                .map(|(key, value)| (key.clone(), value.to_json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }
}

/// The integer that a floating-point number is, if it is one.
pub(crate) fn whole(number: f64) -> Option<i128> {
    const END: f64 = 1e38;
    #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
    (number.fract() == 0.0 && number.abs() < END).then_some(number as i128)
}

impl FromIterator<Value> for Value {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Value {
        Value::Array(items.into_iter().collect())
    }
}

#[expect(clippy::cast_precision_loss, reason = "JSON has no other place for such an integer")]
fn integer_to_json(number: i128) -> serde_json::Value {
    i64::try_from(number)
        .map(serde_json::Value::from)
        .or_else(|_| u64::try_from(number).map(serde_json::Value::from))
        .unwrap_or_else(|_| serde_json::Value::from(number as f64))
}

/// Reads one value and what is in it.
#[derive(Clone, Copy)]
struct Parse<'a> {
    /// How many values may still be read. A text without aliases has fewer values than bytes.
    left: &'a Cell<usize>,
    shown: &'a Shown<'a>,
}

impl<'de> DeserializeSeed<'de> for Parse<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let left = self.left.get().checked_sub(1).ok_or_else(|| de::Error::custom(TOO_MANY))?;
        self.left.set(left);
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Parse<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Integer(number.into()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "no document means such a number exactly")]
    fn visit_u128<E>(self, number: u128) -> Result<Value, E> {
        Ok(i128::try_from(number).map_or(Value::Float(number as f64), Value::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(self.shown.restored(text.into()).into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(self.shown.restored(text.into()).into()))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        Err(refused(tagged))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Entries::default();
        while let Some(key) = members.next_key_seed(Key { known: &object, shown: self.shown })? {
            object.push(key, members.next_value_seed(self)?);
        }
        Ok(Value::Object(Rc::new(Object::Parsed(object))))
    }
}

/// The parser shows a tag as the variant of an enum.
fn refused<'de, A: EnumAccess<'de>>(tagged: A) -> A::Error {
    match tagged.variant::<String>() {
        Ok((tag, _)) => de::Error::custom(foreign_tag(&format!("!{tag}"))),
        Err(error) => error,
    }
}

/// Reads the key of the next member. YAML writes `200:` where OpenAPI means `"200":`. A key that an earlier member has is
/// refused here, where the parser still knows its place.
struct Key<'a> {
    known: &'a Entries,
    shown: &'a Shown<'a>,
}

impl Key<'_> {
    fn check<E: de::Error>(&self, key: String) -> Result<String, E> {
        let key = self.shown.restored(key.into()).into_owned();
        if self.known.contains_key(&key) {
            return Err(E::custom(format_args!("duplicate key `{key}`")));
        }
        Ok(key)
    }
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key that is a single word or text")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<String, A::Error> {
        Err(refused(tagged))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        self.check(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<String, E> {
        self.check(text)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
        self.check(number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        self.check(number.to_string())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<String, E> {
        self.check(number.to_string())
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<String, E> {
        self.check(flag.to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        self.check("null".to_owned())
    }
}
