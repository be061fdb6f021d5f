//! Constants that a document writes.

use super::notes::Values;
use crate::diagnostic::{Kind, Reported};
use crate::locate::exact;
use crate::model::Expr;
use crate::place::Place;
use crate::value::Value;

impl Values<'_> {
    /// A constant, with all digits that the document has. YAML has numbers that JSON has not.
    pub(crate) fn scalar(&mut self, value: &Value, place: &Place) -> Result<Expr, Reported> {
        let value = exact(value, place, &self.library.files);
        let Value::Float(number) = value else { return Ok(Expr::Literal(value)) };
        if number.is_finite() {
            return Ok(Expr::Literal(value));
        }
        let found = format!(".{number}").to_lowercase().replace(".-", "-.");
        let kind = Kind::InvalidValue { what: "a value of JSON", found, allowed: Vec::new(), closest: None };
        Err(self.report.refuse(place.value(), kind))
    }
}
