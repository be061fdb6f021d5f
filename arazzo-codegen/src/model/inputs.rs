//! The types of a workflow's inputs.

use std::collections::BTreeSet;

use super::{InputPath, ModulePath, Tag};
use crate::decimal::Decimal;
use crate::openapi::{Scalar, Shape, matches};
use crate::value::{Value, whole};

/// Every type that `Input` needs; the first one is `Input` itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct InputTypes {
    pub(crate) types: Vec<TypeDef>,
    /// How many of them the document declares. The others are those of descriptions that inputs are sent to.
    pub(crate) declared: usize,
    /// The fields of `Input` that have such a type, by their indices.
    pub(crate) inferred: BTreeSet<usize>,
    /// The names of members that are not to be shown where a value is any JSON or a map, besides those that say it themselves.
    pub(crate) hidden: BTreeSet<String>,
}

/// A type, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TypeId(pub(crate) usize);

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    String,
    Integer,
    /// `u64`
    Unsigned,
    Number,
    Boolean,
    /// Null, and nothing else.
    Null,
    /// Anything JSON.
    Value,
    /// A number of a response, with all its digits; it becomes a `Number` in outputs.
    Digits,
    /// Any JSON of a response, with all digits; it becomes a `Value` in outputs.
    Json,
    /// The whole of a body of which nothing is known: JSON, with all digits, text or bytes; it becomes a `Value` in outputs.
    Received,
    /// Bytes, with what they are.
    Content,
    /// A value that may be null inside of something else: an item, a member of a map, or a member that may be left out, too.
    Nullable(Box<Ty>),
    Array(Box<Ty>),
    /// A map from text.
    Map(Box<Ty>),
    /// An object of which nothing else is known (outputs only).
    Object,
    Named(TypeId),
    /// A type that contains itself here.
    Boxed(TypeId),
    /// The `Input` of another workflow.
    InputOf(ModulePath),
    /// The `Output` of another workflow; in a box where that may hold this one.
    OutputOf {
        module: ModulePath,
        boxed: bool,
    },
}

impl Ty {
    /// What is known of a value of this type.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Ty::String => Shape::Scalar(Scalar::String),
            Ty::Integer => Shape::Scalar(Scalar::Integer),
            Ty::Unsigned => Shape::Scalar(Scalar::Unsigned),
            Ty::Number | Ty::Digits => Shape::Scalar(Scalar::Number),
            Ty::Boolean => Shape::Scalar(Scalar::Boolean),
            Ty::Array(items) => Shape::Array(Box::new(items.shape())),
            Ty::Map(_) | Ty::Object => Shape::Object,
            Ty::Content => Shape::Bytes,
            Ty::Received => Shape::Body,
            _ => Shape::Any,
        }
    }

    /// The type of a value that is not null.
    pub(crate) fn bare(&self) -> &Ty {
        match self {
            Ty::Nullable(inner) => inner,
            other => other,
        }
    }

    /// Whether values hold one of a type that is being defined.
    pub(crate) fn holds(&self, id: TypeId) -> bool {
        match self {
            Ty::Boxed(own) => *own == id,
            Ty::Array(items) | Ty::Map(items) | Ty::Nullable(items) => items.holds(id),
            _ => false,
        }
    }

    /// The type of all values of both. Those of two types may be anything.
    pub(crate) fn joined(self, other: &Ty) -> Ty {
        if self == *other { self } else { Ty::Value }
    }

    /// Whether null is one of its values.
    pub(crate) fn takes_null(&self) -> bool {
        matches!(self, Ty::Null | Ty::Value | Ty::Nullable(_))
    }

    /// The same or null.
    pub(crate) fn or_null(self) -> Ty {
        if self.takes_null() { self } else { Ty::Nullable(Box::new(self)) }
    }

    /// The type of an output of a workflow.
    pub(crate) fn of_shape(shape: &Shape) -> Ty {
        match shape {
            Shape::Scalar(Scalar::String) => Ty::String,
            Shape::Scalar(Scalar::Integer) => Ty::Integer,
            Shape::Scalar(Scalar::Unsigned) => Ty::Unsigned,
            Shape::Scalar(Scalar::Number) => Ty::Number,
            Shape::Scalar(Scalar::Boolean) => Ty::Boolean,
            Shape::Array(items) => Ty::Array(Box::new(Ty::of_shape(items))),
            Shape::Object | Shape::Any => Ty::Value,
            Shape::Bytes => Ty::Content,
            Shape::Body => Ty::Received,
        }
    }

    /// The type of the same value before it is given out: numbers that may be sent have all their digits.
    pub(crate) fn with_digits(self) -> Ty {
        match self {
            Ty::Number => Ty::Digits,
            Ty::Value => Ty::Json,
            Ty::Array(items) => Ty::Array(Box::new(items.with_digits())),
            other => other,
        }
    }

    /// The type that the caller of the workflow gets it as.
    pub(crate) fn outside(&self) -> Ty {
        match self {
            Ty::Digits => Ty::Number,
            Ty::Json | Ty::Received => Ty::Value,
            Ty::Array(items) => Ty::Array(Box::new(items.outside())),
            other => other.clone(),
        }
    }

    /// Whether a value of this type is another one where it is given out.
    pub(crate) fn is_inside_only(&self) -> bool {
        self.outside() != *self
    }
}

