//! `--input` and `--input-file`: the inputs as JSON.

use std::io::{self, Read};
use std::path::Path;

use serde_json::{Map, Value};

use super::target::Target;
use crate::model::{Field, Ty, TypeDef};
use crate::suggest::closest;

/// The object that the workflow's `Input` is read from.
pub(super) fn inputs(file: Option<&Path>, given: &[(String, String)], target: &Target) -> io::Result<Value> {
    let mut inputs = file.map(read).transpose()?.unwrap_or_default();
    for (name, text) in given {
        let value = value(name, text, target)?;
        inputs.insert(name.clone(), value);
    }
    let is_missing = |field: &&Field| field.is_demanded() && !inputs.contains_key(&field.name);
    let missing: Vec<String> =
        target.fields().iter().filter(is_missing).map(|field| described(field, target)).collect();
    if missing.is_empty() {
        return Ok(Value::Object(inputs));
    }
    let id = &target.id;
    let sentence = format!("workflow `{id}` needs more inputs (--input NAME=VALUE, or --input-file):");
    Err(io::Error::other(format!("{sentence}\n  {}", missing.join("\n  "))))
}

/// `-` is the standard input.
fn read(file: &Path) -> io::Result<Map<String, Value>> {
    let mut text = String::new();
    let named = |error: &dyn std::fmt::Display| io::Error::other(format!("the inputs in {}: {error}", file.display()));
    if file == Path::new("-") {
        io::stdin().lock().read_to_string(&mut text).map_err(|error| named(&error))?;
    } else {
        text = std::fs::read_to_string(file).map_err(|error| named(&error))?;
    }
    serde_json::from_str(&text).map_err(|error| named(&error))
}

/// A text where the input is one, else JSON; of an input that may be anything, JSON where it is some.
fn value(name: &str, text: &str, target: &Target) -> io::Result<Value> {
    let fields = target.fields();
    let field = fields.iter().find(|field| field.name == name);
    let Some(field) = field else {
        let is_open = matches!(target.inputs.types.first(), Some(TypeDef::Struct(object)) if object.extra.is_some());
        return if is_open { Ok(any(text)) } else { Err(io::Error::other(unknown(name, target))) };
    };
    match field.ty.bare() {
        Ty::String | Ty::Content => Ok(text.into()),
        Ty::Named(id) if matches!(target.inputs.types.get(id.0), Some(TypeDef::Enum(_))) => Ok(text.into()),
        Ty::Value | Ty::Named(_) => Ok(any(text)),
        ty => serde_json::from_str(text).map_err(|_| {
            let found = if field.secret { String::new() } else { format!(", not `{text}`") };
            io::Error::other(format!("the input `{name}` is {}{found}", what(ty)))
        }),
    }
}

fn any(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

fn unknown(name: &str, target: &Target) -> String {
    let names = || target.fields().iter().map(|field| field.name.as_str());
    let hint = match closest(name, names()) {
        Some(closest) => format!("did you mean `{closest}`?"),
        None if names().next().is_none() => "it has none".to_owned(),
        None => format!("it has {}", names().collect::<Vec<_>>().join(", ")),
    };
    format!("workflow `{}` has no input `{name}`; {hint}", target.id)
}

/// `amount: a number. What the customer pays`
fn described(field: &Field, target: &Target) -> String {
    let listed = match field.ty.bare() {
        Ty::Named(id) => target.inputs.types.get(id.0),
        _ => None,
    };
    let what = match listed {
        Some(TypeDef::Enum(listed)) => {
            let words: Vec<&str> = listed.variants.iter().map(|variant| variant.text.as_str()).collect();
            format!("one of {}", words.join(", "))
        }
        _ => what(field.ty.bare()).to_owned(),
    };
    let first = field.description.as_deref().and_then(|text| text.lines().next()).unwrap_or_default();
    format!("{}: {what}{}{first}", field.name, if first.is_empty() { "" } else { ". " })
}

fn what(ty: &Ty) -> &'static str {
    match ty {
        Ty::String => "a string",
        Ty::Content => "a string, or a data URL",
        Ty::Integer | Ty::Unsigned => "an integer",
        Ty::Number | Ty::Digits => "a number",
        Ty::Boolean => "true or false",
        Ty::Null => "null",
        Ty::Array(_) => "a JSON array",
        Ty::Map(_) | Ty::Object | Ty::Named(_) | Ty::Boxed(_) | Ty::InputOf(_) | Ty::OutputOf { .. } => "a JSON object",
        Ty::Value | Ty::Json | Ty::Received | Ty::Nullable(_) => "any JSON",
    }
}
