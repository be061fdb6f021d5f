//! Numbers as a file writes them: floating-point numbers do not hold all digits.

use super::written;
use crate::decimal::is_beyond_floats;
use crate::files::Files;
use crate::place::Place;
use crate::value::{Object, Value};

/// A value of a document with all the digits that the document has for its numbers: where a parser read a number as a
/// floating-point one, or as text because it is beyond all of these, the file is looked at.
pub(crate) fn exact(value: &Value, place: &Place, files: &Files) -> Value {
    let text = || written(files.get(place.file), &place.value());
    match value {
        Value::Float(number) => {
            text().and_then(Value::number).filter(|_| number.is_finite()).unwrap_or_else(|| value.clone())
        }
        Value::String(read) if is_beyond_floats(read) && text() == Some(read) => Value::Number(read.clone()),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| exact(item, &place.index(index), files)).collect()
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| (key.clone(), exact(value, &place.key(key), files)));
            Value::Object(Object::Parsed(members.collect()).into())
        }
        other => other.clone(),
    }
}
