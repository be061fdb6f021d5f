//! Parts of inputs: whether a value of a type can have what a pointer names (SPEC IN-21).

use crate::check::matches;
use crate::model::{InputTypes, StructType, Ty, TypeDef, TypeId};
use crate::suggest::closest;

/// Why a type has no part of a name.
pub(crate) struct NoPart {
    pub(crate) reason: String,
    pub(crate) closest: Option<String>,
}

/// What is known of a part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// No value of the type has it.
    Missing,
    /// It has no parts itself.
    Scalar,
    /// A list or an object.
    Structure,
    Unknown,
}

impl Part {
    /// What is known of something that is one of several.
    pub(crate) fn of_any(parts: impl IntoIterator<Item = Part>) -> Part {
        let mut known = Part::Missing;
        for part in parts {
            known = match (known, part) {
                (Part::Missing, part) | (part, Part::Missing) => part,
                (known, part) if known == part => part,
                _ => Part::Unknown,
            };
        }
        known
    }
}

/// What is known of a part of an input.
pub(crate) fn part_of(types: &InputTypes, ty: &Ty, tokens: &[String]) -> Part {
    if missing_part(types, ty, tokens).is_some() {
        return Part::Missing;
    }
    match (ty, tokens.split_first()) {
        (
            Ty::String | Ty::Integer | Ty::Unsigned | Ty::Number | Ty::Digits | Ty::Boolean | Ty::Null | Ty::Content,
            _,
        ) => Part::Scalar,
        (Ty::Nullable(inner), _) => part_of(types, inner, tokens),
        (Ty::Array(_) | Ty::Map(_) | Ty::Object | Ty::InputOf(_) | Ty::OutputOf { .. }, None) => Part::Structure,
        (Ty::Array(inner) | Ty::Map(inner), Some((_, rest))) => part_of(types, inner, rest),
        (Ty::Named(id) | Ty::Boxed(id), token) => match (types.types.get(id.0), token) {
            (Some(TypeDef::Struct(_)), None) => Part::Structure,
            (Some(TypeDef::Struct(object)), Some((token, rest))) => {
                let field = object.fields.iter().find(|field| field.name == *token).map(|field| &field.ty);
                let ty = field.or_else(|| undeclared(object, token));
                ty.map_or(Part::Missing, |ty| part_of(types, ty, rest))
            }
            (Some(TypeDef::Enum(_)), _) => Part::Scalar,
            (Some(TypeDef::Union(union)), _) => {
                Part::of_any(union.variants.iter().map(|(_, ty)| part_of(types, ty, tokens)))
            }
            (None, _) => Part::Unknown,
        },
        (Ty::Value | Ty::Json | Ty::Received | Ty::Object | Ty::InputOf(_) | Ty::OutputOf { .. }, _) => Part::Unknown,
    }
}

/// The type of a member that an object does not declare, where it may have one of this name (SPEC IN-20).
pub(crate) fn undeclared<'t>(object: &'t StructType, name: &str) -> Option<&'t Ty> {
    let may_match = |pattern: &String| matches(pattern, name) != Some(false);
    object.extra.as_ref().filter(|_| object.patterns.is_empty() || object.patterns.iter().any(may_match))
}

/// The first part on the way that no value of the type has.
pub(crate) fn missing_part(types: &InputTypes, ty: &Ty, tokens: &[String]) -> Option<NoPart> {
    let (token, rest) = tokens.split_first()?;
    let without = |what: &str| {
        let reason = format!("{what} has no part `{token}`");
        Some(NoPart { reason, closest: None })
    };
    match ty {
        Ty::String => without("a string"),
        Ty::Integer | Ty::Unsigned => without("an integer"),
        Ty::Number | Ty::Digits => without("a number"),
        Ty::Boolean => without("a boolean"),
        Ty::Content => without("a file"),
        Ty::Null => without("null"),
        Ty::Nullable(inner) => missing_part(types, inner, tokens),
        Ty::Array(_) if token.parse::<usize>().is_err() => without("a list"),
        Ty::Array(inner) | Ty::Map(inner) => missing_part(types, inner, rest),
        Ty::Named(id) | Ty::Boxed(id) => of_type(types, *id, token, rest),
        Ty::Value | Ty::Json | Ty::Received | Ty::Object | Ty::InputOf(_) | Ty::OutputOf { .. } => None,
    }
}

fn of_type(types: &InputTypes, id: TypeId, token: &String, rest: &[String]) -> Option<NoPart> {
    match types.types.get(id.0)? {
        TypeDef::Struct(object) => {
            if let Some(field) = object.fields.iter().find(|field| field.name == *token) {
                return missing_part(types, &field.ty, rest);
            }
            if let Some(extra) = undeclared(object, token) {
                return missing_part(types, extra, rest);
            }
            let closest = closest(token, object.fields.iter().map(|field| field.name.as_str()));
            Some(NoPart { reason: format!("the object has no property `{token}`"), closest })
        }
        TypeDef::Enum(_) => Some(NoPart { reason: format!("a string has no part `{token}`"), closest: None }),
        TypeDef::Union(union) => {
            let whole = [std::slice::from_ref(token), rest].concat();
            let mut reasons = union.variants.iter().map(|(_, ty)| missing_part(types, ty, &whole));
            // Any of the variants may have it.
            let first = reasons.next().flatten()?;
            reasons.all(|reason| reason.is_some()).then_some(first)
        }
    }
}
