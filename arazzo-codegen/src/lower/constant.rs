//! Constants of the types of inputs: defaults, and what a step passes to a workflow.

use super::code::{Brackets, Code, call, list, name, text, tuple};
use super::json::constant as json;
use crate::model::{Absence, Field, StructType, Ty, TypeDef, TypeId, fits, union_of};
use crate::names;
use crate::value::{Object, Value, whole};

const MAP: &str = "::std::collections::BTreeMap";

/// A default that its type does not admit is reported before, and nothing is made of it.
const MISFIT: Code = Code::Bug("a default does not fit its type");

/// A value of a field.
pub(crate) fn field_value(value: &Value, field: &Field, types: &[TypeDef]) -> Code {
    if *value == Value::Null && field.absence() == Absence::Null {
        return Code::Nothing(None);
    }
    typed(value, &field.ty, types).wrapped_if(field.is_option())
}

/// What a field has where nobody says it.
pub(crate) fn unsaid(object: &StructType, field: &Field, types: &[TypeDef]) -> Code {
    if let Some(function) = default_function(object, field) {
        return call(function, []);
    }
    if field.is_option() { Code::Nothing(None) } else { typed(&Value::Null, &field.ty, types) }
}

/// The path of the function that gives a field its default.
pub(crate) fn default_function(object: &StructType, field: &Field) -> Option<String> {
    field.own_default().map(|_| format!("{}::{}", object.name, default_name(field)))
}

/// The name of that function.
pub(crate) fn default_name(field: &Field) -> String {
    names::behind("default", &field.ident)
}

/// A value of a type.
pub(super) fn typed(value: &Value, ty: &Ty, types: &[TypeDef]) -> Code {
    match (value, ty) {
        (Value::Null, Ty::Value) => name("rt::serde_json::Value::Null"),
        (value, Ty::Value) => Code::Json("rt::serde_json::json", Box::new(json(value))),
        (Value::Null, Ty::Null) => Code::Unit,
        (Value::Null, Ty::Nullable(_)) => Code::Nothing(None),
        (value, Ty::Nullable(inner)) => typed(value, inner, types).wrapped(),
        (value, Ty::Boxed(id)) => call("Box::new", [typed(value, &Ty::Named(*id), types)]),
        (value, Ty::Named(id)) if union_of(*id, types).is_some() => variant(value, *id, types),
        (Value::String(text), Ty::Named(id)) => named(text, types.get(id.0)),
        (Value::String(text), _) if text.is_empty() => call("String::new", []),
        (Value::String(literal), _) => text(literal).then("to_owned"),
        (Value::Integer(number), ty) => integer(*number, ty),
        (Value::Float(number), Ty::Integer | Ty::Unsigned) => {
            whole(*number).map_or(MISFIT, |number| integer(number, ty))
        }
        (Value::Bool(_) | Value::Float(_), _) => Code::Literal(value.clone()),
        (Value::Array(items), Ty::Array(ty)) => {
            // A list is on the heap already.
            let ty = match **ty {
                Ty::Boxed(id) => &Ty::Named(id),
                ref ty => ty,
            };
            Code::List(Brackets::Vector, items.iter().map(|item| typed(item, ty, types)).collect())
        }
        (Value::Object(members), Ty::Named(id)) => match types.get(id.0) {
            Some(TypeDef::Struct(of)) => object(members, of, types),
            _ => MISFIT,
        },
        (Value::Object(members), Ty::Map(values)) => map(members.iter(), values, types),
        _ => MISFIT,
    }
}

fn integer(number: i128, ty: &Ty) -> Code {
    match ty {
        Ty::Number => Code::Literal(Value::Float(float(number))),
        Ty::Unsigned => u64::try_from(number).map_or(MISFIT, Code::Count),
        _ => i64::try_from(number).map_or(MISFIT, |number| Code::Literal(Value::Integer(number.into()))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "the type of the input is a floating-point number")]
fn float(number: i128) -> f64 {
    number as f64
}

/// A variant of an enum, by its text.
fn named(text: &str, definition: Option<&TypeDef>) -> Code {
    let Some(TypeDef::Enum(enumeration)) = definition else { return MISFIT };
    let variant = enumeration.variants.iter().find(|variant| variant.text == text);
    variant.map_or(MISFIT, |variant| name(format!("{}::{}", enumeration.name, variant.ident)))
}

/// The first variant of a union that a value is one of.
fn variant(value: &Value, id: TypeId, types: &[TypeDef]) -> Code {
    let union = union_of(id, types);
    let variant = union.and_then(|union| union.variants.iter().find(|(_, ty)| fits(value, ty, types)));
    let Some((union, (variant, ty))) = union.zip(variant) else { return MISFIT };
    call(format!("{}::{variant}", union.name), [typed(value, ty, types)])
}

/// An object: what it does not say has its own default.
fn object(members: &Object, of: &StructType, types: &[TypeDef]) -> Code {
    let fields = of.fields.iter().map(|field| {
        let value = members.get(&field.name);
        let value = value.map_or_else(|| unsaid(of, field, types), |value| field_value(value, field, types));
        (field.ident.clone(), value)
    });
    let is_declared = |name: &String| of.fields.iter().any(|field| field.name == *name);
    let extra = of.extra.iter().map(|ty| {
        let undeclared = members.iter().filter(|(name, _)| !is_declared(name));
        (names::EXTRA.to_owned(), map(undeclared, ty, types))
    });
    Code::Struct { name: of.name.clone(), fields: fields.chain(extra).collect(), rest: None }
}

fn map<'a>(members: impl Iterator<Item = (&'a String, &'a Value)>, values: &Ty, types: &[TypeDef]) -> Code {
    let member = |(key, value): (&String, &Value)| tuple([text(key).then("to_owned"), typed(value, values, types)]);
    let members: Vec<Code> = members.map(member).collect();
    if members.is_empty() {
        return empty_map();
    }
    call(format!("{MAP}::from"), [list(members)])
}

/// A map without anything in it.
pub(crate) fn empty_map() -> Code {
    call(format!("{MAP}::new"), [])
}
