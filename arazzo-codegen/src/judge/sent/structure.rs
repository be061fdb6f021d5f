//! What is known of a value that is a list or an object.

use crate::check::{Outer, Structure};
use crate::judge::subject::Subject;
use crate::model::{Expr, Finds, InputPath, Ty, TypeDef};
use crate::value::Value;

/// What is known of a value that is a list or an object.
pub(super) fn structure(value: &Expr, subject: &Subject<'_>) -> Option<Structure> {
    match value {
        Expr::Literal(Value::Array(_)) | Expr::Select { finds: Finds::All, .. } => {
            Some(Structure { outer: Outer::List, inner: None })
        }
        Expr::Literal(Value::Object(_)) => Some(Structure { outer: Outer::Object, inner: None }),
        Expr::Array(items) => Some(holding(subject, Outer::List, items.iter())),
        Expr::Object(members) => Some(holding(subject, Outer::Object, members.iter().map(|(_, member)| member))),
        Expr::Input(path) => {
            let declared = declared(subject, path);
            let outer = outer_type(subject, &path.ty).or_else(|| outer_of(&declared))?;
            let inner = inner_types(subject, &path.ty).into_iter().find_map(|part| outer_type(subject, part));
            let inner = inner.or_else(|| parts_of(&declared).into_iter().find_map(outer_of));
            Some(Structure { outer, inner })
        }
        Expr::Replaced(whole, _) => structure(whole, subject),
        _ => None,
    }
}

/// The same; and of an output, what its shape tells.
pub(super) fn sent_structure(value: &Expr, subject: &Subject<'_>) -> Option<Structure> {
    match value {
        Expr::Output { output, pointer } if pointer.is_empty() => {
            Structure::of_shape(&subject.workflow.output(*output)?.shape)
        }
        value => structure(value, subject),
    }
}

fn holding<'e>(subject: &Subject<'_>, outer: Outer, mut parts: impl Iterator<Item = &'e Expr>) -> Structure {
    Structure { outer, inner: parts.find_map(|part| Some(structure(part, subject)?.outer)) }
}

/// What the schema of the inputs says of one where it stands: an object without members of its own is any JSON by its type.
fn declared(subject: &Subject<'_>, path: &InputPath) -> Value {
    let inputs = subject.written.inputs.as_ref().map(|inputs| &inputs.value);
    let names = subject.workflow.inputs.names(path).unwrap_or_default().into_iter();
    let mut names = names.chain(path.pointer.tokens().iter().map(String::as_str));
    let found = names.try_fold(inputs, |schema, name| Some(schema?.get("properties")?.get(name)));
    found.flatten().cloned().unwrap_or(Value::Null)
}

fn outer_type(subject: &Subject<'_>, ty: &Ty) -> Option<Outer> {
    match ty.bare() {
        Ty::Array(_) => Some(Outer::List),
        Ty::Map(_) => Some(Outer::Object),
        Ty::Named(id) | Ty::Boxed(id)
            if matches!(subject.workflow.inputs.types.get(id.0), Some(TypeDef::Struct(_))) =>
        {
            Some(Outer::Object)
        }
        _ => None,
    }
}

/// The types of items and members.
fn inner_types<'t>(subject: &'t Subject<'_>, ty: &'t Ty) -> Vec<&'t Ty> {
    match ty.bare() {
        Ty::Array(part) | Ty::Map(part) => vec![part],
        Ty::Named(id) | Ty::Boxed(id) => match subject.workflow.inputs.types.get(id.0) {
            Some(TypeDef::Struct(object)) => object.fields.iter().map(|field| &field.ty).chain(&object.extra).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// What a schema that names a type says its values are.
fn outer_of(schema: &Value) -> Option<Outer> {
    let kinds = match schema.get("type")? {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect(),
        kind => vec![kind.as_str()?],
    };
    match kinds.as_slice() {
        ["array"] => Some(Outer::List),
        ["object"] => Some(Outer::Object),
        _ => None,
    }
}

/// The schemas of items and members.
fn parts_of(schema: &Value) -> Vec<&Value> {
    let members = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(|all| all.iter());
    let others = ["items", "additionalProperties"].into_iter().filter_map(|key| schema.get(key));
    members.map(|(_, member)| member).chain(others).collect()
}
