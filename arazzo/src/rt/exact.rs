//! Turning any serialisable value into JSON exactly, or not at all.
//!
//! `serde_json::to_value` writes `12.0` where APIs expect `12`, turns NaN into null, and has no integers beyond 64 bits. This
//! serializer writes whole numbers without a fraction, keeps every digit, and refuses what JSON cannot say. It also tells an
//! absent value (`None`) from null. What it writes to is a [`Sink`]: a text, or a value.

use super::body::{Body, Declared};
use super::checked::Checked;
use super::json::Value;
use super::media;
use super::number::{NUMBER, Number};
use super::project::project;
use super::sink::{Bracket, Flat, Given, Nowhere, Sink, Text, Tree, pour};
use crate::content::{CONTENT, Content};
use serde::ser::{self, Error as _, Serialize, Serializer};
use std::fmt;

/// By this name [`Exact`] knows JSON again that came in a response.
pub(super) const VERBATIM: &str = "$arazzo::private::Verbatim";

/// By this name it knows a text again that is JSON already.
pub(super) const WRITTEN: &str = "$arazzo::private::Written";

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
                let declared = Declared::As(content.media_type().or(Some("text/plain")));
                let checked = Checked::default();
                let values = usize::MAX;
                let body = Body { bytes: &whole, declared, xml: None, checked: &checked, values };
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

/// The value as a text of JSON; the same without a value in between.
pub(crate) fn json_text(value: impl Serialize) -> Result<Option<String>, Inexact> {
    let mut text = Text::default();
    match value.serialize(Exact { sink: &mut text, is_inside: false }) {
        Ok(there) => Ok(there.then(|| text.done())),
        Err(Inexact(Why::Carried(carried))) => carried.into_json().map(|value| Some(value.to_string())),
        Err(problem) => Err(problem),
    }
}

/// Whether JSON, or what sends bytes, can say the value.
pub(crate) fn checked(value: impl Serialize) -> Result<(), Inexact> {
    write_some(value, &mut Nowhere).map(drop)
}

/// The value as its text, if it is no list and no object.
pub(crate) fn flat(value: impl Serialize) -> Result<Given, Inexact> {
    let mut flat = Flat::default();
    match value.serialize(Exact { sink: &mut flat, is_inside: false }) {
        Ok(there) => Ok(if there { flat.done() } else { Given::Nothing }),
        Err(Inexact(Why::Carried(carried))) => {
            pour(&carried.into_json()?, &mut flat);
            Ok(flat.done())
        }
        Err(problem) => Err(problem),
    }
}

/// Writes a value that is inside of another one, where an absent one is null.
pub(super) fn write(value: &(impl Serialize + ?Sized), sink: &mut dyn Sink) -> Result<(), Inexact> {
    if !value.serialize(Exact { sink: &mut *sink, is_inside: true })? {
        sink.null();
    }
    Ok(())
}

/// Writes a value, or says `false` where it is absent.
pub(super) fn write_some(value: impl Serialize, sink: &mut dyn Sink) -> Result<bool, Inexact> {
    value.serialize(Exact { sink, is_inside: true })
}

/// The value with what JSON cannot say of it, for those who send bytes.
pub(crate) fn carried(value: impl Serialize) -> Result<Option<Carried>, Inexact> {
    let mut tree = Tree::default();
    match value.serialize(Exact { sink: &mut tree, is_inside: false }) {
        Ok(there) => Ok(there.then(|| Carried::Json(tree.done()))),
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

/// The serializer; see the module. It says whether there is a value; if not, it has written nothing.
struct Exact<'s> {
    sink: &'s mut dyn Sink,
    /// Whether the value is a part of another one: bytes are their text there.
    is_inside: bool,
}

type Written = Result<bool, Inexact>;

macro_rules! integers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Written {
            self.sink.number(&value);
            Ok(true)
        })*
    };
}

impl<'s> Serializer for Exact<'s> {
    type Ok = bool;
    type Error = Inexact;
    type SerializeSeq = Parts<'s>;
    type SerializeTuple = Parts<'s>;
    type SerializeTupleStruct = Parts<'s>;
    type SerializeTupleVariant = Parts<'s>;
    type SerializeMap = Parts<'s>;
    type SerializeStruct = Parts<'s>;
    type SerializeStructVariant = Parts<'s>;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128);

    fn serialize_bool(self, value: bool) -> Written {
        self.sink.bool(value);
        Ok(true)
    }

    fn serialize_str(self, value: &str) -> Written {
        self.sink.string(value);
        Ok(true)
    }

    fn serialize_f32(self, value: f32) -> Written {
        // Through the shortest text, so that 0.1_f32 is 0.1 and not 0.10000000149011612.
        let shortest = value.to_string().parse();
        self.serialize_f64(shortest.unwrap_or_else(|_| f64::from(value)))
    }

