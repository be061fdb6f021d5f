//! Turning any serialisable value into JSON exactly, or not at all.
//!
//! `serde_json::to_value` writes `12.0` where APIs expect `12`, turns NaN into null, and has no integers beyond 64 bits. This
//! serializer writes whole numbers without a fraction, keeps every digit, and refuses what JSON cannot say. It also tells an
//! absent value (`None`) from null.

use super::body::Body;
use super::checked::Checked;
use super::json::{Map, Value};
use super::media;
use super::number::{NUMBER, Number};
use super::project::project;
use crate::content::{CONTENT, Content};
use serde::ser::{self, Serialize, Serializer};
use std::fmt;

/// By this name [`Exact`] knows JSON again that came in a response.
pub(super) const VERBATIM: &str = "$arazzo::private::Verbatim";

/// Why a value cannot be written as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inexact(Why);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    Problem(String),
    /// It is more than JSON can say.
    Carried(Box<Carried>),
}

/// A value on its way into a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Carried {
    /// Any JSON. A string may be a data URL.
    Json(Value),
    /// JSON as it came: no string of it is a data URL.
    Verbatim(Value),
    /// Bytes as they came.
    Bytes(Content),
}

impl Serialize for Carried {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(value) => value.serialize(serializer),
            Self::Verbatim(value) => serializer.serialize_newtype_struct(VERBATIM, value),
            Self::Bytes(content) => content.serialize(serializer),
        }
    }
}

impl Carried {
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Json(Value::Null) | Self::Verbatim(Value::Null))
    }

    /// The items of a list without those that are null; anything else is one.
    pub(super) fn items(self) -> Vec<Self> {
        let (items, carry): (_, fn(Value) -> Self) = match self {
            Self::Json(Value::Array(items)) => (items, Self::Json),
            Self::Verbatim(Value::Array(items)) => (items, Self::Verbatim),
            other => return vec![other],
        };
        items.into_iter().filter(|item| !item.is_null()).map(carry).collect()
    }

    /// What it is as JSON: bytes are the JSON that they are declared as, or else their text.
    fn into_json(self) -> Result<Value, Inexact> {
        match self {
            Self::Json(value) | Self::Verbatim(value) => Ok(value),
            Self::Bytes(content) => {
                let whole = content.shared();
                let media_type = content.media_type().or(Some("text/plain"));
                let checked = Checked::default();
                let values = usize::MAX;
                let body = Body { bytes: &whole, media_type, encoding: None, xml: None, checked: &checked, values };
                if whole.is_empty() {
                    return Ok(Value::String(String::new()));
                }
                body.value("").map(Option::unwrap_or_default).map_err(|_| unsayable(&content))
            }
        }
    }
}

fn unsayable(content: &Content) -> Inexact {
    let (size, media_type) = (content.bytes().len(), media::shown(content.media_type()));
    ser::Error::custom(match content.text() {
        Err(why) => format!("{size} bytes ({media_type}) are no text: {why}"),
        Ok(_) => format!("{size} bytes ({media_type}) are not JSON"),
    })
}

impl fmt::Display for Inexact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Why::Problem(problem) => f.write_str(problem),
            Why::Carried(_) => f.write_str("bytes cannot stand here"),
        }
    }
}

impl std::error::Error for Inexact {}

impl ser::Error for Inexact {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Why::Problem(message.to_string()))
    }
}

/// The value as JSON; `None` when it is an absent `Option`. Of bytes it is their text, or an error where they are none.
pub(crate) fn exact(value: impl Serialize) -> Result<Option<Value>, Inexact> {
    carried(value)?.map(Carried::into_json).transpose()
}

/// The value with what JSON cannot say of it, for those who send bytes.
pub(crate) fn carried(value: impl Serialize) -> Result<Option<Carried>, Inexact> {
    match value.serialize(Exact) {
        Ok(value) => Ok(value.map(Carried::Json)),
        Err(Inexact(Why::Carried(carried))) => Ok(Some(*carried)),
        Err(problem) => Err(problem),
    }
}

