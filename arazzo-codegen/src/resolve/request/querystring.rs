//! Parameters in `querystring`: the whole of a query as one text (Arazzo 1.1).

use super::body::escaped;
use super::room::Requests;
use crate::diagnostic::{Kind, Reported};
use crate::document::{Parameter, PayloadKind};
use crate::model::{Escape, Expr};
use crate::openapi::{Location, Operation, Shape};
use crate::syntax::template::{Piece, Text};
use crate::value::Value;

const FORM: &str = "application/x-www-form-urlencoded";

impl Requests<'_> {
    /// There is one such parameter, and no other has a part of the query (SPEC P-17).
    pub(super) fn check_querystring(&mut self, parameters: &[(bool, Parameter)], operation: &Operation) {
        let wholes = parameters.iter().filter(|(_, parameter)| parameter.location == Some(Location::QueryString));
        let mut wholes = wholes.map(|(_, parameter)| parameter);
        let Some(first) = wholes.next() else { return };
        if self.known.document.is_1_0() {
            let kind = Kind::NewerFeature { what: "a parameter in `querystring`", plain: false };
            self.report.add(first.place.key("in").value(), kind);
        }
        self.check_encoded(first, operation);
        let parts = parameters.iter().filter(|(_, parameter)| parameter.location == Some(Location::Query));
        for other in wholes.chain(parts.map(|(_, parameter)| parameter)) {
            let kind = Kind::MixedQuery { whole: first.name.text.clone(), other: other.name.text.clone() };
            self.report.add(other.name.place.value(), kind);
        }
    }

    /// What the author writes of a form is sent as it stands, so that it has to be encoded (SPEC P-18).
    fn check_encoded(&mut self, whole: &Parameter, operation: &Operation) {
        let declared = operation.parameters.iter().find(|declared| declared.location == Location::QueryString);
        let is_form = declared.and_then(|declared| declared.content_type.as_deref()).is_none_or(|name| name == FORM);
        let is_encoded = match &whole.value.kind {
            PayloadKind::Text(Text::Literal(text)) => is_encoded(text),
            PayloadKind::Text(Text::Template(pieces)) => {
                pieces.iter().all(|piece| !matches!(piece, Piece::Literal(text) if !is_encoded(text)))
            }
            _ => true,
        };
        if is_form && !is_encoded {
            let (what, operation) = ("the query".to_owned(), operation.name.clone());
            let expected = "an encoded text (two hexadecimal digits behind each `%`)".to_owned();
            self.report
                .add(whole.value.place.value(), Kind::UnfitValue { what, operation, expected, reasons: Vec::new() });
        }
    }

    /// The text of a query: what stands in its holes is encoded, what the author wrote is not (SPEC A-20).
    pub(super) fn querystring(&mut self, value: Expr, parameter: &Parameter) -> Result<Expr, Reported> {
        let found = match value {
            Expr::Template(fragments) => return Ok(escaped(fragments, |_| Escape::Percent)),
            Expr::Array(_) => "a list",
            Expr::Object(_) => "an object",
            Expr::Literal(literal) if !matches!(literal, Value::String(_)) => literal.kind(),
            Expr::Input(ref path) if self.known.inputs.sent_shape(&path.ty) == Shape::Object => "an object",
            Expr::Input(ref path) if matches!(self.known.inputs.sent_shape(&path.ty), Shape::Array(_)) => "a list",
            text => return Ok(text),
        };
        let kind = Kind::WrongType { what: "a parameter in `querystring`".to_owned(), expected: "a string", found };
        Err(self.report.refuse(parameter.value.place.value(), kind))
    }
}

/// Whether each `%` begins an encoded byte.
fn is_encoded(text: &str) -> bool {
    let is_byte = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    text.split('%').skip(1).all(is_byte)
}
