//! Parameters in styles that do not say how their values are written (OpenAPI, "Style Examples").

use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{self, Location};
use crate::model::Expr;
use crate::openapi::{Operation, Parameter, Shape, Style, flag};
use crate::place::Place;

impl Scope<'_, '_> {
    /// Reports a value whose form in the style of its parameter is left open.
    pub(super) fn check_style(&mut self, declared: &Parameter, value: &Expr, place: &Place) {
        let Some(found) = self.structure(value).filter(|_| declared.content_type.is_none()) else { return };
        let is_list = found == "a list";
        let style = match (declared.style, declared.explode, declared.location) {
            (Style::SpaceDelimited, true, _) if is_list => "`spaceDelimited` with `explode`",
            (Style::PipeDelimited, true, _) if is_list => "`pipeDelimited` with `explode`",
            (Style::DeepObject, _, _) if is_list || is_nested(value) => "`deepObject`",
            (Style::Form, true, Location::Cookie) => "`form` with `explode`",
            _ => return,
        };
        let found = if is_list || style != "`deepObject`" { found } else { "an object in an object" };
        let what = format!("{} parameter `{}`", declared.location.text(), declared.name);
        self.context.report.add(place.value(), Kind::UndefinedStyle { what, found, style });
    }

    fn structure(&self, value: &Expr) -> Option<&'static str> {
        let shape = match value {
            Expr::Array(_) => return Some("a list"),
            Expr::Object(_) => return Some("an object"),
            Expr::Input(path) => self.inputs.sent_shape(&path.ty),
            _ => return None,
        };
        match shape {
            Shape::Array(_) => Some("a list"),
            Shape::Object => Some("an object"),
            Shape::Scalar(_) | Shape::Any | Shape::Bytes | Shape::Body => None,
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

/// Whether an object has structures in it.
fn is_nested(value: &Expr) -> bool {
    let Expr::Object(members) = value else { return false };
    members.iter().any(|(_, member)| matches!(member, Expr::Object(_) | Expr::Array(_)))
}