/// A type of its own.
#[derive(Clone, Debug)]
pub(crate) enum TypeDef {
    Struct(StructType),
    Enum(EnumType),
    Union(UnionType),
}

impl TypeDef {
    pub(crate) fn name(&self) -> &str {
        match self {
            TypeDef::Struct(object) => &object.name,
            TypeDef::Enum(enumeration) => &enumeration.name,
            TypeDef::Union(union) => &union.name,
        }
    }

    /// The name of the struct of what a caller has to say of it, where there is one.
    pub(crate) fn required(&self) -> Option<&str> {
        match self {
            TypeDef::Struct(object) => object.required.as_deref(),
            TypeDef::Enum(_) | TypeDef::Union(_) => None,
        }
    }

    pub(crate) fn name_mut(&mut self) -> &mut String {
        match self {
            TypeDef::Struct(object) => &mut object.name,
            TypeDef::Enum(enumeration) => &mut enumeration.name,
            TypeDef::Union(union) => &mut union.name,
        }
    }
}

/// An object.
#[derive(Clone, Debug, Default)]
pub(crate) struct StructType {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) fields: Vec<Field>,
    /// The type of the members that are not declared, when they are allowed: of those with a pattern, too.
    pub(crate) extra: Option<Ty>,
    /// Patterns, of which the name of such a member has one; none where it may have any name.
    pub(crate) patterns: Vec<String>,
    /// The schema could not be found, which was reported: what it declares is unknown.
    pub(crate) unknown: bool,
    /// The name of the struct of its members that a caller has to say, where there are others.
    pub(crate) required: Option<String>,
    /// Those of them that are secrets by their use or their names.
    pub(crate) secret_extra: Vec<String>,
}

impl StructType {
    /// Whether a caller has to say some of its members, and may leave out others.
    pub(crate) fn is_partly_demanded(&self) -> bool {
        let is_demanded = |field: &Field| field.is_demanded();
        self.fields.iter().any(is_demanded) && (self.extra.is_some() || !self.fields.iter().all(is_demanded))
    }

    /// The type of a member that is not declared; `None` where there can be none of this name.
    pub(crate) fn extra_for(&self, name: &str) -> Option<&Ty> {
        let has_name =
            self.patterns.is_empty() || self.patterns.iter().any(|pattern| matches(pattern, name) == Some(true));
        self.extra.as_ref().filter(|_| has_name)
    }
}

/// A member of an object.
#[expect(clippy::struct_excessive_bools, reason = "what a schema says of a member, each by itself")]
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// As the document spells it.
    pub(crate) name: String,
    /// As Rust spells it.
    pub(crate) ident: String,
    pub(crate) description: Option<String>,
    pub(crate) ty: Ty,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) default: Option<Value>,
    pub(crate) deprecated: bool,
    pub(crate) secret: bool,
}

/// What a field holds where it has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absence {
    /// It always has one.
    Never,
    /// `None` is null; left out it has its default, or is an error.
    Null,
    /// `None` is left out.
    LeftOut,
}

impl Field {
    /// What may be left out and may be null has a type that tells both apart.
    pub(crate) fn told_apart(mut self) -> Field {
        if self.nullable && !self.required && self.default.is_none() {
            self.ty = self.ty.or_null();
        }
        // Any JSON, and null alone, have null already.
        self.nullable &= !self.ty.takes_null();
        self
    }

    pub(crate) fn absence(&self) -> Absence {
        match self.default {
            None if !self.required => Absence::LeftOut,
            _ if self.nullable => Absence::Null,
            _ => Absence::Never,
        }
    }

    /// Whether the Rust type is an `Option`.
    pub(crate) fn is_option(&self) -> bool {
        self.absence() != Absence::Never
    }

    /// The default where it is another value than the one that Rust has for the type.
    pub(crate) fn own_default(&self) -> Option<&Value> {
        self.default.as_ref().filter(|default| **default != Value::Null)
    }

    /// Whether a caller has to say it.
    pub(crate) fn is_demanded(&self) -> bool {
        self.required && self.default.is_none()
    }
}

/// A string with a fixed set of values.
#[derive(Clone, Debug)]
pub(crate) struct EnumType {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) variants: Vec<Variant>,
}

