//! Values in styles that do not say how they are written, and parameters that will not be taken for long.

use super::room::Requests;
use crate::check::{Later, Outer, Question, Structure, Styling};
use crate::diagnostic::Kind;
use crate::document;
use crate::model::{Expr, Finds, InputPath, Ty, TypeDef};
use crate::openapi::{Library, Location, Operation, Parameter, flag};
use crate::place::Place;
use crate::resolve::lookup::Lookup;
use crate::value::Value;

impl Requests<'_> {
    /// Reports a value whose form in the style of its parameter is left open.
    pub(super) fn check_style(&mut self, declared: &Parameter, value: &Expr, place: &Place) {
        if declared.content_type.is_none() {
            let what = format!("{} parameter `{}`", declared.location.text(), declared.name);
            let is_cookie = declared.location == Location::Cookie;
            let styling = Styling {
                what,
                style: declared.style,
                explode: declared.explode,
                is_cookie,
                has_within: !declared.within.is_empty(),
            };
            self.check_styled(styling, value, place);
        }
    }

    /// The same of a value that is written in any style. The type of an output is known later.
    pub(super) fn check_styled(&mut self, styling: Styling, value: &Expr, place: &Place) {
        if let Expr::Output { output, pointer } = value
            && pointer.is_empty()
        {
            let question = Question::Written { styling };
            self.outgoing.later.push(Later { output: *output, mark: place.value(), question });
        } else if let Some(kind) = structure(value, self.known).and_then(|found| styling.undefined(found)) {
            self.report.add(place.value(), kind);
        }
    }

    /// Parameters that an API will not take for long.
    pub(super) fn check_deprecated(
        &mut self,
        declared: &Parameter,
        operation: Option<(usize, &Operation)>,
        parameter: &document::Parameter,
    ) {
        let node = self.library.peek(&declared.place);
        let is_deprecated = node.is_some_and(|node| flag(&node, "deprecated") == Some(true));
        let Some((_, operation)) = operation.filter(|_| is_deprecated) else { return };
        let (location, name) = (declared.location.text(), &declared.name);
        let what = format!("{location} parameter `{name}` of operation `{}`", operation.name);
        self.report.add(parameter.name.place.value(), Kind::Deprecated { what });
    }
}

/// What is known of a value that is a list or an object.
pub(super) fn structure(value: &Expr, known: &Lookup<'_>) -> Option<Structure> {
    match value {
        Expr::Literal(Value::Array(_)) | Expr::Select { finds: Finds::All, .. } => {
            Some(Structure { outer: Outer::List, inner: None })
        }
        Expr::Literal(Value::Object(_)) => Some(Structure { outer: Outer::Object, inner: None }),
        Expr::Array(items) => Some(holding(known, Outer::List, items.iter())),
        Expr::Object(members) => Some(holding(known, Outer::Object, members.iter().map(|(_, member)| member))),
        Expr::Input(path) => {
            let declared = declared(known, path);
            let outer = outer_type(known, &path.ty).or_else(|| outer_of(&declared))?;
            let inner = inner_types(known, &path.ty).into_iter().find_map(|part| outer_type(known, part));
            let inner = inner.or_else(|| parts_of(&declared).into_iter().find_map(outer_of));
            Some(Structure { outer, inner })
        }
        Expr::Replaced(whole, _) => structure(whole, known),
        _ => None,
    }
}

fn holding<'e>(known: &Lookup<'_>, outer: Outer, mut parts: impl Iterator<Item = &'e Expr>) -> Structure {
    Structure { outer, inner: parts.find_map(|part| Some(structure(part, known)?.outer)) }
}

/// What the schema of the inputs says of one where it stands: an object without members of its own is any JSON by its type.
fn declared(known: &Lookup<'_>, path: &InputPath) -> Value {
    let inputs = known.workflow.inputs.as_ref().map(|inputs| &inputs.value);
    let names = known.inputs.names(path).unwrap_or_default().into_iter();
    let mut names = names.chain(path.pointer.tokens().iter().map(String::as_str));
    let found = names.try_fold(inputs, |schema, name| Some(schema?.get("properties")?.get(name)));
    found.flatten().cloned().unwrap_or(Value::Null)
}

fn outer_type(known: &Lookup<'_>, ty: &Ty) -> Option<Outer> {
    match ty.bare() {
        Ty::Array(_) => Some(Outer::List),
        Ty::Map(_) => Some(Outer::Object),
        Ty::Named(id) | Ty::Boxed(id) if matches!(known.inputs.types.get(id.0), Some(TypeDef::Struct(_))) => {
            Some(Outer::Object)
        }
        _ => None,
    }
}

/// The types of items and members.
fn inner_types<'t>(known: &'t Lookup<'_>, ty: &'t Ty) -> Vec<&'t Ty> {
    match ty.bare() {
        Ty::Array(part) | Ty::Map(part) => vec![part],
        Ty::Named(id) | Ty::Boxed(id) => match known.inputs.types.get(id.0) {
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

/// The place of a member; that of the whole, where the document has no such node.
pub(crate) fn member(library: &Library, place: &Place, name: &str) -> Place {
    let inner = place.key(name);
    if library.peek(&inner).is_some() { inner } else { place.clone() }
}
