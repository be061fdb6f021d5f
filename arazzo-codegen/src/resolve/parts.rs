//! Parts of inputs: whether a value of a type can have what a pointer names (SPEC IN-21).

use crate::check::matches;
use crate::diagnostic::closest;
use crate::model::{InputTypes, StructType, Ty, TypeDef, TypeId};

/// Why a type has no part of a name.
pub(super) struct NoPart {
    pub(super) reason: String,
    pub(super) closest: Option<String>,
}

/// The type of a member that an object does not declare, where it may have one of this name (SPEC IN-20).
pub(super) fn undeclared<'t>(object: &'t StructType, name: &str) -> Option<&'t Ty> {
    let may_match = |pattern: &String| matches(pattern, name) != Some(false);
    object.extra.as_ref().filter(|_| object.patterns.is_empty() || object.patterns.iter().any(may_match))
}

/// The first part on the way that no value of the type has.
pub(super) fn missing_part(types: &InputTypes, ty: &Ty, tokens: &[String]) -> Option<NoPart> {
    let (token, rest) = tokens.split_first()?;
    let without = |what: &str| {
        let reason = format!("{what} has no part `{token}`");
        Some(NoPart { reason, closest: None })
    };
    match ty {
        Ty::String => without("a string"),
        Ty::Integer => without("an integer"),
        Ty::Number => without("a number"),
        Ty::Boolean => without("a boolean"),
        Ty::Null => without("null"),
        Ty::Nullable(inner) => missing_part(types, inner, tokens),
        Ty::Array(_) if token.parse::<usize>().is_err() => without("a list"),
        Ty::Array(inner) | Ty::Map(inner) => missing_part(types, inner, rest),
        Ty::Named(id) | Ty::Boxed(id) => of_type(types, *id, token, rest),
        Ty::Value | Ty::InputOf(_) | Ty::OutputOf { .. } => None,
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