    fn serialize_f64(self, value: f64) -> Written {
        let number = Number::from_f64(value);
        self.sink.number(&number.ok_or_else(|| Inexact::custom("NaN and infinity cannot be sent"))?);
        Ok(true)
    }

    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        value.serialize(self)
    }

    fn serialize_none(self) -> Written {
        Ok(false)
    }

    /// What is there and has no value is null.
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        let Self { sink, is_inside } = self;
        if !value.serialize(Exact { sink: &mut *sink, is_inside })? {
            sink.null();
        }
        Ok(true)
    }

    fn serialize_unit(self) -> Written {
        self.sink.null();
        Ok(true)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Written {
        match name {
            NUMBER | WRITTEN | CONTENT => match exact(value)? {
                Some(Value::String(text)) => self.special(name, text),
                _ => Err(ser::Error::custom("it is not what it says")),
            },
            VERBATIM if !self.is_inside => match exact(value)? {
                Some(value) => Err(Inexact(Why::Carried(Box::new(Carried::Verbatim(value))))),
                None => Ok(false),
            },
            _ => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        let Self { sink, .. } = self;
        sink.open(Bracket::Object);
        sink.key(variant);
        write(value, sink)?;
        sink.close();
        Ok(true)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'s>, Inexact> {
        Ok(Parts::new(self.sink, Bracket::List))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'s>, Inexact> {
        Ok(Parts::new(self.sink, Bracket::List))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'s>, Inexact> {
        Ok(Parts::new(self.sink, Bracket::List))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'s>, Inexact> {
        Ok(Parts::of_variant(self.sink, variant, Bracket::List))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Parts<'s>, Inexact> {
        if length.is_some() || !self.sink.keeps() {
            return Ok(Parts::new(self.sink, Bracket::Object));
        }
        // Two parts of a struct may have members of the same name, of which the last counts.
        let mut tree = Tree::default();
        tree.open(Bracket::Object);
        Ok(Parts { sink: self.sink, open: 1, apart: Some(Apart::Members(tree)) })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'s>, Inexact> {
        // How serde_json passes numbers and raw text through foreign serializers when a crate of the user's tree has
        // turned on its features `arbitrary_precision` or `raw_value`.
        if matches!(name, "$serde_json::private::Number" | "$serde_json::private::RawValue") {
            return Ok(Parts { sink: self.sink, open: 0, apart: Some(Apart::Raw(Value::Null)) });
        }
        Ok(Parts::new(self.sink, Bracket::Object))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'s>, Inexact> {
        Ok(Parts::of_variant(self.sink, variant, Bracket::Object))
    }
}

impl Exact<'_> {
    /// What its type says is more than a string.
    fn special(self, name: &str, text: String) -> Written {
        match name {
            NUMBER => {
                let number = Number::parse(&text).ok_or_else(|| Inexact::custom(format!("{text} is no number")))?;
                self.sink.number(&number);
            }
            WRITTEN => self.sink.written(text)?,
            _ => {
                let bytes = Carried::Bytes(Content::of_string(text).map_err(ser::Error::custom)?);
                if !self.is_inside {
                    return Err(Inexact(Why::Carried(Box::new(bytes))));
                }
                // What keeps nothing only asks whether a value can be sent, and bytes can.
                if self.sink.keeps() {
                    pour(&bytes.into_json()?, self.sink);
                }
            }
        }
        Ok(true)
    }
}

/// The value of a text that is JSON already.
pub(super) fn parsed(text: &str) -> Result<Value, Inexact> {
    match project(text.as_bytes(), "") {
        Ok(Some(value)) => Ok(value),
        _ => Err(ser::Error::custom("a raw value is not JSON")),
    }
}

/// A list or an object in the making.
struct Parts<'s> {
    sink: &'s mut dyn Sink,
    /// How many brackets there are to close.
    open: u8,
    apart: Option<Apart>,
}

/// What goes to the sink only when it is complete.
enum Apart {
    Members(Tree),
    /// A text that is JSON already.
    Raw(Value),
}

impl<'s> Parts<'s> {
    fn new(sink: &'s mut dyn Sink, bracket: Bracket) -> Self {
        sink.open(bracket);
        Self { sink, open: 1, apart: None }
    }

    fn of_variant(sink: &'s mut dyn Sink, variant: &str, bracket: Bracket) -> Self {
        sink.open(Bracket::Object);
        sink.key(variant);
        Self { open: 2, ..Self::new(sink, bracket) }
    }

    fn sink(&mut self) -> &mut dyn Sink {
        match &mut self.apart {
            Some(Apart::Members(tree)) => tree,
            _ => &mut *self.sink,
        }
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Inexact> {
        write(value, self.sink())
    }

    fn set<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Inexact> {
        if let Some(Apart::Raw(raw)) = &mut self.apart {
            if let Some(Value::String(text)) = exact(value)? {
                *raw = parsed(&text)?;
            }
            return Ok(());
        }
        self.sink().key(key);
        self.push(value)
    }

    /// There is a value.
    fn done(mut self) -> bool {
        (0..self.open).for_each(|_| self.sink().close());
        match self.apart {
            Some(Apart::Members(tree)) => pour(&tree.done(), self.sink),
            Some(Apart::Raw(raw)) => pour(&raw, self.sink),
            None => {}
        }
        true
    }
}

macro_rules! elements {
    ($($trait:ident, $method:ident;)*) => {
        $(impl ser::$trait for Parts<'_> {
            type Ok = bool;
            type Error = Inexact;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Inexact> {
                self.push(value)
            }

            fn end(self) -> Written {
                Ok(self.done())
            }
        })*
    };
}

elements! {
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
    SerializeTupleVariant, serialize_field;
}

macro_rules! members {
    ($($trait:ident),*) => {
        $(impl ser::$trait for Parts<'_> {
            type Ok = bool;
            type Error = Inexact;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Inexact> {
                self.set(key, value)
            }

            fn end(self) -> Written {
                Ok(self.done())
            }
        })*
    };
}

members!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Parts<'_> {
    type Ok = bool;
    type Error = Inexact;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Inexact> {
        match flat(key)? {
            Given::Text(key) => self.sink().key(&key),
            _ => return Err(ser::Error::custom("an object's key must be a string")),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Inexact> {
        self.push(value)
    }

    fn end(self) -> Written {
        Ok(self.done())
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
