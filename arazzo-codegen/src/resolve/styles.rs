//! Values in styles that do not say how they are written, and parameters that will not be taken for long.

use super::workflow::Scope;
use crate::check::{Later, Outer, Question, Structure, Styling};
use crate::diagnostic::Kind;
use crate::document;
use crate::model::{Expr, Finds, InputPath, Ty, TypeDef};
use crate::openapi::Location;
use crate::openapi::{Library, Operation, Parameter, flag};
use crate::place::Place;
use crate::value::Value;

impl Scope<'_, '_> {
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
            self.later.push(Later { output: *output, mark: place.value(), question });
        } else if let Some(kind) = self.structure(value).and_then(|found| styling.undefined(found)) {
            self.context.report.add(place.value(), kind);
        }
    }

    /// What is known of a value that is a list or an object.
    pub(super) fn structure(&self, value: &Expr) -> Option<Structure> {
        match value {
            Expr::Literal(Value::Array(_)) | Expr::Select { finds: Finds::All, .. } => {
                Some(Structure { outer: Outer::List, inner: None })
            }
            Expr::Literal(Value::Object(_)) => Some(Structure { outer: Outer::Object, inner: None }),
            Expr::Array(items) => Some(self.holding(Outer::List, items.iter())),
            Expr::Object(members) => Some(self.holding(Outer::Object, members.iter().map(|(_, member)| member))),
            Expr::Input(path) => {
                let declared = self.declared(path);
                let outer = self.outer(&path.ty).or_else(|| outer_of(&declared))?;
                let inner = self.inner_types(&path.ty).into_iter().find_map(|part| self.outer(part));
                let inner = inner.or_else(|| parts_of(&declared).into_iter().find_map(outer_of));
                Some(Structure { outer, inner })
            }
            Expr::Replaced(whole, _) => self.structure(whole),
            _ => None,
        }
    }

    fn holding<'e>(&self, outer: Outer, mut parts: impl Iterator<Item = &'e Expr>) -> Structure {
        Structure { outer, inner: parts.find_map(|part| Some(self.structure(part)?.outer)) }
    }

    /// What the schema of the inputs says of one where it stands: an object without members of its own is any JSON by its type.
    fn declared(&self, path: &InputPath) -> Value {
        let inputs = self.workflow.inputs.as_ref().map(|inputs| &inputs.value);
        let names = self.inputs.names(path).unwrap_or_default().into_iter();
        let mut names = names.chain(path.pointer.tokens().iter().map(String::as_str));
        let found = names.try_fold(inputs, |schema, name| Some(schema?.get("properties")?.get(name)));
        found.flatten().cloned().unwrap_or(Value::Null)
    }

    fn outer(&self, ty: &Ty) -> Option<Outer> {
        match ty.bare() {
            Ty::Array(_) => Some(Outer::List),
            Ty::Map(_) => Some(Outer::Object),
            Ty::Named(id) | Ty::Boxed(id) if matches!(self.inputs.types.get(id.0), Some(TypeDef::Struct(_))) => {
                Some(Outer::Object)
            }
            _ => None,
        }
    }

    /// The types of items and members.
    fn inner_types<'t>(&'t self, ty: &'t Ty) -> Vec<&'t Ty> {
        match ty.bare() {
            Ty::Array(part) | Ty::Map(part) => vec![part],
            Ty::Named(id) | Ty::Boxed(id) => match self.inputs.types.get(id.0) {
                Some(TypeDef::Struct(object)) => {
                    object.fields.iter().map(|field| &field.ty).chain(&object.extra).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Parameters that an API will not take for long.
    pub(super) fn check_deprecated(
        &mut self,
        declared: &Parameter,
        operation: Option<(usize, &Operation)>,
        parameter: &document::Parameter,
    ) {
        let node = self.context.library.peek(&declared.place);
        let is_deprecated = node.is_some_and(|node| flag(&node, "deprecated") == Some(true));
        let Some((_, operation)) = operation.filter(|_| is_deprecated) else { return };
        let (location, name) = (declared.location.text(), &declared.name);
        let what = format!("{location} parameter `{name}` of operation `{}`", operation.name);
        self.context.report.add(parameter.name.place.value(), Kind::Deprecated { what });
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
pub(super) fn member(library: &Library, place: &Place, name: &str) -> Place {
    let inner = place.key(name);
    if library.peek(&inner).is_some() { inner } else { place.clone() }
}
