//! What an API expects of a JSON body, as a table, and the check of a body against it.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use serde_json::{Map, Value};

/// A body as axum hands it over: parsed, or the reason why not.
pub(super) type Body = Result<Json<Value>, JsonRejection>;
/// The members of a JSON object.
pub(super) type Object = Map<String, Value>;

/// One property of an object.
pub(super) struct Property {
    name: &'static str,
    kind: Kind,
    required: bool,
}

/// What a property may hold. None may be `null`: a value that is not there is left out.
pub(super) enum Kind {
    Text,
    OneOf(&'static [&'static str]),
    Integer,
    Number,
    Boolean,
    /// An object of any keys whose values are strings.
    Texts,
    Object(&'static [Property]),
}

pub(super) const fn required(name: &'static str, kind: Kind) -> Property {
    Property { name, kind, required: true }
}

pub(super) const fn optional(name: &'static str, kind: Kind) -> Property {
    Property { name, kind, required: false }
}

/// The known properties of a body; the error is a sentence for the caller. Unknown properties are ignored, as most APIs do.
pub(super) fn read(body: Body, properties: &[Property]) -> Result<Object, String> {
    let Json(body) = body.map_err(|rejection| rejection.body_text())?;
    let Value::Object(mut object) = body else {
        return Err("the body must be an object".to_owned());
    };
    check(&object, properties)?;
    object.retain(|name, _| properties.iter().any(|property| property.name == name));
    Ok(object)
}

/// The text of a property that [`read`] required.
pub(super) fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn check(object: &Object, properties: &[Property]) -> Result<(), String> {
    for Property { name, kind, required } in properties {
        match object.get(*name) {
            None if *required => return Err(format!("`{name}` is required")),
            None => {}
            Some(value) => kind.check(value).map_err(|problem| format!("`{name}`: {problem}"))?,
        }
    }
    Ok(())
}

impl Kind {
    fn check(&self, value: &Value) -> Result<(), String> {
        let (fits, expected) = match (self, value) {
            (Self::Object(properties), Value::Object(object)) => return check(object, properties),
            (Self::OneOf(names), _) => {
                let known = value.as_str().is_some_and(|text| names.contains(&text));
                return if known { Ok(()) } else { Err(format!("must be one of {}", names.join(", "))) };
            }
            (Self::Text, _) => (value.is_string(), "a string"),
            (Self::Integer, _) => (value.is_i64(), "an integer"),
            (Self::Number, _) => (value.is_number(), "a number"),
            (Self::Boolean, _) => (value.is_boolean(), "a boolean"),
            (Self::Texts, _) => (is_object_of_texts(value), "an object of strings"),
            (Self::Object(_), _) => (false, "an object"),
        };
        if fits { Ok(()) } else { Err(format!("must be {expected}")) }
    }
}

fn is_object_of_texts(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.values().all(Value::is_string))
}