impl EnumType {
    fn has(&self, value: &Value) -> bool {
        value.as_str().is_some_and(|text| self.variants.iter().any(|variant| variant.text == text))
    }
}

/// One of several types, told apart by what the value looks like.
#[derive(Clone, Debug)]
pub(crate) struct UnionType {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// The name of each variant, and what it holds.
    pub(crate) variants: Vec<(String, Ty)>,
    /// How its values are told apart, where the description says it (outputs only).
    pub(crate) tag: Option<Tag>,
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) text: String,
    pub(crate) ident: String,
}

/// How an input becomes an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AsOutput {
    /// As it is.
    Same,
    /// An enum: its text.
    Text,
    /// Objects and maps: JSON.
    Json,
}

impl InputTypes {
    /// Types that are passed as they are, not by reference.
    pub(crate) fn is_copy(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Integer | Ty::Unsigned | Ty::Number | Ty::Boolean | Ty::Null => true,
            Ty::Nullable(inner) => self.is_copy(inner),
            // An enum of a description has a variant with a text.
            Ty::Named(id) => matches!(self.types.get(id.0), Some(TypeDef::Enum(_))) && !self.is_described(*id),
            _ => false,
        }
    }

    /// Whether a type is that of a description.
    pub(crate) fn is_described(&self, id: TypeId) -> bool {
        id.0 >= self.declared
    }

    /// How a value of a type becomes an output.
    pub(crate) fn as_output(&self, ty: &Ty) -> AsOutput {
        match ty {
            Ty::String | Ty::Integer | Ty::Unsigned | Ty::Number | Ty::Boolean | Ty::Value | Ty::Content => {
                AsOutput::Same
            }
            Ty::Array(items) if self.as_output(items) == AsOutput::Same => AsOutput::Same,
            Ty::Named(id) if matches!(self.types.get(id.0), Some(TypeDef::Enum(_))) => AsOutput::Text,
            Ty::Null
            | Ty::Nullable(_)
            | Ty::Array(_)
            | Ty::Named(_)
            | Ty::Boxed(_)
            | Ty::Map(_)
            | Ty::Object
            | Ty::InputOf(_)
            | Ty::OutputOf { .. }
            | Ty::Digits
            | Ty::Json
            | Ty::Received => AsOutput::Json,
        }
    }

    /// The names of a way into the inputs, as the document spells them; `None` where one is not declared.
    pub(crate) fn names(&self, path: &InputPath) -> Option<Vec<&str>> {
        let mut object = self.root();
        let names = path.fields.iter().map(|ident| {
            let field = object?.fields.iter().find(|field| field.ident == *ident)?;
            object = match field.ty {
                Ty::Named(id) | Ty::Boxed(id) => self.object(id),
                _ => None,
            };
            Some(field.name.as_str())
        });
        names.collect()
    }

    pub(crate) fn object(&self, id: TypeId) -> Option<&StructType> {
        match self.types.get(id.0) {
            Some(TypeDef::Struct(object)) => Some(object),
            _ => None,
        }
    }

    /// The shape of the output that an input of a type becomes.
    pub(crate) fn output_shape(&self, ty: &Ty) -> Shape {
        match (self.as_output(ty), ty) {
            (AsOutput::Text, _) | (_, Ty::String) => Shape::Scalar(Scalar::String),
            (AsOutput::Json, Ty::Map(_) | Ty::InputOf(_) | Ty::OutputOf { .. }) => Shape::Object,
            (AsOutput::Json, Ty::Named(id)) if matches!(self.types.get(id.0), Some(TypeDef::Struct(_))) => {
                Shape::Object
            }
            (AsOutput::Json, _) => Shape::Any,
            (_, Ty::Integer) => Shape::Scalar(Scalar::Integer),
            (_, Ty::Unsigned) => Shape::Scalar(Scalar::Unsigned),
            (_, Ty::Number) => Shape::Scalar(Scalar::Number),
            (_, Ty::Boolean) => Shape::Scalar(Scalar::Boolean),
            (_, Ty::Array(items)) => Shape::Array(Box::new(self.output_shape(items))),
            _ => Shape::Any,
        }
    }

    /// The shape in which an input of a type is sent: lists of objects are lists, too.
    pub(crate) fn sent_shape(&self, ty: &Ty) -> Shape {
        match ty {
            Ty::Array(items) => Shape::Array(Box::new(self.sent_shape(items))),
            Ty::Nullable(inner) => self.sent_shape(inner),
            other => self.output_shape(other),
        }
    }

    /// Whether there is nothing that a caller could say.
    pub(crate) fn is_empty(&self) -> bool {
        match self.types.first() {
            Some(TypeDef::Struct(root)) => root.fields.is_empty() && root.extra.is_none(),
            _ => true,
        }
    }

    /// The type of members that are not declared, where they are allowed.
    pub(crate) fn extra(&self) -> Option<&Ty> {
        match self.types.first() {
            Some(TypeDef::Struct(root)) => root.extra.as_ref(),
            _ => None,
        }
    }

    /// `Input` itself.
    pub(crate) fn root(&self) -> Option<&StructType> {
        self.object(TypeId(0))
    }

    pub(crate) fn root_mut(&mut self) -> Option<&mut StructType> {
        match self.types.first_mut() {
            Some(TypeDef::Struct(root)) => Some(root),
            _ => None,
        }
    }

    /// Whether nobody knows what is declared.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self.types.first(), Some(TypeDef::Struct(root)) if root.unknown)
    }

    /// The fields of `Input`.
    pub(crate) fn fields(&self) -> &[Field] {
        match self.types.first() {
            Some(TypeDef::Struct(root)) => &root.fields,
            _ => &[],
        }
    }
}

