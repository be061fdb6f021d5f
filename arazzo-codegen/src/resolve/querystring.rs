//! Parameters in `querystring`: the whole of a query as one text (Arazzo 1.1).

use super::body::escaped;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{Location, Parameter};
use crate::model::{Escape, Expr};
use crate::openapi::Shape;
use crate::value::Value;

impl Scope<'_, '_> {
    /// There is one such parameter, and no other has a part of the query (SPEC P-17).
    pub(super) fn check_querystring(&mut self, parameters: &[(bool, Parameter)]) {
        let wholes = parameters.iter().filter(|(_, parameter)| parameter.location == Some(Location::QueryString));
        let mut wholes = wholes.map(|(_, parameter)| parameter);
        let Some(first) = wholes.next() else { return };
        if self.document.is_1_0() {
            let kind = Kind::NewerFeature { what: "a parameter in `querystring`", plain: false };
            self.context.report.add(first.place.key("in").value(), kind);
        }
        let parts = parameters.iter().filter(|(_, parameter)| parameter.location == Some(Location::Query));
        for other in wholes.chain(parts.map(|(_, parameter)| parameter)) {
            let kind = Kind::MixedQuery { whole: first.name.text.clone(), other: other.name.text.clone() };
            self.context.report.add(other.name.place.value(), kind);
        }
    }

    /// The text of a query: what stands in its holes is encoded, what the author wrote is not (SPEC A-20).
    pub(super) fn querystring(&mut self, value: Expr, parameter: &Parameter) -> Option<Expr> {
        let found = match value {
            Expr::Template(fragments) => return Some(escaped(fragments, |_| Escape::Percent)),
            Expr::Array(_) => "a list",
            Expr::Object(_) => "an object",
            Expr::Literal(literal) if !matches!(literal, Value::String(_)) => literal.kind(),
            Expr::Input(ref path) if self.inputs.sent_shape(&path.ty) == Shape::Object => "an object",
            Expr::Input(ref path) if matches!(self.inputs.sent_shape(&path.ty), Shape::Array(_)) => "a list",
            text => return Some(text),
        };
        let kind = Kind::WrongType { what: "a parameter in `querystring`".to_owned(), expected: "a string", found };
        self.context.report.add(parameter.value.place.value(), kind);
        None
    }
}
