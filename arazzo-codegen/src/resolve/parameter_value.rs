//! The value of a parameter, read as the operation wants it.

use super::expression::Position;
use super::media::is_json;
use super::workflow::Scope;
use crate::diagnostic::{Kind, Relation};
use crate::document::{self, Location, PayloadKind};
use crate::model::{Expr, Fragment, InputPath};
use crate::openapi::{Node, Parameter};
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
        let value = match declared.and_then(|declared| declared.schema.as_ref()) {
            Some(schema) if self.is_structure(schema) => {
                self.keep_types(value, schema, &Pointer::default(), &parameter.value.place)
            }
            _ => value,
        };
        if location == Location::Path {
            self.check_path_value(parameter, &value);
        }
        if location == Location::Header {
            self.check_header(parameter, &value);
        }
        if whole && json.is_none() { self.querystring(value, parameter) } else { Some(value) }
    }

    /// What is written as text all the same may stay a text.
    fn is_structure(&mut self, schema: &Node) -> bool {
        matches!(self.demanded(schema, &Pointer::default()), Some("an object" | "a list"))
    }

    /// What the runtime refuses to send as a header.
    fn check_header(&mut self, parameter: &document::Parameter, value: &Expr) {
        // Whoever sets these changes where a request goes or where it ends.
        const OURS: [&str; 5] = ["host", "content-length", "transfer-encoding", "connection", "upgrade"];
        let name = &parameter.name;
        let kind = if OURS.contains(&name.text.to_ascii_lowercase().as_str()) {
            Some(Kind::RefusedHeader { header: name.text.clone() })
        } else if name.text.bytes().all(is_token) {
            None
        } else {
            let (what, found) = ("the name of a header", name.text.clone());
            Some(Kind::InvalidValue { what, found, allowed: Vec::new(), closest: None })
        };
        if let Some(kind) = kind {
            let report = &mut *self.context.report;
            // That no operation declares it follows from that.
            report.forget(&name.place.value(), |kind| matches!(kind, Kind::UndeclaredParameter { .. }));
            report.add(name.place.value(), kind);
        }
        let is_control = |text: &str| text.chars().any(|char| char.is_ascii_control() && char != '\t');
        let text = match value {
            Expr::Literal(Value::String(text)) => Some(text.to_string()),
            Expr::Template(fragments) => fragments.iter().find_map(|fragment| match fragment {
                Fragment::Literal(text) if is_control(text) => Some(text.clone()),
                _ => None,
            }),
            _ => None,
        };
        if let Some(text) = text.filter(|text| is_control(text)) {
            let found = text.escape_debug().to_string();
            let what = "the value of a header, which is one line without control characters";
            let kind = Kind::InvalidValue { what, found, allowed: Vec::new(), closest: None };
            self.context.report.add(parameter.value.place.value(), kind);
        }
    }

    /// Without a value in it, a path would be another path.
    fn check_path_value(&mut self, parameter: &document::Parameter, value: &Expr) {
        let found = match value {
            Expr::Literal(Value::Null) => "null",
            Expr::Literal(Value::String(text)) if text.is_empty() => "",
            _ => return self.check_path_default(parameter, value),
        };
        let what = "the value of a path parameter";
        let kind = Kind::InvalidValue { what, found: found.to_owned(), allowed: Vec::new(), closest: None };
        self.context.report.add(parameter.value.place.value(), kind);
    }

    /// The same of an input that is nothing where it is left out.
    fn check_path_default(&mut self, parameter: &document::Parameter, value: &Expr) {
        let input = match value {
            Expr::Template(fragments) => match fragments.as_slice() {
                [Fragment::Hole(inner) | Fragment::Escaped(_, inner)] => inner,
                _ => return,
            },
            value => value,
        };
        let Expr::Input(InputPath { fields, root, pointer, .. }) = input else { return };
        let field = self.inputs.fields().get(*root).filter(|_| fields.len() == 1 && pointer.is_empty());
        let is_empty = |default: &Value| default.as_str() == Some("");
        let Some(field) = field.filter(|field| field.default.as_ref().is_some_and(is_empty)) else { return };
        let kind = Kind::EmptyDefault { input: field.name.clone(), parameter: parameter.name.text.clone() };
        let default = self.workflow.inputs.as_ref().map(|inputs| inputs.place.key("properties").key(&field.name));
        let default = default.map(|place| place.key("default")).filter(|at| self.context.library.peek(at).is_some());
        let mark = self.hole(input, &parameter.value.place);
        self.context.report.add(mark, kind).also_if(default.map(|place| place.value()), Relation::Default);
    }
}

/// A character of an HTTP token (RFC 9110).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