pub(crate) fn union_of(id: TypeId, types: &[TypeDef]) -> Option<&UnionType> {
    match types.get(id.0) {
        Some(TypeDef::Union(union)) => Some(union),
        _ => None,
    }
}

/// Whether a default is a value of its own type, so that it can be written down in Rust.
pub(crate) fn fits(default: &Value, ty: &Ty, types: &[TypeDef]) -> bool {
    match (default, ty) {
        (Value::String(_), Ty::String) | (Value::Bool(_), Ty::Boolean) | (Value::Null, Ty::Null | Ty::Nullable(_)) => {
            true
        }
        (value, Ty::Nullable(inner)) => fits(value, inner, types),
        (Value::Float(number), Ty::Number) => number.is_finite(),
        (Value::Integer(number), Ty::Number) => is_exact(*number),
        (Value::Integer(number), Ty::Integer) => i64::try_from(*number).is_ok(),
        (Value::Integer(number), Ty::Unsigned) => u64::try_from(*number).is_ok(),
        (Value::Float(number), Ty::Integer | Ty::Unsigned) => {
            whole(*number).is_some_and(|number| fits(&Value::Integer(number), ty, types))
        }
        (value, Ty::Value) => is_json(value),
        (value, Ty::Named(id) | Ty::Boxed(id)) => types.get(id.0).is_some_and(|definition| match definition {
            TypeDef::Struct(object) => fits_object(value, object, types),
            TypeDef::Enum(enumeration) => enumeration.has(value),
            TypeDef::Union(union) => union.variants.iter().any(|(_, ty)| fits(value, ty, types)),
        }),
        (Value::Array(items), Ty::Array(ty)) => items.iter().all(|item| fits(item, ty, types)),
        (Value::Object(members), Ty::Map(values)) => members.iter().all(|(_, value)| fits(value, values, types)),
        _ => false,
    }
}

fn fits_object(value: &Value, object: &StructType, types: &[TypeDef]) -> bool {
    let Value::Object(members) = value else { return false };
    let fits = |name: &str, value: &Value| match object.fields.iter().find(|field| field.name == *name) {
        Some(field) => *value == Value::Null && field.absence() == Absence::Null || fits(value, &field.ty, types),
        None => object.extra_for(name).is_some_and(|extra| fits(value, extra, types)),
    };
    members.iter().all(|(name, value)| fits(name, value))
        && object.fields.iter().all(|field| !field.is_demanded() || members.contains_key(&field.name))
}

/// Whether a floating-point number is this one, and not only one near it.
#[expect(clippy::cast_precision_loss, reason = "what is lost is what is asked")]
fn is_exact(number: i128) -> bool {
    Decimal::of(&Value::Float(number as f64)) == Decimal::of(&Value::Integer(number))
}

/// Whether `serde_json` can hold a value as it is: it has no integers beyond 64 bits.
pub(crate) fn is_json(value: &Value) -> bool {
    match value {
        Value::Integer(number) => i64::try_from(*number).is_ok() || u64::try_from(*number).is_ok(),
        Value::Number(_) => false,
        Value::Array(items) => items.iter().all(is_json),
        Value::Object(members) => members.iter().all(|(_, value)| is_json(value)),
        Value::Float(number) => number.is_finite(),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_that_a_float_is_are_exact() {
        let exact = 1_i128 << 53;
        for (number, expected) in [
            (0, true),
            (-3, true),
            (exact, true),
            (exact + 1, false),
            (-exact - 1, false),
            (exact + 2, true),
            (1 << 63, true),
            // Sent as 1267650600228229400000000000000.
            (1 << 100, false),
            (1_000_000_000_000_000_000_000, true),
            (i128::MAX, false),
        ] {
            assert_eq!(is_exact(number), expected, "{number}");
        }
    }
}
