//! The value of a parameter, read as the operation wants it.

use super::expression::Position;
use super::media::is_json;
use super::workflow::Scope;
use crate::diagnostic::Kind;
use crate::document::{self, Location, PayloadKind};
use crate::model::Expr;
use crate::openapi::Parameter;
use crate::syntax::pointer::Pointer;
use crate::value::Value;

impl Scope<'_, '_> {
    pub(super) fn parameter_value(
        &mut self,
        parameter: &document::Parameter,
        location: Location,
        declared: Option<&Parameter>,
    ) -> Option<Expr> {
        let json = declared.filter(|declared| declared.content_type.as_deref().is_some_and(is_json));
        let whole = location == Location::QueryString;
        if let (Some(declared), PayloadKind::Text(text)) = (json, &parameter.value.kind) {
            let schema = declared.schema.as_ref();
            // A text where the description wants JSON is JSON, unless it wants a text there.
            if whole || schema.is_some_and(|schema| self.demanded(schema, &Pointer::default()).is_some()) {
                return self.json_text(text, &parameter.value.place);
            }
        }
        let value = self.payload(&parameter.value, Position::Request)?;
        self.check_path_value(parameter, location, &value);
        if whole && json.is_none() { self.querystring(value, parameter) } else { Some(value) }
    }

    /// Without a value in it, a path would be another path.
    fn check_path_value(&mut self, parameter: &document::Parameter, location: Location, value: &Expr) {
        let found = match value {
            Expr::Literal(Value::Null) => "null",
            Expr::Literal(Value::String(text)) if text.is_empty() => "",
            _ => return,
        };
        if location == Location::Path {
            let what = "the value of a path parameter";
            let kind = Kind::InvalidValue { what, found: found.to_owned(), allowed: Vec::new(), closest: None };
            self.context.report.add(parameter.value.place.value(), kind);
        }
    }
}
