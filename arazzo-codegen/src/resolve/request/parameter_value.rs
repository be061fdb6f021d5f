//! The value of a parameter, read as the operation wants it.

use super::room::Requests;
use super::typed::demanded;
use crate::diagnostic::Reported;
use crate::document::{self, PayloadKind};
use crate::model::Expr;
use crate::openapi::{Location, Node, Parameter};
use crate::resolve::responses::is_json;
use crate::resolve::values::Site;
use crate::syntax::pointer::Pointer;

impl Requests<'_> {
    pub(super) fn parameter_value(
        &mut self,
        parameter: &document::Parameter,
        location: Location,
        declared: Option<&Parameter>,
    ) -> Result<Expr, Reported> {
        let json = declared.filter(|declared| declared.content_type.as_deref().is_some_and(is_json));
        let whole = location == Location::QueryString;
        if let (Some(declared), PayloadKind::Text(text)) = (json, &parameter.value.kind) {
            let schema = declared.schema.as_ref();
            // A text where the description wants JSON is JSON, unless it wants a text there.
            if whole
                || schema
                    .is_some_and(|schema| demanded(schema, &Pointer::default(), self.library, self.report).is_some())
            {
                return self.values().json_text(text, &parameter.value.place);
            }
        }
        let value = self.values().payload(&parameter.value, Site::request(&parameter.value.place))?;
        let value = match declared.and_then(|declared| declared.schema.as_ref()) {
            Some(schema) if self.is_structure(schema) => {
                self.keep_types(value, schema, &Pointer::default(), &parameter.value.place)
            }
            _ => value,
        };
        if whole && json.is_none() { self.querystring(value, parameter) } else { Ok(value) }
    }

    /// What is written as text anyway may stay text.
    fn is_structure(&mut self, schema: &Node) -> bool {
        matches!(demanded(schema, &Pointer::default(), self.library, self.report), Some("an object" | "a list"))
    }
}