/// What a person is told of a value: JSON, with a data URL for bytes.
pub(crate) fn shown(value: impl Serialize) -> Option<Value> {
    match carried(value).ok()?? {
        Carried::Bytes(content) => Some(content.data_url().into()),
        other => other.into_json().ok(),
    }
}

/// The serializer; see the module.
struct Exact;

type Written = Result<Option<Value>, Inexact>;

macro_rules! integers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Written {
            Ok(Some(Value::from(value)))
        })*
    };
}

impl Serializer for Exact {
    type Ok = Option<Value>;
    type Error = Inexact;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Tagged<List>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Tagged<Members>;

    integers!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_str: &str);

    fn serialize_i128(self, value: i128) -> Written {
        Ok(Some(value.into()))
    }

    fn serialize_u128(self, value: u128) -> Written {
        Ok(Some(value.into()))
    }

    fn serialize_f32(self, value: f32) -> Written {
        // Through the shortest text, so that 0.1_f32 is 0.1 and not 0.10000000149011612.
        let shortest = value.to_string().parse();
        self.serialize_f64(shortest.unwrap_or_else(|_| f64::from(value)))
    }

    fn serialize_f64(self, value: f64) -> Written {
        Number::from_f64(value)
            .map(|number| Some(number.into()))
            .ok_or_else(|| ser::Error::custom("NaN and infinity cannot be sent"))
    }

    fn serialize_char(self, value: char) -> Written {
        Ok(Some(value.to_string().into()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        Ok(Some(value.iter().copied().collect()))
    }

    fn serialize_none(self) -> Written {
        Ok(None)
    }

    /// What is there and has no value is null.
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        Ok(value.serialize(self)?.or(Some(Value::Null)))
    }

    fn serialize_unit(self) -> Written {
        Ok(Some(Value::Null))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Written {
        let written = value.serialize(self)?;
        let carried = match (name, written) {
            (NUMBER, Some(Value::String(text))) => return numeric(&text).map(Some),
            (CONTENT, Some(Value::String(url))) => Carried::Bytes(Content::of_string(url).map_err(ser::Error::custom)?),
            (VERBATIM, Some(value)) => Carried::Verbatim(value),
            (_, written) => return Ok(written),
        };
        Err(Inexact(Why::Carried(Box::new(carried))))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        Ok(Some(tagged(variant, nested(value)?)))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List, Inexact> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<List, Inexact> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List, Inexact> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Tagged<List>, Inexact> {
        Ok(Tagged { variant, content: List(Vec::new()) })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members, Inexact> {
        Ok(Members::default())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Members, Inexact> {
        // How serde_json passes numbers and raw text through foreign serializers when a crate of the user's tree has
        // turned on its features `arbitrary_precision` or `raw_value`.
        let raw = matches!(name, "$serde_json::private::Number" | "$serde_json::private::RawValue");
        Ok(Members { raw, ..Members::default() })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Tagged<Members>, Inexact> {
        Ok(Tagged { variant, content: Members::default() })
    }
}

/// A number by its text.
fn numeric(text: &str) -> Result<Value, Inexact> {
    Number::parse(text)
        .map(|number| Value::Number(number.plain()))
        .ok_or_else(|| ser::Error::custom(format!("{text} is no number")))
}

/// A value inside another one, where absent is null.
fn nested<T: Serialize + ?Sized>(value: &T) -> Result<Value, Inexact> {
    Ok(exact(value)?.unwrap_or(Value::Null))
}

fn tagged(variant: &str, content: Value) -> Value {
    Value::Object(Map::from_iter([(variant.to_owned(), content)]))
}

/// An array in the making.
struct List(Vec<Value>);

impl List {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Inexact> {
        self.0.push(nested(value)?);
        Ok(())
    }

    fn done(self) -> Value {
        Value::Array(self.0)
    }
}

/// An object in the making.
#[derive(Default)]
struct Members {
    written: Map,
    key: String,
    raw: bool,
}

impl Members {
    fn set<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Inexact> {
        self.written.insert(key.to_owned(), nested(value)?);
        Ok(())
    }

    fn done(self) -> Result<Value, Inexact> {
        if !self.raw {
            return Ok(Value::Object(self.written));
        }
        match self.written.into_values().next() {
            Some(Value::String(text)) => raw(&text),
            _ => Ok(Value::Null),
        }
    }
}

/// Text that is JSON already.
fn raw(text: &str) -> Result<Value, Inexact> {
    match project(text.as_bytes(), "") {
        Ok(Some(value)) => Ok(value),
        _ => Err(ser::Error::custom("a raw value is not JSON")),
    }
}

/// The content of an enum's variant.
struct Tagged<T> {
    variant: &'static str,
    content: T,
}

macro_rules! elements {
    ($($trait:ident, $method:ident;)*) => {
        $(impl ser::$trait for List {
            type Ok = Option<Value>;
            type Error = Inexact;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Inexact> {
                self.push(value)
            }

            fn end(self) -> Written {
                Ok(Some(self.done()))
            }
        })*
    };
}

elements! {
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
}

impl ser::SerializeTupleVariant for Tagged<List> {
    type Ok = Option<Value>;
    type Error = Inexact;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Inexact> {
        self.content.push(value)
    }

    fn end(self) -> Written {
        Ok(Some(tagged(self.variant, self.content.done())))
    }
}

impl ser::SerializeMap for Members {
    type Ok = Option<Value>;
    type Error = Inexact;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Inexact> {
        self.key = match nested(key)? {
            Value::String(key) => key,
            Value::Number(key) => key.to_string(),
            Value::Bool(key) => key.to_string(),
            _ => return Err(ser::Error::custom("an object's key must be a string")),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Inexact> {
        let key = std::mem::take(&mut self.key);
        self.set(&key, value)
    }

    fn end(self) -> Written {
        self.done().map(Some)
    }
}

impl ser::SerializeStruct for Members {
    type Ok = Option<Value>;
    type Error = Inexact;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Inexact> {
        self.set(key, value)
    }

    fn end(self) -> Written {
        self.done().map(Some)
    }
}

impl ser::SerializeStructVariant for Tagged<Members> {
    type Ok = Option<Value>;
    type Error = Inexact;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Inexact> {
        self.content.set(key, value)
    }

    fn end(self) -> Written {
        Ok(Some(tagged(self.variant, self.content.done()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(value: impl Serialize) -> String {
        exact(value).map_or_else(|e| e.to_string(), |v| v.map_or("absent".to_owned(), |v| v.to_string()))
    }

    #[test]
    fn whole_floats_are_integers() {
        assert_eq!(
            text([12.0, -0.0, 1.5, 1e18, 1.8e19, 1e20]),
            "[12,0,1.5,1000000000000000000,18000000000000000000,1e+20]"
        );
        assert_eq!(text(json!({"a": 12.0})), r#"{"a":12}"#);
        assert_eq!(text(0.1_f32), "0.1");
    }

    #[test]
    fn integers_are_exact() {
        assert_eq!(
            text((i64::MIN, u64::MAX, 9_007_199_254_740_993_i64)),
            "[-9223372036854775808,18446744073709551615,9007199254740993]"
        );
        assert_eq!(text((u128::MAX, i128::MIN)), format!("[{},{}]", u128::MAX, i128::MIN));
    }

    #[test]
    fn what_json_cannot_say_is_refused() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(text([Some(value)]), "NaN and infinity cannot be sent");
        }
    }

    #[test]
    fn absent_is_not_null() {
        assert_eq!(text(None::<i64>), "absent");
        assert_eq!(text(Some(Value::Null)), "null");
        assert_eq!(text([None, Some(1)]), "[null,1]");
    }

    #[test]
    fn enums_and_structs_as_serde_json_writes_them() {
        #[derive(serde::Serialize)]
        enum Shape {
            Unit,
            New(i64),
            Pair(i64, char),
            Named { a: bool },
        }
        let shapes = (Shape::Unit, Shape::New(1), Shape::Pair(2, 'x'), Shape::Named { a: true }, ());
        assert_eq!(Some(text(&shapes)), serde_json::to_value(&shapes).ok().map(|value| value.to_string()));
        assert_eq!(text(std::collections::BTreeMap::from([(1, "a")])), r#"{"1":"a"}"#);
    }
}
